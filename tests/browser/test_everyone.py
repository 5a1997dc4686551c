"""For everyone: by keyboard alone, and without a serious finding of axe-core."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Page, expect

from practice.page.site import MODULES
from tests.browser.conftest import Stage, ask, ask_developer, card, pane, picture, shows

pytestmark = pytest.mark.long  # the README's tests end in five minutes; CI runs these after them

AXE = MODULES / "axe-core" / "axe.min.js"


async def tab_to(page: Page, accessible: str, most: int = 90) -> None:
    """Press Tab until the focus stands on something of this name, and see that it shows."""
    for _ in range(most):
        await page.keyboard.press("Tab")
        name = await page.evaluate(
            "(e => (e.getAttribute('aria-label') || e.labels?.[0]?.textContent || e.textContent || '').trim())"
            "(document.activeElement)"
        )
        if name.startswith(accessible):
            outline = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", f"the focus on {name!r} cannot be seen"
            return
    raise AssertionError(f"Tab never reached {accessible!r}")


async def test_the_whole_story_by_keyboard(stage: Stage) -> None:
    page = await stage.window("amina")
    await tab_to(page, "Skip to the new post box")
    await page.keyboard.press("Enter")
    await page.keyboard.type(f"Can you unlink the One Login of {stage.people['linked']}?")
    await page.keyboard.press("Enter")
    await shows(page, "This account can be unlinked.")
    await page.locator("body").evaluate("body => { body.tabIndex = -1; body.focus(); }")
    await tab_to(page, "They wrote from the account's own address")
    await page.keyboard.press("Space")
    await tab_to(page, "Ask a developer")
    await page.keyboard.press("Enter")
    await shows(page, "Waiting for a developer to approve")
    await expect(card(page)).to_be_focused()  # the card was drawn anew; the keyboard has not lost its place
    await page.locator("body").evaluate("body => body.focus()")
    await tab_to(page, "DR")  # Dana
    await page.keyboard.press("Enter")
    await expect(page).to_have_title("Dana Reid · OPS TV Support")
    await tab_to(page, "Production access of Dana Reid")
    await page.keyboard.press("Space")
    await page.locator("#access-dana[aria-checked=true]").wait_for()
    await tab_to(page, "Approve")
    await page.keyboard.press("Enter")
    await shows(page, "no longer linked")
    await tab_to(page, "What happened")
    await page.keyboard.press("Enter")
    await page.locator("tr.changed").first.wait_for()


LONG = pytest.mark.long


@pytest.mark.parametrize(
    ("size", "dark"),
    [
        ("wide", False),
        pytest.param("narrow", True, marks=LONG),
        pytest.param("wide", True, marks=LONG),
        pytest.param("narrow", False, marks=LONG),
    ],
)
async def test_axe_finds_nothing_serious(stage: Stage, size: str, dark: bool) -> None:
    amina, dana = await stage.window("amina", size, dark=dark), await stage.window("dana", size, dark=dark)
    await ask(amina, stage.people["second_account"])
    found = await serious(amina)
    await ask_developer(amina)
    await shows(dana, "Waiting for a developer to approve")
    await card(dana).get_by_role("button", name="Approve").click()
    await dana.locator(".line").wait_for()
    await dana.locator(".line").scroll_into_view_if_needed()
    found += await serious(dana)
    shade = "dark" if dark else "light"
    await picture(dana, f"look-{size}-{shade}-channel")
    for title in ("Examples", "What happened", "Figures", "Break it"):
        await pane(dana, title)
        await dana.wait_for_timeout(300)
        found += await serious(dana)
        await picture(dana, f"look-{size}-{shade}-{title.lower().replace(' ', '-')}")
    assert found == []


async def serious(page: Page) -> list[str]:
    await page.evaluate(AXE.read_text())
    answer: dict[str, Any] = await page.evaluate("axe.run()")
    return [
        f"{each['id']}: {each['help']}: {node['target']} {node['html'][:150]}"
        for each in answer["violations"]
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("size", ["wide", "narrow"])
async def test_nothing_is_wider_than_the_window(stage: Stage, size: str) -> None:
    page = await stage.window("amina", size)
    await ask(page, stage.people["merge_blocked"])
    for title in ("Examples", "What happened", "Figures", "Break it"):
        await pane(page, title)
        wide = await page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not wide, title
