"""Identifiers in what people write: bare, with a label before them, or amid the words of a name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_LABELS: Final[Mapping[str, tuple[str, ...]]] = {
    "urn": ("urn",),
    "ukprn": ("ukprn",),
    "laestab": ("laestab",),
    "dfe number": ("laestab",),
    "dfe": ("laestab",),
    "uid": ("uid",),
    "group uid": ("uid",),
    "group id": ("uid", "group_id"),
    "companies house number": ("company",),
    "companies house": ("company",),
    "company number": ("company",),
    "company": ("company",),
    "local authority code": ("la",),
    "la code": ("la",),
    "la": ("la",),
    "postcode": ("postcode",),
}
_LABEL: Final = "|".join(label.replace(" ", r"\s+") for label in sorted(_LABELS, key=len, reverse=True))
_LABELLED: Final = re.compile(
    rf"\b({_LABEL})(?:\s+(?:number|num|no|code|is|ref)\b)*\s*[.:#=-]?\s*"
    r"([A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}|[A-Z]{0,2}\d[\d/-]*)(?![A-Z\d])",
    re.IGNORECASE,
)
_LAESTAB: Final = re.compile(r"(?<![\d/-])\d{3}\s?[/-]\s?\d{4}(?![\d/-])")
_POSTCODE: Final = re.compile(r"(?<!\w)[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}(?!\w)", re.IGNORECASE)
# Amid words only what can hardly be part of a name: "Area 51" and "Route 39 Academy" are names.
_AMID: Final = re.compile(r"(?<![\w/-])(?:\d{6,8}|(?:TR|SP)\d{5}|(?:OC|SC|NI|RC|IP)\d{6})(?![\w/-])", re.IGNORECASE)
_BARE: Final = re.compile(r"(?:\d{3,8}|[A-Z]{2}\d{5,6})", re.IGNORECASE)
_DIGITS_ONLY: Final = re.compile(r"[\d\s/.#-]+")
_NOT_SHOWN: Final = re.compile(r"[^A-Z0-9]")


@dataclass(frozen=True, slots=True)
class Number:
    """An identifier as the register's file writes it, and the kinds it can be; none means any."""

    value: str
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """What a query says: its identifiers, its postcode, and the words that are left."""

    numbers: tuple[Number, ...]
    postcode: str
    words: str


def read(text: str) -> Read:
    """Take a query apart; a query of digits only has no words."""
    numbers: list[Number] = []

    def labelled(hit: re.Match[str]) -> str:
        label = " ".join(hit[1].lower().split())
        numbers.append(Number(_plain(hit[2]), _LABELS[label]))
        return " "

    rest = _LABELLED.sub(labelled, text)
    for form, kinds in ((_LAESTAB, ("laestab",)), (_AMID, ())):
        numbers += [Number(_plain(hit), kinds) for hit in form.findall(rest)]
        rest = form.sub(" ", rest)
    bare = "".join(rest.split())
    if _BARE.fullmatch(bare):
        return Read((*numbers, Number(_plain(bare))), "", "")
    if _DIGITS_ONLY.fullmatch(rest):
        return Read(tuple(numbers), "", "")
    postcodes = _POSTCODE.findall(rest)
    rest = _POSTCODE.sub(lambda hit: f" {_plain(hit[0])[:-3]} ", rest) if postcodes else rest
    if postcodes and not _POSTCODE.sub(" ", text).strip(" .,;:#"):
        return Read((*numbers, Number(_plain(postcodes[0]), ("postcode",))), "", "")
    return Read(tuple(numbers), _plain(postcodes[0]) if postcodes else "", rest)


def _plain(text: str) -> str:
    return _NOT_SHOWN.sub("", text.upper())
