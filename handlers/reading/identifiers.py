"""Which organisation and which ticket: URN, UKPRN, postcode, group UID, ticket reference, name."""

import re
from dataclasses import dataclass

from handlers.reading.parts import Parts

SEVERAL_ORGANISATIONS = "There is more than one organisation or number that the message could be about."

_NAMED = r"\b{words}\b(?:\s+(?:number|no|code|is|of|ref)){{0,3}}[\s.:=#-]{{0,4}}({digits})(?![\w-]*\d)"
_URN = re.compile(_NAMED.format(words="urn", digits=r"\d{6}"), re.IGNORECASE)
_UKPRN = re.compile(_NAMED.format(words="ukprn", digits=r"1\d{7}"), re.IGNORECASE)
_UID = re.compile(_NAMED.format(words="(?:uid|group id)", digits=r"\d{4,5}"), re.IGNORECASE)
_BARE_UKPRN = re.compile(r"(?<![\w#/+-])10\d{6}(?![\w-])")
_BARE_URN = re.compile(r"(?<![\w#/+£-])1\d{5}(?![\w-])")
_TICKET_WORD = (
    r"(?:ticket|case|zendesk|zd|ref|reference|incident|servicedesk|service desk|enquiry|query|request)s?\b"
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

_KINDS_OF_ORGANISATION = re.compile(
    r"\b(?:schools?|academy|academies|college|trust|primary|infants?|junior|nursery|federation|mat)\b", re.IGNORECASE
)
_JOINING = re.compile("of|the|and|&|for|in|at|c|e|ce|cofe|rc|st", re.IGNORECASE)
_LEADING = re.compile(
    "the|a|an|at|for|from|of|in|and|to|our|their|this|that|hi|hello|dear|please|staff|urn", re.IGNORECASE
)
_ROLE = re.compile(
    r"^(?:\w+ ){0,2}?(?:head|head ?teacher|principal|staff|bursar|publisher|manager) (?:of|at|from) ", re.IGNORECASE
)
_NUMBER_WORDS = frozenset({"URN", "UKPRN", "UID"})
_NAME_LABEL = re.compile(
    r"^\s*(?:school|organisation|academy|trust|college|establishment)(?: name)?\s*[:=]\s*(\S[^\n]{1,120})$",
    re.IGNORECASE | re.MULTILINE,
)
_LOWER_NAME = re.compile(
    r"\b(?:at|from|for)\s+((?:(?!the\b|a\b|an\b|our\b|their\b|this\b|that\b|please\b)[\w'’&.-]{2,30} ){1,5}"
    r"(?:school|academy|college|trust))\b",
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


def identifiers(parts: Parts) -> Identifiers:
    """Read the fresh words first, then the quoted ones; never a signature, which holds the writer's own office."""
    texts = (parts.fresh, parts.quoted)
    ticket = _first([_tickets(text) for text in texts])
    spare = ticket[:1]  # a ticket number is no URN
    found = {
        "urn": _first([_either(_URN, _BARE_URN, text, spare, _of_organisation(text)) for text in texts]),
        "ukprn": _first([_either(_UKPRN, _BARE_UKPRN, text, spare, True) for text in texts]),
        "uid": _first([_distinct(_UID.findall(text)) for text in texts]),
        "postcode": _first([_distinct(_postcodes(text)) for text in texts]),
        "organisation": _first([_distinct(_names(text)) for text in texts]),
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


def _either(named: re.Pattern[str], bare: re.Pattern[str], text: str, spare: list[str], wide: bool) -> list[str]:
    """Numbers that the words name; without any, bare ones of the right form where that is safe."""
    values = named.findall(text) or (bare.findall(text) if wide else [])
    return [value for value in _distinct(values) if value not in spare]


def _of_organisation(text: str) -> bool:
    return bool(_KINDS_OF_ORGANISATION.search(text))


def _tickets(text: str) -> list[str]:
    return [value.upper() for value in _distinct([*_TICKET.findall(text), *_HASH_TICKET.findall(text)])]


def _postcodes(text: str) -> list[str]:
    """Postcodes with their space; in small letters only when they were written with one, as "a1 2bc"."""
    return [
        f"{outward} {inward}".upper()
        for outward, space, inward in _POSTCODE.findall(text)
        if space or (outward + inward).isupper()
    ]


def _names(text: str) -> list[str]:
    """Names of organisations: after a label, else in capitals, else in small letters after "at" or "from"."""
    labelled = [name.strip(" .") for name in _NAME_LABEL.findall(text)]
    return labelled or _capitalised(text) or _LOWER_NAME.findall(text)


def _capitalised(text: str) -> list[str]:
    names: list[str] = []
    for clause in re.split(r"[\n,;:()\"“”?!]|\.\s", text):
        run: list[str] = []
        for word in [*clause.split(), ""]:
            bare = word.strip("'’.*_")
            bare = "" if bare in _NUMBER_WORDS else bare
            if bare[:1].isupper() or bare.isdigit() or (run and _JOINING.fullmatch(bare)):
                run.append(bare)
                continue
            names.extend(_name_in(run))
            run = []
    return names


def _name_in(run: list[str]) -> list[str]:
    """The name in a run of capitalised words: from its first telling word to the last word with a capital."""
    while run and _LEADING.fullmatch(run[0]):
        run = run[1:]
    while run and not run[-1][:1].isupper():
        run = run[:-1]
    name = _ROLE.sub("", " ".join(run))
    return [name] if " " in name and _KINDS_OF_ORGANISATION.search(name) else []
