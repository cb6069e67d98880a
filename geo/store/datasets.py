"""Imported datasets: rows that came with a source of their own, kept as columns and never merged with what was read.

A dataset is a description and its rows in chunks of Parquet, sorted as ``Store.incidents`` sorts. Nothing here makes an
object per row; one row becomes an ``Incident`` when somebody asks for it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import sqlalchemy as sa
from pandas.api.types import union_categoricals

from geo.model import Selection
from geo.store.chunks import take
from geo.store.columns import COLUMNS, COUNT, DAY, FLAG, IMPORTED_COLUMNS, REAL, SORTED_BY, TEXT
from geo.store.schema import dataset_chunks, datasets

#: Rows that are fetched together when one of them is asked for.
CHUNK_ROWS = 10_000
#: Rows that are unpacked together then.
GROUP_ROWS = 5_000
#: Where in its file a row stood; stored beside ``COLUMNS``.
LINE = "line"
#: dtype -> Arrow type.
ARROW_TYPES = {TEXT: pa.string(), DAY: pa.date32(), COUNT: pa.int64(), "int64": pa.int64(), REAL: pa.float64()}
ARROW_TYPES |= {FLAG: pa.bool_()}
#: The columns of a stored chunk.
SCHEMA = pa.schema(
    [*(pa.field(n, ARROW_TYPES[dtype]) for n, dtype in IMPORTED_COLUMNS.items()), pa.field(LINE, pa.int64())]
)


@dataclass(frozen=True, slots=True)
class Dataset:
    """What a person imported: where it came from, under which licence, and how many rows it has."""

    id: str
    title: str
    kind: str  #: "ucdp", "viina", "gdelt", "acled", "table" or "geo"
    licence: str
    citation: str
    url: str
    file_name: str
    sha256: str  #: of the file
    importer: str  #: name and version of what made the rows
    rows: int
    rejected: int  #: rows of the file that could not be taken


def list_datasets(connection: sa.Connection) -> tuple[Dataset, ...]:
    """All datasets, by id."""
    return tuple(Dataset(*row) for row in connection.execute(datasets.select().order_by(datasets.c.dataset_id)))


def as_source(dataset: Dataset) -> dict[str, str | None]:
    """A dataset as a record of ``Store.sources``."""
    return {
        "id": dataset.id,
        "title": dataset.title,
        "source": dataset.title,
        "url": dataset.url or None,
        "published": None,
        "sha256": dataset.sha256,
        "kind": f"dataset:{dataset.kind}",
        "licence": dataset.licence or None,
        "citation": dataset.citation or None,
    }


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some of the rows of a dataset, and the days between which they count in a window."""

    first_day: str | None  #: ISO; None where no row has a day
    last_day: str | None
    n_rows: int
    body: bytes  #: Parquet, ``SCHEMA``


def put_dataset(connection: sa.Connection, dataset: Dataset, chunks: Sequence[Chunk]) -> None:
    """Keep `dataset` with its `chunks` (``pack``) in the place of the one with its id."""
    drop_dataset(connection, dataset.id)
    connection.execute(datasets.insert().values(dict(zip(datasets.c.keys(), astuple(dataset), strict=True))))
    for number, chunk in enumerate(chunks):
        row = {name: getattr(chunk, name) for name in ("first_day", "last_day", "n_rows", "body")}
        connection.execute(dataset_chunks.insert(), row | {"dataset_id": dataset.id, "chunk_no": number})


def drop_dataset(connection: sa.Connection, dataset_id: str) -> bool:
    """Remove a dataset with its rows; says whether it was there."""
    connection.execute(dataset_chunks.delete().where(dataset_chunks.c.dataset_id == dataset_id))
    return connection.execute(datasets.delete().where(datasets.c.dataset_id == dataset_id)).rowcount > 0


def stamp(connection: sa.Connection) -> str:
    """A short text that changes with the datasets; empty when there are none."""
    found = [(one.id, one.sha256, one.importer, one.rows) for one in list_datasets(connection)]
    return hashlib.sha256(repr(found).encode()).hexdigest()[:16] if found else ""


def pack(table: pa.Table) -> list[Chunk]:
    """The rows of `table` (``SCHEMA``, text possibly dictionary-encoded) in order, as chunks to be stored."""
    order = pc.sort_indices(table.select(SORTED_BY), sort_keys=[(name, "ascending") for name in SORTED_BY])
    chunks = []
    for start in range(0, len(order), CHUNK_ROWS):
        chunk = table.take(order.slice(start, CHUNK_ROWS)).cast(SCHEMA)
        sink = pa.BufferOutputStream()
        pq.write_table(chunk, sink, compression="zstd", store_schema=False, row_group_size=GROUP_ROWS)
        chunks.append(Chunk(*_days(chunk), len(chunk), sink.getvalue().to_pybytes()))
    return chunks


def _days(chunk: pa.Table) -> tuple[str | None, str | None]:
    """The earliest and the latest day that a row of `chunk` names."""
    days = pc.min_max(pa.chunked_array([*chunk.column("date_start").chunks, *chunk.column("date_end").chunks]))
    first, last = days["min"].as_py(), days["max"].as_py()
    return (None, None) if first is None else (first.isoformat(), last.isoformat())


