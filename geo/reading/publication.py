"""The publication day, on which all relative dates hang: a declared assumption with its reason, never today."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from geo.model import PublishedBasis
from geo.reading.date_rules import RULES, Scene
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
    """From full dates in the head, or from a weekday and day that fit only one of the years that the text names."""
    for line in lines[:_HEAD_LINES]:
        if len(line) <= 160 and (day := _first_day(line)):
            return Published(day, "text", f'the head of the text says "{line.strip()[:80]}"')
    days = sorted(
        {d for r in RULES if not r.relative for m in r.pattern.finditer(text[:200_000]) for d in _single(r, m)}
    )
    years = {d.year for d in days}
    fits = set()
    for m in _WEEKDAY_DATE.finditer(text[:200_000]):
        month, number = month_number(m["m"] or m["m2"]), day_number(m["d"] or m["d2"])
        for year in years:
            day = make(year, month, number)
            if day and day.weekday() == weekday_number(m["wd"]):
                fits.add(day)
    latest = max([*days, *fits], default=None)
    if latest is None or not days or latest.year < max(years):
        return None
    if days and (latest - days[-1]).days >= 0 and len([d for d in (*days, *fits) if (latest - d).days < 60]) >= 2:
        return Published(
            latest, "text", f"the latest full date in the text is {latest.isoformat()}; published then or later"
        )
    return None


def _single(found_by: object, m: re.Match[str]) -> list[date]:
    read = found_by.read(m, Scene(None, False, None))  # type: ignore[attr-defined]
    return [read[0]] if read and read[0] and read[0] == read[1] else []
