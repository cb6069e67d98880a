"""What online geocoders answer, as places of ours. A row without a point of its own is left out, never guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import cos, hypot, radians
from typing import Any

from geo.model import Level, Place
from geo.places import tables
from geo.settings import DATA

_KM_PER_DEG = 111.2
_LEVELS = "online_levels.csv"
#: Radius in km where the answer has no bounds.
_RADIUS_KM: Mapping[str, float] = {"country": 300.0, "admin1": 80.0, "admin2": 25.0, "region": 40.0, "water": 25.0}
_SMALL_KM = 3.0
_MAX_KM = 5_000.0
_OSM_TYPES = {"n": "node", "w": "way", "r": "relation"}


def read(service: str, locations: Iterable[Any]) -> tuple[Place, ...]:
    """Places from geopy's locations, in the service's order.

    Parameters
    ----------
    service
        "nominatim", "photon" or "pelias".
    locations
        What geopy gave; ``raw`` is the service's own record.
    """
    make = {"nominatim": _nominatim, "photon": _photon, "pelias": _pelias}[service]
    found: dict[str, Place] = {}
    for location in locations:
        try:
            place = make(location.raw, float(location.latitude), float(location.longitude))
        except (TypeError, ValueError, KeyError):
            continue
        if (place.lat, place.lon) != (0.0, 0.0) and place.name:
            found.setdefault(place.id, place)
    return tuple(found.values())


def _nominatim(raw: Mapping[str, Any], lat: float, lon: float) -> Place:
    address = raw.get("address") or {}
    south, north, west, east = (float(edge) for edge in raw.get("boundingbox") or (lat, lat, lon, lon))
    level = _level(raw.get("addresstype"), raw.get("type"), raw.get("class"))
    return _place(
        f"osm:{raw['osm_type']}/{raw['osm_id']}",
        raw.get("name") or str(raw.get("display_name", "")).split(",")[0],
        (lat, lon),
        level,
        country=address.get("country_code"),
        admin1=address.get("state") or address.get("region"),
        box=(west, south, east, north),
        source="OpenStreetMap, through Nominatim",
    )


def _photon(raw: Mapping[str, Any], lat: float, lon: float) -> Place:
    said = raw["properties"]
    west, north, east, south = said.get("extent") or (lon, lat, lon, lat)
    kind = _OSM_TYPES.get(str(said["osm_type"]).lower()[:1], "object")
    return _place(
        f"osm:{kind}/{said['osm_id']}",
        said.get("name") or said.get("street") or "",
        (lat, lon),
        _level(said.get("osm_value"), said.get("type"), said.get("osm_key")),
        country=said.get("countrycode"),
        admin1=said.get("state"),
        box=(west, south, east, north),
        source="OpenStreetMap, through Photon",
    )


def _pelias(raw: Mapping[str, Any], lat: float, lon: float) -> Place:
    said = raw["properties"]
    return _place(
        f"pelias:{said['gid']}",
        said.get("name") or "",
        (lat, lon),
        _level(said.get("layer")),
        country=said.get("country_code"),
        admin1=said.get("region"),
        box=tuple(raw.get("bbox") or (lon, lat, lon, lat)),
        source=f"{said.get('source') or 'unknown source'}, through Pelias",
    )


def _place(
    place_id: str,
    name: str,
    point: tuple[float, float],
    level: Level,
    *,
    country: str | None,
    admin1: str | None,
    box: tuple[float, ...],
    source: str,
) -> Place:
    west, south, east, north = (float(edge) for edge in box)
    wide = (east - west) * cos(radians(point[0]))
    half_km = hypot(wide, north - south) / 2 * _KM_PER_DEG
    radius_km = half_km if 0.5 < half_km < _MAX_KM else _RADIUS_KM.get(level, _SMALL_KM)
    code = country.upper() if country and len(country) == 2 else None
    return Place(place_id, name, *point, level, code, admin1, None, round(radius_km, 1), None, source)


def _level(*words: str | None) -> Level:
    """The first word that says of what kind a place is; otherwise it is a facility."""
    known = _levels()
    return next((known[word] for word in words if word in known), "facility")


@lru_cache(maxsize=1)
def _levels() -> dict[str | None, Level]:
    return {line["word"]: line["level"] for line in tables.own_table(DATA, _LEVELS)}  # type: ignore[misc]
