"""Jobs that run outside the page, the files that came with them, and the workers that are there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from geo.store.schema import DOUBLE, INTEGER, TEXT

revision = "0008"
down_revision = "0007"

TEXTS = ("kind", "title", "task", "state", "wanted", "now", "message", "created", "started", "finished", "heartbeat")
NUMBERS = ("added", "replaced", "unchanged", "failed", "tries")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "jobs",
        sa.Column("number", INTEGER, primary_key=True, autoincrement=False),
        *(sa.Column(name, TEXT, nullable=False) for name in (*TEXTS, "worker")),
        *(sa.Column(name, INTEGER, nullable=False) for name in NUMBERS),
        sa.Column("share", DOUBLE, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "job_files",
        sa.Column("number", INTEGER, sa.ForeignKey("jobs.number", ondelete="CASCADE"), primary_key=True),
        sa.Column("position", INTEGER, primary_key=True),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "workers",
        sa.Column("worker", TEXT, primary_key=True),
        sa.Column("seen", TEXT, nullable=False),
        sqlite_strict=True,
    )


def downgrade() -> None:
    """Drop them."""
    for name in ("workers", "job_files", "jobs"):
        op.drop_table(name)
