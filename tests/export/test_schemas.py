"""Exports keep to the published rules of their formats, and no clock, seed, zone or language changes a byte of them."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import jsonschema
import pandas as pd
import pyarrow.parquet as pq
import pytest

from geo.export.describe import data_manifest, data_package, file_facts
from geo.export.formats import EXPORT_FORMATS, take_snapshot, write_data
from geo.export.look import Look
from geo.export.request import Request
from geo.model import IncidentPlace, Selection
from tests.makers import make_frame, make_place, make_report

NASTY = '=1+1 <b>&amp; "x"\n\x07 Оріхів'
POINT = {
    "type": "object",
    "required": ["type", "coordinates"],
    "additionalProperties": False,
    "properties": {
        "type": {"const": "Point"},
        "coordinates": {
            "prefixItems": [{"minimum": -180, "maximum": 180}, {"minimum": -90, "maximum": 90}],
            "items": False,
            "minItems": 2,
        },
    },
}
#: RFC 7946, sections 3.2, 3.3 and 4: a feature has these members, a geometry may be null, and there is no "crs".
GEOJSON = {
    "type": "object",
    "required": ["type", "features"],
    "properties": {
        "type": {"const": "FeatureCollection"},
        "crs": False,
        "features": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type", "geometry", "properties"],
                "properties": {
                    "type": {"const": "Feature"},
                    "id": {"type": ["string", "number"]},
                    "geometry": {"anyOf": [{"type": "null"}, POINT]},
                    "properties": {"type": ["object", "null"]},
                    "crs": False,
                },
            },
        },
    },
}
#: GeoParquet 1.1: the file's metadata under the key "geo".
GEOPARQUET = {
    "type": "object",
    "required": ["version", "primary_column", "columns"],
    "properties": {
        "version": {"const": "1.1.0"},
        "primary_column": {"type": "string", "minLength": 1},
        "columns": {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": {
                "type": "object",
                "required": ["encoding", "geometry_types"],
                "properties": {
                    "encoding": {"const": "WKB"},
                    "geometry_types": {"type": "array", "uniqueItems": True, "items": {"const": "Point"}},
                    "bbox": {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4},
                },
            },
        },
    },
}
#: Data Package and Table Schema of Frictionless, version 1: what a descriptor with one resource must have.
DATA_PACKAGE = {
    "type": "object",
    "required": ["resources"],
    "properties": {
        "name": {"pattern": "^([-a-z0-9._/])+$"},
        "resources": {
            "minItems": 1,
            "items": {
                "required": ["name", "path"],
                "properties": {
                    "name": {"pattern": "^([-a-z0-9._/])+$"},
                    "path": {"pattern": "^(?!/|\\.\\.)[^\\\\]+$"},
                    "bytes": {"type": "integer"},
                    "hash": {"pattern": "^([^:]+:[a-fA-F0-9]+|[a-fA-F0-9]{32})$"},
                    "schema": {
                        "required": ["fields"],
                        "properties": {
                            "fields": {
                                "minItems": 1,
                                "items": {
                                    "required": ["name"],
                                    "properties": {
                                        "type": {"enum": ["string", "number", "integer", "date", "boolean", "geojson"]},
                                        "constraints": {"properties": {"enum": {"minItems": 1, "uniqueItems": True}}},
                                    },
                                },
                            },
                            "missingValues": {"type": "array", "items": {"type": "string"}},
                        },
                    },
                },
            },
        },
        "licenses": {"minItems": 1, "items": {"anyOf": [{"required": ["name"]}, {"required": ["title"]}]}},
        "sources": {"items": {"required": ["title"]}},
    },
}
KML = "{http://www.opengis.net/kml/2.2}"
#: OGC KML 2.2: the order of what a placemark may hold, of which only these occur.
PLACEMARK = ["name", "TimeSpan", "ExtendedData", "Point"]


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return make_frame(
        make_report("r1", places=(make_place(), make_place(name=NASTY, lat=-47.5, lon=-180.0))),
        make_report("r2", places=(IncidentPlace(name=None, precision="none"),), fatalities=None),
    )


def written(fmt: str, frame: pd.DataFrame) -> bytes:
    out = io.BytesIO()
    write_data(out, fmt, frame)
    return out.getvalue()


def check(value: Any, schema: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator(schema).validate(value)


def test_geojson_has_the_members_of_rfc_7946(frame: pd.DataFrame) -> None:
    found = json.loads(written("geojson", frame))
    check(found, GEOJSON)
    assert [one["geometry"] is None for one in found["features"]].count(True) == 1


def test_geoparquet_says_what_version_1_1_asks_for(frame: pd.DataFrame) -> None:
    for rows in (frame, frame.iloc[:0]):
        told = pq.read_metadata(io.BytesIO(written("parquet", rows))).metadata[b"geo"]
        check(json.loads(told), GEOPARQUET)


def test_kml_keeps_the_order_of_ogc_kml_2_2(frame: pd.DataFrame) -> None:
    root = ET.fromstring(written("kml", frame))  # noqa: S314 our own file
    assert root.tag == f"{KML}kml"
    (document,) = root
    assert [one.tag.removeprefix(KML) for one in document] == ["Schema", "Folder"]
    fields = {one.get("name"): one.get("type") for one in document[0]}
    assert set(fields.values()) <= {"string", "int", "double", "bool"}
    marks = document[1].findall(f"{KML}Placemark")
    assert len(marks) == len(frame)
    for mark in marks:
        held = [one.tag.removeprefix(KML) for one in mark]
        assert held == [name for name in PLACEMARK if name in held]
        assert {one.get("name") for one in mark.iter(f"{KML}SimpleData")} <= set(fields)
        for spot in mark.iter(f"{KML}coordinates"):
            lon, lat = (float(part) for part in str(spot.text).split(","))
            assert -180 <= lon <= 180
            assert -90 <= lat <= 90


@pytest.mark.parametrize("fmt", ["csv", "gpkg"])
def test_a_descriptor_is_a_data_package(fmt: str, frame: pd.DataFrame, tmp_path: Path) -> None:
    path = tmp_path / f"o.{fmt}"
    path.write_bytes(written(fmt, frame))
    facts = file_facts(path, fmt)
    manifest = data_manifest(frame, Request(fmt), facts, versions={}, sources=[{"id": "a1", "title": "One"}])
    check(data_package(facts, manifest), DATA_PACKAGE)


def test_an_svg_is_well_formed_and_loads_nothing(frame: pd.DataFrame) -> None:
    shot = take_snapshot(Request("svg", Selection(background=True), look=Look(scale=1)), frame)
    root = ET.fromstring(shot.content)  # noqa: S314 our own file
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    links = [value for one in root.iter() for key, value in one.attrib.items() if key.endswith("href")]
    assert all(link.startswith(("#", "data:")) for link in links)
    assert not list(root.iter("{http://www.w3.org/2000/svg}script"))


SCRIPT = """
import hashlib, io, sys
from geo.export.formats import EXPORT_FORMATS, take_snapshot, write_data
from geo.export.look import Look
from geo.export.request import Request
from geo.model import Selection
from tests.export.test_schemas import same_rows
frame = same_rows()
for fmt in EXPORT_FORMATS:
    out = io.BytesIO()
    write_data(out, fmt, frame)
    print(fmt, hashlib.sha256(out.getvalue()).hexdigest())
