"""Rules for what is told from an anchor: today, last week, three days later, overnight, the weekend, at dawn."""

from __future__ import annotations

import re
from datetime import date

from geo.reading.date_rules import ONE, Interval, Scene, rule, span
from geo.reading.date_units import quarter_span
from geo.reading.date_words import NUMBER, PART, YEAR, day_number, make, month_span, number, shift_months, week_of


@rule(
    "today",
    "D",
    r"today(?!['’]s\s(?:world|youth|standards|terms|money|personal|young|generation))|tonight|this\s(?:morning|afternoon|evening)",
    ignore_case=True,
)
def _today(m: re.Match[str], scene: Scene) -> Interval | None:
    return span(scene.today, scene.today)


@rule("yesterday", "D", rf"(?P<b>the\sday\sbefore\s)?yesterday(?:\s{PART})?", ignore_case=True)
def _yesterday(m: re.Match[str], scene: Scene) -> Interval | None:
    day = scene.today - (2 if m["b"] else 1) * ONE
    return span(day, day)


@rule("tomorrow", "D", rf"(?P<b>the\sday\safter\s)?(?<!of )tomorrow(?:\s{PART})?", ignore_case=True)
def _tomorrow(m: re.Match[str], scene: Scene) -> Interval | None:
    day = scene.today + (2 if m["b"] else 1) * ONE
    return span(day, day)


@rule(
    "overnight",
    "D",
    r"overnight|last\snight|(?:during|in|through|throughout)\sthe\snight(?!\s(?:of|to|from|between)\b)",
    ignore_case=True,
)
def _overnight(m: re.Match[str], scene: Scene) -> Interval | None:
    return scene.today - ONE, scene.today, "range"


@rule("day of the event just told", "UL", r"hours\s(?:later|earlier|before|after)", ignore_case=True)
@rule(
    "day of the event just told",
    "UG",
    r"(?:on\s)?(?:the|that)\s(?:same|very)\sday|(?:earlier\s|later\s)?(?:on\s)?that\s(?:same\s)?day"
    r"|(?:later|earlier|early|late)\sin\sthe\sday|the\ssame\sdate",
    ignore_case=True,
)
@rule(
    "day of the event just told",
    "DG",
    r"(?:on\s|in\s)?(?:the|that)\s(?:same|very)\s(?:night|evening|morning|afternoon)|(?:later\s)?(?:on\s)?that\s(?:night|evening|morning|afternoon)",
    ignore_case=True,
)
def _same_day(m: re.Match[str], scene: Scene) -> Interval | None:
    told = scene.night if scene.night and m[0].lower().endswith(("night", "evening")) else scene.event
    return span(*told) if told else None


@rule(
    "day after the event just told",
    "U",
    r"(?:on\s)?(?:the\s)?(?:next|following)\s(?:day|night)|(?:a|one)\sday\s(?:later|after)|the\sday\safter(?!\stomorrow)",
    ignore_case=True,
)
@rule(
    "day after the event just told",
    "DG",
    r"(?:the\s)?(?:next|following)\s(?:morning|afternoon|evening)",
    ignore_case=True,
)
def _next_day(m: re.Match[str], scene: Scene) -> Interval | None:
    return span(scene.event[1] + ONE, scene.event[1] + ONE) if scene.event else None


@rule(
    "day before the event just told",
    "U",
    r"the\s(?:previous|preceding)\s(?:day|night)|(?:a|one)\s(?:day|night)\s(?:earlier|before)|the\s(?:day|night)\s(?:before|earlier)(?!\syesterday)",
    ignore_case=True,
)
@rule(
    "day before the event just told",
    "D",
    r"the\s(?:previous|preceding)\s(?:morning|evening|afternoon)|the\s(?:evening|morning|afternoon)\sbefore",
    ignore_case=True,
)
def _day_before(m: re.Match[str], scene: Scene) -> Interval | None:
    if scene.event:
        return span(scene.event[0] - ONE, scene.event[0] - ONE)
    return span(scene.today - ONE, scene.today - ONE)


