"""Which lines of a message are its writer's own words, which are a signature, and which are quoted."""

import re
from dataclasses import dataclass

_ASIDE = re.compile(r"\s*(?:to|cc|bcc|reply-to)\s*:", re.IGNORECASE)
_FROM = re.compile(r"\bFrom\s*:", re.IGNORECASE)
_HEADER_BELOW = re.compile(r"\s*[*_]{0,2}(?:Sent|Date|To|Subject)\b[*_]{0,2}\s*:", re.IGNORECASE)
_HEADER_START = re.compile(r"\s*[*_]{0,2}From\b[*_]{0,2}\s*:", re.IGNORECASE)
_HEADER_FIELD = re.compile(r"\s+(?=(?:Sent|Date|To|Cc|Bcc|Subject)\s*:)", re.IGNORECASE)
_FORWARDED = re.compile(
    r"\s*(?:-{2,}\s*(?:original|forwarded) message\b|begin forwarded message\s*:|on\b[^\n]{4,300}\bwrote\s*:)",
    re.IGNORECASE,
)
_QUOTE_STEM = re.compile(r"\s*[*_]{0,2}(?:from|on\b|--|begin)", re.IGNORECASE)  # a quick look before the slow ones
_WRAPPED_WROTE = re.compile(r"\s*on\b[^\n]{4,300}\n[^\n]{0,200}\bwrote\s*:\s*$", re.IGNORECASE)
_SIGN_OFF = re.compile(
    r"\s*(?:(?:kind|kindest|best|warm|warmest|many)\s+(?:regards|wishes|thanks)|regards|yours (?:sincerely|faithfully)"
    r"|many thanks|thanks|thank you|cheers|--|sent from my \w+|get outlook for \w+)[\s,.!]*$",
    re.IGNORECASE,
)
_LINES_BELOW = 5  # how far below "From:" another header field proves that it is a header


@dataclass(frozen=True)
class Parts:
    """The parts of a message: own words, own signature, quoted words, the quoted writer's signature.

    `aside` holds who else a quoted mail went to.
    """

    fresh: str
    signature: str
    quoted: str
    quoted_signature: str
    aside: str


def split(*texts: str) -> Parts:
    """Sort the lines of each text into its parts; a header marks all that follows it in the same text as quoted."""
    found: dict[str, list[str]] = {name: [] for name in ("fresh", "signature", "quoted", "quoted_signature", "aside")}
    for text in texts:
        _sort(_with_headers_apart(text).split("\n"), found)
        for lines in found.values():
            lines.append("")  # words of one text must not run into those of another
    return Parts(**{part: "\n".join(lines).strip() for part, lines in found.items()})


def _with_headers_apart(text: str) -> str:
    """Give a header that was pasted as one line ("From: … Sent: … To: …") its lines back."""
    lines = []
    for line in text.split("\n"):
        start = _FROM.search(line)
        if start and _HEADER_FIELD.search(line, start.end()):
            fields = _HEADER_FIELD.sub("\n", line[start.start() :])
            lines.extend([line[: start.start()], *fields.split("\n")])
        else:
            lines.append(line)
    return "\n".join(lines)


def _sort(lines: list[str], found: dict[str, list[str]]) -> None:
    below_header = was_quoted = signed = started = False
    for at, line in enumerate(lines):
        words = line.lstrip("> ")
        new_quote = _starts_quote(lines, at)
        below_header = below_header or new_quote
        quoted = below_header or line.startswith(">")
        signed = started and (signed or bool(_SIGN_OFF.match(words))) and not new_quote and quoted == was_quoted
        was_quoted, started = quoted, started or bool(words)
        if quoted and _ASIDE.match(words):
            found["aside"].append(words)
        elif signed:
            found["quoted_signature" if quoted else "signature"].append(words)
        else:
            found["quoted" if quoted else "fresh"].append(words)


def _starts_quote(lines: list[str], at: int) -> bool:
    line = lines[at].lstrip("> ")
    if not _QUOTE_STEM.match(line):
        return False
    if _FORWARDED.match(line):
        return True
    below = [later.lstrip("> ") for later in lines[at + 1 : at + 1 + _LINES_BELOW]]
    if _HEADER_START.match(line):
        return any(_HEADER_BELOW.match(later) for later in below)
    return bool(below) and bool(_WRAPPED_WROTE.match(f"{line}\n{below[0]}"))
