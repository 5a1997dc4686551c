"""Which organisation and which ticket: URN, UKPRN, postcode, group UID, ticket reference, name."""

import re
from dataclasses import dataclass

from handlers.reading.names import KINDS_OF_ORGANISATION, names
from handlers.reading.parts import Parts

SEVERAL_ORGANISATIONS = "There is more than one organisation or number that the message could be about."

_OUR_OFFICE = re.compile(r"education\.gov\.uk|department for education|\bdfe\b(?! sign)", re.IGNORECASE)
_NAMED = r"\b{words}\b(?:\s+(?:number|no|code|is|of|ref)){{0,3}}[\s.:=#-]{{0,4}}({digits})(?![\w-]*\d)"
_URN = re.compile(_NAMED.format(words="urn", digits=r"\d{6}"), re.IGNORECASE)
_UKPRN = re.compile(_NAMED.format(words="ukprn", digits=r"1\d{7}"), re.IGNORECASE)
_UID = re.compile(_NAMED.format(words="(?:uid|group id)", digits=r"\d{4,5}"), re.IGNORECASE)
_BARE_UKPRN = re.compile(r"(?<![\w#/+-])10\d{6}(?![\w-])")
_BARE_URN = re.compile(r"(?<![\w#/+£-])1\d{5}(?![\w-])")
_TICKET_WORD = (
    r"(?:ticket|tkt|case|zendesk|zd|ref|reference|incident|servicedesk|service desk|enquiry|query|request)s?\b"
    r"(?:\s+(?:number|no|id|ref|reference|ticket|case|is)){0,3}"
)
# A telephone number goes on with more groups of digits, or begins with 0 or +.
_TICKET = re.compile(
    rf"\b{_TICKET_WORD}[\s.:=#/(-]{{0,4}}"
    rf"((?:[A-Z]{{2,6}}-?)?[1-9]\d{{2,9}}|[A-Z]{{2,6}}-?\d{{3,10}})(?!\d|[ -]?\d{{2,}})",
    re.IGNORECASE,
)
_HASH_TICKET = re.compile(r"(?<![\w#&/])#(\d{3,10})(?!\w|[ -]\d{2,})")
_POSTCODE = re.compile(r"(?<![\w@.-])([A-Za-z]{1,2}\d[A-Za-z\d]?)(\s?)(\d[ABD-HJLNP-UW-Zabd-hjlnp-uw-z]{2})(?![\w@-])")

# Numbers of other things: "vacancy 10045566", "tel 101234".
_OF_ANOTHER_THING = re.compile(
    r"\b(?:vacanc(?:y|ies)|jobs?|listings?|adverts?|postings?|tel|telephone|phone|mobile|ext|order|invoice|ids?|ref"
    r"|reference|tickets?|case"
    r"|application|trn|account)(?: (?:number|no|id|ref))?[\s.:=#-]{0,3}$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Identifiers:
    """What a message says about the organisation and the ticket; None where it says nothing or several things."""

    organisation: str | None
    urn: str | None
    ukprn: str | None
    postcode: str | None
    uid: str | None
    ticket: str | None
    doubts: tuple[str, ...]


def identifiers(parts: Parts, of_hiring_staff: bool) -> Identifiers:
    """Read the fresh words first, then the quoted ones, and for hiring staff what they sign with.

    Other signatures hold the office of whoever passed the message on.
    """
    texts = [parts.fresh, parts.quoted]
    ticket = _first([_tickets(text) for text in texts])
    if of_hiring_staff:
        texts += [text for text in (parts.quoted_signature, parts.signature) if not _OUR_OFFICE.search(text)]
    spare = ticket[:1]  # a ticket number is no URN
    found = {
        "urn": _first([_either(_URN, _BARE_URN, text, spare, KINDS_OF_ORGANISATION) for text in texts]),
        "ukprn": _first([_either(_UKPRN, _BARE_UKPRN, text, spare) for text in texts]),
        "uid": _first([_distinct(_UID.findall(text)) for text in texts]),
        "postcode": _first([_distinct(_postcodes(text)) for text in texts]),
        "organisation": _first([names(text) for text in texts]),
    }
    several = any(len(values) > 1 for values in found.values())
    return Identifiers(
        **{name: values[0] if len(values) == 1 else None for name, values in found.items()},
        ticket=next(iter(ticket), None),
        doubts=(SEVERAL_ORGANISATIONS,) if several else (),
    )


def _first(choices: list[list[str]]) -> list[str]:
    return next((choice for choice in choices if choice), [])


def _distinct(values: list[str]) -> list[str]:
    return list(dict.fromkeys(values))


def _either(
    named: re.Pattern[str], bare: re.Pattern[str], text: str, spare: list[str], beside: re.Pattern[str] | None = None
) -> list[str]:
    """Numbers that the words name; without any, bare ones of the right form, where the text holds words for those."""
    values = named.findall(text)
    if not values and (not beside or (bare.search(text) and beside.search(text))):
        values = _bare(bare, text)
    return [value for value in _distinct(values) if value not in spare]


def _bare(form: re.Pattern[str], text: str) -> list[str]:
    found = form.finditer(text)
    return [
        number[0] for number in found if not _OF_ANOTHER_THING.search(text, max(0, number.start() - 40), number.start())
    ]


def _tickets(text: str) -> list[str]:
    return [value.upper() for value in _distinct([*_TICKET.findall(text), *_HASH_TICKET.findall(text)])]


def _postcodes(text: str) -> list[str]:
    """Postcodes with their space; in small letters only when they were written with one, as "a1 2bc"."""
    return [
        f"{outward} {inward}".upper()
        for outward, space, inward in _POSTCODE.findall(text)
        if space or (outward + inward).isupper()
    ]
