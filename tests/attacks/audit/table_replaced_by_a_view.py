"""The owner puts a view in the place of the table that leaves a record out."""

from __future__ import annotations

from adapters.bot_database.chain import Break
from tests.attacks.archive import Archive

FOUND = Break.MISSING
FIRST_BAD = 9
ALONE = True


async def attack(archive: Archive) -> None:
    await archive.as_owner(
        "ALTER TABLE audit RENAME TO all_of_it",
        "CREATE VIEW audit AS SELECT * FROM all_of_it WHERE seq <> 9",
        "GRANT SELECT ON audit TO tv_support_bot",
    )
