"""The tables of the bot database. What a migration makes must equal this; a test compares the two."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from handlers.states import CAME_TO_NOTHING

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Moment = DateTime(timezone=True)

# `details`, `evidence`, `note` and `undo` are the only columns with what people wrote or what was looked up;
# `undo` is encrypted. How long each column is kept: kept.py. Times are UTC.
requests = Table(
    "requests",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("code", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("details", JSONB, nullable=False),
    Column("evidence", JSONB),
    Column("conversation_id", Text, nullable=False),
    Column("service_url", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("state_since", Moment, nullable=False),
    Column("due_at", Moment),
    Column("result", Text),
    Column("note", Text),
    Column("decided_by", JSONB),
    Column("attempt", Uuid),
    Column("xid", Text),
    Column("settle_at", Moment),
    Column("undo", LargeBinary),
    Column("look", JSONB),
    Column("look_until", Moment),
    Column("asked_version", Integer, nullable=False, server_default=text("0")),
    Column("approvals_needed", Integer, nullable=False, server_default=text("1")),
    Column("needs_because", Text),
    Column("again_of", Uuid, ForeignKey("requests.id")),
    Column("remind_at", Moment),
    Column("reminders", Integer, nullable=False, server_default=text("0")),
    Column("subject_hash", Text),
    Column("forgotten_at", Moment),
    CheckConstraint("approvals_needed >= 1", name="somebody_approves"),
    CheckConstraint("state <> 'running' OR attempt IS NOT NULL", name="running_has_attempt"),
)
Index("ix_requests_due_at", requests.c.due_at, postgresql_where=text("due_at IS NOT NULL"))
Index("ix_requests_settle_at", requests.c.settle_at, postgresql_where=text("settle_at IS NOT NULL"))
Index("ix_requests_remind_at", requests.c.remind_at, postgresql_where=text("remind_at IS NOT NULL"))
Index("ix_requests_look_until", requests.c.look_until, postgresql_where=text("look_until IS NOT NULL"))
# One follow-up at a time: what came to nothing makes room for another.
_NOTHING = ", ".join(f"'{state}'::text" for state in sorted(CAME_TO_NOTHING))
STANDS = text(f"state <> ALL (ARRAY[{_NOTHING}])")
Index("uq_requests_again_of", requests.c.again_of, unique=True, postgresql_where=STANDS)
Index("ix_requests_undo", requests.c.state_since, postgresql_where=text("undo IS NOT NULL"))
Index("ix_requests_subject_hash", requests.c.subject_hash, postgresql_where=text("subject_hash IS NOT NULL"))
Index("ix_requests_approved", requests.c.state_since, postgresql_where=text("state = 'approved'"))

requesters = Table(
    "requesters",
    metadata,
    Column("request_id", Uuid, ForeignKey("requests.id"), primary_key=True),
    Column("object_id", Text, primary_key=True),
    Column("teams_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("since", Moment, nullable=False),
)

approvals = Table(
    "approvals",
    metadata,
    Column("request_id", Uuid, ForeignKey("requests.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("object_id", Text, primary_key=True),
    Column("teams_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

# The first step of approving what cannot be undone: one a person, to one version and digest, void after `until`.
confirmations = Table(
    "confirmations",
    metadata,
    Column("request_id", Uuid, ForeignKey("requests.id"), primary_key=True),
    Column("object_id", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    Column("until", Moment, nullable=False),
)

# One live card a request; `wanted` counts what it should have shown, `confirmed` is the last of these that it shows.
# A card that an old post left behind is a row with `retired`, to be redrawn once as replaced. `unsure`: an edit whose
# reply was lost may still land late. `refused_at`: Teams will never take what we sent, so it waits for something else.
cards = Table(
    "cards",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("request_id", Uuid, ForeignKey("requests.id"), nullable=False),
    Column("activity_id", Text),
    Column("retired", Boolean, nullable=False, server_default=text("false")),
    Column("wanted", Integer, nullable=False),
    Column("confirmed", Integer, nullable=False, server_default=text("0")),
    Column("due_at", Moment, nullable=False),
    Column("lease", Uuid),
    Column("leased_until", Moment),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("unsure", Boolean, nullable=False, server_default=text("false")),
    Column("refused_at", Moment),
    UniqueConstraint("activity_id"),
)
Index("ix_cards_unconfirmed", cards.c.due_at, postgresql_where=text("confirmed < wanted"))
Index("uq_cards_live", cards.c.request_id, unique=True, postgresql_where=text("NOT retired"))

notices = Table(
    "notices",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("audience", Text, nullable=False),
    Column("request_id", Uuid, ForeignKey("requests.id")),
    Column("state", Text),
    Column("people", JSONB, nullable=False),
    Column("conversation_id", Text, nullable=False),
    Column("service_url", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("due_at", Moment),
    Column("lease", Uuid),
    Column("leased_until", Moment),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("outcome", Text),
    Column("activity_id", Text),
    Column("code", Text),
)
Index("ix_notices_due_at", notices.c.due_at, postgresql_where=text("due_at IS NOT NULL"))

# One row: where the channel's service is by the last activity from there, until when nothing is sent, how often in a
# row Teams sent us away, and since when and why the bot is no longer in the team.
channel = Table(
    "channel",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("service_url", Text),
    Column("quiet_until", Moment),
    Column("refusals", Integer, nullable=False, server_default=text("0")),
    Column("parked_since", Moment),
    Column("parked_why", Text),
    CheckConstraint("id = 1", name="one_row"),
)

# One row for each call to the channel in the last hour; `over_at` is by when it has arrived there.
sends = Table(
    "sends",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("over_at", Moment, nullable=False),
)
Index("ix_sends_over_at", sends.c.over_at)

inbox = Table(
    "inbox",
    metadata,
    Column("activity_id", Text, primary_key=True),
    Column("received_at", Moment, nullable=False),
    Column("reply", JSONB),
)

# What holds for all requests: today only the pause.
settings = Table(
    "settings",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", JSONB, nullable=False),
)

# One row for each day (London) on which a replica fetched the register.
register_days = Table(
    "register_days",
    metadata,
    Column("day", Date, primary_key=True),
    Column("claim", Uuid, nullable=False),
    Column("claimed_by", Text, nullable=False),
    Column("begun_at", Moment, nullable=False),
    Column("leased_until", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("outcome", Text),
    Column("register_day", Date),
    Column("tries", Integer, nullable=False, server_default=text("1")),
)

audit = Table(
    "audit",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("action", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("request_id", Uuid),
    Column("version", Integer),
    Column("from_state", Text),
    Column("to_state", Text),
    Column("code", Text),
    Column("digest", Text),
    Column("previous_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
)
Index("ix_audit_request_id", audit.c.request_id)
Index("ix_audit_approved", audit.c.at, postgresql_where=text("to_state = 'approved'"))

audit_head = Table(
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False),
    Column("hash", Text, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)
