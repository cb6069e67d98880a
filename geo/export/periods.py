"""A window cut into days, weeks, months, quarters or years: one panel, or one frame of a film, for each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from geo.errors import UsageError

STEPS = ("day", "week", "month", "quarter", "year")
#: Most panels on a sheet and most frames of a film.
MAX_PANELS, MAX_FRAMES = 42, 400
#: A film chooses the smallest step that needs no more frames than this.
GOOD_FRAMES = 60


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``first`` to ``last``, both included, and how they are called."""

    first: date
    last: date
    words: str


def make_periods(first: date, last: date, step: str, *, most: int) -> list[Period]:
    """All periods of `step` that meet `first` .. `last`, cut to it; weeks begin on Monday (ISO 8601).

    Raises
    ------
    UsageError
        When there are more than `most`.
    """
    if count_periods(first, last, step) > most:
        longer = next((s for s in STEPS if count_periods(first, last, s) <= most), "year")
        msg = f"{first} to {last} has more than {most} periods of a {step}: choose a {longer}, or a shorter window"
        raise UsageError(msg)
    made, day = [], first
    while day <= last:
        end = _end(day, step, last)
        made.append(Period(day, end, _words(day, end, step)))
        if end == last:  # the last of all days has none after it
            break
        day = end + timedelta(days=1)
    return made


def _end(day: date, step: str, last: date) -> date:
    """The last day of the period that `day` is in, and at most `last`."""
    try:
        return min(_after(day, step) - timedelta(days=1), last)
    except (OverflowError, ValueError):  # the calendar ends in it
        return last


def good_step(first: date, last: date) -> str:
    """The smallest step of which a film has not too many frames."""
    return next((step for step in STEPS if count_periods(first, last, step) <= GOOD_FRAMES), "year")


def count_periods(first: date, last: date, step: str) -> int:
    """How many periods of `step` meet `first` .. `last`."""
    if step in ("day", "week"):
        before = first.weekday() if step == "week" else 0
        return ((last - first).days + before) // (7 if step == "week" else 1) + 1
    months = (last.year - first.year) * 12 + last.month - first.month
    size = {"month": 1, "quarter": 3, "year": 12}[step]
    return (months + (first.month - 1) % size) // size + 1


def _after(day: date, step: str) -> date:
    """The first day after the period that `day` is in; fails where the calendar has none."""
    if step == "day":
        return day + timedelta(days=1)
    if step == "week":
        return day + timedelta(days=7 - day.weekday())
    size = {"month": 1, "quarter": 3, "year": 12}[step]
    month = (day.month - 1) // size * size + size
    return date(day.year + month // 12, month % 12 + 1, 1)


def _words(first: date, last: date, step: str) -> str:
    if step == "day" or first == last:
        return f"{first.day} {first:%b %Y}"
    if step == "week":
        return f"{first.day} {first:%b} – {last.day} {last:%b %Y}"
    if step == "month":
        return f"{first:%B %Y}"
    if step == "quarter":
        return f"{first:%b} – {last:%b %Y}"
    return str(first.year)
