"""QUALITY C1 and C2 on the rules: whatever people, workers and clocks do, nothing runs twice or without a fresh yes."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.rules.machine_rules import WholeMachine

QUICK = settings(
    max_examples=200,
    stateful_step_count=30,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
PARTS = 4


def test_nothing_runs_twice_or_without_a_fresh_approval_by_another_person() -> None:
    run_state_machine_as_test(WholeMachine, settings=QUICK)


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
def test_ten_thousand_times_too(part: int) -> None:
    run_state_machine_as_test(WholeMachine, settings=settings(QUICK, max_examples=10_000 // PARTS))
