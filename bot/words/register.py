"""What people read about organisations: why one is accepted or not, what was not found, how old the register is."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from bot.words.times import day, lasting
from handlers.eligibility import Eligibility, Reason
from handlers.organisations import Answer, Ask, Came, Freshness, Listed, Organisation, OrganisationKind

REASONS: Mapping[Reason, str] = {
    Reason.SCHOOL: "Teaching Vacancies accepts it.",
    Reason.PROPOSED_TO_CLOSE: "Teaching Vacancies accepts it until it closes. It is proposed to close.",
    Reason.PROPOSED_TO_OPEN: "Teaching Vacancies accepts it, though it is not open yet.",
    Reason.PILOT_COLLEGE: "Teaching Vacancies accepts it: a college in the pilot.",
    Reason.LOCAL_AUTHORITY: "Teaching Vacancies accepts it: a local authority.",
    Reason.TRUST: "Teaching Vacancies accepts it: a multi-academy trust.",
    Reason.CLOSED_TRUST: "This multi-academy trust has closed. Teaching Vacancies would still accept it at sign-in.",
    Reason.THROUGH_ITS_SCHOOL: "Teaching Vacancies accepts this single-academy trust through its school.",
    Reason.CLOSED: "It has closed, and Teaching Vacancies does not accept closed schools.",
    Reason.TYPE_REFUSED: "Teaching Vacancies does not accept this type of establishment.",
    Reason.TYPE_GROUP_DISCARDED: "Teaching Vacancies does not accept this kind of establishment.",
    Reason.COLLEGE_OUTSIDE_PILOT: "Teaching Vacancies accepts only the further education colleges in its pilot."
    " We do not know that this one is.",
    Reason.GROUP_NEVER: "Teaching Vacancies does not accept this type of group.",
    Reason.SECURE_TRUST: "Teaching Vacancies does not accept secure single-academy trusts.",
    Reason.TRUST_WITHOUT_SCHOOL: "The register names no school of this single-academy trust, so nobody can sign in"
    " for it.",
}

ASKS: Mapping[Ask, str] = {
    Ask.NAME: "Give a name, a postcode or a number (URN, UKPRN, LAESTAB, group UID).",
    Ask.TOWN: "Add the town or the postcode: {count} open organisations have these words in their name.",
}

NOTHING_FOUND = "The register has nothing like this."
NO_REGISTER = "There is no copy of the register yet. Run: python -m bot register update"
TOO_OLD = (
    "The copy of the register is of {day}, more than 7 days ago, so it is not used. Run: python -m bot register update"
)
GETTING_OLD = "The copy of the register is of {day}, more than 48 hours ago."
OF_DAY = "From the register of {day}."


OWN_NUMBERS: Mapping[OrganisationKind, str] = {
    OrganisationKind.ESTABLISHMENT: "URN",
    OrganisationKind.GROUP: "group UID",
    OrganisationKind.LOCAL_AUTHORITY: "local authority code",
}


def why(listed: Listed, eligibility: Eligibility) -> str:
    """One or two sentences: whether Teaching Vacancies accepts it, and what became of a closed one."""
    organisation = listed.organisation
    words = REASONS[eligibility.reason]
    if eligibility.reason in (Reason.TYPE_REFUSED, Reason.TYPE_GROUP_DISCARDED, Reason.GROUP_NEVER):
        words = f"{words[:-1]}: {plain(organisation.type_name) or 'unknown'}."
    if eligibility.reason is Reason.THROUGH_ITS_SCHOOL:
        words = f"{words[:-1]}: {_several(listed.trust_schools)}."
    if organisation.is_closed and organisation.kind is OrganisationKind.ESTABLISHMENT:
        if eligibility.reason is not Reason.CLOSED:
            words = f"{words} It has closed."
        if listed.successors:
            words = f"{words} Its successor: {_several(listed.successors)}."
    return words


def numbers(organisation: Organisation) -> str:
    """What to quote in DfE Sign-in: the UKPRN where there is one, and the number of its kind."""
    own = OWN_NUMBERS[organisation.kind]
    ukprn = f"UKPRN {organisation.ukprn}" if organisation.ukprn else "no UKPRN"
    return f"{own} {organisation.number}, {ukprn}"


def plain(text: str) -> str:
    """A name as one line without control characters, whoever typed it into the register."""
    shown = "".join(" " if unicodedata.category(each).startswith("C") else each for each in text)
    return " ".join(shown.split())


def ask(answer: Answer) -> str:
    """What the person should add, with counts by town; empty when nothing is missing."""
    if answer.ask is None:
        return "" if answer.matches else NOTHING_FOUND
    words = ASKS[answer.ask].replace("{count}", str(answer.alike))
    if answer.places:
        words += " Most are in " + ", ".join(f"{plain(place)} ({count})" for place, count in answer.places) + "."
    return words


def of_day(words: str, on: date) -> str:
    """A sentence about the register with its day in it."""
    return words.replace("{day}", day(on))


STANDINGS: Mapping[Freshness, str] = {
    Freshness.NONE: "no register yet",
    Freshness.FINE: "ok: of {day}, {old} old",
    Freshness.OLD: "getting old: of {day}, {old} old",
    Freshness.TOO_OLD: "too old to be used: of {day}, {old} old",
}


def standing(freshness: Freshness, on: date | None, old: timedelta | None) -> str:
    """For operations: the register's day, how old it is, and what that means for look-ups."""
    words = STANDINGS[freshness]
    return words if on is None or old is None else words.format(day=on.isoformat(), old=lasting(old))


UPDATED: Mapping[Came, str] = {
    Came.NEW: "The register of {day} is in place.",
    Came.ALREADY_NEWEST: "The register of {day} is the newest there is.",
    Came.NOT_PUBLISHED: "No day of the last week has all four files. {kept}",
    Came.REJECTED: "What was published cannot be right, so it was not taken. {kept}",
    Came.UNAVAILABLE: "The files could not be fetched. {kept}",
    Came.NOT_WRITTEN: "The register could not be written. {kept}",
    Came.STOPPED: "The fetch ended before it was done. {kept}",
}
KEPT = "The register of {day} stays in use."
NONE_KEPT = "There is no register yet."


def updated(
    came: Came, on: date | None, reasons: Sequence[str], counts: Mapping[str, int], undefined: int
) -> Iterator[str]:
    """What came of an update, line by line: the outcome, each reason, and what a new register holds."""
    kept = KEPT if on else NONE_KEPT
    words = UPDATED[came].replace("{kept}", kept)
    yield of_day(words, on) if on else words
    yield from (f"  {reason}" for reason in reasons)
    for stem, rows in counts.items():
        yield f"  {stem}: {rows:,} rows"
    if undefined:
        yield f"  {undefined:,} bytes stand for no letter in windows-1252; they were replaced"


def _several(organisations: Sequence[Organisation]) -> str:
    return "; ".join(f"{plain(each.name)} ({numbers(each)})" for each in organisations)
