"""The words of dates and the calendar arithmetic behind them."""

from __future__ import annotations

import calendar
import csv
import re
from datetime import date, timedelta
from functools import lru_cache

from geo.settings import DATA

MONTHS = {
    name: k
    for k, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
WEEKDAYS = {
    name: k
    for k, names in enumerate(
        (
            "monday mon",
            "tuesday tue tues",
            "wednesday wed weds",
            "thursday thu thur thurs",
            "friday fri",
            "saturday sat",
            "sunday sun",
        )
    )
    for name in names.split()
}
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
NUMBERS = {
    word: k
    for k, words in enumerate(
        (
            "zero",
            "one a an",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        )
    )
    for word in words.split()
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90, "several": 3, "few": 3, "couple": 2}
ORDINALS = {
    word: k
    for k, word in enumerate(
        [
            "zeroth",
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
        ]
    )
}

#: Month names as they are written in dates; "may" and "march" only with a capital.
MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|JAN|FEB|MAR|APR|JUN|JUL|AUG|SEPT|SEP|OCT|NOV|DEC)\b\.?)"
)
WEEKDAY = (
    r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
    r"|MONDAY|TUESDAY|WEDNESDAY|THURSDAY|FRIDAY|SATURDAY|SUNDAY"
    r"|(?:Mon|Tues|Tue|Weds|Wed|Thurs|Thur|Thu|Fri|Sat)\b\.|Sun\.)"
)
DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
YEAR = r"(?:1[6-9]\d\d|20\d\d)"
_UNITS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_CENTURIES = {"nineteen": 1900, "eighteen": 1800, "seventeen": 1700}
#: A year as it is spoken on the radio: "nineteen ninety-four", "two thousand and five".
SPOKEN_YEAR = (
    rf"(?:(?:nineteen|eighteen|seventeen)[\s-](?:hundred|(?:{'|'.join(_TENS)})(?:[\s-](?:{'|'.join(_UNITS)}))?|{'|'.join(_TEENS)})"
    rf"|two\sthousand(?:\s(?:and\s)?(?:{'|'.join(_UNITS + _TEENS)}))?(?=\s|[.,;:)]|$))"
)
NUMBER = (
    r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|ninety|an?|a few|several|a couple of)"
)
PART = r"(?:morning|afternoon|evening|night|midday|noon|midnight|dawn|dusk|lunchtime)"
DASH = r"\s?(?:-|–|—)\s?"


def month_number(word: str) -> int:
    """1..12."""
    return MONTHS[word.lower().rstrip(".")]


def weekday_number(word: str) -> int:
    """0 = Monday .. 6."""
    return WEEKDAYS[word.lower().rstrip(".")]


def day_number(word: str) -> int:
    """The number of "3rd" or "03"."""
    return int(re.sub(r"\D", "", word))


def number(word: str) -> int:
    """The number of "three", "12", "a few"."""
    low = word.lower()
    if low.isdigit():
        return int(low)
    return NUMBERS[low.removeprefix("a ").split()[0]] if low not in ("a", "an") else 1


def make(year: int, month: int, day: int) -> date | None:
    """A day, or None where the calendar has none (31 February)."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_span(year: int, month: int) -> tuple[date, date]:
    """First and last day of a month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def season_span(year: int, name: str) -> tuple[date, date]:
    """Three months; a winter begins in December of `year`."""
    first = SEASONS[name.lower()]
    if first == 12:
        return date(year, 12, 1), month_span(year + 1, 2)[1]
    return date(year, first, 1), month_span(year, first + 2)[1]


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday of the calendar week of `day`."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def shift_months(day: date, months: int) -> date:
    """The same day some months away, at most the last of that month."""
    k = day.year * 12 + day.month - 1 + months
    year, month = divmod(k, 12)
    year = min(max(year, 1), 9999)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def spoken_year(words: str) -> int:
    """The year of "nineteen ninety-four"."""
    parts = [w for w in re.split(r"[\s-]", words.lower()) if w not in ("and", "thousand", "hundred")]
    year = _CENTURIES.get(parts[0], 2000)
    for word in parts[1:]:
        year += 10 * (_TENS.index(word) + 2) if word in _TENS else NUMBERS[word]
    return year


@lru_cache(maxsize=1)
def year_words() -> dict[str, frozenset[str]]:
    """Words beside four digits: "before" and "after" a year, and "counted" things ("1900 fighters", "2000 GMT")."""
    with (DATA / "lexicons" / "date_year_words.csv").open(encoding="utf-8", newline="") as fh:
        rows = list(csv.DictReader(fh))
    return {use: frozenset(r["word"] for r in rows if r["use"] == use) for use in ("before", "after", "counted")}
