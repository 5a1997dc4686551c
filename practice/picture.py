"""README's picture: a request card that waits for a developer, and a line that only she sees."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Final

from playwright.async_api import Page

from practice.browser import NoBrowser, chromium
from practice.living import Living, living
from practice.outside import AMINA
from practice.postgres_home import scratch
from practice.service_database.people import EMAILS, Situation

__all__ = ["NoBrowser", "take_picture"]

SIZE: Final = (780, 1000)
WORDS: Final = f"{EMAILS[Situation.LINKED]} reset their GOV.UK One Login and needs unlinking. Ticket 48213."


async def take_picture(file: Path) -> None:
    """Play the story's beginning in a fresh world and picture the thread. Raises NoBrowser and what living raises."""
    file.parent.mkdir(parents=True, exist_ok=True)
    nowhere = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}
    folder = scratch()
    try:
        async with chromium() as browser, living(folder, nowhere, fresh=True, port=0) as world:
            page = await browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]}, bypass_csp=True)
            await _play(world, page)
            await page.locator(".post").first.screenshot(path=file, animations="disabled")
    finally:
        shutil.rmtree(folder)


async def _play(world: Living, page: Page) -> None:
    channel, teams = world.outside.channel, world.outside.teams
    await teams.post(AMINA, WORDS)
    [card] = await channel.until(lambda now: now.cards, 10)
    await teams.click(AMINA, card, "Ask a developer", {"identity_check": "own_address"})
    await page.goto(f"{world.page_url}?as=dana")
    approve = page.locator(".card").get_by_role("button", name="Approve", exact=True)
    await approve.wait_for()
    await channel.until(lambda now: [each for each in now.from_bot if "waits for" in each.text], 10)
    # The whole post in one picture: the boxes around it step aside.
    await page.add_style_tag(content=BARE)
    await page.locator(".words").get_by_text("waits for a developer").wait_for()


BARE: Final = """
body { display: block; height: auto; overflow: visible; background: #fff; }
.top, .people, .panes, .side, .new-post, .post-buttons { display: none !important; }
.channel, .scroll { display: block; overflow: visible; }
.post { margin: 0; padding-bottom: 10px; box-shadow: none; }
"""