def load_rows(connection: sa.Connection, columns: Sequence[str], words: Collection[str] = ()) -> list[dict[str, Any]]:
    """The rows of every dataset: for each, its `columns` as pandas series of the dtypes of ``COLUMNS``.

    Those of them in `words` as categories: they take a tenth of the memory and of the time.
    """
    found = []
    for dataset in list_datasets(connection):
        files = [
            pq.ParquetFile(pa.BufferReader(body), read_dictionary=[name for name in columns if name in words])
            for body in bodies(connection, dataset.id)
        ]
        if files:
            found.append(_whole(files, columns, words))
    return found


def _whole(files: Sequence[pq.ParquetFile], columns: Sequence[str], words: Collection[str]) -> dict[str, pd.Series]:
    """All rows of `files`: column by column, or they would stand in memory twice; two files at a time."""
    length = sum(file.metadata.num_rows for file in files)

    def tables(name: str) -> Iterable[pa.Table]:
        return readers.map(lambda file: file.read(columns=[name]), files) if name in IMPORTED_COLUMNS else ()

    with ThreadPoolExecutor(2) as readers:
        return {name: _series(tables(name), name, length, word=name in words) for name in columns}


def bodies(connection: sa.Connection, dataset_id: str, selection: Selection | None = None) -> Iterator[bytes]:
    """The chunks of a dataset in order, as Parquet; with `selection`, those that may hold rows which it keeps."""
    which = [dataset_chunks.c.dataset_id == dataset_id]
    if selection is not None and selection.first is not None:
        which.append(dataset_chunks.c.last_day >= selection.first.isoformat())
    if selection is not None and selection.last is not None:
        which.append(dataset_chunks.c.first_day <= selection.last.isoformat())
    yield from connection.execute(
        sa.select(dataset_chunks.c.body).where(*which).order_by(dataset_chunks.c.chunk_no)
    ).scalars()


def _series(tables: Iterable[pa.Table], name: str, length: int, *, word: bool) -> pd.Series:
    if name in IMPORTED_COLUMNS:
        parts = [chunk for table in tables for chunk in table.column(name).chunks]
        if word:
            return pd.Series(as_words(pa.chunked_array(parts, pa.dictionary(pa.int32(), pa.string()))))
        return pd.Series(as_values(pa.chunked_array(parts, SCHEMA.field(name).type), name))
    nothing = pa.nulls(length, pa.large_string())
    empty = pd.Series(pd.StringDtype(na_value=np.nan).__from_arrow__(nothing))  # type: ignore[attr-defined]
    return empty.astype("category") if word else empty


def as_words(column: pa.ChunkedArray) -> pd.Categorical:
    """A dictionary-encoded column as categories."""
    found = column.unify_dictionaries().combine_chunks()
    known = pd.Index(found.dictionary.to_pylist(), dtype=TEXT)
    return pd.Categorical.from_codes(found.indices.fill_null(-1).to_numpy(), categories=known)


def as_values(column: pa.ChunkedArray, name: str) -> Any:
    """A column as an array that pandas takes for one of the dtype in ``COLUMNS``."""
    dtype = COLUMNS[name]
    if dtype == TEXT:
        return pd.StringDtype(na_value=np.nan).__from_arrow__(column.cast(pa.large_string()))  # type: ignore[attr-defined]
    if dtype == DAY:
        return column.cast(pa.timestamp("s")).to_numpy()
    if dtype == COUNT:
        return pd.Int64Dtype().__from_arrow__(column)  # type: ignore[attr-defined]
    return column.to_numpy()


def ids_of_kind(connection: sa.Connection, kind: str, *, but: str) -> pa.ChunkedArray:
    """The incident ids that datasets of `kind` other than `but` hold."""
    parts: list[pa.Array] = []
    for dataset in list_datasets(connection):
        if dataset.kind == kind and dataset.id != but:
            for body in bodies(connection, dataset.id):
                parts += pq.read_table(pa.BufferReader(body), columns=["incident_id"]).column(0).chunks
    return pa.chunked_array(parts, pa.string())


def batches(
    connection: sa.Connection, names: Sequence[str], *, words: Sequence[str] = (), only: str | None = None
) -> Iterator[pa.Table]:
    """The rows of every dataset, or of one, chunk by chunk, with these columns; those in `words` as dictionaries."""
    for dataset in list_datasets(connection):
        if only in (None, dataset.id):
            for body in bodies(connection, dataset.id):
                yield pq.read_table(pa.BufferReader(body), columns=list(names), read_dictionary=list(words))


def rows_at(connection: sa.Connection, positions: np.ndarray, names: Sequence[str]) -> pd.DataFrame:
    """The rows at these `positions` (ascending) in the order of all datasets, with `names` of ``COLUMNS``."""
    kept = [name for name in names if name in IMPORTED_COLUMNS]
    found: list[pa.Table] = [SCHEMA.empty_table().select(kept)]
    start = 0
    for dataset in list_datasets(connection):
        inside = positions[(positions >= start) & (positions < start + dataset.rows)] - start
        found += _taken(connection, dataset.id, inside, kept)
        start += dataset.rows
    whole = pa.concat_tables(found)
    nothing = pd.Series([None] * len(whole), dtype=TEXT)
    columns = {name: as_values(whole.column(name), name) for name in kept}
    return pd.DataFrame({name: columns.get(name, nothing) for name in names}, copy=False)


