"""Queries as people write them, made from the register's own names: fourteen kinds, with what each should find."""

from __future__ import annotations

import random
import re
import string
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from adapters.register.names import GROUP_WORDS, words_of
from adapters.register.store import Stored
from handlers.eligibility import GROUP_CATEGORIES, REFUSED_TYPES
from handlers.organisations import Organisation, OrganisationKind, Status

SHORT_TRUST = "short trust name"
_ABBREVIATED = {
    "School": "Sch",
    "Primary": "Prim",
    "Academy": "Acad",
    "Junior": "Jnr",
    "Infant": "Inf",
    "Secondary": "Sec",
    "Community": "Comm",
    "College": "Coll",
    "Nursery": "Nurs",
    "Grammar": "Gram",
    "Voluntary Aided": "VA",
    "Voluntary Controlled": "VC",
    "Church of England": "CE",
    "Roman Catholic": "RC",
    "Preparatory": "Prep",
    "Centre": "Ctr",
    "Road": "Rd",
}
_CHURCHES = ("Church of England", "C of E", "CofE", "C.E.", "CE", "C.of.E.", "Church of England (Aided)", "C.E")
_CHURCH = re.compile(r"\b(?:church of england|c\.? ?of ?e\.?|cofe|c\.e\.|ce)(?!\w)\.?", re.IGNORECASE)
_CATHOLIC = re.compile(r"\b(?:roman catholic|r\.?c\.?|catholic)(?!\w)", re.IGNORECASE)
_LEAST_WORDS = 2


@dataclass(frozen=True)
class Query:
    """One query, and the ids of which one is what it means."""

    kind: str
    text: str
    means: frozenset[str]


class Names:
    """The names of a register's open organisations, and which are somebody's alone."""

    def __init__(self, stored: Stored) -> None:
        everyone = [stored.organisation(n) for n in range(1, stored.size + 1)]
        self.schools = [each for each in everyone if _is_meant(each)]
        self.trusts = [
            each
            for each in everyone
            if each.kind is OrganisationKind.GROUP and each.status is Status.OPEN and GROUP_CATEGORIES[each.type_code]
        ]
        self._ids: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self._placed: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self._having: dict[str, set[int]] = defaultdict(set)
        self._words = [frozenset(words_of(each.name)) for each in everyone]
        self._groups = [each.kind is OrganisationKind.GROUP for each in everyone]
        self._open = [not each.is_closed for each in everyone]
        self._everyone = everyone
        for index, each in enumerate(everyone):
            words = tuple(sorted(self._words[index]))
            self._ids[words].add(each.id)
            self._placed[(*words, "/", *words_of(each.town))].add(each.id)
            for word in words:
                self._having[word].add(index)

    def same(self, one: Organisation) -> frozenset[str]:
        """Everyone of the same name."""
        return frozenset(self._ids[tuple(sorted(set(words_of(one.name))))])

    def same_in_town(self, one: Organisation) -> frozenset[str]:
        """Everyone of the same name in the same town."""
        return frozenset(self._placed[(*sorted(set(words_of(one.name))), "/", *words_of(one.town))])

    def fitting(self, text: str, *, groups: bool) -> frozenset[str]:
        """The open ones, of schools or of groups, whose names have every word of a text: all of them could be meant."""
        words = set(words_of(text)) - (GROUP_WORDS if groups else set())
        having = [self._having[word] for word in words]
        found = set.intersection(*having) if having else set()
        return frozenset(
            self._everyone[index].id for index in found if self._open[index] and self._groups[index] == groups
        )


def _is_meant(one: Organisation) -> bool:
    return (
        one.kind is OrganisationKind.ESTABLISHMENT
        and not one.is_closed
        and one.type_code not in REFUSED_TYPES
        and len(words_of(one.name)) >= _LEAST_WORDS
    )


def make(stored: Stored, each: int, seed: int) -> Iterator[Query]:
    """Give `each` queries of every kind, the same ones for the same seed."""
    names, dice = Names(stored), random.Random(seed)
    for kind, change in KINDS.items():
        made = 0
        for _ in range(each * 400):
            if made == each:
                break
            query = _query(kind, change, names, dice)
            if query is not None:
                made += 1
                yield query


def _query(kind: str, change: Change, names: Names, dice: random.Random) -> Query | None:
    if kind == SHORT_TRUST:
        trust = dice.choice(names.trusts)
        short = _short_trust(trust.name, dice)
        means = names.fitting(short, groups=True) | {trust.id}
        return Query(kind, short, means) if len(means) <= 3 else None
    school = dice.choice(names.schools)
    text = change(school.name, dice)
    if text is None or not text.strip():
        return None
    if kind == "town appended":
        return Query(kind, f"{text} {school.town}", names.same_in_town(school)) if school.town else None
    if kind == "mixture" and school.town and dice.random() < 0.5:
        return Query(kind, f"{text}, {school.town}", names.same_in_town(school))
    means = names.same(school)
    if kind in ("missing words", "mixture"):
        # Fewer words can be somebody else's whole name.
        fitting = names.fitting(text, groups=False) if kind == "missing words" else means
        if len(fitting - means) > 0:
            return None
    return Query(kind, text, means) if len({*means}) <= 3 else None


Change = Callable[[str, random.Random], str | None]


