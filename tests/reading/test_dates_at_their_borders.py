"""Calendar expressions at their borders: the turn of a year, the day of publication, what was told just before."""

from __future__ import annotations

from datetime import date

import pytest

from geo.reading.date_tense import is_history
from tests.reading.dated import THURSDAY, dates_in, days, interval, meanings, when

JANUARY, APRIL, DECEMBER = date(2025, 1, 10), date(2025, 4, 10), date(2025, 12, 10)


def last_meaning(text: str, published: date | None) -> tuple[str, str] | None:
    found = meanings(text, published)
    return found[-1] if found else None


@pytest.mark.parametrize(
    ("text", "published", "found"),
    [
        ("Shells fell on 12/11/2024.", THURSDAY, None),
        ("Shells fell on 11/11/2024.", THURSDAY, ("11/11/2024", "2024-11-11")),
        ("Shells fell on 13/11/2024.", THURSDAY, ("13/11/2024", "2024-11-13")),
        ("Talks will open in March next year.", THURSDAY, ("March next year", "2026-03-01..2026-03-31")),
        ("It began in 2019. In May that year shells fell.", THURSDAY, ("May that year", "2019-05-01..2019-05-31")),
        (
            "It began in 2019. In May the following year shells fell.",
            THURSDAY,
            ("May the following year", "2020-05-01..2020-05-31"),
        ),
        (
            "It began in 2019. In May of the previous year shells fell.",
            THURSDAY,
            ("May of the previous year", "2018-05-01..2018-05-31"),
        ),
        ("Shells fell on the 5th of last month.", THURSDAY, ("the 5th of last month", "2025-05-05")),
        ("Shells fell on the 5th of last month.", JANUARY, ("the 5th of last month", "2024-12-05")),
        ("Shells fell on the 5th of this month.", DECEMBER, ("the 5th of this month", "2025-12-05")),
        ("Talks will open on the 5th of next month.", DECEMBER, ("the 5th of next month", "2026-01-05")),
        (
            "Shells fell in the last week of last month.",
            THURSDAY,
            ("the last week of last month", "2025-05-25..2025-05-31"),
        ),
        (
            "Talks open in the second week of next month.",
            DECEMBER,
            ("the second week of next month", "2026-01-08..2026-01-14"),
        ),
        ("Shells fell on the 12th.", THURSDAY, ("the 12th", "2025-06-12")),
        ("Shells fell on the 13th.", THURSDAY, ("the 13th", "2025-05-13")),
        ("Talks will open on 9 June.", THURSDAY, ("9 June", "2025-06-09")),
        ("Talks will open on 8 June.", THURSDAY, ("8 June", "2026-06-08")),
        ("Gunmen attacked the following Monday.", THURSDAY, ("the following Monday", "2025-06-16")),
        (
            "Shells fell on 3 June. The following Thursday gunmen attacked.",
            THURSDAY,
            ("The following Thursday", "2025-06-05"),
        ),
        ("Shells fell on Tuesday. That night a drone fell.", THURSDAY, ("That night", "2025-06-10")),
        (
            "Shells fell from 7 to 8 June. The same day gunmen attacked.",
            THURSDAY,
            ("The same day", "2025-06-07..2025-06-08"),
        ),
        ("2022: Fighting began.", THURSDAY, ("2022", "2022-01-01..2022-12-31")),
        ("2022 – Fighting began.", THURSDAY, ("2022", "2022-01-01..2022-12-31")),
        ("2022 - Fighting began.", THURSDAY, ("2022", "2022-01-01..2022-12-31")),
        ("2000-strong forces fell back.", THURSDAY, None),
        ("2022–23 was hard for them.", THURSDAY, ("23", "2023-01-01..2023-12-31")),
        ("Two months ago today, shells fell.", THURSDAY, ("Two months ago today", "2025-04-12")),
        ("A year ago today, shells fell.", THURSDAY, ("A year ago today", "2024-06-12")),
        ("Last weekend shells fell.", THURSDAY, ("Last weekend", "2025-06-07..2025-06-08")),
    ],
)
def test_days_months_and_weeks(text: str, published: date, found: tuple[str, str] | None) -> None:
    assert last_meaning(text, published) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Two days earlier, shells fell.", None),
        ("Two years earlier, shells fell.", ("Two years earlier", "2023-01-01..2023-12-31")),
        ("Shells fell three weeks ago.", ("three weeks ago", "2025-05-19..2025-05-25")),
        ("Shells fell a couple of weeks ago.", ("a couple of weeks ago", "2025-05-19..2025-06-01")),
        ("Shells fell several days ago.", ("several days ago", "2025-06-05..2025-06-09")),
        ("Shells fell thirty days ago.", ("thirty days ago", "2025-05-13")),
        ("Shells fell forty days ago.", ("forty days ago", "2025-05-03")),
        ("Shells fell sixty days ago.", ("sixty days ago", "2025-04-13")),
        ("Shells fell over the past few days.", ("over the past few days", "2025-06-09..2025-06-12")),
        ("Shells fell in the past couple of weeks.", ("in the past couple of weeks", "2025-05-29..2025-06-12")),
    ],
)
def test_so_long_ago(text: str, found: tuple[str, str] | None) -> None:
    assert last_meaning(text, THURSDAY) == found


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        ("Exports fell in the quarter.", THURSDAY, "2025-01-01..2025-03-31"),
        ("Exports fell in the quarter.", APRIL, "2025-01-01..2025-03-31"),
        ("Exports fell this quarter.", APRIL, "2025-04-01..2025-06-30"),
        ("Exports rose in the year-ago quarter.", APRIL, "2024-01-01..2024-03-31"),
        ("Sales rose in the first quarter of 2025. A year ago they fell.", THURSDAY, "2024-01-01..2024-03-31"),
        ("Exports fell in the third quarter of last year.", THURSDAY, "2024-07-01..2024-09-30"),
        ("Exports will fall in the first half of next year.", THURSDAY, "2026-01-01..2026-06-30"),
    ],
)
def test_quarters(text: str, published: date, expected: str) -> None:
    found = last_meaning(text, published)
    assert found is not None
    assert found[1] == expected


