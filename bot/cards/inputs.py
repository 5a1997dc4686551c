"""What a card lets people type, by its state and kind."""

from __future__ import annotations

from bot.cards.parts import Element, choice, text_input
from bot.words import requests as words
from handlers.model import Kind, Request, Result, Verdict
from handlers.roles import Verb
from handlers.states import State
from handlers.triage import LONGEST_TEXT

# The buttons that send what was typed, and in which states: a client checks required fields for these only.
SENDS_INPUTS = {
    Verb.ASK_DEVELOPER: {State.TRIAGE},
    Verb.CHANGE_DETAILS: {State.TRIAGE},
    Verb.TRY_AGAIN: {State.TRIAGE},
    Verb.REJECT: {State.AWAITING_APPROVAL},
    Verb.RECORD_DECISION: {State.REFERRED_BACK},
    Verb.CLOSE: {State.REFERRED_BACK},
    Verb.MARK_DONE: {State.WITH_DEVELOPER, State.UNKNOWN},
}


def inputs(request: Request) -> list[Element]:
    match request.state:
        case State.TRIAGE:
            return _help(request) if request.kind is Kind.DEVELOPER_HELP else _account(request)
        case State.AWAITING_APPROVAL:
            return [text_input("reason", words.LABELS["reason"], long=True)]
        case State.REFERRED_BACK:
            return [
                choice("decision", words.LABELS["decision"], words.DECISIONS),
                text_input("note", words.LABELS["note"], long=True),
            ]
        case State.UNKNOWN if request.result is Result.TOO_OLD_TO_TELL:
            return [
                choice("decision", words.SIGHTING, words.SIGHTINGS),
                text_input("note", words.LABELS["note"], error="Write what you saw", long=True),
            ]
        case State.WITH_DEVELOPER:
            return [text_input("note", words.LABELS["note"], error="Write what was done", long=True)]
        case _:
            return []


def _account(request: Request) -> list[Element]:
    details = request.details
    several = request.evidence is not None and request.evidence.verdict is Verdict.SEVERAL
    address = None if several else details.subject
    return [
        text_input("email", words.LABELS["email"], address, error="Type the email address of the account"),
        text_input("current_email", words.LABELS["current_email"], details.current_email),
        choice("identity_check", words.LABELS["identity_check"], words.IDENTITY_CHECKS, details.identity_check),
        text_input("identity_note", words.LABELS["identity_note"], details.identity_note),
        text_input("ticket", words.LABELS["ticket"], details.ticket),
    ]


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
