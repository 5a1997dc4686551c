"""Files stay short, and none names a place on the machine of whoever wrote it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.guards.repo import files, modules, named

LONGEST = 300  # lines; STYLE: none over 300 without a reason said at its top
# In pieces, so that this file names none itself.
SOMEBODYS_FOLDER = re.compile("(?<![\\w.])/(?:" + "|".join(["root", "home", "work", "Users", "workspace"]) + ")/")


@pytest.mark.parametrize("path", modules(), ids=named)
def test_no_module_is_longer_than_three_hundred_lines(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LONGEST


def test_no_file_names_a_home_or_a_checkout() -> None:
    found = []
    for path in files():
        text = path.read_bytes().decode("utf-8", "replace")
        found += [f"{named(path)}: {text[hit.start() : hit.end() + 30]!r}" for hit in SOMEBODYS_FOLDER.finditer(text)]
    assert not found, "\n".join(found)


def test_the_guard_itself_sees_such_a_folder() -> None:
    for folder in ("root", "home", "work"):
        assert SOMEBODYS_FOLDER.search(f"see '/{folder}/somebody/x'")
    assert not SOMEBODYS_FOLDER.search("https://example.com/work/x")