@rule(
    "so long ago",
    "UA",
    rf"(?:(?:nearly|almost|about|some|just|over|more\sthan)\s)?(?P<n>{NUMBER})[\s-](?P<u>day|week|month|year)s?(?:\s(?:or\sso|and\sa\shalf))?[\s-]ago(?P<t>\s(?:to\sthe\sday|today|this\sweek))?",
    ignore_case=True,
)
@rule(
    "so long since",
    "U",
    rf"(?<!the )(?:[Nn]early\s|[Aa]lmost\s)?(?P<n>{NUMBER})\s(?P<u>week|month|year)s?(?P<t>\b)(?=\ssince\b)",
)
def _ago(m: re.Match[str], scene: Scene) -> Interval | None:
    n, unit = number(m["n"]), m["u"].lower()
    if m["t"] and unit in ("month", "year"):
        day = shift_months(scene.today, -n * (12 if unit == "year" else 1))
        return span(day, day)
    if unit == "year" and n == 1 and scene.quarter:
        return (*_year_before(scene.quarter), "season")
    return _about(scene.today, m["n"], -1, unit)


@rule("so long from now", "UF", rf"[Ii]n\s(?P<n>{NUMBER})\s(?P<u>day|week|month|year)s?['’]?\stime", ignore_case=True)
@rule("so long from now", "UF", rf"(?P<n>{NUMBER})\s(?P<u>day|week|month|year)s?\sfrom\snow", ignore_case=True)
def _hence(m: re.Match[str], scene: Scene) -> Interval | None:
    return _away(scene.today, number(m["n"]), m["u"].lower())


@rule(
    "so long after or before the event just told",
    "UL",
    rf"(?P<n>{NUMBER})\s(?P<u>day|week|month|year)s?\s(?P<w>later|after(?!wards?\b)|earlier|before|previously)",
    ignore_case=True,
)
def _later(m: re.Match[str], scene: Scene) -> Interval | None:
    n, unit, word = number(m["n"]), m["u"].lower(), m["w"].lower()
    sign = 1 if word in ("later", "after") else -1
    if unit == "year" and n == 1 and sign < 0 and scene.quarter:
        return (*_year_before(scene.quarter), "season")
    if scene.event is None:
        base = scene.told[0] if scene.told else scene.today if word == "earlier" else None
        return _away(base, sign * n, unit) if base and unit in ("month", "year") else None
    first, last = scene.event
    base = last if sign > 0 else first
    if unit == "week" and (last - first).days <= 1 and " ".join(m["n"].lower().split()) not in _VAGUE:
        return span(base + 7 * sign * n * ONE, base + 7 * sign * n * ONE)
    return _about(base, m["n"], sign, unit)


#: How many "a few" are (fewest, most).
_VAGUE = {"a few": (2, 6), "few": (2, 6), "several": (3, 7), "a couple of": (2, 3)}


def _about(base: date, words: str, sign: int, unit: str) -> Interval | None:
    """So many units away; a stretch of time where the number is vague."""
    bounds = _VAGUE.get(" ".join(words.lower().split()))
    if bounds is None:
        return _away(base, sign * number(words), unit)
    ends = [found for n in bounds if (found := _away(base, sign * n, unit)) and found[0] and found[1]]
    if len(ends) < len(bounds):
        return None
    return min(e[0] for e in ends if e[0]), max(e[1] for e in ends if e[1]), "range"


def _away(base: date, n: int, unit: str) -> Interval | None:
    try:
        if unit == "day":
            return span(base + n * ONE, base + n * ONE)
        if unit == "week":
            return (*week_of(base + 7 * n * ONE), "week")
        if unit == "month":
            day = shift_months(base, n)
            return (*month_span(day.year, day.month), "month")
        year = base.year + n
        return date(year, 1, 1), date(year, 12, 31), "year"
    except (OverflowError, ValueError):
        return None


def _year_before(found: tuple[date, date]) -> tuple[date, date]:
    last = shift_months(found[1], -12)
    return shift_months(found[0], -12), month_span(last.year, last.month)[1]


#: As they stand behind "the past".
_SOME = r"few|couple\sof"


