"""Hand-made articles, readings and incidents for tests: sensible defaults, every field can be given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from geo.model import (
    Actor,
    Article,
    EventDate,
    Figure,
    Incident,
    IncidentPlace,
    Mention,
    Place,
    Reading,
    Report,
    Skip,
    Span,
)
from geo.store.store import Store

TEXT = "Shelling of Kherson killed two people on Monday, officials said. Moscow denied it."
DAY = date(2024, 3, 4)  # a Monday
KHERSON = Place("gn:706448", "Kherson", 46.6558, 32.6178, "city", "UA", "Kherson", 706448, 9.0, 283_649, "test")
MOSCOW = Place("gn:524901", "Moscow", 55.7522, 37.6156, "city", "RU", "Moscow", 524901, 25.0, 10_381_222, "test")


def make_article(id: str = "a1", text: str = TEXT, **more: Any) -> Article:  # noqa: A002 the field's name
    """An article of Monday 4 March 2024."""
    given = {"title": "Kherson shelled", "source": "Test Wire", "published": DAY, "published_basis": "declared"}
    return Article(id=id, text=text, **(given | {"published_reason": "given with the article"} | more))


def make_place(place: Place = KHERSON, **more: Any) -> IncidentPlace:
    """A place of an incident, by default the town of Kherson."""
    given: dict[str, Any] = {
        "name": place.name,
        "precision": "settlement",
        "lat": place.lat,
        "lon": place.lon,
        "level": place.level,
        "country": place.country,
        "admin1": place.admin1,
        "geonameid": place.geonameid,
        "place_id": place.id,
        "radius_km": place.radius_km,
        "score": 0.9,
    }
    return IncidentPlace(**(given | more))


def make_date(day: date | None = DAY, last: date | None = None, precision: str = "day", **more: Any) -> EventDate:
    """One day, or `day` .. `last`."""
    given = {"expression": "on Monday", "rule": "bare weekday", "anchor": DAY}
    return EventDate(first=day, last=last or day, precision=precision, **(given | more))  # type: ignore[arg-type]


def make_report(id: str = "r1", article_id: str = "a1", **more: Any) -> Report:  # noqa: A002
    """Shelling of Kherson that killed two."""
    given: dict[str, Any] = {
        "extractor": "hand 1",
        "type": "explosion_remote",
        "sub_type": "shelling_missile",
        "status": "occurred",
        "evidence": Span(0, 64),
        "date": make_date(),
        "places": (make_place(mention=Span(12, 19)),),
        "actors": (Actor("Russia", "initiator", "state"), Actor("civilians", "target", "civilians")),
        "fatalities": Figure(2, 2, 2),
        "attribution": ("officials",),
        "confidence": 0.8,
        "confidence_reason": "day and town are named",
    }
    return Report(id=id, article_id=article_id, **(given | more))


def make_reading(article: Article | None = None, reports: Iterable[Report] | None = None, **more: Any) -> Reading:
    """A reading of `article` with one report, a pinned name, a metonym and a skipped line."""
    article = article or make_article()
    told = [make_report(article_id=article.id)] if reports is None else list(reports)
    given: dict[str, Any] = {
        "mentions": (
            Mention(12, 19, "Kherson", "location", "an incident stands here", KHERSON, 0.9),
            Mention(65, 71, "Moscow", "metonym", "a capital that denies: the government", MOSCOW, 0.9),
        ),
        "skipped": (Skip(65, 83, "a denial"),),
    }
    return Reading(article=article, reports=tuple(replace(r, article_id=article.id) for r in told), **(given | more))


def make_incident(*reports: Report, **more: Any) -> Incident:
    """One incident told by `reports` (by default one), with the fields of the first."""
    told = reports or (make_report(),)
    names = ("type", "sub_type", "status", "date", "places", "actors", "fatalities", "injured", "numbers")
    names += ("attribution", "aggregate", "background", "confidence", "confidence_reason")
    given = {name: getattr(told[0], name) for name in names}
    return Incident(id=f"i-{told[0].article_id}-{told[0].id}", reports=told, **(given | more))


def fill_store(store: Store, *readings: Reading) -> Store:
    """Save `readings` (by default one) and make one incident of each of their reports."""
    for reading in readings or (make_reading(),):
        store.save(reading)
    revision, told = store.reports()
    store.replace_incidents([make_incident(report) for report in told], "test", revision)
    return store


def make_frame(*reports: Report) -> Any:
    """The store's columns for `reports` of one article, each an incident of its own."""
    return fill_store(Store.open("sqlite://"), make_reading(reports=reports)).incidents()
