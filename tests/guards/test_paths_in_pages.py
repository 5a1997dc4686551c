"""Every file that a page names is there; pages rot first where they point at code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.guards.repo import ROOT, files, named

PAGES = [path for path in files() if path.suffix == ".md"]
NAMED = re.compile(r"`((?:bot|adapters|handlers|practice|tests|manifest|deploy|docs|requirements)/[\w./-]*)`")


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_path_that_a_page_names_exists(page: Path) -> None:
    assert not [path for path in NAMED.findall(page.read_text()) if not (ROOT / path).exists()]
