"""Which place each name of an article means: all its names are weighed together.

Names that can mean only one place settle the countries the article is about; the others follow them.
One name means one place throughout an article. Where nothing supports any candidate, the answer is None.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import asin, cos, exp, log10, radians, sin, sqrt
from typing import Literal

from geo.model import Candidate, Place

Cue = Literal["admin1", "admin2", "settlement", "water", "facility", "none"]
EARTH_KM = 6371.0
#: Rows of one name that are weighed; further namesakes are smaller still.
MAX_ROWS = 40
#: Places that the distance of a candidate is measured to.
MAX_ANCHORS = 24
MAX_ALTERNATIVES = 5

# Weights, in units of log-odds; set by hand and checked on our own gold and on LGL and GeoWebNews.
_LEVEL = {
    "country": 4.5,
    "region": 2.6,
    "water": 2.2,
    "admin1": 1.8,
    "admin2": 0.2,
    "city": 0.6,
    "facility": 1.6,
    "neighbourhood": 0.4,
    "line": 1.0,
}
_CUE: Mapping[Cue, Mapping[str, float]] = {
    "admin1": {"admin1": 4.0, "admin2": 2.0, "region": 2.0, "city": -1.5, "country": -0.5},
    "admin2": {"admin2": 4.0, "admin1": 1.5, "region": 1.0, "neighbourhood": 2.0, "city": 0.0, "country": -2.0},
    "settlement": {"city": 2.5, "neighbourhood": 1.5, "admin1": -2.0, "admin2": -1.5, "country": -3.0},
    "water": {"water": 4.0, "city": -1.0, "admin1": -1.0},
    "facility": {"facility": 2.5, "city": 0.8},
    "none": {},
}
_EXACT = 1.2
_PER_TENFOLD_POPULATION = 0.75
_COUNTRY_SUPPORT = 4.0
_PARENT = 4.0
_NEAR = 2.2
_NEAR_KM = 120.0
#: Without any support a town needs this many people, and its country must not be contradicted.
_FAMOUS = 300_000
_ABSTAIN_BELOW = 2.2


@dataclass(frozen=True, slots=True)
class NameInText:
    """A name to resolve, with what its surroundings say of its kind and of what lies around it."""

    name: str
    cue: Cue = "none"
    parents: tuple[str, ...] = ()  #: names of wider places it was said to lie in
    weight: float = 1.0  #: how much it tells about the article's countries


@dataclass(frozen=True, slots=True)
class Resolution:
    """The place a name means (None: nothing fits), how sure that is (0..1), and the runners-up, best first."""

    place: Place | None
    score: float
    alternatives: tuple[Candidate, ...] = ()


@dataclass(slots=True)
class _Case:
    """All mentions of one surface with one kind of cue."""

    name: str
    cue: Cue
    rows: tuple[Place, ...]
    parents: set[str] = field(default_factory=set)
    mentions: float = 0.0
    base: list[float] = field(default_factory=list)


def distance_km(a: Place, b: Place) -> float:
    """Great-circle distance in km on a sphere of radius 6371 km (haversine formula)."""
    phi_a, phi_b = radians(a.lat), radians(b.lat)
    half = sin((phi_b - phi_a) / 2) ** 2 + cos(phi_a) * cos(phi_b) * sin(radians(b.lon - a.lon) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


def resolve(
    names: Sequence[NameInText],
    lookup: Callable[[str], tuple[Place, ...]],
    *,
    countries: Mapping[str, float],
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

    Returns
    -------
    list of Resolution
        One for each name, in the same order.
    """
    cases = _group(names, lookup)
    votes = _country_votes(cases.values(), countries)
    settled = _first_choices(cases, votes)
    anchors = _anchors(cases, settled)
    answers = {key: _answer(case, votes, settled, anchors) for key, case in cases.items()}
    return [answers[_key(name)] for name in names]


def _key(name: NameInText) -> tuple[str, Cue]:
    return name.name.casefold(), name.cue


def _group(names: Sequence[NameInText], lookup: Callable[[str], tuple[Place, ...]]) -> dict[tuple[str, Cue], _Case]:
    cases: dict[tuple[str, Cue], _Case] = {}
    shared: dict[str, set[str]] = defaultdict(set)
    for name in names:
        case = cases.get(_key(name))
        if case is None:
            case = cases[_key(name)] = _Case(name.name, name.cue, lookup(name.name)[:MAX_ROWS])
            case.base = [_base(place, case) for place in case.rows]
        case.mentions += name.weight
        shared[name.name.casefold()].update(parent.casefold() for parent in name.parents)
    for (name_key, _), case in cases.items():
        case.parents = shared[name_key] - {name_key}
    return cases


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _base(place: Place, case: _Case) -> float:
    """What the row says for itself: its level, its people, and whether the name is its own."""
    score = _LEVEL[place.level] + _CUE[case.cue].get(place.level, 0.0)
    if place.level in ("city", "neighbourhood", "admin1", "admin2"):
        people = place.population or (
            200_000 if place.level == "admin1" else 20_000 if place.level == "admin2" else 300
        )
        score += (
            _PER_TENFOLD_POPULATION * (log10(people + 10) - 3.0) * (0.5 if place.level.startswith("admin") else 1.0)
        )
    else:
        score += 0.6
    if _plain(place.name) == _plain(case.name):
        score += _EXACT
    elif len(_plain(case.name)) < 4 and place.level == "city":
        score -= 2.0
    return score


