"""The one place in which the bot works: our tenant, our team, our standard channel."""

from __future__ import annotations

from dataclasses import dataclass

from bot.activities import Activity

BOT = "28:"  # how the ids of bots begin; people's begin with 29: (teams-facts §2.2)


@dataclass(frozen=True)
class Place:
    """Where an activity has to come from; ids in small letters."""

    tenant_id: str
    team_id: str
    channel_id: str
    bot_id: str

    def is_our_team(self, activity: Activity) -> bool:
        """Our tenant, our team, said to us."""
        return self._not_our_team(activity) is None

    def missed_by(self, activity: Activity) -> str | None:
        """The first setting that it does not fit, or what else is wrong; None for what a person says here."""
        channel, sender = activity.channel_data.channel, activity.sender
        if team := self._not_our_team(activity):
            return team
        if channel.id != self.channel_id or activity.conversation.id.split(";", 1)[0] != self.channel_id:
            return "CHANNEL_ID"
        if channel.type != "standard":
            return "not a standard channel"
        if not sender.object_id or not sender.id or sender.id.startswith(BOT):
            return "nobody whom Entra knows"
        return None

    def _not_our_team(self, activity: Activity) -> str | None:
        data, conversation = activity.channel_data, activity.conversation
        if activity.channel_id != "msteams":
            return "not Teams"
        if activity.recipient.id.lower() != self.bot_id:
            return "APP_ID"
        if data.tenant.id.lower() != self.tenant_id or conversation.tenant_id.lower() not in ("", self.tenant_id):
            return "APP_TENANT_ID"
        return None if data.team.group_id.lower() == self.team_id else "TEAM_ID"
