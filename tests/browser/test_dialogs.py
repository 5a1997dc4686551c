"""Message actions and their dialogs, with a bot that answers them: the page shows what the manifest offers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from playwright.async_api import Page

from practice.browser import NoBrowser, chromium
from practice.outside import AMINA, Outside
from practice.page.breaking import Breaking
from practice.page.happened import Happened
from practice.page.site import Site
from tests.browser.conftest import picture

pytestmark = pytest.mark.long  # the README's tests end in five minutes; CI runs these after them

CREATE = {"id": "create", "title": "Create support request"}
FORM = {
    "type": "AdaptiveCard",
    "version": "1.5",
    "body": [{"type": "Input.Text", "id": "email", "label": "Email address", "value": "jo@example.com"}],
    "actions": [{"type": "Action.Submit", "title": "Create", "data": {"kind": "unlink"}}],
}
WRAPPED = {"contentType": "application/vnd.microsoft.card.adaptive", "content": FORM}


class Bot:
    """Answers each activity with the next answer, and keeps what it heard."""

    def __init__(self) -> None:
        self.answers: list[Any] = []
        self.heard: list[dict[str, Any]] = []

    async def handle(self, request: web.Request) -> web.Response:
        activity = await request.json()
        if activity["type"] != "invoke":
            return web.json_response({})
        self.heard.append(activity)
        answer = self.answers.pop(0)
        return web.Response(status=answer) if isinstance(answer, int) else web.json_response(answer)


@pytest.fixture
async def bot(databases: tuple[str, str]) -> AsyncIterator[tuple[Bot, Page]]:
    outside, bot = Outside(), Bot()
    site = Site(outside, Breaking(outside, None), Happened(*databases, {}))
    site.actions = [CREATE]
    outside.app.add_routes(site.routes())
    outside.app.router.add_post("/bot/api/messages", bot.handle)
    try:
        async with outside, chromium() as browser:
            outside.bot_url = f"{outside.url}/bot"
            await outside.teams.post(AMINA, "jo@example.com <b>lost</b> their One Login", mention_bot=False)
            page = await browser.new_page(viewport={"width": 900, "height": 700})
            page.set_default_timeout(8000)
            await page.goto(f"{outside.url}/?as=ben")
            yield bot, page
    except NoBrowser as missing:
        pytest.fail(str(missing))


async def test_a_message_action_opens_a_dialog_whose_submit_carries_the_inputs(bot: tuple[Bot, Page]) -> None:
    answering, page = bot
    form = {"task": {"type": "continue", "value": {"title": "New request", "card": WRAPPED}}}
    answering.answers = [form, {"task": {"type": "message", "value": "Request opened in the thread"}}]
    await page.get_by_role("button", name="Create support request").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("heading", name="New request").wait_for()
    await picture(page, "dialog")
    await dialog.get_by_label("Email address").fill("kim@example.com")
    await dialog.get_by_role("button", name="Create").click()
    await dialog.get_by_text("Request opened in the thread").wait_for()
    fetched, submitted = answering.heard
    assert fetched["name"] == "composeExtension/fetchTask"
    payload = fetched["value"]["messagePayload"]
    assert payload["body"]["contentType"] == "html"
    assert "&lt;b&gt;lost" in payload["body"]["content"]
    assert payload["from"]["user"]["id"] == AMINA.object_id
    assert submitted["name"] == "composeExtension/submitAction"
    assert submitted["value"]["data"] == {"kind": "unlink", "email": "kim@example.com"}
    await dialog.get_by_role("button", name="Close").click()
    assert await page.get_by_role("dialog").count() == 0


async def test_an_empty_answer_closes_the_dialog_and_a_failure_shows_the_banner(bot: tuple[Bot, Page]) -> None:
    answering, page = bot
    answering.answers = [{}, 501]
    await page.get_by_role("button", name="Create support request").click()
    await page.get_by_role("dialog").wait_for(state="detached")
    await page.get_by_role("button", name="Create support request").click()
    await page.get_by_role("dialog").get_by_text("Something went wrong").wait_for()
    await page.keyboard.press("Escape")
    await page.get_by_role("dialog").wait_for(state="detached")
