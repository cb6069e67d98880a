"""Which place each name of an article means: all its names are weighed together.

One name means one place throughout an article. Where nothing fits well enough the answer is None, and what was
considered is kept with its share.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log

import numpy as np

from geo.model import Candidate, Place
from geo.places.rank import LEAST_SURE, Ranker, trained, weigh
from geo.places.rank_features import Case, Cue, distances_km, unit_vectors

__all__ = ["Cue", "NameInText", "Resolution", "group", "resolve"]

_Key = tuple[str, str, str, str]
#: Rows of one name that are weighed; further namesakes are smaller still.
MAX_ROWS = 40
MAX_ALTERNATIVES = 5
_LEAST_SHARE = 0.005
#: Towns of the name of Y in "the X district of Y", and how far from Y its districts reach at least.
MAX_HOLDERS = 5
_TOWN_REACH_KM = 40.0


@dataclass(frozen=True, slots=True)
class NameInText:
    """A name to resolve, with what its surroundings say of its kind and of what lies around it."""

    name: str
    cue: Cue = "none"
    typed: str = ""  #: the name with its type word, as in "Kharkiv raion"
    parents: tuple[str, ...] = ()  #: names of wider places it was said to lie in
    beside: tuple[str, ...] = ()  #: other names of its sentence
    within: str = ""  #: Y of "the X district of Y": a namesake elsewhere is not meant


@dataclass(frozen=True, slots=True)
class Resolution:
    """The place a name means (None: nothing fits), how sure that is (0..1), and the runners-up, best first."""

    place: Place | None
    score: float
    alternatives: tuple[Candidate, ...] = ()


def resolve(
    names: Sequence[NameInText],
    lookup: Callable[[str], tuple[Place, ...]],
    *,
    countries: Mapping[str, float],
    ranker: Ranker | None = None,
) -> list[Resolution]:
    """Resolve the names of one article together.

    Parameters
    ----------
    names
        Every mention, in the order of the text.
    lookup
        Name to gazetteer rows, best known first.
    countries
        ISO 3166-1 alpha-2 code -> votes from words of nationality.
    ranker
        Weights; those in the folder of models where left out.

    Returns
    -------
    list of Resolution
        One for each name, in the same order.
    """
    cases, numbers = group(names, lookup)
    ranker = ranker or trained()
    table, shares, none = weigh(ranker, cases, countries)
    answers = []
    for number in range(len(cases)):
        first, last = table.starts[number], table.starts[number + 1]
        answers.append(_answer(table.rows[first:last], shares[first:last], float(none[number]), ranker.curve))
    return [answers[number] for number in numbers]


def group(names: Sequence[NameInText], lookup: Callable[[str], tuple[Place, ...]]) -> tuple[list[Case], list[int]]:
    """One case for all mentions of a surface with the same cue, and the number of the case of each mention."""
    cases: list[Case] = []
    found: dict[_Key, int] = {}
    parents: defaultdict[str, set[str]] = defaultdict(set)
    beside: defaultdict[str, set[str]] = defaultdict(set)
    numbers = []
    for name in names:
        surface = name.name.casefold()
        key = (surface, name.cue, name.typed.casefold(), name.within.casefold())
        if key not in found:
            found[key] = len(cases)
            cases.append(_new_case(name, lookup))
        cases[found[key]].mentions += 1
        numbers.append(found[key])
        parents[surface].update(parent.casefold() for parent in name.parents)
        beside[surface].update(other.casefold() for other in name.beside)
    for case in cases:
        surface = case.name.casefold()
        case.parents = parents[surface] - {surface}
        case.beside = beside[surface] - {surface}
    return cases, numbers


def _new_case(name: NameInText, lookup: Callable[[str], tuple[Place, ...]]) -> Case:
    rows = lookup(name.name)[:MAX_ROWS]
    typed = lookup(name.typed)[:MAX_ROWS] if name.typed else ()
    known = {place.id for place in rows}
    rows += tuple(place for place in typed if place.id not in known)
    facilities = tuple(place for place in typed if place.level == "facility")
    if name.cue == "facility" and facilities:
        rows = facilities  # a plant that is known by its whole name is never the town
    if name.within:
        rows = _those_in(rows, lookup(name.within)[:MAX_HOLDERS])
    return Case(name.name, name.cue, rows, frozenset(place.id for place in typed))


def _those_in(rows: tuple[Place, ...], holders: tuple[Place, ...]) -> tuple[Place, ...]:
    """The rows that lie in one of the places: of a town's districts none is far from it."""
    if not holders:
        return rows
    if holders[0].level in ("country", "admin1"):
        held = tuple(row for row in rows if any(_holds(holder, row) for holder in holders))
        return held or rows
    holders = tuple(holder for holder in holders if holder.level == holders[0].level)
    points = unit_vectors(rows)
    near = distances_km(points, unit_vectors(holders)) if rows else np.zeros((0, 1))
    reach = np.array([max(_TOWN_REACH_KM, 2 * holder.radius_km) for holder in holders])
    return tuple(row for row, close in zip(rows, np.any(near <= reach, axis=1).tolist(), strict=True) if close)


def _holds(holder: Place, row: Place) -> bool:
    same = row.country == holder.country and row.id != holder.id
    return same and (holder.level == "country" or row.admin1 == holder.name)


def calibrated(share: float, curve: tuple[float, float]) -> float:
    """How often a row of that share is right (0..1), by a logistic curve in the share's log-odds."""
    share = min(1.0 - LEAST_SURE, max(LEAST_SURE, share))
    return 1.0 / (1.0 + exp(-(curve[0] + curve[1] * log(share / (1.0 - share)))))


#: Rows this near to each other are one place: a town, its district, and the same town in another table (km).
BESIDE_KM = 30.0
#: "None of these" must be so much likelier than the best row and those beside it: a name that the reader took for a
#: place most often is one of those that the gazetteer knows, and a short text lacks the neighbours that would say so.
NONE_SURE = 2.0


def _together(rows: Sequence[Place], shares: np.typing.NDArray[np.float64]) -> float:
    """The share of the first row and of those beside it."""
    points = unit_vectors(rows)
    return float(shares[distances_km(points[:1], points)[0] <= BESIDE_KM].sum())


def _answer(
    rows: Sequence[Place], shares: np.typing.NDArray[np.float64], none: float, curve: tuple[float, float]
) -> Resolution:
    order = sorted(range(len(rows)), key=lambda at: (-shares[at], at))[: MAX_ALTERNATIVES + 1]
    told = [at for at in order if shares[at] >= _LEAST_SHARE]
    found = [Candidate(rows[at], round(calibrated(float(shares[at]), curve), 3)) for at in told]
    if not found or (none > shares[told[0]] and none > NONE_SURE * _together([rows[at] for at in told], shares[told])):
        return Resolution(None, 0.0, tuple(found[:MAX_ALTERNATIVES]))
    return Resolution(found[0].place, found[0].score, tuple(found[1:]))
