"""A layer that names a server or another file asks nobody and opens nothing: GDAL would do both."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo.errors import InputError
from geo.gdal import KEPT
from geo.imports.overlay import read_overlay
from geo.imports.sheet import open_sheet
from tests.sources.trap import Trap, serving

ELSEWHERE = "Quokkavale"
SHAPE = {"type": "Polygon", "coordinates": [[[30, 46], [31, 46], [31, 47], [30, 46]]]}


def collection(name: str = "here", **more: Any) -> str:
    feature = {"type": "Feature", "properties": {"name": name, "date": "2024-03-04"}, "geometry": SHAPE}
    return json.dumps({"type": "FeatureCollection", **more, "features": [feature]})


def system(kind: object, **properties: str) -> str:
    return collection(crs={"type": kind, "properties": properties})


def virtual(source: str) -> str:
    return (
        f'<OGRVRTDataSource><OGRVRTLayer name="secret"><SrcDataSource>{source}</SrcDataSource></OGRVRTLayer>'
        "</OGRVRTDataSource>"
    )


def pipeline(source: str) -> str:
    return json.dumps({"type": "gdal_streamed_alg", "command_line": f"gdal vector pipeline ! read {source}"})


def hidden(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new)


#: The name of a file, and its content out of the address of a server and the path of a layer that is nobody's business.
POINTERS: dict[str, tuple[str, Callable[[str, str], str]]] = {
    "a reference system at an address": ("a.geojson", lambda web, _: system("link", href=web, type="ogcwkt")),
    "the same, in the older way": ("a.geojson", lambda web, _: system("url", url=web)),
    "the same, in capitals": ("a.json", lambda web, _: hidden(system("LINK", HREF=web), '"crs"', '"CRS"')),
    "the same, escaped": (
        "a.json",
        lambda web, _: hidden(hidden(system("link", href=web), '"crs"', '"c\\u0072s"'), '"link"', '"lin\\u006b"'),
    ),
    "the same, with a comment": (
        "a.json",
        lambda web, _: hidden(system("link", href=web), '"crs":', '"crs"/* x */:'),
    ),
    "the same, in single quotes": ("a.json", lambda web, _: hidden(system("link", href=web), '"crs"', "'crs'")),
    "the same, told twice": (
        "a.json",
        lambda web, _: hidden(system("link", href=web), '"type": "link"', '"type": "name", "type": "link"'),
    ),
    "the same, of a topology": (
        "a.json",
        lambda web, _: json.dumps(
            {"type": "Topology", "crs": {"type": "link", "properties": {"href": web}}, "arcs": [], "objects": {}}
        ),
    ),
    "a virtual dataset on a server": ("a.geojson", lambda web, _: virtual(f"/vsicurl/{web}")),
    "a virtual dataset of another file": ("a.geojson", lambda _, path: virtual(path)),
    "the same, as JSON by name": ("a.json", lambda _, path: virtual(path)),
    "the same, as KML by name": ("a.kml", lambda _, path: "<!-- <kml> -->" + virtual(path)),
    "a pipeline from a server": ("a.json", lambda web, _: pipeline(f"/vsicurl/{web}")),
    "a pipeline from another file": ("a.json", lambda _, path: pipeline(path)),
    "a schema at an address": (
        "a.kml",
        lambda web, _: (
            '<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml" '
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
            f'xsi:schemaLocation="{web} {web}"></gml:FeatureCollection>'
        ),
    ),
    "a table by another name": ("a.shp", lambda web, path: f"a,b\n{web},{path}\n"),
}
#: What points to others but is read as what it is.
HARMLESS = {
    "links of KML": (
        "a.kml",
        lambda web, _: (
            '<?xml version="1.0"?><!-- a comment --><kml xmlns="http://www.opengis.net/kml/2.2"><Document><NetworkLink>'
            f"<Link><href>{web}</href></Link></NetworkLink><Placemark><styleUrl>{web}#a</styleUrl><name>here</name>"
            "<Point><coordinates>30,46</coordinates></Point></Placemark></Document></kml>"
        ),
    ),
    "a further page": ("a.geojson", lambda web, _: collection(links=[{"rel": "next", "href": web}])),
    "a system by name": ("a.geojson", lambda web, _: system("name", name="urn:ogc:def:crs:OGC:1.3:CRS84")),
    "a column of that name": ("a.geojson", lambda web, _: hidden(collection(), '"date"', '"crs": "crs", "date"')),
    "a name that is an address": ("a.geojson", lambda web, _: system("name", name=web)),
}


def made(folder: Path, trap: Trap, name: str, content: Callable[[str, str], str]) -> Path:
    other = folder / "elsewhere" / "secret.geojson"
    other.parent.mkdir()
    other.write_text(collection(ELSEWHERE), encoding="utf-8")
    path = folder / name
    path.write_text(content(f"http://127.0.0.1:{trap.port}/x.geojson", str(other)), encoding="utf-8")
    return path


@pytest.mark.parametrize("case", POINTERS)
def test_what_points_elsewhere_is_refused_and_nobody_is_asked(case: str, tmp_path: Path) -> None:
    with serving(b"HTTP/1.0 404 no\r\n\r\n", b"HTTP/1.0 404 no\r\n\r\n") as trap:
        path = made(tmp_path, trap, *POINTERS[case])
        with pytest.raises(InputError, match=path.name):
            list(open_sheet(path).rows)
        with pytest.raises(InputError, match=path.name):
            read_overlay([path])
        assert trap.heard == []


@pytest.mark.parametrize("case", HARMLESS)
def test_what_only_seems_to_is_read_and_nobody_is_asked(case: str, tmp_path: Path) -> None:
    with serving(b"HTTP/1.0 404 no\r\n\r\n", b"HTTP/1.0 404 no\r\n\r\n") as trap:
        path = made(tmp_path, trap, *HARMLESS[case])
        (row,) = open_sheet(path).rows
        assert "here" in row[1]
        assert read_overlay([path])[0].n_features == 1
        assert trap.heard == []


def test_a_process_that_another_one_started_says_nothing_of_drivers() -> None:
    asked = "import os, geo.gdal; print(os.environ['OGR_SKIP'])"
    first = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    env = os.environ | {"OGR_SKIP": first.stdout.strip()}
    then = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, env=env)
    assert (first.stderr, then.stderr) == ("", "")
    assert then.stdout == first.stdout


def test_gdal_has_the_drivers_of_our_formats_alone_and_no_way_to_a_server(tmp_path: Path) -> None:
    # in a process of its own: GDAL looks at what it may use when it is loaded
    with serving(b"HTTP/1.0 404 no\r\n\r\n", b"HTTP/1.0 404 no\r\n\r\n") as trap:
        path = made(tmp_path, trap, *POINTERS["a reference system at an address"])
        asked = (
            "import sys, geo.export.gis, geo.imports.sheet, pyogrio\n"
            "print(*sorted(pyogrio.list_drivers()), sep='\\n')\n"
            "pyogrio.read_dataframe(sys.argv[1])"
        )
        env = {name: value for name, value in os.environ.items() if name != "OGR_SKIP"}
        command = [sys.executable, "-c", asked, str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=env)
        assert set(done.stdout.splitlines()) == KEPT
        assert trap.heard == []
