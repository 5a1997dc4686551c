"""Whose account is meant: which of a message's addresses can be the subject, and what makes that doubtful."""

import re
from dataclasses import dataclass

from handlers.reading.addresses import SEVERAL, Candidate, Standing, candidates
from handlers.reading.parts import Parts

PASSED_OVER = "The only address belongs to somebody who is mentioned in passing."
OFFICE_ONLY = "The only address looks like one that several people share."
SIGNATURE_ONLY = "The only address is in a signature."
OURS_ONLY = "The only address is one of the department or a helpdesk."
MOST_SENDERS = 10  # in a chain of mails; with more it is not told who passed it on, and asks
OUR_DOMAINS = ("education.gov.uk", "digital.education.gov.uk", "notifications.service.gov.uk", "zendesk.com")
_HELPDESK = re.compile(
    r"(?:help-?desk|service-?desk|support|no-?reply|do-?not-?reply|teaching[.-]?vacancies|mailer-daemon|postmaster)\b"
)


@dataclass(frozen=True)
class Subjects:
    """The addresses that the request can be about, likeliest first, and why to ask before using them."""

    emails: tuple[str, ...]
    doubts: tuple[str, ...]


def subjects(parts: Parts) -> Subjects:
    """Choose among all addresses of a message; what the writer says goes before what they quote."""
    doubts: dict[str, None] = {}
    best: dict[str, Standing] = {}
    newer: set[str] = set()
    for name in ("fresh", "quoted", "signature", "quoted_signature"):
        text: str = getattr(parts, name)
        for found in candidates(text):
            doubts.update(dict.fromkeys(found.doubts))
            standing = _standing(found, name, text)
            if found.address:
                best[found.address] = min(standing, best.get(found.address, standing))
                newer.update([found.address] if found.newer else [])
    _pass_on(best, parts)
    for standing, doubt in _FALLBACKS:
        emails = tuple(sorted((address for address, own in best.items() if own is standing), key=newer.__contains__))
        if emails:
            doubts.update(dict.fromkeys(doubt))
            if len(emails) > 1:
                doubts[SEVERAL] = None
            return Subjects(emails, tuple(doubts))
    return Subjects((), tuple(doubts))


def _pass_on(best: dict[str, Standing], parts: Parts) -> None:
    """Who only passed a mail on is not meant, when the writer names one sender of the chain and nobody else."""
    senders = [found.group("address").lower() for found in _SENDER.finditer(parts.quoted)]
    if not senders or len(set(senders)) > MOST_SENDERS:
        return
    named = {found.address for found in candidates(parts.fresh) if best.get(found.address) is Standing.PLAIN}
    if len(named) != 1 or not named & set(senders):
        return
    quoted = parts.quoted.lower()
    for sender in best.keys() & set(senders) - named:
        if quoted.count(sender) == senders.count(sender):  # it stands nowhere but in its own headers
            best[sender] = max(best[sender], Standing.IN_PASSING)


_SENDER = re.compile(
    r"^[*_]{0,2}From\b[*_]{0,2} ?:[^\n@]{0,100}?[<(\[ ](?P<address>[^\s<>()\[\]@]+@[\w.-]+\w)", re.I | re.M
)
_FALLBACKS = (
    (Standing.PLAIN, ()),
    (Standing.OFFICE, (OFFICE_ONLY,)),
    (Standing.IN_PASSING, (PASSED_OVER,)),
    (Standing.SIGNATURE, (SIGNATURE_ONLY,)),
    (Standing.OURS, (OURS_ONLY,)),
)


def _standing(found: Candidate, part: str, text: str) -> Standing:
    line_so_far = text[text.rfind("\n", 0, found.start) + 1 : found.start]
    signed = part in ("signature", "quoted_signature")
    if is_ours(found.address):
        ours_by_form = signed or line_so_far.lower().lstrip("*_ ").startswith("from")
        return Standing.NOBODY if ours_by_form else Standing.OURS
    if signed:
        return Standing.SIGNATURE
    return max(found.standing, Standing.IN_PASSING) if found.mine and part == "fresh" else found.standing


def is_ours(address: str) -> bool:
    """Tell an address of the department or of a helpdesk, which is hardly ever the subject."""
    local, _, domain = address.partition("@")
    return bool(_HELPDESK.match(local)) or any(domain == own or domain.endswith("." + own) for own in OUR_DOMAINS)
