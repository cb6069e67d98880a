"""The incidents that a selection keeps, in columns: what indexes and chunks can tell apart is not read at all.

Rows stay in Arrow until all of them are known, and each column becomes one of pandas once: of a few rows, building
columns costs more than finding them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import sqlalchemy as sa

from geo.model import Selection
from geo.store import datasets as imports
from geo.store.chunks import may_keep
from geo.store.columns import COLUMNS, DERIVED, IMPORTED_COLUMNS, SORTED_BY, confidence_words
from geo.store.query import conditions
from geo.store.select import looked_at, matching_rows
from geo.store.stream import SCHEMA, read_rows


def load_asked(
    connection: sa.Connection, columns: Sequence[str], words: Collection[str], selection: Selection
) -> pd.DataFrame:
    """The rows that `selection` keeps, read and imported, with these `columns`; those in `words` as categories."""
    needed = {*columns, *SORTED_BY, *(["confidence"] if "confidence_word" in columns else [])}
    names = [name for name in COLUMNS if name in needed and name not in DERIVED]
    form = pa.schema([_field(name, word=name in words) for name in names])
    parts = [_formed(part, form) for part in _parts(connection, names, words, selection) if len(part)]
    whole = pa.concat_tables([form.empty_table(), *parts]).unify_dictionaries()
    order = pc.sort_indices(whole, sort_keys=[(name, "ascending") for name in SORTED_BY])  # nulls last
    found = {
        name: imports.as_words(column) if name in words else imports.as_values(column, name)
        for name, column in zip(names, whole.take(order).columns, strict=True)
    }
    if "confidence_word" in columns:
        found["confidence_word"] = confidence_words(pd.Series(found["confidence"])).array
    return pd.DataFrame({name: found[name] for name in columns}, copy=False)


def _parts(
    connection: sa.Connection, names: Sequence[str], words: Collection[str], selection: Selection
) -> Iterator[pa.Table]:
    """The rows that `selection` keeps, in several tables; columns that imported rows lack are not in theirs."""
    also = list(dict.fromkeys([*names, *looked_at(selection)]))
    for part in read_rows(connection, also, conditions(selection, connection.dialect.name)):
        yield part.filter(pa.array(matching_rows(part, selection))).select(names)
    for dataset in imports.list_datasets(connection):
        for body in imports.bodies(connection, dataset.id, selection):
            file = pq.ParquetFile(pa.BufferReader(body), read_dictionary=[name for name in names if name in words])
            yield may_keep(file, [name for name in names if name in IMPORTED_COLUMNS], selection)


def _field(name: str, *, word: bool) -> pa.Field:
    kind = SCHEMA.field(name).type
    return pa.field(name, pa.dictionary(pa.int32(), kind) if word else kind)


def _formed(part: pa.Table, form: pa.Schema) -> pa.Table:
    """`part` with the columns `form`; those that it lacks are missing in all of its rows."""
    there, made = set(part.column_names), []
    for field in form:
        column = part.column(field.name) if field.name in there else pa.nulls(len(part), field.type)
        coded = pa.types.is_dictionary(field.type) and not pa.types.is_dictionary(column.type)
        made.append(column.dictionary_encode() if coded else column)
    return pa.table(made, schema=form)
