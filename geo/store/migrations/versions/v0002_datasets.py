"""Datasets that a person imports: their description, and their rows as columns in chunks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from geo.store.schema import INTEGER, TEXT

revision = "0002"
down_revision = "0001"

TEXTS = ("title", "kind", "licence", "citation", "url", "file_name", "sha256", "importer")


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "datasets",
        sa.Column("dataset_id", TEXT, primary_key=True),
        *(sa.Column(name, TEXT, nullable=False) for name in TEXTS),
        sa.Column("n_rows", INTEGER, nullable=False),
        sa.Column("n_rejected", INTEGER, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "dataset_chunks",
        sa.Column("dataset_id", TEXT, sa.ForeignKey("datasets.dataset_id", ondelete="CASCADE"), primary_key=True),
        sa.Column("chunk_no", INTEGER, primary_key=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sqlite_strict=True,
    )


def downgrade() -> None:
    """Drop both tables."""
    op.drop_table("dataset_chunks")
    op.drop_table("datasets")
