"""Shorthand for tests of dates: what a text's calendar expressions mean, and when its events happened."""

from __future__ import annotations

from datetime import date

from geo.model import EventDate, Span, Timex
from geo.reading.dates import find_dates
from geo.reading.dating import date_event
from geo.reading.sentences import split_sentences

#: A Thursday; last week is 2..8 June, the last weekend 7..8 June.
THURSDAY = date(2025, 6, 12)


def dates_in(text: str, published: date | None = THURSDAY) -> tuple[Timex, ...]:
    """The calendar expressions of a text."""
    return find_dates(text, split_sentences(text), published)


def interval(first: date | None, last: date | None) -> str:
    """ "2025-06-01..2025-06-30", or one day alone, or ".." where both ends are open."""
    if first is not None and first == last:
        return first.isoformat()
    return f"{first or ''}..{last or ''}"


def meanings(text: str, published: date | None = THURSDAY) -> list[tuple[str, str]]:
    """Each expression of a text with its days."""
    return [(found.text, interval(found.first, found.last)) for found in dates_in(text, published)]


def when(
    marked: str, *, published: date | None = THURSDAY, future: bool = False, perfect: bool = False, follows: bool = True
) -> EventDate:
    """The date of the event that ``{braces}`` mark; earlier braces mark the event told just before."""
    text = marked.replace("{", "").replace("}", "")
    sentences = split_sentences(text)
    dates = find_dates(text, sentences, published)
    told: EventDate | None = None
    removed = 0
    for part in marked.split("{")[1:]:
        at = marked.index("{" + part, removed) - removed
        removed += 2
        end = at + part.index("}")
        sentence = next(s for s in sentences if s.start <= at < s.end)
        told = date_event(
            sentence,
            Span(at, end),
            dates,
            published=published,
            future=future,
            perfect=perfect,
            previous=told if follows else None,
        )
    assert told is not None, marked
    return told


def days(marked: str, **given: bool | date | None) -> str:
    """The days of the event that braces mark."""
    found = when(marked, **given)  # type: ignore[arg-type]
    return interval(found.first, found.last)
