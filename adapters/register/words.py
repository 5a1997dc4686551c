"""The words of many names as numbers: who has which, and which words are spelt like one that somebody wrote."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

Numbers = npt.NDArray[np.int32]
Weights = npt.NDArray[np.float32]

_EXACT_UP_TO: Final = 2  # letters; with one mistake so short a word is another word
_ONE_UP_TO: Final = 4
_PREFIX_LEAST: Final = 3  # letters of an abbreviation like "Compr"
_PREFIX_ALIKE: Final = 0.9
_COMMON: Final = 200  # names that must have a word before its beginning stands for it
_SHARPNESS: Final = 1.5  # how much more than in proportion a mistake counts


def mistakes(word: str) -> int:
    """How many letters of a word may be wrong, lost, added or swapped with the next."""
    return 0 if len(word) <= _EXACT_UP_TO else 1 if len(word) <= _ONE_UP_TO else 2


class Vocabulary:
    """Every different word of all names and places, numbered, with the letters that each has."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.words: list[str] = []
        self._letters = np.empty(0, dtype=np.uint64)
        self._lengths = np.empty(0, dtype=np.int16)
        self._counts = np.empty(0, dtype=np.int64)
        self._common: list[str] = []

    def number(self, words: Iterable[str]) -> list[int]:
        """The numbers of these words; new ones get new numbers."""
        numbers = self.numbers
        return [numbers.setdefault(word, len(numbers)) for word in words]

    def close(self, counts: npt.NDArray[np.int64]) -> None:
        """No more words come; `counts` says how many names have each."""
        self.words = list(self.numbers)
        self._letters = np.array([_letters(word) for word in self.words], dtype=np.uint64)
        self._lengths = np.array([len(word) for word in self.words], dtype=np.int16)
        self._counts = counts
        self._common = [word for word, count in zip(self.words, counts, strict=True) if count >= _COMMON]

    def alike(self, word: str) -> list[tuple[int, float]]:
        """The words spelt like this one with how alike they are (0 to 1), the least alike first.

        A common word is taken as it stands. Otherwise only words with nearly the same letters are compared: a letter
        lost or added changes the set of letters by one at most, any other mistake by two.
        """
        number = self.numbers.get(word)
        if number is not None and self._counts[number] >= _COMMON:
            return [(number, 1.0)]
        most = mistakes(word)
        longer = np.abs(self._lengths - len(word))
        other_letters = np.bitwise_count(self._letters ^ np.uint64(_letters(word)))
        numbers = np.flatnonzero((longer <= most) & (other_letters + longer <= 2 * most))
        others = [self.words[near] for near in numbers]
        far = cdist([word], others, scorer=OSA.distance, score_cutoff=most, dtype=np.int32)[0] if others else []
        found = {
            int(near): _likeness(word, other, int(distance))
            for near, other, distance in zip(numbers, others, far, strict=True)
            if distance <= most
        }
        if number is None and len(word) >= _PREFIX_LEAST:
            begun = [common for common in self._common if common.startswith(word)]
            found |= {self.numbers[common]: max(_PREFIX_ALIKE, found.get(self.numbers[common], 0)) for common in begun}
        return sorted(found.items(), key=lambda pair: pair[1])


def _likeness(word: str, other: str, distance: int) -> float:
    return float((1 - distance / max(len(word), len(other))) ** _SHARPNESS)


def _letters(word: str) -> int:
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 63)
    return bits


class Texts:
    """The words of many short texts in order, and for each word the texts that have it."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._numbers: list[Numbers] = []
        self._lengths: list[Numbers] = []
        self.flat: Numbers = np.empty(0, dtype=np.int32)
        self._starts: Numbers = np.empty(0, dtype=np.int32)
        self._owners: Numbers = np.empty(0, dtype=np.int32)
        self._firsts: Numbers = np.empty(0, dtype=np.int32)

    def extend(self, texts: Sequence[str]) -> None:
        """Add texts of words with single spaces between them."""
        split = [text.split() for text in texts]
        self._numbers.append(np.array(self._vocabulary.number(chain.from_iterable(split)), dtype=np.int32))
        self._lengths.append(np.array([len(words) for words in split], dtype=np.int32))

    def close(self) -> None:
        """No more texts come, here or in the vocabulary."""
        lengths = np.concatenate(self._lengths)
        self.flat = np.concatenate(self._numbers)
        self._starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
        owners = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
        order = np.argsort(self.flat, kind="stable")
        self._owners = owners[order]
        every = np.arange(len(self._vocabulary.numbers) + 1)
        self._firsts = np.searchsorted(self.flat[order], every).astype(np.int32)
        del self._numbers, self._lengths

    def having(self, number: int) -> Numbers:
        """The indexes of the texts that have the word of this number."""
        return self._owners[self._firsts[number] : self._firsts[number + 1]]

    def of(self, index: int) -> Numbers:
        """The words of one text."""
        return self.flat[self._starts[index] : self._starts[index + 1]]

    def padded(self, indexes: Numbers) -> Numbers:
        """The words of several texts as rows of one table, filled up with -1."""
        starts, lengths = self._starts[indexes], self._starts[indexes + 1] - self._starts[indexes]
        columns = np.arange(max(int(lengths.max(initial=0)), 1))
        places = np.minimum(starts[:, None] + columns, max(len(self.flat) - 1, 0))
        return np.where(columns < lengths[:, None], self.flat[places], -1).astype(np.int32)

    def sums(self, weights: Weights) -> Weights:
        """The sum of the words' weights for each text."""
        totals = np.concatenate([[0.0], np.cumsum(weights[self.flat], dtype=np.float64)])
        sums: Weights = (totals[self._starts[1:]] - totals[self._starts[:-1]]).astype(np.float32)
        return sums
