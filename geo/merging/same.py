"""Whether two reports of different articles tell of one event. In doubt they do not: two pins are a nuisance,
a wrong merge is a false statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from math import floor

from geo import sphere
from geo.model import Figure, IncidentPlace, Report

#: Sub-types that articles use for one event. Our judgement, from wire copy: first reports of a strike seldom know
#: whether it was a missile or a drone, and an assault is told as a clash by the other side.
ALIKE: frozenset[frozenset[str]] = frozenset(
    {
        frozenset({"air_drone_strike", "shelling_missile"}),
        frozenset({"armed_clash", "ground_assault"}),
        frozenset({"ground_assault", "territory_gained"}),
        frozenset({"peaceful", "intervention"}),
        frozenset({"intervention", "excessive_force"}),
        frozenset({"talks", "agreement"}),
    }
)
#: One event is told as fact by one article and as a claim by another; a plan, a proposal or a denial stays apart.
TOLD_AS_PAST = frozenset({"occurred", "claimed", "alleged"})
#: Precisions of a spot on the ground; the others are areas, and an area equals only itself.
SPOTS = frozenset({"facility", "settlement", "near"})
#: No two spots further apart than this are one place, however large the towns.
NEAR_KM = 25.0
#: Two settlements of different name are two places; this much only absorbs different rows of one town.
SAME_TOWN_KM = 3.0
#: "Near A" and "near B" are one spot only this close to each other.
SAME_NEIGHBOURHOOD_KM = 8.0
#: In crowds the police and the protesters are both told as those who act.
CROWDS = frozenset({"protest", "riot"})
#: A fight is told by either side as the other's attack: who began it is no reason to tell two fights apart.
FIGHTS = frozenset({"armed_clash", "ground_assault"})
#: Longest interval, in days, that may equal another one that it merely overlaps (a night, a weekend).
SHORT_DAYS = 3
#: "On or before Tuesday" may be an event of Tuesday or of the day before, not of last month.
UPPER_BOUND_REACH_DAYS = 1
#: Tolls grow as reports come in; one more than this many times the other, and this many people above, is another event.
TOLL_RATIO, TOLL_MARGIN = 3.0, 10

Key = tuple[str, object, object]


def same_event(one: Report, other: Report) -> bool:
    """Whether two reports of different articles tell of the same event. The order does not matter."""
    return (
        one.article_id != other.article_id
        and one.type == other.type
        and (one.sub_type == other.sub_type or frozenset({one.sub_type, other.sub_type}) in ALIKE)
        and (one.status == other.status or {one.status, other.status} <= TOLD_AS_PAST)
        and one.aggregate == other.aggregate
        and one.background == other.background
        and _dates_meet(one, other)
        and _places_agree(one, other)
        and _tolls_agree(one.fatalities, other.fatalities)
        and _initiators_agree(one, other)
    )


def days_of(report: Report) -> tuple[date, date] | None:
    """First and last day on which `report` may be met by another one; None when it is undated."""
    first, last = report.date.first, report.date.last
    if last is None:
        return None
    if report.date.precision == "on_or_before" or first is None:
        return last - timedelta(days=UPPER_BOUND_REACH_DAYS), last
    return first, last


def _dates_meet(one: Report, other: Report) -> bool:
    a, b = days_of(one), days_of(other)
    if a is None or b is None:
        return False
    if a == b:
        return True
    short = all((last - first).days < SHORT_DAYS for first, last in (a, b))
    return short and a[0] <= b[1] and b[0] <= a[1]


def _places_agree(one: Report, other: Report) -> bool:
    few, many = sorted((placed(one), placed(other)), key=len)
    if not few or not _within(few, many, one.type):
        return False
    return len(few) < len(many) or _within(many, few, one.type)


def _within(few: list[IncidentPlace], many: list[IncidentPlace], event_type: str) -> bool:
    return all(any(same_place(a, b, event_type) for b in many) for a in few)


def placed(report: Report) -> list[IncidentPlace]:
    """The places of `report` that have a point."""
    return [place for place in report.places if place.lat is not None]


def same_place(a: IncidentPlace, b: IncidentPlace, event_type: str) -> bool:
    """Whether two places may be one: same role in a movement, and one spot, one area, or talks in a country's town."""
    if a.role != b.role:
        return False
    if a.precision not in SPOTS and b.precision not in SPOTS:
        return a.place_id is not None and a.place_id == b.place_id and _ends(a) == _ends(b)
    if a.precision not in SPOTS or b.precision not in SPOTS:
        countries = "country" in (a.precision, b.precision) and a.country is not None and a.country == b.country
        return event_type == "diplomatic" and countries
    reach = min(NEAR_KM, (a.radius_km or 0.0) + (b.radius_km or 0.0))
    if a.place_id != b.place_id and a.precision == b.precision != "facility":
        reach = SAME_TOWN_KM if a.precision == "settlement" else min(reach, SAME_NEIGHBOURHOOD_KM)
    return distance_km(a, b) <= reach


