"""The pictures of docs: cards of the gallery, narrow and light, and what each shows, so that none grows old unseen."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Final

from practice.browser import chromium
from practice.gallery import card_pictures
from practice.picture import take_picture
from practice.samples import cards

FOLDER: Final = Path("docs/pictures")
SOURCES: Final = "sources.txt"
README: Final = "request-card"
"""Not a card alone but a thread, played in a world of its own; what may change in it is the card below."""
README_SHOWS: Final = "unlink-awaiting"
CARDS: Final = (
    "unlink-triage",
    "unlink-awaiting",
    "unlink-done",
    "unlink-too-old-to-tell",
    "delete-triage",
    "delete-confirm",
    "delete-has-applications",
    "access-same-name",
    "access-same-name-named",
    "help-triage",
    "help-with_developer",
)


async def take_doc_pictures(folder: Path = FOLDER) -> list[Path]:
    """Make all of them and `sources.txt` beside them. Raises NoBrowser and what practice.living raises."""
    readme = folder / f"{README}.png"
    await take_picture(readme)
    async with chromium() as browser:
        taken = await card_pictures(browser, folder, CARDS)
    (folder / SOURCES).write_text("".join(f"{name} {shown}\n" for name, shown in sources().items()))
    return [readme, *taken]


def sources() -> dict[str, str]:
    """Picture → SHA-256 of the card that it shows, as the bot would send it today."""
    all_cards = cards()
    shown = {README: README_SHOWS} | {name: name for name in CARDS}
    return {name: _hashed(all_cards[card]) for name, card in shown.items()}


def _hashed(card: object) -> str:
    return hashlib.sha256(json.dumps(card, sort_keys=True).encode()).hexdigest()
