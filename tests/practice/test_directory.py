"""The practice directory answers as Graph does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from practice.outside import (
    AMINA,
    APP_ID,
    APP_PASSWORD,
    BA_GROUP,
    DANA,
    DEVELOPER_GROUP,
    ELIF,
    GUEST,
    PRODUCTION_ACCESS_GROUP,
    TENANT_ID,
    Outside,
    practice_id,
)

SCHEDULES = "/identityGovernance/privilegedAccess/group/assignmentScheduleInstances"


@pytest.fixture
async def outside() -> AsyncIterator[Outside]:
    async with Outside() as world:
        yield world


@pytest.fixture
async def graph(outside: Outside) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(trust_env=False, base_url=outside.settings()["GRAPH_BASE_URL"]) as client:
        form = {"grant_type": "client_credentials", "client_id": APP_ID, "client_secret": APP_PASSWORD}
        form["scope"] = "https://graph.microsoft.com/.default"
        token = await client.post(f"{outside.url}/login/{TENANT_ID}/oauth2/v2.0/token", data=form)
        client.headers["Authorization"] = f"Bearer {token.json()['access_token']}"
        yield client


async def groups_of(graph: httpx.AsyncClient, object_id: str, *groups: str) -> list[str]:
    answer = await graph.post(f"/users/{object_id}/checkMemberGroups", json={"groupIds": list(groups)})
    assert answer.status_code == 200
    return list(answer.json()["value"])


async def test_activation_is_membership_and_ends(outside: Outside, graph: httpx.AsyncClient) -> None:
    asked = (BA_GROUP, DEVELOPER_GROUP, PRODUCTION_ACCESS_GROUP)
    assert await groups_of(graph, DANA.object_id, *asked) == [DEVELOPER_GROUP]
    outside.directory.activate(DANA)
    assert await groups_of(graph, DANA.object_id, *asked) == [DEVELOPER_GROUP, PRODUCTION_ACCESS_GROUP]
    assert outside.directory.is_active(DANA)
    outside.directory.deactivate(DANA)
    assert await groups_of(graph, DANA.object_id, *asked) == [DEVELOPER_GROUP]


async def ends(graph: httpx.AsyncClient, group: str = PRODUCTION_ACCESS_GROUP) -> dict[str, str | None]:
    answer = await graph.get(SCHEDULES, params={"$filter": f"groupId eq '{group}'"})
    assert answer.status_code == 200
    return {row["principalId"]: row["endDateTime"] for row in answer.json()["value"]}


async def test_an_activation_tells_when_it_ends_and_a_permanent_membership_has_no_end() -> None:
    now = datetime(2027, 3, 4, 14, 0, tzinfo=UTC).timestamp()
    async with Outside(clock=lambda: now) as outside:
        outside.directory.activate(DANA)
        assert str(outside.directory.active_until(DANA)) == "2027-03-04 22:00:00+00:00"
        outside.directory.activate(DANA, timedelta(hours=1))
        assert str(outside.directory.active_until(DANA)) == "2027-03-04 15:00:00+00:00"
        outside.directory.deactivate(DANA)
        assert outside.directory.active_until(DANA) is None


async def test_graph_lists_who_is_active_and_until_when(outside: Outside, graph: httpx.AsyncClient) -> None:
    assert await ends(graph) == {}
    outside.directory.activate(DANA)
    outside.directory.activate(ELIF, None)
    until = outside.directory.active_until(DANA)
    assert until is not None
    assert await ends(graph) == {DANA.object_id: f"{until:%Y-%m-%dT%H:%M:%SZ}", ELIF.object_id: None}
    assert await ends(graph, BA_GROUP) == {}
    outside.directory.deactivate(DANA)
    assert list(await ends(graph)) == [ELIF.object_id]


@pytest.mark.parametrize("question", [{}, {"$filter": "groupId"}, {"$filter": "groupId eq 'x' or true"}])
async def test_schedules_must_be_asked_for_by_group(graph: httpx.AsyncClient, question: dict[str, str]) -> None:
    assert (await graph.get(SCHEDULES, params=question)).status_code == 400


async def test_reading_schedules_may_be_forbidden(outside: Outside, graph: httpx.AsyncClient) -> None:
    outside.directory.tells_schedules = False
    answer = await graph.get(SCHEDULES, params={"$filter": f"groupId eq '{PRODUCTION_ACCESS_GROUP}'"})
    assert answer.status_code == 403


async def test_only_groups_that_were_asked_for_are_answered(graph: httpx.AsyncClient) -> None:
    assert await groups_of(graph, AMINA.object_id, DEVELOPER_GROUP) == []


@pytest.mark.parametrize("body", [{}, {"groupIds": "x"}, {"groupIds": [1]}, {"groupIds": ["x"] * 21}, []])
async def test_a_wrong_question_is_a_bad_request(graph: httpx.AsyncClient, body: object) -> None:
    answer = await graph.post(f"/users/{AMINA.object_id}/checkMemberGroups", json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "Request_BadRequest")


async def test_unknown_things_are_not_found_in_graphs_words(outside: Outside, graph: httpx.AsyncClient) -> None:
    outside.directory.remove(ELIF)
    for answer in (
        await graph.post(f"/users/{ELIF.object_id}/checkMemberGroups", json={"groupIds": [BA_GROUP]}),
        await graph.get(f"/users/{ELIF.object_id}"),
        await graph.get(f"/groups/{practice_id('nobody')}/transitiveMembers"),
    ):
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "Request_ResourceNotFound")


async def test_a_user_has_only_what_was_selected(outside: Outside, graph: httpx.AsyncClient) -> None:
    answer = await graph.get(f"/users/{GUEST.object_id}?$select=userType,displayName,accountEnabled")
    del (body := answer.json())["@odata.context"]
    assert body == {"userType": "Guest", "displayName": "Greta Lund", "accountEnabled": True}
    outside.directory.enable(GUEST, False)
    answer = await graph.get(f"/users/{GUEST.object_id}", params={"$select": "accountEnabled"})
    assert answer.json()["accountEnabled"] is False
    assert "userType" not in (await graph.get(f"/users/{GUEST.object_id}")).json()


async def test_members_come_in_pages_and_hold_a_group(outside: Outside, graph: httpx.AsyncClient) -> None:
    outside.directory.page_size = 1
    entries, url = [], f"/groups/{DEVELOPER_GROUP}/transitiveMembers?$select=id,displayName,accountEnabled,userType"
    while url:
        page = (await graph.get(url)).json()
        entries += page["value"]
        assert len(page["value"]) == 1
        url = page.get("@odata.nextLink", "")
    assert entries[0] == {
        "@odata.type": "#microsoft.graph.user",
        "id": DANA.object_id,
        "displayName": "Dana Reid",
        "accountEnabled": True,
        "userType": "Member",
    }
    assert [entry["displayName"] for entry in entries] == ["Dana Reid", "Elif Kaya", "Digital platform leads"]
    assert entries[2]["@odata.type"] == "#microsoft.graph.group"


async def test_leaving_and_joining_a_group(outside: Outside, graph: httpx.AsyncClient) -> None:
    outside.directory.leave(DANA, DEVELOPER_GROUP)
    outside.directory.join(AMINA, DEVELOPER_GROUP)
    assert await groups_of(graph, DANA.object_id, DEVELOPER_GROUP) == []
    assert await groups_of(graph, AMINA.object_id, DEVELOPER_GROUP) == [DEVELOPER_GROUP]
    outside.directory.add(DANA)
    assert await groups_of(graph, DANA.object_id, DEVELOPER_GROUP) == [DEVELOPER_GROUP]


async def test_other_tokens_are_refused(outside: Outside, graph: httpx.AsyncClient) -> None:
    for header in ("", "Bearer x", f"Bearer {outside.login.sign_activity_token('https://graph.microsoft.com')}"):
        answer = await graph.get(f"/users/{DANA.object_id}", headers={"Authorization": header})
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "InvalidAuthenticationToken")


async def test_what_the_practice_graph_cannot_do_is_an_error(graph: httpx.AsyncClient) -> None:
    answer = await graph.get(f"/groups/{BA_GROUP}/transitiveMembers", params={"$filter": "accountEnabled eq true"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "Request_UnsupportedQuery")
