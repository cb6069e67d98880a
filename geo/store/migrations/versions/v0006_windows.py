"""What a question for a window, a box and a type needs to be answered without looking at every row."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from geo.store.schema import INTEGER, TEXT

revision = "0006"
down_revision = "0005"

INDEXES = {"window": ["first_day", "last_day", "type", "lat", "lon"], "long": ["n_days"], "box": ["lat", "lon"]}


def upgrade() -> None:
    """Give rows and chunks their days, and make the indexes; on PostgreSQL also the points."""
    for table in ("incident_rows", "dataset_chunks"):
        op.add_column(table, sa.Column("first_day", TEXT))
        op.add_column(table, sa.Column("last_day", TEXT))
    op.add_column("incident_rows", sa.Column("n_days", INTEGER))
    op.add_column("dataset_chunks", sa.Column("n_rows", INTEGER))
    first = """CASE WHEN date_precision = 'on_or_before' THEN date_end ELSE coalesce(date_start, date_end) END"""
    op.execute(f"UPDATE incident_rows SET last_day = coalesce(date_end, date_start), first_day = {first}")  # noqa: S608
    server = op.get_bind().dialect.name == "postgresql"
    days = (
        "CAST(last_day AS date) - CAST(first_day AS date)" if server else "julianday(last_day) - julianday(first_day)"
    )
    op.execute(f"UPDATE incident_rows SET n_days = CAST({days} AS integer) + 1")  # noqa: S608
    for name, columns in INDEXES.items():
        op.create_index(f"ix_incident_rows_{name}", "incident_rows", columns)
    if server:
        op.execute(
            "ALTER TABLE incident_rows ADD COLUMN point geometry(Point, 4326) "
            "GENERATED ALWAYS AS (ST_SetSRID(ST_MakePoint(lon, lat), 4326)) STORED"
        )
        op.execute("CREATE INDEX ix_incident_rows_point ON incident_rows USING gist (point)")


def downgrade() -> None:
    """Take it all back."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_column("incident_rows", "point")
    for name in INDEXES:
        op.drop_index(f"ix_incident_rows_{name}")
    for table, columns in (
        ("incident_rows", ("first_day", "last_day", "n_days")),
        ("dataset_chunks", ("first_day", "last_day", "n_rows")),
    ):
        for name in columns:
            op.drop_column(table, name)
