"""What a card lets people type, by its state and kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.cards.access import access_inputs
from bot.cards.parts import Element, choice, text_input, tick
from bot.words import access, erasure
from bot.words import requests as words
from handlers.form import CHOICES, LONGEST_TEXT
from handlers.model import Details, Request
from handlers.plans import decisions
from handlers.roles import Verb
from handlers.states import State
from handlers.terms import Kind, Result, Verdict

# The buttons that send what was typed, and in which states: a client checks required fields for these only.
SENDS_INPUTS = {
    Verb.ASK_DEVELOPER: {State.TRIAGE},
    Verb.CHANGE_DETAILS: {State.TRIAGE},
    Verb.TRY_AGAIN: {State.TRIAGE},
    Verb.USE_ORGANISATION: {State.TRIAGE},
    Verb.REJECT: {State.AWAITING_APPROVAL},
    Verb.RECORD_DECISION: {State.REFERRED_BACK},
    Verb.CLOSE: {State.REFERRED_BACK},
    Verb.MARK_DONE: {State.WITH_DEVELOPER, State.UNKNOWN},
}


def inputs(request: Request) -> list[Element]:
    match request.state:
        case State.TRIAGE:
            return TRIAGE[request.kind](request)
        case State.AWAITING_APPROVAL:
            return [text_input("reason", words.LABELS["reason"], long=True)]
        case State.REFERRED_BACK:
            return [
                choice("decision", words.LABELS["decision"], _decisions(request)),
                text_input("note", words.LABELS["note"], long=True),
            ]
        case State.UNKNOWN if request.result is Result.TOO_OLD_TO_TELL:
            return [
                choice("decision", words.SIGHTING, words.SIGHTINGS[request.kind]),
                text_input("note", words.LABELS["note"], error="Write what you saw", long=True),
            ]
        case State.WITH_DEVELOPER:
            return [text_input("note", words.LABELS["note"], error="Write what was done", long=True)]
        case _:
            return []


def _decisions(request: Request) -> Mapping[str, str]:
    named = {**words.DECISIONS, **(words.ABOUT_APPLICATIONS if request.result is Result.HAS_APPLICATIONS else {})}
    return {each: named[each] for each in decisions(request)}


def _address(request: Request) -> Element:
    several = request.evidence is not None and request.evidence.verdict is Verdict.SEVERAL
    address = None if several else request.details.subject
    return text_input("email", words.LABELS["email"], address, error="Type the email address of the account")


def _identity(request: Request) -> list[Element]:
    details = request.details
    return [
        choice("identity_check", words.LABELS["identity_check"], words.IDENTITY_CHECKS, details.identity_check),
        text_input("identity_note", words.LABELS["identity_note"], details.identity_note),
        text_input("ticket", words.LABELS["ticket"], details.ticket),
    ]


def _unlink(request: Request) -> list[Element]:
    now = text_input("current_email", words.LABELS["current_email"], request.details.current_email)
    return [_address(request), now, *_identity(request)]


def _erase(request: Request) -> list[Element]:
    found = request.evidence.erasure if request.evidence else None
    ticks = []
    if found and not found.applications:
        numbers = {
            "stop_alerts": found.alerts.get("subscriptions", 0),
            "remove_feedback": sum(found.feedback.values()),
        }
        ticked = {"stop_alerts": request.details.stop_alerts, "remove_feedback": request.details.remove_feedback}
        ticks = [
            tick(name, erasure.OPTIONS[name].replace("{number}", str(number)), ticked[name])
            for name, number in numbers.items()
            if number
        ]
    again = text_input("confirm_email", words.LABELS["confirm_email"])
    return [_address(request), *ticks, again, *_identity(request)]


def _help(request: Request) -> list[Element]:
    details = request.details
    return [
        text_input(
            "text",
            words.LABELS["text"],
            details.text,
            error="Write what a developer is to do",
            long=True,
            most=LONGEST_TEXT,
        ),
        text_input("ticket", words.LABELS["ticket"], details.ticket),
    ]


def _undecided(request: Request) -> list[Element]:
    return request_inputs(request.details)


def request_inputs(details: Details, kind: Kind | None = None) -> list[Element]:
    """The fields of a request of any kind, filled in with what is known."""
    only = details.candidates[0] if len(details.candidates) == 1 else None
    return [
        choice("kind", words.LABELS["kind"], {each: words.KINDS[each] for each in CHOICES}, kind),
        text_input("email", words.LABELS["email"], details.subject or only),
        text_input("organisation", access.DESCRIBED, details.organisation),
        text_input("text", words.LABELS["words"], details.text, long=True, most=LONGEST_TEXT),
        text_input("ticket", words.LABELS["ticket"], details.ticket),
    ]


TRIAGE: Mapping[Kind, Callable[[Request], list[Element]]] = {
    Kind.UNLINK_ONE_LOGIN: _unlink,
    Kind.UNDO_UNLINK: _identity,
    Kind.DELETE_JOBSEEKER: _erase,
    Kind.PUBLISHER_ACCESS: access_inputs,
    Kind.DEVELOPER_HELP: _help,
    Kind.UNDECIDED: _undecided,
}
