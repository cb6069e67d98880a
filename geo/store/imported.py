"""One imported row as an ``Incident``: the same record as one that was read, with the row as its source."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from geo.model import Figure, Incident
from geo.store.codec import record
from geo.store.datasets import LINE, Dataset, actors_of

_PLACE = ("radius_km", "level", "country", "admin1", "geonameid", "place_id", "lat", "lon")


def imported_incident(dataset: Dataset, rows: list[dict[str, Any]]) -> Incident:
    """The incident that `rows` (one per place) of `dataset` tell of."""
    row = rows[0]
    same = ("type", "sub_type", "status", "aggregate", "background", "confidence", "confidence_reason")
    day = {
        "first": _day(row["date_start"]),
        "last": _day(row["date_end"]),
        "precision": row["date_precision"],
        "expression": row["date_phrase"],
        "rule": row["date_rule"],
    }
    plain = {name: row[name] for name in same} | {
        "id": row["incident_id"],
        "reports": [],
        "date": day,
        "places": [_place(one) for one in rows if one["place"] is not None or one["lat"] is not None],
        "actors": actors_of(row["actors"]),
        "numbers": json.loads(row["numbers"] or "{}"),
        "attribution": [part for part in (row["attribution"] or "").split("; ") if part],
    }
    made = record(Incident, plain | {"imported": _source(dataset, row)})
    return replace(made, fatalities=_figure(row, "fatalities"), injured=_figure(row, "injured"))


def _source(dataset: Dataset, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "dataset": dataset.id,
        "title": dataset.title,
        "licence": row["licence"] or dataset.licence,
        "citation": dataset.citation,
        "file_name": dataset.file_name,
        "line": row[LINE],
        "headline": row["article_title"],
        "text": row["evidence"],
        "url": row["source_url"],
    }


def _place(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in _PLACE} | {
        "name": row["place"],
        "precision": row["place_precision"],
        "role": row["place_role"],
        "score": row["place_score"],
    }


def _day(day: Any) -> str | None:
    return None if day is None else day.isoformat()


def _figure(row: dict[str, Any], name: str) -> Figure | None:
    parts = [row[f"{name}_{part}"] for part in ("best", "low", "high")]
    return None if all(part is None for part in parts) else Figure(*parts)
