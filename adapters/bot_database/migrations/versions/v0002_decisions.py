"""Who looks, who approved first, what is asked again, when to remind, and the pause.

Only additions with constant defaults: no table is rewritten. The version before runs on this schema but knows no pause
and no second approval, and cannot read what only this one writes: stop its replicas first.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

STANDS = sa.text(
    "state <> ALL (ARRAY['cancelled'::text, 'closed'::text, 'expired'::text, 'failed'::text, 'lapsed'::text,"
    " 'nothing_to_do'::text, 'rejected'::text, 'resolved_by_ba'::text])"
)


def upgrade() -> None:
    for column in (
        sa.Column("look", JSONB()),
        sa.Column("look_until", sa.DateTime(timezone=True)),
        sa.Column("asked_version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("approvals_needed", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("needs_because", sa.Text()),
        sa.Column("again_of", sa.Uuid()),
        sa.Column("remind_at", sa.DateTime(timezone=True)),
        sa.Column("reminders", sa.Integer(), server_default=sa.text("0"), nullable=False),
    ):
        op.add_column("requests", column)
    op.create_foreign_key(op.f("fk_requests_again_of"), "requests", "requests", ["again_of"], ["id"])
    op.create_index("uq_requests_again_of", "requests", ["again_of"], unique=True, postgresql_where=STANDS)
    op.create_check_constraint(op.f("ck_requests_somebody_approves"), "requests", "approvals_needed >= 1")
    op.create_index(
        "ix_requests_remind_at", "requests", ["remind_at"], postgresql_where=sa.text("remind_at IS NOT NULL")
    )
    op.create_index(
        "ix_requests_look_until", "requests", ["look_until"], postgresql_where=sa.text("look_until IS NOT NULL")
    )
    op.create_index("ix_requests_undo", "requests", ["state_since"], postgresql_where=sa.text("undo IS NOT NULL"))
    op.add_column("notices", sa.Column("code", sa.Text()))
    op.create_table(
        "confirmations",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("object_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_confirmations_request_id")),
        sa.PrimaryKeyConstraint("request_id", "object_id", name=op.f("pk_confirmations")),
    )
    op.create_table(
        "settings",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_settings")),
    )
    op.create_index("ix_audit_request_id", "audit", ["request_id"])
    op.create_index("ix_audit_approved", "audit", ["at"], postgresql_where=sa.text("to_state = 'approved'"))


def downgrade() -> None:
    """There is no way back: what this version wrote to the audit would no longer be understood."""
    raise NotImplementedError(
        "restore a backup instead; the version before cannot read what this one wrote, the audit included"
    )
