"""One transaction on the bot database: every step is one conditional UPDATE that writes its audit record with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Update, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from adapters.bot_database import audit, rows
from adapters.bot_database.find import APPROVED_SINCE, BY_ID
from adapters.bot_database.opening import each_once, notice_values, record_of, to_open_again
from adapters.bot_database.pauses import lift_pause, write_pause
from adapters.bot_database.tables import cards, confirmations, requests
from adapters.bot_database.waking import Loop, wake, words
from adapters.bot_database.writes import (
    AFRESH,
    ALONE_TO_APPROVE,
    APPEND_AND_REDRAW,
    FIRST_TIME,
    KEEP_REPLY,
    KEEP_REPLY_AND_WAKE,
    LOGIN_FORGOTTEN,
    NEW_APPROVAL,
    NEW_NOTICE,
    NEW_REQUESTER,
    REMINDED,
    moved,
    was,
)
from adapters.straight import Begun, Row
from handlers.model import Approval, Confirmation, Look, Pause, Person, Request
from handlers.notices import Notice
from handlers.ports import Entry, NewRequest, Turn
from handlers.states import CAME_TO_NOTHING, OPEN, State, check_arrow
from handlers.terms import Kind
from handlers.timers import due, first_reminder

SETTLE_AFTER = timedelta(seconds=20)  # an action that takes longer loses to the fence, which is safe
UNSETTLED = (State.RUNNING, State.UNKNOWN)


class PostgresTurn(Turn):
    """One transaction on the bot database."""

    def __init__(self, begun: Begun) -> None:
        self.connection = begun.connection
        self._straight = begun.straight
        self.given_up = False
        self.work_for: set[Loop] = set()
        self.recorded: list[audit.Recorded] = []
        self._reply: dict[str, Any] | None = None

    def give_up(self) -> None:
        self.given_up = True

    async def finish(self) -> None:
        """Keep the reply, and tell the workers of every replica, when this transaction commits, that there is work."""
        if self._reply and self.work_for:
            await KEEP_REPLY_AND_WAKE.rows(self._straight, **self._reply, loops=words(self.work_for))
        elif self._reply:
            await KEEP_REPLY.rows(self._straight, **self._reply)
        elif self.work_for:
            await wake(self.connection, *self.work_for)

    async def first_time(self, activity_id: str) -> bool:
        """Insert the activity; a second delivery at the same moment waits here for the first one's commit."""
        return await FIRST_TIME.row(self._straight, delivery=activity_id) is not None

    async def keep_reply(self, activity_id: str, reply: Mapping[str, Any]) -> None:
        self._reply = {"delivery": activity_id, "kept": dict(reply)}

    async def open_again(self, new: NewRequest, earlier: Request, state: State, at: datetime) -> Request | None:
        # An undo that is asked for again follows the unlink itself: of one unlink there is one undo at a time.
        follows = earlier.again_of if new.kind is earlier.kind is Kind.UNDO_UNLINK else None
        statement, given = to_open_again(new, state, at, follows or earlier.id)
        row = await statement.row(self._straight, **given)
        if row is None:
            return None
        await self._write(record_of(new, state), at)
        await self._redraw(update(cards).where(cards.c.request_id.in_([earlier.id, row["again_of"]])), at)
        beside = {"requesters": rows.people_column(each_once(new.requesters)), "approvals": [], "again_as": None}
        return rows.request({**row, **beside})

    async def find(self, request_id: UUID) -> Request | None:
        row = await BY_ID.row(self._straight, request_id=request_id)
        return rows.request(row) if row is not None else None

    async def move(
        self, request: Request, to: State, entry: Entry, at: datetime, changes: Mapping[str, Any] | None = None
    ) -> Request | None:
        check_arrow(request.state, to)
        version = request.version + 1
        values = rows.columns(changes or {})
        if to is not request.state:
            values |= {"state": to, "state_since": at, "due_at": due(to, at), "look": None, "look_until": None}
            values |= {"remind_at": first_reminder(to, at), "reminders": 0}
            values["settle_at"] = at + SETTLE_AFTER if to in UNSETTLED else None
            values |= {"undo": None} if to in CAME_TO_NOTHING else {}
            if to is State.AWAITING_APPROVAL:
                values["asked_version"] = version
        row = await self._set(request, {"version": version, **values})
        if row is None:
            return None
        if to is State.APPROVED:
            self.work_for.add(Loop.EXECUTE)
        record = Entry(entry.action, entry.actor, request.id, version, request.state, to, entry.code, entry.digest)
        await self._recorded(request, record, at)
        if request.again_of is not None and to in CAME_TO_NOTHING:  # what it followed can be asked for again
            family = select(requests.c.id).where(
                or_(requests.c.id == request.again_of, requests.c.again_of == request.again_of)
            )
            await self._redraw(update(cards).where(cards.c.request_id.in_(family)), at)
        return rows.request(row)

    async def look(self, request: Request, look: Look | None, entry: Entry, at: datetime) -> bool:
        who = rows.person_column(look.person) if look else None
        if await self._set(request, {"look": who, "look_until": look.until if look else None}) is None:
            return False
        await self._recorded(request, _in_place(entry, request), at)
        return True

    async def forget_login(self, request: Request, at: datetime) -> None:
        """Forget what an undo would have needed, on the record."""
        if await LOGIN_FORGOTTEN.row(self._straight, **was(request)) is not None:
            await self._recorded(request, _in_place(Entry("login_forgotten", "bot"), request), at)

    async def remind(self, request: Request, sent: int, next_at: datetime | None, entry: Entry, at: datetime) -> bool:
        noted = {"was_reminders": request.reminders, "sent": sent, "next_at": next_at}
        if await REMINDED.row(self._straight, **was(request), **noted) is None:
            return False
        await self._write(_in_place(entry, request), at)
        return True

    async def to_confirm(self, request_id: UUID, confirmation: Confirmation) -> None:
        values = {"version": confirmation.version, "digest": confirmation.digest, "until": confirmation.until}
        await self.connection.execute(
            upsert(confirmations)
            .values(request_id=request_id, object_id=confirmation.object_id, **values)
            .on_conflict_do_update(index_elements=["request_id", "object_id"], set_=values)
        )

    async def approved_since(self, kind: Kind, since: datetime) -> int:
        await ALONE_TO_APPROVE.rows(self._straight, what=f"approvals of {kind}")
        [counted] = await APPROVED_SINCE.rows(self._straight, of_kind=kind, since=since)
        return int(counted["count"])

    async def set_pause(self, pause: Pause, entry: Entry, at: datetime) -> None:
        await write_pause(self.connection, pause)
        await self._tell_all(entry, at)

    async def lift_pause(self, person: Person, entry: Entry, at: datetime) -> bool:
        lifted = await lift_pause(self.connection, person.object_id)
        if lifted:
            await self._tell_all(entry, at)
            self.work_for.add(Loop.EXECUTE)
        return lifted

    async def add_requester(self, request_id: UUID, person: Person, at: datetime) -> None:
        asking = {"object_id": person.object_id, "teams_id": person.teams_id, "name": person.name}
        await NEW_REQUESTER.rows(self._straight, request_id=request_id, **asking, since=at)

    async def add_approval(self, request_id: UUID, approval: Approval) -> None:
        person = approval.person
        await NEW_APPROVAL.rows(
            self._straight,
            request_id=request_id,
            version=approval.version,
            object_id=person.object_id,
            teams_id=person.teams_id,
            name=person.name,
            digest=approval.digest,
            at=approval.at,
        )

    async def record(self, entry: Entry, at: datetime) -> None:
        await self._write(entry, at)

    async def notify(self, notice: Notice, at: datetime) -> None:
        await NEW_NOTICE.rows(self._straight, **notice_values(notice, at))
        self.work_for.add(Loop.NOTICES)

    async def _set(self, request: Request, values: Mapping[str, Any]) -> Row | None:
        """Its new row; None, and nothing written, when somebody has moved it since it was read."""
        statement, to = moved(tuple(sorted(values))), {f"set_{name}": each for name, each in values.items()}
        return await statement.row(self._straight, **was(request), **to)

    async def _tell_all(self, entry: Entry, at: datetime) -> None:
        """Write the record of what holds for all requests, and draw every open card anew."""
        await self._write(entry, at)
        still_open = select(requests.c.id).where(requests.c.state.in_(list(OPEN)))
        await self._redraw(update(cards).where(cards.c.request_id.in_(still_open)), at)

    async def _recorded(self, request: Request, record: Entry, at: datetime) -> None:
        """Write the record of a change, and let the card be drawn anew."""
        await audit.append_straight(self._straight, record, at, APPEND_AND_REDRAW, request=request.id, now=at)
        self.recorded.append(audit.Recorded(record, at, request))
        self.work_for.add(Loop.CARDS)

    async def _write(self, entry: Entry, at: datetime) -> None:
        await audit.append_straight(self._straight, entry, at)
        self.recorded.append(audit.Recorded(entry, at))

    async def _redraw(self, which: Update, at: datetime) -> None:
        await self.connection.execute(which.where(cards.c.retired.is_(False)).values(AFRESH), {"now": at})
        self.work_for.add(Loop.CARDS)


def _in_place(entry: Entry, request: Request) -> Entry:
    """A record of something that left the request where it was."""
    state = request.state
    return Entry(entry.action, entry.actor, request.id, request.version, state, state, entry.code, entry.digest)
