"""The names of one register in memory: for some words, the few hundred organisations that have the most of them.

Why whole words and not runs of letters: docs/decisions/0010.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from adapters.register.words import Numbers, Texts, Vocabulary, Weights
from handlers.eligibility import REFUSED_TYPES
from handlers.organisations import GroupType, OrganisationKind, Status

Entry = tuple[str, str, str, str, str | None]
Alike = Sequence[list[tuple[int, float]]]

CANDIDATES: Final = 64
WORTH: Final = 0.5  # of the best candidate's fit: with less, whole words compared will not make it better
ASKED: Final = 0.62  # share of the fit: how much of the query is found
GIVEN: Final = 0.26  # how much of the name is said
PLACE: Final = 0.94  # a word found in the place rather than in the name
STANDING: Final = 0.03  # what an open organisation is ahead of a closed one that the words fit as well
UNKNOWN: Final = 0.8  # of the greatest weight: a word that no name has
SPLIT: Final = 0.97  # "High Field" for "Highfield"
_LEAST_PART: Final = 3  # letters of either part of such a word
_WHOLE: Final = 20  # a word that so many names have is written as it should be
_LEAST_INITIALS: Final = 3
_CHUNK: Final = 2_000  # organisations read at once; ten thousand left 7 MB behind

KINDS: Final = tuple(OrganisationKind)
_STANDINGS: Final = {Status.OPEN: 1.0, Status.PROPOSED_TO_CLOSE: 0.9, Status.PROPOSED_TO_OPEN: 0.8}
_REFUSED: Final = 0.35  # of an open one that Teaching Vacancies refuses: it is hardly ever meant
_GROUPS: Final = {GroupType.MULTI_ACADEMY_TRUST: 1.0, GroupType.SINGLE_ACADEMY_TRUST: 0.9}


class Index:
    """All names and places of one register; an organisation's index here is its number in the file, less one."""

    def __init__(self, entries: Iterable[Entry], size: int) -> None:
        self.size = size
        self.vocabulary = Vocabulary()
        self.names, self.places = Texts(self.vocabulary), Texts(self.vocabulary)
        self.kinds, self.standings = np.zeros(size, dtype=np.int8), np.zeros(size, dtype=np.float32)
        for start, chunk in _chunks(entries):
            kinds, names, places, types, statuses = zip(*chunk, strict=True)
            self.names.extend(names)
            self.places.extend(places)
            end = start + len(chunk)
            self.kinds[start:end] = [KINDS.index(kind) for kind in kinds]
            self.standings[start:end] = list(map(_standing, kinds, types, statuses))
        self.names.close()
        self.places.close()
        self._initials = self._initials_of_groups()
        self.counts = np.bincount(self.names.flat, minlength=len(self.vocabulary.numbers))
        self.vocabulary.close(self.counts)
        # How telling each word is: the logarithm of how few names have it.
        self.weights: Weights = np.log1p(size / (1 + self.counts)).astype(np.float32)
        self._unknown = UNKNOWN * float(self.weights.max(initial=1.0))
        self._sums = np.maximum(self.names.sums(self.weights), 1e-3)

    def weights_of(self, words: Sequence[str]) -> Weights:
        """How telling the words of a query are."""
        numbers = [self.vocabulary.numbers.get(word) for word in words]
        return np.array([self._unknown if n is None else self.weights[n] for n in numbers], dtype=np.float32)

    def fits(self, words: Sequence[str], alike: Alike) -> Weights:
        """How many of these words each organisation's name and place have, roughly and by weight."""
        weights = self.weights_of(words)
        split = self._split(words)
        asked, given = np.zeros(self.size, dtype=np.float32), np.zeros(self.size, dtype=np.float32)
        for position, (weight, others) in enumerate(zip(weights, alike, strict=True)):
            found, said = np.zeros(self.size, dtype=np.float32), np.zeros(self.size, dtype=np.float32)
            for number, likeness in others:
                found[self.places.having(number)] = PLACE * likeness
            for number, likeness in others:  # the most alike last, so that it stays
                having = self.names.having(number)
                found[having] = np.maximum(found[having], likeness)
                said[having] = likeness * self.weights[number]
            for positions, having in split:
                if position in positions:
                    found[having] = SPLIT
            asked += weight * found
            given += said
        said_share = np.minimum(given / self._sums, 1)
        fits: Weights = ASKED * asked / weights.sum() + GIVEN * said_share + STANDING * self.standings
        return fits

    def candidates(self, fits: Weights, allowed: npt.NDArray[np.bool_]) -> Numbers:
        """The organisations among the allowed that fit best, in no order."""
        fits = np.where(allowed, fits, 0)
        found = np.flatnonzero(fits > max(STANDING, WORTH * float(fits.max(initial=0))))
        if len(found) > CANDIDATES:
            found = found[np.argpartition(fits[found], len(found) - CANDIDATES)[len(found) - CANDIDATES :]]
        return found.astype(np.int32)

    def called(self, initials: str) -> Numbers:
        """The groups whose initials these are, with or without "the": TKAT is The Kemnal Academies Trust."""
        return np.array(self._initials.get(initials, []), dtype=np.int32)

    def _initials_of_groups(self) -> dict[str, list[int]]:
        words = list(self.vocabulary.numbers)
        found: dict[str, list[int]] = {}
        for index in np.flatnonzero(self.kinds == KINDS.index(OrganisationKind.GROUP)).tolist():
            initials = "".join([words[number][0] for number in self.names.of(index)])
            if len(initials) >= _LEAST_INITIALS:
                found.setdefault(initials, []).append(index)
            found.setdefault(f"t{initials}", []).append(index)
        return found

    def _split(self, words: Sequence[str]) -> list[tuple[tuple[int, ...], Numbers]]:
        """Who has words of the query written as one or apart, and which positions of the query those are."""
        numbers = self.vocabulary.numbers
        found: list[tuple[tuple[int, ...], Numbers]] = []
        for position, (first, second) in enumerate(pairwise(words)):
            joined = numbers.get(first + second)
            if joined is not None:
                found.append(((position, position + 1), self.names.having(joined)))
        for position, word in enumerate(words):
            if word in numbers and self.counts[numbers[word]] >= _WHOLE:
                continue
            for cut in range(_LEAST_PART, len(word) - _LEAST_PART + 1):
                if word[:cut] in numbers and word[cut:] in numbers:
                    found.append(((position,), self.with_all((word[:cut], word[cut:]))))
        return found

    def with_all(self, words: Sequence[str]) -> Numbers:
        """The organisations whose names have every one of these words exactly."""
        every = np.ones(self.size, dtype=bool)
        for word in words:
            number, having = self.vocabulary.numbers.get(word), np.zeros(self.size, dtype=bool)
            if number is not None:
                having[self.names.having(number)] = True
            every &= having
        return np.flatnonzero(every).astype(np.int32)


def _standing(kind: str, type_code: str, status: str | None) -> float:
    """How likely one of two organisations of the same name is meant: 0 (closed) to 1."""
    if kind == OrganisationKind.LOCAL_AUTHORITY:
        return 1.0
    standing = _STANDINGS.get(Status(status), 0.0) if status else 0.0
    if kind == OrganisationKind.GROUP:
        return standing * _GROUPS.get(GroupType(type_code), _REFUSED) if type_code in _KNOWN_GROUPS else 0.0
    return standing * _REFUSED if type_code in REFUSED_TYPES else standing


_KNOWN_GROUPS: Final = frozenset(GroupType)


def _chunks(entries: Iterable[Entry]) -> Iterator[tuple[int, list[Entry]]]:
    waiting, start = iter(entries), 0
    while chunk := list(islice(waiting, _CHUNK)):
        yield start, chunk
        start += len(chunk)
