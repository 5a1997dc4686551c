"""Several windows at once: what everybody sees, what only the clicker sees, and what comes from the bot unasked."""

from __future__ import annotations

import json

import pytest
from playwright.async_api import expect

from practice.outside import AMINA, BOT_NAME, DANA, ELIF
from tests.browser.conftest import Stage, ask, ask_developer, card, picture, post, press, shows

pytestmark = pytest.mark.long  # the README's tests end in five minutes; CI runs these after them


async def test_two_windows_see_each_other(stage: Stage) -> None:
    amina, ben = await stage.window("amina"), await stage.window("ben")
    await ask(amina, stage.people["linked"])
    await shows(ben, stage.people["linked"])
    await ben.get_by_role("button", name="Reply").click()
    await ben.get_by_label("Reply", exact=True).fill("I rang them, it is really them.")
    await ben.get_by_role("button", name="Send reply").click()
    await amina.locator(".words").get_by_text("I rang them").wait_for()
    await ask_developer(amina)
    await shows(ben, "Waiting for a developer to approve")
    await expect(ben.locator("#news")).not_to_be_empty()


async def test_whoever_posts_sees_what_they_posted_wherever_they_were_reading(stage: Stage) -> None:
    amina = await stage.window("amina", "narrow")
    for number in range(1, 9):
        await post(amina, f"message {number}, which is long enough\nfor some\nlines")
        await amina.get_by_text(f"message {number},").wait_for()
    await amina.evaluate("document.getElementById('scroll').scrollTop = 0")
    await expect(amina.get_by_text("message 8,")).not_to_be_in_viewport()
    await post(amina, "and one more")
    await expect(amina.get_by_text("and one more")).to_be_in_viewport()


async def test_an_answered_card_is_the_clickers_own_until_the_next_edit(stage: Stage) -> None:
    amina, ben = await stage.window("amina"), await stage.window("ben")
    await ask(amina, stage.people["linked"])
    await shows(ben, "Check the details")
    await press(ben, "Ask a developer")  # says no word about who is asking
    await card(ben).get_by_text("Say how you checked who is asking").wait_for()
    await picture(ben, "only-the-clicker")
    assert await card(amina).get_by_text("Say how you checked who is asking").count() == 0
    await ask_developer(amina)
    await shows(ben, "Waiting for a developer to approve")
    await expect(card(ben).get_by_text("Only you see the card like this")).to_have_count(0)


async def test_one_window_becomes_somebody_else(stage: Stage) -> None:
    page = await stage.window("amina")
    await ask(page, stage.people["linked"])
    await page.get_by_role("button", name="Elif Kaya Developer").click()
    await expect(page).to_have_title("Elif Kaya · OPS TV Support")
    assert page.url.endswith("as=elif")
    await page.locator("#new-post").wait_for()
    await press(page, "Ask a developer")
    await page.locator(".line").wait_for()
    await page.get_by_role("button", name="Ben Hart Business analyst").click()
    await expect(page.locator(".line")).to_have_count(0)  # it was Elif's alone
    await page.get_by_role("button", name="Elif Kaya Developer").click()
    await ask_developer(page)
    assert "Elif Kaya" in str([entry.who for entry in stage.outside.teams.deliveries.log])


async def test_a_card_with_refresh_is_drawn_anew_for_those_it_names(stage: Stage) -> None:
    dana, elif_ = await stage.window("dana"), await stage.window("elif")
    await post(dana, "just talking")
    await dana.locator(".words").first.wait_for()
    root = stage.outside.channel.messages[0].root
    refresh = {"action": {"type": "Action.Execute", "verb": "look", "data": {}}, "userIds": [DANA.teams_id]}
    content = {
        "type": "AdaptiveCard",
        "version": "1.5",
        "refresh": refresh,
        "body": [{"type": "TextBlock", "text": "A"}],
    }
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": content}
    activity = {"type": "message", "attachments": [attachment]}
    message = stage.outside.channel.add(stage.outside.channel.bot_id, BOT_NAME, activity, root)
    await elif_.locator(".card").wait_for()

    def asked() -> list[str]:
        return [sent.who for sent in stage.outside.teams.deliveries.log if sent.kind == "invoke"]

    await stage.outside.channel.until(lambda _: asked())
    assert asked() == [DANA.name]
    changed = json.loads(json.dumps(activity).replace('"A"', '"B"'))
    stage.outside.channel.edit(message, changed)
    await stage.outside.faults.until(lambda _: len(asked()) == 2)
    assert asked() == [DANA.name] * 2
    assert ELIF.name not in asked()


async def test_own_messages_are_edited_and_deleted(stage: Stage) -> None:
    amina, ben = await stage.window("amina"), await stage.window("ben")
    await amina.locator("#new-post-place .mention-toggle").click()
    await post(amina, "hello eveybody")
    await amina.get_by_role("button", name="Edit", exact=True).click()
    await amina.get_by_label("Edit your message").fill("hello everybody")
    await amina.get_by_role("button", name="Save").click()
    await ben.locator(".words").get_by_text("hello everybody").wait_for()
    assert await ben.get_by_role("button", name="Edit", exact=True).count() == 0
    await amina.get_by_role("button", name="Delete", exact=True).click()
    await expect(ben.locator(".post")).to_have_count(0)
    assert stage.outside.channel.messages == []
    assert AMINA.name not in str(stage.outside.channel.faults)


async def test_the_page_says_when_the_world_has_stopped(stage: Stage) -> None:
    page = await stage.window("amina")
    await stage.outside.stop()
    await page.get_by_text("The practice world does not answer").wait_for()
    stage.noise.clear()  # the browser itself tells the console that nobody answers
