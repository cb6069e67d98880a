"""A corrected article as an annotated one, for training and measuring: the form that ``data/README.md`` describes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geo.model import CONFIRMABLE, IncidentPlace, Mention, Place, Reading, Report
from geo.scoring.prediction import prediction

#: A prediction this near is right (km), by the level of a place; elsewhere twice its radius, at least the first.
TOLERANCE_KM: Mapping[str, float] = {"city": 15, "neighbourhood": 15, "facility": 15}
LEAST_KM = 20.0
#: Roles of names that carry no incident.
UNLINKED = frozenset({"metonym", "org", "dateline"})


def gold(reading: Reading) -> dict[str, Any]:
    """`reading`, as people corrected it, as annotated article."""
    said = prediction(reading)
    linked = {
        (place.mention.start, place.mention.end): one.id
        for one in reading.reports
        for place in one.places
        if place.mention is not None
    }
    for toponym, mention in zip(said["toponyms"], reading.mentions, strict=True):
        _toponym(toponym, mention, linked, reading)
    incidents = [_incident(one, report) for one, report in zip(said["incidents"], reading.reports, strict=True)]
    return {
        "id": reading.article.id,
        "region": "",
        "style": "corrected",
        "title": reading.article.title,
        "published": said["published"],
        "text": reading.article.text,
        "toponyms": said["toponyms"],
        "demonyms": [{name: one[name] for name in ("start", "end", "name")} for one in said["demonyms"]],
        "incidents": incidents,
        "non_incidents": [{**one, "text": reading.article.text[one["start"] : one["end"]]} for one in said["skipped"]],
    }


def is_whole(reading: Reading) -> bool:
    """Whether a person accepted or set every incident of an article: then all of it is as a person says."""
    return all(set(CONFIRMABLE) <= set(one.confirmed) for one in reading.reports)


def _toponym(said: dict[str, Any], mention: Mention, linked: Mapping[Any, str], reading: Reading) -> None:
    for name in ("role_reason", "lat", "lon", "geonameid", "place", "level", "country", "admin1", "score"):
        said.pop(name, None)
    said.pop("alternatives", None)
    held = linked.get((mention.start, mention.end))
    if held is None and mention.role == "location":
        span = mention.start
        held = next((one.id for one in reading.reports if one.evidence.start <= span < one.evidence.end), None)
    if held is None and mention.role == "location":
        said["role"] = "background"  # nothing is told of it any more
    said["incidents"] = [held] if held and mention.role not in UNLINKED else []
    said["resolved"] = None if mention.place is None else _resolved(mention.place)


def _resolved(place: Place) -> dict[str, Any]:
    return {
        "name": place.name,
        "lat": place.lat,
        "lon": place.lon,
        "level": place.level,
        "country": place.country or "",
        "admin1": place.admin1,
        "geonameid": place.geonameid,
        "in_cities500": place.geonameid is not None and place.level == "city",
        "tolerance_km": _tolerance(place.level, place.radius_km),
    }


def _tolerance(level: str | None, radius_km: float | None) -> float:
    return TOLERANCE_KM.get(level or "", max(LEAST_KM, 2 * (radius_km or 0.0)))


def _incident(said: dict[str, Any], report: Report) -> dict[str, Any]:
    said = {name: value for name, value in said.items() if name not in ("confidence", "confidence_reason")}
    places = [_place(one, place) for one, place in zip(said["places"], report.places, strict=True)]
    note = f"confirmed: {', '.join(report.confirmed)}" if report.confirmed else ""
    return said | {"places": places, "note": note}


def _place(said: dict[str, Any], place: IncidentPlace) -> dict[str, Any]:
    precision = "none" if place.lat is None else place.precision
    return said | {"precision": precision, "tolerance_km": _tolerance(place.level, place.radius_km)}
