"""What a correction sets a value to: plain JSON that is checked on its way in, and the records that it stands for.

field        value
type         {"type", "sub_type"}
status       {"status"}
date         {"first", "last", "precision", "expression"}    ISO days or null
places       {"places": [IncidentPlace, …]}                  an empty list: nowhere
actors       {"actors": [Actor, …]}
fatalities   {"figure": Figure or null}; injured the same
attribution  {"attribution": [text, …]}
sensitive    {"sensitive": [code, …]}                        an empty list: not sensitive
verdict      {"verdict": "accepted" or "rejected"}
role         {"role"}
place        {"place": Place or null}
mention      {"role", "place"}
timex        {"first", "last", "precision"}
incident     {"type", "sub_type", "status"} and, as above, "date", "places", "fatalities", "injured"
split, merge, not_a_name     {}
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, get_args

from geo.errors import UsageError
from geo.model import (
    DATE_PRECISIONS,
    PRECISIONS,
    ROLES,
    SENSITIVE,
    STATUSES,
    TYPES,
    Actor,
    DatePrecision,
    EventDate,
    Figure,
    IncidentPlace,
    Place,
    Report,
)
from geo.outlines import PREFIX, ring_of
from geo.store.codec import record
from geo.store.remembered import OF_NAMES, SCOPES, Correction, Field

BY_HAND = "set by hand"
#: Where an incident stands that stands nowhere.
NOWHERE = IncidentPlace(name=None, precision="none")
#: Longest text and most items of a value that is taken.
MAX_TEXT, MAX_ITEMS, MAX_PEOPLE = 300, 50, 10_000_000
FIELDS: tuple[Field, ...] = get_args(Field)


def check(field: Field, value: Mapping[str, Any], scope: str = "here") -> None:
    """Make sure that a correction can be applied.

    Raises
    ------
    UsageError
        When the value is not one of its field, with what was wrong.
    """
    try:
        _check(field, value, scope)
    except UsageError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        msg = f"a correction of {field!r} cannot be set to {str(dict(value))[:200]}: {error}"
        raise UsageError(msg) from error


def _check(field: Field, value: Mapping[str, Any], scope: str) -> None:
    _one_of("field", field, FIELDS)
    _one_of("scope", scope, SCOPES)
    if scope != "here" and field not in OF_NAMES:
        msg = f"only what a name means can be set for more than one place in a text, not {field!r}"
        raise UsageError(msg)
    if field == "incident":
        _check_incident(value)
    elif field in _CHECKS:
        _CHECKS[field](value)


def _check_incident(value: Mapping[str, Any]) -> None:
    _check_type(value)
    _one_of("status", value["status"], STATUSES)
    _check_day(value.get("date") or {})
    _check_places({"places": value.get("places") or []})
    for name in ("fatalities", "injured"):
        figure_of({"figure": value.get(name)})


def _check_type(value: Mapping[str, Any]) -> None:
    _one_of("sub_type", value["sub_type"], TYPES.get(value["type"], ()))


def _check_day(value: Mapping[str, Any]) -> None:
    _one_of("date precision", date_of(value).precision, DATE_PRECISIONS)


def _check_places(value: Mapping[str, Any]) -> None:
    for place in places_of(value):
        _one_of("precision", place.precision, PRECISIONS)
        _check_outline(place.place_id)
        if place.lat is not None:
            Place("x", "x", place.lat, place.lon if place.lon is not None else float("nan"), "city")


def _check_place(value: Mapping[str, Any]) -> None:
    found = place_of(value)
    if found is not None and (not found.id or not found.name or len(found.name) > MAX_TEXT):
        msg = "a place needs an id and a name"
        raise ValueError(msg)
    _check_outline(found.id if found is not None else None)


def _check_outline(place_id: str | None) -> None:
    if place_id is not None and place_id.startswith(PREFIX) and ring_of(place_id) is None:
        msg = f"an area by hand needs its outline, got {place_id[:80]!r}"
        raise ValueError(msg)


def _check_reasons(value: Any) -> None:
    for one in value:
        _one_of("reason", one, SENSITIVE)


def _check_name(value: Mapping[str, Any]) -> None:
    _one_of("role", value["role"], ROLES)
    _check_place(value)


#: field -> what checks its value; the others take any.
_CHECKS: Mapping[str, Any] = {
    "type": _check_type,
    "status": lambda value: _one_of("status", value["status"], STATUSES),
    "date": _check_day,
    "timex": _check_day,
    "places": _check_places,
    "place": _check_place,
    "mention": _check_name,
    "role": lambda value: _one_of("role", value["role"], ROLES),
    "verdict": lambda value: _one_of("verdict", value["verdict"], ("accepted", "rejected")),
    "fatalities": lambda value: figure_of(value),
    "injured": lambda value: figure_of(value),
    "actors": lambda value: _few(actors_of(value)),
    "attribution": lambda value: _few([str(one) for one in value["attribution"]]),
    "sensitive": lambda value: _check_reasons(value["sensitive"]),
}


def _one_of(what: str, value: object, known: Any) -> None:
    if value not in known:
        msg = f"{what} must be one of {', '.join(known)}, got {value!r}"
        raise UsageError(msg)


def _few(items: Any) -> None:
    if len(items) > MAX_ITEMS or any(len(str(one)) > MAX_TEXT for one in items):
        msg = f"at most {MAX_ITEMS} names of {MAX_TEXT} letters"
        raise ValueError(msg)


def place_of(value: Mapping[str, Any]) -> Place | None:
    """The row of the gazetteer, or the place by hand, that a name is set to."""
    return None if value["place"] is None else record(Place, value["place"])


def places_of(value: Mapping[str, Any]) -> tuple[IncidentPlace, ...]:
    """The places that an incident is set to."""
    return tuple(record(IncidentPlace, one) for one in value["places"]) or (NOWHERE,)


def actors_of(value: Mapping[str, Any]) -> tuple[Actor, ...]:
    """The actors that an incident is set to."""
    return tuple(record(Actor, one) for one in value["actors"])


def date_of(value: Mapping[str, Any]) -> EventDate:
    """The date that an incident is set to."""
    first, last = (date.fromisoformat(value[end]) if value.get(end) else None for end in ("first", "last"))
    precision: DatePrecision = value.get("precision") or ("unknown" if last is None else "day")
    if precision == "day" and first != last:
        precision = "range" if first else "on_or_before"
    return EventDate(first, last, precision, value.get("expression"), BY_HAND)


def figure_of(value: Mapping[str, Any]) -> Figure | None:
    """The number of people that an incident is set to."""
    if value["figure"] is None:
        return None
    found = record(Figure, {name: value["figure"].get(name) for name in ("best", "low", "high")})
    stated = [n for n in (found.low, found.best, found.high) if n is not None]
    if not stated or stated != sorted(stated) or not all(type(n) is int and 0 <= n <= MAX_PEOPLE for n in stated):
        msg = f"a figure needs whole numbers, the lowest first, got {dict(value['figure'])}"
        raise ValueError(msg)
    return found


#: field of a report -> what of the report it sets.
SETS: Mapping[str, Any] = {
    "type": lambda value: {"type": value["type"], "sub_type": value["sub_type"]},
    "status": lambda value: {"status": value["status"]},
    "date": lambda value: {"date": date_of(value)},
    "places": lambda value: {"places": places_of(value)},
    "actors": lambda value: {"actors": actors_of(value)},
    "fatalities": lambda value: {"fatalities": figure_of(value)},
    "injured": lambda value: {"injured": figure_of(value)},
    "attribution": lambda value: {"attribution": tuple(value["attribution"])},
    "sensitive": lambda value: {"sensitive": tuple(name for name in SENSITIVE if name in value["sensitive"])},
}
#: field of a report -> how it is called among what is confirmed.
CONFIRMS = {name: name for name in SETS if name != "sensitive"} | {"places": "place"}


def settable(field: str, report: Report) -> Mapping[str, Any]:
    """What `report` says now, as the value of a correction of `field`: what a form begins with."""
    from geo.store.codec import plain

    if field in ("fatalities", "injured"):
        return {"figure": plain(getattr(report, field))}
    if field == "date":
        day = plain(report.date)
        return {name: day[name] for name in ("first", "last", "precision", "expression")}
    names = {"type": ("type", "sub_type")}.get(field, (field,))
    return {name: plain(getattr(report, name)) for name in names}


def told_by(correction: Correction) -> str:
    """Who corrected, when and why, in a line."""
    return f"{correction.author}, {correction.made.date().isoformat()}: {correction.reason}"
