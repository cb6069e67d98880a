"""From records to the rows of the tables: incidents become columns, readings the list of what is left off the map."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.model import DRAWN_STATUSES, Decision, EventDate, Figure, Incident, IncidentPlace, Reading
from geo.sensitive import of_report, together
from geo.store.codec import dump

NOWHERE = IncidentPlace(name=None, precision="none")


@dataclass(frozen=True, slots=True)
class Source:
    """What a row shows of an article."""

    title: str | None
    source: str | None
    origin: str | None
    text: str
    language: str | None = None

    @property
    def name(self) -> str:
        """Who published it, or the best we have."""
        return self.source or self.title or (Path(self.origin).name if self.origin else "untitled")


def incident_rows(incident: Incident, article: Callable[[str], Source]) -> Iterator[dict[str, Any]]:
    """One row of ``geo.store.columns.COLUMNS`` per place of `incident`; `article` finds a source by its id."""
    common = _common(incident, article)
    for number, place in enumerate(incident.places or (NOWHERE,)):
        yield common | _place(place, number, drawn=incident.status in DRAWN_STATUSES)


def _common(incident: Incident, article: Callable[[str], Source]) -> dict[str, Any]:
    lead = incident.reports[0]
    source = article(lead.article_id)
    day = incident.date
    ids = dict.fromkeys(report.article_id for report in incident.reports)
    return {
        "incident_id": incident.id,
        "type": incident.type,
        "sub_type": incident.sub_type,
        "status": incident.status,
        "date_start": _day(day.first),
        "date_end": _day(day.last),
        "date_precision": day.precision,
        "date_phrase": day.expression,
        "date_rule": day.rule,
        "date_anchor": _day(day.anchor),
        **_figure("fatalities", incident.fatalities),
        **_figure("injured", incident.injured),
        "actors": "; ".join(f"{actor.name} ({actor.role})" for actor in incident.actors),
        "numbers": dump(incident.numbers),
        "attribution": "; ".join(incident.attribution),
        "aggregate": int(incident.aggregate),
        "background": int(incident.background),
        "confidence": incident.confidence,
        "confidence_reason": incident.confidence_reason,
        "accounts_differ": "; ".join(incident.differs) or None,
        "decisions": "; ".join(map(decision_words, incident.decisions)) or None,
        "confirmed": "; ".join(incident.confirmed) or None,
        "sensitive": "; ".join(_sensitive(incident, article)) or None,
        "n_sources": len(ids),
        "sources": "; ".join(dict.fromkeys(article(one).name for one in ids)),
        "languages": "; ".join(sorted({code for one in ids if (code := article(one).language)})) or None,
        "article_id": lead.article_id,
        "article_title": source.title,
        "evidence_start": lead.evidence.start,
        "evidence_end": lead.evidence.end,
        "evidence": source.text[lead.evidence.start : lead.evidence.end],
        **_window(day),
    }


def _sensitive(incident: Incident, article: Callable[[str], Source]) -> tuple[str, ...]:
    return together(of_report(report, article(report.article_id).text) for report in incident.reports)


def _window(day: EventDate) -> dict[str, Any]:
    """The days on which an incident counts in a window (``geo.store.select.days_of``), and how many."""
    first = day.last if day.precision == "on_or_before" else day.first or day.last
    last = day.last or day.first
    length = None if first is None or last is None else (last - first).days + 1
    return {"first_day": _day(first), "last_day": _day(last), "n_days": length}


def decision_words(decision: Decision) -> str:
    """A decision in a line: "merge by Ada, 2024-03-05: one strike, told twice"."""
    return f"{decision.kind} by {decision.author}, {decision.made.date().isoformat()}: {decision.reason}"


def _place(place: IncidentPlace, number: int, *, drawn: bool) -> dict[str, Any]:
    return {
        "place_no": number,
        "mapped": int(drawn and place.lat is not None and place.lon is not None),
        "place": place.name,
        "place_precision": place.precision,
        "place_role": place.role,
        "lat": place.lat,
        "lon": place.lon,
        "radius_km": place.radius_km,
        "level": place.level,
        "country": place.country,
        "admin1": place.admin1,
        "geonameid": place.geonameid,
        "place_id": place.place_id,
        "place_score": place.score,
    }


def _figure(name: str, figure: Figure | None) -> dict[str, int | None]:
    parts = ("best", "low", "high")
    return {f"{name}_{part}": None if figure is None else getattr(figure, part) for part in parts}


def _day(day: Any) -> str | None:
    return None if day is None else day.isoformat()


def left_out(reading: Reading) -> list[dict[str, Any]]:
    """The mentions and stretches of `reading` that are no pin, with the reason, in the order of the text."""
    text = reading.article.text
    found = [
        (m.start, m.end, m.role, m.role_reason)
        if m.role != "location"
        else (m.start, m.end, "unknown_place", "nothing in the gazetteer fits this name")
        for m in reading.mentions
        if m.role != "location" or m.place is None
    ]
    found += [(skip.start, skip.end, "skipped", skip.reason) for skip in reading.skipped]
    return [
        {
            "article_id": reading.article.id,
            "start": start,
            "end": end,
            "text": text[start:end],
            "kind": kind,
            "reason": reason,
        }
        for start, end, kind, reason in sorted(found)
    ]
