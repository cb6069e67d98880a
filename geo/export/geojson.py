"""GeoJSON after RFC 7946: one feature per incident and place; a row without a place has a null geometry."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

import pyarrow as pa

from geo.export.progress import Report
from geo.export.rows import Rows

#: Six decimals are 0.1 m: finer than any place name.
COORDINATE_DECIMALS = 6
#: Features that are put together at a time.
CHUNK_ROWS = 5_000


def write_geojson(out: BinaryIO, rows: Rows, report: Report | None = None) -> int:
    """Stream `rows` as a FeatureCollection in UTF-8; lon, lat order; days as YYYY-MM-DD, unknown as null.

    Returns
    -------
    The number of features written.
    """
    out.write(b'{"type":"FeatureCollection","features":[')
    first = True
    for batch in rows.batches(geometry=False, report=report):
        for start in range(0, len(batch), CHUNK_ROWS):
            features = ",\n".join(_features(batch.slice(start, CHUNK_ROWS)))
            out.write((("\n" if first else ",\n") + features).encode("utf-8"))
            first = False
    out.write(b"\n]}\n")
    return len(rows)


def _features(batch: pa.RecordBatch) -> Iterator[str]:
    names = batch.schema.names
    for values in zip(*(_plain(column) for column in batch.columns), strict=True):
        row = dict(zip(names, values, strict=True))
        lat, lon = row.pop("lat"), row.pop("lon")
        geometry = None
        if lat is not None and lon is not None:
            xy = [round(lon, COORDINATE_DECIMALS), round(lat, COORDINATE_DECIMALS)]
            geometry = {"type": "Point", "coordinates": xy}
        id_ = f"{row['incident_id']}/{row['place_no']}"
        feature = {"type": "Feature", "id": id_, "geometry": geometry, "properties": row}
        yield json.dumps(feature, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _plain(column: pa.Array) -> list[Any]:
    """Plain Python values: None for unknown, days as YYYY-MM-DD."""
    values: list[Any] = (column.cast(pa.string()) if pa.types.is_date(column.type) else column).to_pylist()
    return values