def _shares(scores: Sequence[float]) -> list[float]:
    top = max(scores)
    parts = [exp(score - top) for score in scores]
    return [part / sum(parts) for part in parts]


def _country_votes(cases: Iterable[_Case], given: Mapping[str, float]) -> dict[str, float]:
    """Country -> its share (0..1) of what the article names, ambiguous names counting for less."""
    votes: defaultdict[str, float] = defaultdict(float)
    for code, count in given.items():
        votes[code] += min(4.0, float(count))
    for case in cases:
        if not case.rows:
            continue
        per_country: defaultdict[str, float] = defaultdict(float)
        for place, share in zip(case.rows, _shares(case.base), strict=True):
            if place.country:
                per_country[place.country] += share
        for code, share in per_country.items():
            if share > 0.15:
                votes[code] += share * share * min(3.0, 0.6 + 0.4 * case.mentions)
    total = sum(votes.values())
    return {code: count / total for code, count in votes.items()} if total else {}


def _support(place: Place, votes: Mapping[str, float]) -> float:
    """0..1: how much the article speaks of the place's country; half a share is full support."""
    if place.country is None:
        return 0.5
    return sqrt(min(1.0, 2.0 * votes.get(place.country, 0.0)))


def _first_choices(cases: Mapping[tuple[str, Cue], _Case], votes: Mapping[str, float]) -> dict[str, Place]:
    """Name -> its likeliest row before distances are known."""
    chosen: dict[str, Place] = {}
    best: dict[str, float] = {}
    for case in cases.values():
        for place, base in zip(case.rows, case.base, strict=True):
            score = base + _COUNTRY_SUPPORT * _support(place, votes)
            key = case.name.casefold()
            if score > best.get(key, float("-inf")):
                best[key], chosen[key] = score, place
    return chosen


def _anchors(cases: Mapping[tuple[str, Cue], _Case], settled: Mapping[str, Place]) -> list[tuple[str, Place]]:
    """The most named towns and provinces: what other names are near to."""
    counts: defaultdict[str, float] = defaultdict(float)
    for case in cases.values():
        if case.rows:
            counts[case.name.casefold()] += case.mentions / sqrt(len(case.rows))
    names = sorted(counts, key=lambda name: (-counts[name], name))
    found = [(name, settled[name]) for name in names if settled[name].level not in ("country", "region")]
    return found[:MAX_ANCHORS]


def _inside(place: Place, parent: Place) -> bool:
    """Whether the row lies in the named wider place."""
    if parent.id == place.id:
        return False
    if parent.level == "country":
        return place.country == parent.country
    if parent.level in ("admin1", "city", "admin2") and place.country == parent.country:
        region = parent.name if parent.level == "admin1" else parent.admin1 or ""
        return bool(place.admin1) and _plain(place.admin1 or "") in (_plain(region), _plain(parent.admin1 or "-"))
    return parent.level in ("region", "water") and distance_km(place, parent) < 2 * parent.radius_km


def _score(
    place: Place,
    base: float,
    case: _Case,
    votes: Mapping[str, float],
    settled: Mapping[str, Place],
    anchors: Sequence[tuple[str, Place]],
) -> tuple[float, bool]:
    """Final score of a row, and whether anything but its own fame speaks for it."""
    support = _support(place, votes)
    score = base + _COUNTRY_SUPPORT * support
    parent = any(name in settled and _inside(place, settled[name]) for name in case.parents)
    own = case.name.casefold()
    nearest = min((distance_km(place, other) for name, other in anchors if name != own), default=None)
    if place.level in ("country", "region"):
        nearest = None
    near = 0.0 if nearest is None else exp(-nearest / _NEAR_KM)
    supported = parent or support > 0.35 or near > 0.1
    return score + _PARENT * parent + _NEAR * near, supported


def _answer(
    case: _Case, votes: Mapping[str, float], settled: Mapping[str, Place], anchors: Sequence[tuple[str, Place]]
) -> Resolution:
    if not case.rows:
        return Resolution(None, 0.0)
    scored = [
        (*_score(place, base, case, votes, settled, anchors), place)
        for place, base in zip(case.rows, case.base, strict=True)
    ]
    order = sorted(range(len(scored)), key=lambda at: (-scored[at][0], at))
    shares = _shares([item[0] for item in scored])
    score, supported, place = scored[order[0]]
    others = tuple(
        Candidate(scored[at][2], round(shares[at], 3)) for at in order[1 : MAX_ALTERNATIVES + 1] if shares[at] >= 0.005
    )
    lonely = not supported and place.level in ("city", "neighbourhood", "admin2") and (place.population or 0) < _FAMOUS
    if lonely and (score < _ABSTAIN_BELOW or _contradicted(votes)):
        return Resolution(None, 0.0, (Candidate(place, round(0.3 * shares[order[0]], 3)), *others)[:MAX_ALTERNATIVES])
    sure = shares[order[0]] * (1.0 if supported or place.level == "country" else 0.6)
    return Resolution(place, round(sure, 3), others)


def _contradicted(votes: Mapping[str, float]) -> bool:
    """Whether the article is clearly about some countries."""
    return max(votes.values(), default=0.0) >= 0.3
