"""What nearly every turn writes, as statements written once: building one takes longer than sending it.

What an insert writes comes with the execution, by the columns' names; all other parameters have names of their own.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import and_, bindparam, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from adapters.bot_database.audit import APPEND
from adapters.bot_database.find import REQUEST
from adapters.bot_database.tables import approvals, cards, inbox, notices, requesters, requests
from adapters.bot_database.waking import TELL
from adapters.straight import Ready
from handlers.model import Request

FIRST_TIME = Ready(
    upsert(inbox)
    .values(activity_id=bindparam("delivery"), received_at=func.now())
    .on_conflict_do_nothing()
    .returning(inbox.c.activity_id)
)
_KEEP_REPLY = update(inbox).where(inbox.c.activity_id == bindparam("delivery")).values(reply=bindparam("kept"))
KEEP_REPLY = Ready(_KEEP_REPLY)
KEEP_REPLY_AND_WAKE = Ready(_KEEP_REPLY.returning(TELL))
# All of these columns are given with each.
_OF_A_NOTICE = ("id", "kind", "audience", "request_id", "state", "people", "conversation_id", "service_url")
NEW_NOTICE = Ready(insert(notices), columns=(*_OF_A_NOTICE, "created_at", "due_at", "code"))
NEW_APPROVAL = Ready(upsert(approvals).on_conflict_do_nothing(), columns=approvals.c.keys())
AFRESH = {"wanted": cards.c.wanted + 1, "due_at": bindparam("now"), "attempts": 0, "refused_at": None}
_REDRAW = update(cards).where(cards.c.request_id == bindparam("request"), cards.c.retired.is_(False)).values(AFRESH)
APPEND_AND_REDRAW = Ready(APPEND.add_cte(_REDRAW.cte("redrawn")))
# Whoever else comes waits until the transaction ends, and counts then what this one has approved.
ALONE_TO_APPROVE = Ready(select(func.pg_advisory_xact_lock(func.hashtext(bindparam("what")))))
_ASKING = upsert(requesters)
# Whoever wrote the message under a dialog could not be mentioned until they came themselves.
NEW_REQUESTER = Ready(
    _ASKING.on_conflict_do_update(
        index_elements=["request_id", "object_id"],
        set_={"teams_id": _ASKING.excluded.teams_id, "name": _ASKING.excluded.name},
        where=requesters.c.teams_id == "",
    ),
    columns=requesters.c.keys(),
)


# A request that nobody has moved since it was read, as `was` gives it.
_SAME = and_(
    *(requests.c[name] == bindparam(f"was_{name}") for name in ("id", "state", "version")),
    requests.c.xid.is_not_distinct_from(bindparam("was_xid")),
)
REMINDED = Ready(
    update(requests)
    .where(_SAME, requests.c.reminders == bindparam("was_reminders"))
    .values(reminders=bindparam("sent"), remind_at=bindparam("next_at"))
    .returning(requests.c.id)
)
LOGIN_FORGOTTEN = Ready(
    update(requests).where(_SAME, requests.c.undo.is_not(None)).values(undo=None).returning(requests.c.id)
)


def was(request: Request) -> dict[str, Any]:
    """The parameters by which a request is found only if nobody has moved it since it was read."""
    return {"was_id": request.id, "was_state": request.state, "was_version": request.version, "was_xid": request.xid}


@lru_cache(maxsize=64)
def moved(columns: tuple[str, ...]) -> Ready:
    """Set these columns (parameters `set_…`) of a request that is as it `was`.

    Gives its row as find.REQUEST has it, or none.
    """
    values = {name: bindparam(f"set_{name}", type_=requests.c[name].type) for name in columns}
    return Ready(update(requests).where(_SAME).values(values).returning(*REQUEST.selected_columns))
