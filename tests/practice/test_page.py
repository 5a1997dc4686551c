"""The page's doors: what only the page itself may do, what a window is told, and what odd requests get."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientResponse, ClientSession, web

from practice.directory import Person
from practice.faults import SERVICES as CALLED
from practice.faults import Call
from practice.outside import AMINA, DANA, Outside
from practice.page.breaking import FAULTS, SERVICES, Breaking, choices
from practice.page.calls import calls
from practice.page.happened import Happened, trail_words
from practice.page.rows import compared
from practice.page.site import Site
from practice.page.view import message_view, words


class Bot:
    """Answers every activity with what the test set."""

    def __init__(self) -> None:
        self.answer: Any = {}
        self.seen: list[dict[str, Any]] = []

    async def handle(self, request: web.Request) -> web.Response:
        self.seen.append(await request.json())
        return web.json_response(self.answer)


class Page:
    """A page's server and whoever talks to it."""

    def __init__(self, outside: Outside, bot: Bot, session: ClientSession) -> None:
        self.outside, self.bot, self.session = outside, bot, session

    async def do(self, name: str, body: Any, **headers: str) -> tuple[int, Any]:
        usual = {"Origin": self.outside.url}
        async with self.session.post(
            f"{self.outside.url}/do/{name}", json=body, headers={**usual, **headers}
        ) as answer:
            return answer.status, await _body(answer)

    async def get(self, path: str, **headers: str) -> tuple[int, dict[str, str]]:
        async with self.session.get(f"{self.outside.url}{path}", headers=headers) as answer:
            return answer.status, dict(answer.headers)


async def _body(answer: ClientResponse) -> Any:
    text = await answer.text()
    return json.loads(text) if text.startswith("{") else text


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    outside, bot = Outside(), Bot()
    nowhere = "postgresql://nobody@127.0.0.1:1/nothing"
    outside.app.add_routes(Site(outside, Breaking(outside, None), Happened(nowhere, nowhere, {})).routes())
    outside.app.router.add_post("/bot/api/messages", bot.handle)
    async with outside, ClientSession() as session:
        outside.bot_url = f"{outside.url}/bot"
        yield Page(outside, bot, session)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Host": "evil.example"},
        {"Host": "evil.example", "Origin": "http://evil.example"},
        {"Host": "127.0.0.1.evil.example", "Origin": "http://127.0.0.1.evil.example"},
    ],
    ids=str,
)
async def test_another_web_page_can_do_nothing(page: Page, headers: dict[str, str]) -> None:
    status, _ = await page.do("post", {"as": "amina", "text": "hello"}, **headers)
    assert status == 403
    assert page.outside.channel.messages == []


async def test_a_post_without_an_origin_does_nothing(page: Page) -> None:
    async with page.session.post(f"{page.outside.url}/do/mend", json={}) as answer:
        assert answer.status == 403


async def test_other_names_and_other_sites_see_nothing(page: Page) -> None:
    for path in ("/", "/stream?as=amina", "/examples", "/page/page.js"):
        assert (await page.get(path, Host="evil.example"))[0] == 403
        assert (await page.get(path, **{"Sec-Fetch-Site": "cross-site"}))[0] == 403
    followed = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert (await page.get("/", **followed))[0] == 200
    assert (await page.get("/examples", **followed))[0] == 403


async def test_the_page_lets_no_other_script_in(page: Page) -> None:
    status, headers = await page.get("/")
    assert status == 200
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "script-src 'self';" in policy and "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("path", ["/page/..%2fsite.py", "/page/nothing.js", "/page/lib/package.json", "/stream?as=me"])
async def test_there_is_nothing_else_to_fetch(page: Page, path: str) -> None:
    assert (await page.get(path))[0] == 404


async def test_a_message_is_signed_and_delivered_and_stands_in_the_channel(page: Page) -> None:
    assert await page.do("post", {"as": "amina", "text": "hello", "mention": True}) == (200, {"status": 200})
    [message] = page.outside.channel.messages
    view = message_view(page.outside.channel, message, AMINA)
    assert view["words"] == [{"at": "TV Support"}, {"text": "\u00a0hello"}]
    assert (view["own"], view["bot"], view["card"]) == (True, False, None)
    assert page.bot.seen[0]["from"]["aadObjectId"] == AMINA.object_id
    await page.do("edit", {"as": "amina", "message": message.id, "text": "bye", "mention": False})
    assert page.outside.channel.find(message.id).text == "bye"
    assert (await page.do("delete", {"as": "dana", "message": message.id}))[0] == 400
    assert (await page.do("delete", {"as": "amina", "message": message.id}))[0] == 200
    assert page.outside.channel.messages == []


