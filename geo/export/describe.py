"""What stands beside exported data: a data package that describes its columns, and the manifest of where it is from.

The descriptor follows Data Package and Table Schema (Frictionless, version 1); the columns and their meaning are in
data/columns.csv, their codes in data/types.csv and data/glossary.csv.
"""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path
from typing import Any

import pandas as pd

from geo import __version__
from geo.export.arrow import schema
from geo.export.formats import MEDIA
from geo.export.manifest import CREDITS, LICENCES, used_sources
from geo.export.request import Request
from geo.export.summary import filter_words
from geo.model import DATE_PRECISIONS, LEVELS, PRECISIONS, STATUSES, TYPES
from geo.settings import DATA

#: Formats that hold a point instead of the columns ``lat`` and ``lon``.
WITH_GEOMETRY = ("geojson", "gpkg", "parquet", "fgb", "kml")
CODES = {
    "type": list(TYPES),
    "sub_type": [sub for subs in TYPES.values() for sub in subs],
    "status": list(STATUSES),
    "precision": list(PRECISIONS),
    "date_precision": list(DATE_PRECISIONS),
    "level": list(LEVELS),
}
_TYPES = {"int64": "integer", "double": "number", "bool": "boolean", "date32[day]": "date"}


def columns() -> list[dict[str, str]]:
    """Name, unit, codes and meaning of every column, in their order."""
    with (DATA / "columns.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def file_facts(path: Path, fmt: str) -> dict[str, Any]:
    """Name, format, size and hash of a finished file."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return {"file": path.name, "format": fmt, "bytes": path.stat().st_size, "sha256": digest}


def data_manifest(
    frame: pd.DataFrame,
    request: Request,
    facts: dict[str, Any],
    *,
    versions: dict[str, str],
    sources: list[dict[str, Any]],
) -> dict[str, Any]:
    """The provenance of an export of data, ready for JSON; no clock in it.

    Parameters
    ----------
    frame
        The exported rows.
    request
        What was asked for.
    facts
        ``file_facts`` of the export.
    versions, sources
        As for ``geo.export.manifest.make_manifest``.
    """
    from geo.export.withheld import withheld_sources

    sources = withheld_sources(sources, request, frame)
    if request.coarsen:
        from geo.export.coarse import coarse_sources

        sources = coarse_sources(sources, request.coarsen)
    counts = frame.drop_duplicates("incident_id")
    return {
        **facts,
        "request": request.plain(),
        "filters": {"words": [*filter_words(request.selection), *request.narrow.words(), *_held_back(request, frame)]},
        "window": {k: request.plain()[k] for k in ("from", "to")},
        "counts": {
            "rows": len(frame),
            "incidents": len(counts),
            "by_type": _count(counts["type"]),
            "by_status": _count(counts["status"]),
            "by_dataset": _count(frame["dataset"].dropna()),
        },
        **used_sources(frame, sources),
        "versions": {"sitmap": __version__, **versions},
        "credits": CREDITS,
        "licences": LICENCES,
    }


def _held_back(request: Request, frame: pd.DataFrame) -> list[str]:
    from geo.export import coarse, withheld

    words = withheld.said(request, withheld.count(frame))
    return [*words, coarse.said(request.coarsen)] if request.coarsen else words


def _count(values: pd.Series) -> dict[str, int]:
    return {str(code): int(n) for code, n in values.value_counts().sort_index().items() if n}


def data_package(facts: dict[str, Any], manifest: dict[str, Any]) -> dict[str, Any]:
    """The descriptor of an export: a Data Package with one resource and its Table Schema."""
    resource = {
        "name": "incidents",
        "path": facts["file"],
        "profile": "tabular-data-resource" if facts["format"] == "csv" else "data-resource",
        "format": facts["format"],
        "mediatype": MEDIA[facts["format"]],
        "encoding": "utf-8",
        "bytes": facts["bytes"],
        "hash": f"sha256:{facts['sha256']}",
        "schema": table_schema(geometry=facts["format"] in WITH_GEOMETRY),
    }
    coarser = manifest["filters"]["words"] if manifest["request"].get("coarsen") else []
    coarser = [word[:1].upper() + word[1:] for word in coarser[-1:]]
    licences = {one["licence"]: one for one in manifest["datasets"] if one.get("licence")}
    package: dict[str, Any] = {
        "profile": "data-package",
        "name": "sitmap-incidents",
        "title": "Incidents read from news articles and imported datasets by Sitmap",
        "description": "".join(
            ("One row per incident and place. Places: GeoNames (CC BY 4.0).", *(f" {w}." for w in coarser))
        ),
        "resources": [resource],
        "sources": [
            {"title": one.get("title") or one["id"], **({"path": one["url"]} if one.get("url") else {})}
            for one in (*manifest["sources"], *manifest["datasets"])
        ],
    }
    if licences:
        package["licenses"] = [{"title": title} for title in sorted(licences)]
    return {key: value for key, value in package.items() if value}


def table_schema(*, geometry: bool) -> dict[str, Any]:
    """The Table Schema of the columns."""
    kinds = {field.name: _TYPES.get(str(field.type), "string") for field in schema(geometry=False)}
    fields: list[dict[str, Any]] = []
    for column in columns():
        name = column["name"]
        if geometry and name in ("lat", "lon"):
            continue
        field: dict[str, Any] = {"name": name, "type": kinds[name], "description": column["meaning"]}
        if column["unit"]:
            field["unit"] = column["unit"]
        if column["codes"] in CODES:
            field["constraints"] = {"enum": CODES[column["codes"]]}
        fields.append(field)
    if geometry:
        fields.append(
            {"name": "geometry", "type": "geojson", "description": "point, WGS 84, longitude first, or empty"}
        )
    return {"fields": fields, "primaryKey": ["incident_id", "place_no"], "missingValues": [""]}
