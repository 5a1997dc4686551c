"""Every arrow of the table in the design, and no other."""

from __future__ import annotations

import pytest

from handlers.errors import ArrowMissing
from handlers.states import ARROWS, FINAL, OPEN, TIMES_OUT_TO, State, check_arrow

# DESIGN.md, "States", as it stands there.
TABLE = """
triage            → awaiting_approval · with_developer · referred_back · resolved_by_ba · nothing_to_do · cancelled · expired
awaiting_approval → approved · triage · with_developer · referred_back · rejected · cancelled · expired
approved          → running · lapsed · cancelled
running           → done · nothing_to_do · failed · referred_back · unknown
unknown           → done · nothing_to_do · failed
referred_back     → closed · with_developer
with_developer    → done · cancelled
"""  # noqa: E501 - a copy of the table
LINES = [line.split(" → ") for line in TABLE.strip().splitlines()]
DESIGNED = {(source.strip(), target.strip()) for source, targets in LINES for target in targets.split(" · ")}
OPEN_STATES = {source.strip() for source, _ in LINES}


@pytest.mark.parametrize("source", State)
@pytest.mark.parametrize("target", State)
def test_a_request_moves_along_the_arrows_of_the_table_only(source: State, target: State) -> None:
    if (source, target) in DESIGNED or (source is target and source in OPEN_STATES):
        check_arrow(source, target)
        return
    with pytest.raises(ArrowMissing, match=f"no arrow from {source} to {target}"):
        check_arrow(source, target)


def test_the_table_names_every_state() -> None:
    named = OPEN_STATES | {target for _, target in DESIGNED}
    assert named == set(State) == set(ARROWS)


def test_what_has_no_way_out_is_final_and_everything_else_open() -> None:
    assert {str(state) for state in OPEN} == OPEN_STATES
    assert set(State) - FINAL == OPEN


def test_every_state_can_be_reached_and_every_open_one_can_end() -> None:
    reached = {State.TRIAGE}
    for _ in State:
        reached |= {target for state in reached for target in ARROWS[state]}
    assert reached == set(State)
    ending = set(FINAL)
    for _ in State:
        ending |= {state for state in State if ARROWS[state] & ending}
    assert ending == set(State)


def test_a_state_times_out_along_an_arrow() -> None:
    assert set(TIMES_OUT_TO) == {State.TRIAGE, State.AWAITING_APPROVAL, State.APPROVED}
    for state, end in TIMES_OUT_TO.items():
        assert end in ARROWS[state] & FINAL
