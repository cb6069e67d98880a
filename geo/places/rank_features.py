"""What speaks for each row that a name may mean: one line of numbers a row, for all names of an article at once.

These columns look at a name alone; ``rank_context`` compares its rows with the article's other names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import log10
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from geo.model import LEVELS, Place

Cue = Literal["admin1", "admin2", "settlement", "water", "facility", "none"]
CUES: tuple[Cue, ...] = get_args(Cue)
Numbers = NDArray[np.float64]

EARTH_KM = 6371.0
#: People of a row that has no figure: half of such rows are smaller (own count over the gazetteer's tables).
_PEOPLE = {"admin1": 200_000, "admin2": 20_000, "city": 300, "neighbourhood": 300}
TOWN_LEVELS = ("city", "neighbourhood", "facility")
_SAME_AREA_KM = 250.0


@dataclass(slots=True)
class Case:
    """All mentions of one surface with one kind of cue, and the rows that they may mean."""

    name: str
    cue: Cue
    rows: tuple[Place, ...]
    typed: frozenset[str] = frozenset()  #: ids of the rows of the name with its type word
    parents: set[str] = field(default_factory=set)  #: names of wider places, case-folded
    beside: set[str] = field(default_factory=set)  #: names in the same sentence, case-folded
    mentions: int = 0


@lru_cache(maxsize=32_768)
def plain(text: str) -> str:
    """Letters and digits alone, case folded."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


#: Columns that are neither a level nor a level with a cue.
_OWN = (
    *("typed", "own name", "begins with the name", "short alias"),
    *("people", "area people", "fewer people than the largest", "first", "order", "namesakes", "only row"),
    *("country has the name", "province has the name", "area beside its town", "town beside its area"),
    *("world city", "metropolis"),
)
ALONE = (
    *(f"level {level}" for level in LEVELS),
    *(f"cue {cue}, {level}" for cue in CUES[:-1] for level in LEVELS),
    *_OWN,
)
NONE_ALONE = ("none", "none, namesakes", "none, best people", "none, best is a town", "none, words", "none, own name")


@dataclass(slots=True)
class Table:
    """The rows of all names of an article, flat."""

    cases: Sequence[Case]
    rows: list[Place]
    owner: NDArray[np.intp]  #: number of the case of each row
    starts: list[int]  #: first row of each case, and the number of rows at the end
    filled: NDArray[np.intp]  #: the cases that have rows
    first: NDArray[np.intp]  #: first row of each of those
    points: Numbers  #: unit vectors
    alone: Numbers
    none_alone: Numbers


def flatten(cases: Sequence[Case]) -> Table:
    """The table of an article, with the columns that look at a name alone."""
    rows: list[Place] = []
    owner: list[int] = []
    starts = [0]
    for number, case in enumerate(cases):
        rows.extend(case.rows)
        owner.extend([number] * len(case.rows))
        starts.append(len(rows))
    points = unit_vectors(rows)
    alone = np.zeros((len(rows), len(ALONE)))
    none = np.zeros((len(cases), len(NONE_ALONE)))
    for number, case in enumerate(cases):
        first, last = starts[number], starts[number + 1]
        if first < last:
            _alone(case, points[first:last], alone[first:last], none[number])
    owners = np.asarray(owner, dtype=np.intp)
    filled = np.array([number for number, case in enumerate(cases) if case.rows], dtype=np.intp)
    begin = np.array([starts[number] for number in filled.tolist()], dtype=np.intp)
    return Table(cases, rows, owners, starts, filled, begin, points, alone, none)


def unit_vectors(rows: Sequence[Place]) -> Numbers:
    """A line of three numbers for each place."""
    degrees = np.array([(row.lat, row.lon) for row in rows], dtype=np.float64).reshape(-1, 2)
    lat, lon = np.radians(degrees[:, 0]), np.radians(degrees[:, 1])
    points = np.empty((len(rows), 3))
    points[:, 0], points[:, 1], points[:, 2] = np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)
    return points


def distances_km(points: Numbers, others: Numbers) -> Numbers:
    """Great-circle distances in km between unit vectors, one line a point."""
    return np.asarray(EARTH_KM * np.arccos(np.minimum(np.maximum(points @ others.T, -1.0), 1.0)))


_LEVEL_AT = {level: at for at, level in enumerate(LEVELS)}
_CUE_AT = {cue: len(LEVELS) * (at + 1) for at, cue in enumerate(CUES[:-1])}


def tenfold(place: Place) -> float:
    """Decimal logarithm of the place's people."""
    return log10((place.population or _PEOPLE.get(place.level, 0)) + 10)


def _alone(case: Case, points: Numbers, out: Numbers, none: Numbers) -> None:
    """Fill the lines of one case."""
    name = plain(case.name)
    rows = case.rows
    people = [tenfold(row) for row in rows]
    towns = [row.level in TOWN_LEVELS for row in rows]
    largest = max((size for size, town in zip(people, towns, strict=True) if town), default=0.0)
    has_country = any(row.level == "country" for row in rows)
    has_province = any(row.level == "admin1" for row in rows)
    beside_town, beside_area = _twins(rows, points)
    count, uncued = log10(len(rows)), case.cue == "none"
    lines = []
    for at, row in enumerate(rows):
        own, level, size, town = plain(row.name), row.level, row.population or 0, towns[at]
        lines.append(  # in the order of ``_OWN``
            (
                row.id in case.typed,
                own == name,
                own != name and own.startswith(name),
                own != name and len(name) < 4 and town,
                people[at] - 3.0 if town else 0.0,
                people[at] - 5.0 if level in ("admin1", "admin2") else 0.0,
                largest - people[at] if town else 0.0,
                at == 0,
                log10(1 + at),
                count if town else 0.0,
                len(rows) == 1,
                has_country and level != "country",
                has_province and level != "admin1",
                beside_town[at] and uncued,
                beside_area[at] and uncued,
                level == "city" and size >= 500_000,
                level == "city" and size >= 5_000_000,
            )
        )
    out[:, len(ALONE) - len(_OWN) :] = lines
    numbers, levels = np.arange(len(rows)), np.array([_LEVEL_AT[row.level] for row in rows])
    out[numbers, levels] = 1.0
    if case.cue != "none":
        out[numbers, levels + _CUE_AT[case.cue]] = 1.0
    none[:] = (1.0, count, max(people) - 3.0, towns[0], name != case.name.casefold(), plain(rows[0].name) == name)


def _twins(rows: Sequence[Place], points: Numbers) -> tuple[list[bool], list[bool]]:
    """Whether each province or district has a town of its name, and each such town its province."""
    areas = [at for at, row in enumerate(rows) if row.level in ("admin1", "admin2")]
    towns = [at for at, row in enumerate(rows) if row.level == "city"]
    with_town, with_area = [False] * len(rows), [False] * len(rows)
    if not {rows[at].country for at in areas}.isdisjoint(rows[at].country for at in towns):
        near = distances_km(points[areas], points[towns]) < _SAME_AREA_KM
        for i, area in enumerate(areas):
            for j, town in enumerate(towns):
                if near[i, j] and rows[area].country == rows[town].country:
                    with_town[area] = with_area[town] = True
    return with_town, with_area
