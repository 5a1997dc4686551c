"""Every switch and fault of the panel that breaks things, and what a person then sees."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from practice.page.breaking import FAULTS, SERVICES
from tests.browser.conftest import Stage, ask, ask_developer, card, pane, picture, post, press, shows

pytestmark = pytest.mark.long  # the README's tests end in five minutes; CI runs these after them


async def switch(page: Page, title: str) -> None:
    await pane(page, "Break it")
    await page.get_by_role("switch", name=title).click()
    await expect(page.get_by_role("switch", name=title)).to_be_checked()


async def break_next(page: Page, service: str, fault: str, times: int) -> None:
    await pane(page, "Break it")
    await page.get_by_label("Who answers badly").select_option(service)
    await page.get_by_label("How", exact=True).select_option(fault)
    await page.get_by_label("For the next calls").fill(str(times))
    await page.locator(".break-form").get_by_role("button", name="Break it").click()


async def approve_active(stage: Stage, page: Page) -> None:
    await page.locator("#access-dana").click()
    await page.locator("#access-dana[aria-checked=true]").wait_for()
    await press(page, "Approve")


async def test_graph_down_refuses_the_approval_and_mending_lets_it_pass(stage: Stage) -> None:
    amina, dana = await stage.window("amina"), await stage.window("dana")
    await ask(amina, stage.people["linked"])
    await ask_developer(amina)
    await switch(dana, "Graph is down")
    await approve_active(stage, dana)
    await dana.get_by_text("could not check who you are").first.wait_for(timeout=10000)
    await picture(dana, "break-graph-down")
    await expect(amina.locator("#switch-graph")).to_have_attribute("aria-checked", "true")
    await dana.get_by_role("button", name="Mend everything").click()
    await press(dana, "Approve")
    await shows(dana, "no longer linked", timeout=10000)


async def test_service_database_down_for_real(stage: Stage) -> None:
    amina = await stage.window("amina")
    await switch(amina, "The service database is down")
    assert stage.door.shut
    await post(amina, f"unlink the One Login of {stage.people['linked']}")
    await shows(amina, "We could not look this account up", timeout=15000)
    await picture(amina, "break-database-down")
    await amina.get_by_role("switch", name="The service database is down").click()
    await press(amina, "Try again")
    await shows(amina, "This account can be unlinked.", timeout=10000)


async def test_the_bot_removed_from_the_team(stage: Stage) -> None:
    amina = await stage.window("amina")
    await switch(amina, "The bot was removed from the team")
    await post(amina, f"unlink the One Login of {stage.people['linked']}")
    await pane(amina, "What happened")
    await amina.locator(".calls .bad", has_text="403").first.wait_for()
    await picture(amina, "calls")
    assert await amina.locator(".by-bot").count() == 0


async def test_an_activity_that_comes_twice_is_one_request(stage: Stage) -> None:
    amina = await stage.window("amina")
    await pane(amina, "Break it")
    await amina.get_by_role("button", name="Deliver the next activity twice").click()
    await amina.get_by_text("1 activity to deliver twice").wait_for()
    await ask(amina, stage.people["linked"])
    await amina.wait_for_timeout(500)
    assert len(stage.outside.teams.deliveries.log) == 2
    assert await amina.locator(".card").count() == 1


@pytest.mark.long
async def test_an_activity_that_comes_late(stage: Stage) -> None:
    amina = await stage.window("amina")
    await pane(amina, "Break it")
    await amina.get_by_role("button", name="Deliver the next activity 5 seconds late").click()
    await amina.get_by_text("1 activity to deliver late").wait_for()
    await post(amina, f"unlink the One Login of {stage.people['linked']}")
    await amina.wait_for_timeout(1000)
    assert await amina.locator(".card").count() == 0
    await shows(amina, "This account can be unlinked.")


async def test_a_click_that_nobody_answers_shows_the_banner_and_then_works(stage: Stage) -> None:
    amina = await stage.window("amina")
    await ask(amina, stage.people["linked"])
    stage.outside.bot_url, bot = "http://127.0.0.1:1", stage.outside.bot_url
    await press(amina, "Resolved by BA")
    await card(amina).get_by_role("alert").get_by_text("Something went wrong. Please try again").wait_for()
    await picture(amina, "banner")
    stage.outside.bot_url = bot
    await press(amina, "Resolved by BA")
    await shows(amina, "Resolved by BA")
    await expect(card(amina).get_by_role("alert")).to_have_count(0)


async def test_the_button_says_that_it_is_working(stage: Stage) -> None:
    amina = await stage.window("amina")
    await ask(amina, stage.people["linked"])
    await break_next(amina, "graph", "delay", 1)
    await press(amina, "Resolved by BA")
    await expect(card(amina)).to_have_attribute("aria-busy", "true")
    await picture(amina, "working")
    await shows(amina, "Resolved by BA")


# After these Teams wants the call again, so the card comes; after those it is in doubt for half a minute.
AGAIN = ("429", "429-rubbish", "412", "502", "delay")
IN_DOUBT = ("empty", "html", "lost_reply", "drop")


@pytest.mark.long
async def test_faults_meet_the_next_call_and_pass(stage: Stage) -> None:
    amina = await stage.window("amina")
    for number, fault in enumerate((*AGAIN, *IN_DOUBT), start=1):
        await break_next(amina, "connector", fault, 1)
        await amina.locator(".waiting").get_by_text("1 call to break").wait_for()
        await post(amina, f"unlink the One Login of nobody{number}@example.com")  # what is open would be joined
        await stage.outside.faults.until(lambda now: now.waiting("connector") == 0)
        await expect(amina.locator(".posts > li")).to_have_count(number)
        await expect(amina.locator(".waiting p")).to_have_count(0)
        if fault in AGAIN:
            await amina.locator(".posts > li").last.locator(".card").wait_for(timeout=20000)


@pytest.mark.long
@pytest.mark.parametrize("fault", FAULTS)
async def test_each_fault_meets_the_next_call(stage: Stage, fault: str) -> None:
    amina = await stage.window("amina")
    await break_next(amina, "connector", fault, 1)
    await amina.locator(".waiting").get_by_text("1 call to break").wait_for()
    await post(amina, f"unlink the One Login of {stage.people['linked']}")
    await stage.outside.faults.until(lambda now: now.waiting("connector") == 0)
    await expect(amina.locator(".waiting p")).to_have_count(0)
    await amina.get_by_role("button", name="Mend everything").click()  # lets go of a call that is held


async def test_each_service_can_be_broken_and_mended(stage: Stage) -> None:
    amina = await stage.window("amina")
    for service in SERVICES:
        await break_next(amina, service, "500", 2)
    await expect(amina.locator(".waiting p")).to_have_count(len(SERVICES))
    await expect(amina.locator("#broken-count")).to_have_text(f"({len(SERVICES)})")
    await picture(amina, "break-panel")
    await amina.get_by_role("button", name="Mend everything").click()
    await expect(amina.locator(".waiting p")).to_have_count(0)
    assert not any(stage.outside.faults.waiting(service) for service in SERVICES)
