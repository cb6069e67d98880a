"""Weekdays, seasons, quarters, years and feast days: units of the calendar that need no month."""

from __future__ import annotations

import re
from datetime import date, timedelta

from geo.reading.date_rules import ONE, Interval, Pair, Scene, pair, rule, span
from geo.reading.date_words import (
    DASH,
    NUMBER,
    ORDINALS,
    PART,
    SPOKEN_YEAR,
    WEEKDAY,
    YEAR,
    make,
    month_span,
    number,
    season_span,
    spoken_year,
    week_of,
    weekday_number,
    year_words,
)

_CLOCK = r"(?:\s\d{1,2}[:.]\d{2})?"
_PARTS = rf"(?:\s(?:early\s|late\s)?{PART})?"


def weekday_near(k: int, scene: Scene) -> date:
    """A bare weekday: the last such day, publication day included; in the future the next, publication day included."""
    today = scene.today
    if scene.future:
        return today + ((k - today.weekday()) % 7) * ONE
    return today - ((today.weekday() - k) % 7) * ONE


@rule(
    "weekday of a week",
    "WU",
    rf"(?P<wd>{WEEKDAY}){_PARTS}(?:,\s|\s)(?:of\s)?(?P<w>last|this|next|the\sprevious|the\sfollowing)\sweek",
)
def _weekday_of_week(m: re.Match[str], scene: Scene) -> Interval | None:
    off = {"last": -7, "the previous": -7, "this": 0, "next": 7, "the following": 7}[" ".join(m["w"].split())]
    day = week_of(scene.today)[0] + (off + weekday_number(m["wd"])) * ONE
    return span(day, day)


@rule("weekday week", "WU", rf"(?P<wd>{WEEKDAY})\sweek(?!ly|end|s)")
def _weekday_week(m: re.Match[str], scene: Scene) -> Interval | None:
    day = scene.today + ((weekday_number(m["wd"]) - scene.today.weekday() - 1) % 7 + 1 + 7) * ONE
    return span(day, day)


@rule(
    "range of weekdays",
    "W",
    rf"(?P<first>(?P<a>{WEEKDAY}){_PARTS}{_CLOCK})(?P<c>{DASH}|\s(?:and|or|to|until|through)\s)"
    rf"(?P<second>(?P<b>{WEEKDAY}){_PARTS}{_CLOCK})(?!,?\s(?:the\s)?\d)",
)
def _weekdays(m: re.Match[str], scene: Scene) -> Pair | None:
    a, b = weekday_number(m["a"]), weekday_number(m["b"])
    last = weekday_near(b, scene)
    if a == b:
        return None
    if scene.future:
        first = weekday_near(a, scene)
        if last < first:
            last += 7 * ONE
        return pair(span(first, first), span(last, last))
    first = last - ((b - a) % 7) * ONE
    if m["c"].strip() in ("and", "or") and (b - a) % 7 > 4:
        # "Friday and Thursday" is two days, the later first
        first = weekday_near(a, scene)
        return Pair((first, first, "day"), (last, last, "day"))
    return pair(span(first, first), span(last, last))


@rule(
    "last or next weekday",
    "W",
    rf"(?P<w>[Ll]ast|[Nn]ext|[Tt]his|[Tt]his\spast|[Tt]his\scoming|[Tt]he\sfollowing|[Tt]he\sprevious|[Tt]he\snext)\s(?P<wd>{WEEKDAY}){_PARTS}",
)
def _which_weekday(m: re.Match[str], scene: Scene) -> Interval | None:
    today, k = scene.today, weekday_number(m["wd"])
    which = " ".join(m["w"].lower().split())
    if which in ("last", "the previous"):
        day = today - ((today.weekday() - k - 1) % 7 + 1) * ONE
    elif which == "next":
        day = week_of(today)[0] + (7 + k) * ONE
    elif which in ("the following", "the next"):
        base = scene.event[1] if scene.event else today
        day = base + ((k - base.weekday() - 1) % 7 + 1) * ONE
    elif which == "this coming":
        day = today + ((k - today.weekday() - 1) % 7 + 1) * ONE
    else:
        day = weekday_near(k, scene)
    return span(day, day)


@rule("weekday", "W", rf"(?P<wd>{WEEKDAY})(?:(?:'s|’s)(?!\s[A-Z])|{_PARTS})")
def _weekday(m: re.Match[str], scene: Scene) -> Interval | None:
    day = weekday_near(weekday_number(m["wd"]), scene)
    return span(day, day)


# --- seasons, quarters ----------------------------------------------------------------------------------------------


