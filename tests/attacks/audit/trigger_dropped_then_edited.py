"""The owner drops the trigger, edits a record and makes the trigger anew."""

from __future__ import annotations

from adapters.bot_database.chain import Break
from tests.attacks.archive import Archive

FOUND = Break.CHANGED
FIRST_BAD = 9


async def attack(archive: Archive) -> None:
    await archive.as_owner(
        "DROP TRIGGER audit_rows ON audit",
        "UPDATE audit SET to_state = 'rejected' WHERE seq = 9",
        "CREATE TRIGGER audit_rows BEFORE UPDATE OR DELETE ON audit"
        " FOR EACH ROW EXECUTE FUNCTION audit_is_append_only()",
    )
