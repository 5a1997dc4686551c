"""One line of the anchor: how many records there were, the hash of the last one, and a seal that only we can make."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Protocol

LONGEST = 1000  # characters of a line


@dataclass(frozen=True)
class Line:
    """`seal` is HMAC-SHA256 over the rest, 64 hex digits: with the database alone nobody can make one."""

    at: str
    count: int
    hash: str
    seal: str

    def text(self) -> str:
        return json.dumps(asdict(self), separators=(",", ":"))

    @property
    def fingerprint(self) -> str:
        """What a record of the audit keeps of this line: SHA-256 of its text, 64 hex digits."""
        return hashlib.sha256(self.text().encode()).hexdigest()


class Anchor(Protocol):
    """A place outside the bot database that only ever grows."""

    async def lines(self) -> list[str]:
        """Every line there, oldest first, unread. Raises AnchorUnavailable."""

    async def add(self, line: Line) -> None:
        """Write one line that stays; twice is harmless. Raises AnchorUnavailable."""


def sealed(key: bytes, at: datetime, count: int, digest: str) -> Line:
    moment = at.astimezone(UTC).isoformat(timespec="seconds")
    return Line(moment, count, digest, _seal(key, moment, count, digest))


def is_ours(line: Line, key: bytes) -> bool:
    return hmac.compare_digest(line.seal.encode(), _seal(key, line.at, line.count, line.hash).encode())


def read(text: str) -> Line:
    """Raises ValueError on anything that `Line.text` does not write."""
    if len(text) > LONGEST:
        raise ValueError("the line is too long")
    try:
        fields = json.loads(text)
    except RecursionError:
        raise ValueError("the line is no JSON object") from None
    if not isinstance(fields, dict) or fields.keys() != Line.__dataclass_fields__.keys():
        raise ValueError("the line has other fields")
    words = (fields["at"], fields["hash"], fields["seal"])
    if type(fields["count"]) is not int or not all(isinstance(word, str) and word.isascii() for word in words):
        raise ValueError("a field of the line is of another type")
    return Line(**fields)


def _seal(key: bytes, at: str, count: int, digest: str) -> str:
    return hmac.new(key, f"{at} {count} {digest}".encode(), hashlib.sha256).hexdigest()
