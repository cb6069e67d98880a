"""The rules of the date grammar: each reads one shape of calendar expression into an interval of days."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from geo.model import DatePrecision
from geo.reading.date_words import (
    DASH,
    DAY,
    MONTH,
    NUMBER,
    ORDINALS,
    PART,
    WEEKDAY,
    YEAR,
    day_number,
    make,
    month_number,
    month_span,
    number,
    season_span,
    shift_months,
    week_of,
    weekday_number,
)

ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Scene:
    """What an expression is read against."""

    today: date | None  #: the anchor: publication day, heading, or the last date of a history
    future: bool  #: the verb speaks of what is to come
    event: tuple[date, date] | None  #: the event just told
    history: bool = False  #: the text tells of the past at length: its own dates are the anchor


Interval = tuple[date | None, date | None, DatePrecision]
Reader = Callable[[re.Match[str], Scene], Interval | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A shape and how it is read; ``relative`` shapes mean nothing without an anchor."""

    name: str
    pattern: re.Pattern[str]
    read: Reader
    relative: bool = True


RULES: list[Rule] = []


def rule(name: str, pattern: str, *, relative: bool = True, ignore_case: bool = False) -> Callable[[Reader], Reader]:
    """Register a reader for a pattern; earlier rules win where matches overlap."""

    def register(read: Reader) -> Reader:
        flags = re.IGNORECASE if ignore_case else 0
        RULES.append(Rule(name, re.compile(rf"(?<![\w$€£])(?:{pattern})(?![\w])", flags), read, relative))
        return read

    return register


def _span(first: date | None, last: date | None) -> Interval | None:
    if first is None or last is None or first > last:
        return None
    return first, last, "day" if first == last else "range"


def nearest_year(month: int, day: int, scene: Scene) -> date | None:
    """A day without a year: the one nearest the anchor that fits the tense."""
    if scene.today is None:
        return None
    found = [d for y in (-1, 0, 1) if (d := make(scene.today.year + y, month, day))]
    if scene.history:
        return min(found, key=lambda d: abs((d - scene.today).days), default=None)  # type: ignore[operator]
    if scene.future:
        found = [d for d in found if d >= scene.today - timedelta(days=3)] or found
    else:
        found = [d for d in found if d <= scene.today + timedelta(days=45)] or found
    return min(found, key=lambda d: abs((d - scene.today).days), default=None)  # type: ignore[operator]


def _day(m: re.Match[str], scene: Scene, tag: str = "") -> date | None:
    month, day = month_number(m[f"m{tag}"]), day_number(m[f"d{tag}"])
    year = m.groupdict().get(f"y{tag}") or m.groupdict().get("y")
    return make(int(year), month, day) if year else nearest_year(month, day, scene)


_WD = rf"(?:{WEEKDAY},?\s(?:the\s)?)?"


@rule("ISO date", r"(?P<y>\d{4})-(?P<mm>0[1-9]|1[0-2])-(?P<dd>[0-2]\d|3[01])", relative=False)
def _iso(m: re.Match[str], scene: Scene) -> Interval | None:
    day = make(int(m["y"]), int(m["mm"]), int(m["dd"]))
    return _span(day, day)


@rule(
    "range of days",
    rf"(?P<d1>{DAY})(?:{DASH}|\s(?:and|to|until)\s)(?P<d>{DAY})\s(?:of\s)?(?P<m>{MONTH})(?:,?\s(?P<y>{YEAR}))?",
)
@rule(
    "range of days",
    rf"(?P<m>{MONTH})\s(?P<d1>{DAY})(?:{DASH}|\s(?:and|to|until)\s)(?P<d>{DAY})(?:,?\s(?P<y>{YEAR}))?(?!\s{MONTH})",
)
def _days(m: re.Match[str], scene: Scene) -> Interval | None:
    last = _day(m, scene)
    return _span(make(last.year, last.month, day_number(m["d1"])), last) if last else None


@rule(
    "range of dates",
    rf"(?P<d1>{DAY})\s(?P<m1>{MONTH})(?:{DASH}|\s(?:and|to|until)\s)(?P<d>{DAY})\s(?P<m>{MONTH})(?:,?\s(?P<y>{YEAR}))?",
)
@rule(
    "range of dates",
    rf"(?P<m1>{MONTH})\s(?P<d1>{DAY})(?:{DASH}|\s(?:and|to|until)\s)(?P<m>{MONTH})\s(?P<d>{DAY})(?:,?\s(?P<y>{YEAR}))?",
)
def _dates(m: re.Match[str], scene: Scene) -> Interval | None:
    last = _day(m, scene)
    if not last:
        return None
    first = make(last.year, month_number(m["m1"]), day_number(m["d1"]))
    if first and first > last:
        first = make(last.year - 1, first.month, first.day)
    return _span(first, last)


