"""The feeds that a person subscribed to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from geo.store.schema import INTEGER, TEXT

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "feeds",
        sa.Column("url", TEXT, primary_key=True),
        *(sa.Column(name, TEXT, nullable=False) for name in ("added", "etag", "last_modified", "asked", "not_before")),
        sa.Column("failures", INTEGER, nullable=False),
        sa.Column("outcome", TEXT, nullable=False),
        sqlite_strict=True,
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("feeds")
