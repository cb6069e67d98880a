"""All rows in their order as Arrow tables, a chunk at a time: for exports whose memory must not grow with the rows.

Each source (what was read in articles, each dataset) is sorted already: the whole is merged from one stretch of each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa

from geo.store import datasets as imports
from geo.store.columns import COLUMNS, CONFIDENCE_WORDS, DERIVED, FLAG, READ_COLUMNS, SORTED_BY, TEXT
from geo.store.schema import ROW_ORDER
from geo.store.schema import incident_rows as row_table

CHUNK_ROWS = 50_000
SCHEMA = pa.schema([pa.field(name, imports.ARROW_TYPES[dtype]) for name, dtype in COLUMNS.items()])
_KEPT = [name for name in COLUMNS if name not in DERIVED]
_Source = Callable[[Sequence[str]], Iterator[pa.Table]]


def tables(connection: sa.Connection) -> Iterator[pa.Table]:
    """Every row of the store in the order of ``Store.incidents``, with the columns ``SCHEMA``."""
    n_read = connection.execute(sa.select(sa.func.count()).select_from(row_table)).scalar_one()
    sources: list[_Source] = [partial(read_rows, connection)] if n_read else []
    sources += [partial(_imported, connection, one.id) for one in imports.list_datasets(connection) if one.rows]
    for part in sources[0](_KEPT) if len(sources) == 1 else _merged(sources):
        yield _whole(part)


def _whole(part: pa.Table) -> pa.Table:
    words = pa.array([word for _, word in CONFIDENCE_WORDS])
    sure = part.column("confidence").to_numpy()
    steps = [sure >= least for least, _ in CONFIDENCE_WORDS[:-1]]
    word = words.take(pa.array(np.select(steps, range(len(steps)), len(steps))))
    return pa.table([word if name in DERIVED else part.column(name) for name in COLUMNS], schema=SCHEMA)


def _merged(sources: Sequence[_Source]) -> Iterator[pa.Table]:
    """The rows of several sources in one order."""
    keys = [pa.concat_tables([_empty(SORTED_BY), *source(SORTED_BY)]) for source in sources]
    if not keys:
        return
    whole = pa.concat_tables(keys)
    order = pc.sort_indices(whole, sort_keys=[(name, "ascending") for name in SORTED_BY]).to_numpy().astype("i8")
    starts = np.cumsum([0, *(len(one) for one in keys)])
    which = np.searchsorted(starts, order, side="right") - 1
    taps = [_Tap(source, order[which == k] - starts[k]) for k, source in enumerate(sources)]
    for begin in range(0, len(order), CHUNK_ROWS):
        here = which[begin : begin + CHUNK_ROWS]
        parts = pa.concat_tables([tap.next(int((here == k).sum())) for k, tap in enumerate(taps)])
        back = np.empty(len(here), dtype="i8")
        back[np.argsort(here, kind="stable")] = np.arange(len(here))
        yield parts.take(back)


class _Tap:
    """The rows of one source, some at a time."""

    def __init__(self, source: _Source, order: np.ndarray) -> None:
        self._coming = source(_KEPT)
        self._rest = _empty(_KEPT)
        if (np.diff(order) < 0).any():  # a database that sorts text otherwise than Arrow does
            self._rest = pa.concat_tables(list(self._coming)).take(order)

    def next(self, n: int) -> pa.Table:
        """The next `n` rows."""
        parts = [self._rest]
        while sum(map(len, parts)) < n:
            parts.append(next(self._coming))
        whole = pa.concat_tables(parts)
        self._rest = whole.slice(n)
        return whole.slice(0, n)


def _imported(connection: sa.Connection, dataset_id: str, names: Sequence[str]) -> Iterator[pa.Table]:
    """The rows of a dataset."""
    for part in imports.batches(connection, [n for n in names if n in imports.SCHEMA.names], only=dataset_id):
        yield pa.table([_column(part, name) for name in names], schema=_form(names))


def _column(part: pa.Table, name: str) -> Any:
    return part.column(name) if name in part.column_names else pa.nulls(len(part), SCHEMA.field(name).type)


def read_rows(
    connection: sa.Connection, names: Sequence[str], asked: Sequence[sa.ColumnElement[bool]] = ()
) -> Iterator[pa.Table]:
    """The rows that were read in articles, some ten thousand at a time, with the columns `names`.

    Those only that fulfil all that is `asked`: few, as a rule, so they come in one answer.
    """
    query = sa.select(*(row_table.c[n] if n in READ_COLUMNS else sa.null().label(n) for n in names)).where(*asked)
    form, asking = _form(names), connection if asked else connection.execution_options(stream_results=True)
    for rows in asking.execute(query.order_by(*ROW_ORDER)).partitions(10_000):
        columns = [
            _typed(values, COLUMNS[name], form.field(name).type)
            for name, values in zip(names, zip(*rows, strict=True), strict=True)
        ]
        yield pa.table(columns, schema=form)


def _typed(values: Sequence[Any], dtype: str, kind: pa.DataType) -> pa.Array:
    if dtype == FLAG:
        return pa.array([bool(value) for value in values], kind)
    if dtype == TEXT or not any(isinstance(value, str) for value in values):
        return pa.array(values, kind)
    return pa.array(values).cast(kind)  # days are kept as ISO text


def _form(names: Sequence[str]) -> pa.Schema:
    return pa.schema([SCHEMA.field(name) for name in names])


def _empty(names: Sequence[str]) -> pa.Table:
    return _form(names).empty_table()
