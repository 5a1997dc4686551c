"""The reading of one message: its kind, its subject, and whether going on without asking would be unsafe."""

from dataclasses import dataclass
from typing import Any

from handlers.reading.asked import Asked, ErrorPage
from handlers.reading.identifiers import Identifiers, identifiers
from handlers.reading.intent import Intent, intent
from handlers.reading.message import Message, Plain, plain_text
from handlers.reading.parts import split
from handlers.reading.subjects import Subjects, subjects

_ON_AN_ACCOUNT = (Asked.unlink_one_login, Asked.delete_jobseeker)


@dataclass(frozen=True)
class Reading:
    """What a message asks for; `reasons` are sentences for people and hold nothing from the message itself."""

    kind: Asked
    emails: tuple[str, ...] = ()
    organisation: str | None = None
    urn: str | None = None
    ukprn: str | None = None
    postcode: str | None = None
    uid: str | None = None
    ticket: str | None = None
    error_page: ErrorPage | None = None
    must_ask: bool = False
    reasons: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the outside contract's keys in its order."""
        return {
            "kind": self.kind.value,
            "emails": list(self.emails),
            "organisation": self.organisation,
            "urn": self.urn,
            "ukprn": self.ukprn,
            "postcode": self.postcode,
            "uid": self.uid,
            "ticket": self.ticket,
            "error_page": self.error_page.value if self.error_page else None,
            "must_ask": self.must_ask,
            "reasons": list(self.reasons),
        }


def understand(message: Message) -> Reading:
    """Read a message by rules alone: the same message always gives the same reading, and none raises."""
    return read(plain_text(message))


def read(plain: Plain) -> Reading:
    """The same for a message that is plain text already."""
    parts = split(plain.extra, plain.body)
    asked, meant = intent(parts), subjects(parts)
    named = identifiers(parts, of_hiring_staff=asked.kind is Asked.publisher_access)
    doubts = _doubts(asked, meant, named, plain)
    return Reading(
        kind=asked.kind,
        emails=meant.emails,
        organisation=named.organisation,
        urn=named.urn,
        ukprn=named.ukprn,
        postcode=named.postcode,
        uid=named.uid,
        ticket=named.ticket,
        error_page=asked.error_page,
        must_ask=bool(doubts),
        reasons=(*asked.reasons, *doubts),
    )


def _doubts(asked: Intent, meant: Subjects, named: Identifiers, plain: Plain) -> tuple[str, ...]:
    """Why to ask before going on; a message that asks for nothing gives no cause."""
    doubts = list(asked.doubts)
    if asked.kind in _ON_AN_ACCOUNT:
        if not meant.emails:
            doubts.append("It does not say whose account it is about.")
        if plain.reordered:
            doubts.append("It has hidden characters that change the order in which text shows.")
    if asked.kind in (*_ON_AN_ACCOUNT, Asked.ambiguous):
        doubts.extend(meant.doubts)
        if plain.cut_short:
            doubts.append("It is too long to read to its end.")
    if asked.kind is Asked.publisher_access:
        doubts.extend(named.doubts)
    return tuple(doubts)
