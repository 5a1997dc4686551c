"""The unlink story as a business analyst and a developer live it, on a wide screen and on a phone."""

from __future__ import annotations

import asyncpg
import pytest
from playwright.async_api import expect

from practice.outside import DANA
from tests.browser.conftest import Stage, ask, card, pane, picture, post, press, shows

PACE = 90_000  # milliseconds; the bot sends so many answers no faster than Teams takes them


@pytest.mark.parametrize("size", ["wide", "narrow"])
async def test_asked_refused_approved_done(stage: Stage, size: str) -> None:
    amina = await stage.window("amina", size)
    email = stage.people["linked"]
    await ask(amina, email)
    await picture(amina, f"story-{size}-1-asked")
    await card(amina).get_by_label("They wrote from the account's own address").check()
    await press(amina, "Ask a developer")
    await shows(amina, "Waiting for a developer to approve")

    dana = await stage.window("dana", size)
    await shows(dana, "Waiting for a developer to approve")
    await press(dana, "Approve")
    await dana.locator(".line").get_by_text("You need production access to approve").wait_for()
    await picture(dana, f"story-{size}-2-refused")
    assert await amina.locator(".line").count() == 0

    await dana.get_by_role("switch", name="Production access of Dana Reid").click()
    await dana.locator("#access-dana[aria-checked=true]").wait_for()
    assert stage.outside.directory.is_active(DANA)
    await press(dana, "Approve")
    await shows(dana, "The account is no longer linked to a GOV.UK One Login.")
    await picture(dana, f"story-{size}-3-done")
    await shows(amina, "The account is no longer linked to a GOV.UK One Login.")
    await amina.locator(".words").get_by_text("is done. The card holds a reply to send.").wait_for()

    await pane(dana, "What happened")
    happened = dana.locator("#happened")
    await happened.locator("tr.changed", has_text="govuk_one_login_id").get_by_text("NULL").wait_for()
    await happened.get_by_text("Dana Reid pressed Approve → Approved, about to run").wait_for()
    assert await happened.locator("tr.changed").count() == 2  # the link and updated_at, nothing else
    await picture(dana, f"story-{size}-4-happened")
    assert await _linked(stage, email) is False
    assert stage.outside.channel.faults == []


async def _linked(stage: Stage, email: str) -> bool:
    connection = await asyncpg.connect(stage.tv_url)
    try:
        return bool(await connection.fetchval("SELECT govuk_one_login_id FROM jobseekers WHERE email = $1", email))
    finally:
        await connection.close()


@pytest.mark.long
async def test_examples_fill_the_box_and_each_gets_an_answer(stage: Stage) -> None:
    page = await stage.window("amina")
    titles = await page.locator(".example").count()
    for number in range(titles):
        await page.locator(".example").nth(number).click()
        assert await page.locator("#new-post").input_value()
        await page.locator("#new-post").press("Enter")
        await expect(page.locator(".posts > li")).to_have_count(number + 1)
    await expect(page.locator(".posts > li", has=page.locator(".by-bot"))).to_have_count(titles, timeout=PACE)
    await picture(page, "examples-all-answered")


async def test_what_people_write_is_never_markup(stage: Stage) -> None:
    page = await stage.window("amina")
    nasty = '<img src=x onerror="document.title=1"> <b>bold</b> [x](javascript:alert(1)) unlink ama@example.com'
    await post(page, nasty)
    await page.locator(".words").get_by_text(nasty).wait_for()
    await card(page).wait_for()
    assert await page.locator(".post img, .post b").count() == 0


async def test_without_the_mention_the_bot_hears_nothing(stage: Stage) -> None:
    page = await stage.window("amina")
    await page.locator("#new-post-place .mention-toggle").click()
    await post(page, f"unlink {stage.people['linked']}")
    await page.locator(".words").wait_for()
    await page.wait_for_timeout(400)
    assert await page.locator(".by-bot").count() == 0


async def test_an_outsider_gets_no_card(stage: Stage) -> None:
    for key in ("owen", "greta"):
        page = await stage.window(key)
        await post(page, f"unlink {stage.people['linked']}")
        await page.locator(".words").last.wait_for()
    await page.wait_for_timeout(400)
    assert await page.locator(".by-bot").count() == 0