for fmt, every in (("png", None), ("svg", None), ("pdf", None), ("html", None), ("report.html", None),
                   ("report.pdf", None), ("gif", "month"), ("webp", "month"), ("png", "month")):
    shot = take_snapshot(Request(fmt, Selection(background=True), look=Look(scale=1), every=every), frame)
    print(fmt, every, hashlib.sha256(shot.content).hexdigest())
"""


def same_rows() -> pd.DataFrame:
    """What the processes below export."""
    return make_frame(make_report("r1"), make_report("r2", type="battle", sub_type="armed_clash", status="claimed"))


def test_two_processes_with_other_seeds_zones_and_languages_write_the_same_bytes() -> None:
    here = Path(__file__).resolve().parents[2]
    worlds = ({"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C"}, {"PYTHONHASHSEED": "2", "TZ": "America/Lima"})
    running = [
        subprocess.Popen(
            [sys.executable, "-c", SCRIPT],
            cwd=here,
            env=os.environ | world | {"PYTHONPATH": str(here)},
            stdout=subprocess.PIPE,
            text=True,
        )
        for world in worlds
    ]
    one, other = (process.communicate(timeout=300)[0].splitlines() for process in running)
    assert len(one) == len(EXPORT_FORMATS) + 9
    assert one == other
    assert f"csv {hashlib.sha256(written('csv', same_rows())).hexdigest()}" in one
