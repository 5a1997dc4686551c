"""What the replicas share about the channel: its pace, whether the bot is in it, where its service is.

New tables, and one column without a default: nothing is rewritten, and the version before runs on this schema.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "channel",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("service_url", sa.Text()),
        sa.Column("quiet_until", sa.DateTime(timezone=True)),
        sa.Column("refusals", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("parked_since", sa.DateTime(timezone=True)),
        sa.Column("parked_why", sa.Text()),
        sa.CheckConstraint("id = 1", name=op.f("ck_channel_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel")),
    )
    op.execute("INSERT INTO channel (id) VALUES (1)")
    op.create_table(
        "sends",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("over_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sends")),
    )
    op.create_index("ix_sends_over_at", "sends", ["over_at"])
    op.add_column("cards", sa.Column("refused_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    """There is no way back: the audit of the versions since would no longer be understood."""
    raise NotImplementedError("restore a backup instead; the audit would not be understood by the version before")
