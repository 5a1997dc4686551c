"""How soon a person can begin, and sees what a click did, in a real browser.

`./dev test -s tests/benchmarks/page_speed.py` prints the seconds of several tries and fails when not even the best
one reaches the goal. It is no part of the tests: a busy machine is not a fault of the page.
"""

from __future__ import annotations

import time

from tests.browser.conftest import Stage, ask, card, press, stage

__all__ = ["stage"]

USABLE, VISIBLE = 2.0, 1.0  # seconds, issue 3
TRIES = 4


async def test_the_page_is_usable_soon(stage: Stage) -> None:
    took = []
    for _ in range(TRIES):
        began = time.monotonic()
        page = await stage.window("ben")
        await page.locator("#new-post").fill("hello")
        took.append(time.monotonic() - began)
    print(f"page usable after {sorted(took)} s")
    assert min(took) < USABLE


async def test_the_result_of_a_click_is_seen_soon(stage: Stage) -> None:
    page = await stage.window("amina")
    await ask(page, stage.people["linked"])
    took = []
    for number in range(TRIES):
        ticket = str(50000 + number)
        await card(page).get_by_label("Ticket number").fill(ticket)
        await card(page).get_by_label("They wrote").check()
        began = time.monotonic()
        await press(page, "Ask a developer")
        await card(page).get_by_text("Waiting for a developer to approve").wait_for()
        took.append(time.monotonic() - began)
        await press(page, "Change details")
        await card(page).get_by_text("Check the details").wait_for()
    print(f"a click's result visible after {sorted(took)} s")
    assert min(took) < VISIBLE
