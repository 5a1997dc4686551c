"""Whether the audit is whole: the chain by itself, and against the lines that were written outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.anchor.lines import Anchor, Line, is_ours, read
from adapters.bot_database.chain import Chain, Fault, read_chain, snapshot
from handlers.errors import AnchorUnavailable

LATE = timedelta(hours=1)  # a record this old that no line covers: twelve lines are missing by then


class Doubt(StrEnum):
    """What is wrong between the chain and the anchor; its words are in bot/words."""

    UNREADABLE = "line_unreadable"
    FORGED = "line_forged"
    OUT_OF_ORDER = "lines_out_of_order"
    RECORDS_LOST = "records_lost"
    REWRITTEN = "records_rewritten"
    LINES_LOST = "lines_lost"
    NOT_COVERED = "records_not_covered"
    NO_ANSWER = "anchor_unavailable"


@dataclass(frozen=True)
class Disagreement:
    """One thing that is wrong: the first record that it concerns, up to which, and the line of the anchor."""

    what: Doubt
    record: int | None = None
    to: int | None = None
    line: int | None = None
    at: str | None = None
    why: str | None = None


@dataclass(frozen=True)
class Verdict:
    """What `audit verify` found. `covered` is the last record that a line proves; None without an anchor."""

    count: int
    last_hash: str
    fault: Fault | None
    doubts: tuple[Disagreement, ...] = ()
    covered: int | None = None
    lines: int = 0

    @property
    def good(self) -> bool:
        return self.fault is None and not self.doubts

    @property
    def first_bad(self) -> int | None:
        """The first record that something is wrong with; within what the anchor doubts, the chain knows it exactly."""
        exact = self.fault.record if self.fault else None
        found = [exact]
        for doubt in self.doubts:
            within = exact is not None and doubt.to is not None and (doubt.record or 0) <= exact <= doubt.to
            found.append(exact if within else doubt.record)
        return min((each for each in found if each is not None), default=None)


async def verify(engine: AsyncEngine, anchor: Anchor | None, key: bytes, now: datetime) -> Verdict:
    """Read the whole audit in one snapshot, and the anchor before it and after it.

    A line that was there before has its record in the snapshot, and a line that the snapshot names is there after:
    so the bot may go on writing meanwhile.
    """
    before: list[str] = []
    trouble: list[Disagreement] = []
    if anchor is not None:
        try:
            before = await anchor.lines()
        except AnchorUnavailable as error:
            trouble.append(Disagreement(Doubt.NO_ANSWER, why=str(error)))
    read_before = [_read(text) for text in before]
    wanted = {line.count for line in read_before if line is not None}
    async with snapshot(engine) as connection:
        chain = await read_chain(connection, wanted)
    if anchor is None or trouble:
        return Verdict(chain.count, chain.last_hash, chain.fault, tuple(trouble))
    try:
        after = [line for line in map(_read, await anchor.lines()) if line is not None]
    except AnchorUnavailable as error:
        return Verdict(chain.count, chain.last_hash, chain.fault, (Disagreement(Doubt.NO_ANSWER, why=str(error)),))
    covered = _covered(chain, read_before, key)
    doubts = [*_lines(chain, read_before, key, covered), *_lost(chain, after), *_late(chain, covered, now)]
    return Verdict(chain.count, chain.last_hash, chain.fault, tuple(doubts), covered, len(before))


def _read(text: str) -> Line | None:
    try:
        return read(text)
    except ValueError:
        return None


def _covered(chain: Chain, lines: Sequence[Line | None], key: bytes) -> int:
    """The last record that a line of our own proves."""
    good = (line.count for line in lines if line and chain.hashes.get(line.count) == line.hash and is_ours(line, key))
    return max(good, default=0)


def _lines(chain: Chain, lines: Sequence[Line | None], key: bytes, covered: int) -> list[Disagreement]:
    """What is wrong with each line.

    A line that another SECRET_KEY sealed is good when a record says so that a later line of ours proves.
    """
    doubts: list[Disagreement] = []
    agreed = highest = 0
    for number, line in enumerate(lines, 1):
        if line is None:
            doubts.append(Disagreement(Doubt.UNREADABLE, line=number))
            continue
        if not is_ours(line, key) and not 0 < chain.named.get(line.fingerprint, 0) <= covered:
            doubts.append(Disagreement(Doubt.FORGED, line=number, at=line.at))
            continue
        if line.count < highest:
            doubts.append(Disagreement(Doubt.OUT_OF_ORDER, line=number, at=line.at))
        highest = max(highest, line.count)
        if chain.hashes.get(line.count) == line.hash:
            agreed = max(agreed, line.count)
        elif line.count > chain.count:
            doubts.append(Disagreement(Doubt.RECORDS_LOST, chain.count + 1, line.count, number, line.at))
        else:
            doubts.append(Disagreement(Doubt.REWRITTEN, agreed + 1, line.count, number, line.at))
    return doubts


def _lost(chain: Chain, lines: Sequence[Line]) -> list[Disagreement]:
    there = {line.fingerprint for line in lines}
    return [Disagreement(Doubt.LINES_LOST, seq) for line, seq in chain.named.items() if line not in there]


def _late(chain: Chain, covered: int, now: datetime) -> list[Disagreement]:
    if chain.unanchored is None or now - chain.unanchored[1] <= LATE:
        return []
    return [Disagreement(Doubt.NOT_COVERED, chain.unanchored[0], chain.count)]
