"""Which of several names is the wider place around the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from geo.model import Level, Place
from geo.reading.document import Name, Sentence
from geo.sphere import distance_km

#: Narrow to wide.
_RANK: Mapping[Level, int] = {
    "facility": 0,
    "neighbourhood": 1,
    "city": 2,
    "line": 2,
    "admin2": 4,
    "region": 5,
    "water": 5,
    "admin1": 6,
    "country": 8,
}


def narrow(names: Sequence[Name], sentence: Sentence | None = None) -> tuple[list[Name], list[Name]]:
    """Split names into the exact ones and the wider places around them."""
    known = [n for n in names if n.place is not None]
    exact: list[Name] = []
    wide: list[Name] = []
    for name in known:
        inside = [o for o in known if o is not name and contains(name, o) and not _joined(name, o, sentence)]
        (wide if inside else exact).append(name)
    return exact, wide


def _joined(a: Name, b: Name, sentence: Sentence | None) -> bool:
    """Whether only "and" stands between two names: then neither lies in the other."""
    if sentence is None:
        return False
    first, last = (a, b) if a.start < b.start else (b, a)
    between = sentence.text[max(0, first.end - sentence.start) : last.start - sentence.start]
    return between in (" and ", " and the ")


def contains(wide: Name, small: Name) -> bool:
    """Whether one resolved name is a wider place around another."""
    a, b = wide.place, small.place
    if a is None or b is None or _RANK[a.level] <= _RANK[b.level]:
        return False
    if a.level == "country":
        return a.country == b.country
    if a.level == "admin1":
        return a.country == b.country and (
            not b.admin1
            or not a.name
            or _same_admin(a, b)
            or distance_km(a.lat, a.lon, b.lat, b.lon) < a.radius_km * 1.5
        )
    return distance_km(a.lat, a.lon, b.lat, b.lon) <= max(2.0 * a.radius_km, 60.0)


def _same_admin(a: Place, b: Place) -> bool:
    return (a.admin1 or a.name) == b.admin1