def _ends(place: IncidentPlace) -> frozenset[str]:
    """Both ends of "between A and B", in whatever order they are told; nothing for another place."""
    name = place.name or ""
    return frozenset(name.removeprefix("between ").split(" and ")) if name.startswith("between ") else frozenset()


def distance_km(a: IncidentPlace, b: IncidentPlace) -> float:
    """Great-circle distance of two places that have a point."""
    return sphere.distance_km(a.lat or 0.0, a.lon or 0.0, b.lat or 0.0, b.lon or 0.0)


def _tolls_agree(a: Figure | None, b: Figure | None) -> bool:
    if a is None or b is None:
        return True
    low_a, high_a = _bounds(a)
    low_b, high_b = _bounds(b)
    gap = max(low_a - high_b, low_b - high_a)
    return gap <= TOLL_MARGIN or max(low_a, low_b) <= TOLL_RATIO * min(high_a, high_b)


def _bounds(figure: Figure) -> tuple[float, float]:
    low = figure.low if figure.low is not None else figure.best or 0
    return low, figure.high if figure.high is not None else float("inf")


def _initiators_agree(one: Report, other: Report) -> bool:
    """Named initiators must share a word: "Russia" and "Russia's army" agree, "Hamas" and "Israel" do not.

    Of a fight it is enough that both tell of a side that is the same.
    """
    if one.type in CROWDS:
        return True
    a, b = (set(_words(initiators(report))) for report in (one, other))
    if not a or not b or a & b:
        return True
    if not FIGHTS.issuperset({one.sub_type, other.sub_type}):
        return False
    a, b = (set(_words(actor.name for actor in report.actors)) for report in (one, other))
    return bool(a & b)


def initiators(report: Report) -> Iterator[str]:
    """The names of those who did it, where the report names them."""
    yield from (a.name for a in report.actors if a.role == "initiator" and a.group != "unknown")


def _words(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield from name.casefold().replace("’s", "").replace("'s", "").split()


def block_keys(report: Report) -> tuple[set[Key], set[Key]]:
    """Keys to file `report` under, and keys to look others up by: two reports of one event always share one.

    A key is type, day (for a longer interval the interval itself) and a degree of the Earth, for an area its row in
    the gazetteer; to look up, also the eight cells around.
    """
    days = days_of(report)
    if days is None:
        return set(), set()
    first, last = days
    length = (last - first).days
    when: list[object] = [days] if length >= SHORT_DAYS else [first + timedelta(days=n) for n in range(length + 1)]
    places = placed(report)
    file = {(report.type, day, where) for day in when for place in places for where in _home(place, report.type)}
    find = {(report.type, day, where) for day in when for place in places for where in _around(place)}
    return file, file | find


def _home(place: IncidentPlace, event_type: str) -> Iterator[object]:
    yield _cell(place) if place.precision in SPOTS else place.place_id
    if event_type == "diplomatic" and place.country:
        yield place.country


def _around(place: IncidentPlace) -> Iterator[object]:
    """The cell of a spot and its eight neighbours: a cell is wider than ``NEAR_KM`` up to 77 degrees of latitude."""
    if place.precision in SPOTS:
        yield from around(_cell(place))


def around(cell: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """A cell, a row and a column of degrees, and its eight neighbours."""
    row, column = cell
    yield from ((row + i, (column + j) % 360) for i in (-1, 0, 1) for j in (-1, 0, 1))


def _cell(place: IncidentPlace) -> tuple[int, int]:
    return floor(place.lat or 0.0), floor((place.lon or 0.0) + 180) % 360
