"""Articles, their reports, what is left off the map, and the incidents with their columns."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from geo.store.schema import DOUBLE, INTEGER, TEXT

revision = "0001"
down_revision = None

TABLES = {
    "articles": """article_id! identity! text_sha256! came_sha256! reading_sha256! title source url origin published
        published_basis! published_reason! came_published came_published_basis! came_published_reason!
        published_edited!:int text! found!""",
    "reports": "article_id! report_id! position!:int body!",
    "left_out": "article_id! start!:int end!:int text! kind! reason!",
    "incidents": "incident_id! body! reports!",
    "incident_rows": """incident_id! place_no!:int type sub_type status mapped:int date_start date_end date_precision
        date_phrase date_rule date_anchor place place_precision place_role lat:real lon:real radius_km:real level
        country admin1 geonameid:int place_id place_score:real fatalities_best:int fatalities_low:int
        fatalities_high:int injured_best:int injured_low:int injured_high:int actors numbers attribution
        aggregate:int background:int
        confidence:real confidence_reason n_sources:int sources article_id article_title evidence_start:int
        evidence_end:int evidence""",
    "meta": "key! value!",
}
KEYS = {
    "articles": ["article_id"],
    "reports": ["article_id", "report_id"],
    "incidents": ["incident_id"],
    "incident_rows": ["incident_id", "place_no"],
    "meta": ["key"],
}
TYPES: dict[str, sa.types.TypeEngine[Any]] = {
    "": TEXT,
    "int": INTEGER,
    "real": DOUBLE,
}


def upgrade() -> None:
    """Make the tables. A column is written name, "!" when it must have a value, and ":" with its type, else text."""
    for table, spec in TABLES.items():
        columns: list[sa.Column[Any]] = []
        for word in spec.split():
            name, _, kind = word.partition(":")
            columns.append(sa.Column(name.rstrip("!"), TYPES[kind], nullable=not name.endswith("!")))
        rules: list[sa.Constraint] = [sa.PrimaryKeyConstraint(*KEYS[table])] if table in KEYS else []
        if table in ("reports", "left_out"):
            rules.append(sa.ForeignKeyConstraint(["article_id"], ["articles.article_id"], ondelete="CASCADE"))
        if table == "articles":
            rules.append(sa.UniqueConstraint("identity"))
        op.create_table(table, *columns, *rules, sqlite_strict=True)
    op.create_index("ix_articles_text_sha256", "articles", ["text_sha256"])
    op.create_index("ix_left_out_article_id", "left_out", ["article_id"])


def downgrade() -> None:
    """There is nothing before the first schema."""
    msg = "the first schema has no predecessor"
    raise NotImplementedError(msg)