def _taken(connection: sa.Connection, dataset_id: str, rows: np.ndarray, names: Sequence[str]) -> Iterator[pa.Table]:
    """Some `rows` (numbers, ascending) of a dataset, chunk by chunk."""
    if not len(rows):
        return
    chunk = dataset_chunks.c
    held = sa.select(chunk.chunk_no, chunk.n_rows).where(chunk.dataset_id == dataset_id).order_by(chunk.chunk_no)
    start = 0
    for number, length in connection.execute(held).all():
        inside = rows[(rows >= start) & (rows < start + length)] - start
        if len(inside):
            which = (chunk.dataset_id == dataset_id) & (chunk.chunk_no == number)
            body = connection.execute(sa.select(chunk.body).where(which)).scalar_one()
            yield take(pq.ParquetFile(pa.BufferReader(body)), inside, names)
        start += length


def find_rows(
    connection: sa.Connection, incident_id: str, *, at: int | None = None
) -> tuple[Dataset, list[dict[str, Any]]] | None:
    """The dataset and the rows of one imported incident, by place; None when there is none of this id.

    Parameters
    ----------
    connection
        To the store.
    incident_id
        Which one.
    at
        Where its first row stands among those of all datasets, if known: looked at first.
    """
    found = None if at is None else _find_at(connection, incident_id, at)
    return found or _find_anywhere(connection, incident_id)


#: Places of one incident that are looked for around its first row.
MOST_PLACES = 200


def _find_at(connection: sa.Connection, incident_id: str, at: int) -> tuple[Dataset, list[dict[str, Any]]] | None:
    start = 0
    for dataset in list_datasets(connection):
        if start <= at < start + dataset.rows:
            near = np.arange(at, min(at + MOST_PLACES, start + dataset.rows))
            own = near[_ids_at(connection, near) == incident_id]
            rows = [
                row for part in _taken(connection, dataset.id, own - start, SCHEMA.names) for row in part.to_pylist()
            ]
            return (dataset, sorted(rows, key=lambda row: row["place_no"])) if rows else None
        start += dataset.rows
    return None


def _ids_at(connection: sa.Connection, positions: np.ndarray) -> np.ndarray:
    return rows_at(connection, positions, ["incident_id"])["incident_id"].to_numpy(object)


def _find_anywhere(connection: sa.Connection, incident_id: str) -> tuple[Dataset, list[dict[str, Any]]] | None:
    for dataset in list_datasets(connection):
        for body in bodies(connection, dataset.id):
            file = pq.ParquetFile(pa.BufferReader(body))
            hits = pc.equal(file.read(columns=["incident_id"]).column(0), incident_id)
            if pc.any(hits).as_py():
                rows = file.read().filter(hits).to_pylist()
                return dataset, sorted(rows, key=lambda row: row["place_no"])
    return None


def order_of(keys: Mapping[str, pd.Series] | pd.DataFrame) -> npt.NDArray[np.int64]:
    """The rows of columns ``SORTED_BY`` in their order, as numbers."""
    days = keys["date_start"].to_numpy()
    table = pa.table(
        {
            "date_start": pa.array(days.astype("datetime64[D]").astype("i8"), mask=np.isnat(days)),
            "incident_id": pa.array(keys["incident_id"], from_pandas=True),
            "place_no": pa.array(keys["place_no"].to_numpy()),
        }
    )
    order = pc.sort_indices(table, sort_keys=[(name, "ascending") for name in SORTED_BY])  # nulls last
    return order.to_numpy().astype("i8")  # type: ignore[no-any-return]


def in_order(parts: Sequence[dict[str, Any]], columns: Sequence[str]) -> pd.DataFrame:
    """One frame of several sorted parts, sorted anew; takes the columns out of `parts` one by one to spare memory."""
    keys = {name: pd.concat([part[name] for part in parts], ignore_index=True) for name in SORTED_BY}
    order = order_of(keys)
    made = {}
    for name in columns:
        own = [part.pop(name) for part in parts]
        if isinstance(own[0].dtype, pd.CategoricalDtype):
            whole = pd.Series(union_categoricals(own))
        else:
            whole = pd.concat(own, ignore_index=True)
        made[name] = whole.take(order).reset_index(drop=True)
    return pd.DataFrame(made, copy=False)


_ACTOR = re.compile(r"(?P<name>.+) \((?P<role>[a-z_]+)\)")


def actors_of(text: str | None) -> list[dict[str, str]]:
    """The actors that a row names: "A (side_a); B (side_b)"."""
    found = (_ACTOR.fullmatch(part) for part in (text or "").split("; "))
    return [{"name": m["name"], "role": m["role"], "group": "unknown"} for m in found if m]
