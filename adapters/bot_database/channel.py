"""The channel as all replicas share it: what was sent of late, whether to be quiet, and where its service is.

Microsoft counts what one bot sends to one channel, edits too, over sliding windows of time (teams-facts §3), whichever
replica sends it. Half the budget each would need to know how many replicas there are; so every call is a row in
`sends`, written under the lock of the one row of `channel` in the transaction that leases the card or notice.

`over_at` is by when the call has arrived there: far ahead while it is on its way, its true end afterwards. A call may
begin when fewer than `most` have an `over_at` within the `seconds` before now. A call that arrives after this moment
meets, in any window that it ends, only calls that arrived after the window's beginning, so whose `over_at` is counted
here: no window holds more than `most`, however long calls take. Times are the database's: clocks of replicas differ.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Update, and_, bindparam, delete, func, insert, null, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters.bot_database.tables import cards, channel, sends
from adapters.bot_database.waking import Loop, wake
from adapters.straight import Begun, Ready

Now = Callable[[], ColumnElement[datetime]]  # what it gives is worked out at each execution
LONGEST_PARK = timedelta(hours=1)  # then one call tries whether the bot is back: news of it may have been lost
FIRST_PARK = timedelta(minutes=1)
ON_ITS_WAY = timedelta(seconds=60)  # longer than anything between the taking of a slot and its end (bot/sending.py)
HOUR = timedelta(hours=1)


class Share(StrEnum):
    """Who sends: notices leave room for cards, for which people wait."""

    CARDS = "cards"
    NOTICES = "notices"


@dataclass(frozen=True)
class Limit:
    """At most so many calls in any so many seconds."""

    seconds: int
    most: int


# Microsoft's: 7 in 1 s, 8 in 2 s, 60 in 30 s, 1,800 in an hour "for estimation only", so a tenth stays unused. With as
# many calls for the roster as notices (14 in 1 s allowed) this is far from the tenant's 50 a second as well.
LIMITS: Mapping[Share, tuple[Limit, ...]] = {
    Share.CARDS: (Limit(1, 6), Limit(2, 7), Limit(30, 54), Limit(3600, 1620)),
    Share.NOTICES: (Limit(1, 4), Limit(2, 5), Limit(30, 36), Limit(3600, 1080)),
}


@dataclass(frozen=True)
class Slot:
    """The right to one call now; `service_url` is the newest that we heard of, None before the first activity.

    `refusals`: how often in a row Teams sent us away before this.
    """

    id: UUID
    service_url: str | None = None
    refusals: int = 0


class NoRoom(Exception):
    """The share is used up; there is room in `seconds`. Undoes the transaction that it is raised in."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"no room for {seconds:.1f} s")
        self.seconds = seconds


class Quiet(Exception):
    """Nothing is to be sent now, at Teams' own wish. Undoes the transaction that it is raised in."""


# Written once for each of their arguments, of which there are few: building a statement takes longer than asking it.
_OLD = delete(sends).where(sends.c.over_at <= bindparam("an_hour_ago")).cte("old")


@lru_cache(maxsize=8)
def _locked(now: Now) -> Ready:
    return Ready(select(channel, now().label("now")).with_for_update())


@lru_cache(maxsize=8)
def _taken(limits: tuple[Limit, ...]) -> Ready:
    """A slot if there is room; for each limit, the end of the call that is the last of its `most` from the newest."""
    newest = select(sends.c.over_at).order_by(sends.c.over_at.desc()).limit(1)
    last = [newest.offset(limit.most - 1).scalar_subquery().label(str(limit.seconds)) for limit in limits]
    full = select(*last).cte("full")
    at = bindparam("now", type_=sends.c.over_at.type)
    room = (
        or_(each.is_(None), each <= at - timedelta(seconds=limit.seconds))
        for limit, each in zip(limits, full.c, strict=True)
    )
    mine = select(bindparam("slot", type_=sends.c.id.type), bindparam("over", type_=sends.c.over_at.type))
    taken = insert(sends).from_select(["id", "over_at"], mine.select_from(full).where(and_(*room)))
    slot = taken.returning(sends.c.id).cte("taken")
    return Ready(select(full, select(slot.c.id).scalar_subquery().label("slot")).add_cte(_OLD))


