"""A whole store copied into another one, table by table, whichever databases they are kept in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import sqlalchemy as sa

from geo.errors import UsageError
from geo.store import engine as db
from geo.store.schema import metadata

#: Rows per statement; a chunk of a dataset is one row of some two megabytes, so few of them.
BATCH = 500
FEW = 4


def copy(source_url: str, target_url: str) -> Mapping[str, int]:
    """Copy all rows of the store at `source_url` into the empty one at `target_url`, in one transaction.

    Returns
    -------
    Table -> how many rows it has now; the same as in the source, or nothing would have been kept.

    Raises
    ------
    UsageError
        When both are the same store, or there is something in the target.
    MissingError
        When one of them is not there, damaged, or of another Sitmap's schema.
    """
    source = db.make_engine(source_url, read_only=True)
    target = db.make_engine(target_url, read_only=False)
    try:
        if source.url == target.url:
            msg = "a store cannot be copied into itself"
            raise UsageError(msg)
        db.migrate(source, read_only=True)
        db.migrate(target, read_only=False)
        with db.transaction(source, write=False) as old, db.transaction(target, write=True) as new:
            _refuse_filled(new, target.url)
            return {table.name: _copy_table(old, new, table) for table in metadata.sorted_tables}
    finally:
        source.dispose()
        target.dispose()


def _refuse_filled(connection: sa.Connection, url: sa.URL) -> None:
    for table in metadata.sorted_tables:
        if connection.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first():
            where = url.render_as_string(hide_password=True)
            msg = f"the store {where} holds {table.name.replace('_', ' ')} already; copy into an empty one"
            raise UsageError(msg)


def _copy_table(old: sa.Connection, new: sa.Connection, table: sa.Table) -> int:
    n_rows = 0
    for batch in _batches(old, table):
        new.execute(table.insert(), batch)
        n_rows += len(batch)
    return n_rows


def _batches(connection: sa.Connection, table: sa.Table) -> Iterator[list[dict[str, object]]]:
    order = list(table.primary_key) or list(table.c)
    rows = connection.execution_options(stream_results=True).execute(table.select().order_by(*order)).mappings()
    heavy = any(isinstance(column.type, sa.LargeBinary) for column in table.c)
    for batch in rows.partitions(FEW if heavy else BATCH):
        yield [dict(row) for row in batch]