def _exact(name: str, _: random.Random) -> str:
    return name


def _missing(name: str, dice: random.Random) -> str | None:
    words = name.split()
    if len(words) < 3:
        return None
    for _ in range(dice.choice((1, 1, 2)) if len(words) > 3 else 1):
        del words[dice.randrange(1, len(words))]
    return " ".join(words)


def _saint(name: str, dice: random.Random) -> str | None:
    if not re.search(r"\bSt\b", name):
        return None
    return re.sub(r"\bSt\b\.?", dice.choice(("Saint", "St.", "st", "SAINT")), name)


def _church(name: str, dice: random.Random) -> str | None:
    return _CHURCH.sub(dice.choice(_CHURCHES), name) if _CHURCH.search(name) else None


def _catholic(name: str, dice: random.Random) -> str | None:
    return (
        _CATHOLIC.sub(dice.choice(("RC", "Roman Catholic", "Catholic", "R.C.", "R C")), name)
        if _CATHOLIC.search(name)
        else None
    )


def _typo(text: str, dice: random.Random) -> str:
    """One mistake in one word of at least four letters: a letter lost, doubled, changed, or two swapped."""
    words = text.split(" ")
    long = [index for index, word in enumerate(words) if len(word) >= 4]
    if not long:
        return text
    index = dice.choice(long)
    word = words[index]
    at = dice.randrange(1, len(word))
    kind = dice.randrange(4)
    if kind == 0:
        word = word[:at] + word[at + 1 :]
    elif kind == 1:
        word = word[:at] + word[at - 1] + word[at:]
    elif kind == 2:
        word = word[:at] + dice.choice(string.ascii_lowercase) + word[at + 1 :]
    else:
        word = word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]
    words[index] = word
    return " ".join(words)


def _two_typos(name: str, dice: random.Random) -> str:
    return _typo(_typo(name, dice), dice)


def _order(name: str, dice: random.Random) -> str | None:
    words = name.split()
    if len(words) < 3:
        return None
    if dice.random() < 0.5:
        dice.shuffle(words)
    else:
        cut = dice.randrange(1, len(words))
        words = words[cut:] + words[:cut]
    return " ".join(words)


def _abbreviated(name: str, dice: random.Random) -> str | None:
    short = name
    for word, abbreviation in _ABBREVIATED.items():
        ending = dice.choice(("", "."))
        short = re.sub(rf"\b{word}\b", abbreviation + ending, short)
    return short if short != name else None


def _and(name: str, _: random.Random) -> str | None:
    if " and " in name:
        return name.replace(" and ", " & ")
    return name.replace(" & ", " and ") if " & " in name else None


def _apostrophe(name: str, dice: random.Random) -> str | None:
    if not re.search("['’]", name):
        return None
    return re.sub("['’]", dice.choice(("", "’", "`")), name) if dice.random() < 0.8 else re.sub("['’]s", "", name)


def _mixture(name: str, dice: random.Random) -> str:
    for change in dice.sample([_saint, _church, _catholic, _typo, _order, _abbreviated, _and, _apostrophe, _lower], 3):
        name = change(name, dice) or name
    return name


def _lower(name: str, _: random.Random) -> str:
    return name.lower()


_KIND = re.compile(
    r"\b(?:the|multi[- ]academy trust|academy trust|academies trust|academies|academy|trust|mat|limited|ltd"
    r"|education|educational|schools?|learning|partnership|federation|catholic|multi[- ]academy|company)\b",
    re.IGNORECASE,
)


def _short_trust(name: str, dice: random.Random) -> str:
    """Only what tells it from others, and the word that everybody says."""
    core = " ".join(_KIND.sub(" ", name).split()) or name
    word = dice.choice(("trust", "Trust", "MAT", "academy trust", "multi academy trust"))
    return f"{core.title()} {word}" if not core.endswith("rust") else core


KINDS: Mapping[str, Change] = {
    "exact": _exact,
    "missing words": _missing,
    "saint": _saint,
    "church of england": _church,
    "catholic": _catholic,
    "one typo": _typo,
    "two typos": _two_typos,
    "word order": _order,
    "abbreviations": _abbreviated,
    "town appended": _exact,
    "ampersand": _and,
    "apostrophe": _apostrophe,
    SHORT_TRUST: _exact,
    "mixture": _mixture,
}


@dataclass
class Recall:
    """How often the first one, and one of the first five, was meant, by kind of query."""

    asked: Counter[str]
    first: Counter[str]
    five: Counter[str]

    def share(self, found: Counter[str], kind: str | None = None) -> float:
        """Of one kind, or of all."""
        if kind is None:
            return sum(found.values()) / sum(self.asked.values())
        return found[kind] / self.asked[kind]


def measure(queries: list[Query], look_up: Callable[[str], list[str]], missed: list[Query] | None = None) -> Recall:
    """Ask all queries; `look_up` gives up to five ids, best first."""
    recall = Recall(Counter(), Counter(), Counter())
    for query in queries:
        found = look_up(query.text)
        recall.asked[query.kind] += 1
        recall.first[query.kind] += bool(found and found[0] in query.means)
        recall.five[query.kind] += any(each in query.means for each in found[:5])
        if missed is not None and not (found and found[0] in query.means):
            missed.append(query)
    return recall
