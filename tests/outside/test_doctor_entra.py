"""`doctor` and Entra: who we are, what ends when, which groups there are, which permission is missing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from practice import faults
from practice.directory import GROUPS_PERMISSION, PEOPLE_PERMISSION
from practice.outside import AMINA, BA_GROUP, BEN, DANA, DEVELOPER_GROUP, ELIF, Outside, practice_id
from tests.outside.ground import Ground

TOKENS = {"Entra: token for Graph", "Entra: token for Teams"}
NOWHERE = practice_id("a group that there is not")


def ended(outside: Outside) -> None:
    outside.login.secret_ended = True


REFUSED: dict[str, tuple[dict[str, str], Callable[[Outside], None], str]] = {
    "a wrong secret": ({"APP_PASSWORD": "not this one"}, lambda _: None, "APP_PASSWORD is wrong (AADSTS7000215)"),
    "a secret that has ended": ({}, ended, "APP_PASSWORD has ended (AADSTS7000222)"),
    "another application": ({"APP_ID": practice_id("x")}, lambda _: None, "no application APP_ID"),
    "another tenant": ({"APP_TENANT_ID": practice_id("x")}, lambda _: None, "no tenant APP_TENANT_ID"),
}


@pytest.mark.parametrize(("settings", "seed", "words"), REFUSED.values(), ids=REFUSED)
async def test_why_we_get_no_token_is_told(
    ground: Ground, settings: dict[str, str], seed: Callable[[Outside], None], words: str
) -> None:
    seed(ground.outside)
    found = await ground.wrong(**settings)
    assert all(words in found[check][0] for check in TOKENS)
    assert "not this one" not in str(found)


@pytest.mark.parametrize("days", [-1, 0, 30, 31])
async def test_the_end_of_the_secret_is_told_a_month_ahead(ground: Ground, days: int) -> None:
    ends = datetime.now(UTC).date() + timedelta(days=days)
    found = await ground.wrong(APP_PASSWORD_ENDS=ends.isoformat())
    expected = {"Entra: end of the secret"} if days < 31 else set()
    assert set(found) == expected
    assert not expected or str(ends) in found["Entra: end of the secret"][0]


GROUPS = {
    "BA_GROUP_ID": "Graph: business analysts",
    "DEVELOPER_GROUP_ID": "Graph: developers",
    "PRODUCTION_ACCESS_GROUP_ID": "Graph: production access",
    "TEAM_ID": "Graph: the team",
}


@pytest.mark.parametrize(("setting", "check"), GROUPS.items())
async def test_a_group_that_there_is_not_is_told_by_its_setting(ground: Ground, setting: str, check: str) -> None:
    found = await ground.wrong(**{setting: NOWHERE})
    assert found == {check: (f"{setting}: Graph knows no such group",)}


async def test_a_group_without_people_is_told_and_one_within_it_does_not_count(ground: Ground) -> None:
    for person in (DANA, ELIF):
        ground.outside.directory.leave(person, DEVELOPER_GROUP)
    found = await ground.wrong()
    assert found == {
        "Graph: developers": ("DEVELOPER_GROUP_ID: the group has no members, so nobody can approve",),
    }
    for person in (AMINA, BEN):
        ground.outside.directory.leave(person, BA_GROUP)
    assert "nobody can ask for anything" in (await ground.wrong())["Graph: business analysts"][0]


async def test_a_missing_permission_is_told_apart_from_a_missing_group(ground: Ground) -> None:
    directory = ground.outside.directory
    directory.permissions = {GROUPS_PERMISSION}
    assert await ground.wrong() == {
        "Graph: permissions": ("Graph refused with 403: User.Read.All was not given, or not consented to",),
    }
    directory.permissions = {PEOPLE_PERMISSION}
    found = await ground.wrong()
    assert set(found) == {*GROUPS.values(), "Graph: permissions"}
    assert all("403: GroupMember.Read.All was not given" in told[0] for told in found.values())


async def test_a_directory_that_is_out_of_order_is_told_with_its_answer(ground: Ground) -> None:
    ground.outside.faults.always("graph", faults.status(503))
    assert (await ground.wrong())["Graph: developers"] == ("Graph answered 503",)


async def test_keys_that_do_not_speak_for_teams_are_told(ground: Ground) -> None:
    ground.outside.login.rotate(keep_old=False, endorsements=("webchat",))
    assert "no signing key that speaks for Teams" in (await ground.wrong())["Entra: signing keys"][0]
    ground.outside.faults.always("openid", faults.status(500))
    assert await ground.wrong() == {"Entra: signing keys": ("OPENID_METADATA_URL answered 500",)}
