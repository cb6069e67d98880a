"""Areas that a person drew as the place of something: corners -> an outline, whose text is the area's id. And lines,
where a text says that something happened between two places.

The id says all of it ("drawn:POLYGON ((lon lat, …))", "between:LINESTRING (lon lat, …)", WKT in WGS 84 degrees), as
that of a point set by hand does: so wherever a row's place goes, into a store, a file of corrections or an export, its
outline goes too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, isfinite, radians

import shapely

from geo.errors import UsageError
from geo.sphere import distance_km

PREFIX, LINE_PREFIX = "drawn:", "between:"
Line = tuple[tuple[float, float], tuple[float, float]]
Ring = tuple[tuple[float, float], ...]
#: What may be drawn: two corners of a rectangle, the corners of an area, or the bends of a line.
KINDS = ("rectangle", "area", "line")
#: Most corners that may be drawn, and that an outline has; largest reach in km.
MOST_DRAWN, MOST_CORNERS, MOST_KM = 60, 200, 1500.0
#: A line stands for the ground so far on each side of it (km), unless somebody says otherwise.
LINE_KM, LEAST_KM = 2.0, 0.05
#: Of a degree: 11 m. Nobody draws more exactly.
DECIMALS = 4
MOST_LATITUDE = 85.0
KM_PER_DEGREE = 111.195
_TEXT = re.compile(r"drawn:POLYGON \(\((-?\d[\d. ,-]*)\)\)")
_DEGREES = r"(-?\d{1,3}\.\d{1,6})"
_LINE = re.compile(rf"between:LINESTRING \({_DEGREES} {_DEGREES}, {_DEGREES} {_DEGREES}\)")


@dataclass(frozen=True, slots=True)
class Drawn:
    """An area by hand."""

    id: str
    lat: float  #: a point inside it, in degrees
    lon: float
    radius_km: float  #: of the disc around that point that holds all of it


def drawn(kind: str, corners: Sequence[tuple[float, float]], line_km: float = LINE_KM) -> Drawn:
    """What a person drew, as an area.

    Parameters
    ----------
    kind
        One of ``KINDS``.
    corners
        Latitude and longitude of each, in degrees.
    line_km
        How far from a line its area reaches.

    Raises
    ------
    UsageError
        Where the corners make no area, with what was wrong.
    """
    points = [(round(lon, DECIMALS), round(lat, DECIMALS)) for lat, lon in corners]
    if kind not in KINDS:
        msg = f"a drawing is one of {', '.join(KINDS)}, got {kind!r}"
        raise UsageError(msg)
    if len(points) > MOST_DRAWN or not all(isfinite(x) and isfinite(y) for x, y in points):
        msg = f"a drawing has at most {MOST_DRAWN} corners, each a latitude and a longitude"
        raise UsageError(msg)
    if any(abs(lat) > MOST_LATITUDE or abs(lon) > 180 for lon, lat in points):
        msg = f"a drawing lies between {MOST_LATITUDE:g}° south and north, on one side of the 180th meridian"
        raise UsageError(msg)
    points = [one for k, one in enumerate(points) if not k or one != points[k - 1]]
    shape = _around(points, line_km) if kind == "line" else _inside(kind, points)
    inner = shapely.point_on_surface(shape) if not shape.contains(shape.centroid) else shape.centroid
    lon, lat = round(inner.x, 5), round(inner.y, 5)
    ring = [(round(x, DECIMALS), round(y, DECIMALS)) for x, y in shape.exterior.coords]
    radius = max(distance_km(lat, lon, y, x) for x, y in ring)
    if radius > MOST_KM:
        msg = f"a drawing reaches at most {MOST_KM:,.0f} km from its middle, this one {radius:,.0f} km"
        raise UsageError(msg)
    if ring_of(id_of(ring)) is None:
        msg = "a drawing lies on one side of the 180th meridian, this one crosses it"
        raise UsageError(msg)
    return Drawn(id_of(ring), lat, lon, round(max(radius, LEAST_KM), 2))


def _inside(kind: str, points: list[tuple[float, float]]) -> shapely.Polygon:
    if kind == "rectangle":
        if len(points) != 2 or points[0][0] == points[1][0] or points[0][1] == points[1][1]:
            msg = "a rectangle needs two corners that lie across from each other"
            raise UsageError(msg)
        (west, south), (east, north) = (tuple(pick(pair) for pair in zip(*points, strict=True)) for pick in (min, max))
        return shapely.box(west, south, east, north)
    if len(set(points)) < 3:
        msg = f"an area needs three corners at least, got {len(set(points))}"
        raise UsageError(msg)
    shape = shapely.Polygon(points)
    if not shape.is_valid or shape.area == 0:
        msg = "the sides of an area must not cross each other: draw it around once"
        raise UsageError(msg)
    return shape


def _around(points: list[tuple[float, float]], line_km: float) -> shapely.Polygon:
    """The ground along a line, worked out on a plane that touches the Earth in its middle."""
    if len(set(points)) < 2:
        msg = "a line needs two points at least"
        raise UsageError(msg)
    if not (isfinite(line_km) and LEAST_KM <= line_km <= MOST_KM):
        msg = f"how far from the line is a number of km from {LEAST_KM:g} on, got {line_km!r}"
        raise UsageError(msg)
    narrow = cos(radians(sum(lat for _, lat in points) / len(points)))
    flat = shapely.LineString([(lon * KM_PER_DEGREE * narrow, lat * KM_PER_DEGREE) for lon, lat in points])
    exact = flat.buffer(line_km, quad_segs=3)
    exact = shapely.Polygon(exact.exterior)  # a line that closes on itself stands for what it goes around, too
    band, coarse = exact.simplify(line_km / 20), line_km / 10
    while len(band.exterior.coords) > MOST_CORNERS:
        band, coarse = exact.simplify(coarse), coarse * 2
    return shapely.Polygon([(x / KM_PER_DEGREE / narrow, y / KM_PER_DEGREE) for x, y in band.exterior.coords])


def id_of(ring: Sequence[tuple[float, float]]) -> str:
    """The id of an area with this outline of longitudes and latitudes."""
    closed = [*ring] if ring[0] == ring[-1] else [*ring, ring[0]]
    return f"{PREFIX}POLYGON (({', '.join(f'{x:.{DECIMALS}f} {y:.{DECIMALS}f}' for x, y in closed)}))"


@lru_cache(maxsize=4096)
def ring_of(place_id: str | None) -> Ring | None:
    """The closed outline of an area that was drawn, as longitudes and latitudes; None of any other place."""
    found = _TEXT.fullmatch(place_id) if isinstance(place_id, str) and place_id.startswith(PREFIX) else None
    if found is None:
        return None
    try:
        pairs = [tuple(float(part) for part in one.split()) for one in found[1].split(",")]
    except ValueError:
        return None
    if not 4 <= len(pairs) <= MOST_CORNERS or pairs[0] != pairs[-1] or any(len(one) != 2 for one in pairs):
        return None
    ring = tuple((one[0], one[1]) for one in pairs)
    return ring if all(abs(lon) <= 180 and abs(lat) <= 90 for lon, lat in ring) else None


def id_between(a: tuple[float, float], b: tuple[float, float]) -> str:
    """The id of what lies between two points (longitude and latitude of each), in whatever order they are told."""
    (x0, y0), (x1, y1) = sorted((a, b))
    return f"{LINE_PREFIX}LINESTRING ({x0:.{DECIMALS}f} {y0:.{DECIMALS}f}, {x1:.{DECIMALS}f} {y1:.{DECIMALS}f})"


@lru_cache(maxsize=4096)
def line_of(place_id: str | None) -> Line | None:
    """Both ends of what lies between two places, as longitudes and latitudes; None of any other place.

    Two ends on both sides of the 180th meridian make no line: it would go around the globe.
    """
    found = _LINE.fullmatch(place_id) if isinstance(place_id, str) else None
    if found is None:
        return None
    x0, y0, x1, y1 = (float(part) for part in found.groups())
    if max(abs(x0), abs(x1)) > 180 or max(abs(y0), abs(y1)) > 90 or abs(x0 - x1) > 180:
        return None
    return (x0, y0), (x1, y1)
