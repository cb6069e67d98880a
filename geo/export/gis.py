"""GeoPackage, FlatGeobuf and GeoParquet: one layer, ``incidents``, a point or an empty geometry per row.

GDAL and Arrow take the rows in batches, so that a million of them never stand in memory twice.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any, BinaryIO

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio

from geo.export.arrow import GEOMETRY, batches, has_point, schema
from geo.export.progress import Report

LAYER = "incidents"
CRS = "EPSG:4326"
#: The instant that a GeoPackage names as its last change: the same rows must give the same bytes.
NO_CLOCK = "2000-01-01T00:00:00.000Z"
GEOPARQUET = "1.1.0"


def write_gpkg(out: BinaryIO, frame: pd.DataFrame, report: Report | None = None) -> int:
    """Write `frame` as a GeoPackage; returns the number of rows."""
    return _through_gdal(out, frame, "GPKG", ".gpkg", {}, report)


def write_fgb(out: BinaryIO, frame: pd.DataFrame, report: Report | None = None) -> int:
    """Write `frame` as FlatGeobuf; returns the number of rows.

    Its spatial index cannot hold a row without a point: where there is one, the file goes without the index.
    """
    indexed = bool(len(frame)) and bool(has_point(frame).all())
    return _through_gdal(out, frame, "FlatGeobuf", ".fgb", {"SPATIAL_INDEX": "YES" if indexed else "NO"}, report)


def _through_gdal(
    out: BinaryIO, frame: pd.DataFrame, driver: str, suffix: str, options: dict[str, str], report: Report | None
) -> int:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{LAYER}{suffix}"  # GDAL writes to paths; FlatGeobuf keeps the name
        rows = pa.RecordBatchReader.from_batches(schema(geometry=True), batches(frame, geometry=True, report=report))
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": NO_CLOCK})
        try:
            pyogrio.write_arrow(
                rows, path, layer=LAYER, driver=driver, geometry_name=GEOMETRY, geometry_type="Point", crs=CRS,
                layer_options=options,
            )  # fmt: skip
        finally:
            pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
        with path.open("rb") as made:
            shutil.copyfileobj(made, out)
    return len(frame)


def write_parquet(out: BinaryIO, frame: pd.DataFrame, report: Report | None = None) -> int:
    """Write `frame` as GeoParquet 1.1 (points as WKB, OGC:CRS84); returns the number of rows."""
    form = schema(geometry=True).with_metadata({b"geo": json.dumps(_geo(frame), sort_keys=True).encode()})
    with pq.ParquetWriter(out, form, compression="zstd") as writer:
        for batch in batches(frame, geometry=True, report=report):
            writer.write_batch(batch)
    return len(frame)


def _geo(frame: pd.DataFrame) -> dict[str, Any]:
    """The file's GeoParquet metadata; without a ``crs`` the points are OGC:CRS84, longitude first."""
    column: dict[str, Any] = {"encoding": "WKB", "geometry_types": ["Point"]}
    there = frame[has_point(frame)]
    if len(there):
        lon, lat = there["lon"], there["lat"]
        column["bbox"] = [float(v) for v in (lon.min(), lat.min(), lon.max(), lat.max())]
    return {"version": GEOPARQUET, "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}
