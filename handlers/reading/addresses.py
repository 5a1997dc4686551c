"""Every address in a text, with what is doubtful about its form and about the words beside it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum

from email_validator import EmailNotValidError, validate_email

MOST_ADDRESSES = 25  # nobody means more than this with one message; each costs a validation
MOST_SIGNS = 200  # "@" in one text; after that it is not read to its end, and asks

MISMATCH = "A mail link shows one address and leads to another."
LOOK_ALIKE = "An address has characters that are not plain English letters, so it may not be what it looks like."
MALFORMED = "Something looks like an email address but cannot be one."
UNSURE_EDGES = "It is not certain where an address begins or ends."
SEVERAL = "There is more than one address that the request could be about."


_OFFICE = re.compile(
    r"(?:(?:school|main)?[._-]?office|admin(?:istration|istrator)?|info|enquir(?:y|ies)|contact|reception|head"
    r"|headteacher|principal"
    r"|hr|recruitment|jobs|vacancies|careers|finance|bursar|sbm|mail|postbox|team|data[._-]?protection|dpo|gdpr"
    r"|privacy)(?=[._@-]|$)"
)
# Words right before an address that say: not this person.
_IN_PASSING = re.compile(
    r"\b(?:(?:cc|bcc|cc'd|cc'ed|copied in|copying in|(?:reported|raised|sent|forwarded|logged|chased|passed on) by"
    r"|(?:assignee|agent|assigned to|followers?|collaborators?|submitted by|created by|updated by|handled by"
    r"|line manager|referee"
    r"|helpdesk|any (?:questions|queries|problems?)|questions to|contact\b(?! (?:by|form|page|us)\b)|confirm to|ask\b"
    r"|speak to|thanks to"
    r"|from our side|(?:agreed|checked|discussed|cleared|confirmed) with|(?:approved|authori[sz]ed|signed off"
    r"|okayed) by"
    r"|(?:ignore|disregard)(?: (?:the|his|her|their|any|old|other|my))*)"
    r"|reply to|respond to|instead of|rather than|except)\W*(?:\w+\W+){0,2}"
    r"|not (?:for |to )?)$",
    re.IGNORECASE,
)
# The writer's own, unless they quote somebody: "My email is …".
_MINE = re.compile(r"\bmy (?:own )?(?:e-?mail|address) is\W*(?:\w+\W+){0,2}$", re.IGNORECASE)
_QUOTED_SO_FAR = re.compile(r"[\"“”]")
_FOR_INFORMATION = re.compile(
    r">?[\s,;:(–—-]{0,3}(?:just |only )?(?:for (?:info(?:rmation)?|reference)|fyi)\b(?! only\w)", re.IGNORECASE
)
_NEWER = re.compile(r"\b(?:new|newer|current|now|latest|changed (?:it )?to)\W+(?:[\w'-]+\W+){0,4}$", re.IGNORECASE)
_TOKEN = re.compile(r"[^\s<>()\[\],;:\\\"]+")
_AT = re.compile("[@\uff20\ufe6b]")
# A dash or a quotation mark ends a domain; any other character beyond ASCII stays, to be seen and asked about.
_DOMAIN = re.compile(r"(?:[a-z0-9.-]|[^\x00-\x7f“”„‘’«»‹›–—‐‑…•→])*", re.IGNORECASE)
_ODD_LOCAL = re.compile(r"[^\w.+'&\u0080-\U0010ffff-]")
_ODD_AFTER = re.compile(r"[_+=%$~^{–—‐‑]\w")
_GLUED_BEFORE = re.compile(r"\w[,;\\\"]$")
_NEXT_SENTENCE = re.compile(r"(?<=[a-z0-9])\.[A-Z][a-z]+$")  # "jo@example.com.Please"
_LINK_BETWEEN = re.compile(r"[^\w\n]{0,3}<mailto:")


class Standing(IntEnum):
    """How likely an address is the subject, best first."""

    PLAIN = 0
    OFFICE = 1  # of a school or a team, not of a person
    IN_PASSING = 2
    SIGNATURE = 3
    OURS = 4
    NOBODY = 5  # a recipient of a quoted mail, the helpdesk's signature


@dataclass(frozen=True)
class Candidate:
    """One address as found: where it stands in its part's text, and what is doubtful about it."""

    address: str  # lower-cased; empty when it cannot be an address
    start: int
    end: int
    doubts: tuple[str, ...] = ()
    standing: Standing = Standing.PLAIN
    newer: bool = False  # "their new address is …"
    mine: bool = False  # "my email is …", outside quotation marks


