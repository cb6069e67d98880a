"""The accounts of one event held against each other: why two of them were joined, and on what they contradict."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from geo.merging.same import CROWDS, days_of, distance_km, initiators, placed, same_place
from geo.model import Figure, IncidentPlace, Report

#: How much each point weighs in the fit of two reports; one on which either is silent does not count. Our judgement:
#: where and when decide, the rest confirms.
WEIGHTS = {"type": 0.2, "date": 0.25, "place": 0.3, "actors": 0.1, "numbers": 0.15}
#: The fit in words, from this value on (0..1).
FIT_WORDS = ((0.9, "very close"), (0.7, "close"), (0.0, "loose"))
#: How well kinds that are told of one event, and open bounds, fit.
ALIKE_FIT, BOUNDS_FIT = 0.8, 0.8
#: So far apart, in km, the fit of two places is a half.
HALF_KM = 10.0

#: kind of code, code -> what it is called.
Say = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Ground:
    """One point on which two reports were compared."""

    on: str  #: a key of ``WEIGHTS``
    words: str
    fit: float | None  #: 0..1; None where one of them says nothing on it


def plain_code(_kind: str, code: str) -> str:
    """A code as words, where no glossary is at hand."""
    return code.replace("_", " ")


def grounds(one: Report, other: Report, say: Say = plain_code) -> tuple[Ground, ...]:
    """Why two reports may tell of one event, point by point in the order of ``WEIGHTS``.

    Parameters
    ----------
    one, other
        Two reports, in any order.
    say
        Names codes in words.
    """
    return _type(one, other, say), _date(one, other), _place(one, other), _actors(one, other), _numbers(one, other)


def fit(found: Sequence[Ground]) -> float:
    """How well two reports fit, 0..1: the mean of their points by ``WEIGHTS``."""
    told = [(WEIGHTS[ground.on], ground.fit) for ground in found if ground.fit is not None]
    return sum(weight * value for weight, value in told) / sum(weight for weight, _ in told)


def fit_words(value: float) -> str:
    """A fit (0..1) in words."""
    return next(words for least, words in FIT_WORDS if value >= least)


def differences(told: Sequence[Report]) -> tuple[str, ...]:
    """On what reports of one event contradict each other; one that is silent contradicts nobody."""
    if len(told) == 1:
        return ()
    stated: dict[str, set[object]] = {
        "date": {(r.date.first, r.date.last) for r in told if r.date.last},
        "place": {where for r in told if (where := tuple(sorted(_spot(p) for p in placed(r))))},
        "status": {r.status for r in told},
        "fatalities": {r.fatalities for r in told if r.fatalities},
        "injured": {r.injured for r in told if r.injured},
        "initiator": {names for r in told if (names := frozenset(initiators(r)))},
        "attribution": {who for r in told if (who := frozenset(name.casefold() for name in r.attribution))},
    }
    return tuple(on for on, values in stated.items() if len(values) > 1)


def _spot(place: IncidentPlace) -> str:
    return (place.place_id or place.name or "") + place.precision


def _type(one: Report, other: Report, say: Say) -> Ground:
    a, b = (say("sub_type", report.sub_type).lower() for report in (one, other))
    if one.sub_type == other.sub_type:
        return Ground("type", f"both tell of: {a}", 1.0)
    alike = one.type == other.type
    words = f"“{a}” and “{b}”" + (" are told of one event" if alike else " are two kinds of event")
    return Ground("type", words, ALIKE_FIT if alike else 0.0)


def _date(one: Report, other: Report) -> Ground:
    a, b = days_of(one), days_of(other)
    if a is None or b is None:
        return Ground("date", "one of them has no day", None)
    shared = max(timedelta(0), min(a[1], b[1]) - max(a[0], b[0]) + timedelta(days=1)).days
    whole = (max(a[1], b[1]) - min(a[0], b[0])).days + 1
    if shared == 0:
        return Ground("date", f"no day in common: {_days(a)} and {_days(b)}", 0.0)
    words = f"same time: {_days(a)}" if a == b else f"{_days(a)} and {_days(b)} have {shared} of {whole} days in common"
    return Ground("date", words, shared / whole)


def _days(days: tuple[object, object]) -> str:
    return str(days[0]) if days[0] == days[1] else f"{days[0]} to {days[1]}"


def _place(one: Report, other: Report) -> Ground:
    pairs = [(a, b) for a in placed(one) for b in placed(other) if a.role == b.role]
    if not pairs:
        return Ground("place", "one of them has no place", None)
    kind = one.type if one.type == other.type else ""
    return max((_two_places(a, b, kind) for a, b in pairs), key=lambda ground: (ground.fit or 0.0, ground.words))


def _two_places(a: IncidentPlace, b: IncidentPlace, kind: str) -> Ground:
    if a.place_id == b.place_id and a.precision == b.precision:
        return Ground("place", f"same place: {_named(a)}", 1.0)
    if same_place(a, b, kind) and "country" in (a.precision, b.precision):
        return Ground("place", f"{_named(a)} and {_named(b)}: one is the country of the other", ALIKE_FIT)
    km = distance_km(a, b)
    return Ground("place", f"{_named(a)} and {_named(b)}, {km:.1f} km apart", HALF_KM / (HALF_KM + km))


def _named(place: IncidentPlace) -> str:
    name = place.name or "a place without a name"
    return f"near {name}" if place.precision == "near" and not name.startswith("near ") else name


def _actors(one: Report, other: Report) -> Ground:
    a, b = (sorted(initiators(report)) for report in (one, other))
    if not a or not b or one.type in CROWDS:
        return Ground("actors", "who did it: one of them does not say, or it does not count for this kind", None)
    if a == b:
        return Ground("actors", f"both name {', '.join(a)}", 1.0)
    return Ground("actors", f"{', '.join(a)} and {', '.join(b)}", ALIKE_FIT)


def _numbers(one: Report, other: Report) -> Ground:
    parts, fits = [], []
    for name in ("fatalities", "injured"):
        a, b = getattr(one, name), getattr(other, name)
        if a is not None and b is not None:
            what = "killed" if name == "fatalities" else "injured"
            same = a == b
            parts.append(f"{what}: both {_people(a)}" if same else f"{what}: {_people(a)} and {_people(b)}")
            fits.append(1.0 if same else _toll_fit(a, b))
    if not fits:
        return Ground("numbers", "no figure that both of them give", None)
    return Ground("numbers", "; ".join(parts), min(fits))


def _toll_fit(a: Figure, b: Figure) -> float:
    """How near two figures are: the smaller by the larger, or better where their bounds overlap."""
    low, high = sorted((a.best or a.low or a.high or 0, b.best or b.low or b.high or 0))
    open_ended = None in (a.low, a.high, b.low, b.high)
    return max(BOUNDS_FIT if open_ended else 0.0, (low + 1) / (high + 1))


def _people(figure: Figure) -> str:
    if figure.best is not None:
        return f"{figure.best:,}"
    if figure.low is not None and figure.high is not None:
        return f"{figure.low:,} to {figure.high:,}"
    return f"at least {figure.low:,}" if figure.low is not None else f"at most {figure.high or 0:,}"
