"""One verb, several places each with its own day: "took A on Thursday and B late on Saturday" is two incidents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from geo.model import EventDate, Timex
from geo.reading.document import Name
from geo.reading.drafts import Draft

#: More places than these in one sentence are a list, not a story.
_MOST = 4
#: How far behind its place a day stands (characters).
_REACH = 45


def by_day(draft: Draft, dates: Sequence[Timex], dated: Callable[[Timex], EventDate]) -> list[Draft]:
    """Split a draft whose places have a day each; the draft alone where they have not.

    Parameters
    ----------
    draft
        An incident with all its places.
    dates
        The calendar expressions of its sentence.
    dated
        The date that the incident has by one expression.
    """
    names = sorted(draft.placed.used, key=lambda n: n.start)
    if not 2 <= len(names) <= _MOST or len(draft.placed.places) != len(names):
        return [draft]
    days = [
        _day_behind(name, names[k + 1].start if k + 1 < len(names) else None, draft, dates)
        for k, name in enumerate(names)
    ]
    found = [day for day in days if day is not None]
    if len(found) < len(names) or len({(d.first, d.last) for d in found}) < len(names):
        return [draft]
    parts = []
    for name, day in zip(names, found, strict=True):
        places = tuple(p for p in draft.placed.places if p.mention is not None and p.mention.start == name.start)
        if len(places) != 1:
            return [draft]
        placed = replace(draft.placed, places=places, used=(name,))
        parts.append(
            replace(draft, placed=placed, date=dated(day), own_date=True, own_place=True, more=[], alone=False)
        )
    return parts


def _day_behind(name: Name, end: int | None, draft: Draft, dates: Sequence[Timex]) -> Timex | None:
    """The one day between a name and the next one."""
    last = draft.sentence.end if end is None else end
    held = [d for d in dates if name.end <= d.start < last and d.precision in ("day", "month")]
    return held[0] if len(held) == 1 and held[0].start - name.end <= _REACH else None
