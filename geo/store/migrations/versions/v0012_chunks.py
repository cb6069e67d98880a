"""Chunks of datasets of a fifth of their size, which say what they hold before the rows come: a question for some days
looks at few bytes of the others, and fetches few rows too many.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import sqlalchemy as sa
from alembic import op

from geo.store.schema import INTEGER, TEXT

revision = "0012"
down_revision = "0011"

CHUNK_ROWS, GROUP_ROWS = 10_000, 5_000


def upgrade() -> None:
    """Cut every chunk, one after the other, into a table whose last column is the rows."""
    _move([*_facts(told=True), _body()], lambda row: _cut(row.body))


def downgrade() -> None:
    """Put the rows in the middle again; small chunks are read as large ones are."""
    names = ("first_day", "last_day", "n_rows", "body")
    _move([_body(), *_facts(told=False)], lambda row: [{name: getattr(row, name) for name in names}])


def _facts(*, told: bool) -> list[sa.Column[Any]]:
    days = (sa.Column(name, TEXT) for name in ("first_day", "last_day"))
    return [*days, sa.Column("n_rows", INTEGER, nullable=not told)]


def _body() -> sa.Column[bytes]:
    return sa.Column("body", sa.LargeBinary, nullable=False)


def _move(columns: list[sa.Column[Any]], made_of: Any) -> None:
    """Put the chunks, each made of one of before, into a table with other columns."""
    new = op.create_table(
        "dataset_chunks_anew",
        sa.Column("dataset_id", TEXT, sa.ForeignKey("datasets.dataset_id", ondelete="CASCADE"), primary_key=True),
        sa.Column("chunk_no", INTEGER, primary_key=True),
        *columns,
        sqlite_strict=True,
    )
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        op.execute("ALTER TABLE dataset_chunks_anew ALTER COLUMN body SET STORAGE EXTERNAL")  # it is packed already
    names = ("dataset_id", "chunk_no", "first_day", "last_day", "n_rows")
    old = sa.table("dataset_chunks", *map(sa.column, names), sa.column("body", sa.LargeBinary))
    keys = sa.select(old.c.dataset_id, old.c.chunk_no).order_by(old.c.dataset_id, old.c.chunk_no)
    last: dict[str, int] = {}
    for dataset_id, number in connection.execute(keys).all():
        which = (old.c.dataset_id == dataset_id) & (old.c.chunk_no == number)
        for row in made_of(connection.execute(old.select().where(which)).one()):
            at = last[dataset_id] = last.get(dataset_id, -1) + 1
            connection.execute(new.insert(), row | {"dataset_id": dataset_id, "chunk_no": at})
    op.drop_table("dataset_chunks")
    op.rename_table("dataset_chunks_anew", "dataset_chunks")


def _cut(body: bytes) -> list[dict[str, Any]]:
    whole = pq.read_table(pa.BufferReader(body))
    rows = []
    for start in range(0, len(whole), CHUNK_ROWS):
        part = whole.slice(start, CHUNK_ROWS)
        sink = pa.BufferOutputStream()
        pq.write_table(part, sink, compression="zstd", store_schema=False, row_group_size=GROUP_ROWS)
        days = pc.min_max(pa.chunked_array([*part.column("date_start").chunks, *part.column("date_end").chunks]))
        first, last = (None if days[end].as_py() is None else days[end].as_py().isoformat() for end in ("min", "max"))
        held = {"n_rows": len(part), "body": sink.getvalue().to_pybytes()}
        rows.append({"first_day": first, "last_day": last} | held)
    return rows
