"""Incidents as codes and numbers: what a map and its filters need of a million rows, in some 80 MB.

Repeated words become categories and days and numbers stay arrays; the long texts are left in the store and fetched for
the few rows that somebody looks at. Filled chunk by chunk, so that no column is ever in memory twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa

from geo.store import datasets as imports
from geo.store import engine as db
from geo.store.columns import COLUMNS, DERIVED, IMPORTED_COLUMNS, as_frame, confidence_words
from geo.store.meta import notes
from geo.store.schema import ROW_ORDER
from geo.store.schema import incident_rows as row_table
from geo.store.schema import left_out as left_out_table
from geo.store.stream import read_rows

#: Text that repeats itself: kept as categories.
WORDS = (
    *("type", "sub_type", "status", "date_precision", "place", "place_precision", "country", "admin1", "place_id"),
    *("actors", "sources", "languages", "attribution"),
)
REALS = ("lat", "lon", "radius_km", "confidence")
FLAGS = ("mapped", "aggregate", "background")
DAYS = ("date_start", "date_end")
#: The columns of ``Coded.frame``: those of ``COLUMNS`` that maps, counts and filters look at.
CODED = ("incident_id", "place_no", *WORDS, *REALS, *FLAGS, *DAYS)
#: What is still needed of them once a map and an index have been made: what to fetch a row by, and what to group by.
KEPT = ("incident_id", "place_no", "type", "country", "admin1")
#: Where the search looks: what is said, where, about whom, under which title, and according to whom.
SEARCHED = ("evidence", "place", "actors", "article_title", "attribution")

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """All rows of a version of the store, and the way back to what else they say.

    Attributes
    ----------
    version
        Of the store.
    frame
        The columns ``CODED``, in the order of ``Store.incidents``; words are categories.
    at
        For each row of `frame`, where it stands among the read rows and then those of each dataset.
    n_read
        How many of those were read in articles; the others were imported.
    n_left_out
        How many names and stretches of text were read and left off the map.
    """

    version: str
    engine: sa.Engine
    frame: pd.DataFrame
    at: npt.NDArray[np.int32]
    n_read: int
    n_left_out: int
    mark: str = ""  #: of what was read and what was imported, as of the moment at which the rows were

    def rows(self, wanted: Rows, columns: Sequence[str] = tuple(COLUMNS)) -> pd.DataFrame:
        """The `wanted` rows (numbers) of ``frame`` with all they say, or only these `columns`.

        One that the store no longer holds where it stood is left out: the next run of a page asks a new version.
        """
        with db.transaction(self.engine, write=False) as connection:
            return _rows_at(connection, self, wanted, columns)

    def read(self, columns: Sequence[str]) -> pd.DataFrame:
        """All rows that were read in articles, in the order of ``frame``, with these columns of ``COLUMNS``."""
        known = [row_table.c[name] if name in row_table.c else sa.null().label(name) for name in columns]
        with db.transaction(self.engine, write=False) as connection:
            rows = connection.execute(sa.select(*known).order_by(*ROW_ORDER))
            return as_frame(map(tuple, rows), {name: COLUMNS[name] for name in columns})

    def saying(self, text: str) -> npt.NDArray[np.bool_]:
        """Which rows of ``frame`` have `text` in one of the ``SEARCHED`` columns, whatever the case."""
        with db.transaction(self.engine, write=False) as connection:
            return _rows_saying(connection, self, text)

    def figures(self, names: Sequence[str]) -> pd.DataFrame:
        """Whole numbers of ``COLUMNS`` for every row of ``frame``; all missing once the store is another."""
        with db.transaction(self.engine, write=False) as connection:
            parts = [*read_rows(connection, names), *imports.batches(connection, names)]
        whole = pa.concat_tables([part.select(list(names)) for part in parts]) if parts else None
        if whole is None or len(whole) != len(self.at):
            return pd.DataFrame({name: np.full(len(self.at), np.nan) for name in names})
        told = {name: whole.column(name).cast(pa.float64()).to_numpy()[self.at] for name in names}
        return pd.DataFrame(told, copy=False)

    @property
    def is_whole(self) -> bool:
        """Whether all columns ``CODED`` are here."""
        return len(self.frame.columns) == len(CODED)

    def slim(self) -> Coded:
        """The same with the columns ``KEPT`` only: a third of the memory, once a map and an index have been made."""
        return replace(self, frame=self.frame[list(KEPT)].copy(deep=False))

    def imported_at(self, row: int) -> int | None:
        """Where an imported row stands among all of them, for ``Store.incident``; None for one that was read."""
        at = int(self.at[row]) - self.n_read
        return at if at >= 0 else None


def load_coded(engine: sa.Engine, version: str) -> Coded:
    """The rows of all incidents as codes and numbers."""
    with db.transaction(engine, write=False) as connection:
        return _load(connection, version)


def _load(connection: sa.Connection, version: str) -> Coded:
    n_left_out = n_left_out_of(connection)
    n_read = connection.execute(sa.select(sa.func.count()).select_from(row_table)).scalar_one()
    held = [n_read, *(one.rows for one in imports.list_datasets(connection))]
    parts = _Parts(sum(held))
    for batch in read_rows(connection, CODED):
        parts.add(batch)
    imported = [name for name in CODED if name in IMPORTED_COLUMNS]
    for batch in imports.batches(connection, imported, words=[name for name in WORDS if name in IMPORTED_COLUMNS]):
        parts.add(batch)
    frame = parts.frame()
    order = imports.order_of(frame) if sum(n > 0 for n in held) > 1 else None
    if order is not None:
        frame = frame.take(order).reset_index(drop=True)
    pa.default_memory_pool().release_unused()
    at = np.arange(len(frame), dtype="i4") if order is None else order.astype("i4")
    return Coded(version, connection.engine, frame, at, n_read, n_left_out, mark_of(connection))


def mark_of(connection: sa.Connection) -> str:
    """The version of what was read, and a stamp of what was imported."""
    return f"{notes(connection).get('version', '')} {imports.stamp(connection)}"


def n_left_out_of(connection: sa.Connection) -> int:
    """How many names and stretches of text were read and left off the map."""
    return connection.execute(sa.select(sa.func.count()).select_from(left_out_table)).scalar_one()


def frame_of(tables: Sequence[pa.Table]) -> pd.DataFrame:
    """The columns ``CODED`` of some tables as a frame."""
    parts = _Parts(sum(map(len, tables)))
    for table in tables:
        parts.add(table)
    return parts.frame()


class _Parts:
    """Arrays of a known length that batches of rows are put into, one after the other."""

    def __init__(self, total: int) -> None:
        self._n = 0
        self._ids: list[pa.Array] = []
        self._codes = {name: np.full(total, -1, dtype="i4") for name in WORDS}
        self._known: dict[str, dict[str, int]] = {name: {} for name in WORDS}
        self._reals = {name: np.empty(total) for name in REALS}
        self._flags = {name: np.empty(total, dtype=bool) for name in FLAGS}
        self._days = {name: np.empty(total, dtype="datetime64[s]") for name in DAYS}
        self._place_no = np.empty(total, dtype="i4")

    def add(self, batch: pa.Table) -> None:
        """Put the next rows in; `batch` has the columns ``CODED``, imported ones lack some words."""
        here = slice(self._n, self._n + len(batch))
        self._n = here.stop
        self._ids += batch.column("incident_id").cast(pa.large_string()).chunks
        self._place_no[here] = batch.column("place_no").to_numpy()
        for name in (one for one in WORDS if one in batch.column_names):
            self._codes[name][here] = self._coded(name, batch.column(name))
        for name, made in self._reals.items():
            made[here] = batch.column(name).to_numpy()
        for name, flags in self._flags.items():
            flags[here] = batch.column(name).to_numpy()
        for name, days in self._days.items():
            days[here] = batch.column(name).cast(pa.timestamp("s")).to_numpy()

    def _coded(self, name: str, column: pa.ChunkedArray) -> npt.NDArray[np.int32]:
        """The codes of a batch in what all batches have in common; -1 where there is no word."""
        known = self._known[name]
        made = [np.empty(0, dtype="i4")]
        if pa.types.is_dictionary(column.type):  # one dictionary for all groups of the batch
            column = pa.chunked_array([column.unify_dictionaries().combine_chunks()], column.type)
        for chunk in column.chunks:
            words = chunk if pa.types.is_dictionary(chunk.type) else chunk.dictionary_encode()
            table = np.array([known.setdefault(one, len(known)) for one in words.dictionary.to_pylist()] + [-1])
            made.append(table[words.indices.fill_null(len(words.dictionary)).to_numpy()].astype("i4"))
        return np.concatenate(made)

    def frame(self) -> pd.DataFrame:
        """All of it."""
        ids = pa.chunked_array(self._ids, pa.large_string()).combine_chunks()
        columns: dict[str, Any] = {"incident_id": pd.StringDtype(na_value=np.nan).__from_arrow__(ids)}  # type: ignore[attr-defined]
        columns["place_no"] = self._place_no[: self._n]
        for name in WORDS:
            categories = pd.Index(list(self._known[name]), dtype="str")
            codes = self._codes.pop(name)[: self._n]
            columns[name] = pd.Categorical.from_codes(codes, categories=categories)
        for arrays in (self._reals, self._flags, self._days):
            columns |= {name: array[: self._n] for name, array in arrays.items()}
        return pd.DataFrame({name: columns[name] for name in CODED}, copy=False)


def _rows_at(connection: sa.Connection, coded: Coded, wanted: Rows, columns: Sequence[str]) -> pd.DataFrame:
    names = list(dict.fromkeys(["incident_id", "place_no", "confidence", *columns]))
    names = [name for name in names if name not in DERIVED]
    at = coded.at[wanted]
    keys = coded.frame[["incident_id", "place_no"]].take(wanted).reset_index(drop=True)
    keys["place_no"] = keys["place_no"].astype("int64")
    read = keys[at < coded.n_read]
    parts = [_read_rows(connection, read["incident_id"].unique().tolist(), names)] if len(read) else []
    imported = at[at >= coded.n_read] - coded.n_read
    if len(imported):
        parts.append(imports.rows_at(connection, np.unique(imported), names))
    if not parts:
        return pd.DataFrame({name: pd.Series(dtype=COLUMNS[name]) for name in columns})
    found = pd.concat(parts, ignore_index=True) if len(parts) > 1 else parts[0]
    rows = keys.merge(found, on=["incident_id", "place_no"], how="inner")
    return rows.assign(confidence_word=confidence_words(rows["confidence"]))[list(columns)]


#: Ids in one question to the database: SQLite takes 32,766 variables.
_IDS_AT_ONCE = 5000


def _read_rows(connection: sa.Connection, ids: Sequence[str], names: Sequence[str]) -> pd.DataFrame:
    found: list[tuple[Any, ...]] = []
    for start in range(0, len(ids), _IDS_AT_ONCE):
        asked = row_table.c.incident_id.in_(ids[start : start + _IDS_AT_ONCE])
        known = [row_table.c[name] if name in row_table.c else sa.null().label(name) for name in names]
        found += map(tuple, connection.execute(sa.select(*known).where(asked)))
    return as_frame(found, {name: COLUMNS[name] for name in names})


def _rows_saying(connection: sa.Connection, coded: Coded, text: str) -> npt.NDArray[np.bool_]:
    read = sa.select(*(row_table.c[name] for name in SEARCHED)).order_by(*ROW_ORDER)
    wanted = text.casefold()
    hits = [np.array([wanted in "\n".join(filter(None, row)).casefold() for row in connection.execute(read)], bool)]
    imported = imports.batches(connection, SEARCHED, words=("place", "actors", "article_title", "attribution"))
    hits.extend(_saying(batch, text) for batch in imported)
    found = np.concatenate(hits)
    return found[coded.at] if len(found) == len(coded.at) else np.zeros(len(coded.at), dtype=bool)


def _saying(batch: pa.Table, text: str) -> npt.NDArray[np.bool_]:
    hit = np.zeros(len(batch), dtype=bool)
    for name in batch.column_names:
        for start, chunk in _with_start(batch.column(name)):
            if pa.types.is_dictionary(chunk.type):
                words = pc.match_substring(chunk.dictionary, text, ignore_case=True).fill_null(fill_value=False)
                table = np.append(words.to_numpy(zero_copy_only=False), False)
                one = table[chunk.indices.fill_null(len(chunk.dictionary)).to_numpy()]
            else:
                found = pc.match_substring(chunk, text, ignore_case=True).fill_null(fill_value=False)
                one = found.to_numpy(zero_copy_only=False)
            hit[start : start + len(chunk)] |= one
    return hit


def _with_start(column: pa.ChunkedArray) -> Iterator[tuple[int, pa.Array]]:
    start = 0
    for chunk in column.chunks:
        yield start, chunk
        start += len(chunk)
