"""The output format of ``extract``: one dictionary per article, ready for JSON. Unknown is null, never a default."""

from __future__ import annotations

from datetime import date
from typing import Any

from geo.model import (
    Article,
    Candidate,
    Demonym,
    Figure,
    IncidentPlace,
    Mention,
    Place,
    Reading,
    Relation,
    Report,
    Span,
    Timex,
)

WINDS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")


def prediction(reading: Reading) -> dict[str, Any]:
    """What was read in one article."""
    article = reading.article
    return {
        "id": article.id,
        "published": _day(article.published),
        "published_basis": article.published_basis,
        "toponyms": [_toponym(mention, article) for mention in reading.mentions],
        "demonyms": [_demonym(demonym) for demonym in reading.demonyms],
        "dates": [_timex(timex) for timex in reading.dates],
        "incidents": [_incident(report, article) for report in reading.reports],
        "skipped": [{"start": skip.start, "end": skip.end, "reason": skip.reason} for skip in reading.skipped],
    }


def _toponym(mention: Mention, article: Article) -> dict[str, Any]:
    place = mention.place
    shown = {
        "start": mention.start,
        "end": mention.end,
        "name": mention.name,
        "role": mention.role,
        "role_reason": mention.role_reason,
        **_point(place),
        "place": place.name if place else None,
        "level": place.level if place else None,
        "country": place.country if place else None,
        "admin1": place.admin1 if place else None,
        "score": round(mention.score, 3),
        "alternatives": [_candidate(candidate) for candidate in mention.alternatives],
    }
    return shown if mention.relation is None else shown | {"relation": _relation(mention.relation, article)}


def _point(place: Place | None) -> dict[str, float | int | None]:
    if place is None:
        return {"lat": None, "lon": None, "geonameid": None}
    return {"lat": place.lat, "lon": place.lon, "geonameid": place.geonameid}


def _candidate(candidate: Candidate) -> dict[str, Any]:
    return {"place": candidate.place.name, **_point(candidate.place), "score": round(candidate.score, 3)}


def _relation(relation: Relation, article: Article) -> dict[str, Any]:
    if relation.kind == "between":
        other = relation.other
        return {"type": "between", "with": article.text[other.start : other.end] if other else None}
    bearing = relation.bearing_deg
    wind = None if bearing is None else WINDS[round(bearing / 45) % len(WINDS)]
    return {"type": relation.kind, "distance_km": relation.distance_km, "bearing": wind}


def _demonym(demonym: Demonym) -> dict[str, Any]:
    country = demonym.country
    named = {"start": demonym.start, "end": demonym.end, "name": demonym.name}
    return named | {"country": country.country if country else None, **_point(country)}


def _timex(timex: Timex) -> dict[str, Any]:
    return {
        "start": timex.start,
        "end": timex.end,
        "text": timex.text,
        "from": _day(timex.first),
        "to": _day(timex.last),
        "precision": timex.precision,
        "rule": timex.rule,
        "anchor": _day(timex.anchor),
    }


def _incident(report: Report, article: Article) -> dict[str, Any]:
    return {
        "id": report.id,
        "type": report.type,
        "sub_type": report.sub_type,
        "status": report.status,
        "places": [_place(place) for place in report.places or (IncidentPlace(name=None, precision="none"),)],
        "date": {
            "start": _day(report.date.first),
            "end": _day(report.date.last),
            "precision": report.date.precision,
            "expression": report.date.expression,
            "rule": report.date.rule,
            "anchor": _day(report.date.anchor),
        },
        "actors": [{"name": actor.name, "role": actor.role, "group": actor.group} for actor in report.actors],
        "fatalities": _figure(report.fatalities),
        "injured": _figure(report.injured),
        "numbers": dict(report.numbers),
        "attribution": list(report.attribution),
        "evidence": _evidence(report.evidence, article),
        "evidence_more": [_evidence(span, article) for span in report.evidence_more],
        "map": report.mapped,
        "optional": False,
        "aggregate": report.aggregate,
        "background": report.background,
        "part_of": None,
        "confidence": round(report.confidence, 3),
        "confidence_reason": report.confidence_reason,
    }


def _place(place: IncidentPlace) -> dict[str, Any]:
    shown = {
        "name": place.name,
        "lat": place.lat,
        "lon": place.lon,
        "level": place.level,
        "country": place.country,
        "admin1": place.admin1,
        "geonameid": place.geonameid,
        "precision": place.precision,
    }
    return shown if place.role is None else shown | {"role": place.role}


def _figure(figure: Figure | None) -> dict[str, int | None] | None:
    return None if figure is None else {"best": figure.best, "low": figure.low, "high": figure.high}


def _evidence(span: Span, article: Article) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": article.text[span.start : span.end]}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
