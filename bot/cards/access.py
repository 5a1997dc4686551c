"""The parts of a card about hiring staff who cannot sign in: the likely cause, the organisations, what to do."""

from __future__ import annotations

from bot.cards.parts import Element, box, choice, line, literal, masked, quiet, text_input, typeahead, written
from bot.typeahead import DATASET, MOST
from bot.words import access as words
from bot.words import diagnosis as reasons
from bot.words import register
from bot.words import requests as request_words
from bot.words.times import day, moment
from handlers.access import may_be_ours
from handlers.diagnosis import Access, Advice, Candidate, Diagnosis, Holding
from handlers.model import Request
from handlers.organisations import Ask
from handlers.states import State
from handlers.terms import Result

REPLIED = (State.RESOLVED_BY_BA, State.DONE)


def access_parts(request: Request, *, hidden: bool) -> list[Element]:
    """`hidden`: the request is over, so the address is masked and advice is left out."""
    details, evidence = request.details, request.evidence
    parts: list[Element] = []
    if details.error_page:
        parts.append(written(words.NAMED_BY_PAGE, words.PAGES[details.error_page]))
    if details.subject:
        parts.append(written(request_words.ADDRESS, masked(details.subject) if hidden else details.subject))
    if details.organisation and request.state is State.TRIAGE:
        parts.append(written(words.LOOKED_FOR, details.organisation))
    if evidence is None:
        return parts
    access = evidence.access
    if access is None:
        return parts if hidden else [*parts, line(request_words.VERDICTS[evidence.verdict], weight="Bolder")]
    if not hidden:
        parts += [_cause(request, access.diagnosis), *_asking(request, access), *_organisations(access)]
        if request.state is State.WITH_DEVELOPER and access.situation.chosen:
            look = literal(words.console(access.situation.chosen.organisation))
            parts += [line(words.LOOK_FIRST), line(look, fontType="Monospace", spacing="None")]
        if not access.asked:
            parts.append(quiet(words.NOT_ASKED))
    dated = f" in the register of {day(access.day)}" if access.day else ""
    return [*parts, quiet(f"Looked up {moment(evidence.looked_up_at)}{dated}")]


def access_inputs(request: Request) -> list[Element]:
    details = request.details
    access = request.evidence.access if request.evidence else None
    page = choice("error_page", words.ERROR_PAGE, words.PAGES, details.error_page)
    rest = [
        page | {"style": "compact", "placeholder": "They did not say"},
        text_input("email", words.EMAIL, details.subject),
        text_input("ticket", request_words.LABELS["ticket"], details.ticket),
    ]
    if access is None or not access.candidates:
        return [text_input("organisation", words.DESCRIBED, details.organisation), *rest]
    options = {each.organisation.id: words.choice(each.organisation) for each in access.candidates}
    meant = access.diagnosis.use or (access.situation.chosen.organisation if access.situation.chosen else None)
    return [
        choice("organisation", words.CHOICE, options, meant.id if meant else None),
        typeahead("search", words.SEARCH, DATASET, MOST, words.NOT_CHOSEN),
        *rest,
    ]


def access_message(request: Request) -> list[Element]:
    """The message to paste, once an organisation was named or a developer has put the data right."""
    access = request.evidence.access if request.evidence else None
    if access is None or request.state not in REPLIED:
        return []
    if request.state is State.RESOLVED_BY_BA and request.result is not Result.ORGANISATION_NAMED:
        return []
    paragraphs = [line(literal(each)) for each in words.message(access, request.details.ticket)]
    return [box([line(words.MESSAGE, weight="Bolder"), *paragraphs], "emphasis")] if paragraphs else []


def asks_a_developer(request: Request) -> bool:
    """Whether the card offers a developer."""
    return may_be_ours(request.evidence.access if request.evidence else None)


def can_be_named(request: Request) -> bool:
    """Whether there is an organisation to choose."""
    access = request.evidence.access if request.evidence else None
    return access is not None and bool(access.candidates)


def _cause(request: Request, diagnosis: Diagnosis) -> Element:
    causes = [line(reasons.CERTAIN.replace("{cause}", reasons.CAUSES[diagnosis.certain]))] if diagnosis.certain else []
    causes += [line(reasons.LIKELY.replace("{cause}", reasons.CAUSES[each])) for each in diagnosis.likely]
    causes += [line(reasons.FINDINGS[each]) for each in diagnosis.findings]
    if request.state is State.TRIAGE:
        causes.append(line(reasons.ADVICE[diagnosis.advice], weight="Bolder"))
    return box(causes, "accent")


def _asking(request: Request, access: Access) -> list[Element]:
    """What to ask the person, and what to press."""
    if request.state is not State.TRIAGE:
        return []
    shown = [f"- {reasons.QUESTIONS[each]}" for each in access.diagnosis.questions]
    parts = [line(words.ASK_NEXT, weight="Bolder"), line("\n".join(shown), spacing="Small")] if shown else []
    if access.candidates and access.diagnosis.advice is not Advice.ASK_A_DEVELOPER:
        parts.append(line(words.PRESS_USE, weight="Bolder"))
    return parts


def _organisations(access: Access) -> list[Element]:
    if access.ask is Ask.TOWN:
        counted = ", ".join(f"{literal(register.plain(place))} ({count})" for place, count in access.places)
        asks = register.ASKS[Ask.TOWN].replace("{count}", str(access.alike))
        return [line(f"{asks} Most are in {counted}." if counted else asks, weight="Bolder"), *_listed(access)]
    if not access.candidates:
        looked_for = access.day is not None
        return [line(register.NOTHING_FOUND, weight="Bolder")] if looked_for else [line(words.NOBODY_SAID)]
    return _listed(access)


def _listed(access: Access) -> list[Element]:
    if not access.candidates:
        return []
    boxes = [_organisation(each, meant=each is access.situation.chosen) for each in access.candidates]
    return [line(words.FOUND, weight="Bolder"), *boxes]


def _organisation(candidate: Candidate, *, meant: bool) -> Element:
    organisation, accepted = candidate.organisation, candidate.eligibility.accepted
    described = [organisation.town, organisation.type_name, organisation.status or ""]
    shown = [line(literal(register.plain(organisation.name)), weight="Bolder")]
    if meant:
        shown.insert(0, quiet(words.MEANT))
    shown += [
        line(literal(", ".join(register.plain(each) for each in described if each)), spacing="None"),
        line(literal(register.numbers(organisation)), spacing="None", weight="Bolder"),
        line(literal(register.why(candidate.listed, candidate.eligibility)), spacing="None"),
    ]
    if accepted and (held := words.held(candidate)):
        shown.append(line(held, spacing="None"))
    lacking = candidate.holding in (Holding.MISSING, Holding.DISCARDED)
    return box(shown, "default" if not accepted else "warning" if lacking else "good")
