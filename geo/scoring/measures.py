"""The counts that figures are made of, and the small comparisons of spans, days and places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from statistics import median
from typing import Any

from geo.sphere import distance_km

#: A record of a gold file or of a prediction, as JSON has it.
Json = Mapping[str, Any]
#: Open ends of an interval of ISO days, which sort as text.
_EARLIEST, _LATEST = "0000", "9999"


@dataclass(slots=True)
class ToponymCounts:
    """Of the place names of articles."""

    matched: int = 0
    predicted: int = 0
    gold: int = 0
    role_right: int = 0
    pins: int = 0  #: predicted as location
    false_pins: int = 0  #: of them, those that are none
    placed: int = 0  #: within the tolerance
    placeable: int = 0  #: literal mentions whose place the gold knows


@dataclass(slots=True)
class IncidentCounts:
    """Of the incidents of articles; the fields from ``type_right`` on are of the matched ones."""

    matched: int = 0
    predicted: int = 0
    gold: int = 0  #: optional ones count only where they were found
    usable: int = 0
    type_right: int = 0
    sub_type_right: int = 0
    status_right: int = 0
    place_right: int = 0
    date_overlaps: int = 0
    date_exact: int = 0
    fatalities_right: int = 0
    fatalities_gold: int = 0


@dataclass(slots=True)
class Score:
    """Counts of one article or of many, with how far each literal mention was put from its place."""

    toponyms: ToponymCounts = field(default_factory=ToponymCounts)
    incidents: IncidentCounts = field(default_factory=IncidentCounts)
    errors_km: list[float] = field(default_factory=list)
    articles: int = 0

    def add(self, other: Score) -> None:
        """Count another score in."""
        for mine, theirs in ((self.toponyms, other.toponyms), (self.incidents, other.incidents)):
            for one in fields(mine):
                setattr(mine, one.name, getattr(mine, one.name) + getattr(theirs, one.name))
        self.errors_km.extend(other.errors_km)
        self.articles += other.articles

    def median_km(self) -> float | None:
        """The middle distance of a literal mention from its place; None where there is none."""
        return median(self.errors_km) if self.errors_km else None


def precision_recall_f1(matched: int, predicted: int, gold: int) -> tuple[float, float, float]:
    """Precision, recall and their harmonic mean, each 0 where it is undefined."""
    precision = matched / predicted if predicted else 0.0
    recall = matched / gold if gold else 0.0
    total = precision + recall
    return precision, recall, 2 * precision * recall / total if total else 0.0


def share(part: int, whole: int) -> float:
    """Part of a whole, 0 where there is no whole."""
    return part / max(whole, 1)


def overlap(one: Json, other: Json) -> int:
    """How many characters two spans share."""
    common: int = min(one["end"], other["end"]) - max(one["start"], other["start"])
    return max(0, common)


def days_overlap(gold: Json, predicted: Json | None) -> bool:
    """Whether two intervals of ISO days share a day; an open end reaches as far as it likes."""
    other = predicted or {}
    starts = gold["start"] or _EARLIEST, other.get("start") or _EARLIEST
    ends = gold["end"] or _LATEST, other.get("end") or _LATEST
    return max(starts) <= min(ends)


def places_agree(gold: Sequence[Json], predicted: Iterable[Json]) -> bool:
    """Whether any predicted place lies within the tolerance of any gold one; both without a place agree too."""
    wanted = [place for place in gold if place["lat"] is not None]
    found = [place for place in predicted if place.get("lat") is not None]
    if not wanted or not found:
        return not wanted and not found
    return any(distance_km(a["lat"], a["lon"], b["lat"], b["lon"]) <= a["tolerance_km"] for a in wanted for b in found)
