"""The pictures in docs show today's cards, each is shown somewhere, and a person can still load them all."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import pytest

from practice.doc_pictures import FOLDER, README, SOURCES, sources
from practice.gallery import WIDTHS
from practice.samples import cards
from tests.guards.repo import ROOT, files, named

PICTURES = ROOT / FOLDER
COMMAND = "make the pictures anew, look at them and commit them: .venv/bin/python -m practice pictures"
LARGEST, ALL_OF_THEM = 130 * 1024, 1024 * 1024  # bytes
README_IS = 780  # pixels


def written() -> dict[str, str]:
    return dict(line.split() for line in (PICTURES / SOURCES).read_text().splitlines())


@pytest.mark.parametrize("name", sources())
def test_a_picture_shows_the_card_as_it_is_today(name: str) -> None:
    assert written().get(name) == sources()[name], COMMAND


def test_there_is_a_file_for_each_and_no_other() -> None:
    assert {path.stem for path in PICTURES.glob("*.png")} == set(written()) == set(sources()), COMMAND


def test_each_is_shown_with_words_for_those_who_do_not_see_it() -> None:
    pages = "".join(path.read_text() for path in files() if path.suffix == ".md")
    shown = {path: words for words, path in re.findall(r"!\[([^\]]*)\]\((?:docs/)?pictures/([\w-]+)\.png\)", pages)}
    assert set(shown) == set(sources())
    assert all(len(words) > 20 for words in shown.values())


@pytest.mark.parametrize("path", sorted(PICTURES.glob("*.png")), ids=named)
def test_it_is_a_small_narrow_picture(path: Path) -> None:
    content = path.read_bytes()
    assert content.startswith(b"\x89PNG")
    [width] = struct.unpack(">I", content[16:20])
    assert width <= (README_IS if path.stem == README else WIDTHS["narrow"])
    assert len(content) < LARGEST


def test_all_of_them_together_are_small() -> None:
    assert sum(path.stat().st_size for path in PICTURES.glob("*.png")) < ALL_OF_THEM


def test_the_samples_are_the_same_each_time() -> None:
    """Or the comparison above would say nothing."""
    assert cards() == cards()
