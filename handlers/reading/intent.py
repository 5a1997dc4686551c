"""Which kind of request do the words make? The rules are data in actions.py, uses.py and topics.py; this applies them.

A wrong guess about a deletion is the worst outcome, so every rule errs towards asking.
"""

from dataclasses import dataclass, replace

from handlers.reading.asked import Asked, ErrorPage
from handlers.reading.hits import Hit, hits_in
from handlers.reading.parts import Parts
from handlers.reading.topics import (
    ABOUT_SOMEBODY,
    CLOSING,
    ERROR_PAGES,
    HAND_OVER,
    PAGE_SIGNS,
    SURE_OF_PAGE,
    TOPICS,
    WANTS_SOMETHING,
)
from handlers.reading.uses import Manner
from handlers.reading.words import sentences

__all__ = ["Asked", "ErrorPage", "Intent", "intent"]

UNLINK, DELETE = Asked.unlink_one_login, Asked.delete_jobseeker
_NAMES = {UNLINK: "unlink an account from GOV.UK One Login", DELETE: "delete a jobseeker's data"}


@dataclass(frozen=True)
class Intent:
    """The kind, why it was read so, and why to ask before going on (empty: no need)."""

    kind: Asked
    reasons: tuple[str, ...]
    doubts: tuple[str, ...] = ()
    error_page: ErrorPage | None = None
    acts: bool = False  # it holds a word for unlinking or deleting, however used


def intent(parts: Parts) -> Intent:
    """Read what the writer says; what they quote decides only when they hand it over or say nothing."""
    somebody = any("@" in text for text in (parts.fresh, parts.quoted, parts.signature))
    own = _read(f"{parts.fresh}\n\n{parts.signature}", somebody)
    if not parts.quoted:
        return own
    quoted = _read(parts.quoted, somebody)
    if own.kind in (Asked.none, Asked.ambiguous, Asked.developer_help) and not own.acts:
        return _handed_over(own, quoted, " ".join(sentences(parts.fresh)))
    doubts = own.doubts
    other_deletion = own.kind is DELETE and quoted.acts and quoted.kind is not DELETE
    if {own.kind, quoted.kind} == {UNLINK, DELETE} or other_deletion:
        doubts = (*doubts, "The quoted part asks for something else.")
    return replace(own, doubts=doubts, error_page=own.error_page or _page_for(own.kind, quoted))


def _handed_over(own: Intent, quoted: Intent, plain: str) -> Intent:
    closed = CLOSING.search(plain) and not HAND_OVER.search(plain)
    if closed or quoted.kind is Asked.none or (own.kind, quoted.kind) == (Asked.developer_help, Asked.ambiguous):
        return own
    if quoted.kind is DELETE:
        return replace(quoted, doubts=(*quoted.doubts, "Only the quoted part asks for the deletion."))
    return quoted


def _page_for(kind: Asked, quoted: Intent) -> ErrorPage | None:
    return quoted.error_page if kind is Asked.publisher_access else None


def _read(text: str, somebody: bool) -> Intent:
    said = sentences(text)
    plain = " ".join(said)
    hits = hits_in(said, somebody)
    kinds = {topic.asked: topic.reason for topic in TOPICS if topic.fits(plain)}
    page = _error_page(plain)
    if page:
        kinds[Asked.publisher_access] = "It has the words of a sign-in error page."
    return replace(_decide(hits, kinds, page, plain, somebody), acts=bool(hits))


def _error_page(plain: str) -> ErrorPage | None:
    pages = (page for page, words in ERROR_PAGES if words.search(plain))
    return next((page for page in pages if page in SURE_OF_PAGE or PAGE_SIGNS.search(plain)), None)


def _decide(hits: list[Hit], kinds: dict[Asked, str], page: ErrorPage | None, plain: str, somebody: bool) -> Intent:
    manners = {kind: {hit.manner for hit in hits if hit.asked is kind} for kind in (UNLINK, DELETE)}
    asked = [kind for kind, manner in manners.items() if Manner.ASKS in manner]
    unsure = [kind for kind, manner in manners.items() if Manner.UNSURE in manner]
    if any(hit.asked is Asked.developer_help for hit in hits):
        kinds.setdefault(Asked.developer_help, "It asks for a change that needs a developer.")
    if UNLINK in kinds and not manners[UNLINK] and DELETE not in asked:
        asked.append(UNLINK)  # the usual cause of an unlink, told without the word
    reasons = tuple(f"It asks to {_NAMES[kind]}." for kind in dict.fromkeys(asked))
    if unsure:
        return _ambiguous(*reasons, *(f"It may or may not ask to {_NAMES[kind]}." for kind in unsure))
    if len(asked) > 1 or (DELETE in asked and UNLINK in kinds):
        return _ambiguous("It has words for unlinking and for deleting.")
    if asked:
        return _one_action(asked[0], reasons, manners, kinds)
    if Asked.publisher_access in kinds:
        return Intent(Asked.publisher_access, (kinds[Asked.publisher_access],), error_page=page)
    forbidden = any(hit.manner is Manner.AGAINST for hit in hits)
    if Asked.developer_help in kinds and not forbidden:
        return Intent(Asked.developer_help, (kinds[Asked.developer_help],))
    wants = WANTS_SOMETHING.search(plain) and ABOUT_SOMEBODY.search(plain) and not CLOSING.search(plain)
    if wants and not forbidden and (somebody or not hits):
        return _ambiguous("It may ask for something, but the words do not say what.")
    if hits:
        denied = [kind for kind in _NAMES if manners[kind]]
        return Intent(Asked.none, tuple(f"It does not ask to {_NAMES[kind]}." for kind in denied))
    return Intent(Asked.none, ("It does not ask for anything that the bot knows.",))


def _one_action(
    kind: Asked, reasons: tuple[str, ...], manners: dict[Asked, set[Manner]], kinds: dict[Asked, str]
) -> Intent:
    other = DELETE if kind is UNLINK else UNLINK
    if Manner.AGAINST in manners[kind]:
        return _ambiguous(f"It asks to {_NAMES[kind]}, and also not to.")
    if Asked.publisher_access in kinds:
        return _ambiguous(*reasons, kinds[Asked.publisher_access])
    if kind is DELETE and manners[other]:
        return _ambiguous("It has words for unlinking and for deleting.")
    return Intent(kind, reasons)


def _ambiguous(*reasons: str) -> Intent:
    return Intent(Asked.ambiguous, reasons, ("It is not clear what the message asks for.",))
