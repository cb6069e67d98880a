"""Why the sentences of an incident are sensitive; it is worked out for all of them when the store is next opened."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from geo.store.schema import TEXT

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add the column, and have the incidents made anew."""
    op.add_column("incident_rows", sa.Column("sensitive", TEXT))
    op.execute("DELETE FROM meta WHERE key = 'merged'")


def downgrade() -> None:
    """Take it back."""
    op.drop_column("incident_rows", "sensitive")
