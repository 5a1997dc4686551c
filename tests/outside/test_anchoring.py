"""What the bot writes into its anchor and when, and what verify reads back from it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.anchor.file import AnchorFile
from adapters.anchor.lines import read
from adapters.bot_database.anchoring import AFTER_A_FAULT, EVERY, Anchoring
from adapters.bot_database.audit import append
from adapters.bot_database.verify import LATE, Doubt, verify
from handlers.ports import Entry
from tests.attacks.archive import KEY, Archive
from tests.outside.keeper import Keeper, keeping
from tests.world import rows_of

AT = datetime(2026, 11, 20, 9, 0, 0, 123456, tzinfo=UTC)
MANY = 10_000
SECOND = timedelta(seconds=1)


@pytest.fixture
async def archive(databases: tuple[str, str], tmp_path: Path) -> AsyncIterator[Archive]:
    async with AsyncExitStack() as stack:
        yield await Archive.opened(stack, databases[0], tmp_path / "lines")


async def test_a_line_is_written_only_when_there_is_news_and_it_is_time(archive: Archive) -> None:
    anchoring = await archive.anchor()  # records 16 to 18
    assert len(archive.lines()) == 4
    archive.now += EVERY
    await anchoring.step()
    assert len(archive.lines()) == 4, "nothing new but the record about the line"
    await archive.write(1)
    await anchoring.step()
    assert len(archive.lines()) == 4, "not yet time"
    archive.now += EVERY
    await anchoring.step()
    assert len(archive.lines()) == 5
    assert (await archive.verdict()).good


async def test_each_line_is_on_the_record(archive: Archive) -> None:
    rows = await rows_of(archive.url, "SELECT seq, actor, code, digest FROM audit WHERE action = 'anchored'")
    lines = [read(text) for text in archive.lines()]
    assert [(row["seq"], row["actor"], row["code"]) for row in rows] == [
        (5, "bot", "4"),
        (10, "bot", "9"),
        (15, "bot", "14"),
    ]
    assert [row["digest"] for row in rows] == [line.fingerprint for line in lines]


async def test_two_replicas_write_one_line_and_no_more_for_each_other(archive: Archive) -> None:
    both = [Anchoring(archive.engine, AnchorFile(archive.file), KEY, lambda: archive.now) for _ in range(2)]
    for _ in range(4):
        await asyncio.gather(*(each.step() for each in both))
        archive.now += EVERY
    assert len(archive.lines()) == 4
    assert (await archive.verdict()).good


async def test_a_clock_that_was_set_back_stops_no_lines(archive: Archive) -> None:
    anchoring = await archive.anchor()
    await archive.write(1)
    archive.now -= timedelta(hours=2)
    await anchoring.step()
    assert len(archive.lines()) == 5


async def test_an_anchor_that_is_away_is_tried_again_and_stops_nothing(archive: Archive) -> None:
    keeper = Keeper(lines=archive.lines(), answers=[403])
    async with keeping(keeper) as anchor:
        anchoring = Anchoring(archive.engine, anchor, KEY, lambda: archive.now)
        assert not await anchoring.step()
        assert anchoring.trouble is not None and "403" in anchoring.trouble
        await archive.write(1)
        await anchoring.step()
        assert len(keeper.calls) == 1, "not yet"
        archive.now += AFTER_A_FAULT
        await anchoring.step()
        assert len(keeper.lines) == 4
        assert not anchoring.trouble
        assert (await verify(archive.engine, anchor, KEY, archive.now)).good


async def test_nothing_is_added_to_an_anchor_that_contradicts_the_database(archive: Archive) -> None:
    await archive.back_up()
    await archive.write(2)
    await archive.anchor()
    await archive.restore()
    await archive.write(1)
    lines = archive.lines()
    anchoring = await archive.anchor()
    assert archive.lines() == lines
    assert anchoring.trouble is not None and "audit verify" in anchoring.trouble


async def test_a_line_whose_record_was_lost_in_a_crash_is_no_fault(archive: Archive) -> None:
    archive.forge_line(18, await archive.hash_of(18), KEY)
    assert (await archive.verdict()).good
    await archive.write(1)
    await archive.anchor()
    assert (await archive.verdict()).good


async def test_after_a_backup_was_restored_on_purpose_the_lines_up_to_it_are_a_good_anchor(archive: Archive) -> None:
    """As docs/audit.md says: the old anchor stays as proof, the new one begins with what the backup still holds."""
    await archive.back_up()
    await archive.write(2)
    await archive.anchor()
    await archive.restore()
    archive.set_lines([line for line in archive.lines() if read(line).count <= 18])
    assert (await archive.verdict()).good
    await archive.write(1)
    await archive.anchor()
    verdict = await archive.verdict()
    assert (verdict.good, verdict.covered) == (True, 19)


async def test_a_lost_answer_leaves_the_same_line_twice_and_that_is_no_fault(archive: Archive) -> None:
    archive.set_lines([*archive.lines(), archive.lines()[-1]])
    assert (await archive.verdict()).good


async def test_when_the_bot_stops_the_last_records_are_covered(archive: Archive) -> None:
    anchoring = await archive.anchor()
    await archive.write(2)
    await anchoring.last()
    verdict = await archive.verdict()
    assert (verdict.good, verdict.covered, verdict.count) == (True, 21, 22)


async def test_another_secret_key_needs_one_line_of_its_own(archive: Archive) -> None:
    """Until then the old lines prove nothing to a bot that cannot check their seals."""
    other = b"the next key"
    assert {
        each.what for each in (await verify(archive.engine, AnchorFile(archive.file), other, archive.now)).doubts
    } == {Doubt.FORGED}
    await Anchoring(archive.engine, AnchorFile(archive.file), other, lambda: archive.now).step()
    verdict = await verify(archive.engine, AnchorFile(archive.file), other, archive.now)
    assert verdict.good, verdict
    archive.edit_line(1, "at", '"2026-01-01T00:00:00+00:00"')
    verdict = await verify(archive.engine, AnchorFile(archive.file), other, archive.now)
    assert Doubt.FORGED in {each.what for each in verdict.doubts}


async def test_records_that_no_line_covers_are_told_after_an_hour(archive: Archive) -> None:
    [row] = await rows_of(archive.url, "SELECT at FROM audit WHERE seq = 16")
    late = row["at"] + LATE - archive.now
    assert (await archive.verdict(later=late)).good
    verdict = await archive.verdict(later=late + SECOND)
    assert [(each.what, each.record, each.to) for each in verdict.doubts] == [(Doubt.NOT_COVERED, 16, 18)]


async def test_an_anchor_that_cannot_be_read_proves_nothing(archive: Archive) -> None:
    archive.file.unlink()
    archive.file.mkdir()
    verdict = await archive.verdict()
    assert [each.what for each in verdict.doubts] == [Doubt.NO_ANSWER]
    assert (verdict.fault, verdict.covered) == (None, None)


async def test_without_an_anchor_the_chain_alone_is_read(archive: Archive) -> None:
    verdict = await verify(archive.engine, None, KEY, archive.now)
    assert (verdict.good, verdict.covered, verdict.count) == (True, None, 18)


async def test_verify_may_run_while_the_bot_writes_and_anchors(archive: Archive) -> None:
    stop = asyncio.Event()

    async def work() -> None:
        while not stop.is_set():
            await archive.write(2)
            await archive.anchor()

    working = asyncio.create_task(work())
    seen: set[int] = set()
    while len(seen) < 5 and not working.done():
        verdict = await archive.verdict()
        assert verdict.good, verdict
        seen.add(verdict.count)
    stop.set()
    await working


@pytest.mark.long
async def test_ten_thousand_records_are_good_and_one_changed_among_them_is_found(archive: Archive) -> None:
    async with archive.engine.begin() as connection:
        for number in range(MANY // 20):
            await append(connection, Entry(f"action {number}", "bot"), AT)
    await archive.as_owner(
        "INSERT INTO audit SELECT seq + n * 1000, at, action, actor, request_id, version, from_state, to_state, code,"
        " digest, previous_hash, hash FROM audit, generate_series(1, 20) n WHERE action LIKE 'action%'"
        " ON CONFLICT DO NOTHING",
        "WITH numbered AS (SELECT seq, row_number() OVER (ORDER BY seq) AS place FROM audit)"
        " UPDATE audit SET seq = -place FROM numbered WHERE numbered.seq = audit.seq",
        "UPDATE audit SET seq = -seq",
    )
    await archive.rehash()
    verdict = await archive.verdict()
    assert (verdict.fault, verdict.count) == (None, MANY + 518)
    await archive.as_owner("UPDATE audit SET code = 'x' WHERE seq = 9999")
    assert (await archive.verdict()).first_bad == 9999
