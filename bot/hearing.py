"""What an activity shows besides what it says: that the bot is in the team, and where the service is now."""

from __future__ import annotations

import structlog

from adapters.bot_database.channel import Channel, Standing
from bot.activities import Activity
from bot.words import channel as words

# Said in our channel, by whomever. What tells of an end (members removed, a team deleted) is of other types.
FROM_THE_CHANNEL = frozenset({"message", "messageUpdate", "messageDelete", "messageReaction", "invoke"})
INSTALLED = frozenset({"add", "upgrade", "add-upgrade"})  # teams-facts §2.1

log = structlog.get_logger()


class Hearing:
    """Notes for the sending what is new about the channel; an activity that shows nothing new costs nothing."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._standing: Standing | None = None

    @property
    def told(self) -> str:
        """How the sending does, in words for /readyz."""
        return words.standing(self._standing)

    async def heard(self, service_url: str) -> None:
        """The bot is in the team, and its service is there; never fails, because the next activity says it again."""
        known = self._standing
        if known is not None and known.parked_since is None and known.service_url == service_url:
            return
        try:
            if await self._channel.heard(service_url):
                log.info("unparked")
            self._standing = await self._channel.standing()
        except Exception as error:  # noqa: BLE001 - whatever it is, the turn itself will say so
            log.warning("not_noted", why=type(error).__name__)

    async def step(self) -> bool:
        """Look how the channel does: another replica may have been sent away."""
        self._standing = await self._channel.standing()
        return False


def shows_that_we_are_in(activity: Activity, *, in_the_channel: bool) -> bool:
    """Whether an activity of our team shows that the bot is in it: said in our channel, or news of its coming.

    News of an installation names the channel that somebody chose then, which need not be ours (teams-facts §2.3).
    """
    if activity.type == "installationUpdate":
        return activity.action in INSTALLED
    if activity.type == "conversationUpdate":
        return any(member.id.lower() == activity.recipient.id.lower() for member in activity.members_added)
    return in_the_channel and activity.type in FROM_THE_CHANNEL
