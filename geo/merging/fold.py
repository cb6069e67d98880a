"""Folding the reports of one event into one record: the finest place and date, figures bounded, never added."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from geo.merging.accounts import differences
from geo.merging.copies import NO_COPIES, voices
from geo.merging.same import placed, same_place
from geo.model import CONFIRMABLE, Actor, Decision, EventDate, Figure, Incident, IncidentPlace, Report

T = TypeVar("T")

#: What is told as fact by one article stands, whoever else only claims it.
CERTAINTY = ("occurred", "claimed", "alleged")
#: Finest first.
FINENESS = ("facility", "settlement", "near", "admin2", "area", "admin1", "sea_air", "country", "none")
#: Each further source that agrees adds this much confidence, up to the limit. Our judgement.
AGREEMENT_BONUS, CONFIDENCE_LIMIT = 0.05, 0.98
#: Who published which article is not known.
NOBODY: Mapping[str, str] = {}


def fold(
    incident_id: str,
    reports: Sequence[Report],
    decisions: tuple[Decision, ...] = (),
    publishers: Mapping[str, str] = NOBODY,
    copies: Mapping[str, str] = NO_COPIES,
) -> Incident:
    """One incident of `reports`, which tell of the same event; the best told one leads and is its evidence.

    What a person set or accepted stands above what was only read: of each value, only the reports count in which
    somebody confirmed it, where there are any.
    """
    told = sorted(reports, key=_lead_first)
    lead = told[0]
    sure = {name: [r for r in told if name in r.confirmed] or told for name in CONFIRMABLE}
    articles = {report.article_id for report in told}
    heard = voices(articles, publishers, copies)
    copied = any(one in copies for one in articles) and len(heard) < len(voices(articles, publishers))
    return Incident(
        id=incident_id,
        reports=tuple(told),
        type=sure["type"][0].type,
        sub_type=sure["type"][0].sub_type,
        status=sure["status"][0].status,
        date=_finest_date(sure["date"]),
        places=_finest_places(sure["place"]),
        actors=_distinct((a for r in sure["actors"] for a in r.actors), key=_actor_key),
        fatalities=combine(sure["fatalities"], lambda report: report.fatalities),
        injured=combine(sure["injured"], lambda report: report.injured),
        numbers={key: value for report in reversed(told) for key, value in report.numbers.items()},
        attribution=_distinct((who for r in sure["attribution"] for who in r.attribution), key=str.casefold),
        aggregate=lead.aggregate,
        background=lead.background,
        confidence=_confidence(told, len(heard)),
        confidence_reason=_reason(lead, len(articles), len(heard), copied=copied),
        differs=differences(told),
        decisions=decisions,
        confirmed=tuple(name for name in CONFIRMABLE if any(name in r.confirmed for r in told)),
    )


def _lead_first(report: Report) -> tuple[int, float, str, int, str]:
    rank = CERTAINTY.index(report.status) if report.status in CERTAINTY else len(CERTAINTY)
    return rank, -report.confidence, report.article_id, report.evidence.start, report.id


def _finest_date(told: Sequence[Report]) -> EventDate:
    def width(report: Report) -> float:
        first, last = report.date.first, report.date.last
        return float("inf") if first is None or last is None else (last - first).days

    return min(told, key=width).date


def _finest_places(told: Sequence[Report]) -> tuple[IncidentPlace, ...]:
    """The places of the report that names most, each replaced by a finer telling of it in another report."""
    fullest = max(told, key=lambda report: len(placed(report)))

    def finest(place: IncidentPlace) -> IncidentPlace:
        if place.lat is None:
            return place
        others = [p for report in told for p in placed(report) if same_place(place, p, report.type)]
        return min([place, *others], key=lambda one: FINENESS.index(one.precision))

    return _distinct((finest(place) for place in fullest.places), key=lambda place: (place.lat, place.lon, place.role))


def combine(told: Sequence[Report], figure_of: Callable[[Report], Figure | None]) -> Figure | None:
    """The figure of several reports: bounds reach around all of them, and ``best`` is the newest that is stated.

    Where reports of the same or of an unknown day differ, ``best`` is open. Nothing is ever added.
    """
    found = [(report, figure) for report in told if (figure := figure_of(report)) is not None]
    if not found:
        return None
    figures = [figure for _, figure in found]
    lows = [figure.low for figure in figures if figure.low is not None]
    highs = [figure.high for figure in figures if figure.high is not None]
    low = min(lows, default=None)
    # "at least 5" and "7" leave 7 as the upper bound; "at least 9" and "7" leave it open.
    open_above = [f.low or f.best or 0 for f in figures if f.high is None]
    high = max(highs) if highs and max(open_above, default=0) <= max(highs) else None
    return Figure(best=_best(found), low=low, high=high)


def _best(found: Sequence[tuple[Report, Figure]]) -> int | None:
    stated = [(report.date.anchor or date.min, figure.best) for report, figure in found if figure.best is not None]
    newest = max((day for day, _ in stated), default=None)
    values = {best for day, best in stated if day == newest}
    return values.pop() if len(values) == 1 else None


def _confidence(told: Sequence[Report], sources: int) -> float:
    most = max(report.confidence for report in told)
    return max(most, min(CONFIDENCE_LIMIT, most + AGREEMENT_BONUS * (sources - 1)))


def _reason(lead: Report, articles: int, heard: int, *, copied: bool) -> str:
    """Why an incident is relied on so far: status and place as the reader judged them, place score, day, sources."""
    scores = [place.score for place in lead.places if place.score is not None]
    sources = f"{heard} sources tell of it" if heard > 1 else "one source tells of it"
    if articles > heard == 1:
        sources = f"{articles} articles of one source tell of it"
    if copied:
        sources += ", copies of one text counted once"
    parts = (
        lead.confidence_reason,
        f"place score {max(scores):.2f}" if scores else "no place in the gazetteer",
        f"day: {lead.date.rule}" if lead.date.last else "no day",
        sources,
    )
    return "; ".join(filter(None, parts))


def _actor_key(actor: Actor) -> tuple[str, str]:
    return actor.name.casefold(), actor.role


def _distinct(items: Iterable[T], *, key: Callable[[T], object]) -> tuple[T, ...]:
    first: dict[object, T] = {}
    for item in items:
        first.setdefault(key(item), item)
    return tuple(first.values())
