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

import fastkml
import frictionless
import geoparquet_validator
import jsonschema
import pandas as pd
import pytest
from lxml import etree

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


def test_geojson_has_the_members_of_rfc_7946_and_keeps_to_the_published_schema(frame: pd.DataFrame) -> None:
    found = json.loads(written("geojson", frame))
    check(found, GEOJSON)
    published = Path(str(frictionless.__file__)).parent / "assets" / "profiles" / "geojson.json"
    jsonschema.Draft4Validator(json.loads(published.read_text("utf-8"))).validate(found)
    assert [one["geometry"] is None for one in found["features"]].count(True) == 1


def test_geoparquet_passes_the_tests_of_its_specification(frame: pd.DataFrame) -> None:
    for rows in (frame, frame.iloc[:0]):
        report = geoparquet_validator.check_bytes("o.parquet", written("parquet", rows))
        assert geoparquet_validator.failed(report, "core") == []
        passed = {one["id"] for one in report["outcomes"] if one["status"] == "pass"}
        assert {"/conf/core/geo-metadata", "/conf/core/wkb", "/conf/core/crs-default"} <= passed


def test_kml_keeps_to_the_schema_of_ogc_kml_2_2(frame: pd.DataFrame) -> None:
    schema = etree.XMLSchema(etree.parse(str(Path(str(fastkml.__file__)).parent / "schema" / "ogckml22.xsd")))
    for rows in (frame, frame.iloc[:0]):
        schema.assertValid(etree.fromstring(written("kml", rows)))


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


@pytest.mark.parametrize("fmt", ["csv", "xlsx", "gpkg"])
def test_a_descriptor_is_a_data_package_and_its_table_is_as_it_says(
    fmt: str, frame: pd.DataFrame, tmp_path: Path
) -> None:
    path = tmp_path / f"o.{fmt}"
    path.write_bytes(written(fmt, frame))
    facts = file_facts(path, fmt)
    manifest = data_manifest(frame, Request(fmt), facts, versions={}, sources=[{"id": "a1", "title": "One"}])
    package = data_package(facts, manifest)
    frictionless.Package.from_descriptor(package)  # raises where it breaks the profile
    if fmt == "gpkg":
        return  # Frictionless reads no geometry
    (tmp_path / "p.json").write_text(json.dumps(package), "utf-8")
    report = frictionless.validate(str(tmp_path / "p.json"))
    assert report.flatten(["rowNumber", "fieldName", "note"]) == []
    assert report.tasks[0].stats["rows"] == len(frame)


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
