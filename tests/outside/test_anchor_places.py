"""The places that an anchor can be: a file or an address, of which lines are only ever added."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from adapters.anchor.file import AnchorFile
from adapters.anchor.lines import LONGEST, Line, is_ours, read, sealed
from adapters.anchor.web import TRIES, AnchorAddress
from handlers.errors import AnchorUnavailable
from tests.attacks.archive import KEY
from tests.outside.keeper import Keeper, keeping

AT = datetime(2026, 11, 20, 9, 0, 0, 123456, tzinfo=UTC)
MANY = 10_000
SECOND = timedelta(seconds=1)


# Lines.


def test_a_line_is_read_as_it_was_written_and_only_its_own_key_makes_its_seal() -> None:
    line = sealed(KEY, AT, 12, "ab" * 32)
    assert read(line.text()) == line
    assert is_ours(line, KEY) and not is_ours(line, b"another key")
    assert len(line.text()) < LONGEST


@pytest.mark.parametrize("name", ["at", "count", "hash", "seal"])
def test_no_field_of_a_line_can_be_changed_under_its_seal(name: str) -> None:
    line = sealed(KEY, AT, 12, "ab" * 32)
    other = 13 if name == "count" else "0"
    assert not is_ours(Line(**{**json.loads(line.text()), name: other}), KEY)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{}",
        '{"at":"","count":true,"hash":"","seal":""}',
        '{"at":"","count":1.5,"hash":"","seal":""}',
        '{"at":1,"count":1,"hash":"","seal":""}',
        '{"at":"\\ud800","count":1,"hash":"","seal":""}',
        '{"at":"","count":1,"hash":"","seal":"","more":1}',
        "[" * 900,
        "x" * (LONGEST + 1),
    ],
)
def test_what_is_no_line_is_not_read_as_one(text: str) -> None:
    with pytest.raises(ValueError, match=r"line|JSON|Expecting"):
        read(text)


# The file.


async def test_a_file_grows_by_whole_lines_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    anchor = AnchorFile(tmp_path / "lines")
    assert await anchor.lines() == []
    lines = [sealed(KEY, AT, count, "ab" * 32) for count in (1, 2, 3)]
    for line in lines:
        await anchor.add(line)
    assert await anchor.lines() == [line.text() for line in lines]
    assert (tmp_path / "lines").read_text().endswith("}\n")
    assert (tmp_path / "lines").stat().st_mode & 0o777 == 0o600


async def test_half_a_line_of_a_machine_that_died_gives_way_to_the_next(tmp_path: Path) -> None:
    path, anchor = tmp_path / "lines", AnchorFile(tmp_path / "lines")
    first, second = (sealed(KEY, AT, count, "ab" * 32) for count in (1, 2))
    await anchor.add(first)
    path.write_text(path.read_text() + second.text()[:50])
    await anchor.add(second)
    assert await anchor.lines() == [first.text(), second.text()]


async def test_what_somebody_else_wrote_is_left_for_verify_to_tell(tmp_path: Path) -> None:
    path, anchor = tmp_path / "lines", AnchorFile(tmp_path / "lines")
    path.write_text("x" * 5000)
    line = sealed(KEY, AT, 1, "ab" * 32)
    await anchor.add(line)
    assert await anchor.lines() == ["x" * 5000, line.text()]


async def test_a_file_that_cannot_be_used_says_so_without_its_name(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "canary" / "lines"):
        with pytest.raises(AnchorUnavailable) as raised:
            await AnchorFile(place).add(sealed(KEY, AT, 1, "ab" * 32))
        assert str(tmp_path) not in str(raised.value)
    with pytest.raises(AnchorUnavailable, match="cannot be read"):
        await AnchorFile(tmp_path).lines()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
async def test_on_a_full_disk_the_line_counts_as_not_written() -> None:
    with pytest.raises(AnchorUnavailable, match="cannot be written"):
        await AnchorFile(Path("/dev/full")).add(sealed(KEY, AT, 1, "ab" * 32))


# The address.


async def test_an_address_takes_a_line_and_gives_all_lines() -> None:
    async with keeping(Keeper()) as anchor:
        assert await anchor.lines() == []
        lines = [sealed(KEY, AT, count, "ab" * 32) for count in (1, 2)]
        for line in lines:
            await anchor.add(line)
        assert [read(text) for text in await anchor.lines()] == lines


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_an_address_that_is_busy_is_asked_again(status: int) -> None:
    keeper = Keeper(answers=[status, status])
    async with keeping(keeper) as anchor:
        await anchor.add(sealed(KEY, AT, 1, "ab" * 32))
    assert (len(keeper.lines), len(keeper.calls)) == (1, TRIES)


@pytest.mark.parametrize(("status", "calls"), [(503, TRIES), (403, 1), (302, 1), (404, 1)])
async def test_an_address_that_does_not_take_it_says_so(status: int, calls: int) -> None:
    keeper = Keeper(answers=[status] * TRIES, headers={"Location": "/lines"})
    async with keeping(keeper) as anchor:
        with pytest.raises(AnchorUnavailable, match=str(status)):
            await anchor.add(sealed(KEY, AT, 1, "ab" * 32))
    assert keeper.calls == ["POST"] * calls, "no redirect is followed"


async def test_an_address_without_an_answer_or_with_too_much_of_one_is_not_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with httpx.AsyncClient() as client:
        with pytest.raises(AnchorUnavailable, match="cannot be reached") as raised:
            await AnchorAddress(client, "http://127.0.0.1:1/canary").lines()
        assert "canary" not in str(raised.value)
    monkeypatch.setattr("adapters.anchor.web.MOST", 10)
    async with keeping(Keeper(lines=["x" * 11])) as anchor:
        with pytest.raises(AnchorUnavailable, match="more than"):
            await anchor.lines()
    async with keeping(Keeper(answers=[302])) as anchor:
        with pytest.raises(AnchorUnavailable, match="302"):
            await anchor.lines()
