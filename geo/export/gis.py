"""GeoPackage, FlatGeobuf and GeoParquet: one layer, ``incidents``, a point or an empty geometry per row.

GDAL and Arrow take the rows in batches, so that a million of them never stand in memory twice.
"""

from __future__ import annotations

import json
import shutil
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from geo.export.arrow import GEOMETRY, schema
from geo.export.progress import Report
from geo.export.rows import Rows
from geo.gdal import pyogrio
from geo.scratch import scratch

LAYER = "incidents"
CRS = "EPSG:4326"
#: The instant that a GeoPackage names as its last change: the same rows must give the same bytes.
NO_CLOCK = "2000-01-01T00:00:00.000Z"
GEOPARQUET = "1.1.0"
#: Columns that hardly repeat a value: a dictionary of them would only cost time.
EACH_ITS_OWN = ("incident_id", "evidence", GEOMETRY)


def write_gpkg(out: BinaryIO, rows: Rows, report: Report | None = None) -> int:
    """Write `rows` as a GeoPackage; returns the number of rows."""
    return _through_gdal(out, rows, "GPKG", ".gpkg", {}, report)


def write_fgb(out: BinaryIO, rows: Rows, report: Report | None = None) -> int:
    """Write `rows` as FlatGeobuf; returns the number of rows.

    Its spatial index cannot hold a row without a point: where there is one, the file goes without the index.
    """
    options = {"SPATIAL_INDEX": "YES" if rows.all_placed else "NO"}
    return _through_gdal(out, rows, "FlatGeobuf", ".fgb", options, report)


def _through_gdal(
    out: BinaryIO, rows: Rows, driver: str, suffix: str, options: dict[str, str], report: Report | None
) -> int:
    with scratch() as folder:
        path = folder / f"{LAYER}{suffix}"  # GDAL writes to paths; FlatGeobuf keeps the name
        reader = pa.RecordBatchReader.from_batches(schema(geometry=True), rows.batches(geometry=True, report=report))
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": NO_CLOCK})
        try:
            pyogrio.write_arrow(
                reader, path, layer=LAYER, driver=driver, geometry_name=GEOMETRY, geometry_type="Point", crs=CRS,
                layer_options=options,
            )  # fmt: skip
        finally:
            pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
        with path.open("rb") as made:
            shutil.copyfileobj(made, out)
    return len(rows)


def write_parquet(out: BinaryIO, rows: Rows, report: Report | None = None) -> int:
    """Write `rows` as GeoParquet 1.1 (points as WKB, OGC:CRS84); returns the number of rows."""
    form = schema(geometry=True).with_metadata({b"geo": json.dumps(_geo(rows), sort_keys=True).encode()})
    words = [name for name in form.names if name not in EACH_ITS_OWN]
    with pq.ParquetWriter(out, form, compression="zstd", use_dictionary=words) as writer:
        for batch in rows.batches(geometry=True, report=report):
            writer.write_batch(batch)
    return len(rows)


def _geo(rows: Rows) -> dict[str, Any]:
    """The file's GeoParquet metadata; without a ``crs`` the points are OGC:CRS84, longitude first."""
    column: dict[str, Any] = {"encoding": "WKB", "geometry_types": ["Point"]}
    if rows.box:
        column["bbox"] = list(rows.box)
    return {"version": GEOPARQUET, "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}
