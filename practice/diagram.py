"""The states and arrows of a request as a Mermaid diagram, from the rules' own table into docs/how-it-works.md."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bot.words.requests import STATES
from handlers.states import ARROWS, FINAL, TIMES_OUT_TO, State

PAGE: Final = Path(__file__).parents[1] / "docs" / "how-it-works.md"
BEGIN, END = "```mermaid\n", "```\n"


def diagram() -> str:
    """The diagram's text, in the order of the table; an arrow that time alone can take says so."""
    return "".join(f"{line}\n" for line in _lines())


def drawn(page: str) -> str:
    """The page with today's diagram in place of the one it has. Raises ValueError when it has none."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError("the page has no diagram to replace")
    return f"{before}{BEGIN}{diagram()}{END}{after}"


def _lines() -> Iterator[str]:
    yield "stateDiagram-v2"
    for state in State:
        yield f'    state "{STATES[state]}" as {state}'
    yield f"    [*] --> {State.TRIAGE}"
    for source in State:
        for target in (each for each in State if each in ARROWS[source]):
            by_time = " : in time" if TIMES_OUT_TO.get(source) is target else ""
            yield f"    {source} --> {target}{by_time}"
    for state in (each for each in State if each in FINAL):
        yield f"    {state} --> [*]"
