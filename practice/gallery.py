"""Every card as Microsoft's renderer draws it, light and dark, wide and narrow, as PNG files to look at."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Browser, Page, Route

from practice.browser import chromium
from practice.page.site import LIBRARIES, STATIC
from practice.samples import cards

WIDTHS: Final = {"wide": 780, "narrow": 390}
THEMES: Final = ("light", "dark")
HERE: Final = "http://gallery.invalid"
"""No request leaves: every address under it is answered from files."""
PAGE: Final = """<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Card</title>
<link rel="stylesheet" href="/page/page.css">
<style>body { display: block; height: auto; overflow: visible; padding: 12px; } .card { max-width: none; }</style>
<script src="/page/lib/adaptivecards.js"></script><script src="/page/lib/markdown-it.js"></script></head>
<body><div class="card" id="place"></div><script type="module">
import { rendered } from "/page/card.js";
window.draw = (card) => { document.getElementById("place").replaceChildren(rendered(card, () => {})); };
document.documentElement.dataset.ready = "";
</script></body></html>"""

BEYOND_THE_EDGE: Final = """() => {
  const place = document.getElementById("place"), edge = place.getBoundingClientRect().right;
  const words = document.createTreeWalker(place, NodeFilter.SHOW_TEXT), range = document.createRange(), found = [];
  for (let node = words.nextNode(); node; node = words.nextNode()) {
    range.selectNodeContents(node);
    const seen = node.parentElement.checkVisibility() && !node.parentElement.closest("option");
    if (seen && range.getBoundingClientRect().right > edge + 1) found.push(node.textContent);
  }
  return found;
}"""


async def take_gallery(folder: Path, only: Collection[str] = (), themes: Collection[str] = THEMES) -> list[Path]:
    """Picture the cards of these names, or all; returns the files. Raises NoBrowser, KeyError."""
    all_cards = cards()
    chosen = {name: all_cards[name] for name in (only or all_cards)}
    taken: list[Path] = []
    async with chromium() as browser:
        for theme in themes:
            for size, width in WIDTHS.items():
                taken += await _round(browser, chosen, folder, theme=theme, size=size, width=width)
    return taken


async def card_pictures(browser: Browser, folder: Path, names: Collection[str]) -> list[Path]:
    """Picture these cards narrow and light, nothing around them. Raises KeyError."""
    all_cards = cards()
    page = await _page(browser, "light", WIDTHS["narrow"])
    taken = []
    for name in names:
        await _draw(page, all_cards[name])
        taken.append(folder / f"{name}.png")
        await page.locator("#place").screenshot(path=taken[-1], animations="disabled")
    await page.close()
    return taken


async def cut_off(browser: Browser, shown: Mapping[str, Mapping[str, Any]]) -> dict[str, list[str]]:
    """The words that a phone shows in part only, by the name of the card; no name for a card without any."""
    page = await _page(browser, "light", WIDTHS["narrow"])
    found = {}
    for name, card in shown.items():
        await _draw(page, card)
        if words := await page.evaluate(BEYOND_THE_EDGE):
            found[name] = words
    await page.close()
    return found


async def _page(browser: Browser, theme: str, width: int) -> Page:
    page = await browser.new_page(viewport={"width": width, "height": 600})
    await page.route("**/*", _from_files)
    await page.goto(f"{HERE}/?as=amina")
    await page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
    await page.locator("html[data-ready]").wait_for()
    return page


async def _draw(page: Page, card: Mapping[str, Any]) -> None:
    await page.evaluate("text => window.draw(JSON.parse(text))", json.dumps(card))


async def _round(
    browser: Browser, chosen: dict[str, Any], folder: Path, *, theme: str, size: str, width: int
) -> list[Path]:
    page = await _page(browser, theme, width)
    taken = []
    for name, card in chosen.items():
        await _draw(page, card)
        file = folder / f"{name}-{theme}-{size}.png"
        await page.screenshot(path=file, full_page=True, animations="disabled")
        taken.append(file)
    await page.close()
    return taken


async def _from_files(route: Route) -> None:
    path = route.request.url.removeprefix(HERE).partition("?")[0]
    if path == "/":
        await route.fulfill(body=PAGE, content_type="text/html")
    elif path.removeprefix("/page/lib/") in LIBRARIES:
        await route.fulfill(path=LIBRARIES[path.removeprefix("/page/lib/")])
    elif (file := STATIC / Path(path).name).is_file():
        await route.fulfill(path=file)
    else:
        await route.abort()
