"""How a message uses the words for unlinking and deleting: applies actions.py and uses.py to its sentences."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from handlers.reading.actions import ACTION_STEMS, ACTIONS, Action
from handlers.reading.asked import Asked
from handlers.reading.deletions import is_about_them, is_clear, is_free
from handlers.reading.frames import frame
from handlers.reading.manners import Manner
from handlers.reading.phrases import (
    ACTIVE_AFTER,
    AS_IT_IS_AFTER,
    AS_IT_IS_BEFORE,
    CLAUSE_START,
    DONE_AFTER,
    FROM_ANOTHER_THING,
    GENERAL_AFTER,
    GENERAL_BEFORE,
    GENERAL_QUESTION,
    INFORMS_BEFORE,
    NAMED_AFTER,
    NAMED_ALONE,
    NAMED_PLAINLY,
    NAMED_REQUEST_WORDS,
    NEGATIVE,
    NEGATIVE_AT_COMMA,
    OF_A_REPLY,
    OF_OURS_AFTER,
    OF_SCHOOLS_BEFORE,
    ONE_LOGIN_AFTER,
    ONE_LOGIN_BEFORE,
    PLEASE_AFTER,
    REQUEST_OF_SOMEBODY,
    SAID_OF_IT,
    SMALL_PRINT,
    TAKEN_BACK_AFTER,
    TALK_ABOUT_IT,
    TOLD_AFTER,
)
from handlers.reading.rewording import reworded
from handlers.reading.targets import Target, introduces, target
from handlers.reading.uses import USES

_WORD = re.compile(r"[\w']+")
MOST_WORDS = 40  # a message with more action words than this is not read to its end, and asks
_BROUGHT_UP = "account. "
_WINDOW = 300  # characters before and after an action word that can change its meaning


@dataclass(frozen=True)
class Hit:
    """One action word: what it would ask for, and how the sentence uses it."""

    asked: Asked
    manner: Manner


def hits_in(said: list[str], somebody: bool) -> list[Hit]:
    """Find every use of an action word; `somebody`: the message holds an address, so that it can be about one."""
    pairs = zip(["", *said], said, strict=False)
    words = (word for last, sentence in pairs for word in _words(sentence, last, somebody))
    read = list(islice(words, MOST_WORDS))
    hits = [hit for word in read for hit in word]
    return hits if len(read) < MOST_WORDS else [*hits, Hit(Asked.delete_jobseeker, Manner.UNSURE)]


def _words(sentence: str, last: str, somebody: bool) -> Iterator[tuple[Hit, ...]]:
    """Read each action word of a sentence after the `last` one; some ask for nothing and give no hit."""
    if not ACTION_STEMS.search(sentence) or ("ADDRESS" not in sentence and SMALL_PRINT.search(sentence)):
        return
    sentence = reworded(sentence)
    taken: set[int] = set()  # characters of words already read: "delete the link" is no deletion
    for action in ACTIONS:
        if action.strict and not action.about.search(sentence):
            continue
        for word in action.forms.finditer(sentence):
            if taken.isdisjoint(range(*word.span())):
                taken.update(range(*word.span()))
                yield tuple(_hit(action, word, sentence, last, somebody))


def _hit(action: Action, word: re.Match[str], sentence: str, last: str, somebody: bool) -> Iterator[Hit]:
    before = sentence[max(0, word.start() - _WINDOW) : word.start()]
    after = sentence[word.end() : word.end() + _WINDOW]
    form = action.form(word[0])
    manner = _manner(form, before, after, somebody)
    if action.asked is Asked.delete_jobseeker:
        thing = target(form, f"{_BROUGHT_UP}{before}" if introduces(last) else before, after)
        yield from _deletion(action, manner, thing, (before, after), somebody)
    elif action.not_after and (action.not_after.match(after) or (form == "done" and OF_SCHOOLS_BEFORE.search(before))):
        if manner in (Manner.ASKS, Manner.LIKELY):
            yield Hit(Asked.developer_help, Manner.ASKS)
    elif manner in (Manner.ASKS, Manner.LIKELY):
        known = is_free(before, after) and not FROM_ANOTHER_THING.match(after)
        yield Hit(action.asked, Manner.ASKS if known else Manner.UNSURE)
    else:
        yield Hit(action.asked, manner)


def _deletion(action: Action, manner: Manner, thing: Target, around: tuple[str, str], somebody: bool) -> Iterator[Hit]:
    """A deletion is asked for only in a known form, of a person, under no condition; all else is unsure."""
    wanted = manner in (Manner.ASKS, Manner.LIKELY)
    if thing is Target.TALK or (not wanted and ONE_LOGIN_AFTER.match(around[1])):
        return
    if ONE_LOGIN_BEFORE.search(around[0]) and not OF_OURS_AFTER.match(around[1]):
        return
    if thing is Target.PART:
        if wanted:
            yield Hit(Asked.developer_help, Manner.ASKS)
        return
    named = somebody or action.about.search("".join(around))
    if manner is Manner.TRIED:
        manner = Manner.MEANT if thing is Target.PERSON and is_about_them(*around) else Manner.UNSURE
    elif wanted and (thing is Target.UNCLEAR or not is_clear(*around)):
        manner = Manner.UNSURE
    elif wanted and thing is Target.SHOWN:
        manner = Manner.POINTS
    elif manner is Manner.LIKELY or (wanted and not named):
        manner = Manner.VAGUE
    elif manner is Manner.MEANT and not (thing is Target.PERSON and is_clear(*around)):
        manner = Manner.NAMED
    yield Hit(action.asked, manner)


def _manner(form: str, before: str, after: str, somebody: bool) -> Manner:
    if TAKEN_BACK_AFTER.match(after):
        return Manner.AGAINST
    if OF_A_REPLY.search(before):
        return Manner.NAMED
    clause = f"{CLAUSE_START.split(before)[-1].strip()} ".lstrip()
    framed = frame(form, clause)
    said, wording = (form, clause) if framed is None else ("base", framed)
    manner = next(use.manner for use in USES if said in use.forms and use.before.search(wording))
    if framed is not None and manner is Manner.AGAINST:
        return Manner.UNSURE
    turned = {Manner.ASKS: ACTIVE_AFTER, Manner.TELLS: PLEASE_AFTER}.get(manner) if form == "done" else None
    if turned and turned.match(after):
        return Manner.UNSURE
    if form == "done" and AS_IT_IS_BEFORE.search(clause) and AS_IT_IS_AFTER.match(after):
        return Manner.TELLS
    if manner is Manner.WONDERS or (not somebody and _asks_in_general(form, before, after)):
        return Manner.UNSURE if somebody else Manner.TELLS
    manner = _as_named(manner, form, clause, before, after)
    if manner in (Manner.ASKS, Manner.LIKELY, Manner.NAMED, Manner.MEANT) or clause == "the ":
        if TOLD_AFTER.match(after):
            return Manner.TELLS
        if manner is Manner.NAMED and DONE_AFTER.match(after):
            return Manner.TELLS
        if not somebody and GENERAL_BEFORE.search(clause) and GENERAL_AFTER.match(after):
            return Manner.TELLS
        return _as_spoken_of(manner, clause, before)
    return manner


def _as_spoken_of(manner: Manner, clause: str, before: str) -> Manner:
    """What a request is when a clause denies it, talks about it, or lets somebody know of it."""
    told = INFORMS_BEFORE.sub("", clause)
    if NEGATIVE_AT_COMMA.search(before) or NEGATIVE.search(clause) or TALK_ABOUT_IT.search(told):
        return Manner.UNSURE
    return manner if told == clause else Manner.MEANT


def _as_named(manner: Manner, form: str, clause: str, before: str, after: str) -> Manner:
    """What it means to name a request and say nothing else; any other manner stays."""
    if _only_named(form, clause, before, after):
        if SAID_OF_IT.match(after):
            return Manner.UNSURE
        return Manner.MEANT if REQUEST_OF_SOMEBODY.match(after) else Manner.ASKS
    plainly = manner is Manner.NAMED and NAMED_PLAINLY.match(after) and _only_request_words(clause)
    return Manner.MEANT if plainly else manner


def _only_named(form: str, clause: str, before: str, after: str) -> bool:
    """Whether the request is named and nothing else is said: "deletion request for ADDRESS", "ADDRESS: deletion"."""
    if form in NAMED_AFTER and NAMED_AFTER[form].match(after):
        return _only_request_words(clause)
    return form == "noun" and "ADDRESS" in before and bool(NAMED_ALONE.match(after)) and _only_request_words(before)


def _only_request_words(words: str) -> bool:
    return NAMED_REQUEST_WORDS.issuperset(word for word in _WORD.findall(words) if not word.isdigit())


def _asks_in_general(form: str, before: str, after: str) -> bool:
    """Whether it is a question about how things go: "how long does a deletion take?"."""
    return form in ("noun", "base") and bool(GENERAL_QUESTION.match(before + after))
