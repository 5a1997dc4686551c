"""Which kind of request do the words make? The rules are data in actions.py, uses.py and topics.py; this applies them.

A wrong guess about a deletion is the worst outcome, so every rule errs towards asking.
"""

import re
from dataclasses import dataclass, replace

from handlers.reading.actions import ACTION_STEMS
from handlers.reading.asked import Asked, ErrorPage
from handlers.reading.hiring import SIGNING_IN, TROUBLE
from handlers.reading.hits import Hit, hits_in
from handlers.reading.manners import Manner
from handlers.reading.pages import error_page
from handlers.reading.parts import Parts
from handlers.reading.talk import (
    ABOUT_SOMEBODY,
    ASIDES,
    ASKS_SOMEBODY,
    CLOSING,
    GO_AHEAD,
    HAND_OVER,
    INFORMS,
    KEEPS,
    NO_LONGER_KEPT,
    OPEN_QUESTION,
    OWN_QUESTION,
    SECOND_THOUGHTS,
    STANDS_DOWN,
    TAKES_BACK,
    WANTS_SOMETHING,
)
from handlers.reading.topics import (
    ABOUT_THE_BOT,
    ASKED_CHANGE,
    CHANGE_OF_THE_SITE,
    ORDERED_CHANGE,
    OTHER_WORK,
    OTHER_WORK_REASON,
    TOPICS,
)
from handlers.reading.words import sentences

__all__ = ["Asked", "ErrorPage", "Intent", "intent"]

UNLINK, DELETE = Asked.unlink_one_login, Asked.delete_jobseeker
ONLY_QUOTED = "Only the quoted part says what to delete."
_NOTE = 7  # words
_CLAUSES = re.compile(r",? (?:and|also|plus) |[;,] ")
_NAMES = {UNLINK: "unlink an account from GOV.UK One Login", DELETE: "delete a jobseeker's data"}


_DOUBTFUL = {Manner.UNSURE}
# "She tried to delete her account. Please delete it for her", "erasure request from Jo. Please action".
_PASSED_ON = {Manner.MEANT, Manner.POINTS, Manner.NAMED}
_HALF_ASKED = {Manner.POINTS, Manner.NAMED, Manner.TRIED, Manner.MEANT, Manner.VAGUE}  # no doubt on words that do ask


@dataclass(frozen=True)
class Intent:
    """The kind, why it was read so, and why to ask before going on (empty: no need)."""

    kind: Asked
    reasons: tuple[str, ...]
    doubts: tuple[str, ...] = ()
    error_page: ErrorPage | None = None
    points: Asked | None = None  # "please delete this one"
    acts: bool = False  # it holds a word for unlinking or deleting, however used


def intent(parts: Parts) -> Intent:
    """Read what the writer says; what they quote decides only when they hand it over or say nothing."""
    somebody = any("@" in text for text in (parts.fresh, parts.quoted, parts.signature, parts.quoted_signature))
    own = _read(f"{parts.fresh}\n\n{parts.signature}", somebody)
    if not parts.quoted:
        return own
    quoted = _read(f"{parts.quoted}\n\n{parts.quoted_signature}", somebody)
    if own.kind in (Asked.none, Asked.ambiguous, Asked.developer_help) and not own.acts:
        return _handed_over(own, quoted, " ".join(sentences(parts.fresh)))
    if own.points is quoted.kind:
        return replace(quoted, doubts=(*quoted.doubts, ONLY_QUOTED))
    doubts = own.doubts
    other_deletion = own.kind is DELETE and quoted.acts and quoted.kind is not DELETE
    if {own.kind, quoted.kind} == {UNLINK, DELETE} or other_deletion:
        doubts = (*doubts, "The quoted part asks for something else.")
    return replace(own, doubts=doubts, error_page=own.error_page or _page_for(own.kind, quoted))


