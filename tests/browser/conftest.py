"""A stage for every test: databases, outside, page and bot on real ports, and windows of a real browser."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page

from practice.browser import NoBrowser, chromium
from practice.databases import as_role
from practice.door import Door, door_to
from practice.outside import Outside
from practice.page.breaking import Breaking
from practice.page.happened import Happened
from practice.page.site import Site
from tests.world import running_bot, settings_for

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "build" / "screenshots"
PATIENCE = 30_000.0  # milliseconds; only a machine that does much else needs more than one second
SIZES = {"wide": (1400, 900), "narrow": (390, 844)}


@dataclass
class Stage:
    """One test's world, and its windows; `noise` is what their consoles said."""

    outside: Outside
    door: Door
    people: Mapping[str, str]
    tv_url: str
    browser: Browser
    noise: list[str] = field(default_factory=list)

    async def window(self, key: str, size: str = "wide", *, dark: bool = False) -> Page:
        """A window of this person, usable."""
        width, height = SIZES[size]
        page = await self.browser.new_page(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light"
        )
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda message: self.noise.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.noise.append(str(error)))
        await page.goto(f"{self.outside.url}/?as={key}")
        await page.locator("html[data-ready]").wait_for()
        return page


async def picture(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=PICTURES / f"{name}.png", animations="disabled")


async def pane(page: Page, title: str) -> None:
    await page.locator(".panes").get_by_role("button", name=title).click()


async def post(page: Page, text: str) -> None:
    await page.locator("#new-post").fill(text)
    await page.locator("#new-post").press("Enter")


def card(page: Page) -> Locator:
    """The newest card."""
    return page.locator(".card").last


async def press(page: Page, title: str) -> None:
    await card(page).get_by_role("button", name=title, exact=True).click()


async def shows(page: Page, words: str, timeout: float = PATIENCE) -> None:
    await card(page).get_by_text(words).first.wait_for(timeout=timeout)


async def top(page: Page) -> None:
    """Scroll to where the newest card begins, for a picture of it."""
    await card(page).evaluate("card => card.scrollIntoView({ block: 'start' })")


async def activate(page: Page, key: str) -> None:
    """Switch on somebody's production access."""
    await page.evaluate("key => document.getElementById(`access-${key}`).click()", key)
    await page.locator(f"#access-{key}[aria-checked=true]").wait_for(state="attached")


async def ask(page: Page, email: str) -> None:
    """A message about this account, and the card that answers it."""
    await post(page, f"Can you unlink the One Login of {email}?")
    await shows(page, email)


async def ask_developer(page: Page) -> None:
    await card(page).get_by_label("They wrote from the account's own address").check()
    await press(page, "Ask a developer")
    await shows(page, "Waiting for a developer to approve")


@pytest.fixture
async def stage(databases: tuple[str, str], people: dict[str, str]) -> AsyncIterator[Stage]:
    """Everything running; at the end no console may have said anything."""
    async with _stage(*databases, people) as stage:
        yield stage
        assert stage.noise == []


@pytest.fixture
async def strict(databases: tuple[str, str], people: dict[str, str]) -> AsyncIterator[Stage]:
    """A stage on which the day's limit is reached, so that two have to approve."""
    async with _stage(*databases, people, UNLINKS_PER_DAY="0") as stage:
        yield stage
        assert stage.noise == []


@asynccontextmanager
async def _stage(bot_url: str, tv_url: str, people: dict[str, str], **more: str) -> AsyncIterator[Stage]:
    try:
        async with chromium() as browser, door_to(as_role(tv_url)) as (door, through):
            outside = Outside()
            site = Site(outside, Breaking(outside, door), Happened(bot_url, tv_url, {}))
            outside.app.add_routes(site.routes())
            async with outside:
                settings = {**settings_for(outside, bot_url, tv_url), "TV_DATABASE_URL": through, **more}
                following = asyncio.create_task(site.follow())
                async with running_bot(settings) as url:
                    outside.bot_url = url
                    yield Stage(outside, door, people, tv_url, browser)
                following.cancel()
                with suppress(asyncio.CancelledError):
                    await following
    except NoBrowser as missing:
        pytest.fail(str(missing))
