"""Which replica fetches the register: one at a time, so that those with a shared folder do it once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import or_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.bot_database.tables import register_days
from handlers.organisations import Came

LEASE: Final = timedelta(seconds=60)
"""How long the others wait for a replica that has died. One that lives renews its claim well within."""


@dataclass(frozen=True)
class Claim:
    """The right to fetch on one day, ours until the lease runs out."""

    day: date
    id: UUID


class RegisterDays:
    """One row for each day on which a fetch was begun: who, when, and what came of the last one."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def claim(self, day: date, by: str, at: datetime) -> Claim | None:
        """Take this day, in one statement; None while another replica fetches. Raises SQLAlchemyError."""
        claim = Claim(day, uuid4())
        ours: dict[str, Any] = {"claim": claim.id, "claimed_by": by, "begun_at": at, "leased_until": at + LEASE}
        afresh = {"ended_at": None, "outcome": None, "register_day": None, "tries": register_days.c.tries + 1}
        free = or_(register_days.c.ended_at.is_not(None), register_days.c.leased_until <= at)
        take = insert(register_days).values(day=day, **ours)
        take = take.on_conflict_do_update(index_elements=["day"], set_={**ours, **afresh}, where=free)
        async with self._engine.begin() as connection:
            taken = await connection.execute(take.returning(register_days.c.day))
            return claim if taken.first() else None

    async def renew(self, claim: Claim, at: datetime) -> None:
        """Say that we are still at it."""
        await self._change(claim, leased_until=at + LEASE)

    async def end(self, claim: Claim, came: Came, register_day: date | None, at: datetime) -> None:
        """Say what came of it; nothing is written once somebody else has taken over."""
        await self._change(claim, ended_at=at, outcome=came, register_day=register_day)

    async def _change(self, claim: Claim, **values: object) -> None:
        mine = (register_days.c.day == claim.day) & (register_days.c.claim == claim.id)
        async with self._engine.begin() as connection:
            await connection.execute(update(register_days).where(mine).values(**values))