@rule(
    "past days",
    "UP",
    rf"(?:(?:over|in|during|for|within)\s)(?:the\s)?(?:past|last|previous|preceding)\s(?P<n>(?:{NUMBER}|{_SOME})[\s-])?(?P<u>hours?|days?|nights?|weeks?|months?|year)(?=\W|$)",
    ignore_case=True,
)
@rule(
    "past days",
    "UP",
    rf"(?:the\s)?(?:past|last|previous|preceding)\s(?P<n>(?:{NUMBER}|{_SOME})[\s-])(?P<u>hours?|days?|nights?|weeks?|months?|years?)(?=\W|$)",
    ignore_case=True,
)
@rule("past days", "UP", r"[Ii]n\s(?P<n>24|48|72)\s(?P<u>hours)(?=\W|$)")
@rule("past days", "UP", r"[Dd]uring\sthe\s(?P<n>\b\B)?(?P<u>week)(?=\W*(?:[,.]|$))")
@rule("past days", "UP", r"(?:the\s)?past\s(?P<n>\b\B)?(?P<u>day|night|week|month|year)(?=\W|$)", ignore_case=True)
def _past(m: re.Match[str], scene: Scene) -> Interval | None:
    today, unit = scene.today, m["u"].lower().rstrip("s")
    n = number(m["n"].strip(" -\n\t")) if m["n"] else 1
    if unit == "hour":
        return today - max(1, round(n / 24)) * ONE, today, "range"
    if unit in ("month", "year"):
        return shift_months(today, -n * (12 if unit == "year" else 1)), today, "range"
    days = n * (7 if unit == "week" else 1)
    return today - days * ONE, today, "week" if days == 7 else "range"


@rule(
    "weekend",
    "K",
    r"(?:(?:over|at|during|this|last|next|the\sfollowing|the\sprevious|the\spast)\s){0,2}(?:the\s)?weekend",
    ignore_case=True,
)
def _weekend(m: re.Match[str], scene: Scene) -> Interval | None:
    today = scene.today
    words = m[0].lower()
    if words == "weekend":
        return None
    saturday = today - ((today.weekday() - 5) % 7) * ONE
    if "next" in words or (scene.future and "last" not in words):
        saturday = today + ((5 - today.weekday()) % 7) * ONE
    elif "last" in words and today.weekday() >= 5:
        saturday -= 7 * ONE
    return saturday, saturday + ONE, "weekend"


#: Before "the week", "the month", "the year" where these are calendar units and no mere lengths of time.
_PART_OF = re.compile(
    r"\b(?:(?:end|start|rest|beginning|remainder|middle|course|months|quarter|part|week)\sof|(?:later|earlier|late|early)\sin|for|during)\s$",
    re.IGNORECASE,
)
_POINTS = {
    "this": 0,
    "the current": 0,
    "last": -1,
    "the previous": -1,
    "next": 1,
    "the following": 1,
    "that": 0,
    "the same": 0,
    "the": 0,
}


@rule(
    "this, last or next week",
    "UX",
    r"(?P<w>this|last|next|the\scurrent)\s(?:calendar\s|fiscal\s)?(?P<u>week|month|year)",
    ignore_case=True,
)
@rule(
    "week, month or year just told",
    "UX",
    r"(?P<w>the\sfollowing|the\sprevious|that|the\ssame)\s(?:same\s)?(?P<u>week|month|year)",
    ignore_case=True,
)
@rule(
    "this, last or next week",
    "UX",
    r"(?P<w>the)\s(?:full\s|fiscal\s|whole\s)?(?P<u>week|month|year)(?!-)",
    ignore_case=True,
)
def _which_unit(m: re.Match[str], scene: Scene) -> Interval | None:
    today, unit = scene.today, m["u"].lower()
    word = " ".join(m["w"].lower().split())
    if word == "the" and not _PART_OF.search(m.string, max(0, m.start() - 24), m.start()):
        return None
    base = today
    if word in ("that", "the same", "the following", "the previous") or (word == "the" and scene.history):
        told = (scene.told or scene.event) if unit == "year" else (scene.event or scene.told)
        base = told[1] if told else today
    return (*_unit(base, unit, _POINTS[word]), unit)  # type: ignore[return-value]


def _unit(today: date, unit: str, off: int) -> tuple[date, date]:
    if unit == "week":
        return week_of(today + 7 * off * ONE)
    if unit == "month":
        day = shift_months(today.replace(day=1), off)
        return month_span(day.year, day.month)
    return date(today.year + off, 1, 1), date(today.year + off, 12, 31)


