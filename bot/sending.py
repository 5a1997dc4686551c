"""Making the thread show what it should: one card or notice at a time, from the stored state, until Teams confirms."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog

from adapters.bot_database.work import DueCard, DueNotice, NoticeOutcome, Work
from adapters.teams import Teams
from bot.messages import card_message, notice_message, replaced_message
from handlers.errors import DirectoryUnavailable, ReplyLost, TeamsRefused, TeamsUnavailable
from handlers.model import Audience, Person
from handlers.ports import Book, Directory

MOST_MENTIONS = 5
CARD_SECONDS = 20.0  # for one card, token and all; shorter than its lease
LOST_POST_PAUSES = (2.0, 30.0, 600.0)  # seconds; after that only every ten minutes
LONGEST_PAUSE = 60.0  # seconds between two tries
GONE = frozenset({403, 404})

log = structlog.get_logger()


class Sending:
    """The steps of the loops that send; each returns whether there was something to do."""

    def __init__(
        self, book: Book, work: Work, teams: Teams, directory: Directory, clock: Callable[[], datetime]
    ) -> None:
        self._book = book
        self._work = work
        self._teams = teams
        self._directory = directory
        self._clock = clock

    async def next_card(self) -> bool:
        """Post or edit one card. A lost reply is tried again: an edit is harmless twice, a second post is retired."""
        card = await self._work.next_card(self._clock())
        if card is None:
            return False
        try:
            async with asyncio.timeout(CARD_SECONDS):
                await self._send(card)
        except TeamsUnavailable as error:
            await self._work.card_later(card, self._after(card.attempts, error.wait))
        except (ReplyLost, TimeoutError):
            await self._lost(card)
        except TeamsRefused as error:
            log.error("card_refused", card=str(card.id), status=error.status, code=error.code)
            if card.retired or (card.activity_id and error.status in GONE):
                await self._work.card_dead(card, self._clock())
            else:
                await self._work.card_later(card, self._after(card.attempts + 5, None))
        return True

    async def _lost(self, card: DueCard) -> None:
        """No answer came. An edit is harmless twice; each post may leave a card behind, so those wait longer."""
        if card.activity_id:
            await self._work.card_later(card, self._after(card.attempts, None), unsure=True)
            return
        pause = LOST_POST_PAUSES[min(card.attempts, len(LOST_POST_PAUSES) - 1)]
        await self._work.card_later(card, self._after(card.attempts, pause))

    async def next_notice(self) -> bool:
        """Send one notice once: when its reply is lost it is not sent again."""
        due = await self._work.next_notice(self._clock())
        if due is None:
            return False
        try:
            people = await self._people(due)
        except DirectoryUnavailable:
            await self._work.notice_later(due, self._after(due.attempts, None))
            return True
        request = await self._book.find(due.notice.request_id) if due.notice.request_id else None
        message = notice_message(due.notice, request, people)
        if await self._work.notice_leaves(due):
            await self._send_notice(due, message)
        return True

    async def _send_notice(self, due: DueNotice, message: Mapping[str, Any]) -> None:
        try:
            sent = await self._teams.post(due.notice.thread, message)
            await self._work.notice_ended(due, NoticeOutcome.SENT, sent)
        except TeamsUnavailable as error:
            await self._work.notice_later(due, self._after(due.attempts, error.wait))
        except ReplyLost:
            await self._work.notice_ended(due, NoticeOutcome.LOST)
        except TeamsRefused as error:
            log.error("notice_refused", notice=str(due.id), status=error.status, code=error.code)
            await self._work.notice_ended(due, NoticeOutcome.REFUSED)

    async def _send(self, card: DueCard) -> None:
        request = await self._book.find(card.request_id)
        if request is None:
            raise LookupError(f"card {card.id} belongs to no request")
        if card.activity_id is None:
            posted = await self._teams.post(card.thread, card_message(request))
            if not await self._work.card_shown(card, request.version, posted, self._clock()):
                await self._work.saw_card(card.request_id, posted, self._clock())
            return
        message, version = (replaced_message(), 1) if card.retired else (card_message(request), request.version)
        await self._teams.edit(card.thread, card.activity_id, message)
        if not await self._work.card_shown(card, version, card.activity_id, self._clock()):
            await self._work.card_again(card)  # another worker has sent since: whose edit came last, nobody knows

    async def _people(self, due: DueNotice) -> tuple[Person, ...]:
        if due.notice.audience is Audience.DEVELOPERS:
            return await self._directory.developers(MOST_MENTIONS)
        return due.notice.people[:MOST_MENTIONS]

    def _after(self, attempts: int, wait: float | None) -> datetime:
        """When to try again: as Teams asked, else after a pause that doubles, with jitter."""
        pause = min(LONGEST_PAUSE, 0.5 * 2 ** min(attempts, 10))
        seconds = wait if wait is not None else pause * random.uniform(0.5, 1.0)  # noqa: S311 - jitter, no secret
        return self._clock() + timedelta(seconds=seconds)
