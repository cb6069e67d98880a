"""Calendar expressions: what is found, as which days, by which rule; and what is no date."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.model import Article
from geo.reading.date_rules import RULES
from geo.reading.dates import NO_PUBLICATION_DATE
from geo.reading.read import read
from tests.reading.dated import THURSDAY, dates_in, interval, meanings
from tests.reading.test_toponyms import Small


@pytest.mark.parametrize(
    ("text", "found", "expected", "precision", "rule"),
    [
        ("Shells fell on 2022-03-03.", "2022-03-03", "2022-03-03", "day", "ISO date"),
        ("Shells fell on 3 March 2022.", "3 March 2022", "2022-03-03", "day", "date with year"),
        ("Shells fell on March 3rd, 2022.", "March 3rd, 2022", "2022-03-03", "day", "date with year"),
        ("Shells fell on the 3rd of March 2022.", "3rd of March 2022", "2022-03-03", "day", "date with year"),
        ("Shells fell on Thursday, 3 March 2022.", "Thursday, 3 March 2022", "2022-03-03", "day", "date with year"),
        ("Shells fell on 03.11.2024.", "03.11.2024", "2024-11-03", "day", "numeric date"),
        ("Shells fell on 11/23/2024.", "11/23/2024", "2024-11-23", "day", "numeric date"),
        ("Shells fell on 23/11/2024.", "23/11/2024", "2024-11-23", "day", "numeric date"),
        ("The mandate expires on 31 December.", "31 December", "2025-12-31", "day", "date without year"),
        ("Shells fell on 3 March.", "3 March", "2025-03-03", "day", "date without year"),
        ("Shells fell on Dec. 20.", "Dec. 20", "2024-12-20", "day", "date without year"),
        ("Talks will open on Jan. 5.", "Jan. 5", "2026-01-05", "day", "date without year"),
        ("Shells fell on 3 March last year.", "3 March last year", "2024-03-03", "day", "date of last year"),
        ("Shells fell last Oct. 23.", "last Oct. 23", "2024-10-23", "day", "last or next such date"),
        ("Shells fell on the 9th.", "the 9th", "2025-06-09", "day", "day of the month"),
        ("Shells fell in March 2022.", "March 2022", "2022-03-01..2022-03-31", "month", "month of a year"),
        ("Shells fell in March.", "March", "2025-03-01..2025-03-31", "month", "month"),
        ("Talks will open in March.", "March", "2026-03-01..2026-03-31", "month", "month"),
        ("Shells fell in May last year.", "May last year", "2024-05-01..2024-05-31", "month", "month of last year"),
        ("Shells fell last May.", "last May", "2025-05-01..2025-05-31", "month", "this or last month of that name"),
        ("Shells fell in the week of 5 May.", "the week of 5 May", "2025-05-05..2025-05-11", "week", "week of a day"),
        (
            "Shells fell in the last week of May.",
            "the last week of May",
            "2025-05-25..2025-05-31",
            "week",
            "week of a month",
        ),
        ("Shells fell on Monday.", "Monday", "2025-06-09", "day", "weekday"),
        ("Shells fell on Thursday.", "Thursday", "2025-06-12", "day", "weekday"),
        ("Talks will open on Thursday.", "Thursday", "2025-06-12", "day", "weekday"),
        ("Talks will open on Monday.", "Monday", "2025-06-16", "day", "weekday"),
        ("Monday’s shelling hit a school.", "Monday’s", "2025-06-09", "day", "weekday"),
        ("Shells fell last Thursday.", "last Thursday", "2025-06-05", "day", "last or next weekday"),
        ("Talks open next Tuesday.", "next Tuesday", "2025-06-17", "day", "last or next weekday"),
        ("Talks open on Tuesday next week.", "Tuesday next week", "2025-06-17", "day", "weekday of a week"),
        ("Talks open on Tuesday week.", "Tuesday week", "2025-06-24", "day", "weekday week"),
        ("Shells fell last winter.", "last winter", "2024-12-01..2025-02-28", "season", "season"),
        ("Shells fell in the autumn of 2023.", "autumn of 2023", "2023-09-01..2023-11-30", "season", "season"),
        (
            "Exports fell in the third quarter of 2023.",
            "the third quarter of 2023",
            "2023-07-01..2023-09-30",
            "season",
            "quarter",
        ),
        ("Exports fell in Q3 2023.", "Q3 2023", "2023-07-01..2023-09-30", "season", "quarter"),
        (
            "Exports fell in the first half of 2023.",
            "the first half of 2023",
            "2023-01-01..2023-06-30",
            "range",
            "half of a year",
        ),
        (
            "Shells fell in the first three months of 2023.",
            "the first three months of 2023",
            "2023-01-01..2023-03-31",
            "range",
            "first months of a year",
        ),
        ("The war began in 2014.", "2014", "2014-01-01..2014-12-31", "year", "year"),
        ("The 2014 invasion came first.", "2014", "2014-01-01..2014-12-31", "year", "year"),
        ("It began in nineteen ninety-four.", "nineteen ninety-four", "1994-01-01..1994-12-31", "year", "year"),
        ("Shells fell today.", "today", "2025-06-12", "day", "today"),
        ("Shells fell yesterday at noon.", "yesterday", "2025-06-11", "day", "yesterday"),
        ("Talks will open tomorrow.", "tomorrow", "2025-06-13", "day", "tomorrow"),
        ("Shells fell overnight.", "overnight", "2025-06-11..2025-06-12", "range", "overnight"),
        ("Shells fell three days ago.", "three days ago", "2025-06-09", "day", "so long ago"),
        ("Shells fell a few days ago.", "a few days ago", "2025-06-06..2025-06-10", "range", "so long ago"),
        ("Shells fell two months ago.", "two months ago", "2025-04-01..2025-04-30", "month", "so long ago"),
        ("Two years ago to the day, shells fell.", "Two years ago to the day", "2023-06-12", "day", "so long ago"),
        ("Talks will open in two days' time.", "in two days' time", "2025-06-14", "day", "so long from now"),
        ("Shells fell over the past week.", "over the past week", "2025-06-05..2025-06-12", "week", "past days"),
        ("Shells fell in the last 48 hours.", "in the last 48 hours", "2025-06-10..2025-06-12", "range", "past days"),
        ("Shells fell at the weekend.", "at the weekend", "2025-06-07..2025-06-08", "weekend", "weekend"),
        ("Shells fell last week.", "last week", "2025-06-02..2025-06-08", "week", "this, last or next week"),
        ("Shells fell this month.", "this month", "2025-06-01..2025-06-30", "month", "this, last or next week"),
        ("The deal holds until year-end.", "year-end", "2025-12-31", "day", "end of the year"),
        ("Talks will open after Christmas.", "Christmas", "2025-12-25", "day", "feast day"),
        ("Shells fell last Thanksgiving.", "last Thanksgiving", "2024-11-28", "day", "feast day"),
        ("Shells fell on Easter Sunday.", "Easter Sunday", "2025-04-20", "day", "feast day"),
        ("A drone fell at 3 p.m. on Tuesday.", "3 p.m.", "2025-06-10", "day", "time of day"),
    ],
)
def test_an_expression_is_read_by_its_rule(text: str, found: str, expected: str, precision: str, rule: str) -> None:
    by_text = {d.text.strip(): d for d in dates_in(text)}
    matching = [d for t, d in by_text.items() if found in (t, t.removeprefix("the "), f"the {t}")]
    assert matching, f"{found!r} is not among {list(by_text)}"
    date_found = matching[0]
    assert (interval(date_found.first, date_found.last), date_found.precision) == (expected, precision)
    assert date_found.rule == rule


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("Shells fell from 28 April to 2 May.", ["2025-04-28", "2025-05-02"]),
        ("Shells fell between 1 and 15 May 2023.", ["2023-05-01", "2023-05-15"]),
        ("Shells fell on May 3-5.", ["2025-05-03", "2025-05-05"]),
        ("Shells fell from 30 December 2023 to 2 January 2024.", ["2023-12-30", "2024-01-02"]),
        ("Shells fell from Friday to Monday.", ["2025-06-06", "2025-06-09"]),
        ("Shells fell from March to May.", ["2025-03-01..2025-03-31", "2025-05-01..2025-05-31"]),
        ("The war of 1992–1995 came first.", ["1992-01-01..1992-12-31", "1995-01-01..1995-12-31"]),
        ("The war of 1992-95 came first.", ["1992-01-01..1992-12-31", "1995-01-01..1995-12-31"]),
    ],
)
def test_a_range_is_its_two_ends(text: str, ends: list[str]) -> None:
    assert [days for _, days in meanings(text)] == ends
    assert [d.rule.split(" ")[0] for d in dates_in(text)] == ["start", "end"]


@pytest.mark.parametrize(
    "text",
    [
        "They agreed on a 30-day ceasefire.",
        "The battle lasted three weeks.",
        "Two days of talks brought nothing.",
        "Troops may march on the town.",
        "The army fired 1900 shells and lost 2000 men.",
        "Aid reached 1900 homes, up to 2000 metres from the front.",
        "Resolution 1701 calls for a withdrawal.",
        "He paid $2022 for 2000 bricks.",
        "The 3rd Brigade held the post.",
        "A May Day parade was called off.",
        "The spokesman, Mr. August Weiss, declined to comment.",
        "The second attack was the third since then.",
        "Sun and sea draw visitors; wed couples sat there.",
        "The ratio was 3-5 at half time.",
        "June Carter sang, and then April Smith did.",
        "The Sunday Times carried the story, Friday Okoro wrote.",
        "Talks were held on 11/06/2025, which may be June or November.",
    ],
)
def test_durations_counts_and_names_are_no_dates(text: str) -> None:
    assert [d for d in meanings(text) if d[0] not in ("August", "May", "April", "June", "November")] == []


def test_days_after_an_event_count_from_the_date_that_stands_with_it() -> None:
    assert meanings("The raid came two weeks after the truce of 20 May.")[0] == ("two weeks after", "2025-06-03")
    assert meanings("A day before Tuesday’s vote, shells fell.")[0] == ("A day before", "2025-06-09")


def test_the_same_night_is_the_last_night_or_evening_told() -> None:
    told = "Shells fell on Monday evening. A woman died in hospital on Tuesday. A drone fell the same night."
    assert meanings(told)[-1] == ("the same night", "2025-06-09")


def test_a_heading_that_is_a_day_anchors_what_stands_below_it() -> None:
    text = "TUESDAY, JUNE 10\n\nShells fell yesterday.\n\nMONDAY, JUNE 9\n\nShells fell yesterday."
    assert [days for words, days in meanings(text) if words == "yesterday"] == ["2025-06-09", "2025-06-08"]


def test_a_history_counts_from_its_own_last_date() -> None:
    text = (
        "The war began in March 1914. In May 1914 the army grew. In August 1914 it marched. On 3 September 1915 it "
        "crossed the river; on 5 October it took the town. Ten days later it withdrew. In June 1916 it came back, and "
        "in July 1916 it left. In May 1917 it broke up. The following year peace came."
    )
    found = dict(meanings(text))
    assert found["5 October"] == "1915-10-05"
    assert found["Ten days later"] == "1915-10-15"
    assert found["The following year"] == "1918-01-01..1918-12-31"


def test_news_counts_from_its_publication_day_whatever_years_it_recalls() -> None:
    years = " ".join(f"A battle was fought here in {year}." for year in range(1941, 1949))
    assert meanings(f"Police said on Monday that shells fell yesterday. {years}")[1] == ("yesterday", "2025-06-11")


def test_each_expression_keeps_its_anchor() -> None:
    relative, absolute = dates_in("Shells fell on Monday. The war began on 3 March 2022.")
    assert relative.anchor == THURSDAY
    assert absolute.anchor is None


def test_without_a_publication_day_only_full_dates_are_read() -> None:
    relative, absolute = dates_in("Shells fell on Monday. The war began on 3 March 2022.", None)
    assert (relative.first, relative.last, relative.rule) == (None, None, NO_PUBLICATION_DATE)
    assert absolute.first == date(2022, 3, 3)


@pytest.mark.parametrize(
    "text", ["Shells fell on 31 February 2022.", "Shells fell on 2022-02-31.", "Shells fell on 31 June."]
)
def test_a_day_that_the_calendar_lacks_is_no_day(text: str) -> None:
    assert [d for d in dates_in(text) if d.precision == "day"] == []


words = st.lists(
    st.sampled_from(
        [
            "Monday",
            "Tuesday,",
            "on",
            "3",
            "March",
            "2022",
            "2025",
            "May",
            "the",
            "9th",
            "of",
            "last",
            "next",
            "week",
            "days",
            "later",
            "three",
            "since",
            "until",
            "early",
            "end",
            "and",
            "to",
            "-",
            "–",
            "today",
            "yesterday",
            "overnight",
            "a",
            "year",
            "ago",
            "before",
            "after",
            "Jan.",
            "5",
            "12",
            "spring",
            "quarter",
            "first",
            "Christmas",
            "a.m.",
            ".",
            "\n",
            "é",
        ]
    ),
    max_size=40,
).map(" ".join)


@given(words, st.one_of(st.none(), st.dates()))
def test_spans_index_the_text_as_it_came_in_order_and_apart(text: str, published: date | None) -> None:
    at = 0
    for found in dates_in(text, published):
        assert text[found.start : found.end] == found.text
        assert found.text
        assert at <= found.start < found.end
        at = found.end
        assert (found.first is None) == (found.last is None)
        assert found.first is None or found.last is None or found.first <= found.last


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    for found in dates_in(text):
        assert text[found.start : found.end] == found.text


HOSTILE = [
    ".", "9", "A. ", "Jan ", "Jan. ", "Jan Jan. 5 ", " ", "1 to ", "2022 ", "2022-", "1-", "Monday ", "Monday and ",
    "last ", "the ", "early ", "three days ", "since ", "a year ago ", "May 1, ", "year-", "nineteen ninety", "three-",
    "of the ", "next week ", "said on ", "1 and 2 and ", "Sunday 08:00 to ", "'s ", "\n", "–", "the the week of ",
]  # fmt: skip


@pytest.mark.parametrize("unit", HOSTILE)
def test_a_line_without_end_goes_through_every_rule_and_comes_to_an_end(unit: str) -> None:
    text = unit * (50_000 // len(unit))
    for rule in RULES:
        for _ in rule.pattern.finditer(text):
            pass


@pytest.mark.parametrize("unit", HOSTILE)
def test_a_megabyte_of_one_thing_is_read_from_end_to_end(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    reading = read(Article(id="x", text=text, published=THURSDAY), Small())  # type: ignore[arg-type]
    assert all(text[d.start : d.end] == d.text for d in reading.dates)
