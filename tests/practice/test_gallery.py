"""The gallery shows every card that there is, and takes a picture of each that is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.words.requests import KINDS, STATES
from handlers.states import State
from practice.gallery import take_gallery
from practice.samples import cards
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


async def test_an_unknown_name_is_told() -> None:
    with pytest.raises(KeyError, match="no-such-card"):
        await take_gallery(Path("nowhere"), ["no-such-card"])
