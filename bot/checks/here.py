"""The doctor's checks of this installation: the key, the PIM page, the clock, the register and the way to its host."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import func, select

from adapters.asking import ask
from adapters.register.store import age, freshness, last_good
from bot.doctor import Check
from bot.opening import Opened
from bot.settings import Settings
from bot.words import doctor as words
from bot.words import fixes
from bot.words import register as register_words
from handlers.errors import Unavailable
from handlers.organisations import Freshness
from handlers.ports import Clock

FEWEST_CHARACTERS = 10  # different ones; 32 drawn from the 16 of hexadecimal have fewer once in ten thousand keys
EXAMPLES = ("changeme", "change-me", "change me", "example", "password", "secret_key", "placeholder", "0123456789")
PORTALS = frozenset({"portal.azure.com", "entra.microsoft.com"})
GROUP_PAGE = "Microsoft_Azure_PIMCommon/ActivationMenuBlade/~/aadgroup"
MOST_SKEW = timedelta(seconds=60)
SERVER_FAULT = 500


class Here:
    """What can be wrong with this installation itself."""

    def __init__(self, settings: Settings, here: Opened, clock: Clock) -> None:
        self._settings, self._here, self._clock = settings, here, clock

    def checks(self) -> list[Check]:
        return [
            Check("settings: SECRET_KEY", fixes.KEY, self._key),
            Check("settings: PIM_URL", fixes.PIM, self._pim),
            Check("clock", fixes.CLOCK, self._skew, ("bot database: answers",)),
            Check("register: age", fixes.REGISTER, self._register),
            Check("register: folder", fixes.FOLDER, self._folder),
            Check("register: host", fixes.GIAS, self._host),
        ]

    async def _key(self) -> list[str]:
        settings, key = self._settings, self._settings.secret_key.get_secret_value()
        others = {
            "APP_PASSWORD": settings.app_password.get_secret_value(),
            "in DATABASE_URL": settings.database_url.get_secret_value(),
            "in TV_DATABASE_URL": settings.tv_database_url.get_secret_value(),
        }
        told = [words.USED_ELSEWHERE.format(where=where) for where, other in others.items() if key in other]
        if len(set(key)) < FEWEST_CHARACTERS:
            told.append(words.SHORT_OF_LETTERS.format(count=len(set(key))))
        if key in (key + key)[1:-1]:
            told.append(words.REPEATS)
        if any(word in key.lower() for word in EXAMPLES):
            told.append(words.LOOKS_MADE_UP)
        return told

    async def _pim(self) -> list[str]:
        address = urlsplit(self._settings.pim_url)
        if address.hostname not in PORTALS:
            return [words.PIM_ELSEWHERE]
        return [] if GROUP_PAGE in address.fragment else [words.PIM_NOT_GROUPS]

    async def _skew(self) -> list[str]:
        """Against Graph's host, which answers with its time whatever is asked, and the bot database's server."""
        async with self._here.bot_engine.connect() as connection:
            theirs = {"the bot database": (await connection.execute(select(func.clock_timestamp()))).scalar_one()}
            told = [_off("the bot database", theirs["the bot database"] - self._clock())]
        try:
            answer = await ask(self._here.client, None, "", self._settings.graph_base_url)
        except Unavailable as error:
            return [*filter(None, told), words.NO_ANSWER.format(what="Graph", why=error)]
        told.append(_off("Graph", answer.date - self._clock()) if answer.date else None)
        return [each for each in told if each]

    async def _register(self) -> list[str]:
        day, _ = await asyncio.to_thread(last_good, self._settings.gias_data_dir)
        old = age(day, datetime.now(UTC)) if day else None
        return [] if freshness(old) is Freshness.FINE else [register_words.standing(freshness(old), day, old)]

    async def _folder(self) -> list[str]:
        def try_it() -> None:
            self._settings.gias_data_dir.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self._settings.gias_data_dir):
                pass

        try:
            await asyncio.to_thread(try_it)
        except OSError as error:
            return [words.NO_FOLDER.format(why=error.strerror or type(error).__name__)]
        return []

    async def _host(self) -> list[str]:
        """Whatever the host says to its folder, it can be reached; only its own faults count."""
        try:
            answer = await ask(self._here.client, None, "", f"{self._settings.gias_base_url.rstrip('/')}/")
        except Unavailable as error:
            return [words.NO_ANSWER.format(what="GIAS_BASE_URL", why=error)]
        return [words.GIAS_ANSWERED.format(status=answer.status)] if answer.status >= SERVER_FAULT else []


def _off(whose: str, ahead: timedelta) -> str | None:
    """What to say of a clock that is that far ahead of ours."""
    if abs(ahead) <= MOST_SKEW:
        return None
    way = "behind" if ahead > timedelta() else "ahead"
    return words.CLOCK_OFF.format(seconds=abs(ahead).total_seconds(), way=way, whose=whose)
