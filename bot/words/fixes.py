"""What to do about each thing that the doctor finds."""

from __future__ import annotations

BOT_DATABASE = (
    "Check DATABASE_URL, the network policy, that the role may log in, and the server's version (14 or newer)."
)
MIGRATE = "Run `python -m bot migrate` with DATABASE_URL of the owner of the tables, then deploy/bot_database.sql."
TABLES = (
    "Somebody changed the tables by hand. Find out who and why; put back what is named, as the owner. The triggers of"
    " the audit: ALTER TABLE audit ENABLE TRIGGER ALL, then `python -m bot audit verify`."
)
BOT_RIGHTS = "Run deploy/bot_database.sql as the owner, and revoke what is named as too many."
AUDIT = (
    "Keep the database and the anchor as they are, run `python -m bot audit verify` and tell the team: docs/audit.md"
    " says what each finding can mean."
)
SERVICE = "Check TV_DATABASE_URL, the network policy, that the role may log in, and the version (14 or newer)."
RIGHTS = "Run deploy/service_database.sql as the owner, and revoke what is named as too many."
DRIFT = (
    "Deletions stop until the change is understood: measure what Rails' destroy does now, then bring the erasure map"
    " and the known schema up to date in a new version of the bot."
)
SIGN_IN = "Check APP_ID, APP_TENANT_ID, APP_PASSWORD (has it ended?) or the managed identity."
END_OF_IT = (
    "Make a new secret and put it in place before the old one ends: docs/runbook.md, Changing the client secret."
)
KEYS = "Check OPENID_METADATA_URL and that the network policy lets https out."
GROUPS = "Check the id in Entra, and the Graph permissions User.Read.All and GroupMember.Read.All (deploy/azure.md, 2)."
PERMISSIONS = "Give User.Read.All and GroupMember.Read.All as application permissions (deploy/azure.md, step 2)."
CHANNEL = (
    "Check CHANNEL_ID and TEAM_ID against the channel's link, and that the app is in the team (deploy/azure.md, 7)."
)
POST = "See whether the check of the channel says why; else ask whether posting is blocked in the channel."
KEY = "Draw a new SECRET_KEY at random: `openssl rand -base64 48`. docs/runbook.md says what a change of it does."
PIM = "Set PIM_URL to the page at which developers activate their membership, or leave it out."
CLOCK = "Set the clock of this machine (NTP): tokens, approvals and time limits rest on it."
REGISTER = (
    "Run: python -m bot register update. If that says no, check GIAS_BASE_URL, the network policy, and that"
    " GIAS_DATA_DIR can be written to."
)
FOLDER = "Make the folder and let the bot's user (10001 in the image) write to it."
GIAS = "Check GIAS_BASE_URL and that the network policy lets https out to it."
