"""The sample articles: complete, short, dated, and read as what they are."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from geo.model import Article, Reading
from geo.places.gazetteer import Gazetteer
from geo.reading.read import read
from geo.settings import DATA
from geo.sources.paths import read_paths

SAMPLES = sorted((DATA / "articles").glob("*.txt"))
FEWEST = 40
LONGEST_CHARACTERS = 1_500
WORDS = range(60, 161)
PLACES = ("Sumy", "Kherson", "Donetsk", "Dnipro", "Kyiv", "Istanbul")
#: Words only: known to the vocabulary, never drawn.
NOT_DRAWN = {"statement"}


def article_of(path: Path) -> Article:
    """The one article in `path`; a file that cannot be read fails the test."""
    (item,) = read_paths([path])
    assert isinstance(item, Article), item
    return item


def types_of_events() -> set[str]:
    """The types that a reading can have, as listed for the filters."""
    with (DATA / "types.csv").open(encoding="utf-8", newline="") as lines:
        return {row["type"] for row in csv.DictReader(lines)} - NOT_DRAWN


def pins_of(readings: Iterable[Reading]) -> set[tuple[str, date | None]]:
    """Name and last day of each place at which something is said to have happened or to be due."""
    reports = [report for reading in readings for report in reading.reports]
    return {(place.name, report.date.last) for report in reports for place in report.places if place.lat is not None}


@pytest.fixture(scope="module")
def readings(gazetteer: Gazetteer) -> list[Reading]:
    return [read(article_of(path), gazetteer) for path in SAMPLES]


def test_there_are_enough_samples_to_fill_a_map() -> None:
    assert len(SAMPLES) >= FEWEST


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_sample_is_short_and_has_a_title_and_the_day_its_file_is_named_after(path: Path) -> None:
    article = article_of(path)
    assert article.title
    assert article.source == "Sitmap sample"
    assert article.published is not None
    assert path.name.startswith(f"{article.published.isoformat()}-")
    assert len(path.read_text(encoding="utf-8")) <= LONGEST_CHARACTERS
    assert len(article.text.split()) in WORDS


def test_no_sample_quotes_anybody() -> None:
    assert not [path.name for path in SAMPLES if set('"“”«»') & set(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("place", PLACES)
def test_the_places_of_the_war_are_named(place: str) -> None:
    assert [path for path in SAMPLES if place in path.read_text(encoding="utf-8")]


def test_every_type_of_event_is_read_at_least_once(readings: list[Reading]) -> None:
    assert {report.type for reading in readings for report in reading.reports} >= types_of_events()


def test_nearly_every_sample_puts_something_on_the_map(readings: list[Reading]) -> None:
    empty = [r.article.title for r in readings if not any(p.lat is not None for x in r.reports for p in x.places)]
    assert len(empty) <= len(readings) // 20, empty


@pytest.mark.parametrize(
    ("place", "day"),
    [
        ("Sumy", date(2025, 4, 13)),
        ("Kherson", date(2022, 12, 24)),
        ("Donetsk", date(2024, 1, 21)),
        ("Dnipro", date(2023, 1, 14)),
        ("Kyiv", date(2024, 7, 8)),
        ("Istanbul", date(2025, 5, 16)),
    ],
)
def test_well_known_days_are_found_at_their_places(readings: list[Reading], place: str, day: date) -> None:
    assert (place, day) in pins_of(readings)