def candidates(text: str) -> Iterator[Candidate]:
    """Find every address in a text, with the doubts that its own form and its neighbours raise."""
    previous: Candidate | None = None
    known: dict[str, str] = {}
    for local_start, local, domain in _raw(text):
        end = local_start + len(local) + 1 + len(domain)
        if len(known) >= MOST_ADDRESSES:
            yield Candidate("", local_start, end, (SEVERAL,))
            return
        found = replace(_read(local, domain, known), start=local_start, end=end)
        found = _beside(found, text, previous)
        yield found
        previous = found


def _raw(text: str) -> Iterator[tuple[int, str, str]]:
    """Every "@" with what stands before and after it, trimmed of punctuation: start, local part, domain."""
    signs = 0
    for token in _TOKEN.finditer(text) if _AT.search(text) else ():
        begin = 0
        for at in _AT.finditer(token[0]):
            signs += 1
            if signs > MOST_SIGNS:
                yield token.start() + at.start(), "", ""
                return
            local = _trimmed(token[0][begin : at.start()])
            domain = _domain_at(token[0], at.end())
            begin = at.end() + len(domain)
            if local or "." in domain:
                yield token.start() + at.start() - len(local), local, domain


def _domain_at(token: str, start: int) -> str:
    found = _DOMAIN.match(token, start)
    return found[0].rstrip(".-") if found else ""


def _trimmed(local: str) -> str:
    """Without the brackets, quotation marks and bullets that people put before an address."""
    for at, character in enumerate(local):
        if character.isalnum() or character in "_+":
            return local[at:]
    return ""


def _read(local: str, domain: str, known: dict[str, str]) -> Candidate:
    doubts: list[str] = []
    shorter = _NEXT_SENTENCE.sub("", domain)
    if shorter != domain:
        doubts.append(UNSURE_EDGES)
        domain = shorter if "." in shorter else domain
    raw = f"{local}@{domain}".replace("’", "'").lower()  # phones write o’neil for o'neil
    if not raw.isascii():
        doubts.append(LOOK_ALIKE)
    if _ODD_LOCAL.search(local):
        doubts.append(UNSURE_EDGES)
    if raw not in known:
        known[raw] = _valid(raw)
    if not known[raw]:
        doubts.append(MALFORMED)
    return Candidate(known[raw], 0, 0, tuple(doubts))


def _valid(raw: str) -> str:
    try:
        return validate_email(raw, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        return ""


def _beside(found: Candidate, text: str, previous: Candidate | None) -> Candidate:
    """Add what the neighbouring characters and words say about an address."""
    doubts = list(found.doubts)
    since = previous.end if previous else 0
    before = text[max(since, found.start - 80) : found.start]
    if previous and _LINK_BETWEEN.fullmatch(before) and previous.address != found.address:
        doubts.append(MISMATCH)
    sign = _AT.search(text, found.start)
    if sign and sign[0] != "@":
        doubts.append(LOOK_ALIKE)
    if _GLUED_BEFORE.search(before) or _ODD_AFTER.match(text, found.end):
        doubts.append(UNSURE_EDGES)
    leading = before.rsplit("\n", 1)[-1]
    standing = Standing.OFFICE if _OFFICE.match(found.address) else Standing.PLAIN
    if _IN_PASSING.search(leading) or _FOR_INFORMATION.match(text, found.end):
        standing = Standing.IN_PASSING
    mine = bool(_MINE.search(leading)) and len(_QUOTED_SO_FAR.findall(text, 0, found.start)) % 2 == 0
    newer = bool(_NEWER.search(leading))
    return replace(found, doubts=tuple(doubts), standing=standing, newer=newer, mine=mine)