@pytest.mark.parametrize("day", ["2038-04-25", "2024-03-31", "2019-04-21", "2008-03-23", "2000-04-23", "1961-04-02"])
def test_easter_moves(day: str) -> None:
    published = date(int(day[:4]), 12, 1)
    assert meanings("Shells fell on Easter Sunday.", published) == [("Easter Sunday", day)]


def test_a_feast_may_be_the_day_of_publication() -> None:
    assert meanings("Shells fell on Christmas.", date(2025, 12, 25)) == [("Christmas", "2025-12-25")]


@pytest.mark.parametrize(
    ("text", "expected", "rule"),
    [
        ("10 June\n\nShells {hit} the port.", "2025-06-10", "the heading: date without year"),
        (
            "Summary\n\n10 June\n\nShells {hit} the port.\n\n11 June\n\nGunmen {attacked} a bus.",
            "2025-06-11",
            "the heading: date without year",
        ),
        ("Summary\n\n10 June – Tuesday\n\nShells {hit} the port.", "2025-06-10", "the heading: date without year"),
        (
            "9 June, Kherson: The day was calm. Shells {hit} the port.",
            "2025-06-09",
            "the heading: date without year",
        ),
        (
            "Summary\n\n10 June was calm\n\nShells {hit} the port.",
            "..2025-06-12",
            "no date named: on or before publication",
        ),
        (
            "This report covers 1 to 7 June.\n\nShells {hit} the port.",
            "2025-06-01..2025-06-07",
            "the reporting period: range of days",
        ),
        (
            "Weekly update\n\nThis report covers 1 to 7 June.\n\nShells {hit} the port.",
            "2025-06-01..2025-06-07",
            "the reporting period: range of days",
        ),
        (
            "Rebels {seized} the post on Monday. Families have been {fleeing} ever since.",
            "2025-06-09..2025-06-12",
            "since the event just told",
        ),
    ],
)
def test_a_heading_a_period_or_the_event_before_dates_what_has_no_day(text: str, expected: str, rule: str) -> None:
    found = when(text)
    assert (interval(found.first, found.last), found.rule) == (expected, rule)


def test_what_has_happened_in_a_period_has_happened_by_now() -> None:
    text = "This report covers 1 to 7 June.\n\nRebels have {seized} a post."
    assert days(text, perfect=True) == "..2025-06-12"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shells {fell} on the town in early 2023.", "2023-01-01..2023-03-31"),
        ("Shells {fell} on the town in mid-2023.", "2023-05-01..2023-08-31"),
        ("Shells {fell} on the town in late 2023.", "2023-10-01..2023-12-31"),
        ("Shells {fell} on the town in the second half of 2023.", "2023-07-01..2023-12-31"),
        ("Drones {hit} the port in the night to Sunday.", "2025-06-07..2025-06-08"),
        ("On Sunday, overnight, drones {hit} the port.", "2025-06-07..2025-06-08"),
        ("Drones {hit} the port overnight on Sunday.", "2025-06-07..2025-06-08"),
        ("Envoys say talks will be {held} this month.", "2025-06-12..2025-06-30"),
    ],
)
def test_parts_of_a_year_and_nights(text: str, expected: str) -> None:
    assert days(text) == expected


def test_a_bound_may_be_the_day_of_publication() -> None:
    held, left = (when(f"The army will {verb} Thursday.", future=True) for verb in ("{stay} until", "{leave} by"))
    assert [(f.first, f.last, f.rule) for f in (held, left)] == [
        (THURSDAY, THURSDAY, "until weekday"),
        (THURSDAY, THURSDAY, "by weekday"),
    ]


def test_without_a_day_of_publication_the_words_are_kept() -> None:
    found = when("Police said on Monday that talks would {begin}.", published=None, future=True)
    assert (found.first, found.last, found.expression) == (None, None, "Monday")
    assert when("Talks would {begin}.", published=None, future=True).expression is None


YEARS = "It began in {}. "


@pytest.mark.parametrize(
    ("text", "history"),
    [
        ("".join(YEARS.format(year) for year in range(1990, 1996)), True),
        ("".join(YEARS.format(year) for year in range(1990, 1995)), False),
        ("".join(YEARS.format(year) for year in range(1990, 1996)) + "He said so yesterday and today.", False),
        ("".join(YEARS.format(year) for year in (*range(1990, 1996), *[2025] * 5)), True),
        ("".join(YEARS.format(year) for year in (*range(1990, 1996), *[2025] * 6)), False),
        ("".join(YEARS.format(2024) for _ in range(6)), False),
    ],
)
def test_a_history_has_many_years_of_its_own_and_few_words_of_today(text: str, history: bool) -> None:
    assert is_history(text, THURSDAY) is history


def test_dates_have_the_offsets_of_their_words() -> None:
    text = "It rained.\n\nSummary\n\nShells fell on the 5th of last month."
    (found,) = dates_in(text)
    assert text[found.start : found.end] == found.text == "the 5th of last month"
