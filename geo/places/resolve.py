"""Which place each name of an article means: all its names are weighed together.

One name means one place throughout an article. Where nothing fits well enough the answer is None, and what was
considered is kept with its share.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from geo.model import Candidate, Place
from geo.places.rank import Ranker, trained, weigh
from geo.places.rank_features import Case, Cue

__all__ = ["Cue", "NameInText", "Resolution", "group", "resolve"]

_Key = tuple[str, str, str]
#: Rows of one name that are weighed; further namesakes are smaller still.
MAX_ROWS = 40
MAX_ALTERNATIVES = 5
_LEAST_SHARE = 0.005


@dataclass(frozen=True, slots=True)
class NameInText:
    """A name to resolve, with what its surroundings say of its kind and of what lies around it."""

    name: str
    cue: Cue = "none"
    typed: str = ""  #: the name with its type word, as in "Kharkiv raion"
    parents: tuple[str, ...] = ()  #: names of wider places it was said to lie in
    beside: tuple[str, ...] = ()  #: other names of its sentence


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
    table, shares, none = weigh(ranker or trained(), cases, countries)
    answers = []
    for number in range(len(cases)):
        first, last = table.starts[number], table.starts[number + 1]
        answers.append(_answer(table.rows[first:last], shares[first:last], float(none[number])))
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
        key = (surface, name.cue, name.typed.casefold())
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
    return Case(name.name, name.cue, rows, frozenset(place.id for place in typed))


def _answer(rows: Sequence[Place], shares: np.typing.NDArray[np.float64], none: float) -> Resolution:
    order = sorted(range(len(rows)), key=lambda at: (-shares[at], at))[: MAX_ALTERNATIVES + 1]
    found = [Candidate(rows[at], round(float(shares[at]), 3)) for at in order if shares[at] >= _LEAST_SHARE]
    if not found or none > found[0].score:
        return Resolution(None, 0.0, tuple(found[:MAX_ALTERNATIVES]))
    return Resolution(found[0].place, found[0].score, tuple(found[1:]))
