"""Making the thread show what it should: one card or notice at a time, from the stored state, until Teams confirms."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import structlog

from adapters.bot_database.channel import Channel, NoRoom, Quiet, Slot
from adapters.bot_database.work import DueCard, DueNotice, NoticeOutcome, Work
from adapters.teams import Teams
from bot.listing import LISTS, listed
from bot.mentions import Mentions
from bot.messages import card_message, figures_message, list_message, notice_message, replaced_message
from bot.words.site import Site
from handlers.errors import DirectoryUnavailable, ReplyLost, TeamsRefused, TeamsThrottled, TeamsUnavailable
from handlers.figures import PERIOD
from handlers.model import Person
from handlers.notices import NoticeKind
from handlers.ports import Book, Directory, Organisations

SECONDS = 20.0  # for one call, token and all; shorter than its lease
LOST_POST_PAUSES = (2.0, 30.0, 600.0)  # seconds; after that only every ten minutes
LONGEST_PAUSE = 60.0  # seconds between two tries
LONGEST_SLEEP = 1.0  # seconds until we look again whether there is room
BARE_ANSWERS = 3  # "yes" to an edit without its id: so often sent again, in case it was not Teams that said so
REFUSED_PAUSE = timedelta(days=1)  # by then a new version of the bot may draw what Teams takes
FORBIDDEN = 403
GONE = frozenset({FORBIDDEN, 404})  # to an edit
# The bot is not in the team, may not be, or asks where the service no longer is: nothing goes out until it is back.
AWAY = frozenset({"BotNotInConversationRoster", "BotDisabledByAdmin", "InvalidBotApiHost"})

log = structlog.get_logger()


class Came(StrEnum):
    """What came of one call."""

    TAKEN = "taken"
    LATER = "later"
    THROTTLED = "throttled"
    PARKED = "parked"
    LOST = "lost"
    GONE = "gone"
    REFUSED = "refused"


@dataclass(frozen=True)
class Call:
    """One call, and whether more of its kind may be due already."""

    came: Came
    more: bool = True


class Sending:
    """The steps of the loops that send; each returns whether more may be due already."""

    def __init__(
        self,
        book: Book,
        work: Work,
        channel: Channel,
        teams: Teams,
        directory: Directory,
        *,
        organisations: Organisations,
        clock: Callable[[], datetime],
        site: Site,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._book = book
        self._work = work
        self._channel = channel
        self._teams = teams
        self._mentions = Mentions(teams, directory)
        self._organisations = organisations
        self._clock = clock
        self._site = site
        self._sleep = sleep

    async def next_card(self) -> bool:
        """Post or edit one card. A lost reply is tried again: an edit is harmless twice, a second post is retired."""
        return await self._next("card", self._card)

    async def next_notice(self) -> bool:
        """Send one notice once: when its reply is lost it is not sent again."""
        return await self._next("notice", self._notice)

    async def _next(self, what: str, send: Callable[[], Awaitable[Call | None]]) -> bool:
        try:
            call = await send()
        except Quiet:
            return False
        except NoRoom as full:
            await self._sleep(min(full.seconds, LONGEST_SLEEP))
            return True
        if call is None:
            return False
        log.info("sent", what=what, came=call.came)
        return call.more

    async def _card(self) -> Call | None:
        card = await self._work.next_card(self._clock())
        if card is None:
            return None
        try:
            async with asyncio.timeout(SECONDS):
                return await self._send(card)
        except TeamsThrottled as error:
            await self._work.card_later(card, await self._hold(card.slot, error.wait))
            return Call(Came.THROTTLED)
        except TeamsUnavailable as error:
            await self._work.card_later(card, self._after(card.attempts, error.wait))
            return Call(Came.LATER)
        except (ReplyLost, TimeoutError):
            return Call(await self._lost(card))
        except TeamsRefused as error:
            return Call(await self._refused(card, error))
        except Exception:
            # What can never be drawn, as of another version, must not keep the room of what can.
            await self._work.card_later(card, self._after(card.attempts, None))
            raise

    async def _lost(self, card: DueCard) -> Came:
        """No answer came. An edit is harmless twice; each post may leave a card behind, so those wait longer."""
        pause = None if card.activity_id else LOST_POST_PAUSES[min(card.attempts, len(LOST_POST_PAUSES) - 1)]
        edited = card.activity_id is not None
        if not await self._work.card_later(card, self._after(card.attempts, pause), unsure=edited) and edited:
            await self._work.card_again(card, unsure=True)  # another worker sends it, and ours may still land after it
        return Came.LOST

    async def _refused(self, card: DueCard, error: TeamsRefused) -> Came:
        if error.status == FORBIDDEN and error.code in AWAY:
            await self._park(card.slot, error.code)
            await self._work.card_waits(card)
            return Came.PARKED
        if card.retired or (card.activity_id and error.status in GONE):
            log.warning("card_gone", card=str(card.id), status=error.status, code=error.code)
            await self._work.card_dead(card, self._clock())
            return Came.GONE
        log.error("card_refused", card=str(card.id), status=error.status, code=error.code)
        now = self._clock()
        await self._work.card_refused(card, now, now + REFUSED_PAUSE)
        return Came.REFUSED

    async def _send(self, card: DueCard) -> Call:
        shown = await self._book.shown(card.request_id)
        if shown is None:
            raise LookupError(f"card {card.id} belongs to no request")
        if card.activity_id is None:
            posted = await self._teams.post(card.thread, card_message(shown, self._site))
            confirmed = await self._work.card_shown(card, posted, self._clock())
            if not confirmed.mine:
                await self._work.saw_card(card.request_id, posted, self._clock())
            return Call(Came.TAKEN, more=confirmed.more)
        message = replaced_message() if card.retired else card_message(shown, self._site)
        sure = await self._teams.edit(card.thread, card.activity_id, message)
        if not sure and card.attempts < BARE_ANSWERS:
            await self._work.card_later(card, self._after(card.attempts, None))
            return Call(Came.LATER)
        confirmed = await self._work.card_shown(card, card.activity_id, self._clock())
        if not confirmed.mine:
            await self._work.card_again(card)  # another worker has sent since: whose edit came last, nobody knows
        return Call(Came.TAKEN, more=confirmed.more)

    async def _notice(self) -> Call | None:
        due = await self._work.next_notice(self._clock())
        if due is None:
            return None
        try:
            async with asyncio.timeout(SECONDS):
                message = await self._written(due, await self._mentions.of(due))
        except (DirectoryUnavailable, TeamsUnavailable, ReplyLost, TimeoutError) as error:
            wait = error.wait if isinstance(error, TeamsUnavailable) else None
            await self._work.notice_later(due, self._after(due.attempts, wait))
            return Call(Came.LATER)
        except Exception:
            await self._work.notice_later(due, self._after(due.attempts, None))
            raise
        return Call(await self._send_notice(due, message) if await self._work.notice_leaves(due) else Came.LATER)

    async def _written(self, due: DueNotice, people: tuple[Person, ...]) -> Mapping[str, Any]:
        """The notice in words, or the card that it is."""
        if due.notice.kind is NoticeKind.FIGURES:
            now = self._clock()
            return figures_message(await self._book.figures(now - PERIOD, now))
        if due.notice.kind in LISTS:
            return list_message(await listed(due.notice, self._book, self._organisations), people)
        request = await self._book.find(due.notice.request_id) if due.notice.request_id else None
        return notice_message(due.notice, request, people, self._site)

    async def _send_notice(self, due: DueNotice, message: Mapping[str, Any]) -> Came:
        try:
            async with asyncio.timeout(SECONDS):
                sent = await self._teams.post(due.notice.thread, message)
        except TeamsThrottled as error:
            await self._work.notice_later(due, await self._hold(due.slot, error.wait))
            return Came.THROTTLED
        except TeamsUnavailable as error:
            await self._work.notice_later(due, self._after(due.attempts, error.wait))
            return Came.LATER
        except (ReplyLost, TimeoutError):
            await self._work.notice_ended(due, NoticeOutcome.LOST)
            return Came.LOST
        except TeamsRefused as error:
            return await self._refused_notice(due, error)
        await self._work.notice_ended(due, NoticeOutcome.SENT, sent)
        return Came.TAKEN

    async def _refused_notice(self, due: DueNotice, error: TeamsRefused) -> Came:
        if error.status == FORBIDDEN and error.code in AWAY:
            await self._park(due.slot, error.code)
            await self._work.notice_later(due, self._clock())
            return Came.PARKED
        log.error("notice_refused", notice=str(due.id), status=error.status, code=error.code)
        await self._work.notice_ended(due, NoticeOutcome.REFUSED)
        return Came.REFUSED

    async def _hold(self, slot: Slot, wait: float | None) -> datetime:
        """Let the whole channel wait as Teams asked, longer each time in a row; until when, for this message."""
        until = self._after(slot.refusals, wait)
        seconds = (until - self._clock()).total_seconds()
        log.warning("throttled", seconds=round(seconds, 1))
        await self._channel.hold(seconds)
        return until

    async def _park(self, slot: Slot, why: str) -> None:
        log.error("parked", why=why)
        await self._channel.park(why, slot.refusals)

    def _after(self, attempts: int, wait: float | None) -> datetime:
        """When to try again: as Teams asked, and not before a pause with jitter that doubles each time."""
        pause = min(LONGEST_PAUSE, 0.5 * 2 ** min(attempts, 10)) * random.uniform(0.5, 1.0)  # noqa: S311 - no secret
        return self._clock() + timedelta(seconds=max(pause, wait or 0.0))
