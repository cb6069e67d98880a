"""Overlays that a person brought: front lines and areas, drawn below the incidents."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from geo.store.schema import INTEGER, TEXT

revision = "0004"
down_revision = "0003"

TEXTS = ("title", "licence", "file_names", "sha256", "dated")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "overlays",
        sa.Column("overlay_id", TEXT, primary_key=True),
        *(sa.Column(name, TEXT, nullable=False) for name in TEXTS),
        sa.Column("first_day", TEXT),
        sa.Column("last_day", TEXT),
        sa.Column("n_features", INTEGER, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sqlite_strict=True,
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("overlays")
