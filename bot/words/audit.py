"""What `audit verify` and `audit export` say."""

from __future__ import annotations

from collections.abc import Mapping

from adapters.bot_database.chain import Break, Fault
from adapters.bot_database.verify import Disagreement, Doubt, Verdict

NO_ANCHOR = "AUDIT_ANCHOR is not set: somebody who owns the database could have rewritten all of it unseen."
NOT_IN_PRODUCTION = "AUDIT_ANCHOR is not set, so nothing outside the database proves the audit."

MOST_TOLD = 10  # an anchor that was lost has lost every line

BREAKS: Mapping[Break, str] = {
    Break.MISSING: "Record {record} is missing.",
    Break.TOO_MANY: "Record {record} does not belong there: it is there twice or its number is wrong.",
    Break.CHANGED: "Record {record} was changed, or a record before it was taken out or put in.",
    Break.NO_HEAD: "The row that names the last record is missing; the last record found is {record}.",
    Break.HEAD_DIFFERS: "The head names record {head} and its hash, the last record found is {record} and differs.",
}

DOUBTS: Mapping[Doubt, str] = {
    Doubt.UNREADABLE: "Line {line} of the anchor cannot be read: somebody has changed the anchor.",
    Doubt.FORGED: "Line {line} of the anchor ({at}) was not written by a bot with this SECRET_KEY, or was changed.",
    Doubt.OUT_OF_ORDER: "Line {line} of the anchor ({at}) is not in its place: lines were moved or older ones added.",
    Doubt.RECORDS_LOST: "Records {record} to {to} are gone: the anchor saw {to} records at {at}. An older copy of the"
    " database may have been put in place, or the end was cut off.",
    Doubt.REWRITTEN: "Records were rewritten: between record {record} and record {to} they are no longer what the"
    " anchor saw at {at}, or the anchor belongs to another database.",
    Doubt.LINES_LOST: "The anchor has lost the line that record {record} names: it was cut, emptied or replaced by an"
    " older one.",
    Doubt.NOT_COVERED: "Records {record} to {to} are in no line of the anchor, and the first of them is over an hour"
    " old: the bot could not write its anchor, or lines were taken away.",
    Doubt.NO_ANSWER: "The anchor cannot be read: {why}.",
}


def broken(fault: Fault) -> str:
    return BREAKS[fault.what].format(record=fault.record, head=fault.head)


def doubted(doubt: Disagreement) -> str:
    return DOUBTS[doubt.what].format(record=doubt.record, to=doubt.to, line=doubt.line, at=doubt.at, why=doubt.why)


def verified(verdict: Verdict) -> list[str]:
    """The whole finding, a sentence a line; the first line alone says whether it is good."""
    if verdict.good:
        told = [f"The audit is whole: {verdict.count} records, the last with hash {verdict.last_hash}."]
    else:
        first = verdict.first_bad
        told = ["The audit is not as it was written." + (f" First bad record: {first}." if first is not None else "")]
    told += [broken(verdict.fault)] if verdict.fault else []
    told += [doubted(doubt) for doubt in verdict.doubts[:MOST_TOLD]]
    if len(verdict.doubts) > MOST_TOLD:
        told.append(f"And {len(verdict.doubts) - MOST_TOLD} more of the anchor; --json names them all.")
    if verdict.covered is not None:
        told.append(f"The anchor has {verdict.lines} lines and proves the records up to {verdict.covered}.")
    elif not verdict.doubts:
        told.append(NO_ANCHOR)
    return told


def exported(count: int) -> str:
    return f"{count} records, times in UTC (ISO 8601). docs/audit.md says how to check their hashes."


ALREADY_THERE = "There is such a file already. Name another one: an export is never written over."
NO_DATABASE = "The bot database did not answer ({why})."
CANNOT_WRITE = "The file cannot be written ({why})."