@rule(
    "season",
    "S",
    rf"(?:(?P<w>[Ll]ast|[Tt]his|[Nn]ext|[Pp]ast|early|late|mid|that)[\s-])?"
    rf"(?P<s>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ww]inter)(?:,?\s(?:of\s)?(?P<y>{YEAR}|last\syear|this\syear|{SPOKEN_YEAR}))?"
    r"(?!\s(?:houses?|homes?|camps?|schools?|palaces?|residences?|cottages?|clothes|wheat|crops?|squash|pastures?|holiday)\b)",
)
@rule(
    "season",
    "S",
    rf"(?P<w>[Ll]ast|[Tt]his|[Nn]ext|[Tt]he|that)\s(?P<s>fall)(?:\sof\s(?P<y>{YEAR}))?(?!\s(?:of|in|from|to)\b)",
)
@rule("season", "S", rf"(?<=in )the\s(?P<s>fall)(?P<w>\b)(?:\sof\s(?P<y>{YEAR}))?(?!\sof)")
def _season(m: re.Match[str], scene: Scene) -> Interval | None:
    given = m["y"]
    if given and "year" not in given:
        return (*season_span(int(given) if given.isdigit() else spoken_year(given), m["s"]), "season")
    today = scene.today
    which = (m["w"] or "").lower()
    if given or which == "this":
        return (*season_span(today.year - (bool(given) and given.startswith("last")), m["s"]), "season")
    spans = [season_span(today.year + k, m["s"]) for k in (-2, -1, 0, 1)]
    if which == "next" or (scene.future and which != "last"):
        return (*next(s for s in spans if s[1] >= today), "season")
    limit = [s for s in spans if (s[1] < today if which == "last" else s[0] <= today)]
    return (*limit[-1], "season") if limit else None


@rule(
    "half of a year",
    "Q",
    rf"(?:the\s)?(?P<h>first|second|last|latter)[\s-]half(?:\sof\s(?:(?P<y>{YEAR}|last\syear|this\syear|next\syear)|(?P<t>the\syear)))",
    ignore_case=True,
)
@rule(
    "half of a year",
    "Q",
    rf"(?:the\s)?(?P<h>first|second|last)\stwo\squarters\sof\s(?P<y>{YEAR})(?P<t>\b)",
    ignore_case=True,
)
def _half(m: re.Match[str], scene: Scene) -> Interval | None:
    year = year_of(m["y"], scene)
    first = 1 if m["h"].lower() == "first" else 7
    return date(year, first, 1), month_span(year, first + 5)[1], "range"


@rule(
    "first months of a year",
    "UR",
    rf"(?:the\s)?(?P<k>first|last)\s(?P<n>{NUMBER})\smonths\sof\s(?:(?P<y>{YEAR}|last\syear|this\syear|next\syear)|the\syear)",
    ignore_case=True,
)
def _months_of_year(m: re.Match[str], scene: Scene) -> Interval | None:
    year, n = year_of(m["y"], scene), number(m["n"])
    if not 0 < n < 12:
        return None
    if m["k"].lower() == "first":
        return date(year, 1, 1), month_span(year, n)[1], "range"
    return date(year, 13 - n, 1), date(year, 12, 31), "range"


def year_of(word: str | None, scene: Scene) -> int:
    """The year of "2022", "last year"; of nothing, the anchor's."""
    if word and word.isdigit():
        return int(word)
    off = {"last": -1, "this": 0, "next": 1}[word.split()[0].lower()] if word else 0
    return scene.today.year + off


def quarter_span(year: int, k: int) -> tuple[date, date]:
    """First and last day of quarter 1 to 4."""
    return date(year, 3 * k - 2, 1), month_span(year, 3 * k)[1]


@rule(
    "quarter",
    "Q",
    rf"(?:the\s)?(?:(?P<y>{YEAR})\s|(?P<e>year-(?:ago|earlier))\s)?(?:fiscal\s)?(?P<k>first|second|third|fourth)[\s-]quarter"
    rf"(?:\sof\s(?P<y2>{YEAR}|last\syear|this\syear|next\syear))?",
    ignore_case=True,
)
@rule(
    "quarter",
    "QU",
    r"(?P<y2>(?:next|last|this)\syear)['’]s\s(?P<k>first|second|third|fourth)[\s-]quarter(?P<y>\b)(?P<e>\b\B)?",
    ignore_case=True,
)
@rule("quarter", "Y", rf"Q(?P<k>[1-4])\s(?P<y>{YEAR})(?P<y2>\b)(?P<e>\b\B)?")
def _quarter(m: re.Match[str], scene: Scene) -> Interval | None:
    k = int(m["k"]) if m["k"].isdigit() else ORDINALS[m["k"].lower()]
    given = m["y"] or m["y2"]
    if given:
        return (*quarter_span(year_of(given, scene), k), "season")
    year = scene.today.year
    if not scene.future and quarter_span(year, k)[0] > scene.today:
        year -= 1
    return (*quarter_span(year - bool(m["e"]), k), "season")


