"""The card of a request: one pure function of what is stored, so it never says more than the state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.cards import progress
from bot.cards.access import access_message, access_parts, asks_a_developer, can_be_named
from bot.cards.erasure import GONE, applications_parts, erasure_parts
from bot.cards.evidence import evidence_parts
from bot.cards.inputs import SENDS_INPUTS, inputs
from bot.cards.parts import Element, box, heading, line, literal, quiet, written
from bot.words import erasure
from bot.words import requests as words
from bot.words.site import Site
from handlers.answers import View
from handlers.asking import BY_HAND
from handlers.execute import came_to
from handlers.holdings import Application
from handlers.model import Request, Shown
from handlers.roles import BUTTONS, Verb
from handlers.states import FINAL, State
from handlers.terms import APPROVABLE, Kind, Result, Verdict

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

REFRESH = "refresh"
MOST_USERS = 60
FOR_OTHERS = frozenset({Verb.APPROVE, Verb.REJECT})  # who asked for a request does not decide about it


def request_card(
    shown: Shown,
    site: Site,
    *,
    note: str | None = None,
    view: View = View.COMMON,
    applications: Sequence[Application] = (),
) -> dict[str, Any]:
    """The card as everyone sees it, or in one person's own view.

    `note` is one sentence on top for the person who just clicked. `applications` are listed in the view that is made
    for them only. The clients of those who asked draw the card anew for themselves while it waits for approval.
    """
    request = shown.request
    confirming = view is View.CONFIRM
    asking = view is View.REQUESTER and request.state is State.AWAITING_APPROVAL
    body: list[Element] = [box([line(note)], "warning")] if note and not confirming else []
    body += [
        heading(words.KINDS[request.kind]),
        box([line(words.STATES[request.state], weight="Bolder")], STYLES.get(request.state, "emphasis")),
        *progress.paused(request, shown.pause),
        *progress.looking(request),
        *progress.approvals(request),
        *_why(request),
        *([line(words.NO_LONGER_KEPT)] if request.forgotten else []),
        *_text(request),
        *(applications_parts(applications) if view is View.APPLICATIONS else []),
        *_evidence(request),
        *_understood(request),
        *([] if request.forgotten else _people(request)),
        *progress.by_hand(request, site),
        *([] if asking else inputs(request)),
        *_reply(request),
        *access_message(request),
        *([quiet(words.YOU_ASKED)] if asking else []),
        *progress.small_print(request, confirming=confirming, deciding=not asking),
        *(_confirm(request, note) if confirming else []),
    ]
    summary = words.summary(request.code, request.state)
    return {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "fallbackText": summary,
        "speak": summary,
        "body": body,
        "actions": [
            _button(verb, request)
            for verb in visible(request, confirming=confirming)
            if not (asking and verb in FOR_OTHERS)
        ],
        "refresh": _refresh(request),
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


def visible(request: Request, *, confirming: bool = False) -> list[Verb]:
    """The buttons that this card shows: those of its state that the request gives a meaning to."""
    verdict = request.evidence.verdict if request.evidence else None
    askable = request.kind is Kind.DEVELOPER_HELP or verdict in (*APPROVABLE, *BY_HAND) or asks_a_developer(request)
    has_applications = request.result is Result.HAS_APPLICATIONS
    senseless = {
        Verb.TRY_AGAIN: verdict not in (Verdict.COULD_NOT_LOOK, Verdict.NO_REGISTER),
        Verb.USE_ORGANISATION: not can_be_named(request),
        Verb.ASK_DEVELOPER: not askable,
        Verb.APPROVE: confirming,
        Verb.CONFIRM_DELETION: not confirming,
        # Beside Confirm deletion this would read as a way back, and it ends the whole request.
        Verb.CANCEL: confirming,
        Verb.CHANGE_DETAILS: confirming,
        Verb.IM_LOOKING: confirming or request.look is not None,
        Verb.MARK_DONE: request.state is State.UNKNOWN and request.result is not Result.TOO_OLD_TO_TELL,
        Verb.SHOW_APPLICATIONS: not has_applications,
        Verb.CLOSE: has_applications,
        Verb.UNDO_UNLINK: not request.undoable or request.again_as is not None,
        Verb.ASK_AGAIN: request.again_as is not None or request.forgotten,
    }
    return [verb for verb, button in BUTTONS.items() if request.state in button.who and not senseless.get(verb, False)]


def _refresh(request: Request) -> Element:
    """Named clients ask for a view of their own by themselves; it is read only, and nobody's while nothing differs.

    teams-facts §1.4: `userIds` are the bot's own 29: ids, at most 60, and are always given.
    """
    waiting = request.state is State.AWAITING_APPROVAL
    asked = [person.teams_id for person in request.requesters if person.teams_id] if waiting else []
    action = {"type": "Action.Execute", "title": words.REFRESH, "verb": REFRESH, "data": {"request": str(request.id)}}
    return {"action": action, "userIds": asked[:MOST_USERS]}


def _button(verb: Verb, request: Request) -> Element:
    look = {"style": "destructive"} if verb is Verb.CONFIRM_DELETION else {}
    return {
        "type": "Action.Execute",
        **look,
        "title": BUTTONS[verb].title,
        "verb": verb,
        "data": {"request": str(request.id), "version": request.version, "digest": request.digest},
        "associatedInputs": "auto" if request.state in SENDS_INPUTS.get(verb, ()) else "none",
    }


def _confirm(request: Request, note: str | None) -> list[Element]:
    """Who it is, once more and large, right above the button: on a phone that is all of the card that is in sight."""
    account = request.evidence.account if request.evidence else None
    who = account.email if account else request.details.subject or ""
    what = erasure.CONFIRM if account else erasure.CONFIRM_ALERTS
    named = [line(what, weight="Bolder"), line(literal(who), size="Large", weight="Bolder")]
    return [box([*named, *([line(note)] if note else [])], "attention")]


def _why(request: Request) -> list[Element]:
    if request.result is None or request.state is State.TRIAGE:
        return []
    if (request.kind, request.result) == (Kind.UNDO_UNLINK, Result.ACCOUNT_GONE):
        return [line(words.VERDICTS[Verdict.GONE])]
    return [line(words.RESULTS[request.result])]


def _understood(request: Request) -> list[Element]:
    """How the message was read, while it can still be put right."""
    if request.state is not State.TRIAGE or not request.details.understood:
        return []
    return [quiet(f"{words.UNDERSTOOD}: {literal(' '.join(request.details.understood))}")]


def _undecided(request: Request) -> list[Element]:
    if request.state is not State.TRIAGE:
        return []
    named = [line(f"- {literal(address)}") for address in request.details.candidates]
    return [line(words.CHOOSE_A_KIND, weight="Bolder"), line(words.SEVERAL_ASKED), *named]


def _evidence(request: Request) -> list[Element]:
    hidden = request.state in FINAL
    if request.kind is Kind.UNDECIDED:
        return _undecided(request)
    if request.kind is Kind.PUBLISHER_ACCESS:
        return access_parts(request, hidden=hidden)
    if request.kind is Kind.DELETE_JOBSEEKER and request.evidence:
        return erasure_parts(request, hidden=hidden)
    return evidence_parts(request, hidden=hidden)


def _text(request: Request) -> list[Element]:
    """What a developer is asked for; no longer once it is over, because it may name people."""
    if request.kind is not Kind.DEVELOPER_HELP or request.state in FINAL:
        return []
    if request.state is State.TRIAGE:
        return [line(words.CHECK_TEXT)]
    return [box([written("What is asked for", request.details.text or "")], "accent")]


def _people(request: Request) -> list[Element]:
    details = request.details
    rows = [written("Asked by", ", ".join(person.name for person in request.requesters))]
    if request.state is not State.TRIAGE and details.identity_check:
        rows.append(line(f"How the person was checked: {words.CHECKED[details.identity_check]}"))
    if request.state not in (State.TRIAGE, *FINAL) and details.identity_note:
        rows.append(written("How exactly", details.identity_note))
    if request.state not in (State.TRIAGE, State.DONE):
        ticked = {"stop_alerts": details.stop_alerts, "remove_feedback": details.remove_feedback}
        rows += [line(erasure.TICKED[name]) for name, on in ticked.items() if on]
    if request.state is not State.TRIAGE and details.ticket:
        rows.append(written("Ticket", details.ticket))
    approvers = {each.person.object_id for each in request.standing_approvals}
    if request.decided_by and request.decided_by.object_id not in approvers:
        rows.append(written("Decided by", request.decided_by.name))
    if request.note:
        rows.append(written("In their words", request.note))
    return rows


def _reply(request: Request) -> list[Element]:
    """The reply to paste to the person, and what the bot's change does not do."""
    if request.forgotten or request.state not in (State.DONE, State.NOTHING_TO_DO, State.CLOSED):
        return []
    came = came_to(request)
    reply = words.reply(came, request.evidence.findings if request.evidence else ())
    found = request.evidence.erasure if request.evidence else None
    if (
        reply
        and came is Result.DELETED
        and found
        and found.alerts.get("subscriptions")
        and not request.details.stop_alerts
    ):
        reply += words.ALERTS_GO_ON
    shown = [line("Reply you can send to the person", weight="Bolder"), line(reply)] if reply else []
    if came in (Result.UNLINKED, Result.UNDONE):
        shown.append(quiet(words.BIGQUERY))
    if request.kind is Kind.DELETE_JOBSEEKER and request.state is State.DONE:
        shown.append(line(erasure.DELETE_YOUR_MESSAGE, weight="Bolder"))
    if came in GONE:
        shown.append(quiet(erasure.OUTSIDE))
    return [box(shown, "emphasis")] if shown else []
