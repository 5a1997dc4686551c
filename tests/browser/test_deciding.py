"""Deciding together as each role lives it, on a wide screen and on a phone; every state of the card is pictured."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Stage, activate, ask, ask_developer, card, pane, picture, post, press, shows, top
from tests.browser.test_everyone import serious

pytestmark = pytest.mark.long  # the README's tests end in five minutes; CI runs these after them

BOTH_SIZES = pytest.mark.parametrize("size", ["wide", pytest.param("narrow", marks=pytest.mark.long)])


async def pictured(page: Page, name: str) -> None:
    await top(page)
    await picture(page, name)


async def waiting(stage: Stage, size: str) -> tuple[Page, Page]:
    """Amina's window and Dana's, with a request that waits for approval."""
    amina, dana = await stage.window("amina", size), await stage.window("dana", size)
    await ask(amina, stage.people["linked"])
    await ask_developer(amina)
    await shows(dana, "Waiting for a developer to approve")
    return amina, dana


@BOTH_SIZES
async def test_whoever_is_not_activated_reads_how_and_who_is_active_until_when(stage: Stage, size: str) -> None:
    _, dana = await waiting(stage, size)
    await activate(dana, "elif")
    await press(dana, "Approve")
    line = dana.locator(".line")
    await line.get_by_text("With production access now: Elif Kaya (until").wait_for()
    await line.scroll_into_view_if_needed()
    await picture(dana, f"deciding-{size}-not-activated")
    await activate(dana, "dana")
    if size == "wide":
        await expect(dana.locator("#access-dana .until")).to_contain_text("until")
        await picture(dana, "deciding-wide-access-on")
    await press(dana, "Approve")
    await shows(dana, "no longer linked")


@pytest.mark.long
@BOTH_SIZES
async def test_two_approve_and_both_windows_say_why(strict: Stage, size: str) -> None:
    amina, dana = await waiting(strict, size)
    await shows(amina, "so many requests of this kind were approved today")
    await pictured(amina, f"deciding-{size}-two-needed")
    await activate(dana, "dana")
    await press(dana, "Approve")
    await shows(dana, "Approved by")
    await shows(amina, "Approved by")
    await pictured(amina, f"deciding-{size}-one-of-two")
    elif_ = await strict.window("elif", size)
    await activate(elif_, "elif")
    await press(elif_, "Approve")
    await shows(elif_, "no longer linked")
    await shows(amina, "no longer linked")
    await pictured(amina, f"deciding-{size}-two-approved")


@pytest.mark.long
@BOTH_SIZES
async def test_looking_pausing_and_going_on(stage: Stage, size: str) -> None:
    amina, dana = await waiting(stage, size)
    await press(dana, "I'm looking")
    await shows(amina, "Looking at this")
    await expect(card(amina).get_by_role("button", name="I'm looking")).to_have_count(0)
    await pictured(amina, f"deciding-{size}-looking")
    await post(amina, "pause")
    await shows(amina, "All actions are paused")
    await pictured(amina, f"deciding-{size}-paused")
    await activate(dana, "dana")
    await press(dana, "Approve")
    await dana.locator(".line").get_by_text("All actions are paused").wait_for()
    await post(dana, "resume")
    await amina.locator(".words").get_by_text("actions go on. What was approved").wait_for()
    await expect(card(amina).get_by_text("All actions are paused")).to_have_count(0)


@pytest.mark.long
@BOTH_SIZES
async def test_rejected_and_asked_again_with_everything_filled_in(stage: Stage, size: str) -> None:
    amina, dana = await waiting(stage, size)
    await card(dana).get_by_label("Reason, if you reject").fill("Ring them first: the ticket is a week old.")
    await press(dana, "Reject")
    await shows(amina, "Ring them first")
    await pictured(amina, f"deciding-{size}-rejected")
    await press(amina, "Ask again")
    await expect(amina.locator(".card")).to_have_count(2)
    await shows(amina, "Check the details")
    await expect(card(amina).get_by_label("They wrote from the account's own address")).to_be_checked()
    await pictured(amina, f"deciding-{size}-asked-again")
    first = amina.locator(".card").first
    await first.get_by_text("Followed by request").wait_for()
    await expect(first.get_by_role("button", name="Ask again")).to_have_count(0)


@pytest.mark.long
@BOTH_SIZES
async def test_a_developer_finds_the_steps_and_says_what_was_done(stage: Stage, size: str) -> None:
    amina, dana = await stage.window("amina", size), await stage.window("dana", size)
    await post(amina, "Can a developer look at why the job alert emails went out twice today? Ticket 50977")
    await shows(amina, "What is a developer to do?")
    await pictured(amina, f"help-{size}-1-asked")
    box = card(amina).get_by_label("What is a developer to do?")
    await box.fill("Find out why job alert emails went out twice today.\n1. Look at the queue\n2. Tell me")
    await press(amina, "Ask a developer")
    await shows(dana, "make production railsc CONFIRM_PRODUCTION=YES")
    link = card(dana).get_by_role("link", name="the PIM page")
    assert "portal.azure.com" in str(await link.get_attribute("href"))
    await pictured(dana, f"help-{size}-2-with-developer")
    found = await serious(dana)
    await press(dana, "Mark done")  # without a word: the client says so itself
    await card(dana).get_by_text("Write what was done").wait_for()
    await card(dana).get_by_label("What was done or decided").fill("Restarted the queue")
    await press(dana, "Mark done")
    await shows(amina, "Restarted the queue")
    await pictured(amina, f"help-{size}-3-done")
    assert found == []


@BOTH_SIZES
async def test_the_figures_on_the_page_are_those_of_the_card(stage: Stage, size: str) -> None:
    amina, dana = await waiting(stage, size)
    await activate(dana, "dana")
    await press(dana, "Approve")
    await shows(amina, "no longer linked")
    await post(amina, f"unlink the One Login of {stage.people['closed']}")
    await shows(amina, "The account is closed")
    await post(amina, "Can a developer look at why the job alert emails went out twice today?")
    await shows(amina, "What is a developer to do?")
    await press(amina, "Ask a developer")
    await shows(amina, "With a developer")
    await post(amina, "stats")
    await shows(amina, "Support requests since")
    await pictured(amina, f"figures-{size}-card")
    on_card = (await card(amina).inner_text()).split("Counted")[0]
    await pane(amina, "Figures")
    panel = amina.locator("#figures-card")
    await panel.get_by_text("Waiting now: 2").wait_for()
    await picture(amina, f"figures-{size}-panel")
    assert (await panel.inner_text()).split("Counted")[0] == on_card
    assert await serious(amina) == []
    assert not await amina.evaluate("document.documentElement.scrollWidth > innerWidth")


@pytest.mark.long
async def test_the_panel_of_figures_follows_what_happens(stage: Stage) -> None:
    amina, ben = await stage.window("amina"), await stage.window("ben")
    await pane(ben, "Figures")
    await ben.locator("#figures-card").get_by_text("Nothing waits now.").wait_for()
    await ask(amina, stage.people["linked"])
    await ben.locator("#figures-card").get_by_text("Waiting now: 1").wait_for()


@pytest.mark.long
async def test_a_notice_to_developers_says_so(stage: Stage) -> None:
    amina, _ = await waiting(stage, "wide")
    await pane(amina, "What happened")
    await amina.locator(".notices").get_by_text("approval needed to developers: sent").wait_for()