CARD = {"type": "AdaptiveCard", "version": "1.5", "body": []}
ACTION = {"type": "Action.Execute", "verb": "approve", "data": {"request": "x"}}


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        ({"statusCode": 200, "type": "application/vnd.microsoft.card.adaptive", "value": CARD}, {"card": True}),
        ({"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": "No"}, {"line": "No"}),
        ({"statusCode": 500, "type": "application/vnd.microsoft.error", "value": {}}, {"failed": True, "status": 200}),
        ({}, {"failed": True, "status": 200}),
    ],
)
async def test_what_a_click_shows(page: Page, answer: dict[str, Any], shown: dict[str, Any]) -> None:
    channel = page.outside.channel
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": {**CARD, "speak": "old"}}
    message = channel.add(channel.bot_id, "TV Support", {"attachments": [attachment]})
    page.bot.answer = answer
    assert await page.do("press", {"as": "dana", "message": message.id, "action": ACTION}) == (200, shown)
    assert page.bot.seen[0]["value"] == {"action": ACTION, "trigger": "manual"}
    assert message_view(channel, message, DANA)["private"] is (shown == {"card": True})
    assert message_view(channel, message, AMINA)["private"] is False


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("nothing", {}),
        ("post", {"as": "nobody", "text": "hello"}),
        ("post", {"as": "amina", "text": " "}),
        ("post", {"as": "amina", "text": "x" * 30_000}),
        ("post", []),
        ("press", {"as": "amina", "message": "1", "action": {}}),
        ("break", {"service": "graph", "fault": "500", "times": 0}),
        ("break", {"service": "nothing", "fault": "500", "times": 1}),
        ("break", {"service": "graph", "fault": "nothing", "times": 1}),
        ("switch", {"name": "nothing", "on": True}),
        ("deliveries", {"how": "backwards"}),
        ("activate", {"person": "amina", "on": True}),
    ],
)
async def test_odd_requests_are_refused_and_change_nothing(page: Page, name: str, body: Any) -> None:
    assert (await page.do(name, body))[0] in (400, 404)
    assert page.outside.channel.messages == []
    assert not any(page.outside.faults.waiting(service) for service in SERVICES)


async def test_a_window_is_told_all_at_first_and_then_what_changes(page: Page) -> None:
    async with page.session.get(f"{page.outside.url}/stream?as=amina") as stream:
        first = await _event(stream)
        assert first[0] == "all"
        assert {"people", "broken", "calls"} <= set(first[1])
        await page.do("activate", {"person": "dana", "on": True})
        name, news = await _event(stream)
        assert (name, list(news)) == ("some", ["people"])
        assert [each["name"] for each in news["people"] if each["active"]] == [DANA.name]


async def _event(stream: ClientResponse) -> tuple[str, dict[str, Any]]:
    name = (await stream.content.readline()).decode().removeprefix("event: ").strip()
    data = json.loads((await stream.content.readline()).decode().removeprefix("data: "))
    await stream.content.readline()
    return name, data


async def test_refresh_asks_for_those_whom_the_card_names_and_not_all_the_time(page: Page) -> None:
    channel = page.outside.channel
    refresh = {"action": {"type": "Action.Execute", "verb": "look"}, "userIds": [DANA.teams_id]}
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": {**CARD, "refresh": refresh}}
    message = channel.add(channel.bot_id, "TV Support", {"attachments": [attachment]})
    asked: list[tuple[Person, bool]] = [(DANA, True), (AMINA, False)]
    assert [(who, message_view(channel, message, who)["refresh"]) for who, _ in asked] == asked
    for _ in range(3):
        await page.do("refresh", {"as": "dana", "message": message.id})
    assert [seen["value"]["trigger"] for seen in page.bot.seen] == ["automatic"]
    channel.edit(message, {"attachments": [attachment]})
    await page.do("refresh", {"as": "dana", "message": message.id})
    assert len(page.bot.seen) == 2


