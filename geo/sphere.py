"""Points and distances on a sphere: where "60 km north of X" and "between A and B" lie."""

from __future__ import annotations

from math import asin, atan2, cos, degrees, radians, sin, sqrt

from geo.model import Place

#: Mean radius of the Earth in km (IUGG 1980).
EARTH_KM = 6371.0


def destination(lat: float, lon: float, bearing_deg: float, distance_km: float) -> tuple[float, float]:
    """Point reached from (lat, lon) over a sphere.

    Parameters
    ----------
    lat, lon:
        WGS 84 degrees of the start.
    bearing_deg:
        Clockwise from north.
    distance_km:
        Along the great circle. Error against the ellipsoid is under 0.6 %.
    """
    arc, course, phi = distance_km / EARTH_KM, radians(bearing_deg), radians(lat)
    phi2 = asin(sin(phi) * cos(arc) + cos(phi) * sin(arc) * cos(course))
    turn = atan2(sin(course) * sin(arc) * cos(phi), cos(arc) - sin(phi) * sin(phi2))
    return degrees(phi2), (lon + degrees(turn) + 540.0) % 360.0 - 180.0


def midpoint(a: Place, b: Place) -> tuple[float, float, float]:
    """(lat, lon, half the distance in km) between two places on a sphere."""
    p, q, dlon = radians(a.lat), radians(b.lat), radians(b.lon - a.lon)
    x, y = cos(q) * cos(dlon), cos(q) * sin(dlon)
    lat = atan2(sin(p) + sin(q), sqrt((cos(p) + x) ** 2 + y * y))
    lon = radians(a.lon) + atan2(y, cos(p) + x)
    h = sin((q - p) / 2) ** 2 + cos(p) * cos(q) * sin(dlon / 2) ** 2
    return degrees(lat), (degrees(lon) + 540.0) % 360.0 - 180.0, EARTH_KM * asin(min(1.0, sqrt(h)))


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance of two points in degrees (haversine formula)."""
    p, q = radians(lat), radians(other_lat)
    h = sin((q - p) / 2) ** 2 + cos(p) * cos(q) * sin(radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(h)))