def _handed_over(own: Intent, quoted: Intent, plain: str) -> Intent:
    if quoted.kind is Asked.publisher_access:
        plain = INFORMS.sub("", plain)  # a look changes nothing
    closed = CLOSING.search(plain) and not HAND_OVER.search(plain)
    if closed or quoted.kind is Asked.none or (own.kind, quoted.kind) == (Asked.developer_help, Asked.ambiguous):
        return own
    wonders = OWN_QUESTION.search(plain) and not HAND_OVER.search(plain)
    if quoted.kind in _NAMES and (wonders or STANDS_DOWN.search(plain)):
        return _ambiguous("The quoted part asks for something, and the words above it may take that back.")
    if quoted.kind is DELETE:
        return replace(quoted, doubts=(*quoted.doubts, ONLY_QUOTED))
    return quoted


def _page_for(kind: Asked, quoted: Intent) -> ErrorPage | None:
    return quoted.error_page if kind is Asked.publisher_access else None


def _read(text: str, somebody: bool) -> Intent:
    said = sentences(text)
    plain = " ".join(said)
    hits = hits_in(said, somebody)
    fitting = [topic for topic in TOPICS if topic.fits(plain)]
    kinds = {topic.asked: topic.reason for topic in reversed(fitting)}
    page = error_page(plain)
    if page:
        kinds[Asked.publisher_access] = "It has the words of a sign-in error page."
    if any(_asks_for_work(sentence) for sentence in said):
        kinds.setdefault(Asked.developer_help, OTHER_WORK_REASON)
    found = _decide(hits, kinds, page, plain, somebody)
    if found.kind in _NAMES:
        found = _with_second_thoughts(found, said, plain)
    if found.kind is Asked.publisher_access and any(ASKED_CHANGE.search(one) for one in said):
        found = _ambiguous(*found.reasons, OTHER_WORK_REASON)
    weak = [topic.doubt for topic in fitting if topic.asked is found.kind and topic.reason == kinds[found.kind]]
    if not any(hit.asked is found.kind for hit in hits):
        found = replace(found, doubts=(*found.doubts, *(doubt for doubt in weak if doubt)))
    return replace(found, acts=bool(hits))


def _asks_for_work(sentence: str) -> bool:
    wanted = ORDERED_CHANGE.search(sentence) or (WANTS_SOMETHING.search(sentence) and OTHER_WORK.search(sentence))
    return bool(wanted) and not ABOUT_THE_BOT.search(sentence)


def _with_second_thoughts(found: Intent, said: list[str], plain: str) -> Intent:
    """An action that another sentence takes back, or stands beside another request, is asked about."""
    said = [ASIDES.sub("", one) for one in said]
    plain, text = ASIDES.sub("", plain), "\n".join(said)
    first = ACTION_STEMS.search(text)
    taken_back = SECOND_THOUGHTS.search(plain) or (first and TAKES_BACK.search(text, first.end()))
    if taken_back or (found.kind is DELETE and KEEPS.search(plain)):
        return _ambiguous(*found.reasons, "Other words may take that back or put it off.")
    if found.kind is DELETE and any(OPEN_QUESTION.search(one) and not hits_in([one], True) for one in said):
        return _ambiguous(*found.reasons, "It also asks a question.")
    if found.kind is DELETE and any(TROUBLE.search(one) and SIGNING_IN.search(one) for one in said):
        return _ambiguous(*found.reasons, "It also says that somebody cannot sign in.")
    clauses = (clause for one in said for clause in _CLAUSES.split(one))
    changes = (one for one in clauses if CHANGE_OF_THE_SITE.search(one))
    others = (one for one in changes if ORDERED_CHANGE.search(one) or WANTS_SOMETHING.search(one))
    if any(not hits_in([other], somebody=True) for other in others):
        return _ambiguous(*found.reasons, OTHER_WORK_REASON)
    return found


