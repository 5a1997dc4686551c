"""Cards and notices that are due, taken by lease so that no two workers send the same one at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Table, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters.bot_database import rows
from adapters.bot_database.tables import cards, notices, requests
from handlers.model import Audience, Notice, NoticeKind, Thread
from handlers.states import State

LEASE = timedelta(seconds=30)  # longer than the one call to Teams that it covers
_GIVEN_BACK = {"lease": None, "leased_until": None}


class NoticeOutcome(StrEnum):
    """How the one sending of a notice ended."""

    SENDING = "sending"
    SENT = "sent"
    LOST = "lost"
    REFUSED = "refused"


@dataclass(frozen=True)
class DueCard:
    """A card whose thread does not show what it should: `activity_id` is None until it was posted."""

    id: UUID
    lease: UUID
    request_id: UUID
    activity_id: str | None
    retired: bool
    attempts: int
    thread: Thread


@dataclass(frozen=True)
class DueNotice:
    """A notice that was not sent yet."""

    id: UUID
    lease: UUID
    attempts: int
    notice: Notice


class Work:
    """The queue of things to send."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def next_card(self, at: datetime) -> DueCard | None:
        async with self._engine.begin() as connection:
            row = await _lease(connection, cards, cards.c.confirmed < cards.c.wanted, at)
            if row is None:
                return None
            at_home = select(requests.c.conversation_id, requests.c.service_url)
            home = (await connection.execute(at_home.where(requests.c.id == row["request_id"]))).one()
            return DueCard(
                row["id"],
                row["lease"],
                row["request_id"],
                row["activity_id"],
                row["retired"],
                row["attempts"],
                Thread(home.conversation_id, home.service_url),
            )

    async def card_shown(self, card: DueCard, version: int, activity_id: str) -> bool:
        """The thread now shows this version, under this message id.

        False when our lease ran out meanwhile: another worker draws this card now.
        """
        async with self._engine.begin() as connection:
            shown = await connection.execute(
                update(cards)
                .where(cards.c.id == card.id, cards.c.lease == card.lease)
                .values(confirmed=version, activity_id=activity_id, attempts=0, **_GIVEN_BACK)
            )
            return shown.rowcount == 1

    async def card_later(self, card: DueCard, at: datetime) -> None:
        """Try this card again at the time given."""
        async with self._engine.begin() as connection:
            await connection.execute(
                update(cards)
                .where(cards.c.id == card.id, cards.c.lease == card.lease)
                .values(due_at=at, attempts=cards.c.attempts + 1, **_GIVEN_BACK)
            )

    async def card_dead(self, card: DueCard, at: datetime) -> None:
        """The message is gone for good: a live card gets a fresh post, a retired one is left alone."""
        async with self._engine.begin() as connection:
            gone = (cards.c.id == card.id) & (cards.c.lease == card.lease)
            if card.retired:
                await connection.execute(update(cards).where(gone).values(confirmed=cards.c.wanted, **_GIVEN_BACK))
            else:
                await connection.execute(update(cards).where(gone).values(activity_id=None, due_at=at, **_GIVEN_BACK))

    async def saw_card(self, request_id: UUID, activity_id: str, at: datetime) -> bool:
        """Note under which message id a click's card lives.

        Adopts it when the reply to our post was lost; otherwise a second one is retired. False when the message
        is another request's card: then the click is not to be believed.
        """
        async with self._engine.begin() as connection:
            known = await connection.execute(select(cards.c.request_id).where(cards.c.activity_id == activity_id))
            owner = known.scalar_one_or_none()
            if owner is not None:
                return bool(owner == request_id)
            live = _live(request_id)
            adopted = await connection.execute(
                update(cards).where(*live, cards.c.activity_id.is_(None)).values(activity_id=activity_id)
            )
            if adopted.rowcount == 0:
                await connection.execute(
                    insert(cards).values(
                        id=uuid4(), request_id=request_id, activity_id=activity_id, retired=True, wanted=1, due_at=at
                    )
                )
            return True

    async def next_notice(self, at: datetime) -> DueNotice | None:
        """Lease one notice and mark it as being sent: should we die now, it is never sent again."""
        async with self._engine.begin() as connection:
            row = await _lease(connection, notices, notices.c.outcome.is_(None), at)
            if row is None:
                return None
            notice = Notice(
                NoticeKind(row["kind"]),
                Audience(row["audience"]),
                Thread(row["conversation_id"], row["service_url"]),
                row["request_id"],
                State(row["state"]) if row["state"] else None,
                rows.people(row["people"]),
            )
            return DueNotice(row["id"], row["lease"], row["attempts"], notice)

    async def notice_leaves(self, due: DueNotice) -> bool:
        """Say, before the call, that this notice is being sent: a crash from here on never sends it twice."""
        async with self._engine.begin() as connection:
            taken = await connection.execute(
                update(notices)
                .where(notices.c.id == due.id, notices.c.lease == due.lease, notices.c.outcome.is_(None))
                .values(outcome=NoticeOutcome.SENDING, due_at=None)
            )
            return taken.rowcount == 1

    async def notice_ended(self, due: DueNotice, outcome: NoticeOutcome, activity_id: str | None = None) -> None:
        async with self._engine.begin() as connection:
            ended = update(notices).where(notices.c.id == due.id)
            await connection.execute(ended.values(outcome=outcome, activity_id=activity_id, due_at=None, **_GIVEN_BACK))

    async def notice_later(self, due: DueNotice, at: datetime) -> None:
        """Teams said that it did not take this notice: try again at the time given."""
        async with self._engine.begin() as connection:
            await connection.execute(
                update(notices)
                .where(notices.c.id == due.id, notices.c.lease == due.lease)
                .values(outcome=None, due_at=at, attempts=notices.c.attempts + 1, **_GIVEN_BACK)
            )


def _live(request_id: UUID) -> tuple[Any, ...]:
    return cards.c.request_id == request_id, cards.c.retired.is_(False)


async def _lease(connection: AsyncConnection, table: Table, waits: Any, at: datetime) -> Mapping[str, Any] | None:
    """Take one due row for LEASE; a worker that dies gives it back by letting the lease run out."""
    free = or_(table.c.leased_until.is_(None), table.c.leased_until <= at)
    one = (
        select(table.c.id).where(waits, table.c.due_at <= at, free).order_by(table.c.due_at).limit(1)
    ).with_for_update(skip_locked=True)
    taken = await connection.execute(
        update(table)
        .where(table.c.id == one.scalar_subquery())
        .values(lease=uuid4(), leased_until=at + LEASE)
        .returning(*table.c)
    )
    row = taken.mappings().one_or_none()
    return dict(row) if row else None
