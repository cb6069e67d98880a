"""Ten errors of a reader, planted in articles of our own words on well-documented events, and what is true."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from geo.model import Article, EventDate, Figure, IncidentPlace, Mention, Reading, Report, Skip, Span
from geo.sources.text import article_from_text
from geo.store.store import Store

#: title -> text, and the day of publication.
TEXTS: dict[str, tuple[str, date]] = {
    "country": (
        "Two car bombs went off outside two mosques in Tripoli on Friday, killing at least 42 people, the Lebanese "
        "health ministry said.",
        date(2013, 8, 24),
    ),
    "metonym": (
        "A missile hit the railway station in Kramatorsk on Friday, killing 50 people. Moscow said that its army had "
        "not fired it.",
        date(2022, 4, 9),
    ),
    "weekday": ("Missiles struck the centre of Vinnytsia on Thursday and killed 23 people.", date(2022, 7, 15)),
    "claimed": ("Missiles struck the port of Odesa on Saturday, Ukraine's military said.", date(2022, 7, 24)),
    "told once": ("A missile hit a cafe in Hroza on Thursday and killed 59 people.", date(2023, 10, 6)),
    "told twice": ("At least 51 people died in Hroza on Thursday when a rocket struck a wake.", date(2023, 10, 6)),
    "toll": ("A missile hit a shopping centre in Kremenchuk on Monday and killed 21 people.", date(2022, 6, 29)),
    "missed": ("A missile hit an apartment block in Dnipro on Saturday and killed 46 people.", date(2023, 1, 18)),
    "precision": ("Missiles struck the centre of Chernihiv on Wednesday and killed 18 people.", date(2024, 4, 18)),
    "boilerplate": (
        "The council of Poltava met on Tuesday.\nSubscribe today and follow every missile strike with our newsletter.",
        date(2024, 9, 4),
    ),
    "neighbour one": ("Shelling of Bakhmut on Tuesday killed three people, officials said.", date(2022, 8, 4)),
    "neighbour two": ("Shelling of Chasiv Yar on Tuesday killed two people, officials said.", date(2022, 8, 4)),
}


def articles() -> list[Article]:
    """The articles as they come."""
    return [
        article_from_text(text, title=title, source=f"Wire {title}", published=day)
        for title, (text, day) in TEXTS.items()
    ]


def planted(read: Callable[[Article, Any], Reading]) -> Callable[[Article, Any], Reading]:
    """A reader that makes the ten errors in what `read` has read."""

    def reader(article: Article, gazetteer: Any) -> Reading:
        reading = read(article, gazetteer)
        return _ERRORS.get(article.title or "", lambda same, _: same)(reading, gazetteer)

    return reader


def renumbered(read: Callable[[Article, Any], Reading]) -> Callable[[Article, Any], Reading]:
    """A reader that calls its reports by other ids."""

    def reader(article: Article, gazetteer: Any) -> Reading:
        reading = read(article, gazetteer)
        return replace(reading, reports=tuple(replace(one, id=f"{one.id}-anew") for one in reading.reports))

    return reader


def _first(reading: Reading, **other: Any) -> Reading:
    return replace(reading, reports=(replace(reading.reports[0], **other), *reading.reports[1:]))


def _mention(reading: Reading, name: str) -> Mention:
    return next(one for one in reading.mentions if one.name == name)


def _metonym(reading: Reading, _: Any) -> Reading:
    moscow = _mention(reading, "Moscow")
    pinned = replace(moscow, role="location", role_reason="the only name of its sentence")
    place = moscow.place
    assert place is not None
    pin = IncidentPlace("Moscow", "settlement", place.lat, place.lon, "city", "RU", place_id=place.id)
    there = (*reading.reports[0].places, replace(pin, mention=Span(moscow.start, moscow.end)))
    mentions = tuple(pinned if one == moscow else one for one in reading.mentions)
    return replace(_first(reading, places=there), mentions=mentions)


def _weekday(reading: Reading, _: Any) -> Reading:
    day = reading.reports[0].date
    assert day.first is not None
    wrong = day.first - timedelta(days=7)
    return _first(reading, date=replace(day, first=wrong, last=wrong))


def _missed(reading: Reading, _: Any) -> Reading:
    return replace(_first(reading, places=(IncidentPlace(None, "none"),)), mentions=())


def _boilerplate(reading: Reading, gazetteer: Any) -> Reading:
    text = reading.article.text
    start = text.index("Subscribe")
    place = gazetteer.lookup("Poltava")[0]
    pin = IncidentPlace("Poltava", "settlement", place.lat, place.lon, "city", "UA", place_id=place.id)
    report = Report(
        id=f"{reading.article.id}#9",
        article_id=reading.article.id,
        extractor="planted",
        type="explosion_remote",
        sub_type="shelling_missile",
        status="occurred",
        evidence=Span(start, len(text)),
        date=EventDate(date(2024, 9, 4), date(2024, 9, 4), "day", None, "planted"),
        places=(pin,),
    )
    skipped: tuple[Skip, ...] = ()
    return replace(reading, reports=(report,), skipped=skipped)


def _wide(reading: Reading, _: Any) -> Reading:
    (place,) = reading.reports[0].places
    return _first(reading, places=(replace(place, precision="facility", radius_km=12.0),))


_ERRORS: dict[str, Callable[[Reading, Any], Reading]] = {
    "metonym": _metonym,
    "weekday": _weekday,
    "claimed": lambda reading, _: _first(reading, status="occurred"),
    "told twice": lambda reading, _: _first(reading, type="violence_civilians", sub_type="attack"),
    "toll": lambda reading, _: _first(reading, fatalities=Figure(210, 210, 210)),
    "missed": _missed,
    "precision": lambda reading, _: _first(
        reading, places=(replace(reading.reports[0].places[0], precision="admin1", radius_km=120.0),)
    ),
    "boilerplate": _boilerplate,
    "neighbour one": _wide,
    "neighbour two": _wide,
}

#: What is wrong of each in a fresh import, and what is right.
TRUE = {
    "country": ["LB"],
    "metonym": ["Kramatorsk"],
    "weekday": ["2022-07-14"],
    "claimed": ["claimed"],
    "told once": [2],
    "toll": [21],
    "missed": ["Dnipro"],
    "precision": ["settlement"],
    "boilerplate": [],
    "neighbour one": [1],
}
_COLUMN = {
    "country": "country", "metonym": "place", "weekday": "date_start", "claimed": "status", "told once": "n_sources",
    "toll": "fatalities_best", "missed": "place", "precision": "place_precision", "boilerplate": "place",
    "neighbour one": "n_sources",
}  # fmt: skip


def facts(store: Store) -> dict[str, list[Any]]:
    """What a store says of each."""
    rows = store.incidents()
    rows["date_start"] = rows["date_start"].dt.strftime("%Y-%m-%d")
    found = {}
    for title, column in _COLUMN.items():
        mine = rows[rows["sources"].str.contains(f"Wire {title}", regex=False)]
        found[title] = mine[column].tolist()
    return found
