"""The parts of a card that tell where a decision stands: the pause, who looks, who approved, what is left to do."""

from __future__ import annotations

from bot.cards.parts import Element, box, line, literal, quiet, written
from bot.words import developers
from bot.words import requests as words
from bot.words.site import Site
from bot.words.times import clock, moment
from handlers.model import Pause, Request
from handlers.states import OPEN, UNDO_LASTS, State
from handlers.terms import Kind


def paused(request: Request, pause: Pause | None) -> list[Element]:
    if pause is None or request.state not in OPEN:
        return []
    by = written("Paused by", f"{pause.by.name}, {moment(pause.since)}")
    return [box([line(words.PAUSED, weight="Bolder"), by], "attention")]


def looking(request: Request) -> list[Element]:
    if request.look is None:
        return []
    return [written("Looking at this", f"{request.look.person.name}, until {clock(request.look.until)}")]


def approvals(request: Request) -> list[Element]:
    """Who approved so far, and why more than one has to; in triage nothing that was approved counts."""
    if request.state is State.TRIAGE:
        return []
    parts: list[Element] = []
    if request.state is State.AWAITING_APPROVAL and request.needs_because:
        parts.append(line(words.TWO_NEEDED[request.needs_because], weight="Bolder"))
    parts += [written("Approved by", f"{each.person.name}, {moment(each.at)}") for each in request.standing_approvals]
    return parts


def by_hand(request: Request, site: Site) -> list[Element]:
    """For developers: how to get in, and what to do then."""
    if request.state is not State.WITH_DEVELOPER:
        return []
    return [
        box(
            [
                line(developers.HOW, weight="Bolder"),
                *([line(developers.FIRST_COUNT, weight="Bolder")] if request.kind is Kind.DELETE_JOBSEEKER else []),
                *(line(step) for step in developers.steps(site)),
                *(line(literal(command), fontType="Monospace") for command in developers.commands(site)),
                line(developers.THEN),
            ],
            "emphasis",
        )
    ]


def small_print(request: Request, *, confirming: bool = False, deciding: bool = True) -> list[Element]:
    """`deciding` False leaves out how to approve by typing."""
    parts = [f"Request {literal(request.code)}", f"since {moment(request.state_since)}"]
    deadline = words.DEADLINES.get(request.state)
    if request.due_at and deadline:
        parts.append(deadline.replace("{at}", moment(request.due_at)))
    shown = [quiet(" · ".join(parts))]
    if request.state is State.AWAITING_APPROVAL and deciding:
        code = f"{literal(request.code)}-{request.version}"
        word = "confirm" if confirming else "approve"
        typed = f"If the buttons fail, mention the bot in this thread and write: {word} {code}"
        shown.append(quiet(typed))
    if request.undoable and not request.again_as:
        shown.append(quiet(f"Can be undone until {moment(request.state_since + UNDO_LASTS)}"))
    if request.again_as:
        shown.append(quiet(f"Followed by request {literal(request.again_as)}"))
    return shown
