"""Rules for what is told from an anchor: today, last week, three days later, overnight, the weekend."""

from __future__ import annotations

import re
from datetime import date, timedelta

from geo.reading.date_rules import ONE, PART, Interval, Scene, _span, rule
from geo.reading.date_words import NUMBER, WEEKDAY, day_number, make, month_span, number, shift_months, week_of

_UNIT = r"(?:day|week|month|year|hour|night)s?"


@rule(
    "today",
    r"today|tonight|this\s(?:morning|afternoon|evening)|(?:at\s|by\s)?(?:noon|midday)\stoday|earlier\stoday|the\ssame\sday\stoday",
    ignore_case=True,
)
def _today(m: re.Match[str], scene: Scene) -> Interval | None:
    return _span(scene.today, scene.today)


@rule("yesterday", rf"(?P<b>the\sday\sbefore\s)?yesterday(?:\s{PART})?", ignore_case=True)
def _yesterday(m: re.Match[str], scene: Scene) -> Interval | None:
    if scene.today is None:
        return None
    day = scene.today - (2 if m["b"] else 1) * ONE
    return _span(day, day)


@rule("tomorrow", rf"(?P<b>the\sday\safter\s)?tomorrow(?:\s{PART})?", ignore_case=True)
def _tomorrow(m: re.Match[str], scene: Scene) -> Interval | None:
    if scene.today is None:
        return None
    day = scene.today + (2 if m["b"] else 1) * ONE
    return _span(day, day)


@rule("overnight", r"overnight|last\snight", ignore_case=True)
def _overnight(m: re.Match[str], scene: Scene) -> Interval | None:
    return (scene.today - ONE, scene.today, "range") if scene.today else None


@rule(
    "day of the event just told",
    r"(?:on\s)?(?:the|that)\s(?:same|very)\s(?:day|night|evening|morning|afternoon)|that\s(?:day|night|evening|morning|afternoon)|hours\s(?:later|earlier|before|after)",
    ignore_case=True,
)
def _same_day(m: re.Match[str], scene: Scene) -> Interval | None:
    return _span(*scene.event) if scene.event else None


@rule(
    "day after the event just told",
    r"(?:the\s)?(?:next|following)\s(?:day|night|morning)|(?:a|one)\sday\s(?:later|after)|the\sday\safter",
    ignore_case=True,
)
def _next_day(m: re.Match[str], scene: Scene) -> Interval | None:
    return _span(scene.event[1] + ONE, scene.event[1] + ONE) if scene.event else None


@rule(
    "day before the event just told",
    r"the\s(?:previous|preceding)\s(?:day|night|evening)|(?:a|one)\sday\s(?:earlier|before)|the\s(?:day|night)\sbefore",
    ignore_case=True,
)
def _day_before(m: re.Match[str], scene: Scene) -> Interval | None:
    if scene.event:
        return _span(scene.event[0] - ONE, scene.event[0] - ONE)
    return _span(scene.today - ONE, scene.today - ONE) if scene.today else None


@rule("so long ago", rf"(?P<n>{NUMBER})\s(?P<u>day|week|month|year)s?\sago(?:\s(?:today|yesterday))?", ignore_case=True)
@rule(
    "so long from now", rf"[Ii]n\s(?P<n>{NUMBER})\s(?P<u>day|week|month|year)s?(?:['’]\stime)(?P<f>)", ignore_case=True
)
def _ago(m: re.Match[str], scene: Scene) -> Interval | None:
    if scene.today is None:
        return None
    sign = 1 if "f" in m.re.groupindex else -1
    return _away(scene.today, sign * number(m["n"]), m["u"].lower())


@rule(
    "so long after or before the event just told",
    rf"(?P<n>{NUMBER})\s(?P<u>day|week|month|year)s?\s(?P<w>later|after|earlier|before|previously)",
    ignore_case=True,
)
def _later(m: re.Match[str], scene: Scene) -> Interval | None:
    base = scene.event
    if base is None:
        return None
    sign = 1 if m["w"].lower() in ("later", "after") else -1
    return _away(base[1] if sign > 0 else base[0], sign * number(m["n"]), m["u"].lower())


def _away(base: date, n: int, unit: str) -> Interval | None:
    try:
        if unit == "day":
            return _span(base + n * ONE, base + n * ONE)
        if unit == "week":
            return (*week_of(base + 7 * n * ONE), "week")
        if unit == "month":
            day = shift_months(base, n)
            return (*month_span(day.year, day.month), "month")
        year = base.year + n
        return date(year, 1, 1), date(year, 12, 31), "year"
    except (OverflowError, ValueError):
        return None


