"""The language of each article, and of the articles that tell of an incident."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

from geo.language import language_of
from geo.store.schema import TEXT

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make the columns, and fill them from the texts that are there."""
    op.add_column("articles", sa.Column("language", TEXT))
    op.add_column("incident_rows", sa.Column("languages", TEXT))
    connection = op.get_bind()
    spoken: dict[str, str] = {}
    ids = connection.execute(sa.text("SELECT article_id FROM articles")).scalars().all()
    for article_id in ids:
        asked = {"id": article_id}
        text = connection.execute(sa.text("SELECT text FROM articles WHERE article_id = :id"), asked).scalar_one()
        spoken[article_id] = language_of(text)
        note = sa.text("UPDATE articles SET language = :language WHERE article_id = :id")
        connection.execute(note, asked | {"language": spoken[article_id]})
    for incident_id, reports in connection.execute(sa.text("SELECT incident_id, reports FROM incidents")).all():
        told = sorted({spoken[article_id] for article_id, *_ in json.loads(reports) if article_id in spoken})
        note = sa.text("UPDATE incident_rows SET languages = :languages WHERE incident_id = :id")
        connection.execute(note, {"languages": "; ".join(told) or None, "id": incident_id})


def downgrade() -> None:
    """Drop them."""
    op.drop_column("incident_rows", "languages")
    op.drop_column("articles", "language")
