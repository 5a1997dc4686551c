"""Cards and notices that are due, taken by lease so that no two workers send the same one at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Table, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters.bot_database import rows
from adapters.bot_database.tables import cards, notices, requests
from handlers.model import Thread
from handlers.notices import Audience, Notice, NoticeKind
from handlers.states import State

LEASE = timedelta(seconds=30)  # longer than everything that a worker does with what it took (bot/sending.py)
DOUBT = timedelta(seconds=25)  # by then a call whose reply was lost has arrived or never will
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
    unsure: bool
    wanted: int
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
        self._reading = engine.execution_options(isolation_level="AUTOCOMMIT")

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
                row["unsure"],
                row["wanted"],
                Thread(home.conversation_id, home.service_url),
            )

    async def card_shown(self, card: DueCard, activity_id: str, at: datetime) -> bool:
        """The thread now shows what it should have shown when the card was taken, under this message id.

        After an edit whose reply was lost the same is sent once more, later: the lost one may still be on its way and
        land last. False when our lease ran out meanwhile: another worker draws this card now.
        """
        async with self._engine.begin() as connection:
            mine = (cards.c.id == card.id) & (cards.c.lease == card.lease)
            values: dict[str, Any] = {"activity_id": activity_id, "attempts": 0, "unsure": False, **_GIVEN_BACK}
            values |= {"due_at": at + DOUBT} if card.unsure else {"confirmed": card.wanted}
            shown = await connection.execute(update(cards).where(mine).values(**values))
            return shown.rowcount == 1

    async def card_again(self, card: DueCard) -> None:
        """What the thread shows is not certain: draw this card again."""
        async with self._engine.begin() as connection:
            await connection.execute(update(cards).where(cards.c.id == card.id).values(confirmed=0))

    async def card_later(self, card: DueCard, at: datetime, *, unsure: bool = False) -> None:
        """Try this card again at the time given; `unsure`: what we sent may have arrived."""
        async with self._engine.begin() as connection:
            await connection.execute(
                update(cards)
                .where(cards.c.id == card.id, cards.c.lease == card.lease)
                .values(
                    due_at=at, attempts=cards.c.attempts + 1, unsure=or_(cards.c.unsure, literal(unsure)), **_GIVEN_BACK
                )
            )

    async def card_dead(self, card: DueCard, at: datetime) -> None:
        """The message is gone for good: a live card gets a fresh post, a retired one is left alone."""
        async with self._engine.begin() as connection:
            gone = (cards.c.id == card.id) & (cards.c.lease == card.lease)
            if card.retired:
                await connection.execute(update(cards).where(gone).values(confirmed=cards.c.wanted, **_GIVEN_BACK))
            else:
                await connection.execute(update(cards).where(gone).values(activity_id=None, due_at=at, **_GIVEN_BACK))

    async def owner_of(self, activity_id: str) -> UUID | None:
        """The request whose card this message is; None for a message that we do not know."""
        async with self._reading.connect() as connection:
            found = await connection.execute(select(cards.c.request_id).where(cards.c.activity_id == activity_id))
            return found.scalar_one_or_none()

    async def saw_card(self, request_id: UUID, activity_id: str, at: datetime) -> None:
        """Note a message that turned out to be this request's card.

        It is adopted when the reply to our post was lost, and retired when the request has another one by now.
        """
        async with self._engine.begin() as connection:
            known = await connection.execute(select(cards.c.id).where(cards.c.activity_id == activity_id))
            if known.first() is not None:
                return
            live = (cards.c.request_id == request_id) & cards.c.retired.is_(False)
            adopted = await connection.execute(
                update(cards).where(live, cards.c.activity_id.is_(None)).values(activity_id=activity_id)
            )
            if adopted.rowcount == 0:
                await connection.execute(
                    upsert(cards)
                    .values(
                        id=uuid4(), request_id=request_id, activity_id=activity_id, retired=True, wanted=1, due_at=at
                    )
                    .on_conflict_do_nothing()
                )

    async def next_notice(self, at: datetime) -> DueNotice | None:
        """Lease one notice that was not sent yet; `notice_leaves` then takes it for good."""
        async with self._engine.begin() as connection:
            # Of another version's kinds this one knows no words: its own workers send them.
            known = notices.c.kind.in_(list(NoticeKind)) & notices.c.audience.in_(list(Audience))
            row = await _lease(connection, notices, notices.c.outcome.is_(None) & known, at)
            if row is None:
                return None
            notice = Notice(
                NoticeKind(row["kind"]),
                Audience(row["audience"]),
                Thread(row["conversation_id"], row["service_url"]),
                row["request_id"],
                State(row["state"]) if row["state"] else None,
                rows.people(row["people"]),
                row["code"],
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
