"""The licences that a public service of the Crown under MIT may ship unchanged, and how packages write them."""

from __future__ import annotations

import re
from collections.abc import Iterable

# MPL-2.0 covers the files it is in, which we ship as they are (certifi).
ALLOWED = {
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "PSF-2.0",
    "Python-2.0",
    "Unlicense",
    "Zlib",
}
# Older packages name theirs by a heading only.
HEADINGS = {
    "Apache Software License",
    "BSD License",
    "ISC License (ISCL)",
    "MIT License",
    "Mozilla Public License 2.0 (MPL 2.0)",
    "Python Software Foundation License",
    "The Unlicense (Unlicense)",
}
HEADING = "License :: OSI Approved :: "


def not_allowed(told: Iterable[str]) -> set[str]:
    """Which of these expressions, ids and headings are not on the list; that there are none at all is one too."""
    terms = {term for each in told for term in _terms(each)}
    return terms - ALLOWED - HEADINGS if terms else {"no licence named"}


def _terms(told: str) -> set[str]:
    if told.startswith(HEADING):
        return {told.removeprefix(HEADING)}
    return {term for term in re.split(r"\s+(?:AND|OR|WITH)\s+|[()]", told) if term}
