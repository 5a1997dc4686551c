"""Hiring staff cannot sign in, on a phone and on a wide screen: from an example to what the Support Team pastes."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Stage, card, pane, picture, post, press, shows, top
from tests.register.sample import taken_up


async def example(page: Page, title: str, size: str) -> None:
    """Click an example and send it."""
    if size == "narrow":
        await pane(page, "Examples")
    await page.locator(".example", has_text=title).click()
    await page.locator("#new-post").press("Enter")


@pytest.mark.parametrize(
    ("size", "dark"),
    [
        ("narrow", False),
        pytest.param("wide", False, marks=pytest.mark.long),
        pytest.param("wide", True, marks=pytest.mark.long),
    ],
)
async def test_of_like_named_organisations_one_is_named_and_the_message_can_be_pasted(
    stage: Stage, size: str, dark: bool
) -> None:
    await taken_up(stage.outside.bot_url)
    amina = await stage.window("amina", size, dark=dark)
    look = f"{size}-dark" if dark else size
    await example(amina, "Several organisations have the same name", size)
    await shows(amina, "they signed in for another entry")
    await expect(card(amina).get_by_label("HARRIS FEDERATION, Croydon (group UID 3320")).to_be_checked()
    await picture(amina, f"sign-in-{look}-1-card")
    await press(amina, "Use this organisation")
    await shows(amina, "Message for the Support Team, to paste")
    await shows(amina, "UKPRN 10055126, group UID 3320")
    await top(amina)
    await picture(amina, f"sign-in-{look}-2-message")
    assert stage.outside.channel.faults == []


async def test_an_organisation_is_found_while_typing(stage: Stage) -> None:
    await taken_up(stage.outside.bot_url)
    amina = await stage.window("amina", "narrow")
    await post(amina, "The head of Redlands Primary School cannot sign in with DfE Sign-in")
    await shows(amina, "Redlands Primary School")
    field = card(amina).get_by_role("combobox", name="Not among these?")
    options = card(amina).locator(".offered").get_by_role("option")

    await field.press_sequentially("moorlands reading")
    await options.first.wait_for()
    await picture(amina, "sign-in-narrow-typing")
    await press(amina, "Change details")
    await card(amina).get_by_text("Choose an organisation from the list, or clear this field").wait_for()
    await field.press_sequentially(" primary")
    await options.filter(has_text="URN 109799").wait_for()
    await field.press("ArrowDown")
    await expect(options.first).to_have_attribute("aria-selected", "true")
    await field.press("Enter")
    await expect(field).to_have_value("Moorlands Primary School, Reading (URN 109799, UKPRN 10068970)")
    await expect(options).to_have_count(0)
    await press(amina, "Use this organisation")
    # Not used yet: it is shown first.
    await expect(card(amina).get_by_label("Moorlands Primary School, Reading")).to_be_checked()
    assert {"search"} <= {sent.kind for sent in stage.outside.teams.deliveries.log}
