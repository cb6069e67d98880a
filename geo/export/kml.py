"""KML 2.2, for Google Earth and its kin: one placemark per incident and place, with its time span and its columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO
from xml.sax.saxutils import escape, quoteattr

import pyarrow as pa

from geo.export.arrow import schema
from geo.export.progress import Report
from geo.export.rows import Rows

LAYER = "incidents"
#: What XML 1.0 cannot hold.
_UNSPEAKABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write_kml(out: BinaryIO, rows: Rows, report: Report | None = None) -> int:
    """Write `rows` as KML; a row without a point is a placemark without a geometry; returns the number of rows."""
    out.write(_head().encode())
    for batch in rows.batches(geometry=False, report=report):
        out.write("".join(_placemarks(batch)).encode())
    out.write(b"</Folder></Document></kml>\n")
    return len(rows)


def _head() -> str:
    kinds = {"int64": "int", "double": "double", "bool": "bool"}
    fields = "".join(
        f"<SimpleField name={quoteattr(field.name)} type={quoteattr(kinds.get(str(field.type), 'string'))}/>\n"
        for field in _fields()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document id="root_doc">\n'
        f'<Schema name="{LAYER}" id="{LAYER}">\n{fields}</Schema>\n<Folder><name>{LAYER}</name>\n'
    )


def _fields() -> list[pa.Field]:
    return [field for field in schema(geometry=False) if field.name not in ("lat", "lon")]


def _placemarks(batch: pa.RecordBatch) -> Iterator[str]:
    names = batch.schema.names
    for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
        row = dict(zip(names, values, strict=True))
        lat, lon = row.pop("lat"), row.pop("lon")
        name = " · ".join(filter(None, (row["place"], row["sub_type"].replace("_", " ") if row["sub_type"] else "")))
        data = "".join(
            f"<SimpleData name={quoteattr(key)}>{_text(value)}</SimpleData>"
            for key, value in row.items()
            if value is not None
        )
        point = "" if lat is None or lon is None else f"<Point><coordinates>{lon:.6f},{lat:.6f}</coordinates></Point>"
        yield (
            f"<Placemark><name>{_text(name)}</name>{_span(row['date_start'], row['date_end'])}<ExtendedData>"
            f'<SchemaData schemaUrl="#{LAYER}">{data}</SchemaData></ExtendedData>{point}</Placemark>\n'
        )


def _span(first: Any, last: Any) -> str:
    if first is None and last is None:
        return ""
    begin = f"<begin>{first}</begin>" if first is not None else ""
    end = f"<end>{last}</end>" if last is not None else ""
    return f"<TimeSpan>{begin}{end}</TimeSpan>"


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return escape(_UNSPEAKABLE.sub("\ufffd", str(value)))