@lru_cache(maxsize=8)
def over(now: Now) -> Update:
    """The call that holds the parameter `slot` is over."""
    return update(sends).where(sends.c.id == bindparam("slot"), sends.c.over_at > now()).values(over_at=now())


async def take(begun: Begun, share: Share, now: Now) -> Slot:
    """Take the right to one call, to be used within ON_ITS_WAY and then given to `ended`. Raises NoRoom and Quiet."""
    [standing] = await _locked(now).rows(begun.straight)
    at, quiet = standing["now"], standing["quiet_until"]
    if quiet is not None and quiet > at:
        raise Quiet
    # What is counted was committed before the lock was ours, so it is asked for after that, by itself.
    limits, slot = LIMITS[share], Slot(uuid4(), standing["service_url"], standing["refusals"])
    given = {"slot": slot.id, "over": at + ON_ITS_WAY, "an_hour_ago": at - HOUR, "now": at}
    [found] = await _taken(limits).rows(begun.straight, **given)
    if found["slot"] is None:
        ends = ((found[str(limit.seconds)], limit.seconds) for limit in limits)
        free = max(end + timedelta(seconds=seconds) for end, seconds in ends if end is not None)
        raise NoRoom((free - at).total_seconds())
    return slot


async def ended(connection: AsyncConnection, slot: Slot, now: Now, *, taken: bool = False) -> None:
    """The call is over; `taken`: Teams took it, so whatever it had against us is over too."""
    await connection.execute(over(now), {"slot": slot.id})
    if taken and slot.refusals:  # the same number as then: nothing came between that this call knows nothing of
        await connection.execute(update(channel).where(channel.c.refusals == slot.refusals).values(_WELCOME))


_WELCOME: dict[str, Any] = {"refusals": 0, "quiet_until": null(), "parked_since": null(), "parked_why": null()}


@dataclass(frozen=True)
class Standing:
    """How the channel does: `parked_why` is Teams' word for why we cannot send; `refused` cards wait for a change."""

    service_url: str | None
    parked_since: datetime | None
    parked_why: str | None
    quiet_until: datetime | None
    refused: int


class Channel:
    """The one row, outside of any sending."""

    def __init__(self, engine: AsyncEngine, now: Now = func.clock_timestamp) -> None:
        self._engine = engine
        self._now = now
        self._reading = engine.execution_options(isolation_level="AUTOCOMMIT")

    async def hold(self, seconds: float) -> None:
        """Send nothing for so long: Teams says that the channel's budget is spent."""
        until = func.greatest(channel.c.quiet_until, self._now() + timedelta(seconds=seconds))
        async with self._engine.begin() as connection:
            await connection.execute(update(channel).values(quiet_until=until, refusals=channel.c.refusals + 1))

    async def park(self, why: str, refusals: int) -> None:
        """The bot is not in the team: what there is to send waits until it is again."""
        pause = min(LONGEST_PARK, FIRST_PARK * 2 ** min(refusals, 10))
        async with self._engine.begin() as connection:
            await connection.execute(
                update(channel).values(
                    parked_since=func.coalesce(channel.c.parked_since, self._now()),
                    parked_why=why,
                    quiet_until=func.greatest(channel.c.quiet_until, self._now() + pause),
                    refusals=channel.c.refusals + 1,
                )
            )

    async def heard(self, service_url: str) -> bool:
        """An activity shows that the bot is in the team, and where the service is; whether it was parked."""
        async with self._engine.begin() as connection:
            before = (await connection.execute(select(channel).with_for_update())).one()
            parked = before.parked_since is not None
            if parked or before.service_url != service_url:
                back = _WELCOME if parked else {}
                await connection.execute(update(channel).values(service_url=service_url, **back))
                await wake(connection, Loop.CARDS, Loop.NOTICES)
            return parked

    async def standing(self) -> Standing:
        refused = select(func.count()).where(cards.c.refused_at.is_not(None)).scalar_subquery()
        async with self._reading.connect() as connection:
            row = (await connection.execute(select(channel, refused.label("refused"), self._now().label("now")))).one()
        quiet = row.quiet_until if row.quiet_until and row.quiet_until > row.now else None
        return Standing(row.service_url, row.parked_since, row.parked_why, quiet, row.refused)
