"""One spelling for names: "St. Mary's C of E (Aided) Prim. Sch." and what the register writes become the same words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

LONGEST: Final = 200  # characters of a name or query that are read
MOST_WORDS: Final = 16

_APOSTROPHES: Final = dict.fromkeys(map(ord, "'’‘`´ʼ′"), "")
# Letters that NFKD does not take apart.
_LETTERS: Final = {ord("ß"): "ss", ord("æ"): "ae", ord("œ"): "oe", ord("ø"): "o", ord("ł"): "l", ord("đ"): "d"}
_INITIAL: Final = re.compile(r"\b([a-z])\.(?=[a-z]\b)")  # "c.e." and "A.R.T.S." are words
_NO_WORD: Final = re.compile(r"[^a-z0-9]+")

# Several words that mean one; the longest first, because the first that fits is taken.
_PHRASES: Final[Mapping[str, str]] = {
    "church of england voluntary aided": "cofe va",
    "church of england voluntary controlled": "cofe vc",
    "church of england": "cofe",
    "church in wales": "ciw",
    "church of wales": "ciw",
    "roman catholic": "catholic",
    "voluntary aided": "va",
    "voluntary controlled": "vc",
    "multi academy trust": "mat",
    "multi academies trust": "mat",
    "multi academy company": "mat",
    "multi academy": "mat",
    "single academy trust": "sat",
    "junior mixed and infants": "jmi",
    "junior mixed and infant": "jmi",
    "junior mixed infants": "jmi",
    "junior mixed infant": "jmi",
    "local authority": "council",
    "ch of england": "cofe",
    "ch of eng": "cofe",
    "c of england": "cofe",
    "c of eng": "cofe",
    "church of eng": "cofe",
    "church england": "cofe",
    "c of e": "cofe",
    "c o e": "cofe",
    "c of s": "cofs",
    "c in w": "ciw",
    "c i w": "ciw",
    "c e": "cofe",
    "r c": "catholic",
    "r catholic": "catholic",
    "rom cath": "catholic",
    "v a": "va",
    "v c": "vc",
    "c p": "community primary",
    "j m i": "jmi",
    "j and i": "junior infant",
    "i and n": "infant nursery",
    "j i": "junior infant",
}
_PHRASE: Final = re.compile(r" (" + "|".join(sorted(_PHRASES, key=len, reverse=True)) + r")(?= )")

_WORDS: Final[Mapping[str, str]] = {
    # Saints, as one or several ("SS Peter and Paul").
    **dict.fromkeys(("saint", "saints", "ss", "sts"), "st"),
    # Churches.
    # A lone "England" is what is left of "Church of England".
    **dict.fromkeys(("ce", "coe", "cofe", "cofengland", "england", "anglican"), "cofe"),
    **dict.fromkeys(("rc", "cath", "catholics", "rcath"), "catholic"),
    **dict.fromkeys(("aided",), "va"),
    **dict.fromkeys(("controlled", "contr"), "vc"),
    **dict.fromkeys(("meth",), "methodist"),
    **dict.fromkeys(("chr",), "christian"),
    # Kinds of organisation.
    **dict.fromkeys(("sch", "schl", "scl", "schol", "skool"), "school"),
    **dict.fromkeys(("academies", "acad", "acdmy", "acdy", "ac", "aca"), "academy"),
    **dict.fromkeys(("prim", "pri", "prm", "pry", "prmy", "primry"), "primary"),
    **dict.fromkeys(("sec", "scndry", "secy"), "secondary"),
    **dict.fromkeys(("inf", "infs", "infts"), "infant"),
    **dict.fromkeys(("jun", "jnr", "jr", "juniors"), "junior"),
    **dict.fromkeys(("nur", "nurs", "nsy", "nurseries"), "nursery"),
    **dict.fromkeys(("comm", "com", "cmty", "commty", "communities"), "community"),
    **dict.fromkeys(("comp",), "comprehensive"),
    **dict.fromkeys(("coll", "col", "clg"), "college"),
    **dict.fromkeys(("gram", "gramm", "grmr"), "grammar"),
    **dict.fromkeys(("tech", "technical"), "technology"),
    **dict.fromkeys(("spec",), "special"),
    **dict.fromkeys(("prep",), "preparatory"),
    **dict.fromkeys(("hs",), "high school"),
    **dict.fromkeys(("ps",), "primary school"),
    **dict.fromkeys(("gs",), "grammar school"),
    **dict.fromkeys(("js",), "junior school"),
    **dict.fromkeys(("cp",), "community primary"),
    **dict.fromkeys(("cps",), "community primary school"),
    **dict.fromkeys(("jni",), "junior nursery infant"),
    **dict.fromkeys(("ji",), "junior infant"),
    **dict.fromkeys(("jmi",), "junior infant"),
    **dict.fromkeys(("sfc",), "sixth form college"),
    **dict.fromkeys(("pru",), "pupil referral unit"),
    **dict.fromkeys(("utc",), "university technology college"),
    **dict.fromkeys(("fed",), "federation"),
    **dict.fromkeys(("tr", "trst"), "trust"),
    **dict.fromkeys(("mats", "mac", "cmat", "cmac"), "mat"),
    **dict.fromkeys(("ed", "edu", "educ", "educational"), "education"),
    **dict.fromkeys(("dept",), "department"),
    **dict.fromkeys(("ctr", "cntr", "center"), "centre"),
    **dict.fromkeys(("assoc",), "association"),
    **dict.fromkeys(("ltd", "limited", "inc", "plc"), ""),
    # Places and people.
    **dict.fromkeys(("mt",), "mount"),
    **dict.fromkeys(("rd",), "road"),
    **dict.fromkeys(("ave", "av"), "avenue"),
    **dict.fromkeys(("ln",), "lane"),
    **dict.fromkeys(("pk",), "park"),
    **dict.fromkeys(("gdns", "gdn"), "garden"),
    **dict.fromkeys(("gt", "grt"), "great"),
    **dict.fromkeys(("lt",), "little"),
    **dict.fromkeys(("upr",), "upper"),
    **dict.fromkeys(("lwr",), "lower"),
    **dict.fromkeys(("nth",), "north"),
    **dict.fromkeys(("sth",), "south"),
    **dict.fromkeys(("wm",), "william"),
    **dict.fromkeys(("bros",), "brother"),
    # Numbers.
    "1st": "first",
    "2nd": "second",
    "3rd": "third",
    "4th": "fourth",
    "5th": "fifth",
    "6th": "sixth",
    # What people leave out or put in as they like.
    **dict.fromkeys(("voluntary", "vol"), ""),
    **dict.fromkeys(("the", "and", "of", "for", "in", "at", "with", "on", "a", "an", "s", "upon", "y"), ""),
}
_PLURAL_AT_LEAST: Final = 4  # "gas" is no plural, "boys" is


def fold(text: str) -> str:
    """Small letters without accents or apostrophes, everything else a space, with a space at either end."""
    text = text[:LONGEST].lower()
    if not text.isascii():
        taken_apart = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES).translate(_LETTERS))
        text = "".join(each for each in taken_apart if not unicodedata.combining(each)).translate(_APOSTROPHES)
    if "'" in text or "`" in text:
        text = text.translate(_APOSTROPHES)
    if "." in text:
        text = _INITIAL.sub(r"\1", text)
    return f" {_NO_WORD.sub(' ', text.replace('&', ' and ')).strip()} "


def words_of(text: str) -> list[str]:
    """The words by which a name is compared, in order: abbreviations written out, plurals and small words gone."""
    found: list[str] = []
    for word in _PHRASE.sub(lambda hit: " " + _PHRASES[hit[1]], fold(text)).split():
        written = _WORDS.get(word)
        if written is None:
            found.append(_singular(word))
        elif written:
            found.extend(written.split())
    return found[:MOST_WORDS]


def _singular(word: str) -> str:
    """Without the "s" of a plural or of "Mary's": what people write differs in little else."""
    if len(word) >= _PLURAL_AT_LEAST and word[-1] == "s" and word[-2] not in "su":
        return word[:-1]
    return word


# Said of a group of schools; a school itself may have some of these in its name (facts: columns.json, GroupType).
GROUP_WORD: Final = re.compile(
    r"\b(?:trusts?|mats?|sats?|c?macs?|cmats?|multi[- ]?academ(?:y|ies)|federations?|feds?|federated|sponsors?"
    r"|partnerships?|consortium|academies|alliance|schools group|(?:group|family) of schools|learning company)\b",
    re.IGNORECASE,
)
AUTHORITY_WORD: Final = re.compile(
    r"\b(?:councils?|local (?:education )?authorit(?:y|ies)|l\.?e?\.?a|boroughs?|city of|county of)\b", re.IGNORECASE
)
GROUP_WORDS: Final = frozenset({"trust", "mat", "sat", "federation", "federated", "sponsor", "academy"})
AUTHORITY_WORDS: Final = frozenset({"council", "authority", "borough", "county", "city", "la", "lea"})


def says_group(text: str) -> bool:
    """Whether the words ask for a trust, a federation or another group of schools."""
    return GROUP_WORD.search(text) is not None


def says_authority(text: str) -> bool:
    """Whether the words ask for a local authority."""
    return AUTHORITY_WORD.search(text) is not None
