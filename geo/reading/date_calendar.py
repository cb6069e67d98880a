"""Dates with a month in them: days, months, and ranges of them, with or without a year."""

from __future__ import annotations

import re
from datetime import date

from geo.reading.date_rules import ONE, Interval, Pair, Scene, nearest_year, pair, rule, span
from geo.reading.date_words import (
    DASH,
    DAY,
    MONTH,
    ORDINALS,
    WEEKDAY,
    YEAR,
    day_number,
    make,
    month_number,
    month_span,
)

#: The rules of dates that stand for themselves.
WITH_YEAR = "date with year"
ISO = "ISO date"
_WD = rf"(?:{WEEKDAY},?\s(?:the\s)?)?"
_TO = rf"(?:{DASH}|\s(?:and|or|to|until|through|till)\s(?:on\s)?(?:the\s)?)"
_ITS_YEAR = rf"(?:,?\s(?:of\s)?(?P<y>{YEAR}))?"


def _day(m: re.Match[str], scene: Scene, tag: str = "") -> date | None:
    month, day = month_number(m[f"m{tag}"]), day_number(m[f"d{tag}"])
    year = m.groupdict().get(f"y{tag}") or m.groupdict().get("y")
    return make(int(year), month, day) if year else nearest_year(month, day, scene)


@rule(ISO, "Y", r"(?P<y>\d{4})-(?P<mm>0[1-9]|1[0-2])-(?P<dd>[0-2]\d|3[01])", relative=False)
def _iso(m: re.Match[str], scene: Scene) -> Interval | None:
    day = make(int(m["y"]), int(m["mm"]), int(m["dd"]))
    return span(day, day)


@rule("numeric date", "Y", r"(?P<d>[0-3]?\d)(?P<s>[./])(?P<m>[0-3]?\d)(?P=s)(?P<y>(?:19|20)\d\d)", relative=False)
def _numeric(m: re.Match[str], scene: Scene) -> Interval | None:
    day, month = int(m["d"]), int(m["m"])
    if m["s"] == "/" and month > 12:
        day, month = month, day  # written the American way
    elif m["s"] == "/" and day <= 12 and day != month:
        return None  # Europe or America: it cannot be told
    found = make(int(m["y"]), month, day)
    return span(found, found)


@rule(
    "range of days", "M", rf"(?P<first>(?P<d1>{DAY})){_TO}(?P<second>(?P<d>{DAY})\s(?:of\s)?(?P<m>{MONTH}){_ITS_YEAR})"
)
@rule(
    "range of days",
    "M",
    rf"(?P<first>(?P<m>{MONTH})\s(?P<d1>{DAY})){_TO}(?P<second>(?P<d>{DAY}){_ITS_YEAR})(?!\s{MONTH})",
)
def _days(m: re.Match[str], scene: Scene) -> Pair | None:
    last = _day(m, scene)
    first = make(last.year, last.month, day_number(m["d1"])) if last else None
    return pair(span(first, first), span(last, last))


@rule(
    "range of dates",
    "M",
    rf"(?P<first>(?P<d1>{DAY})\s(?P<m1>{MONTH})(?:,?\s(?P<y1>{YEAR}))?){_TO}(?P<second>(?P<d>{DAY})\s(?P<m>{MONTH}){_ITS_YEAR})",
)
@rule(
    "range of dates",
    "M",
    rf"(?P<first>(?P<m1>{MONTH})\s(?P<d1>{DAY})(?:,?\s(?P<y1>{YEAR}))?){_TO}(?P<second>(?P<m>{MONTH})\s(?P<d>{DAY}){_ITS_YEAR})",
)
def _dates(m: re.Match[str], scene: Scene) -> Pair | None:
    last = _day(m, scene)
    if not last:
        return None
    month, day = month_number(m["m1"]), day_number(m["d1"])
    first = make(int(m["y1"]) if m["y1"] else last.year, month, day)
    if first and first > last and not m["y1"]:
        first = make(last.year - 1, month, day)
    return pair(span(first, first), span(last, last))


