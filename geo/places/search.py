"""A search for places, as people type them: a name, a name with wider places, its beginning, or a point."""

from __future__ import annotations

import re
from dataclasses import dataclass

from geo.model import Place
from geo.places.gazetteer import Gazetteer
from geo.places.geocoder import GazetteerGeocoder, label

_POINT = re.compile(r"\s*(-?\d{1,2}(?:\.\d{1,10})?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d{1,10})?)\s*")
_MAX_TEXT = 200


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate: the place, and how it is told from its namesakes."""

    place: Place
    label: str  #: "Sumy, Sumy Oblast, Ukraine"
    distance_km: float | None = None  #: from the point that was searched for


def search(gazetteer: Gazetteer, text: str, *, limit: int = 10) -> tuple[Found, ...]:
    """Places that a search text may mean, best first.

    Parameters
    ----------
    gazetteer
        Where to look; nothing is asked elsewhere.
    text
        "Sumy", "Springfield, Illinois", "Khark", "48.59, 38.0" (lat, lon).
    limit
        At most so many.

    Returns
    -------
    tuple of Found
        For a point, the settlements around it, nearest first. Empty where nothing fits.
    """
    text = text[:_MAX_TEXT].strip()
    point = parse_point(text)
    if point is not None:
        near = gazetteer.nearby(*point, limit=limit)
        return tuple(Found(place, label(place, gazetteer), km) for place, km in near)
    places = GazetteerGeocoder(gazetteer).places(text)[:limit]
    if len(places) < limit:
        known = {place.id for place in places}
        places += tuple(place for place in gazetteer.beginning(text, limit=limit) if place.id not in known)
    return tuple(Found(place, label(place, gazetteer)) for place in places[:limit])


def parse_point(text: str) -> tuple[float, float] | None:
    """(lat, lon) in degrees from "48.59, 38.0"; None where the text is no point on Earth.

    Parameters
    ----------
    text
        Two decimal numbers with a comma, semicolon or blank between them.
    """
    match = _POINT.fullmatch(text) if len(text) <= _MAX_TEXT else None
    if match is None:
        return None
    lat, lon = float(match[1]), float(match[2])
    return (lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else None
