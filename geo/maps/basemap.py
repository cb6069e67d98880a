"""The drawn ground: land, borders and water of data/basemap, and where the quiet names of countries stand."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from shapely.geometry import shape

from geo.errors import MissingError
from geo.settings import DATA

#: What must be named on every map.
CREDITS = "Natural Earth · GeoNames CC BY"
#: Square degrees at which a country's name shows from zoom 2, 3, 4, 5 on.
_LABEL_AREAS = ((300.0, 2), (60.0, 3), (12.0, 4), (1.5, 5), (0.0, 7))


@lru_cache(maxsize=1)
def basemap_version() -> str:
    """A short hash of all that the drawn ground is made of."""
    digest = hashlib.sha256()
    for path in sorted((DATA / "basemap").iterdir()):
        if path.suffix in (".geojson", ".csv"):
            digest.update(path.name.encode() + b"\n" + path.read_bytes())
    return digest.hexdigest()[:12]


@lru_cache(maxsize=8)
def layer(name: str) -> dict[str, Any]:
    """A GeoJSON FeatureCollection of data/basemap: ``world``, ``admin1``, ``rivers`` or ``lakes``.

    Raises
    ------
    MissingError
        When the file is not there.
    """
    found: dict[str, Any] = json.loads(_read(name))
    return found


def _read(name: str) -> bytes:
    path = DATA / "basemap" / f"{name}.geojson"
    try:
        return path.read_bytes()
    except OSError as e:
        msg = f"expected the basemap {str(path)!r}, got {e.strerror}; install Sitmap's data/ folder again"
        raise MissingError(msg) from e


#: How the line of a province begins in data/basemap/admin1.geojson.
_PROVINCE = re.compile(rb'\{"type":"Feature","properties":\{"id":"([^"]{1,40})"[^{}]{0,300}?"country":"([^"]{1,8})"')


@lru_cache(maxsize=1)
def _provinces() -> dict[str, tuple[str, bytes]]:
    """Country and line of each province by its id; the shapes of the world are read only where one is wanted.

    Raises
    ------
    MissingError
        When the file is not there.
    """
    lines = _read("admin1").splitlines()
    heads = ((_PROVINCE.match(line), line) for line in lines)
    return {head[1].decode(): (head[2].decode(), line.rstrip(b",")) for head, line in heads if head}


@lru_cache(maxsize=1)
def _province_ids() -> frozenset[str]:
    """Kept where the shapes are not: whoever asks in vain need not read them again."""
    return frozenset(_provinces())


def forget() -> None:
    """Let go of the shapes: as Python's numbers they take ten times as much as in their files."""
    layer.cache_clear()
    _provinces.cache_clear()


def province_rings(place_id: str) -> list[list[list[float]]] | None:
    """The rings (lon, lat in degrees) of a province's polygon, or None where none is known."""
    if place_id not in _province_ids():
        return None
    geometry = json.loads(_provinces()[place_id][1])["geometry"]
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [ring for polygon in polygons for ring in polygon if len(ring) > 3]


def bare(name: str, countries: Iterable[str] | None = None) -> dict[str, Any]:
    """A layer without its names: shapes and ``disputed`` only, so that no text comes near Folium.

    Parameters
    ----------
    name
        The layer.
    countries
        ISO codes of the provinces to keep, for ``admin1``; None keeps all.
    """
    if countries is None:
        found = layer(name)["features"]
    else:
        wanted = set(countries)
        found = [json.loads(line) for country, line in _provinces().values() if country in wanted]
    features = [
        {"type": "Feature", "properties": {"d": int(bool(f["properties"].get("disputed")))}, "geometry": f["geometry"]}
        for f in found
        if f["geometry"]
    ]
    return {"type": "FeatureCollection", "features": features}


@lru_cache(maxsize=1)
def country_labels() -> tuple[dict[str, Any], ...]:
    """Name, point and first zoom of each country's quiet label."""
    with (DATA / "gazetteer" / "countries.csv").open(encoding="utf-8", newline="") as lines:
        names = {row["iso2"]: row["name"] for row in csv.DictReader(lines)}
    labels = []
    for feature in layer("world")["features"]:
        land = shape(feature["geometry"])
        largest = max(getattr(land, "geoms", [land]), key=lambda part: part.area)
        point = largest.representative_point()
        rank = next(zoom for area, zoom in _LABEL_AREAS if largest.area >= area)
        # Natural Earth shortens ("Dem. Rep. Congo"); the gazetteer's name is the one that the rest of Sitmap says.
        name = names.get(feature["properties"]["id"]) or feature["properties"]["name"]
        if name:
            labels.append({"name": name, "lat": round(point.y, 3), "lon": round(point.x, 3), "rank": rank})
    return tuple(sorted(labels, key=lambda label: (label["rank"], label["name"])))


@lru_cache(maxsize=1)
def city_labels() -> tuple[dict[str, Any], ...]:
    """Name, point and first zoom of each town's quiet label, largest first; none where the table is not there."""
    path = DATA / "basemap" / "cities.csv"
    if not path.exists():
        return ()
    with path.open(encoding="utf-8", newline="") as lines:
        return tuple(
            {
                "name": row["name"],
                "lat": float(row["lat"]),
                "lon": float(row["lon"]),
                "rank": int(row["zoom"]),
                "town": 1,
            }
            for row in csv.DictReader(lines)
        )
