"""Days at the edge of the calendar: an address may name the first of all, a table brings the last."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

#: How far a field of days goes from today, where nothing in it lies farther.
YEARS_ON = 10


def shifted(day: date, by: int) -> date:
    """So many days later, or earlier; the first or last day that there is where the calendar ends before."""
    try:
        return day + timedelta(days=by)
    except OverflowError:
        return date.max if by > 0 else date.min


def bounds(earliest: date, *held: date | None) -> tuple[date, date]:
    """The first and last day of a field: from `earliest` to some years on, and whatever it already holds."""
    days = [day for day in held if day is not None]
    latest = date(datetime.now(UTC).year + YEARS_ON, 12, 31)
    return min([earliest, *days]), max([latest, *days])