@rule(
    "past days",
    rf"(?:(?:over|in|during|for|within)\s)?(?:the\s)?(?:past|last|previous|preceding)\s"
    rf"(?P<n>{NUMBER}\s|\d{{1,3}}[- ])?(?P<u>hours?|days?|weeks?|months?)(?=\W|$)",
    ignore_case=True,
)
def _past(m: re.Match[str], scene: Scene) -> Interval | None:
    today, unit = scene.today, m["u"].lower().rstrip("s")
    if today is None:
        return None
    words = m[0].lower()
    n = number(m["n"].strip(" -")) if m["n"] else 1
    bare = (
        not m["n"] and not words.startswith(("over", "in", "during", "for", "within")) and " past " not in f" {words} "
    )
    if bare and unit == "week" and "last week" in words:
        monday, sunday = week_of(today - 7 * ONE)
        return monday, sunday, "week"
    if bare and unit == "month" and "last month" in words:
        day = shift_months(today.replace(day=1), -1)
        return (*month_span(day.year, day.month), "month")
    if unit == "hour":
        return today - max(1, round(n / 24)) * ONE, today, "range"
    if unit == "month":
        return shift_months(today, -n), today, "range"
    days = n * (7 if unit == "week" else 1)
    return today - days * ONE, today, "week" if days == 7 else "range"


@rule(
    "weekend",
    r"(?:(?:over|at|during|this|last|next|the\sfollowing|the\sprevious|the\spast)\s){0,2}(?:the\s)?weekend",
    ignore_case=True,
)
def _weekend(m: re.Match[str], scene: Scene) -> Interval | None:
    today = scene.today
    if today is None:
        return None
    words = m[0].lower()
    saturday = today - ((today.weekday() - 5) % 7) * ONE
    if "next" in words or (scene.future and "last" not in words):
        saturday = today + ((5 - today.weekday()) % 7) * ONE
    elif "last" in words and today.weekday() >= 5:
        saturday -= 7 * ONE
    return saturday, saturday + ONE, "weekend"


@rule(
    "this, last or next week",
    r"(?:(?P<q>earlier|later|early|late)\s)?(?P<w>this|last|next|the\sfollowing|the\sprevious)\s(?P<u>week|month|year)",
    ignore_case=True,
)
def _which_unit(m: re.Match[str], scene: Scene) -> Interval | None:
    today, unit = scene.today, m["u"].lower()
    if today is None:
        return None
    which = {"this": 0, "last": -1, "the previous": -1, "next": 1, "the following": 1}[" ".join(m["w"].lower().split())]
    first, last = _unit(today, unit, which)
    q = (m["q"] or "").lower()
    if which == 0 and q in ("earlier", "early"):
        return first, max(first, today), "range"
    if which == 0 and (q in ("later", "late") or (unit == "week" and scene.future)):
        return today, last, "range"
    if which == 0 and unit == "week":
        return first, today, "week"
    if which == 1 and q == "early" and unit == "year":
        return first, month_span(first.year, 3)[1], "range"
    return first, last, unit  # type: ignore[return-value]


def _unit(today: date, unit: str, off: int) -> tuple[date, date]:
    if unit == "week":
        return week_of(today + 7 * off * ONE)
    if unit == "month":
        day = shift_months(today.replace(day=1), off)
        return month_span(day.year, day.month)
    return date(today.year + off, 1, 1), date(today.year + off, 12, 31)


@rule(
    "day of the month",
    r"(?<=[Oo]n )the\s(?P<d>[12]?\d(?:st|nd|rd|th)|3[01](?:st|th))"
    r"(?=[\s,.;](?!\w{1,12}\s(?:Brigade|Division|Army|Corps|century)))",
)
def _ordinal(m: re.Match[str], scene: Scene) -> Interval | None:
    if scene.today is None:
        return None
    k = day_number(m["d"])
    for months in (0, 1) if scene.future else (0, -1):
        base = shift_months(scene.today.replace(day=1), months)
        day = make(base.year, base.month, k)
        if day and ((day >= scene.today) if scene.future else (day <= scene.today)):
            return _span(day, day)
    return None


@rule("Christmas", r"Christmas(?:\s(?P<e>Eve|Day))?|New\sYear(?:['’]s)?(?:\s(?:Eve|Day))", ignore_case=False)
def _holiday(m: re.Match[str], scene: Scene) -> Interval | None:
    if scene.today is None:
        return None
    month, day = (
        (12, 24 if "Eve" in m[0] else 25) if m[0].startswith("Chr") else ((12, 31) if "Eve" in m[0] else (1, 1))
    )
    found = [d for y in (-1, 0, 1) if (d := make(scene.today.year + y, month, day))]
    keep = [d for d in found if (d >= scene.today if scene.future else d <= scene.today)]
    day_found = min(keep or found, key=lambda d: abs((d - scene.today).days))  # type: ignore[operator]
    return _span(day_found, day_found)


@rule("ongoing day words", rf"(?:early|late)\s(?:on\s)?(?P<x>{WEEKDAY})(?P<never>\b\B)")
def _never(m: re.Match[str], scene: Scene) -> Interval | None:
    return None


__all__ = ["timedelta"]
