"""How a message uses the words for unlinking and deleting: applies actions.py and uses.py to its sentences."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from handlers.reading.actions import ACTION_STEMS, ACTIONS, DELETION_TRAPS, Action
from handlers.reading.asked import Asked
from handlers.reading.uses import (
    CLAUSE_START,
    EMPTY_PHRASES,
    GENERAL_AFTER,
    GENERAL_BEFORE,
    NEGATIVE,
    NEGATIVE_AT_COMMA,
    NOUN_ASKED_AFTER,
    TAKEN_BACK_AFTER,
    USES,
    Manner,
)

MOST_HITS = 200  # a message with more action words than this is not read to its end, and asks
_WINDOW = 300  # characters before and after an action word that can change its meaning


@dataclass(frozen=True)
class Hit:
    """One action word: what it would ask for, and how the sentence uses it."""

    asked: Asked
    manner: Manner


def hits_in(said: list[str], somebody: bool) -> list[Hit]:
    """Find every use of an action word; `somebody`: the message holds an address, so that it can be about one."""
    hits: list[Hit] = []
    for sentence in said:
        hits.extend(islice(_hits(sentence, somebody), MOST_HITS - len(hits)))
    return hits if len(hits) < MOST_HITS else [*hits, Hit(Asked.delete_jobseeker, Manner.UNSURE)]


def _hits(sentence: str, somebody: bool) -> Iterator[Hit]:
    if not ACTION_STEMS.search(sentence):
        return
    for phrase in EMPTY_PHRASES:
        sentence = phrase.sub("", sentence)
    taken: set[int] = set()  # characters of words already read: "delete the link" is no deletion
    for action in ACTIONS:
        if action.strict and not action.about.search(sentence):
            continue
        for word in action.forms.finditer(sentence):
            if taken.isdisjoint(range(*word.span())):
                taken.update(range(*word.span()))
                yield from _hit(action, word, sentence, somebody)


def _hit(action: Action, word: re.Match[str], sentence: str, somebody: bool) -> Iterator[Hit]:
    before = sentence[max(0, word.start() - _WINDOW) : word.start()]
    after = sentence[word.end() : word.end() + _WINDOW]
    if action.nothing_after and action.nothing_after.match(after):
        return
    manner = _manner(action.form(word[0]), before, after, somebody)
    if action.not_after and action.not_after.match(after):
        if manner is Manner.ASKS:
            yield Hit(Asked.developer_help, manner)
        return
    if manner is Manner.ASKS and action.asked is Asked.delete_jobseeker:
        around = before + after
        named = somebody or action.about.search(around)
        if not named or NEGATIVE.search(before) or DELETION_TRAPS.search(around):
            manner = Manner.UNSURE
    yield Hit(action.asked, manner)


def _manner(form: str, before: str, after: str, somebody: bool) -> Manner:
    if TAKEN_BACK_AFTER.match(after):
        return Manner.AGAINST
    clause = f"{CLAUSE_START.split(before)[-1].strip()} ".lstrip()
    use = next(use for use in USES if form in use.forms and use.before.search(clause))
    manner = use.manner
    if form == "noun" and manner is Manner.UNSURE and NOUN_ASKED_AFTER.match(after):
        return Manner.ASKS
    if manner is Manner.ASKS and not somebody and GENERAL_BEFORE.search(clause) and GENERAL_AFTER.match(after):
        return Manner.TELLS
    if manner is Manner.ASKS and (NEGATIVE_AT_COMMA.search(before) or NEGATIVE.search(clause)):
        return Manner.UNSURE
    if manner is Manner.WONDERS:
        return Manner.UNSURE if somebody else Manner.TELLS
    return manner