@rule("date with year", rf"{_WD}(?P<d>{DAY})\s(?:of\s)?(?P<m>{MONTH}),?\s(?P<y>{YEAR})", relative=False)
@rule("date with year", rf"{_WD}(?P<m>{MONTH})\s(?P<d>{DAY}),?\s(?P<y>{YEAR})", relative=False)
@rule("date without year", rf"{_WD}(?:the\s)?(?P<d>{DAY})\s(?:of\s)?(?P<m>{MONTH})(?!\s?\d)")
@rule(
    "date without year",
    rf"{_WD}(?P<m>{MONTH})\s(?P<d>{DAY})(?!\s?%|[:.,]\d|\s?(?:Alliance|Movement|Brigade|Group|million|billion))",
)
def _date(m: re.Match[str], scene: Scene) -> Interval | None:
    day = _day(m, scene)
    return _span(day, day)


_THIRD = {
    "early": (1, 10),
    "beginning": (1, 10),
    "start": (1, 10),
    "mid": (11, 20),
    "middle": (11, 20),
    "late": (21, 31),
    "end": (21, 31),
}


@rule(
    "part of a month",
    rf"(?P<q>[Ee]arly|[Mm]id|[Ll]ate)[\s-](?:in\s)?(?P<m>{MONTH})(?:\s(?:of\s)?(?P<y>{YEAR}|last\syear|this\syear))?",
)
@rule(
    "part of a month",
    rf"(?:the\s)?(?P<q>beginning|start|middle|end)\sof\s(?P<m>{MONTH})(?:\s(?P<y>{YEAR}|last\syear|this\syear))?",
)
def _part(m: re.Match[str], scene: Scene) -> Interval | None:
    found = _month_of(m, scene)
    if not found:
        return None
    low, high = _THIRD[m["q"].lower()]
    first, last = found
    return first.replace(day=low), first.replace(day=min(high, last.day)), "range"


@rule(
    "week of a month",
    rf"(?:the\s)?(?P<k>first|second|third|fourth|last)\sweek\s(?:of|in)\s(?P<m>{MONTH})(?:\s(?P<y>{YEAR}))?",
)
def _week_of_month(m: re.Match[str], scene: Scene) -> Interval | None:
    found = _month_of(m, scene)
    if not found:
        return None
    first, last = found
    if m["k"] == "last":
        return last - 6 * ONE, last, "week"
    start = first + 7 * (ORDINALS[m["k"]] - 1) * ONE
    return start, start + 6 * ONE, "week"


@rule("months", rf"(?P<m1>{MONTH})(?:{DASH}|\s(?:to|and|or)\s)(?P<m>{MONTH})(?:,?\s(?:of\s)?(?P<y>{YEAR}))?(?!\s\d)")
def _months(m: re.Match[str], scene: Scene) -> Interval | None:
    found = _month_of(m, scene)
    if not found:
        return None
    month = month_number(m["m1"])
    year = found[0].year if month <= found[0].month else found[0].year - 1
    return month_span(year, month)[0], found[1], "range"


@rule("month of a year", rf"(?P<m>{MONTH}),?\s(?:of\s)?(?P<y>{YEAR})", relative=False)
@rule("month of last year", rf"(?P<m>{MONTH})\s(?:of\s)?(?P<y>last\syear|this\syear|next\syear|the\sprevious\syear)")
@rule("this or last month of that name", rf"(?P<w>last|this|next|past)\s(?P<m>{MONTH})(?!\s\d)")
def _month(m: re.Match[str], scene: Scene) -> Interval | None:
    found = _month_of(m, scene)
    return (*found, "month") if found else None


