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
_Key = tuple[str, str, str]
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
_TYPED = 2.0
#: The gazetteer's best-known row, and the one that everybody knows.
_BEST_KNOWN = 1.5
_WORLD_CITY = 3.0
_WORLD_CITY_PEOPLE = 500_000
#: A bare name is the town; the province of the same name needs a word that says so.
_TOWN_OF_THAT_NAME = 3.0
_SAME_AREA_KM = 250.0
_PER_TENFOLD_POPULATION = 0.75
_COUNTRY_SUPPORT = 4.0
#: With fewer votes than this the rest of the article says nothing of countries.
_LEAST_VOTES = 0.3
_PARENT = 4.0
_NEAR = 4.0
_NEAR_KM = 120.0
#: From here on the article itself speaks for a row, not only its fame.
_CLEAR_SUPPORT = 0.35
_NAMED = 0.36
_CLOSE = 0.1
#: Without any support a town needs this many people, and its country must not be contradicted.
_FAMOUS = 150_000
#: A town without namesakes is believed until the article speaks this much of other countries.
_ONLY_ONE_PEOPLE = 50_000
_CLEAR_VOTES = 2.5
_ABSTAIN_BELOW = 2.2


@dataclass(frozen=True, slots=True)
class NameInText:
    """A name to resolve, with what its surroundings say of its kind and of what lies around it."""

    name: str
    cue: Cue = "none"
    typed: str = ""  #: the name with its type word, as in "Kharkiv raion"
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
    typed: frozenset[str] = frozenset()  #: ids of the rows of the name with its type word
    parents: set[str] = field(default_factory=set)
    mentions: float = 0.0
    base: list[float] = field(default_factory=list)
    own_votes: dict[str, float] = field(default_factory=dict)  #: what the name itself says of countries


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


def _key(name: NameInText) -> _Key:
    return name.name.casefold(), name.cue, name.typed.casefold()


def _new_case(name: NameInText, lookup: Callable[[str], tuple[Place, ...]]) -> _Case:
    rows = lookup(name.name)[:MAX_ROWS]
    typed = lookup(name.typed)[:MAX_ROWS] if name.typed else ()
    known = {place.id for place in rows}
    rows += tuple(place for place in typed if place.id not in known)
    case = _Case(name.name, name.cue, rows, frozenset(place.id for place in typed))
    case.base = [_base(place, case) + _standing(at, case) for at, place in enumerate(rows)]
    return case


def _standing(at: int, case: _Case) -> float:
    """What a row gains or loses beside its namesakes; rows come best known first."""
    place = case.rows[at]
    score = _TYPED if place.id in case.typed else 0.0
    if at == 0:
        score += _BEST_KNOWN
    if at <= 1 and place.level == "city" and (place.population or 0) >= _WORLD_CITY_PEOPLE:
        score += _WORLD_CITY * (1.6 if (place.population or 0) >= 10 * _WORLD_CITY_PEOPLE else 1.0)
    if case.cue == "none" and place.level in ("admin1", "admin2"):
        towns = (row for row in case.rows if row.level == "city" and row.country == place.country)
        if any(distance_km(town, place) < _SAME_AREA_KM for town in towns):
            score -= _TOWN_OF_THAT_NAME
    return score


def _group(names: Sequence[NameInText], lookup: Callable[[str], tuple[Place, ...]]) -> dict[_Key, _Case]:
    cases: dict[_Key, _Case] = {}
    shared: dict[str, set[str]] = defaultdict(set)
    for name in names:
        case = cases.get(_key(name))
        if case is None:
            case = cases[_key(name)] = _new_case(name, lookup)
        case.mentions += name.weight
        shared[name.name.casefold()].update(parent.casefold() for parent in name.parents)
    for (name_key, _, _), case in cases.items():
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
    """Country -> votes of what the article names, ambiguous names counting for less."""
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
        strength = min(3.0, 0.6 + 0.4 * case.mentions)
        case.own_votes = {code: share * share * strength for code, share in per_country.items() if share > 0.15}
        for code, vote in case.own_votes.items():
            votes[code] += vote
    return dict(votes)


def _support(place: Place, case: _Case, votes: Mapping[str, float], total: float) -> float:
    """0..1: how much the rest of the article speaks of the place's country; half of all votes is full support."""
    if place.country is None:
        return 0.5
    others = total - sum(case.own_votes.values())
    if others < _LEAST_VOTES:
        return 0.0
    share = (votes.get(place.country, 0.0) - case.own_votes.get(place.country, 0.0)) / others
    # a country that is named at all supports its towns a little
    return max(sqrt(min(1.0, max(0.0, 2.0 * share))), _NAMED if share * others >= 0.6 else 0.0)


def _first_choices(cases: Mapping[_Key, _Case], votes: Mapping[str, float]) -> dict[str, Place]:
    """Name -> its likeliest row before distances are known."""
    chosen: dict[str, Place] = {}
    total = sum(votes.values())
    best: dict[str, float] = {}
    for case in cases.values():
        for place, base in zip(case.rows, case.base, strict=True):
            score = base + _COUNTRY_SUPPORT * _support(place, case, votes, total)
            key = case.name.casefold()
            if score > best.get(key, float("-inf")):
                best[key], chosen[key] = score, place
    return chosen


def _anchors(cases: Mapping[_Key, _Case], settled: Mapping[str, Place]) -> list[tuple[str, Place]]:
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
    total = sum(votes.values())
    support = _support(place, case, votes, total)
    score = base + _COUNTRY_SUPPORT * support
    parent = any(name in settled and _inside(place, settled[name]) for name in case.parents)
    own = case.name.casefold()
    nearest = min((distance_km(place, other) for name, other in anchors if name != own), default=None)
    if place.level in ("country", "region"):
        nearest = None
    near = 0.0 if nearest is None else exp(-nearest / _NEAR_KM)
    supported = parent or support > _CLEAR_SUPPORT or near > _CLOSE
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
    famous = order[0] == 0 and (place.population or 0) >= _FAMOUS
    lonely = not supported and place.level in ("city", "neighbourhood", "admin2") and not famous
    rest = sum(votes.values()) - sum(case.own_votes.values())
    only = len(case.rows) == 1 and (place.population or 0) >= _ONLY_ONE_PEOPLE
    enough = _CLEAR_VOTES if only else _LEAST_VOTES
    if lonely and (score < _ABSTAIN_BELOW or rest >= enough):
        return Resolution(None, 0.0, (Candidate(place, round(0.3 * shares[order[0]], 3)), *others)[:MAX_ALTERNATIVES])
    sure = shares[order[0]] * (1.0 if supported or place.level == "country" else 0.6)
    return Resolution(place, round(sure, 3), others)
