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
from bot.listing import LISTS, listed
from bot.messages import card_message, figures_message, list_message, notice_message, replaced_message
from bot.words.site import Site
from handlers.errors import DirectoryUnavailable, ReplyLost, TeamsRefused, TeamsUnavailable
from handlers.figures import PERIOD
from handlers.model import Person
from handlers.notices import Audience, NoticeKind
from handlers.ports import Book, Directory, Organisations

MOST_MENTIONS = 5
MOST_OF_ALL = 25  # mentions in a reminder to all developers: a message holds only so much
ROSTER_TRIES = 5  # after these a notice goes out without names rather than never
CARD_SECONDS = 20.0  # for one card, token and all; shorter than its lease
LOST_POST_PAUSES = (2.0, 30.0, 600.0)  # seconds; after that only every ten minutes
LONGEST_PAUSE = 60.0  # seconds between two tries
GONE = frozenset({403, 404})

log = structlog.get_logger()


class Sending:
    """The steps of the loops that send; each returns whether there was something to do."""

    def __init__(
        self,
        book: Book,
        work: Work,
        teams: Teams,
        directory: Directory,
        organisations: Organisations,
        *,
        clock: Callable[[], datetime],
        site: Site,
    ) -> None:
        self._book = book
        self._work = work
        self._teams = teams
        self._directory = directory
        self._organisations = organisations
        self._clock = clock
        self._site = site

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
            message = await self._written(due, people)
        except (DirectoryUnavailable, TeamsUnavailable, ReplyLost):
            await self._work.notice_later(due, self._after(due.attempts, None))
            return True
        if await self._work.notice_leaves(due):
            await self._send_notice(due, message)
        return True

    async def _written(self, due: DueNotice, people: tuple[Person, ...]) -> Mapping[str, Any]:
        """The notice in words, or the card that it is."""
        if due.notice.kind is NoticeKind.FIGURES:
            now = self._clock()
            return figures_message(await self._book.figures(now - PERIOD, now))
        if due.notice.kind in LISTS:
            return list_message(await listed(due.notice, self._book, self._organisations), people)
        request = await self._book.find(due.notice.request_id) if due.notice.request_id else None
        return notice_message(due.notice, request, people, self._site)

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
        shown = await self._book.shown(card.request_id)
        if shown is None:
            raise LookupError(f"card {card.id} belongs to no request")
        if card.activity_id is None:
            posted = await self._teams.post(card.thread, card_message(shown, self._site))
            if not await self._work.card_shown(card, posted, self._clock()):
                await self._work.saw_card(card.request_id, posted, self._clock())
            return
        message = replaced_message() if card.retired else card_message(shown, self._site)
        await self._teams.edit(card.thread, card.activity_id, message)
        if not await self._work.card_shown(card, card.activity_id, self._clock()):
            await self._work.card_again(card)  # another worker has sent since: whose edit came last, nobody knows

    async def _people(self, due: DueNotice) -> tuple[Person, ...]:
        match due.notice.audience:
            case Audience.DEVELOPERS:
                return (await self._developers(due))[:MOST_MENTIONS]
            case Audience.ALL_DEVELOPERS:
                return (await self._developers(due))[:MOST_OF_ALL]
            case _:
                return tuple(each for each in due.notice.people if each.teams_id)[:MOST_MENTIONS]

    async def _developers(self, due: DueNotice) -> tuple[Person, ...]:
        """The developers who are in the channel, but for those whom the notice leaves out."""
        try:
            developers, there = await asyncio.gather(
                self._directory.developers(), self._teams.members(due.notice.thread)
            )
        except (DirectoryUnavailable, TeamsUnavailable, ReplyLost):
            if due.attempts < ROSTER_TRIES:
                raise
            return ()
        except TeamsRefused as error:
            log.error("roster_refused", status=error.status, code=error.code)
            return ()
        wanted = {person.object_id for person in developers} - {person.object_id for person in due.notice.people}
        return tuple(person for person in there if person.object_id in wanted)

    def _after(self, attempts: int, wait: float | None) -> datetime:
        """When to try again: as Teams asked, else after a pause that doubles, with jitter."""
        pause = min(LONGEST_PAUSE, 0.5 * 2 ** min(attempts, 10))
        seconds = wait if wait is not None else pause * random.uniform(0.5, 1.0)  # noqa: S311 - jitter, no secret
        return self._clock() + timedelta(seconds=seconds)
