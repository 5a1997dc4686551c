"""The owner cuts the end off and sets the head back to what is left."""

from __future__ import annotations

from adapters.bot_database.verify import Doubt
from tests.attacks.archive import Archive

FOUND = Doubt.RECORDS_LOST
FIRST_BAD = 13


async def attack(archive: Archive) -> None:
    await archive.as_owner(
        "DELETE FROM audit WHERE seq > 12",
        "UPDATE audit_head SET (seq, hash) = (SELECT seq, hash FROM audit WHERE seq = 12)",
    )
