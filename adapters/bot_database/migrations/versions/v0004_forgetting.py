"""What is left of a request whose personal data is no longer kept: a keyed hash of its subject, and since when.

Only additions without defaults: no table is rewritten, and the version before runs on this schema.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("requests", sa.Column("subject_hash", sa.Text()))
    op.add_column("requests", sa.Column("forgotten_at", sa.DateTime(timezone=True)))
    op.create_index(
        "ix_requests_subject_hash", "requests", ["subject_hash"], postgresql_where=sa.text("subject_hash IS NOT NULL")
    )


def downgrade() -> None:
    """There is no way back: what this version wrote to the audit would no longer be understood."""
    raise NotImplementedError("restore a backup instead; what was forgotten since is on the audit")
