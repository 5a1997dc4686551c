"""The team's figures, from the audit: what was opened, asked, decided and done, and when."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncConnection

from handlers.figures import Figures, Tally, Times, Waiting
from handlers.states import OPEN, State
from handlers.terms import Kind

LONGEST_LIST = 10

_TALLIES = text("SELECT kind, state, count(*) AS number FROM requests WHERE created_at >= :since GROUP BY kind, state")
_TIMES = text("""
WITH moments AS (
    SELECT r.kind, r.created_at AS opened,
           min(a.at) FILTER (WHERE a.to_state IN ('awaiting_approval', 'with_developer')) AS asked,
           min(a.at) FILTER (WHERE a.to_state IN ('approved', 'rejected')) AS decided,
           min(a.at) FILTER (WHERE a.to_state = 'done') AS done
    FROM requests r JOIN audit a ON a.request_id = r.id
    WHERE r.created_at >= :since
    GROUP BY r.id
)
SELECT kind,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY decided - asked) AS decided_median,
       percentile_cont(0.9) WITHIN GROUP (ORDER BY decided - asked) AS decided_most,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY done - opened) AS done_median,
       percentile_cont(0.9) WITHIN GROUP (ORDER BY done - opened) AS done_most
FROM moments GROUP BY kind
""")
_WAITING = text("""
SELECT code, kind, state, state_since AS since, count(*) OVER () AS everything
FROM requests WHERE state = ANY(:open) ORDER BY state_since, code LIMIT :most
""")


async def read_figures(connection: AsyncConnection, since: datetime, at: datetime) -> Figures:
    """The figures of all requests opened since then; what waits now is told whenever it was opened."""
    tallies = (await connection.execute(_TALLIES, {"since": since})).mappings().all()
    times = (await connection.execute(_TIMES, {"since": since})).mappings().all()
    still_open = sorted(state.value for state in OPEN)
    waiting = (await connection.execute(_WAITING, {"open": still_open, "most": LONGEST_LIST})).mappings().all()
    return Figures(
        since=since,
        at=at,
        tallies=tuple(Tally(Kind(row["kind"]), State(row["state"]), row["number"]) for row in tallies),
        times=tuple(_times(row) for row in times),
        waiting=tuple(Waiting(row["code"], Kind(row["kind"]), State(row["state"]), row["since"]) for row in waiting),
        all_waiting=waiting[0]["everything"] if waiting else 0,
    )


def _times(row: RowMapping) -> Times:
    def took(name: str) -> timedelta | None:
        value: timedelta | None = row[name]
        return value

    return Times(
        Kind(row["kind"]), took("decided_median"), took("decided_most"), took("done_median"), took("done_most")
    )
