"""Sending to Teams: what each answer means, and to whom nothing is ever sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest

from adapters.identity import Identity
from adapters.teams import Teams
from handlers.errors import BotError, ReplyLost, TeamsRefused, TeamsUnavailable
from handlers.model import Thread
from practice import faults
from practice.faults import Fault
from practice.outside import AMINA, Outside

MESSAGE = {"type": "message", "text": "hello"}


@pytest.fixture
def teams(client: httpx.AsyncClient, identity: Identity) -> Teams:
    return Teams(client, identity, frozenset({"127.0.0.1"}), plain_http=True)


@pytest.fixture
async def thread(outside: Outside) -> Thread:
    """A thread that somebody began."""
    begun = outside.channel.add(AMINA.teams_id, AMINA.name, MESSAGE)
    return Thread(outside.channel.conversation(begun.id), outside.service_url)


async def test_a_message_is_posted_and_replaced(outside: Outside, teams: Teams, thread: Thread) -> None:
    number = await teams.post(thread, MESSAGE)
    assert outside.channel.find(number).text == "hello"
    await teams.edit(thread, number, {"type": "message", "text": "good-bye"})
    assert outside.channel.find(number).text == "good-bye"


NOT_DONE, PERHAPS, NEVER = TeamsUnavailable, ReplyLost, TeamsRefused
# teams-facts §3: 429, 412, 502, 503 and 504 may be tried again, all others not. Behind a 500, 502 or 504 the work may
# have been done, so a post is not simply repeated.
STATUSES: dict[int, type[BotError]] = {
    400: NEVER,
    401: NOT_DONE,  # with a token of its own: fetched anew
    403: NEVER,
    404: NEVER,
    405: NEVER,
    409: NEVER,
    412: NOT_DONE,
    413: NEVER,
    418: NEVER,
    429: NOT_DONE,
    500: PERHAPS,
    501: NEVER,
    502: PERHAPS,
    503: NOT_DONE,
    504: PERHAPS,
}


@pytest.mark.parametrize("status", STATUSES)
async def test_each_status_means_what_microsoft_says(
    outside: Outside, teams: Teams, thread: Thread, status: int
) -> None:
    outside.faults.queue("connector", faults.status(status, error="Reason1"), times=2)
    with pytest.raises(STATUSES[status]) as first:
        await teams.post(thread, MESSAGE)
    with pytest.raises(STATUSES[status]):
        await teams.edit(thread, "1", MESSAGE)
    assert len(outside.faults.of("connector")) == 2, "an answer was tried again at once"
    if isinstance(first.value, TeamsRefused):
        assert (first.value.status, first.value.code) == (status, "Reason1")
    assert "hello" not in str(first.value)


@pytest.mark.parametrize("code", ["a b", "<script>", "", "ü" * 3 + "-"])
async def test_only_a_plain_word_of_teams_goes_into_an_error(
    outside: Outside, teams: Teams, thread: Thread, code: str
) -> None:
    outside.faults.queue("connector", faults.status(403, error=code))
    with pytest.raises(TeamsRefused) as refused:
        await teams.post(thread, MESSAGE)
    assert refused.value.code == "unnamed"


FORMS = {
    "seconds": ("30", 30.0),
    "no seconds": ("0", 0.0),
    "more than anybody waits": ("86400", 300.0),
    "a date that is over": ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0),
    "a date far ahead": ("Wed, 21 Oct 2065 07:28:00 GMT", 300.0),
    "rubbish": ("soon", None),
    "nothing": (None, None),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("status", [412, 429, 503])
async def test_teams_says_how_long_to_wait_in_any_form(
    outside: Outside, teams: Teams, thread: Thread, status: int, form: str
) -> None:
    given, wait = FORMS[form]
    outside.faults.queue("connector", faults.status(status, retry_after=given))
    with pytest.raises(TeamsUnavailable) as told:
        await teams.post(thread, MESSAGE)
    assert told.value.wait == wait


async def test_a_date_soon_is_waited_for(outside: Outside, teams: Teams, thread: Thread) -> None:
    until = format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True)
    outside.faults.queue("connector", faults.status(429, retry_after=until))
    with pytest.raises(TeamsUnavailable) as told:
        await teams.post(thread, MESSAGE)
    assert told.value.wait is not None
    assert 15 < told.value.wait <= 20


@pytest.mark.parametrize("fault", [faults.drop(), faults.lost_reply(), faults.empty(), faults.html()])
async def test_a_post_without_a_proper_answer_may_have_happened(
    outside: Outside, teams: Teams, thread: Thread, fault: Fault
) -> None:
    outside.faults.queue("connector", fault)
    with pytest.raises(ReplyLost):
        await teams.post(thread, MESSAGE)


@pytest.mark.parametrize("number", [None, 5, "", {"a": 1}])
async def test_a_message_without_a_proper_id_may_have_been_posted(identity: Identity, number: object) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(201, json={"id": number}))
    async with httpx.AsyncClient(transport=transport) as client:
        teams = Teams(client, identity, frozenset({"smba.example"}), plain_http=False)
        with pytest.raises(ReplyLost):
            await teams.post(Thread("19:x", "https://smba.example/"), MESSAGE)


async def test_where_nobody_listens_nothing_was_sent(outside: Outside, teams: Teams, thread: Thread) -> None:
    await teams.post(thread, MESSAGE)
    with pytest.raises(TeamsUnavailable, match="no connection"):
        await teams.post(replace(thread, service_url="http://127.0.0.1:1/"), MESSAGE)


async def test_a_slow_answer_may_come_from_work_that_was_done(outside: Outside, identity: Identity) -> None:
    async with httpx.AsyncClient(timeout=0.3) as hasty:
        teams = Teams(hasty, identity, frozenset({"127.0.0.1"}), plain_http=True)
        begun = outside.channel.add(AMINA.teams_id, AMINA.name, MESSAGE)
        outside.faults.queue("connector", faults.late_reply(2))
        with pytest.raises(ReplyLost):
            await teams.post(Thread(outside.channel.conversation(begun.id), outside.service_url), MESSAGE)


async def test_without_a_token_nothing_is_sent(outside: Outside, teams: Teams, thread: Thread) -> None:
    outside.faults.always("login", faults.status(503))
    with pytest.raises(TeamsUnavailable):
        await teams.post(thread, MESSAGE)
    assert outside.faults.of("connector") == []


async def test_a_token_that_teams_refuses_is_replaced_for_the_next_try(
    outside: Outside, teams: Teams, thread: Thread
) -> None:
    await teams.post(thread, MESSAGE)
    outside.login.revoke()
    with pytest.raises(TeamsUnavailable, match="refused our token"):
        await teams.post(thread, MESSAGE)
    await teams.post(thread, MESSAGE)
    assert len(outside.faults.of("login")) == 2


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_redirect_is_refused_and_our_token_goes_nowhere_else(
    outside: Outside, teams: Teams, thread: Thread, status: int
) -> None:
    away = f"{outside.url}/graph/v1.0/users/x"
    bare = faults.status(status)
    answer = bare.answer
    assert answer is not None

    def redirect() -> object:
        response = answer()
        response.headers["Location"] = away
        return response

    outside.faults.queue("connector", replace(bare, answer=redirect))  # type: ignore[arg-type]
    with pytest.raises(TeamsRefused):
        await teams.post(thread, MESSAGE)
    assert outside.faults.of("graph") == []


REFUSED_ADDRESSES = [
    "https://evil.example/",
    "https://smba.example.evil.example/",
    "https://smba.example@evil.example/",
    "https://evil.example#@smba.example/",
    "https://evil.example/smba.example/",
    "https://evil.example\\@smba.example.evil.example/",
    "http://smba.example/",
    "ftp://smba.example/",
    "smba.example",
    "//smba.example/",
    "",
    "https://",
    "https://[smba.example/",
    "https://smba.example:port/",
    "https://smba.example:8443/",
    "https://canary:canary@smba.example/",
    "https://@smba.example/",
    "https://smba.example/teams?",
    "https://smba.example/teams?at=",
    "https://smba.example/teams#",
    "https://smba.example\\teams/",
    "https://smb\N{CYRILLIC SMALL LETTER A}.example/",
    "https://smba.example.\N{FULLWIDTH LATIN SMALL LETTER E}vil.example/",
    "https://smba.example/\x00",
    "https://smba.example/u k/",
    "https://smba.example/\N{LATIN SMALL LETTER U WITH DIAERESIS}k/",
]


@pytest.mark.parametrize("address", REFUSED_ADDRESSES)
async def test_a_service_url_outside_the_list_is_refused_before_anything_is_sent(
    identity: Identity, outside: Outside, address: str
) -> None:
    sent: list[httpx.URL] = []

    def note(request: httpx.Request) -> httpx.Response:
        sent.append(request.url)
        return httpx.Response(201, json={"id": "1"})

    async with httpx.AsyncClient(transport=httpx.MockTransport(note)) as client:
        teams = Teams(client, identity, frozenset({"smba.example"}), plain_http=False)
        await teams.post(Thread("19:x", "https://SMBA.example/uk/"), MESSAGE)
        with pytest.raises(TeamsRefused):
            await teams.post(Thread("19:x", address), MESSAGE)
        with pytest.raises(TeamsRefused):
            await teams.edit(Thread("19:x", address), "1", MESSAGE)
    assert [url.host for url in sent] == ["smba.example"]


async def test_ids_cannot_lead_to_another_address(identity: Identity) -> None:
    sent: list[bytes] = []

    def note(request: httpx.Request) -> httpx.Response:
        sent.append(request.url.raw_path)
        return httpx.Response(200, json={"id": "1"})

    async with httpx.AsyncClient(transport=httpx.MockTransport(note)) as client:
        teams = Teams(client, identity, frozenset({"smba.example"}), plain_http=False)
        await teams.edit(Thread("19:x;messageid=1", "https://smba.example/uk/"), "../1?x=/#y", MESSAGE)
    assert sent == [b"/uk/v3/conversations/19%3Ax%3Bmessageid%3D1/activities/..%2F1%3Fx%3D%2F%23y"]
