"""What the doctor says of what it found; what to do about each is in bot/words/fixes.py."""

from __future__ import annotations

from collections.abc import Mapping

NOT_BEFORE = "not looked at: first put right what `{first}` says"
NOT_TRUSTED = (
    "cannot be asked: its certificate is of an authority that this machine does not know (SSL_CERT_FILE names others)"
)

# databases
TOO_OLD = "PostgreSQL {found} is too old: 14 or newer is needed."
WRITE_REFUSED = "The database only lets us read."

# Entra. The numbers are Entra's own (AADSTS…).
LOGIN_REFUSED: Mapping[int, str] = {
    7000222: "the secret in APP_PASSWORD has ended (AADSTS7000222)",
    7000215: "the secret in APP_PASSWORD is wrong (AADSTS7000215); it is the secret's value, not its id",
    700016: "Entra knows no application APP_ID in the tenant APP_TENANT_ID (AADSTS700016)",
    90002: "Entra knows no tenant APP_TENANT_ID (AADSTS90002)",
}
NO_END_GIVEN = "APP_PASSWORD_ENDS is not set, so nobody is warned before the secret ends."
END_PASSED = "by APP_PASSWORD_ENDS the secret ended on {day}"
END_IS_NEAR = "by APP_PASSWORD_ENDS the secret ends on {day}, in {days} days"
NO_KEYS = "OPENID_METADATA_URL names no signing key that speaks for Teams"
NOT_READ = "OPENID_METADATA_URL answered {status}"

# Graph
NO_GROUP = "{setting}: Graph knows no such group"
NO_MEMBERS = "{setting}: the group has no members, so nobody can {what}"
NOBODY_ACTIVE = "Nobody has production access at this moment, which is usual: people activate it when they need it."
MAY_NOT = "Graph refused with 403: {permission} was not given, or not consented to"
GRAPH_ANSWERED = "Graph answered {status}"
GRAPH_401 = "Graph refused our token: 401"
NOBODY_TO_ASK_ABOUT = "No group has a member, so there is nobody whose rights can be asked for."

# Teams
NOT_A_CHANNEL = "CHANNEL_ID is the id of a chat, not of a channel: a channel's ends in @thread.tacv2"
NOT_KNOWN_YET = "Where Teams is answered is not known until somebody writes to the bot, so Teams was not asked."
HOST_NOT_ALLOWED = "SERVICE_URL_HOSTS does not allow the host from which the newest message came"
NOT_IN_TEAM = "Teams refused with 403 {code}: the bot is not installed in the team, or was removed from it"
NO_CHANNEL = "Teams knows no channel CHANNEL_ID in a team that has the bot: 404"
TEAMS_ANSWERED = "Teams answered {status}"
TEAMS_401 = "Teams refused our token: 401"
EMPTY_ROSTER = "Teams lists nobody in the channel"
OTHER_TENANT = "CHANNEL_ID is a channel whose members are all of another tenant than APP_TENANT_ID"
NOT_IN_CHANNEL = (
    "{away} of {all} developers are not in the channel: they cannot be mentioned and cannot press a button."
)
KIND_NOT_TOLD = "Whether the channel is a standard one shows when somebody writes in it: the bot refuses all others."
TEST_CARD = "This is a test: `doctor --post` looks whether the bot can post here. There is nothing to do."
TEST_OVER = "The test is over: the bot can post here and change what it posted. There is nothing to do."
NO_ID = "Teams took the test card and gave it no id"
POST_FAILED = "the test card could not be posted: {why}"
EDIT_FAILED = "the test card was posted and could not be changed: {why}"

# here
SHORT_OF_LETTERS = "SECRET_KEY has only {count} different characters: it was not drawn at random"
REPEATS = "SECRET_KEY repeats one short piece"
LOOKS_MADE_UP = "SECRET_KEY holds a word that examples hold"
USED_ELSEWHERE = "SECRET_KEY is also {where}: one that leaks gives away both"
PIM_ELSEWHERE = "PIM_URL leads to another host than Azure's portals"
PIM_NOT_GROUPS = "PIM_URL is not the page where memberships of groups are activated (…/ActivationMenuBlade/~/aadgroup)"
CLOCK_OFF = "Our clock is {seconds:.0f} seconds {way} of {whose}"
NO_FOLDER = "GIAS_DATA_DIR cannot be made or written to ({why})"
GIAS_ANSWERED = "GIAS_BASE_URL answered {status}"
NO_ANSWER = "{what} gave no answer ({why})"


def major(number: int) -> str:
    """The version of a PostgreSQL as people write it."""
    return f"{number // 10000}.{number % 10000}"
