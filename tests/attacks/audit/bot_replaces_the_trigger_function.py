"""The bot's own role puts another function behind the trigger."""

from __future__ import annotations

from tests.attacks.archive import Archive

FOUND = None


async def attack(archive: Archive) -> None:
    await archive.as_bot(
        "CREATE OR REPLACE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
    )
