"""Look an organisation up in one day's register: by any identifier, or by its name with the place as help."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from adapters.register.index import KINDS, Index
from adapters.register.names import GROUP_WORD, LONGEST, says_authority, says_group, words_of
from adapters.register.numbers import Read, read
from adapters.register.rank import Ranked, rank
from adapters.register.store import Stored
from adapters.register.words import Numbers
from handlers.organisations import Answer, Ask, Listed, Match, OrganisationKind

MOST: Final = 5
LEAST_FIT: Final = 0.45  # with less in common nothing is worth showing
POOR_FIT: Final = 0.85  # no school fits as well as this,
GOOD_FIT: Final = 0.75  # a group fits as well as that,
BETTER: Final = 0.1  # and so much better: then it is shown though no word says "trust"
INITIALS_FIT: Final = 0.95  # a group by its initials
EQUAL: Final = 0.005  # a difference in fit that means nothing
COMMON: Final = 40  # a word that so many names have tells hardly one from another
_INITIALS: Final = re.compile(rf"([A-Z]{{3,8}})(?i:\s+(?:{GROUP_WORD.pattern}))*")
MOST_PLACES: Final = 8
FORMER: Final = 0.001  # a successor stands right behind the closed one that the words name

_ESTABLISHMENT: Final = KINDS.index(OrganisationKind.ESTABLISHMENT)
_GROUP: Final = KINDS.index(OrganisationKind.GROUP)
_AUTHORITY: Final = KINDS.index(OrganisationKind.LOCAL_AUTHORITY)


class Register:
    """One day's register, ready to answer; takes about a second to make and belongs to one thread at a time."""

    def __init__(self, stored: Stored) -> None:
        self._stored = stored
        self.day = stored.day
        self._index = Index(stored.searchable(), stored.size)

    def close(self) -> None:
        """Let go of the file."""
        self._stored.close()

    def look_up(self, query: str, most: int = MOST) -> Answer:
        """Answer one query with at most `most` organisations, best first; any text has an answer."""
        asked = read(" ".join(query[: 2 * LONGEST].split()))
        exact = self._numbered(asked)
        words = words_of(asked.words)
        if not words:
            found = tuple(self._match(n, 1.0) for n in exact[:most])
            return Answer(query, self.day, found, None if asked.numbers else Ask.NAME, len(exact))
        named = self._named(query, asked, words, most)
        if not exact:
            return named
        known = {n: self._match(n, 1.0) for n in exact[:most]}
        ids = {match.organisation.id for match in known.values()}
        others = (match for match in named.matches if match.organisation.id not in ids)
        return Answer(query, self.day, (*known.values(), *others)[:most], None, len(exact))

    def find(self, organisation_id: str) -> Listed | None:
        """One organisation by its id (urn:…, uid:…, la:…), with what it is linked to."""
        found = self._stored.find(organisation_id)
        return self._stored.listed(found) if found else None

    def groups_named(self, name: str, most: int = MOST) -> tuple[Listed, ...]:
        """The trusts, sponsors and other groups with exactly the words of this name, open ones first."""
        words, index = words_of(name), self._index
        every = index.with_all(words).tolist() if words else []
        same = [at for at in every if index.kinds[at] == _GROUP and len(index.names.of(at)) == len(words)]
        same.sort(key=lambda at: -index.standings[at])
        return tuple(self._stored.listed(self._stored.organisation(at + 1)) for at in same[:most])

    def _numbered(self, asked: Read) -> list[int]:
        """Who has the identifiers of a query: open ones first, otherwise in the order of the register."""
        stored = self._stored
        found = dict.fromkeys(n for number in asked.numbers for n in stored.identified(number.value, number.kinds))
        return sorted(found, key=lambda n: -self._index.standings[n - 1])

    def _match(self, n: int, score: float) -> Match:
        return Match(self._stored.listed(self._stored.organisation(n)), score)

    def _named(self, query: str, asked: Read, words: Sequence[str], most: int) -> Answer:
        ranked = self._ranked(asked, words)
        matches = tuple(self._matches(ranked, most))
        alike = self._alike(ranked, words)
        answer = Answer(query, self.day, matches, alike=len(alike))
        if len(alike) > most and self._only_common(words):
            places = self._stored.towns([int(index) + 1 for index in alike])
            return replace(answer, ask=Ask.TOWN, places=tuple(places[:MOST_PLACES]))
        return answer

    def _ranked(self, asked: Read, words: Sequence[str]) -> Ranked:
        index = self._index
        group, authority = says_group(asked.words), says_authority(asked.words)
        allowed = index.kinds == _ESTABLISHMENT
        if group:
            allowed |= index.kinds == _GROUP
        if authority:
            allowed |= index.kinds == _AUTHORITY
        alike = [index.vocabulary.alike(word) for word in words]
        near = self._at(asked.postcode)
        fits = index.fits(words, alike)
        candidates = index.candidates(fits, allowed)
        if len(near):
            candidates = np.union1d(candidates, near)
        ranked = rank(index, words, alike, candidates, near)
        best = float(ranked.fit.max(initial=0))
        if not group and best < POOR_FIT:
            others = rank(index, words, alike, index.candidates(fits, index.kinds == _GROUP), near)
            ranked = ranked.joined(others.at_least(max(GOOD_FIT, best + BETTER)))
        return self._by_initials(asked.words).before(ranked.at_least(LEAST_FIT))

    def _by_initials(self, text: str) -> Ranked:
        """The groups meant by capitals like TKAT, on their own or before "trust": accepted ones first, then by size."""
        hit = _INITIALS.fullmatch(text.strip())
        found = self._index.called(hit[1].lower() if hit else "")
        members = np.array(self._stored.members([int(index) + 1 for index in found]), dtype=np.int32)
        order = np.lexsort((-members, -self._index.standings[found]))
        fit = np.full(len(found), INITIALS_FIT, dtype=np.float32)
        return Ranked(found[order], fit, fit)

    def _at(self, postcode: str) -> Numbers:
        numbers = self._stored.identified(postcode, ("postcode",)) if postcode else []
        return np.array([n - 1 for n in numbers], dtype=np.int32)

    def _matches(self, ranked: Ranked, most: int) -> Iterator[Match]:
        """The best, each closed one followed by what became of it."""
        shown: set[str] = set()
        for index, score in zip(ranked.indexes[: most * 2], ranked.scores, strict=False):
            match = self._match(int(index) + 1, min(float(score), 1.0))
            heirs = (Match(self._stored.listed(heir), match.score - FORMER) for heir in match.listed.successors)
            for each in (match, *heirs):
                if each.organisation.id not in shown:
                    if len(shown) == most:
                        return
                    shown.add(each.organisation.id)
                    yield each

    def _alike(self, ranked: Ranked, words: Sequence[str]) -> Numbers:
        """The open ones that the words fit no worse than the first shown."""
        standing = self._index.standings
        if not len(ranked.fit):
            return np.empty(0, dtype=np.int32)
        equal = ranked.indexes[ranked.fit >= ranked.fit[0] - EQUAL]
        if self._only_common(words):
            every = self._index.with_all(words)
            others = every[self._index.kinds[every] == _ESTABLISHMENT]
            equal = np.array(sorted({*equal.tolist(), *others.tolist()}), dtype=np.int32)
        open_ones: Numbers = equal[standing[equal] > 0]
        return open_ones

    def _only_common(self, words: Sequence[str]) -> bool:
        counts = self._index.counts
        known = (self._index.vocabulary.numbers.get(word) for word in words)
        return all(number is not None and counts[number] >= COMMON for number in known)
