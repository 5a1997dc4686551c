"""Which of some hundred candidates the words mean: every word compared with every word, then the names as wholes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz
from rapidfuzz.process import cpdist

from adapters.register.index import ASKED, GIVEN, KINDS, PLACE, STANDING, Alike, Index
from adapters.register.names import AUTHORITY_WORDS, GROUP_WORDS
from adapters.register.words import Numbers, Weights
from handlers.organisations import OrganisationKind

Table = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

WHOLE: Final = 1 - ASKED - GIVEN  # share of the fit: how alike the two are as wholes, without their spaces
SAYS_KIND: Final = 0.9  # "trust" said of a trust that has another such word in its name, or none
OPTIONAL: Final = 0.3  # what a name's word counts that is its place too, or only says what kind of group it is
NEAR: Final = 0.25  # what being at the very postcode is worth
SPELT: Final = 0.01  # of two that are the same but for their spaces, the one written so
NEARLY: Final = 0.85  # wholes so alike are the same name, however their words are cut

_GROUP: Final = KINDS.index(OrganisationKind.GROUP)
_AUTHORITY: Final = KINDS.index(OrganisationKind.LOCAL_AUTHORITY)
_KIND_WORDS: Final = {_GROUP: GROUP_WORDS, _AUTHORITY: AUTHORITY_WORDS}


@dataclass(frozen=True)
class Ranked:
    """Candidates best first: how well the words fit (0 to 1), and the score, in which their standing counts too."""

    indexes: Numbers
    fit: Weights
    scores: Weights

    def at_least(self, fit: float) -> Ranked:
        """Without those that fit worse."""
        keep = self.fit >= fit
        return Ranked(self.indexes[keep], self.fit[keep], self.scores[keep])

    def before(self, other: Ranked) -> Ranked:
        """All of these, then the rest of the other ones."""
        rest = ~np.isin(other.indexes, self.indexes)
        return Ranked(
            np.concatenate([self.indexes, other.indexes[rest]]),
            np.concatenate([self.fit, other.fit[rest]]),
            np.concatenate([self.scores, other.scores[rest]]),
        )

    def joined(self, other: Ranked) -> Ranked:
        """Both together, best first."""
        scores = np.concatenate([self.scores, other.scores])
        order = np.argsort(-scores, kind="stable")
        indexes, fit = np.concatenate([self.indexes, other.indexes]), np.concatenate([self.fit, other.fit])
        return Ranked(indexes[order], fit[order], scores[order])


def rank(index: Index, words: Sequence[str], alike: Alike, candidates: Numbers, near: Numbers) -> Ranked:
    """Compare the words with each candidate's name and place; `near` are those at the postcode that was given."""
    if not len(candidates):
        nothing = np.empty(0, dtype=np.float32)
        return Ranked(np.empty(0, dtype=np.int32), nothing, nothing)
    names, places = index.names.padded(candidates), index.places.padded(candidates)
    also_place = (names[:, :, None] == places[:, None, :]).any(axis=2)
    table = _table(alike, len(index.vocabulary.words))
    in_name, in_place = table[:, names], table[:, places]
    kinds = index.kinds[candidates]
    said = _said_kind(words, kinds)
    found = np.maximum(in_name.max(axis=2), PLACE * in_place.max(axis=2))
    found = np.maximum(found, SAYS_KIND * said)
    weights = index.weights_of(words)
    asked = weights @ found / weights.sum()
    given = _given(
        index, names, in_name.max(axis=0), also_place | _only_kind(index, names, kinds, said.max(axis=0) > 0)
    )
    whole, spelt = _whole(index, words, candidates, ""), _whole(index, words, candidates, " ")
    fit = ASKED * asked + GIVEN * given + WHOLE * whole
    fit = np.maximum(fit, np.where((whole > NEARLY) & (asked < whole), whole**2, 0))
    fit = np.minimum(fit + NEAR * np.isin(candidates, near), 1).astype(np.float32)
    scores = fit + STANDING * index.standings[candidates] + SPELT * spelt
    order = np.lexsort((candidates, -scores))
    return Ranked(candidates[order], fit[order], scores[order])


def _table(alike: Alike, size: int) -> Table:
    """How alike each query word (row) is to each word of the vocabulary; the last column is for "no word" (-1)."""
    table = np.zeros((len(alike), size + 1), dtype=np.float32)
    for row, others in enumerate(alike):
        for number, likeness in others:
            table[row, number] = likeness
    return table


def _said_kind(words: Sequence[str], kinds: npt.NDArray[np.int8]) -> Table:
    """Where a query word says what kind of organisation a candidate is."""
    said = np.zeros((len(words), len(kinds)), dtype=np.float32)
    for kind, telling in _KIND_WORDS.items():
        rows = [row for row, word in enumerate(words) if word in telling]
        said[rows, :] = kinds == kind
    return said


def _only_kind(index: Index, names: Numbers, kinds: npt.NDArray[np.int8], said: Mask) -> Mask:
    """The names' words that say what kind of organisation it is, where the query says so in some way too."""
    only = np.zeros(names.shape, dtype=bool)
    for kind, telling in _KIND_WORDS.items():
        numbers = [index.vocabulary.numbers[word] for word in telling if word in index.vocabulary.numbers]
        only |= np.isin(names, numbers) & ((kinds == kind) & said)[:, None]
    return only


def _given(index: Index, names: Numbers, best: Table, optional: Mask) -> Weights:
    """The share of each name's own words that the query says, by their weight; `best` is how well each is said."""
    weights = np.where(names >= 0, index.weights[np.maximum(names, 0)], 0).astype(np.float32)
    weights = np.where(optional & (best < 1), OPTIONAL * weights, weights)
    return np.asarray((weights * best).sum(axis=1) / np.maximum(weights.sum(axis=1), 1e-6), dtype=np.float32)


def _whole(index: Index, words: Sequence[str], candidates: Numbers, space: str) -> Weights:
    """How alike the names are as wholes; without spaces "High Field" and "Highfield" are the same."""
    vocabulary = index.vocabulary.words
    others = [space.join([vocabulary[number] for number in index.names.of(each)]) for each in candidates]
    alike = cpdist([space.join(words)] * len(others), others, scorer=fuzz.ratio, dtype=np.float32)
    return (alike / 100).astype(np.float32)
