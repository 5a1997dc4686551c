"""The team's figures as a card: what came in and how it ended, how long it took, what waits now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from bot.cards.parts import Element, heading, line, literal, quiet
from bot.words import requests as words
from bot.words.times import day, lasting, moment
from handlers.figures import Figures
from handlers.states import OPEN, State
from handlers.terms import Kind

TITLE = "Support requests"
OUTCOMES = (
    ("Done", (State.DONE,)),
    ("Resolved by BA", (State.RESOLVED_BY_BA,)),
    ("Nothing to do", (State.NOTHING_TO_DO,)),
    ("Closed", (State.CLOSED,)),
    ("Rejected", (State.REJECTED,)),
    ("Not done", (State.FAILED, State.EXPIRED, State.LAPSED, State.CANCELLED)),
    ("Open", tuple(OPEN)),
)


def figures_card(figures: Figures) -> dict[str, Any]:
    summary = f"{TITLE} since {day(figures.since)}"
    body: list[Element] = [heading(summary)]
    kinds = [kind for kind in Kind if figures.total(kind)]
    if kinds:
        body += [_outcomes(figures, kinds), _title("How long it took"), _times(figures, kinds)]
    else:
        body.append(line("No request was opened in this time."))
    body += _waiting(figures)
    body.append(quiet(f"Counted {moment(figures.at)}"))
    return {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "fallbackText": summary,
        "speak": summary,
        "body": body,
        "msteams": {"width": "Full"},
    }


def _outcomes(figures: Figures, kinds: Sequence[Kind]) -> Element:
    """One row an outcome, one column a kind: few columns fit a phone."""
    rows = [
        (name, *(str(figures.total(kind, *states)) for kind in kinds))
        for name, states in OUTCOMES
        if figures.total(None, *states)
    ]
    totals = ("All", *(str(figures.total(kind)) for kind in kinds))
    return _table(("How it ended", *(words.SHORT_KINDS[kind] for kind in kinds)), [*rows, totals])


def _times(figures: Figures, kinds: Sequence[Kind]) -> Element:
    by_kind = {each.kind: each for each in figures.times}
    rows = []
    for kind in kinds:
        times = by_kind.get(kind)
        if times is None:
            continue
        decided = _both(times.decided_median, times.decided_most)
        rows.append((words.SHORT_KINDS[kind], decided, _both(times.done_median, times.done_most)))
    return _table(("Half within (9 of 10 within)", "From asked to decided", "From opened to done"), rows)


def _both(median: timedelta | None, most: timedelta | None) -> str:
    return f"{lasting(median)} ({lasting(most)})" if median is not None and most is not None else "none yet"


def _waiting(figures: Figures) -> list[Element]:
    if not figures.waiting:
        return [_title("Nothing waits now.")]
    rows = [
        (each.code, words.SHORT_KINDS[each.kind], words.STATES[each.state], lasting(figures.at - each.since))
        for each in figures.waiting
    ]
    shown = [
        _title(f"Waiting now: {figures.all_waiting}"),
        _table(("Request", "Kind", "Where", "For"), rows, widths=(3, 4, 5, 4)),
    ]
    left_out = figures.all_waiting - len(figures.waiting)
    return [*shown, quiet(f"and {left_out} more")] if left_out else shown


def _title(text: str) -> Element:
    return line(text, weight="Bolder", spacing="Large")


def _table(titles: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int] = ()) -> Element:
    return {
        "type": "Table",
        "firstRowAsHeader": True,
        "showGridLines": False,
        "columns": [{"width": width} for width in widths or [1] * len(titles)],
        "rows": [_row(titles, weight="Bolder"), *(_row(row) for row in rows)],
    }


def _row(cells: Sequence[str], **look: str) -> Element:
    shown = [{"type": "TableCell", "items": [line(literal(cell), size="Small", **look)]} for cell in cells]
    return {"type": "TableRow", "cells": shown}
