"""What the doctor looks at: everything that the bot needs, with what is wrong about it in a sentence."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.checks.databases import Databases
from bot.checks.entra import Entra
from bot.checks.here import Here
from bot.checks.teams import Channel
from bot.doctor import Outcome, examine
from bot.opening import opened
from bot.settings import Settings
from handlers.ports import Clock

CONNECTIONS = 8  # as many as there are checks that ask the bot database; they run side by side


def _now() -> datetime:
    return datetime.now(UTC)


async def examined(settings: Settings, *, post: bool = False, clock: Clock = _now) -> list[Outcome]:
    """What the doctor finds with these settings; everything is opened for it and closed after it.

    With `post` it also posts a test card in the channel, which the people there see.
    """
    name = "tv-support-bot doctor"
    async with opened(
        settings, name=name, bot_connections=CONNECTIONS, service_connections=CONNECTIONS, limits={}
    ) as here:
        return await examine(
            [
                *Here(settings, here, clock).checks(),
                *Databases(settings, here).checks(),
                *Entra(settings, here).checks(),
                *Channel(settings, here).checks(post=post),
            ]
        )