def _month_of(m: re.Match[str], scene: Scene) -> tuple[date, date] | None:
    month = month_number(m["m"])
    groups = m.groupdict()
    year = groups.get("y")
    if year and year.isdigit():
        return month_span(int(year), month)
    today = scene.today
    if today is None:
        return None
    if year:
        off = {"last": -1, "the": -1, "this": 0, "next": 1}[year.split()[0].lower()]
        return month_span(today.year + off, month)
    which = (groups.get("w") or "").lower()
    if scene.history:
        return month_span(today.year + (1 if month < today.month - 6 else 0), month)
    if which == "next" or (scene.future and which not in ("last", "past")):
        return month_span(today.year + (month < today.month), month)
    if which == "last":
        return month_span(today.year - (month >= today.month), month)
    return month_span(today.year - (month > today.month), month)


@rule(
    "month",
    r"(?P<m>January|February|April|June|July|August|September|October|November|December)(?!\s\d|\s[A-Z][a-z]+\s(?:said|told))",
)
@rule("month", r"(?<=[Ii]n )(?P<m>March|May)(?!\s\d)")
@rule("month", r"(?<=[Ss]ince )(?P<m>March|May)(?!\s\d)")
@rule("month", r"(?<=(?:by|of|to) )(?P<m>March|May)(?=[\s,.;](?!\d))")
@rule("month", r"(?<=until )(?P<m>March|May)(?=[\s,.;](?!\d))")
def _bare_month(m: re.Match[str], scene: Scene) -> Interval | None:
    return _month(m, scene)


@rule(
    "quarter",
    rf"(?:the\s)?(?P<k>first|second|third|fourth|last)\squarter(?:\sof\s(?P<y>{YEAR}|last\syear|this\syear|next\syear))?",
    ignore_case=True,
)
@rule(
    "half",
    rf"(?:the\s)?(?P<h>first|second)\shalf\sof\s(?P<y>{YEAR}|last\syear|this\syear|next\syear)",
    ignore_case=True,
)
def _quarter(m: re.Match[str], scene: Scene) -> Interval | None:
    year = _year_of(m["y"], scene)
    if year is None:
        return None
    groups = m.groupdict()
    if groups.get("h"):
        first = 1 if groups["h"].lower() == "first" else 7
        return date(year, first, 1), month_span(year, first + 5)[1], "range"
    k = 4 if groups["k"].lower() == "last" else ORDINALS[groups["k"].lower()]
    return date(year, 3 * k - 2, 1), month_span(year, 3 * k)[1], "season"


def _year_of(word: str | None, scene: Scene) -> int | None:
    if word and word.isdigit():
        return int(word)
    if scene.today is None:
        return None
    off = {"last": -1, "this": 0, "next": 1}[word.split()[0].lower()] if word else 0
    return scene.today.year + off


@rule(
    "season",
    rf"(?:(?P<w>last|this|next|past|early|late|mid)[\s-])?(?P<s>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ww]inter)(?:,?\s(?:of\s)?(?P<y>{YEAR}))?",
)
@rule("season", rf"(?:(?P<w>last|this|next|the)\s)(?P<s>fall)(?:\sof\s(?P<y>{YEAR}))(?!\sof)")
def _season(m: re.Match[str], scene: Scene) -> Interval | None:
    if m["y"]:
        return (*season_span(int(m["y"]), m["s"]), "season")
    today = scene.today
    if today is None:
        return None
    spans = [season_span(today.year + k, m["s"]) for k in (-2, -1, 0, 1)]
    which = (m["w"] or "").lower()
    if which == "next" or (scene.future and which != "last"):
        return (*next(s for s in spans if s[1] >= today), "season")
    limit = [s for s in spans if (s[1] < today if which == "last" else s[0] <= today)]
    return (*limit[-1], "season") if limit else None


# --- weekdays -------------------------------------------------------------------------------------------------------


def weekday_near(k: int, scene: Scene) -> date | None:
    """A bare weekday: the last such day, publication day included; in the future the next, publication day included."""
    today = scene.today
    if today is None:
        return None
    if scene.future:
        return today + ((k - today.weekday()) % 7) * ONE
    return today - ((today.weekday() - k) % 7) * ONE


@rule("weekday of a week", rf"(?P<wd>{WEEKDAY})\s(?:of\s)?(?P<w>last|this|next|the\sprevious|the\sfollowing)\sweek")
def _weekday_of_week(m: re.Match[str], scene: Scene) -> Interval | None:
    if scene.today is None:
        return None
    off = {"last": -7, "the previous": -7, "this": 0, "next": 7, "the following": 7}[" ".join(m["w"].split())]
    day = week_of(scene.today)[0] + (off + weekday_number(m["wd"])) * ONE
    return _span(day, day)


