"""`doctor` and this installation: the key, the PIM page, the clock, the register and the way to its host."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from practice import faults
from practice.outside import APP_PASSWORD
from tests.outside.ground import Ground
from tests.register.files import four, school, stored
from tests.register.sample import today

KEYS = {
    "one letter again and again": ("k" * 40, "has only 1 different characters"),
    "a short piece again and again": ("a1B2c3D4e5F6" * 4, "repeats one short piece"),
    "an example": ("Changeme-to-something-long-and-random", "a word that examples hold"),
    "the application's secret": (APP_PASSWORD, "is also APP_PASSWORD"),
}


@pytest.mark.parametrize(("key", "words"), KEYS.values(), ids=KEYS)
async def test_a_weak_key_is_told_and_never_shown(ground: Ground, key: str, words: str) -> None:
    found = await ground.wrong(SECRET_KEY=key)
    assert words in " ".join(found.pop("settings: SECRET_KEY"))
    assert key not in str(found)
    assert found == {}


@pytest.mark.parametrize("key", ["3f9a0c7b1e5d8246af13b9c07de5f821", "QhWz0v/3mXcR8u1kYp7LfTn4eGdS2aJb"])
async def test_a_drawn_key_is_good(ground: Ground, key: str) -> None:
    assert await ground.wrong(SECRET_KEY=key) == {}


PAGES = {
    "another host": ("https://example.org/pim", "another host"),
    "roles of the directory": (
        "https://portal.azure.com/#view/Microsoft_Azure_PIMCommon/ActivationMenuBlade/~/aadmigratedroles",
        "not the page where memberships of groups",
    ),
    "the portal itself": ("https://portal.azure.com/", "not the page where memberships of groups"),
}


@pytest.mark.parametrize(("page", "words"), PAGES.values(), ids=PAGES)
async def test_a_page_that_activates_nothing_is_told(ground: Ground, page: str, words: str) -> None:
    found = await ground.wrong(PIM_URL=page)
    assert set(found) == {"settings: PIM_URL"}
    assert words in found["settings: PIM_URL"][0]


@pytest.mark.parametrize(("seconds", "way"), [(90, "ahead"), (-90, "behind"), (30, None)])
async def test_a_clock_that_is_off_is_told_against_both(ground: Ground, seconds: int, way: str | None) -> None:
    found = await ground.found({}, clock=lambda: datetime.now(UTC) + timedelta(seconds=seconds))
    assert set(found) == ({"clock"} if way else set())
    for whose, told in zip(("the bot database", "Graph"), found.get("clock", ()), strict=False):
        assert f"{way} of {whose}" in told


@pytest.mark.parametrize(
    ("old", "words"),
    [(None, "no register yet"), (3, "getting old: of "), (9, "too old to be used: of ")],
    ids=["none", "three days", "nine days"],
)
async def test_a_register_that_is_old_or_missing_is_told_with_its_age(
    ground: Ground, old: int | None, words: str, tmp_path: Path
) -> None:
    if old is not None:
        stored(four([school(100001, "Elm School")]), tmp_path, today() - timedelta(days=old)).close()
    found = await ground.wrong(GIAS_DATA_DIR=str(tmp_path))
    assert set(found) == {"register: age"}
    assert found["register: age"][0].startswith(words)


async def test_a_folder_that_is_a_file_is_told(ground: Ground, tmp_path: Path) -> None:
    (tmp_path / "register").write_text("")
    found = await ground.wrong(GIAS_DATA_DIR=str(tmp_path / "register"))
    assert "cannot be made or written to" in found["register: folder"][0]


async def test_a_host_that_cannot_be_reached_or_is_out_of_order_is_told(ground: Ground) -> None:
    found = await ground.wrong(GIAS_BASE_URL="http://127.0.0.1:1/register")
    assert found == {"register: host": ("GIAS_BASE_URL gave no answer (no answer (ConnectError))",)}
    ground.outside.faults.always("register", faults.status(503))
    assert await ground.wrong() == {"register: host": ("GIAS_BASE_URL answered 503",)}
