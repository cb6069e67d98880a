"""Reports read from articles of our own words are merged where they tell of one event, and only there."""

from __future__ import annotations

from datetime import date
from functools import cache

from geo.merging.merge import merge
from geo.model import Article, Report
from geo.places.gazetteer import Gazetteer
from geo.reading.read import read
from geo.settings import Settings
from tests.merging.longer_pairs import LONGER_PAIRS
from tests.merging.pairs import PAIRS

#: Of the pairs that are merged so many must be right, and of those that should be so many found, as F1.
PAIR_F1 = 0.90
#: The same of the longer pairs, on which nothing was tuned; docs/accuracy.md has the figures and the misses.
LONGER_PAIR_F1 = 0.80


@cache
def gazetteer() -> Gazetteer:
    return Gazetteer.open(Settings.from_env())


def told(name: str, published: str, text: str) -> tuple[Report, ...]:
    article = Article(id=name, text=text, published=date.fromisoformat(published))
    return read(article, gazetteer()).reports


def merged(first: tuple[Report, ...], second: tuple[Report, ...]) -> bool:
    return any(len(incident.reports) > 1 for incident in merge([*first, *second]))


def test_pairs_of_reports_are_merged_when_they_tell_of_one_event() -> None:
    right = wrong = missed = 0
    for day, text, other_day, other_text, same in PAIRS:
        found = merged(told("a", day, text), told("b", other_day, other_text))
        right += found and same
        wrong += found and not same
        missed += same and not found
    assert len(PAIRS) >= 60
    assert 2 * right / (2 * right + wrong + missed) >= PAIR_F1


def test_of_pairs_that_were_written_before_they_were_measured_none_is_merged_wrongly() -> None:
    right = wrong = missed = 0
    for _, day, text, other_day, other_text, same in LONGER_PAIRS:
        found = merged(told("a", day, text), told("b", other_day, other_text))
        right += found and same
        wrong += found and not same
        missed += same and not found
    assert wrong == 0
    assert 2 * right / (2 * right + missed) >= LONGER_PAIR_F1


def test_every_article_of_the_pairs_tells_of_an_incident() -> None:
    silent = [text for day, text, other_day, other, _ in PAIRS for text in (text, other) if not told("a", day, text)]
    assert len(silent) <= len(PAIRS) // 20, silent


def test_merging_articles_in_any_order_gives_the_same_incidents() -> None:
    reports = [r for n, (day, text, _, _, _) in enumerate(PAIRS) for r in told(f"a{n}", day, text)]
    assert merge(reports) == merge(reversed(reports))
