"""Whom a notice mentions: those it is for, as far as they are in the channel."""

from __future__ import annotations

import asyncio

import structlog

from adapters.bot_database.work import DueNotice
from adapters.teams import Teams
from handlers.errors import DirectoryUnavailable, ReplyLost, TeamsRefused, TeamsUnavailable
from handlers.model import Person
from handlers.notices import Audience
from handlers.ports import Directory

MOST_MENTIONS = 5
MOST_OF_ALL = 25  # mentions in a reminder to all developers: a message holds only so much
ROSTER_TRIES = 5  # after these a notice goes out without names rather than never

log = structlog.get_logger()


class Mentions:
    """Asks the directory who they are and Teams who is there."""

    def __init__(self, teams: Teams, directory: Directory) -> None:
        self._teams = teams
        self._directory = directory

    async def of(self, due: DueNotice) -> tuple[Person, ...]:
        """Raises DirectoryUnavailable, TeamsUnavailable or ReplyLost when it is worth asking again later."""
        match due.notice.audience:
            case Audience.DEVELOPERS:
                return (await self._developers(due))[:MOST_MENTIONS]
            case Audience.ALL_DEVELOPERS:
                return (await self._developers(due))[:MOST_OF_ALL]
            case _:
                # Who wrote a message that a dialog was opened on is known by the Entra id alone.
                named = [each for each in due.notice.people if each.teams_id]
                return tuple(named[:MOST_MENTIONS])

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
