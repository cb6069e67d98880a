"""What lies around a point: the country and province that hold it, the nearest district, regions, and settlements."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite
from pathlib import Path
from typing import Any

from shapely import STRtree
from shapely.geometry import Point, shape

from geo.errors import MissingError
from geo.model import Level, Place
from geo.places.gazetteer import Gazetteer
from geo.sphere import distance_km

#: A district is known by its centre alone; one further away than this is not told.
DISTRICT_KM = 80.0
#: Regions and seas are known as discs; so many of those that hold the point are told, the smallest first.
MAX_REGIONS = 4
#: A region whose disc is wider than this, in km, says nothing of where a point is (empires, continents).
WIDEST_REGION_KM = 500.0


@dataclass(frozen=True, slots=True)
class Around:
    """What is known of a point. None: it lies in no such area, or none is known."""

    lat: float
    lon: float
    country: Place | None
    country_name: str | None  #: also of a territory that the gazetteer has no country for
    province: Place | None
    province_id: str | None  #: of the polygon of data/basemap
    district: tuple[Place, float] | None  #: the nearest centre of a district in that province, and its distance in km
    regions: tuple[Place, ...]  #: on land regions, at sea waters, whose discs hold the point
    settlements: tuple[tuple[Place, float], ...]  #: nearest first, with the distance in km


def around(gazetteer: Gazetteer, data_dir: Path, lat: float, lon: float, *, limit: int = 8) -> Around:
    """Look a point up.

    Parameters
    ----------
    gazetteer
        Knows districts, regions and settlements.
    data_dir
        Holds the outlines of countries and provinces (basemap/).
    lat, lon
        WGS 84 degrees.
    limit
        At most so many settlements.
    """
    point = Point(lon, lat)
    land = _outlines(data_dir, "world").holding(point)
    area = _outlines(data_dir, "admin1").holding(point)
    country = gazetteer.country(str(land["id"])) if land else None
    province = gazetteer.get(str(area["id"])) if area else None
    return Around(
        lat,
        lon,
        country,
        country.name if country else str(land["name"]) if land else None,
        province,
        str(area["id"]) if area else None,
        _district(gazetteer, lat, lon, country, province),
        _discs(gazetteer, "region" if land else "water", lat, lon),
        gazetteer.nearby(lat, lon, limit=limit),
    )


def _district(
    gazetteer: Gazetteer, lat: float, lon: float, country: Place | None, province: Place | None
) -> tuple[Place, float] | None:
    if country is None:
        return None
    inside = [place for place in gazetteer.of_level("admin2") if place.country == country.country]
    if province is not None:
        # where no district says that it lies in this province, the tables spell it otherwise: the nearest one then
        inside = [place for place in inside if place.admin1 in (province.name, province.admin1)] or inside
    near = [
        (km, place.id, place) for place in inside if (km := distance_km(lat, lon, place.lat, place.lon)) <= DISTRICT_KM
    ]
    if not near:
        return None
    km, _, place = min(near)
    return place, round(km, 1)


def _discs(gazetteer: Gazetteer, level: Level, lat: float, lon: float) -> tuple[Place, ...]:
    widest = WIDEST_REGION_KM if level == "region" else float("inf")
    discs = [place for place in gazetteer.of_level(level) if place.radius_km <= widest]
    holding = [place for place in discs if distance_km(lat, lon, place.lat, place.lon) <= place.radius_km]
    return tuple(sorted(holding, key=lambda place: (place.radius_km, place.id))[:MAX_REGIONS])


class _Outlines:
    """Polygons with their properties, to be asked which of them holds a point."""

    def __init__(self, features: list[dict[str, Any]]) -> None:
        drawn = [feature for feature in features if feature["geometry"]]
        self._properties = [feature["properties"] for feature in drawn]
        self._shapes = [shape(feature["geometry"]) for feature in drawn]
        self._tree = STRtree(self._shapes)

    def holding(self, point: Point) -> dict[str, Any] | None:
        """The properties of the smallest polygon that holds `point`."""
        if not (isfinite(point.x) and isfinite(point.y)):
            return None
        found = [int(n) for n in self._tree.query(point, predicate="intersects")]
        return self._properties[min(found, key=lambda n: (self._shapes[n].area, n))] if found else None


@lru_cache(maxsize=4)
def _outlines(data_dir: Path, name: str) -> _Outlines:
    path = data_dir / "basemap" / f"{name}.geojson"
    try:
        return _Outlines(json.loads(path.read_text(encoding="utf-8"))["features"])
    except OSError as error:
        msg = f"expected the outlines {str(path)!r}, got {error.strerror}; install Sitmap's data/ folder again"
        raise MissingError(msg) from error
