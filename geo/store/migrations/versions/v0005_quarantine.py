"""Articles that could not be read, kept with their reason until they are tried again or forgotten."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from geo.store.schema import TEXT

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "quarantine",
        sa.Column("origin", TEXT, primary_key=True),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("path", TEXT),
        sa.Column("body", TEXT),
        sqlite_strict=True,
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("quarantine")
