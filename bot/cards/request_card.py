"""The card of a request: one pure function of what is stored, so it never says more than the state."""

from __future__ import annotations

from typing import Any

from bot.cards.evidence import evidence_parts
from bot.cards.parts import Element, box, choice, heading, line, literal, quiet, text_input, written
from bot.words import requests as words
from bot.words.times import moment
from handlers.model import Request, Result, Verdict
from handlers.roles import BUTTONS, Verb
from handlers.states import FINAL, State

# The buttons that send what was typed, and in which states: a client checks required fields for these only.
SENDS_INPUTS = {
    Verb.ASK_DEVELOPER: {State.TRIAGE},
    Verb.CHANGE_DETAILS: {State.TRIAGE},
    Verb.TRY_AGAIN: {State.TRIAGE},
    Verb.REJECT: {State.AWAITING_APPROVAL},
    Verb.RECORD_DECISION: {State.REFERRED_BACK},
    Verb.MARK_DONE: {State.WITH_DEVELOPER, State.UNKNOWN},
}
STYLES = {
    State.DONE: "good",
    State.NOTHING_TO_DO: "good",
    State.FAILED: "attention",
    State.UNKNOWN: "attention",
    State.REJECTED: "attention",
    State.AWAITING_APPROVAL: "warning",
    State.REFERRED_BACK: "warning",
    State.WITH_DEVELOPER: "warning",
}


def request_card(request: Request, note: str | None = None) -> dict[str, Any]:
    """The card as everyone sees it; `note` is one sentence on top for the person who just clicked."""
    body: list[Element] = [box([line(note)], "warning")] if note else []
    body += [
        heading(words.KINDS[request.kind]),
        box([line(words.STATES[request.state], weight="Bolder")], STYLES.get(request.state, "emphasis")),
        *_why(request),
        *evidence_parts(request, hidden=request.state in FINAL),
        *_people(request),
        *_inputs(request),
        *_reply(request),
        quiet(_small_print(request)),
    ]
    summary = words.summary(request.code, request.state)
    return {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "fallbackText": summary,
        "speak": summary,
        "body": body,
        "actions": [_button(verb, request) for verb in visible(request)],
        "msteams": {"width": "Full"},
    }


def replaced_card() -> dict[str, Any]:
    """What an older copy of a card is redrawn as."""
    return {
        "type": "AdaptiveCard",
        "version": "1.5",
        "fallbackText": words.REPLACED,
        "speak": words.REPLACED,
        "body": [line(words.REPLACED, isSubtle=True)],
    }


def visible(request: Request) -> list[Verb]:
    """The buttons that this card shows: those of its state that the evidence gives a meaning to."""
    verdict = request.evidence.verdict if request.evidence else None
    senseless = set()
    if verdict is not Verdict.COULD_NOT_LOOK:
        senseless.add(Verb.TRY_AGAIN)
    if verdict not in (Verdict.CAN_UNLINK, Verdict.BY_HAND):
        senseless.add(Verb.ASK_DEVELOPER)
    if request.state is State.UNKNOWN and request.result is not Result.TOO_OLD_TO_TELL:
        senseless.add(Verb.MARK_DONE)
    return [verb for verb, button in BUTTONS.items() if request.state in button.who and verb not in senseless]


def _button(verb: Verb, request: Request) -> Element:
    return {
        "type": "Action.Execute",
        "title": BUTTONS[verb].title,
        "verb": verb,
        "data": {"request": str(request.id), "version": request.version, "digest": request.digest},
        "associatedInputs": "auto" if request.state in SENDS_INPUTS.get(verb, ()) else "none",
    }


def _why(request: Request) -> list[Element]:
    if request.result is None or request.state is State.TRIAGE:
        return []
    return [line(words.RESULTS[request.result])]


def _people(request: Request) -> list[Element]:
    details = request.details
    rows = [written("Asked by", ", ".join(person.name for person in request.requesters))]
    if request.state is not State.TRIAGE and details.identity_check:
        rows.append(line(f"How the person was checked: {words.CHECKED[details.identity_check]}"))
    if request.state not in (State.TRIAGE, *FINAL) and details.identity_note:
        rows.append(written("How exactly", details.identity_note))
    if request.state is not State.TRIAGE and details.ticket:
        rows.append(written("Ticket", details.ticket))
    if request.decided_by:
        rows.append(written("Decided by", request.decided_by.name))
    if request.note:
        rows.append(written("In their words", request.note))
    return rows


def _inputs(request: Request) -> list[Element]:
    details = request.details
    if request.state is State.TRIAGE:
        several = request.evidence is not None and request.evidence.verdict is Verdict.SEVERAL
        address = None if several else details.subject
        return [
            text_input("email", words.LABELS["email"], address, error="Type the email address of the account"),
            text_input("current_email", words.LABELS["current_email"], details.current_email),
            choice("identity_check", words.LABELS["identity_check"], words.IDENTITY_CHECKS, details.identity_check),
            text_input("identity_note", words.LABELS["identity_note"], details.identity_note),
            text_input("ticket", words.LABELS["ticket"], details.ticket),
        ]
    if request.state is State.AWAITING_APPROVAL:
        return [text_input("reason", words.LABELS["reason"], long=True)]
    if request.state is State.REFERRED_BACK:
        return [
            choice("decision", words.LABELS["decision"], words.DECISIONS),
            text_input("note", words.LABELS["note"], long=True),
        ]
    if request.state is State.UNKNOWN and request.result is Result.TOO_OLD_TO_TELL:
        return [
            choice("decision", words.SIGHTING, words.SIGHTINGS),
            text_input("note", words.LABELS["note"], error="Write what you saw", long=True),
        ]
    if request.state is State.WITH_DEVELOPER:
        return [text_input("note", words.LABELS["note"], error="Write what was done", long=True)]
    return []


def _reply(request: Request) -> list[Element]:
    """The reply to paste to the person, and what the bot's change does not do."""
    findings = request.evidence.findings if request.evidence else ()
    reply = words.reply(request.result, findings)
    if reply is None or request.state not in (State.DONE, State.NOTHING_TO_DO):
        return []
    shown = [line("Reply you can send to the person", weight="Bolder"), line(reply)]
    if request.state is State.DONE:
        shown.append(quiet(words.BIGQUERY))
    return [box(shown, "emphasis")]


def _small_print(request: Request) -> str:
    parts = [f"Request {literal(request.code)}", f"since {moment(request.state_since)}"]
    if request.due_at:
        parts.append(f"until {moment(request.due_at)}")
    return " · ".join(parts)
