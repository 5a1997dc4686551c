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
        if self._not_to_us(activity):
            return False
        group = activity.channel_data.team.group_id.lower()
        return group == self.team_id or (not group and self._in_our_channel(activity))

    def missed_by(self, activity: Activity) -> str | None:
        """The first setting that it does not fit, or what else is wrong; None for what a person says here.

        Teams names the team's Entra group in news of the team only. Messages and presses carry the team's own thread
        in its place, as Microsoft's recorded messages and its playground do; the channel, which is of one team, then
        says which team it is.
        """
        data, sender = activity.channel_data, activity.sender
        if elsewhere := self._not_to_us(activity):
            return elsewhere
        if data.team.group_id.lower() != self.team_id and (data.team.group_id or not data.team.id):
            return "TEAM_ID"
        if not self._in_our_channel(activity):
            return "CHANNEL_ID"
        if data.channel.type != "standard":
            return "not a standard channel"
        if not sender.object_id or not sender.id or sender.id.startswith(BOT):
            return "nobody whom Entra knows"
        return None

    def _not_to_us(self, activity: Activity) -> str | None:
        data, conversation = activity.channel_data, activity.conversation
        if activity.channel_id != "msteams":
            return "not Teams"
        if activity.recipient.id.lower() != self.bot_id:
            return "APP_ID"
        if data.tenant.id.lower() != self.tenant_id or conversation.tenant_id.lower() not in ("", self.tenant_id):
            return "APP_TENANT_ID"
        return None

    def _in_our_channel(self, activity: Activity) -> bool:
        named = activity.channel_data.channel.id, activity.conversation.id.split(";", 1)[0]
        return named == (self.channel_id, self.channel_id)
