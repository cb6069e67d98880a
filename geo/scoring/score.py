"""Holds the reading of one article against its gold: place names by exact span, incidents matched one to one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from geo.scoring.measures import (
    IncidentCounts,
    Json,
    Score,
    ToponymCounts,
    days_overlap,
    overlap,
    places_agree,
)
from geo.sphere import distance_km

#: Roles whose place is meant literally; of the others the place behind the name is no matter.
LITERAL = frozenset({"location", "container", "background", "dateline"})
#: What speaks for a pair of incidents, in points (data/README.md describes the gold files).
TYPE, SUB_TYPE, EVIDENCE, DATE, PLACE = 2.0, 1.0, 2.0, 1.0, 1.5
ENOUGH = 4.0
#: Evidence agrees when more than this share of the shorter span is common.
COMMON = 0.5


def score_article(gold: Json, predicted: Json) -> Score:
    """Counts for one article.

    Parameters
    ----------
    gold
        The annotated article.
    predicted
        What ``extract`` prints for it.

    Raises
    ------
    KeyError, TypeError
        If the gold lacks a field.
    """
    score = Score(articles=1)
    _toponyms(gold["toponyms"], predicted.get("toponyms", []), score)
    _incidents(gold["incidents"], predicted.get("incidents", []), score.incidents)
    return score


def _toponyms(gold: Sequence[Json], predicted: Sequence[Json], score: Score) -> None:
    counts = score.toponyms
    by_span = {(one["start"], one["end"]): one for one in predicted}
    spans = {(one["start"], one["end"]) for one in gold}
    counts.predicted, counts.gold = len(by_span), len(gold)
    counts.pins = sum(one.get("role") == "location" for one in by_span.values())
    counts.false_pins = sum(one.get("role") == "location" for span, one in by_span.items() if span not in spans)
    for mention in gold:
        found = by_span.get((mention["start"], mention["end"]))
        if found is not None:
            _mention(mention, found, counts, score.errors_km)


def _mention(gold: Json, found: Json, counts: ToponymCounts, errors_km: list[float]) -> None:
    counts.matched += 1
    counts.role_right += gold["role"] == found.get("role")
    counts.false_pins += gold["role"] != "location" and found.get("role") == "location"
    place = gold["resolved"]
    if gold["role"] not in LITERAL or not place:
        return
    counts.placeable += 1
    point = _point(found)
    if point is not None:
        error_km = distance_km(place["lat"], place["lon"], *point)
        errors_km.append(error_km)
        counts.placed += error_km <= place["tolerance_km"]


def _point(found: Json) -> tuple[float, float] | None:
    """(lat, lon) of a mention; a gold file keeps it under "resolved"."""
    for record in (found, found.get("resolved") or {}):
        if record.get("lat") is not None:
            return record["lat"], record["lon"]
    return None


def _incidents(gold: Sequence[Json], predicted: Sequence[Json], counts: IncidentCounts) -> None:
    pairs = matched_pairs(gold, predicted)
    found = {at for at, _ in pairs}
    counts.predicted, counts.matched = len(predicted), len(pairs)
    counts.gold = sum(at in found or not incident["optional"] for at, incident in enumerate(gold))
    for at, other in pairs:
        _pair(gold[at], predicted[other], counts)


def matched_pairs(gold: Sequence[Json], predicted: Sequence[Json]) -> list[tuple[int, int]]:
    """Positions of incidents that tell of the same, the likeliest pair first; each incident is in one pair at most.

    Parameters
    ----------
    gold, predicted
        Incidents of one article.
    """
    scored = sorted(
        ((likeness(one, other), at, to) for at, one in enumerate(gold) for to, other in enumerate(predicted)),
        reverse=True,
    )
    pairs: list[tuple[int, int]] = []
    used: tuple[set[int], set[int]] = (set(), set())
    for points, at, to in scored:
        if points >= ENOUGH and at not in used[0] and to not in used[1]:
            used[0].add(at)
            used[1].add(to)
            pairs.append((at, to))
    return pairs


def likeness(gold: Json, predicted: Json) -> float:
    """How much two incidents have in common, 0 to 7.5 points."""
    points: float = TYPE * (gold["type"] == predicted.get("type")) + SUB_TYPE * (
        gold["sub_type"] == predicted.get("sub_type")
    )
    evidence = predicted.get("evidence")
    if evidence:
        points += EVIDENCE * any(_same(span, evidence) for span in (gold["evidence"], *gold["evidence_more"]))
    points += DATE * days_overlap(gold["date"], predicted.get("date"))
    return points + PLACE * places_agree(gold["places"], predicted.get("places") or [])


def _same(span: Json, other: Json) -> bool:
    shorter: int = min(span["end"] - span["start"], other["end"] - other["start"])
    return overlap(span, other) > COMMON * shorter


def _pair(gold: Json, predicted: Json, counts: IncidentCounts) -> None:
    date: dict[str, Any] = predicted.get("date") or {}
    same_type = gold["type"] == predicted.get("type")
    status = gold["status"] == predicted.get("status")
    place = places_agree(gold["places"], predicted.get("places") or [])
    overlaps = days_overlap(gold["date"], date)
    counts.type_right += same_type
    counts.sub_type_right += gold["sub_type"] == predicted.get("sub_type")
    counts.status_right += status
    counts.place_right += place
    counts.date_overlaps += overlaps
    counts.date_exact += (gold["date"]["start"], gold["date"]["end"]) == (date.get("start"), date.get("end"))
    counts.usable += same_type and status and place and overlaps
    if gold["fatalities"]:
        counts.fatalities_gold += 1
        counts.fatalities_right += gold["fatalities"] == predicted.get("fatalities")