def _decide(hits: list[Hit], kinds: dict[Asked, str], page: ErrorPage | None, plain: str, somebody: bool) -> Intent:
    manners = {kind: {hit.manner for hit in hits if hit.asked is kind} for kind in _NAMES}
    if Manner.MEANT in manners[DELETE] <= _PASSED_ON and (Manner.POINTS in manners[DELETE] or GO_AHEAD.search(plain)):
        manners[DELETE] = {Manner.ASKS}
    asked = [kind for kind, manner in manners.items() if Manner.ASKS in manner]
    unsure = [
        kind for kind, manner in manners.items() if manner & _DOUBTFUL or (kind not in asked and manner & _HALF_ASKED)
    ]
    if any(hit.asked is Asked.developer_help for hit in hits):
        kinds.setdefault(Asked.developer_help, OTHER_WORK_REASON)
    reasons = tuple(f"It asks to {_NAMES[kind]}." for kind in asked)
    if UNLINK in kinds and not manners[UNLINK] and DELETE not in asked:
        asked.append(UNLINK)  # the usual cause of an unlink, told without the word
        reasons = (*reasons, kinds[UNLINK])
    if unsure:
        points = DELETE if not asked and manners[DELETE] == {Manner.POINTS} and unsure == [DELETE] else None
        return replace(
            _ambiguous(*reasons, *(f"It may or may not ask to {_NAMES[kind]}." for kind in unsure)), points=points
        )
    if len(asked) > 1 or (DELETE in asked and UNLINK in kinds):
        return _ambiguous("It has words for unlinking and for deleting.")
    if asked:
        return _one_action(asked[0], reasons, manners, kinds)
    if Asked.publisher_access in kinds:
        return Intent(Asked.publisher_access, (kinds[Asked.publisher_access],), error_page=page)
    return _no_action(hits, manners, kinds, plain, somebody)


def _no_action(
    hits: list[Hit], manners: dict[Asked, set[Manner]], kinds: dict[Asked, str], plain: str, somebody: bool
) -> Intent:
    forbidden = any(hit.manner is Manner.AGAINST for hit in hits)
    if Asked.developer_help in kinds and not forbidden:
        return Intent(Asked.developer_help, (kinds[Asked.developer_help],))
    asking = ASKS_SOMEBODY if hits else WANTS_SOMETHING
    wants = asking.search(plain) and ABOUT_SOMEBODY.search(plain) and not CLOSING.search(plain)
    wants = wants or (somebody and not hits and (_is_note(plain) or bool(NO_LONGER_KEPT.search(plain))))
    if wants and not forbidden and (somebody or not hits):
        return _ambiguous("It may ask for something, but the words do not say what.")
    if hits:
        denied = [kind for kind in _NAMES if manners[kind]]
        return Intent(Asked.none, tuple(f"It does not ask to {_NAMES[kind]}." for kind in denied))
    return Intent(Asked.none, ("It does not ask for anything that the bot knows.",))


def _is_note(plain: str) -> bool:
    """Whether it holds no more than an address and One Login: "ADDRESS - one login"."""
    return "one login" in plain and len(plain.split()) <= _NOTE and not CLOSING.search(plain)


def _one_action(
    kind: Asked, reasons: tuple[str, ...], manners: dict[Asked, set[Manner]], kinds: dict[Asked, str]
) -> Intent:
    other = DELETE if kind is UNLINK else UNLINK
    if Manner.AGAINST in manners[kind]:
        return _ambiguous(f"It asks to {_NAMES[kind]}, and also not to.")
    if Asked.publisher_access in kinds:
        return _ambiguous(*reasons, kinds[Asked.publisher_access])
    if kind is DELETE and manners[other] - {Manner.AGAINST}:
        return _ambiguous("It has words for unlinking and for deleting.")
    return Intent(kind, reasons)


def _ambiguous(*reasons: str) -> Intent:
    return Intent(Asked.ambiguous, reasons, ("It is not clear what the message asks for.",))