# --- years ----------------------------------------------------------------------------------------------------------


@rule(
    "range of years",
    "Y",
    rf"(?P<first>(?P<a>{YEAR}))(?:{DASH}|\s(?:to|and|until|or|through)\s)(?P<second>(?P<b>{YEAR}))",
    relative=False,
)
@rule("range of years", "Y", rf"(?P<first>(?P<a>{YEAR}))(?:-|–|/)(?P<second>(?P<b>\d\d))(?![\d-])", relative=False)
def _years(m: re.Match[str], scene: Scene) -> Pair | None:
    a, b = int(m["a"]), int(m["b"])
    b += a // 100 * 100 if b < 100 else 0
    return pair((date(a, 1, 1), date(a, 12, 31), "year"), (date(b, 1, 1), date(b, 12, 31), "year")) if a < b else None


#: What stands before a year: a word or a mark.
_LEAD = re.compile(r"(?:\b(?P<word>[A-Za-z]+)[ -]|(?P<mark>['’]s |s['’] |(?<!\d)/|\(|, |\bpost-|\bpre-))$")


@rule("year of a heading", "Y", rf"\A(?P<y>{YEAR})(?=\s*(?:\Z|[:.–](?!\d))|\s+-\s)", relative=False)
def _year_heading(m: re.Match[str], scene: Scene) -> Interval | None:
    return date(int(m["y"]), 1, 1), date(int(m["y"]), 12, 31), "year"


@rule("year", "Y", rf"(?P<y>{YEAR})(?![,.:]\d|[\d-])", relative=False)
@rule("year", "N", rf"(?:the\syear\s)?(?P<y>{SPOKEN_YEAR})", relative=False, ignore_case=True)
def _year(m: re.Match[str], scene: Scene) -> Interval | None:
    word = m["y"]
    if not word.isdigit():
        year = spoken_year(word)
        return date(year, 1, 1), date(year, 12, 31), "year"
    lead = _LEAD.search(m.string, max(0, m.start() - 16), m.start())
    follow = re.match(r"\s([a-z]{2,20})", m.string[m.end() : m.end() + 24])
    led = bool(lead) and (lead["mark"] is not None or lead["word"].lower() in year_words()["before"])  # type: ignore[index]
    if not led and not (follow and follow[1] in year_words()["after"]):
        return None
    after_the = bool(lead) and (lead["word"] or "").lower() == "the"  # type: ignore[index]
    if _counts(int(word), m.string[m.end() : m.end() + 24].lower(), after_the=after_the):
        return None
    return date(int(word), 1, 1), date(int(word), 12, 31), "year"


def _counts(number: int, follow: str, *, after_the: bool) -> bool:
    """Whether four digits count things: "in 2000 homes", "by 1900 fighters", "to 2000 metres"."""
    word = re.match(r"\s([a-z]{2,20})", follow)
    if not word:
        return follow.startswith(("%", " %", "°", "km", "m "))
    if word[1] in year_words()["counted"]:
        return True
    return number % 50 == 0 and word[1].endswith("s") and not word[1].endswith("ss") and not after_the


# --- feast days -----------------------------------------------------------------------------------------------------


@rule(
    "feast day",
    "H",
    r"(?P<w>[Ll]ast\s|[Nn]ext\s)?(?:Christmas(?:\s(?:Eve|Day|night))?|New\sYear(?:['’]s)?\s(?:Eve|Day)|Thanksgiving(?:\sDay)?|Easter\sSunday)",
)
def _feast(m: re.Match[str], scene: Scene) -> Interval | None:
    today = scene.today
    if m.string[m.end() : m.end() + 10].startswith((" Offensive", " Truce", " Island")):
        return None
    found = [d for y in (-1, 0, 1) if (d := _feast_day(m[0], today.year + y))]
    which = (m["w"] or "").strip().lower()
    future = which == "next" or (scene.future and which != "last")
    keep = [d for d in found if (d >= today if future else d <= today)]
    if scene.history:
        keep = found
    if which == "last":
        keep = [d for d in keep if d < today]
    day = min(keep or found, key=lambda d: abs((d - today).days), default=None)
    return span(day, day)


def _feast_day(words: str, year: int) -> date | None:
    if "Thanksgiving" in words:
        first = date(year, 11, 1)
        return first + timedelta(days=(3 - first.weekday()) % 7 + 21)
    if "Easter" in words:
        return _easter(year)
    if "New" in words:
        return make(year, 12, 31) if "Eve" in words else make(year, 1, 1)
    return make(year, 12, 24 if "Eve" in words else 25)


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher's algorithm)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)
