"""A reading as people corrected it: pure, whatever the order in which the corrections come.

First the names, for incidents stand at them; then dates and incidents that were missed; then what single reports say.
Of two corrections of the same thing the narrower scope counts, then the last word. What nobody corrected stays as read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from geo.correcting.names import follow, joined, names_of
from geo.correcting.values import CONFIRMS, SETS, date_of, figure_of, places_of, told_by
from geo.model import CONFIRMABLE, Article, EventDate, Reading, Report, ReportKey, Skip, Span, Timex
from geo.store.remembered import OF_TEXT, Anchor, Correction, anchor_of, find_spot, likest

#: What made a report that a person added.
HAND = "by hand 1"


def correct(reading: Reading, corrections: Iterable[Correction]) -> Reading:
    """`reading` with all `corrections` that are about it and were not undone."""
    standing = sorted((one for one in corrections if one.undone is None), key=lambda one: one.order)
    if not standing:
        return reading
    article = reading.article
    mentions = names_of(reading.mentions, [one for one in standing if one.field in OF_TEXT], article)
    added = [made for one in standing if one.field == "incident" and (made := _added(one, article))]
    joins = joined(reading.reports, reading.mentions, mentions) if mentions != reading.mentions else {}
    moved = [follow(one, reading.mentions, mentions, joins.get(one.id, frozenset())) for one in reading.reports]
    known = [(anchor_of(_identity(article), one, article.text), one.id) for one in (*reading.reports, *added)]
    said = _said(standing, known)
    reports, rejected = [], []
    for report in (*moved, *added):
        set_by_hand = _set(report, [said[key] for key in sorted(said) if key[0] == report.id])
        if isinstance(set_by_hand, Skip):
            rejected.append(set_by_hand)
        else:
            reports.append(set_by_hand)
    skipped = tuple(sorted((*reading.skipped, *rejected), key=lambda one: (one.start, one.end))) if rejected else None
    return replace(
        reading,
        mentions=mentions,
        dates=_dates(reading.dates, standing, article),
        reports=tuple(reports),
        skipped=reading.skipped if skipped is None else skipped,
    )


def added_reports(readings: Iterable[Reading]) -> list[tuple[Anchor, ReportKey]]:
    """The reports that people added, with the anchors by which decisions know them."""
    return [
        (anchor_of(_identity(reading.article), report, reading.article.text), (report.article_id, report.id))
        for reading in readings
        for report in reading.reports
        if report.extractor == HAND
    ]


def _identity(article: Article) -> str:
    return article.identity or f"id:{article.id}"


def _said(standing: Sequence[Correction], known: Sequence[tuple[Anchor, str]]) -> dict[tuple[str, str], Correction]:
    """Report id and field -> the last word on it."""
    said: dict[tuple[str, str], Correction] = {}
    for one in standing:
        if one.field in SETS or one.field == "verdict":
            for anchor in one.one:
                report_id = likest(anchor, known)
                if report_id is not None:
                    said[report_id, one.field] = one
    return said


def _set(report: Report, said: Sequence[Correction]) -> Report | Skip:
    confirmed = set(report.confirmed)
    for one in said:
        if one.field == "verdict":
            if one.value["verdict"] == "rejected":
                return Skip(report.evidence.start, report.evidence.end, f"rejected by {told_by(one)}")
            confirmed |= set(CONFIRMABLE)
            continue
        report = replace(report, **SETS[one.field](one.value))
        if one.field in CONFIRMS:
            confirmed.add(CONFIRMS[one.field])
    return replace(report, confirmed=tuple(name for name in CONFIRMABLE if name in confirmed))


def _dates(dates: tuple[Timex, ...], standing: Sequence[Correction], article: Article) -> tuple[Timex, ...]:
    found = {(one.start, one.end): one for one in dates}
    for one in standing:
        span = _where(one, article) if one.field == "timex" else None
        if span is not None:
            day: EventDate = date_of(one.value)
            quote = article.text[span.start : span.end]
            rule = f"marked by hand ({told_by(one)})"
            found[span.start, span.end] = Timex(span.start, span.end, quote, day.first, day.last, day.precision, rule)
    return tuple(found[key] for key in sorted(found)) if len(found) != len(dates) or found else dates


def _where(one: Correction, article: Article) -> Span | None:
    spot = one.spot
    if spot is None or (spot.article_id != article.id and spot.identity != _identity(article)):
        return None
    return find_spot(spot, article.text)


def _added(one: Correction, article: Article) -> Report | None:
    span = _where(one, article)
    if span is None:
        return None
    value = one.value
    figures = {
        name: figure_of({"figure": value[name]}) for name in ("fatalities", "injured") if value.get(name) is not None
    }
    return Report(
        id=f"{article.id}#hand-{one.id}",
        article_id=article.id,
        extractor=HAND,
        type=value["type"],
        sub_type=value["sub_type"],
        status=value["status"],
        evidence=span,
        date=date_of(value.get("date") or {}),
        places=places_of({"places": value.get("places") or []}),
        fatalities=figures.get("fatalities"),
        injured=figures.get("injured"),
        confidence=1.0,
        confidence_reason=f"added by {told_by(one)}",
        confirmed=("type", "status", "date", "place", *figures),
    )
