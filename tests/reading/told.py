"""Articles of our own words, read whole, for the tests of this folder."""

from __future__ import annotations

from datetime import date
from functools import cache

from geo.model import Article, Reading, Report
from geo.places.gazetteer import Gazetteer
from geo.reading.read import read
from geo.settings import Settings

#: A Friday.
PUBLISHED = date(2024, 5, 17)


@cache
def gazetteer() -> Gazetteer:
    """The whole gazetteer, opened once."""
    return Gazetteer.open(Settings.from_env())


def reading(text: str, *, title: str | None = None, published: date | None = PUBLISHED) -> Reading:
    """Read a text as an article of Friday 17 May 2024."""
    return read(Article(id="t", text=text, title=title, published=published), gazetteer())


def reports(text: str, *, title: str | None = None) -> tuple[Report, ...]:
    """The reports of a text."""
    return reading(text, title=title).reports


def kinds(text: str) -> list[str]:
    """Sub-types of a text's incidents, in its order."""
    return [report.sub_type for report in reports(text)]


def statuses(text: str, *, title: str | None = None) -> list[str]:
    """Statuses of a text's incidents, in its order."""
    return [report.status for report in reports(text, title=title)]


def spots(report: Report) -> list[str]:
    """Names of the places of a report."""
    return [place.name or "" for place in report.places]


def roles(text: str) -> dict[str, str]:
    """Role of each name of a text; the last mention of a name counts."""
    return {mention.name: mention.role for mention in reading(text).mentions}
