"""Cards and notices that are due, taken by lease so that no two workers send the same one at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Table, Update, bindparam, case, exists, func, insert, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.bot_database import rows
from adapters.bot_database.channel import Now, Share, Slot, ended, over, take
from adapters.bot_database.tables import cards, notices, requests
from adapters.straight import Begun, Ready, Row, Straight
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
    slot: Slot


@dataclass(frozen=True)
class Confirmed:
    """What came of confirming a card; not `mine` when our lease ran out meanwhile: another worker draws it now.

    `more`: this or another card is due already.
    """

    mine: bool
    more: bool = True


@dataclass(frozen=True)
class DueNotice:
    """A notice that was not sent yet."""

    id: UUID
    lease: UUID
    attempts: int
    notice: Notice
    slot: Slot


_MY_LEASE: dict[str, Any] = {"lease": bindparam("new_lease"), "leased_until": bindparam("new_until")}


def _lease(table: Table, waits: ColumnElement[bool], in_turn: tuple[Any, ...]) -> Update:
    """Take one due row until `new_until`; a worker that dies gives it back by letting the lease run out."""
    due = select(table.c.id).where(waits, table.c.due_at <= bindparam("at"), _free(table))
    one = due.order_by(*in_turn).limit(1).with_for_update(skip_locked=True)
    return update(table).where(table.c.id == one.scalar_subquery()).values(_MY_LEASE)


def _free(table: Table) -> ColumnElement[bool]:
    return or_(table.c.leased_until.is_(None), table.c.leased_until <= bindparam("at"))


_BEHIND = cards.c.confirmed < cards.c.wanted
# What nobody waits for goes last.
_LATER_KINDS = (NoticeKind.REMINDER, NoticeKind.FIGURES)
_NOTICES_IN_TURN = (notices.c.kind.in_(_LATER_KINDS), notices.c.due_at)
# A card that is not there yet comes before those that only change.
_CARDS_IN_TURN = (cards.c.activity_id.is_not(None), cards.c.due_at)
# Of another version's kinds this one knows no words: its own workers send them.
_KNOWN = notices.c.kind.in_(list(NoticeKind)) & notices.c.audience.in_(list(Audience))

# Written once, as they are asked for each message: building such a statement takes longer than asking it.
_NEXT_CARD = Ready(
    _lease(cards, _BEHIND, _CARDS_IN_TURN)
    .where(requests.c.id == cards.c.request_id)
    .returning(*cards.c, requests.c.conversation_id, requests.c.service_url)
)
_OWNER = Ready(select(cards.c.request_id).where(cards.c.activity_id == bindparam("message")))
_NEXT_NOTICE = Ready(_lease(notices, notices.c.outcome.is_(None) & _KNOWN, _NOTICES_IN_TURN).returning(*notices.c))


@lru_cache(maxsize=8)
def _confirmed(now: Now, *, sure: bool) -> Ready:
    """The end of a call that was taken, what the card shows by it, and whether this or another card is due now."""
    mine = (cards.c.id == bindparam("card")) & (cards.c.lease == bindparam("my_lease"))
    values: dict[str, Any] = {"confirmed": bindparam("shows")} if sure else {"due_at": bindparam("again_at")}
    known = {"activity_id": bindparam("message"), "attempts": 0, "unsure": False, "refused_at": None}
    shown = update(cards).where(mine).values(**known, **values, **_GIVEN_BACK).returning(_BEHIND.label("behind"))
    done = shown.cte("shown")
    other = exists().where(_BEHIND, cards.c.due_at <= bindparam("at"), _free(cards))
    return Ready(select(or_(done.c.behind, other).label("more")).add_cte(over(now).cte("over")))


class Work:
    """The queue of things to send; whatever is taken from it holds a slot of the channel's pace until it is over."""

    def __init__(self, engine: AsyncEngine, now: Now = func.clock_timestamp) -> None:
        """`now` is the database's time, for the pace."""
        self._engine = engine
        self._straight = Straight(engine)
        self._now = now

    async def next_card(self, at: datetime) -> DueCard | None:
        """Lease one card that does not show what it should. Raises NoRoom and Quiet: then nothing is leased."""
        async with self._straight.begun() as begun:
            row = await _leased(begun, _NEXT_CARD, at)
            if row is None:
                return None
            slot = await take(begun, Share.CARDS, self._now)
            await begun.commit()
            return DueCard(
                row["id"],
                row["lease"],
                row["request_id"],
                row["activity_id"],
                row["retired"],
                row["attempts"],
                row["unsure"],
                row["wanted"],
                Thread(row["conversation_id"], slot.service_url or row["service_url"]),
                slot,
            )

    async def card_shown(self, card: DueCard, activity_id: str, at: datetime) -> Confirmed:
        """The thread now shows what it should have shown when the card was taken, under this message id.

        After an edit whose reply was lost the same is sent once more, later: the lost one may still be on its way and
        land last.
        """
        if card.slot.refusals:
            async with self._engine.begin() as connection:
                await ended(connection, card.slot, self._now, taken=True)
        values: dict[str, Any] = {"again_at": at + DOUBT} if card.unsure else {"shows": card.wanted}
        values |= {"card": card.id, "my_lease": card.lease, "slot": card.slot.id, "message": activity_id, "at": at}
        shown = await self._straight.alone(_confirmed(self._now, sure=not card.unsure), **values)
        return Confirmed(mine=True, more=shown[0]["more"]) if shown else Confirmed(mine=False)

    async def card_again(self, card: DueCard, *, unsure: bool = False) -> None:
        """What the thread shows is not certain: draw this card again; `unsure`: and once more after that."""
        again = update(cards).where(cards.c.id == card.id)
        async with self._engine.begin() as connection:
            await connection.execute(again.values(confirmed=0, unsure=or_(cards.c.unsure, literal(unsure))))

    async def card_later(self, card: DueCard, at: datetime, *, unsure: bool = False) -> bool:
        """Try this card again at the time given; `unsure`: what we sent may have arrived.

        False when our lease ran out meanwhile: another worker draws this card now.
        """
        values = {"attempts": cards.c.attempts + 1, "unsure": or_(cards.c.unsure, literal(unsure))}
        return await self._card_back(card, due_at=at, **values)

    async def card_waits(self, card: DueCard) -> None:
        """Teams takes nothing from us now, which is not this card's fault."""
        await self._card_back(card)

    async def card_refused(self, card: DueCard, at: datetime, until: datetime) -> None:
        """Teams will never take what this card shows now: wait for a change, or long enough for a better version."""
        as_sent = cards.c.wanted == card.wanted
        values = {"due_at": case((as_sent, until), else_=cards.c.due_at), "refused_at": case((as_sent, at))}
        await self._card_back(card, attempts=cards.c.attempts + 1, **values)

    async def card_dead(self, card: DueCard, at: datetime) -> None:
        """The message can no longer be edited: a live card gets a fresh post, a retired one is left alone.

        The old message is kept as a retired card, so that a button pressed on it is known for what it is.
        """
        async with self._engine.begin() as connection:
            await ended(connection, card.slot, self._now, taken=True)
            if card.retired:
                values: dict[str, Any] = {"confirmed": cards.c.wanted}
            else:
                values = {"activity_id": None, "due_at": at, "unsure": False}
            gone = await connection.execute(update(cards).where(_mine(card)).values(**values, **_GIVEN_BACK))
            if gone.rowcount == 1 and not card.retired:
                old = {"request_id": card.request_id, "activity_id": card.activity_id, "retired": True, "due_at": at}
                await connection.execute(insert(cards).values(id=uuid4(), wanted=1, confirmed=1, **old))

    async def _card_back(self, card: DueCard, **values: Any) -> bool:
        async with self._engine.begin() as connection:
            await ended(connection, card.slot, self._now)
            back = await connection.execute(update(cards).where(_mine(card)).values(**values, **_GIVEN_BACK))
            return back.rowcount == 1

    async def owner_of(self, activity_id: str) -> UUID | None:
        """The request whose card this message is; None for a message that we do not know."""
        found = await self._straight.alone(_OWNER, message=activity_id)
        return found[0]["request_id"] if found else None

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
        """Lease one notice that was not sent yet; `notice_leaves` then takes it for good. Raises as `next_card`."""
        async with self._straight.begun() as begun:
            row = await _leased(begun, _NEXT_NOTICE, at)
            if row is None:
                return None
            slot = await take(begun, Share.NOTICES, self._now)
            await begun.commit()
            notice = Notice(
                NoticeKind(row["kind"]),
                Audience(row["audience"]),
                Thread(row["conversation_id"], slot.service_url or row["service_url"]),
                row["request_id"],
                State(row["state"]) if row["state"] else None,
                rows.people(row["people"]),
                row["code"],
            )
            return DueNotice(row["id"], row["lease"], row["attempts"], notice, slot)

    async def notice_leaves(self, due: DueNotice) -> bool:
        """Say, before the call, that this notice is being sent: a crash from here on never sends it twice."""
        async with self._engine.begin() as connection:
            taken = await connection.execute(
                update(notices)
                .where(notices.c.id == due.id, notices.c.lease == due.lease, notices.c.outcome.is_(None))
                .values(outcome=NoticeOutcome.SENDING, due_at=None)
            )
            if taken.rowcount != 1:
                await ended(connection, due.slot, self._now)
            return taken.rowcount == 1

    async def notice_ended(self, due: DueNotice, outcome: NoticeOutcome, activity_id: str | None = None) -> None:
        over = update(notices).where(notices.c.id == due.id)
        async with self._engine.begin() as connection:
            await ended(connection, due.slot, self._now, taken=outcome is NoticeOutcome.SENT)
            await connection.execute(over.values(outcome=outcome, activity_id=activity_id, due_at=None, **_GIVEN_BACK))

    async def notice_later(self, due: DueNotice, at: datetime) -> None:
        """Teams said that it did not take this notice: try again at the time given."""
        mine = (notices.c.id == due.id) & (notices.c.lease == due.lease)
        values = {"outcome": None, "due_at": at, "attempts": notices.c.attempts + 1, **_GIVEN_BACK}
        async with self._engine.begin() as connection:
            await ended(connection, due.slot, self._now)
            await connection.execute(update(notices).where(mine).values(values))


def _mine(card: DueCard) -> ColumnElement[bool]:
    return (cards.c.id == card.id) & (cards.c.lease == card.lease)


async def _leased(begun: Begun, lease: Ready, at: datetime) -> Row | None:
    return await lease.row(begun.straight, at=at, new_lease=uuid4(), new_until=at + LEASE)
