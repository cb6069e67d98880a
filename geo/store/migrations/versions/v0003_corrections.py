"""What people decided about reports, and the columns that say so."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from geo.store.schema import TEXT

revision = "0003"
down_revision = "0002"

TEXTS = ("kind", "subject", "value", "author", "made", "reason")
ADDED = ("accounts_differ", "decisions")


def upgrade() -> None:
    """Make the table of corrections, and give the rows of incidents their new columns."""
    op.create_table(
        "corrections",
        sa.Column("correction_id", TEXT, primary_key=True),
        *(sa.Column(name, TEXT, nullable=False) for name in TEXTS),
        sa.Column("undone", TEXT),
        sa.Column("undone_by", TEXT),
        sqlite_strict=True,
    )
    for name in ADDED:
        op.add_column("incident_rows", sa.Column(name, TEXT))


def downgrade() -> None:
    """Take it all back."""
    for name in ADDED:
        op.drop_column("incident_rows", name)
    op.drop_table("corrections")