async def test_everything_broken_is_mended(page: Page) -> None:
    await page.do("switch", {"name": "graph", "on": True})
    await page.do("switch", {"name": "removed", "on": True})
    await page.do("deliveries", {"how": "twice"})
    await page.do("deliveries", {"how": "late"})
    for fault in FAULTS:
        assert (await page.do("break", {"service": "login", "fault": fault, "times": 2}))[0] == 200
    assert page.outside.faults.waiting("login") == 2 * len(FAULTS)
    await page.do("mend", {})
    assert page.outside.faults.waiting("login") == 0
    assert page.outside.channel.bot_removed is False
    assert page.outside.teams.deliveries.twice == 0
    assert not page.outside.teams.deliveries.late
    assert Breaking(page.outside, None).state()["has_door"] is False
    assert {each["value"] for each in choices()["faults"]} == set(FAULTS)


@pytest.mark.parametrize("service", CALLED)
async def test_a_call_of_every_service_is_told(page: Page, service: str) -> None:
    """The register's came later than the page, and broke it for everybody in the practice channel."""
    page.outside.faults.calls.append(Call(service, "GET", "/some/where", when=0.0))
    [told] = calls(page.outside)
    assert told["way"].startswith("Bot → ")


async def test_calls_are_told_in_words_newest_first(page: Page) -> None:
    await page.do("post", {"as": "amina", "text": "hello", "mention": True})
    async with page.session.get(f"{page.outside.url}/openid/v1/.well-known/keys"):
        pass
    [newest, older] = calls(page.outside)
    assert (newest["way"], newest["what"], newest["answer"]) == ("Bot → Keys", "asks for signing keys", "200")
    assert (older["way"], older["what"]) == ("Teams → bot", f"a message by {AMINA.name}")
    page.bot.answer = {"message": "Not you."}
    await page.do("post", {"as": "owen", "text": "hello", "mention": True})
    assert calls(page.outside)[0]["what"].endswith("“Not you.”")


def test_the_bots_markup_is_undone_and_a_persons_is_not() -> None:
    outside = Outside()
    by_bot = outside.channel.add(outside.channel.bot_id, "TV Support", {"text": "<at>A &amp; B</at> a &lt; b"})
    by_amina = outside.channel.add(AMINA.teams_id, AMINA.name, {"text": "a &amp; b <b>"})
    assert words(by_bot, from_bot=True) == [{"at": "A & B"}, {"text": " a < b"}]
    assert words(by_amina, from_bot=False) == [{"text": "a &amp; b <b>"}]


def test_the_audit_in_words() -> None:
    asked = {"actor": AMINA.object_id, "action": "opened", "code": None, "from_state": None, "to_state": "triage"}
    assert trail_words(asked) == f"{AMINA.name} asked → Check the details"
    refused = {**asked, "actor": DANA.object_id, "action": "refused:approve", "code": "not_active", "to_state": None}
    told = f"{DANA.name} pressed Approve and was refused: You need production access to approve"
    assert trail_words(refused) == told
    acted = {**asked, "actor": "bot", "action": "something_new", "to_state": None}
    assert trail_words(acted) == "The bot something new"
    assert trail_words({**acted, "action": "reminded"}) == "The bot reminded the developers"


def test_rows_side_by_side() -> None:
    before = {
        "accounts": [{"id": "1", "email": "a@b", "x": "1"}],
        "tables": {"saved_jobs": {"count": 2, "digest": "a"}},
    }
    now: dict[str, Any] = {"accounts": [], "tables": {}}
    gone = compared(before, now)
    assert {line["name"]: (line["before"], line["now"]) for line in gone["columns"]}["email"] == ("a@b", "(no row)")
    assert gone["tables"] == [{"name": "saved_jobs", "before": 2, "now": 0, "changed": True}]
    lost_its_link = {**before, "tables": {"saved_jobs": {"count": 2, "digest": "b"}}}
    [line] = compared(before, lost_its_link)["tables"]
    assert (line["before"], line["now"], line["changed"]) == (2, "2, changed", True)
    same = compared(before, before)
    assert not any(line["changed"] for line in (*same["columns"], *same["tables"]))
    assert "x" not in {line["name"] for line in same["columns"]}
