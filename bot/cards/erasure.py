"""The parts of a card about a deletion: what goes, what stays, what forbids it; numbers only, and no row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.cards.evidence import account_parts
from bot.cards.parts import Element, box, facts, line, literal, masked, quiet, written
from bot.words import erasure as words
from bot.words import requests as request_words
from bot.words.times import day, moment
from handlers.execute import came_to
from handlers.holdings import Application, Summary
from handlers.model import Request
from handlers.states import State
from handlers.terms import Result, Verdict

NO_BREAK = "\u00a0"
SHORT = 26  # characters
GONE = frozenset({Result.DELETED, Result.ALERTS_STOPPED})


def erasure_parts(request: Request, *, hidden: bool) -> list[Element]:
    """`hidden`: the request is over, so the address is masked and advice is left out."""
    evidence, subject = request.evidence, request.details.subject
    if evidence is None:
        return []
    parts: list[Element] = []
    if evidence.account:
        parts += account_parts(evidence.account, hidden=hidden)
    elif subject:
        parts.append(written(request_words.ADDRESS, masked(subject) if hidden else subject))
    if not hidden:
        if evidence.verdict is Verdict.ONLY_ALERTS:
            parts.append(line(words.NO_ACCOUNT, weight="Bolder"))
            parts += [line(words.TICK)] if request.state is State.TRIAGE else []
        elif request.state is State.TRIAGE:
            parts.append(line(request_words.VERDICTS[evidence.verdict], weight="Bolder"))
        parts += [line(f"- {literal(address)}") for address in evidence.addresses]
        parts += [box([line(request_words.FINDINGS[each])], "accent") for each in evidence.findings]
    if not hidden or request.result is Result.SCHEMA_DRIFTED:
        parts += _drift(evidence.drift)
    if evidence.erasure:
        parts += _numbers(request, evidence.erasure, hidden=hidden)
    return [*parts, quiet(f"Looked up {moment(evidence.looked_up_at)}")]


def applications_parts(applications: Sequence[Application]) -> list[Element]:
    """The list that only the person who asked for it sees."""
    if not applications:
        return [line(words.NO_APPLICATIONS_LISTED)]
    shown: list[Element] = [line(words.APPLICATIONS, weight="Bolder")]
    for each in applications[:MOST_APPLICATIONS]:
        rows = {
            "Vacancy": literal(each.vacancy or "not known"),
            "Organisation": literal(each.organisation or "not known"),
            "Status": words.STATUSES.get(each.status, each.status),
            "Submitted": day(each.submitted_at) if each.submitted_at else "Not submitted",
            "Messages": f"{each.from_jobseeker} from the jobseeker, {each.from_publisher} from the school",
        }
        shown.append(box([facts(rows)], "default"))
    left_out = len(applications) - MOST_APPLICATIONS
    return [*shown, quiet(f"and {left_out} more")] if left_out > 0 else shown


MOST_APPLICATIONS = 25  # a card must stay small


def _numbers(request: Request, found: Summary, *, hidden: bool) -> list[Element]:
    if found.applications and not hidden:
        counted = _counted(found.applications, words.STATUSES)
        return [line(words.APPLICATIONS, weight="Bolder"), facts(counted)]
    if hidden and came_to(request) not in GONE:
        return []
    details = request.details
    goes = {**found.account}
    goes |= found.alerts if details.stop_alerts else {}
    goes |= found.feedback if details.remove_feedback else {}
    parts: list[Element] = []
    if taken := _counted(goes, words.STEPS):
        parts += [line(_title(request, hidden=hidden), weight="Bolder"), _listed(taken)]
    parts += [line(words.WILL_STAY, weight="Bolder"), _listed(_stays(request, found))]
    if not hidden:
        parts.append(quiet(words.OUTSIDE))
    return parts


def _title(request: Request, *, hidden: bool) -> str:
    """What the list of counts is called: nothing is promised that the bot will not or may not do."""
    if hidden:
        return words.HAS_GONE
    return words.WILL_GO if request.digest and request.state is not State.UNKNOWN else words.WOULD_GO


def _stays(request: Request, found: Summary) -> dict[str, str]:
    details = request.details
    kept = {} if details.stop_alerts else _counted(found.alerts, words.STEPS)
    kept |= {} if details.remove_feedback else _counted(found.feedback, words.STEPS)
    if details.stop_alerts and found.loosened:
        kept[words.LOOSENED] = str(found.loosened)
    kept |= _counted(found.stays, words.STAYS)
    return kept or {"In Teaching Vacancies": "nothing"}


def _listed(counts: Mapping[str, str]) -> Element:
    """Counts in running text: a list of them fills a phone's screen twice over. Short ones are not broken in two."""
    each = [f"{name}: {number}" for name, number in counts.items()]
    unbroken = [text.replace(" ", NO_BREAK) if len(text) <= SHORT else text for text in each]
    return line(f"{NO_BREAK}· ".join(unbroken), spacing="Small")


def _counted(numbers: Mapping[str, int | None], names: Mapping[str, str]) -> dict[str, str]:
    """What there is any of, in the order of the words."""
    return {
        name: words.NOT_COUNTED if numbers[key] is None else str(numbers[key])
        for key, name in names.items()
        if key in numbers and numbers[key] != 0
    }


def _drift(sentences: Sequence[str]) -> list[Element]:
    if not sentences:
        return []
    named = [line(literal(each)) for each in sentences[:5]]
    return [box([line(words.DRIFT, weight="Bolder"), *named], "attention")]
