"""Calendar expressions that point from another day: with a publication day, without one, from the event just told."""

from __future__ import annotations

from datetime import date

import pytest

from geo.reading.dates import NO_PUBLICATION_DATE
from tests.reading.dated import dates_in, interval, meanings

SATURDAY = date(2025, 6, 14)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Shells fell today.", "today"),
        ("Shells fell yesterday.", "yesterday"),
        ("Talks open tomorrow.", "tomorrow"),
        ("Shells fell overnight.", "overnight"),
        ("Shells fell on Tuesday of last week.", "Tuesday of last week"),
        ("Talks open on Tuesday week.", "Tuesday week"),
        ("Shells fell from Friday to Monday.", "Friday to Monday"),
        ("Shells fell last Thursday.", "last Thursday"),
        ("Shells fell on the 9th.", "the 9th"),
        ("Shells fell on 3 March.", "3 March"),
        ("Shells fell last Oct. 23.", "last Oct. 23"),
        ("Shells fell in the week to 5 May.", "the week to 5 May"),
        ("Shells fell in the first week of last month.", "the first week of last month"),
        ("Shells fell in March.", "March"),
        ("Shells fell from March to May.", "March to May"),
        ("Shells fell in May last year.", "May last year"),
        ("Shells fell last winter.", "last winter"),
        ("Shells fell last Christmas.", "last Christmas"),
        ("Exports fell in the first half of last year.", "the first half of last year"),
        ("Exports fell in the third quarter.", "the third quarter"),
        ("Exports fell in the same year-ago quarter.", "the same year-ago quarter"),
        ("Exports fell in the first three months of the year.", "the first three months of the year"),
        ("Shells fell three days ago.", "three days ago"),
        ("Talks open in two weeks' time.", "in two weeks' time"),
        ("Shells fell over the past week.", "over the past week"),
        ("Shells fell at the weekend.", "at the weekend"),
        ("Shells fell last week.", "last week"),
        ("The deal holds until year-end.", "year-end"),
        ("Talks open in the new year.", "in the new year"),
    ],
)
def test_without_a_publication_day_it_is_found_and_has_no_days(text: str, words: str) -> None:
    (found,) = dates_in(text, None)
    assert (found.text, found.first, found.last, found.rule) == (words, None, None, NO_PUBLICATION_DATE)


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Shells fell the previous Monday.", "the previous Monday", "2025-06-09"),
        ("Talks will open the following Monday.", "the following Monday", "2025-06-16"),
        ("Talks open this coming Monday.", "this coming Monday", "2025-06-16"),
        ("Shells fell this past Monday.", "this past Monday", "2025-06-09"),
        ("Shells fell this summer.", "this summer", "2025-06-01..2025-08-31"),
        ("Shells fell in spring last year.", "spring last year", "2024-03-01..2024-05-31"),
        ("Elections will be held next spring.", "next spring", "2026-03-01..2026-05-31"),
        ("Elections will be held in the autumn.", "autumn", "2025-09-01..2025-11-30"),
        ("Shells fell in the fall.", "the fall", "2024-09-01..2024-11-30"),
        ("It was the winter of nineteen ninety-four.", "winter of nineteen ninety-four", "1994-12-01..1995-02-28"),
        ("Exports fell in the second half of last year.", "the second half of last year", "2024-07-01..2024-12-31"),
        ("Exports fell in the last three months of 2023.", "the last three months of 2023", "2023-10-01..2023-12-31"),
        ("Exports fell in the third quarter.", "the third quarter", "2024-07-01..2024-09-30"),
        ("Exports will fall in the third quarter.", "the third quarter", "2025-07-01..2025-09-30"),
        ("Exports fell in last year's third quarter.", "last year's third quarter", "2024-07-01..2024-09-30"),
        ("Exports rose this quarter.", "this quarter", "2025-04-01..2025-06-30"),
        ("Exports rose in the latest period.", "the latest period", "2025-01-01..2025-03-31"),
        ("Exports rose in the year-ago quarter.", "the year-ago quarter", "2024-01-01..2024-03-31"),
        ("Talks will open next Christmas.", "next Christmas", "2025-12-25"),
        ("Shells fell on New Year's Eve.", "New Year's Eve", "2024-12-31"),
        ("Shells fell on New Year's Day.", "New Year's Day", "2025-01-01"),
        ("Shells fell on Christmas Eve.", "Christmas Eve", "2024-12-24"),
        ("Talks will open on Thanksgiving.", "Thanksgiving", "2025-11-27"),
        ("The day before yesterday shells fell.", "The day before yesterday", "2025-06-10"),
        ("Talks will open the day after tomorrow.", "the day after tomorrow", "2025-06-14"),
        ("Shells fell on the previous evening.", "the previous evening", "2025-06-11"),
        ("Talks will open in three years' time.", "in three years' time", "2028-01-01..2028-12-31"),
        ("Talks will open two months from now.", "two months from now", "2025-08-01..2025-08-31"),
        ("Shells fell a month ago today.", "a month ago today", "2025-05-12"),
        ("Shells fell in the past two months.", "in the past two months", "2025-04-12..2025-06-12"),
        ("Shells fell in the past year.", "in the past year", "2024-06-12..2025-06-12"),
        ("Shells fell over the past three nights.", "over the past three nights", "2025-06-09..2025-06-12"),
        ("Talks will be held next weekend.", "next weekend", "2025-06-14..2025-06-15"),
        ("Talks will open on the 20th.", "the 20th", "2025-06-20"),
        ("Talks will open on the 5th.", "the 5th", "2025-07-05"),
        ("Shells fell on the 20th.", "the 20th", "2025-05-20"),
    ],
)
def test_it_points_from_the_publication_day_by_the_tense_of_its_sentence(text: str, words: str, expected: str) -> None:
    assert meanings(text) == [(words, expected)]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("Shells fell on 3 June. The next Monday a truce began.", "2025-06-09"),
        ("Shells fell on 3 June. The following morning a truce began.", "2025-06-04"),
        ("Shells fell on 3 June. Two weeks later a truce began.", "2025-06-17"),
        ("Shells fell on 3 June. Several weeks later a truce began.", "2025-06-23..2025-07-27"),
        ("Shells fell on 3 June. A few months earlier a truce began.", "2024-12-01..2025-04-30"),
        ("Shells fell in 2019. That year a truce began.", "2019-01-01..2019-12-31"),
        ("Shells fell in May 2019. The following month a truce began.", "2019-06-01..2019-06-30"),
    ],
)
def test_it_points_from_the_event_just_told(text: str, last: str) -> None:
    assert meanings(text)[-1][1] == last


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("Talks will run from Monday to Wednesday.", ["2025-06-16", "2025-06-18"]),
        ("Talks will run from Friday to Monday.", ["2025-06-13", "2025-06-16"]),
        ("Shells fell on Friday and Thursday.", ["2025-06-06", "2025-06-12"]),
    ],
)
def test_two_weekdays_are_as_near_as_the_tense_allows(text: str, ends: list[str]) -> None:
    assert [days for _, days in meanings(text)] == ends


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shells fell last weekend.", "2025-06-07..2025-06-08"),
        ("Shells fell this weekend.", "2025-06-14..2025-06-15"),
        ("Talks will be held at the weekend.", "2025-06-14..2025-06-15"),
    ],
)
def test_on_a_saturday_this_weekend_has_begun_and_the_last_one_is_over(text: str, expected: str) -> None:
    (found,) = dates_in(text, SATURDAY)
    assert interval(found.first, found.last) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Shells fell the following morning.",  # after what?
        "The raid came three days earlier.",
        "In 9999 years' time peace will come.",
        "Exports fell in the first 14 months of 2023.",
        "The war of 1995-1992 came first.",
        "A weekend market was hit.",
        "The week was calm.",
        "The Christmas Truce held.",
        "On the 38th parallel, shells fell.",
        "He lives on the 9th floor.",
    ],
)
def test_what_points_from_nothing_or_is_no_day_has_none(text: str) -> None:
    assert meanings(text) == []
