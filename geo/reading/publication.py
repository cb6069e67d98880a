"""The publication day, on which all relative dates hang: a declared assumption with its reason, never today."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from geo.model import PublishedBasis
from geo.reading import date_calendar
from geo.reading.date_rules import RULES, Pair, Rule, Scene
from geo.reading.date_tense import speaks_of_future
from geo.reading.date_words import DAY, MONTH, WEEKDAY, YEAR, day_number, make, month_number, weekday_number

_ISO = re.compile(r"(?<!\d)(\d{4})[-_.](0[1-9]|1[0-2])[-_.]([0-2]\d|3[01])(?!\d)")
_COMPACT = re.compile(r"(?<!\d)(20\d\d|19\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?!\d)")
_NAMED = re.compile(rf"(?<![a-zA-Z\d])(?P<d>{DAY})[\s_-](?P<m>{MONTH})[\s_-](?P<y>{YEAR})(?!\d)")
_NAMED_US = re.compile(rf"(?<![a-zA-Z\d])(?P<m>{MONTH})[\s_-](?P<d>{DAY}),?[\s_-](?P<y>{YEAR})(?!\d)")
_DATELINE = re.compile(
    rf"^[^\Wa-z\d_][^a-z\d\n(]{{2,40}}[^\n]{{0,50}}?(?:(?P<m>{MONTH})\s(?P<d>{DAY})|(?P<d2>{DAY})\s(?P<m2>{MONTH}))"
    rf"(?:,?\s(?P<y>{YEAR}))?\s?(?:\([^)\n]{{1,30}}\)\s?)?[—–-]"
)
#: A title or first lines hold the day of a report; the rest of a text tells of other days.
_HEAD_LINES = 4
_HEAD_CHARACTERS = 160
_LABEL = re.compile(r"(?:published|updated|posted|issued|date|dated|last\s(?:modified|updated))\b", re.IGNORECASE)
#: So many dates of the text must lie within so many days for the latest of them to count.
_AGREEING, _RECENT_DAYS = 2, 60
#: The latest date must stand in the first characters, or the first share, of a text.
_LEAD_CHARACTERS, _LEAD_SHARE = 600, 0.6
_ISSUED = re.compile(
    rf"\b(?:issued|published|updated|posted)\s(?:on\s)?(?:{WEEKDAY},?\s)?"
    rf"(?:(?P<d>{DAY})\s(?P<m>{MONTH})|(?P<m2>{MONTH})\s(?P<d2>{DAY}))(?:,?\s(?P<y>{YEAR}))?(?!\d)",
    re.IGNORECASE,
)
_PERIOD = re.compile(rf"\d(?:\s{MONTH})?\s?(?:-|–|to|and)\s?\d{{1,2}}\s?{MONTH}|{MONTH}\s\d{{1,2}}\s?(?:-|–|to|and)\s")
#: So much of a text is looked at (characters).
_READ = 200_000
_WEEKDAY_DATE = re.compile(
    rf"(?P<wd>{WEEKDAY}),?\s(?:(?P<m>{MONTH})\s(?P<d>{DAY})|(?P<d2>{DAY})\s(?P<m2>{MONTH}))(?!\d)"
)


@dataclass(frozen=True, slots=True)
class Published:
    """The publication day or None, what it rests on, and why in plain words."""

    day: date | None
    basis: PublishedBasis
    reason: str


def infer_published(
    text: str, *, declared: date | None = None, header: str | None = None, file_name: str | None = None
) -> Published:
    """Work out the publication day from the strongest of what there is.

    Parameters
    ----------
    text
        The article.
    declared
        A day given with the article.
    header
        The value of its header line ``published``.
    file_name
        Its file's name.
    """
    if declared:
        return Published(declared, "declared", "given with the article")
    if header and (day := _first_day(header)):
        return Published(day, "header", f'the header says "{header.strip()}"')
    if file_name and (day := _first_day(file_name)):
        return Published(day, "file_name", f'the file name "{file_name}" holds the date')
    lines = text.split("\n", 30)
    found = _from_dateline(lines) or _from_text(text, lines)
    return found or Published(
        None, "unknown", "no publication date: neither header, file name, dateline nor text gives one"
    )


def _first_day(words: str) -> date | None:
    for pattern in (_ISO, _COMPACT):
        for m in pattern.finditer(words[:300]):
            if day := make(int(m[1]), int(m[2]), int(m[3])):
                return day
    for pattern in (_NAMED, _NAMED_US):
        for m in pattern.finditer(words[:300]):
            if day := make(int(m["y"]), month_number(m["m"]), day_number(m["d"])):
                return day
    return None


def _from_dateline(lines: list[str]) -> Published | None:
    for line in lines[:_HEAD_LINES]:
        m = _DATELINE.match(line.strip()[:160])
        if not m:
            continue
        month, day = month_number(m["m"] or m["m2"]), day_number(m["d"] or m["d2"])
        if m["y"] and (found := make(int(m["y"]), month, day)):
            return Published(found, "dateline", f'the dateline says "{m[0].strip(" —–-")}"')
    return None


def _from_text(text: str, lines: list[str]) -> Published | None:
    """From a full date in a heading, or from a weekday and day that fit only one of the years that the text names."""
    told = text[:_READ]
    days = {
        day: m.start()
        for rule in RULES
        if rule.name in (date_calendar.WITH_YEAR, date_calendar.ISO)
        for m in rule.pattern.finditer(told)
        if not speaks_of_future(told, m.start(), m.end())
        for day in _single(rule, m)
    }
    years = {d.year for d in days}
    for line in lines[:_HEAD_LINES]:
        found = _from_head(line.strip()) if _is_head(line) else None
        if found and found.day and found.day.year >= max(years, default=found.day.year):
            return found
    known = _fitting(told, years) | days
    latest = max(known, default=None)
    if latest is None or sum((latest - d).days < _RECENT_DAYS for d in known) < _AGREEING:
        return None
    if known[latest] > max(_LEAD_CHARACTERS, len(told) * _LEAD_SHARE):
        return None  # news has its dates in front; what stands at the end is context
    return Published(
        latest, "text", f"the latest full date in the text is {latest.isoformat()}; published then or later"
    )


def _from_head(line: str) -> Published | None:
    """The day in a heading: that of issue, else the first; the end of a period is the earliest day it can be."""
    day = _first_day(line)
    if day is None:
        return None
    said = f'the head of the text says "{line[:80]}"'
    if issued := _ISSUED.search(line):
        month, number = month_number(issued["m"] or issued["m2"]), day_number(issued["d"] or issued["d2"])
        return Published(make(int(issued["y"] or day.year), month, number) or day, "text", said)
    period = f"{said}; published then or later" if _PERIOD.search(line) else said
    return Published(day, "text", period)


def _is_head(line: str) -> bool:
    """Whether a line stands over a text and is no sentence of it."""
    line = line.strip()
    return 0 < len(line) <= _HEAD_CHARACTERS and (
        bool(_LABEL.match(line)) or not line.endswith((".", "!", "?", "”", '"'))
    )


def _fitting(text: str, years: set[int]) -> dict[date, int]:
    """Days told with their weekday but no year, in the one year of `years` in which it fits, and where they stand."""
    fits: dict[date, int] = {}
    for m in _WEEKDAY_DATE.finditer(text):
        month, number = month_number(m["m"] or m["m2"]), day_number(m["d"] or m["d2"])
        made = [d for y in years if (d := make(y, month, number)) and d.weekday() == weekday_number(m["wd"])]
        if len(made) == 1 and not speaks_of_future(text, m.start(), m.end()):
            fits.setdefault(made[0], m.start())
    return fits


def _single(rule: Rule, m: re.Match[str]) -> list[date]:
    read = rule.read(m, Scene(None, False, None))
    return [read[0]] if read and not isinstance(read, Pair) and read[0] and read[0] == read[1] else []
