"""Somebody gives a line the good seal of another."""

from __future__ import annotations

from adapters.bot_database.verify import Doubt
from tests.attacks.archive import Archive

FOUND = Doubt.FORGED


async def attack(archive: Archive) -> None:
    seal = archive.lines()[0].rpartition(":")[2].rstrip("}")
    archive.edit_line(2, "seal", seal)
    archive.edit_line(2, "hash", '"' + "0" * 64 + '"')
