"""Whether the pages behind the entries of a feed are fetched, and what became of each."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from geo.store.schema import INTEGER, TEXT

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make the column and the table."""
    op.add_column("feeds", sa.Column("pages", INTEGER, nullable=False, server_default="0"))
    op.create_table(
        "feed_pages",
        sa.Column("feed", TEXT, sa.ForeignKey("feeds.url", ondelete="CASCADE"), primary_key=True),
        sa.Column("url", TEXT, primary_key=True),
        *(sa.Column(name, TEXT, nullable=False) for name in ("entry_sha256", "etag", "last_modified")),
        sa.Column("failures", INTEGER, nullable=False),
        sqlite_strict=True,
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("feed_pages")
    op.drop_column("feeds", "pages")
