"""The owner repeats an old approval at the end and lets the head name it."""

from __future__ import annotations

from adapters.bot_database.chain import Break
from tests.attacks.archive import INSERT, Archive

FOUND = Break.CHANGED
FIRST_BAD = 19


async def attack(archive: Archive) -> None:
    await archive.as_owner(
        INSERT.format(number=19, of=7),
        "UPDATE audit_head SET (seq, hash) = (SELECT seq, hash FROM audit WHERE seq = 19)",
    )
