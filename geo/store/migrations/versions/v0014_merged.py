"""What the incidents were last made of, so that a change costs only what it touches; kept from the next time on."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from geo.store.schema import TEXT

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Make the tables; they are empty until the incidents are next made of all reports."""
    op.create_index("ix_articles_read", "articles", ["article_id", "reading_sha256"])
    _table("merged", sa.Column("article_id", TEXT, primary_key=True), sa.Column("reading_sha256", TEXT, nullable=False))
    for name, first in (("blocks", "block"), ("told_by", "incident_id")):
        _table(name, sa.Column(first, TEXT, primary_key=True), sa.Column("article_id", TEXT, primary_key=True))
        op.create_index(f"ix_{name}_article_id", name, ["article_id"])
    op.create_table(
        "sketches",
        sa.Column("article_id", TEXT, sa.ForeignKey("articles.article_id", ondelete="CASCADE"), primary_key=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sqlite_strict=True,
    )


def downgrade() -> None:
    """Take them back."""
    for name in ("merged", "blocks", "told_by", "sketches"):
        op.drop_table(name)
    op.drop_index("ix_articles_read", "articles")


def _table(name: str, *columns: sa.Column[Any]) -> None:
    op.create_table(name, *columns, sqlite_strict=True, sqlite_with_rowid=False)