@rule(WITH_YEAR, "MY", rf"{_WD}(?P<d>{DAY})\s(?:of\s)?(?P<m>{MONTH}),?\s(?:of\s)?(?P<y>{YEAR})", relative=False)
@rule(WITH_YEAR, "MY", rf"{_WD}(?P<m>{MONTH})\s(?P<d>{DAY}),?\s(?P<y>{YEAR})", relative=False)
@rule("date without year", "M", rf"{_WD}(?:the\s)?(?P<d>{DAY})\s(?:of\s)?(?P<m>{MONTH})(?!\s?\d)")
@rule(
    "date without year",
    "M",
    rf"{_WD}(?P<m>{MONTH})\s(?:the\s)?(?P<d>{DAY})(?!\s?%|[:.,]\d|\s?(?:Alliance|Movement|Brigade|Group|million|billion))",
)
def _date(m: re.Match[str], scene: Scene) -> Interval | None:
    day = _day(m, scene)
    return span(day, day)


@rule(
    "date of last year",
    "MU",
    rf"(?:(?P<d>{DAY})\s(?:of\s)?(?P<m>{MONTH})|(?P<m2>{MONTH})\s(?P<d2>{DAY})),?\s(?:of\s)?(?P<y>last\syear|this\syear|next\syear)",
)
@rule(
    "last or next such date",
    "MX",
    rf"(?P<y>last|next|this\spast)\s(?:(?P<d>{DAY})\s(?P<m>{MONTH})|(?P<m2>{MONTH})\s(?P<d2>{DAY}))",
)
def _date_of(m: re.Match[str], scene: Scene) -> Interval | None:
    month, day = month_number(m["m"] or m["m2"]), day_number(m["d"] or m["d2"])
    word = m["y"].lower()
    if "year" in word:
        found = make(scene.today.year + {"l": -1, "t": 0, "n": 1}[word[0]], month, day)
    else:
        every = [d for y in (-1, 0, 1) if (d := make(scene.today.year + y, month, day))]
        fits = [d for d in every if (d > scene.today if word == "next" else d < scene.today)]
        found = (min(fits) if word == "next" else max(fits)) if fits else None
    return span(found, found)


@rule(
    "week of a month",
    "MUR",
    rf"(?:the\s)?(?P<k>first|second|third|fourth|last)\sweek\s(?:of|in)\s(?P<m>{MONTH}){_ITS_YEAR}",
)
@rule(
    "week of a month",
    "UR",
    r"(?:the\s)?(?P<k>first|second|third|fourth|last)\sweek\s(?:of|in)\s(?P<m>the|this|last|next)\smonth",
)
def _week_of_month(m: re.Match[str], scene: Scene) -> Interval | None:
    first, last = _month_of(m, scene)
    if m["k"] == "last":
        return last - 6 * ONE, last, "week"
    start = first + 7 * (ORDINALS[m["k"]] - 1) * ONE
    return start, min(start + 6 * ONE, last), "week"


@rule(
    "day of a month",
    "UX",
    r"(?:the\s)?(?P<d>[12]?\d(?:st|nd|rd|th)|3[01](?:st|th))\sof\s(?P<m>this|last|next)\smonth",
)
def _day_of_month(m: re.Match[str], scene: Scene) -> Interval | None:
    first, _ = _month_of(m, scene)
    day = make(first.year, first.month, day_number(m["d"]))
    return span(day, day)


@rule(
    "week of a day",
    "MU",
    rf"(?:the\s)?week\s(?:of|from|beginning)\s(?P<s>(?P<d>{DAY})\s(?P<m>{MONTH})|(?P<m2>{MONTH})\s(?P<d2>{DAY}))(?!\s?(?:-|–|to\s)\s?\d)",
)
def _week_of_day(m: re.Match[str], scene: Scene) -> Interval | None:
    day = nearest_year(month_number(m["m"] or m["m2"]), day_number(m["d"] or m["d2"]), scene)
    return (day, day + 6 * ONE, "week") if day else None


@rule(
    "week up to a day",
    "MU",
    rf"(?:the\s)?week\s(?:ending|ended|to|up\sto)\s(?:on\s)?{_WD}(?:(?P<d>{DAY})\s(?P<m>{MONTH})|(?P<m2>{MONTH})\s(?P<d2>{DAY}))"
    rf"(?:,?\s(?P<y>{YEAR}))?",
)
def _week_to_day(m: re.Match[str], scene: Scene) -> Interval | None:
    month, number = month_number(m["m"] or m["m2"]), day_number(m["d"] or m["d2"])
    day = make(int(m["y"]), month, number) if m["y"] else nearest_year(month, number, scene)
    return (day - 6 * ONE, day, "week") if day else None


