"""Which replica fetches the register, and what came of it.

A new table only: the version before runs on this schema and does not look at it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "register_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("claim", sa.Uuid(), nullable=False),
        sa.Column("claimed_by", sa.Text(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("outcome", sa.Text()),
        sa.Column("register_day", sa.Date()),
        sa.Column("tries", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_register_days")),
    )


def downgrade() -> None:
    """There is no way back: the audit of the versions since would no longer be understood."""
    raise NotImplementedError("restore a backup instead; the audit would not be understood by the version before")
