"""What to do about each thing that the doctor finds."""

from __future__ import annotations

MIGRATE = "Run `python -m bot migrate` with DATABASE_URL of the owner of the tables, then deploy/bot_database.sql."
AUDIT = (
    "Keep the database and the anchor as they are, run `python -m bot audit verify` and tell the team: docs/audit.md"
    " says what each finding can mean."
)
SERVICE = "Check TV_DATABASE_URL, the network policy and that the role may log in."
RIGHTS = "Run deploy/service_database.sql as the owner, and revoke what is named as too many."
DRIFT = (
    "Deletions stop until the change is understood: measure what Rails' destroy does now, then bring the erasure map"
    " and the known schema up to date in a new version of the bot."
)
SIGN_IN = "Check APP_ID, APP_TENANT_ID, APP_PASSWORD (has it ended?) or the managed identity."
GROUPS = "Check DEVELOPER_GROUP_ID and the Graph permissions User.Read.All and GroupMember.Read.All."
REGISTER = (
    "Run: python -m bot register update. If that says no, check GIAS_BASE_URL, the network policy, and that"
    " GIAS_DATA_DIR can be written to."
)
