"""The gallery shows every card that there is, and takes a picture of each that is asked for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.words.requests import KINDS, STATES
from handlers.states import State
from practice.browser import chromium
from practice.gallery import cut_off, take_gallery
from practice.samples import EMAIL, cards
from tests.outside.drawn import read, size

LARGEST = 21 * 1024


def test_every_kind_and_every_state_is_among_the_samples() -> None:
    texts = [read(card) for card in cards().values()]
    for words in [*KINDS.values(), *(STATES[state] for state in State)]:
        assert any(words in text for text in texts), words


@pytest.mark.parametrize("name", cards())
def test_every_sample_is_small_enough(name: str) -> None:
    assert size(cards()[name]) < LARGEST


async def test_a_picture_is_taken_of_each_card_asked_for(tmp_path: Path) -> None:
    taken = await take_gallery(tmp_path, ["delete-confirm"], ["light"])
    assert [file.name for file in taken] == ["delete-confirm-light-wide.png", "delete-confirm-light-narrow.png"]
    assert all(file.stat().st_size > 5000 for file in taken)


@pytest.mark.long
async def test_a_phone_shows_every_word_of_every_card_however_long_the_addresses_are() -> None:
    long = f"maximiliana.featherstonehaugh-{'x' * 40}@a-very-long-name-of-a-trust.example.com"
    shown = {name: json.loads(json.dumps(card).replace(EMAIL, long)) for name, card in cards().items()}
    assert sum(long in str(card) for card in shown.values()) > 10
    async with chromium() as browser:
        assert await cut_off(browser, shown) == {}


async def test_an_unknown_name_is_told() -> None:
    with pytest.raises(KeyError, match="no-such-card"):
        await take_gallery(Path("nowhere"), ["no-such-card"])
