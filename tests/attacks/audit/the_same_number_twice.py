"""The owner drops the key of the table and repeats a record under its own number."""

from __future__ import annotations

from adapters.bot_database.chain import Break
from tests.attacks.archive import Archive

FOUND = Break.TOO_MANY
FIRST_BAD = 7
ALONE = True


async def attack(archive: Archive) -> None:
    await archive.as_owner(
        "ALTER TABLE audit DROP CONSTRAINT pk_audit",
        "INSERT INTO audit SELECT * FROM audit WHERE seq = 7",
    )
