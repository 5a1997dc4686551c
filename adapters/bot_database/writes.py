"""What nearly every turn writes, as statements written once: building one takes longer than sending it.

What is set comes with the execution, by the columns' names; parameters of conditions have names of their own.
"""

from __future__ import annotations

from sqlalchemy import bindparam, func, insert, update
from sqlalchemy.dialects.postgresql import insert as upsert

from adapters.bot_database.tables import inbox, notices, requesters
from adapters.bot_database.waking import TELL
from adapters.straight import Ready

FIRST_TIME = Ready(
    upsert(inbox)
    .values(activity_id=bindparam("delivery"), received_at=func.now())
    .on_conflict_do_nothing()
    .returning(inbox.c.activity_id)
)
_KEEP_REPLY = update(inbox).where(inbox.c.activity_id == bindparam("delivery")).values(reply=bindparam("kept"))
KEEP_REPLY = Ready(_KEEP_REPLY)
KEEP_REPLY_AND_WAKE = Ready(_KEEP_REPLY.returning(TELL))
NEW_NOTICE = insert(notices)

_ASKING = upsert(requesters)
# Whoever wrote the message under a dialog could not be mentioned until they came themselves.
NEW_REQUESTER = _ASKING.on_conflict_do_update(
    index_elements=["request_id", "object_id"],
    set_={"teams_id": _ASKING.excluded.teams_id, "name": _ASKING.excluded.name},
    where=requesters.c.teams_id == "",
)
