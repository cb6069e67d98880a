"""GeoJSON after RFC 7946: one feature per incident and place; a row without a place has a null geometry."""

from __future__ import annotations

import json
from typing import Any, BinaryIO

import pandas as pd

from geo.export.progress import Report

#: Six decimals are 0.1 m: finer than any place name.
COORDINATE_DECIMALS = 6
CHUNK_ROWS = 20_000


def write_geojson(out: BinaryIO, frame: pd.DataFrame, report: Report | None = None) -> int:
    """Stream `frame` as a FeatureCollection in UTF-8; lon, lat order; days as YYYY-MM-DD, unknown as null.

    Returns
    -------
    The number of features written.
    """
    out.write(b'{"type":"FeatureCollection","features":[')
    first = True
    for start in range(0, len(frame), CHUNK_ROWS):
        if report:
            report(start / len(frame), f"{start:,} rows")
        for row in _plain(frame.iloc[start : start + CHUNK_ROWS]):
            lat, lon = row.pop("lat"), row.pop("lon")
            geometry = None
            if lat is not None and lon is not None:
                xy = [round(lon, COORDINATE_DECIMALS), round(lat, COORDINATE_DECIMALS)]
                geometry = {"type": "Point", "coordinates": xy}
            feature = {
                "type": "Feature",
                "id": f"{row['incident_id']}/{row['place_no']}",
                "geometry": geometry,
                "properties": row,
            }
            body = json.dumps(feature, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
            out.write((("\n" if first else ",\n") + body).encode("utf-8"))
            first = False
    out.write(b"\n]}\n")
    return len(frame)


def _plain(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as plain Python values: None for unknown, ISO days."""
    columns = {}
    for name in frame.columns:
        column = frame[name]
        if pd.api.types.is_datetime64_any_dtype(column.dtype):
            column = column.dt.strftime("%Y-%m-%d")
        values = column.astype(object)
        columns[name] = [v.item() if hasattr(v, "item") else v for v in values.where(values.notna(), None)]
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
