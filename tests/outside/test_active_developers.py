"""Who has production access now and until when, and who is in the channel: what may be told, never relied on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from adapters import directory as directory_module
from adapters import teams as teams_module
from adapters.directory import GraphDirectory
from adapters.identity import Identity
from adapters.teams import Teams
from bot.words.developers import active_now
from handlers.errors import DirectoryUnavailable, ReplyLost, TeamsRefused, TeamsUnavailable
from handlers.model import Person, Thread
from handlers.ports import Active
from handlers.roles import Groups
from practice import faults
from practice.outside import (
    AMINA,
    BA_GROUP,
    DANA,
    DEVELOPER_GROUP,
    ELIF,
    GUEST,
    OUTSIDER,
    PEOPLE,
    PRODUCTION_ACCESS_GROUP,
    Outside,
)

GROUPS = Groups(BA_GROUP, DEVELOPER_GROUP, PRODUCTION_ACCESS_GROUP)
THREAD = Thread("19:x@thread.tacv2;messageid=1", "https://smba.example/uk/")


@pytest.fixture
def graph(outside: Outside, client: httpx.AsyncClient, identity: Identity) -> GraphDirectory:
    return GraphDirectory(client, f"{outside.url}/graph/v1.0", identity, GROUPS)


async def test_nobody_is_active_until_they_activate(outside: Outside, graph: GraphDirectory) -> None:
    assert await graph.active_developers() == ()
    outside.directory.activate(DANA)
    until = outside.directory.active_until(DANA)
    assert until is not None
    [active] = await graph.active_developers()
    assert (active.person.object_id, active.until) == (DANA.object_id, until.replace(microsecond=0))


async def test_a_permanent_membership_has_no_end(outside: Outside, graph: GraphDirectory) -> None:
    outside.directory.activate(ELIF, None)
    [active] = await graph.active_developers()
    assert (active.person.name, active.until) == (ELIF.name, None)


async def test_production_access_alone_makes_no_developer(outside: Outside, graph: GraphDirectory) -> None:
    outside.directory.activate(AMINA)
    assert await graph.active_developers() == ()


async def test_without_the_right_to_read_schedules_people_are_named_without_an_end(
    outside: Outside, graph: GraphDirectory
) -> None:
    outside.directory.activate(DANA)
    outside.directory.tells_schedules = False
    assert [(each.person.name, each.until) for each in await graph.active_developers()] == [(DANA.name, None)]


async def test_without_the_groups_nobody_is_named(outside: Outside, graph: GraphDirectory) -> None:
    outside.faults.always("graph", faults.status(503))
    with pytest.raises(DirectoryUnavailable):
        await graph.active_developers()


async def test_a_slow_graph_is_not_waited_for(
    outside: Outside, graph: GraphDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directory_module, "ANSWER_SECONDS", 0.2)
    outside.faults.queue("graph", faults.late_reply(120), times=3)
    with pytest.raises(DirectoryUnavailable, match="gave no answer in"):
        await graph.active_developers()


def graph_with(schedules: Any, identity: Identity) -> GraphDirectory:
    """A Graph in which Dana is an active developer and the schedules are these."""
    dana = {"@odata.type": "#microsoft.graph.user", "id": DANA.object_id, "displayName": DANA.name}

    def answer(request: httpx.Request) -> httpx.Response:
        rows = schedules if "assignmentScheduleInstances" in request.url.path else [dana]
        return httpx.Response(200, json={"value": rows})

    client = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    return GraphDirectory(client, "https://graph.example/v1.0", identity, GROUPS)


@pytest.mark.parametrize(
    ("end", "until"),
    [
        ("2027-03-04T22:00:00Z", datetime(2027, 3, 4, 22, tzinfo=UTC)),
        ("2027-03-04T22:00:00", datetime(2027, 3, 4, 22, tzinfo=UTC)),
        ("2027-03-04T22:00:00+00:00", datetime(2027, 3, 4, 22, tzinfo=UTC)),
        (None, None),
        ("", None),
        ("soon", None),
        (5, None),
    ],
)
async def test_an_end_is_read_in_every_form_and_rubbish_is_none(
    end: object, until: datetime | None, identity: Identity
) -> None:
    graph = graph_with([{"principalId": DANA.object_id, "endDateTime": end}], identity)
    assert [each.until for each in await graph.active_developers()] == [until]


@pytest.mark.parametrize("rows", [None, "x", {}, [None, 5, "x"], [{"endDateTime": "2027-03-04T22:00:00Z"}]])
async def test_odd_schedules_name_nobody_wrongly(rows: Any, identity: Identity) -> None:
    assert [each.until for each in await graph_with(rows, identity).active_developers()] == [None]


async def test_a_list_of_members_without_end_is_cut_off(identity: Identity) -> None:
    page = {"value": [], "@odata.nextLink": "https://graph.example/v1.0/groups/x/transitiveMembers?$skiptoken=1"}
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json=page)

    client = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    assert await GraphDirectory(client, "https://graph.example/v1.0", identity, GROUPS).developers() == ()
    assert len(asked) == directory_module.MOST_PAGES


def test_who_is_active_is_said_in_one_sentence() -> None:
    dana, elif_ = (Person(each.object_id, each.teams_id, each.name) for each in (DANA, ELIF))
    until = datetime(2027, 7, 4, 14, 15, tzinfo=UTC)
    assert active_now([]) == "No other developer has production access now."
    assert (
        active_now([Active(dana, until), Active(elif_)])
        == "With production access now: Dana Reid (until 3:15pm), Elif Kaya."
    )


# --- the roster of the channel ----------------------------------------------------------------------------------------


async def test_the_roster_holds_everybody_with_the_ids_that_mentions_take(
    outside: Outside, client: httpx.AsyncClient, identity: Identity
) -> None:
    outside.connector.page_size = 2
    begun = outside.channel.add(AMINA.teams_id, AMINA.name, {"type": "message", "text": "hello"})
    teams = Teams(client, identity, frozenset({"127.0.0.1"}), plain_http=True)
    found = await teams.members(Thread(outside.channel.conversation(begun.id), outside.service_url))
    assert found == tuple(Person(each.object_id, each.teams_id, each.name) for each in PEOPLE)
    assert {GUEST.teams_id, OUTSIDER.teams_id} <= {each.teams_id for each in found}
    assert len(outside.faults.of("connector", "GET")) == 3


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (faults.status(429, retry_after=3), TeamsUnavailable),
        (faults.status(403, error="BotNotInConversationRoster"), TeamsRefused),
        (faults.status(502), ReplyLost),
        (faults.drop(), ReplyLost),
    ],
    ids=["429", "403", "502", "cut"],
)
async def test_a_roster_that_does_not_come_says_what_it_means(
    outside: Outside, client: httpx.AsyncClient, identity: Identity, fault: faults.Fault, error: type[Exception]
) -> None:
    begun = outside.channel.add(AMINA.teams_id, AMINA.name, {"type": "message", "text": "hello"})
    teams = Teams(client, identity, frozenset({"127.0.0.1"}), plain_http=True)
    outside.faults.queue("connector", fault)
    with pytest.raises(error):
        await teams.members(Thread(outside.channel.conversation(begun.id), outside.service_url))


async def members_of(pages: list[Any], identity: Identity) -> tuple[tuple[Person, ...], int]:
    """The people on these pages, and how many were asked for; the last page comes again and again."""
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json=pages[min(len(asked), len(pages)) - 1])

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        teams = Teams(client, identity, frozenset({"smba.example"}), plain_http=False)
        return await teams.members(THREAD), len(asked)


async def test_odd_rows_spoil_no_others(identity: Identity) -> None:
    fine = {"id": "29:d", "name": "Dana Reid", "aadObjectId": DANA.object_id.upper()}
    older = {"id": "29:e", "name": "Elif Kaya", "objectId": ELIF.object_id}
    odd = [None, "x", {}, {"id": "29:x"}, {"id": "29:x", "name": "No Id"}, {"name": "No 29", "objectId": "1"}]
    found, _ = await members_of([{"members": [*odd, fine, older]}], identity)
    assert found == (Person(DANA.object_id, "29:d", "Dana Reid"), Person(ELIF.object_id, "29:e", "Elif Kaya"))


@pytest.mark.parametrize(
    "page", [{}, {"members": None}, {"members": {"a": 1}}, {"members": [], "continuationToken": 5}]
)
async def test_a_page_of_something_else_holds_nobody(page: Any, identity: Identity) -> None:
    assert await members_of([page], identity) == ((), 1)


async def test_a_roster_without_end_is_cut_off(identity: Identity) -> None:
    _, asked = await members_of([{"members": [], "continuationToken": "again"}], identity)
    assert asked == teams_module.MOST_PAGES
