"""Looking up what a request is about, and where that leaves it before anybody decides."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from email_validator import EmailNotValidError, validate_email

from handlers import erase, undo
from handlers.answers import Say
from handlers.errors import ServiceDatabaseUnavailable
from handlers.model import Details, Evidence, Kind, Request, Result, Verdict
from handlers.ports import Ports
from handlers.states import State
from handlers.unlink import assess, normal

IDENTITY_CHECKS = ("own_address", "other")
LONGEST_INPUT = 500  # characters; a card is drawn from what was typed and must stay small
LONGEST_TEXT = 2000  # characters of what a developer is asked for
_ID = re.compile(r"[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}", re.I)  # of an account, as it stands on a card


LEADS_TO: Mapping[Verdict, tuple[State, Result | None]] = {
    Verdict.NOT_LINKED: (State.NOTHING_TO_DO, Result.NOT_LINKED),
    Verdict.SIGN_IN_WOULD_FAIL: (State.REFERRED_BACK, Result.SIGN_IN_WOULD_FAIL),
    Verdict.HAS_APPLICATIONS: (State.REFERRED_BACK, Result.HAS_APPLICATIONS),
    Verdict.LINKED_AGAIN: (State.NOTHING_TO_DO, Result.LINKED_AGAIN),
    Verdict.UNLINKED_LATER: (State.NOTHING_TO_DO, Result.UNLINKED_LATER),
    Verdict.GONE: (State.NOTHING_TO_DO, Result.ACCOUNT_GONE),
}


async def look_up(kind: Kind, details: Details, ports: Ports, follows: UUID | None = None) -> Evidence | None:
    """Ask the service database what the request is about; `follows` is the request that it asks again or undoes.

    None without anything to look for; a verdict of COULD_NOT_LOOK when the database cannot be asked.
    """
    if kind is Kind.DEVELOPER_HELP or details.subject is None:
        return None
    now = ports.clock()
    try:
        if kind is Kind.DELETE_JOBSEEKER:
            return await erase.look_up(details, details.subject, ports)
        if kind is Kind.UNDO_UNLINK:
            return await undo.look_up(follows, ports) if follows else None
        accounts = await ports.service.look_up(details.subject, details.current_email)
    except ServiceDatabaseUnavailable:
        return Evidence(now, Verdict.COULD_NOT_LOOK)
    return assess(details, accounts, now, ports.digest_key)


def where_it_leads(evidence: Evidence | None) -> tuple[State, Result | None]:
    """The state that the evidence alone decides: most wait in triage for a person."""
    return LEADS_TO.get(evidence.verdict, (State.TRIAGE, None)) if evidence else (State.TRIAGE, None)


def merge(request: Request, inputs: Mapping[str, str]) -> Details | Say:
    """The details as the form now gives them; a field that was not sent keeps its value.

    Returns the sentence to say when something typed cannot be used.
    """
    if any(len(value) > (LONGEST_TEXT if name == "text" else LONGEST_INPUT) for name, value in inputs.items()):
        return Say.TOO_LONG
    details = request.details
    if inputs.get("identity_check", "") not in ("", *IDENTITY_CHECKS):
        return Say.IDENTITY_REQUIRED
    typed = inputs.get("email", "").strip()
    chosen = request.evidence is not None and request.evidence.verdict is Verdict.SEVERAL
    if typed and (typed != details.subject or chosen):
        if wrong := _wrong_with(typed):
            return wrong
        details = replace(details, subject=typed, subject_exact=True, candidates=())
    if "current_email" in inputs:
        now = inputs["current_email"].strip() or None
        if now and _wrong_with(now):
            return Say.NOT_AN_ADDRESS_NOW
        details = replace(details, current_email=now)
    return replace(
        details,
        identity_check=_given(inputs, "identity_check", details.identity_check),
        identity_note=_given(inputs, "identity_note", details.identity_note),
        ticket=_given(inputs, "ticket", details.ticket),
        text=_given(inputs, "text", details.text),
        stop_alerts=_ticked(inputs, "stop_alerts", details.stop_alerts),
        remove_feedback=_ticked(inputs, "remove_feedback", details.remove_feedback),
    )


def _given(inputs: Mapping[str, str], name: str, before: str | None) -> str | None:
    return (inputs[name].strip() or None) if name in inputs else before


def _ticked(inputs: Mapping[str, str], name: str, before: bool) -> bool:
    return inputs[name] == "true" if name in inputs else before


def same_address(one: str | None, other: str) -> bool:
    """Whether two addresses are one, capitals and outer blanks aside."""
    return one is not None and normal(one) == normal(other)


def same_subject(one: Details, other: Details) -> bool:
    """Whether two sets of details lead to the same look-up."""
    return (one.subject, one.current_email, one.subject_exact) == (
        other.subject,
        other.current_email,
        other.subject_exact,
    )


def _wrong_with(text: str) -> Say | None:
    """Why this cannot be the address of an account; None when it can."""
    if _ID.fullmatch(text):
        return Say.ID_FOR_AN_ADDRESS
    if "@" in text and not text.isascii():
        return Say.LOOK_ALIKE_LETTERS
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return Say.NOT_AN_ADDRESS
    return None