@rule(
    "range of months",
    "M",
    rf"(?P<first>(?P<m1>{MONTH})){_TO}(?P<second>(?:early\s|mid-|late\s)?(?P<m>{MONTH}){_ITS_YEAR})(?!\s\d)",
)
@rule(
    "range of months",
    "MY",
    rf"(?P<first>(?P<m1>{MONTH})\s(?P<y1>{YEAR})){_TO}(?P<second>(?:early\s|mid-|late\s)?(?P<m>{MONTH})\s(?P<y>{YEAR}))(?!\s\d)",
)
def _months(m: re.Match[str], scene: Scene) -> Pair | None:
    found = _month_of(m, scene)
    month = month_number(m["m1"])
    given = m.groupdict().get("y1")
    year = int(given) if given else found[0].year if month <= found[0].month else found[0].year - 1
    return pair((*month_span(year, month), "month"), (*found, "month"))


@rule("month of a year", "MY", rf"(?P<m>{MONTH}),?\s(?:of\s)?(?P<y>{YEAR})", relative=False)
@rule(
    "month of last year",
    "MU",
    rf"(?P<m>{MONTH}),?\s(?:of\s)?(?P<y>last\syear|this\syear|next\syear|the\sprevious\syear|that\syear|the\ssame\syear|the\sfollowing\syear)",
)
@rule("this or last month of that name", "MX", rf"(?P<w>last|this|next|past)\s(?P<m>{MONTH})(?!\s\d)")
def _month(m: re.Match[str], scene: Scene) -> Interval | None:
    return (*_month_of(m, scene), "month")


def _month_of(m: re.Match[str], scene: Scene) -> tuple[date, date]:
    """The month that a match names: its year is given, or pointed to, or follows from the anchor and the tense."""
    groups = m.groupdict()
    year = groups.get("y")
    if m["m"] in ("the", "this", "last", "next"):
        return _pointed_month(m["m"], scene)
    month = month_number(m["m"])
    if year and year.isdigit():
        return month_span(int(year), month)
    today = scene.today
    if year:
        base = scene.told[1].year if scene.told and year.split()[0].lower() in ("that", "the") else today.year
        off = {"last": -1, "next": 1}.get(year.split()[0].lower(), 0)
        off += {"the previous year": -1, "the following year": 1}.get(" ".join(year.lower().split()), 0)
        return month_span(base + off, month)
    which = (groups.get("w") or "").lower()
    if scene.history:
        return month_span(today.year + (1 if month < today.month - 6 else 0), month)
    if which == "next" or (scene.future and which not in ("last", "past")):
        return month_span(today.year + (month < today.month), month)
    if which == "last":
        return month_span(today.year - (month >= today.month), month)
    return month_span(today.year - (month > today.month), month)


def _pointed_month(word: str, scene: Scene) -> tuple[date, date]:
    base = (scene.event[0] if scene.event and scene.history else scene.today) if word == "the" else scene.today
    k = base.year * 12 + base.month - 1 + {"last": -1, "next": 1}.get(word, 0)
    return month_span(k // 12, k % 12 + 1)


@rule(
    "month",
    "M",
    r"(?:January|February|April|June|July|August|September|October|November|December"
    r"|JANUARY|FEBRUARY|APRIL|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER"
    r"|(?:Jan|Feb|Apr|Aug|Sept|Sep|Oct|Nov|Dec)\.)(?!\s\d|\s[A-Z][a-z]+\s(?:said|told))",
)
@rule(
    "month",
    "M",
    r"(?:(?<=[Ii]n )|(?<=[Ss]ince )|(?<=[Ee]arly )|(?<=[Mm]id[- ])|(?<=[Ll]ate ))(?:March|May)(?!\s\d)"
    r"|(?:(?<=by )|(?<=of )|(?<=to )|(?<=until )|(?<=from ))(?:March|May)(?=[\s,.;](?!\d))",
)
@rule(
    "month",
    "M",
    r"(?<=[Tt]he )March(?=\s(?:accord|agreement|attack|election|invasion|offensive|war|uprising|accession))",
)
def _bare_month(m: re.Match[str], scene: Scene) -> Interval | None:
    month = month_number(m[0])
    if scene.history:
        found = month_span(scene.today.year + (1 if month < scene.today.month - 6 else 0), month)
    elif scene.future:
        found = month_span(scene.today.year + (month < scene.today.month), month)
    else:
        found = month_span(scene.today.year - (month > scene.today.month), month)
    return (*found, "month")
