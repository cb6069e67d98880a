"""Datasets that a person imports: their description, and their rows as columns in chunks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

TEXTS = ("title", "kind", "licence", "citation", "url", "file_name", "sha256", "importer")


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "datasets",
        sa.Column("dataset_id", sa.Text, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in TEXTS),
        sa.Column("n_rows", sa.Integer, nullable=False),
        sa.Column("n_rejected", sa.Integer, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "dataset_chunks",
        sa.Column("dataset_id", sa.Text, sa.ForeignKey("datasets.dataset_id", ondelete="CASCADE"), primary_key=True),
        sa.Column("chunk_no", sa.Integer, primary_key=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sqlite_strict=True,
    )


def downgrade() -> None:
    """Drop both tables."""
    op.drop_table("dataset_chunks")
    op.drop_table("datasets")
