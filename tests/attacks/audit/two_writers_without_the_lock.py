"""Two writers add a record behind the same one."""

from __future__ import annotations

from adapters.bot_database.chain import Break
from tests.attacks.archive import INSERT, Archive

FOUND = Break.TOO_MANY
FIRST_BAD = 18
ALONE = True


async def attack(archive: Archive) -> None:
    await archive.as_owner(
        "ALTER TABLE audit DROP CONSTRAINT pk_audit",
        INSERT.format(number=18, of=17),
    )
