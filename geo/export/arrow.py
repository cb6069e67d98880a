"""Rows as Arrow batches with documented types: what every data format is written from, a chunk at a time."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pyarrow as pa

from geo.store.columns import COLUMNS, COUNT, DAY, FLAG, REAL

#: Rows per chunk: a chunk of a million-row export takes some 30 MB.
CHUNK_ROWS = 50_000
#: The column that holds the point, in formats that have one; ``lat`` and ``lon`` are then left out.
GEOMETRY = "geometry"
#: A point in well-known binary: byte order (1: little endian), kind (1: point), longitude, latitude.
_WKB = np.dtype([("order", "u1"), ("kind", "<u4"), ("lon", "<f8"), ("lat", "<f8")])
_TYPES = {DAY: pa.date32(), COUNT: pa.int64(), "int64": pa.int64(), REAL: pa.float64(), FLAG: pa.bool_()}


def schema(*, geometry: bool) -> pa.Schema:
    """The Arrow schema of all exports: the store's columns in their order, with or without the point as WKB."""
    fields = [
        pa.field(name, _TYPES.get(dtype, pa.string()))
        for name, dtype in COLUMNS.items()
        if not (geometry and name in ("lat", "lon"))
    ]
    return pa.schema([*fields, pa.field(GEOMETRY, pa.binary())] if geometry else fields)


def from_frame(frame: pd.DataFrame) -> Iterator[pa.Table]:
    """`frame` (``geo.store.columns``) as tables of at most ``CHUNK_ROWS`` rows; unknown values are null."""
    form = schema(geometry=False)
    for start in range(0, len(frame), CHUNK_ROWS):
        chunk = frame.iloc[start : start + CHUNK_ROWS]
        yield pa.table([_column(chunk[field.name], field.type) for field in form], schema=form)


def with_geometry(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The same rows with their point in place of the columns ``lat`` and ``lon``."""
    form = schema(geometry=True)
    lon, lat = (batch.column(name).to_numpy(zero_copy_only=False) for name in ("lon", "lat"))
    columns = [points(lon, lat) if name == GEOMETRY else batch.column(name) for name in form.names]
    return pa.RecordBatch.from_arrays(columns, schema=form)


def _column(column: pd.Series, kind: pa.DataType) -> pa.Array:
    if pa.types.is_date32(kind):
        days = column.to_numpy("datetime64[D]")
        return pa.array(days.astype("i8").astype("i4"), pa.int32(), mask=np.isnat(days)).view(pa.date32())
    found = pa.array(column, from_pandas=True)
    if isinstance(found, pa.ChunkedArray):
        found = found.combine_chunks()
    return found.cast(kind)


def points(lon: np.ndarray, lat: np.ndarray) -> pa.Array:
    """Points as WKB, null where there is none."""
    there = np.isfinite(lon) & np.isfinite(lat)
    made = np.zeros(int(there.sum()), dtype=_WKB)
    made["order"], made["kind"], made["lon"], made["lat"] = 1, 1, lon[there], lat[there]
    ends = np.concatenate(([0], np.cumsum(there) * _WKB.itemsize)).astype("<i4")
    known = pa.array(there).buffers()[1]
    return pa.Array.from_buffers(pa.binary(), len(lon), [known, pa.py_buffer(ends), pa.py_buffer(made)])


def has_point(frame: pd.DataFrame) -> np.ndarray:
    """Which rows have a point: a Boolean per row."""
    there: np.ndarray = np.isfinite(frame["lon"].to_numpy(float)) & np.isfinite(frame["lat"].to_numpy(float))
    return there