@rule("weekday week", rf"(?P<wd>{WEEKDAY})\sweek(?!ly|end)")
def _weekday_week(m: re.Match[str], scene: Scene) -> Interval | None:
    if scene.today is None:
        return None
    day = scene.today + ((weekday_number(m["wd"]) - scene.today.weekday() - 1) % 7 + 1 + 7) * ONE
    return _span(day, day)


@rule(
    "range of weekdays",
    rf"(?P<a>{WEEKDAY})(?:\s{PART})?(?:{DASH}|\s(?:and|to|until|through)\s)(?P<b>{WEEKDAY})(?:\s{PART})?(?!,?\s(?:the\s)?\d)",
)
def _weekdays(m: re.Match[str], scene: Scene) -> Interval | None:
    a, b = weekday_number(m["a"]), weekday_number(m["b"])
    last = weekday_near(b, scene)
    if last is None or a == b:
        return None
    if scene.future:
        first = weekday_near(a, scene)
        if first and last < first:
            last += 7 * ONE
        return _span(first, last)
    return _span(last - ((b - a) % 7) * ONE, last)


@rule(
    "last or next weekday",
    rf"(?P<w>last|next|this|this\spast|this\scoming|the\sfollowing|the\sprevious)\s(?P<wd>{WEEKDAY})(?:\s{PART})?",
)
def _which_weekday(m: re.Match[str], scene: Scene) -> Interval | None:
    today, k = scene.today, weekday_number(m["wd"])
    if today is None:
        return None
    which = " ".join(m["w"].split())
    if which in ("last", "the previous"):
        day = today - ((today.weekday() - k - 1) % 7 + 1) * ONE
    elif which == "next":
        day = week_of(today)[0] + (7 + k) * ONE
    elif which == "the following":
        base = scene.event[1] if scene.event else today
        day = base + ((k - base.weekday() - 1) % 7 + 1) * ONE
    elif which == "this coming":
        day = today + ((k - today.weekday() - 1) % 7 + 1) * ONE
    else:
        near = weekday_near(k, scene)
        day = near if near else today
    return _span(day, day)


@rule("weekday", rf"(?P<wd>{WEEKDAY})(?:(?:'s|’s)(?!\s[A-Z])|\s(?:early\s|late\s)?{PART})?")
def _weekday(m: re.Match[str], scene: Scene) -> Interval | None:
    day = weekday_near(weekday_number(m["wd"]), scene)
    return _span(day, day)


# --- years ----------------------------------------------------------------------------------------------------------


@rule("years", rf"(?P<a>{YEAR})(?:{DASH}|\s(?:to|and|until)\s)(?P<b>{YEAR})", relative=False)
def _years(m: re.Match[str], scene: Scene) -> Interval | None:
    a, b = int(m["a"]), int(m["b"])
    return (date(a, 1, 1), date(b, 12, 31), "range") if a < b else None


@rule("part of a year", rf"(?P<q>[Ee]arly|[Mm]id|[Ll]ate)[\s-](?:in\s)?(?P<y>{YEAR})", relative=False)
def _part_of_year(m: re.Match[str], scene: Scene) -> Interval | None:
    a, b = {"early": (1, 3), "mid": (5, 8), "late": (10, 12)}[m["q"].lower()]
    return date(int(m["y"]), a, 1), month_span(int(m["y"]), b)[1], "range"


@rule(
    "year",
    rf"(?<=(?:[Ii]n|of|[Bb]y|to) )(?P<y>{YEAR})|(?<=[Ss]ince )(?P<y2>{YEAR})|(?<=(?:until|after|early) )(?P<y3>{YEAR})"
    rf"|(?<=(?:[Dd]uring|before|[Bb]efore) )(?P<y4>{YEAR})|(?<=from )(?P<y5>{YEAR})"
    rf"|(?P<y6>{YEAR})(?=\s(?:war|offensive|invasion|election|coup|ceasefire|agreement|accord))"
    rf"|(?<=\()(?P<y7>{YEAR})(?=\))",
    relative=False,
)
def _year(m: re.Match[str], scene: Scene) -> Interval | None:
    year = int(next(v for v in m.groupdict().values() if v))
    return date(year, 1, 1), date(year, 12, 31), "year"


__all__ = ["NUMBER", "ONE", "PART", "RULES", "Interval", "Rule", "Scene", "number", "rule", "shift_months"]
