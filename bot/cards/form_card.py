"""The form of a new request in a dialog."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards.inputs import request_inputs
from bot.cards.parts import Element, box, line, literal, quiet
from bot.words import requests as words
from handlers.dialog import Proposal
from handlers.form import CHOICES
from handlers.model import Details
from handlers.terms import Kind


def form_card(proposal: Proposal, note: str | None = None) -> dict[str, Any]:
    """The form filled in with what is known; `note` says what has to be put right first."""
    details = proposal.details
    body: list[Element] = [box([line(note)], "warning")] if note else []
    body.append(line(words.FORM))
    if len(details.candidates) > 1:
        body += [line(words.CANDIDATES), *(line(f"- {literal(address)}") for address in details.candidates)]
    if details.understood:
        body.append(quiet(f"{words.UNDERSTOOD}: {literal(' '.join(details.understood))}"))
    body += request_inputs(details, proposal.kind if proposal.kind in CHOICES else None)
    return {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "fallbackText": words.FORM,
        "speak": words.FORM,
        "body": body,
        "actions": [{"type": "Action.Submit", "title": words.CREATE, "data": {}}],
    }


def refilled(inputs: Mapping[str, str]) -> Proposal:
    """What was typed, to be put right: nothing of it is lost."""
    kind = inputs.get("kind", "")
    details = Details(
        subject=inputs.get("email") or None,
        organisation=inputs.get("organisation") or None,
        text=inputs.get("text") or None,
        ticket=inputs.get("ticket") or None,
    )
    return Proposal(Kind(kind) if kind in CHOICES else Kind.UNDECIDED, details)