@rule("end of the year", "UE", r"(?:the\s)?(?P<u>year|month)(?:['’]s)?[\s-]end(?=\W|$)", ignore_case=True)
def _end(m: re.Match[str], scene: Scene) -> Interval | None:
    last = _unit(scene.today, m["u"].lower(), 0)[1]
    return span(last, last)


@rule("new year", "H", r"[Ii]n\sthe\s(?:[Nn]ew\s[Yy]ear)(?!['’])")
def _new_year(m: re.Match[str], scene: Scene) -> Interval | None:
    year = scene.today.year + (scene.future or scene.today.month > 6)
    return (*month_span(year, 1), "month")


@rule(
    "day of the month",
    "O",
    r"(?<=[Oo]n )the\s(?P<d>[12]?\d(?:st|nd|rd|th)|3[01](?:st|th))"
    r"(?=[\s,.;](?!\w{1,12}\s(?:Brigade|Division|Army|Corps|century|floor|anniversary)))",
)
def _ordinal(m: re.Match[str], scene: Scene) -> Interval | None:
    if re.match(r"\s(?:day|floor|anniversary|century|Brigade|Division|parallel|kilomet)", m.string[m.end() :]):
        return None
    k = day_number(m["d"])
    anchor = scene.event[1] if scene.event and scene.history else scene.today
    near = (shift_months(anchor.replace(day=1), months) for months in ((0, 1, 2) if scene.future else (0, -1, -2)))
    every = (day for base in near if (day := make(base.year, base.month, k)))
    day = next((d for d in every if scene.history or (d >= anchor if scene.future else d <= anchor)), None)
    return span(day, day)


# --- reports on business: the quarter they speak of -----------------------------------------------------------------


@rule(
    "quarter just told",
    "Q",
    rf"(?:the|this|that)\s(?:latest\s|current\s|same\s)?(?:(?P<y>{YEAR})\s)?(?:fiscal\s)?"
    r"(?:quarter|(?<=latest )period|(?<=\d\d )period)",
    ignore_case=True,
)
@rule(
    "quarter of the year before",
    "UZ",
    r"(?:the\s)?(?:comparable\s|same\s)?year-(?:ago|earlier)(?:\s(?:quarter|period))?(?P<y>\b\B)?",
    ignore_case=True,
)
def _quarter_told(m: re.Match[str], scene: Scene) -> Interval | None:
    latest = scene.quarter or _last_quarter(scene.today)
    if m["y"]:
        return (*quarter_span(int(m["y"]), (latest[0].month + 2) // 3), "season")
    if "year-" in m[0].lower():
        return (*_year_before(latest), "season")
    if m[0].lower().split()[0] == "this" or "current" in m[0].lower():
        return (*quarter_span(scene.today.year, (scene.today.month + 2) // 3), "season")
    return (*latest, "season")


def _last_quarter(today: date) -> tuple[date, date]:
    before = shift_months(today.replace(day=1), -3)
    return quarter_span(before.year, (before.month + 2) // 3)


# --- parts of a day --------------------------------------------------------------------------------------------------


_HOUR = r"(?:noon|midday|midnight|dawn|dusk|dark|daybreak|nightfall|sunrise|sunset)"


@rule(
    "time of day",
    "T",
    r"\d{1,2}(?:[:.]\d{2})?\s?(?:a\.m\.|p\.m\.|a\.m|p\.m|am|pm)(?=\W|$)",
    ignore_case=True,
    time=True,
)
@rule(
    "time of day",
    "T",
    rf"(?:(?<=at )|(?<=by )|(?<=before )|(?<=around )|(?<=after )){_HOUR}"
    r"|(?:(?<=in )|(?<=by ))the\s(?:(?:early|late)\s)?(?:morning|afternoon|evening|small\shours)(?!\s(?:of|to)\b)",
    ignore_case=True,
    time=True,
)
def _time(m: re.Match[str], scene: Scene) -> Interval | None:
    if scene.event and scene.history:
        return span(scene.event[1], scene.event[1])
    return span(scene.today, scene.today)
