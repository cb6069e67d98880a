"""How far a correction reaches, articles as corrected, what a person confirmed, and what lies on whose desk."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from geo.store.schema import TEXT

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the tables, and give corrections and the rows of incidents their new columns."""
    op.add_column("corrections", sa.Column("scope", TEXT))
    op.add_column("incident_rows", sa.Column("confirmed", TEXT))
    op.create_table(
        "corrected",
        sa.Column("article_id", TEXT, sa.ForeignKey("articles.article_id", ondelete="CASCADE"), primary_key=True),
        sa.Column("found", TEXT, nullable=False),
        sa.Column("reports", TEXT, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "claims",
        sa.Column("incident_id", TEXT, primary_key=True),
        sa.Column("reviewer", TEXT, nullable=False),
        sa.Column("until", TEXT, nullable=False),
        sqlite_strict=True,
    )


def downgrade() -> None:
    """Take it all back; corrections that are no split or merge go too, for nobody could read them."""
    op.execute("DELETE FROM corrections WHERE kind NOT IN ('split', 'merge')")
    for table in ("claims", "corrected"):
        op.drop_table(table)
    op.drop_column("incident_rows", "confirmed")
    op.drop_column("corrections", "scope")
