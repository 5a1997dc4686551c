"""Who people are, asked of Graph over HTTP: any doubt is no right."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from adapters import directory as module
from adapters.directory import GraphDirectory
from adapters.identity import GRAPH_SCOPE, Identity
from handlers.errors import DirectoryUnavailable
from handlers.model import Person
from handlers.roles import Groups, Standing
from practice import faults
from practice.outside import (
    AMINA,
    BA_GROUP,
    DANA,
    DEVELOPER_GROUP,
    ELIF,
    GUEST,
    OUTSIDER,
    PRODUCTION_ACCESS_GROUP,
    Outside,
)

GROUPS = Groups(BA_GROUP, DEVELOPER_GROUP, PRODUCTION_ACCESS_GROUP)
NOBODY = Standing(member=False, enabled=False, groups=frozenset())


@pytest.fixture
def graph(outside: Outside, client: httpx.AsyncClient, identity: Identity) -> GraphDirectory:
    return GraphDirectory(client, f"{outside.url}/graph/v1.0/", identity, GROUPS)


def answering(answer: Callable[[httpx.Request], httpx.Response], identity: Identity) -> GraphDirectory:
    """A directory whose Graph answers just this."""
    client = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    return GraphDirectory(client, "https://graph.example/v1.0", identity, GROUPS)


async def test_people_are_who_graph_says_they_are_at_this_moment(outside: Outside, graph: GraphDirectory) -> None:
    assert await graph.standing(AMINA.object_id) == Standing(True, True, frozenset({BA_GROUP}))
    assert (await graph.standing(DANA.object_id)).groups == {DEVELOPER_GROUP}
    outside.directory.activate(DANA)
    assert (await graph.standing(DANA.object_id)).groups == {DEVELOPER_GROUP, PRODUCTION_ACCESS_GROUP}
    outside.directory.deactivate(DANA)
    assert (await graph.standing(DANA.object_id)).groups == {DEVELOPER_GROUP}
    assert (await graph.standing(OUTSIDER.object_id)).groups == frozenset()


async def test_a_guest_is_no_member_and_a_closed_account_is_not_enabled(
    outside: Outside, graph: GraphDirectory
) -> None:
    outside.directory.join(GUEST, DEVELOPER_GROUP)
    guest = await graph.standing(GUEST.object_id)
    assert (guest.member, guest.has(DEVELOPER_GROUP)) == (False, False)
    outside.directory.enable(DANA, False)
    closed = await graph.standing(DANA.object_id)
    assert (closed.enabled, closed.has(DEVELOPER_GROUP)) == (False, False)


async def test_whom_graph_does_not_know_has_no_standing(outside: Outside, graph: GraphDirectory) -> None:
    outside.directory.remove(DANA)
    assert await graph.standing(DANA.object_id) == NOBODY
    assert await graph.standing("../../groups/x?y#z") == NOBODY


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    "fault",
    [
        faults.drop(),
        faults.lost_reply(),
        faults.empty(),
        faults.html(),
        faults.status(401),
        faults.status(403),
        faults.status(429, retry_after=1),
        faults.status(500),
        faults.status(503),
    ],
    ids=["cut", "lost reply", "empty", "html", "401", "403", "429", "500", "503"],
)
async def test_without_a_clear_answer_to_either_question_there_is_none(
    outside: Outside, graph: GraphDirectory, fault: faults.Fault, method: str
) -> None:
    outside.faults.queue("graph", fault, method=method)
    with pytest.raises(DirectoryUnavailable):
        await graph.standing(DANA.object_id)
    assert await graph.standing(DANA.object_id)


async def test_a_slow_graph_is_waited_for_no_longer_than_five_seconds(
    outside: Outside, graph: GraphDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert module.ANSWER_SECONDS == 5
    monkeypatch.setattr(module, "ANSWER_SECONDS", 0.3)
    await graph.standing(DANA.object_id)
    outside.faults.queue("graph", faults.late_reply(120), times=3)
    async with asyncio.timeout(30):  # far below what Graph takes here
        for asked in (graph.standing(DANA.object_id), graph.developers()):
            with pytest.raises(DirectoryUnavailable, match="gave no answer in"):
                await asked


async def test_while_we_cannot_get_a_token_graph_cannot_be_asked(outside: Outside, graph: GraphDirectory) -> None:
    outside.faults.always("login", faults.status(503))
    with pytest.raises(DirectoryUnavailable, match="gave no answer"):
        await graph.standing(DANA.object_id)
    with pytest.raises(DirectoryUnavailable):
        await graph.developers()


async def test_a_token_that_graph_refuses_is_fetched_anew_for_the_next_question(
    outside: Outside, graph: GraphDirectory, identity: Identity
) -> None:
    before = await identity.token(GRAPH_SCOPE)
    outside.login.revoke()
    with pytest.raises(DirectoryUnavailable, match="401"):
        await graph.standing(DANA.object_id)
    assert (await graph.standing(DANA.object_id)).groups == {DEVELOPER_GROUP}
    assert await identity.token(GRAPH_SCOPE) != before


async def test_developers_are_people_and_not_the_groups_among_them(outside: Outside, graph: GraphDirectory) -> None:
    found = await graph.developers()
    assert {(person.object_id, person.name) for person in found} == {
        (each.object_id, each.name) for each in (DANA, ELIF)
    }


async def test_developers_on_later_pages_count_too(outside: Outside, graph: GraphDirectory) -> None:
    outside.directory.page_size = 1
    assert len(await graph.developers()) == 2


ODD: dict[str, Any] = {
    "no value": {"other": 1},
    "value no list": {"value": {"a": "b"}},
    "value null": {"value": None},
    "a list": [{"value": []}],
}


@pytest.mark.parametrize("answer", ODD.values(), ids=ODD.keys())
async def test_what_is_not_an_answer_of_graphs_counts_as_none(answer: Any, identity: Identity) -> None:
    graph = answering(lambda _: httpx.Response(200, json=answer), identity)
    with pytest.raises(DirectoryUnavailable):
        await graph.standing(DANA.object_id)
    with pytest.raises(DirectoryUnavailable):
        await graph.developers()


@pytest.mark.parametrize("groups", [[1], [None], [{"id": DEVELOPER_GROUP}], [DEVELOPER_GROUP, 5]])
async def test_groups_that_are_no_ids_count_as_no_answer(groups: list[Any], identity: Identity) -> None:
    graph = answering(lambda _: httpx.Response(200, json={"value": groups, "userType": "Member"}), identity)
    with pytest.raises(DirectoryUnavailable, match="checkMemberGroups"):
        await graph.standing(DANA.object_id)


@pytest.mark.parametrize(
    "person",
    [{"userType": None}, {"userType": "member"}, {"userType": "Member", "accountEnabled": "true"}, {"x": 1}],
)
async def test_only_a_clear_yes_makes_a_member_with_an_open_account(person: dict[str, Any], identity: Identity) -> None:
    graph = answering(lambda _: httpx.Response(200, json={"value": list(GROUPS.all()), **person}), identity)
    standing = await graph.standing(DANA.object_id)
    assert not any(standing.has(group) for group in GROUPS.all())


async def test_a_member_without_a_name_or_id_spoils_no_mention_of_others(identity: Identity) -> None:
    user = {"@odata.type": "#microsoft.graph.user"}
    rows = [{**user, "id": "1", "displayName": None}, {**user, "displayName": "No Id"}, "odd", {**user, "id": "2"}]
    rows.append({**user, "id": DANA.object_id, "displayName": DANA.name})
    graph = answering(lambda _: httpx.Response(200, json={"value": rows}), identity)
    assert Person(DANA.object_id, DANA.object_id, DANA.name) in await graph.developers()
    assert "None" not in {person.name for person in await graph.developers()}


@pytest.mark.parametrize("base", ["http://[", "graph.example"])
async def test_an_address_that_cannot_be_called_is_no_answer(
    base: str, client: httpx.AsyncClient, identity: Identity
) -> None:
    with pytest.raises(DirectoryUnavailable):
        await GraphDirectory(client, base, identity, GROUPS).standing(DANA.object_id)
