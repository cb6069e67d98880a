"""Exported data with what stands beside it, in one ZIP: for a browser, which takes one file at a time."""

from __future__ import annotations

import zipfile
from typing import Any, BinaryIO

from geo.export.describe import data_manifest, data_package, file_facts
from geo.export.formats import write_data
from geo.export.manifest import manifest_json
from geo.export.progress import Report
from geo.export.request import Request
from geo.export.rows import Rows
from geo.scratch import scratch

NAME = "incidents"
#: The date of the files inside: the same rows must give the same bytes.
NO_CLOCK = (2000, 1, 1, 0, 0, 0)
#: Formats that are compressed already.
PACKED = ("parquet", "xlsx")


def write_bundle(
    out: BinaryIO, request: Request, rows: Rows, *, versions: dict[str, str], sources: list[dict[str, Any]],
    report: Report | None = None,
) -> int:  # fmt: skip
    """Write `rows` in the format of `request`, their data package and their manifest as a ZIP.

    ``versions`` and ``sources`` are those of ``geo.export.manifest.make_manifest``. Returns the number of rows.
    """
    with scratch() as folder:
        path = folder / f"{NAME}.{request.fmt}"
        with path.open("wb") as stream:
            n = write_data(stream, request.fmt, rows, report)
        facts = file_facts(path, request.fmt)
        manifest = data_manifest(rows.counted, request, facts, versions=versions, sources=sources)
        with zipfile.ZipFile(out, "w") as archive:
            way = zipfile.ZIP_STORED if request.fmt in PACKED else zipfile.ZIP_DEFLATED
            with path.open("rb") as made, archive.open(_entry(path.name, way), "w", force_zip64=True) as inside:
                while piece := made.read(1 << 20):
                    inside.write(piece)
            for kind, content in (("datapackage", data_package(facts, manifest)), ("manifest", manifest)):
                entry = _entry(f"{path.name}.{kind}.json", zipfile.ZIP_DEFLATED)
                archive.writestr(entry, manifest_json(content))
    return n


def _entry(name: str, way: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, NO_CLOCK)
    entry.compress_type, entry.external_attr = way, 0o644 << 16
    return entry
