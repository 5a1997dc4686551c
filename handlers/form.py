"""What people type into a card: taken field by field, and told when it cannot be used."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from email_validator import EmailNotValidError, validate_email

from handlers.answers import Say
from handlers.diagnosis import Page
from handlers.model import Details, Evidence, Request
from handlers.terms import Kind, Verdict
from handlers.unlink import normal

IDENTITY_CHECKS = ("own_address", "other")
LONGEST_INPUT = 500  # characters; a card is drawn from what was typed and must stay small
LONGEST_TEXT = 2000  # characters of what a developer is asked for
# What somebody can ask for; an undo is asked for on the card of what is to be undone.
CHOICES = (Kind.UNLINK_ONE_LOGIN, Kind.DELETE_JOBSEEKER, Kind.PUBLISHER_ACCESS, Kind.DEVELOPER_HELP)
_ID = re.compile(r"[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}", re.I)  # of an account, as it stands on a card
_ORGANISATION_ID = re.compile(r"(?:urn|uid|la):[0-9]{1,9}")  # as a choice on a card gives it


# What people type on the card of each kind. Microsoft's renderer leaves an empty field out of what a press sends.
TYPED: Mapping[Kind, tuple[str, ...]] = {
    Kind.UNLINK_ONE_LOGIN: ("current_email", "identity_note", "ticket"),
    Kind.UNDO_UNLINK: ("identity_note", "ticket"),
    Kind.DELETE_JOBSEEKER: ("identity_note", "ticket"),
    Kind.PUBLISHER_ACCESS: ("email", "ticket"),
    Kind.DEVELOPER_HELP: ("text", "ticket"),
    Kind.UNDECIDED: ("email", "text", "ticket"),
}


def merge(request: Request, inputs: Mapping[str, str]) -> Details | Say:
    """The details of a request as its card's form now gives them: a field that was not sent was emptied; see `fill`."""
    emptied = dict.fromkeys(TYPED[request.kind], "")
    return fill(request.kind, request.details, request.evidence, emptied | dict(inputs))


def fill(kind: Kind, details: Details, evidence: Evidence | None, inputs: Mapping[str, str]) -> Details | Say:
    """The details as a form now gives them; a field that was not sent keeps its value.

    Returns the sentence to say when something typed cannot be used.
    """
    if any(len(value) > (LONGEST_TEXT if name == "text" else LONGEST_INPUT) for name, value in inputs.items()):
        return Say.TOO_LONG
    if kind is Kind.UNDECIDED:
        chosen = inputs.get("kind", "")
        return fill(Kind(chosen), details, evidence, inputs) if chosen in CHOICES else Say.CHOOSE_A_KIND
    if kind is Kind.PUBLISHER_ACCESS:
        return _access(details, evidence, inputs)
    if inputs.get("identity_check", "") not in ("", *IDENTITY_CHECKS):
        return Say.IDENTITY_REQUIRED
    typed = inputs.get("email", "").strip()
    several = evidence is not None and evidence.verdict is Verdict.SEVERAL
    if typed and (typed != details.subject or several):
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
        # The words of the message are kept for a developer to read and for nothing else.
        text=_given(inputs, "text", details.text) if kind is Kind.DEVELOPER_HELP else None,
        stop_alerts=_ticked(inputs, "stop_alerts", details.stop_alerts),
        remove_feedback=_ticked(inputs, "remove_feedback", details.remove_feedback),
    )


def _access(details: Details, evidence: Evidence | None, inputs: Mapping[str, str]) -> Details | Say:
    """Of a failed sign-in: `organisation` and `search` are one of the register's ids or words to look for.

    What was typed or chosen in `search` goes first: `organisation` comes filled in.
    """
    page = inputs.get("error_page", "").strip()
    if page and page not in list(Page):
        return Say.DECISION_REQUIRED
    email = _given(inputs, "email", details.subject)
    if email and email != details.subject and (wrong := _wrong_with(email)):
        return wrong
    details = replace(
        details,
        subject=email,
        subject_exact=email is not None,
        candidates=() if email else details.candidates,
        error_page=(Page(page) if page else None) if "error_page" in inputs else details.error_page,
        ticket=_given(inputs, "ticket", details.ticket),
        text=None,
    )
    said = inputs.get("search", "").strip() or inputs.get("organisation", "").strip()
    if _ORGANISATION_ID.fullmatch(said):
        return details if said == _meant_already(evidence) else replace(details, organisation_id=said)
    return replace(details, organisation=said, organisation_id=None) if said else details


def _meant_already(evidence: Evidence | None) -> str | None:
    """The organisation that the card shows as meant: its choice comes filled in with it, and says nothing new."""
    access = evidence.access if evidence else None
    chosen = access.situation.chosen if access else None
    return chosen.organisation.id if chosen else None


def _given(inputs: Mapping[str, str], name: str, before: str | None) -> str | None:
    return (inputs[name].strip() or None) if name in inputs else before


def _ticked(inputs: Mapping[str, str], name: str, before: bool) -> bool:
    return inputs[name] == "true" if name in inputs else before


def same_address(one: str | None, other: str) -> bool:
    """Whether two addresses are one, capitals and outer blanks aside."""
    return one is not None and normal(one) == normal(other)


def same_subject(one: Details, other: Details) -> bool:
    """Whether two sets of details lead to the same look-up."""
    return _looked_up_by(one) == _looked_up_by(other)


def _looked_up_by(details: Details) -> tuple[object, ...]:
    return (
        details.subject,
        details.current_email,
        details.subject_exact,
        details.organisation,
        details.organisation_id,
        details.error_page,
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
