"""Reading a request with everyone who asked and everyone who approved, in one round trip."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, literal_column, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from adapters.bot_database.tables import approvals, audit, requesters, requests
from adapters.straight import Ready
from handlers.states import CAME_TO_NOTHING, State
from handlers.terms import Kind

ACTING = (State.APPROVED, State.RUNNING, State.UNKNOWN, State.DONE)  # what has run, or still may

_AGAIN = requests.alias("again")


def _listed(table: Any, order: ColumnElement[Any], *columns: ColumnElement[Any]) -> ColumnElement[Any]:
    """The rows of a table that belong to the request, as one JSON list."""
    one = func.json_build_object(*(part for column in columns for part in (literal_column(f"'{column.name}'"), column)))
    whole = func.coalesce(func.json_agg(aggregate_order_by(one, order)), func.json_build_array())
    return select(whole).where(table.c.request_id == requests.c.id).scalar_subquery().label(table.name)


_ASKED = _listed(requesters, requesters.c.since, requesters.c.object_id, requesters.c.teams_id, requesters.c.name)
_SAID_YES = _listed(
    approvals,
    approvals.c.at,
    approvals.c.object_id,
    approvals.c.teams_id,
    approvals.c.name,
    approvals.c.version,
    approvals.c.digest,
    approvals.c.at,
)
_BESIDE = (requests.c.kind == Kind.UNDO_UNLINK.value) & (_AGAIN.c.again_of == requests.c.again_of)
_FOLLOWS = ((_AGAIN.c.again_of == requests.c.id) | (_BESIDE & (_AGAIN.c.id != requests.c.id))) & _AGAIN.c.state.not_in(
    CAME_TO_NOTHING
)
_AGAIN_AS = select(_AGAIN.c.code).where(_FOLLOWS).limit(1).scalar_subquery().label("again_as")

REQUEST: Select[Any] = select(requests, _ASKED, _SAID_YES, _AGAIN_AS)
# What is asked often is written once: building such a statement takes longer than asking it.
BY_ID = Ready(REQUEST.where(requests.c.id == bindparam("request_id")))
BY_CODE = Ready(REQUEST.where(requests.c.code == bindparam("code")))
# How many requests of a kind were approved since then and have run or still may.
APPROVED_SINCE = Ready(
    select(func.count(requests.c.id.distinct()).label("count"))
    .join_from(audit, requests, audit.c.request_id == requests.c.id)
    .where(
        audit.c.to_state == State.APPROVED.value,
        audit.c.at >= bindparam("since"),
        requests.c.kind == bindparam("of_kind"),
        requests.c.state.in_(ACTING),
    )
)
