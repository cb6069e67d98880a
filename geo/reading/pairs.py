"""One verb, several places each with its own day or its own dead: two incidents.

"Took A on Thursday and B late on Saturday"; "killed twelve in A and ten in B".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from geo.model import EventDate, Span, Timex
from geo.reading.document import Name
from geo.reading.drafts import Draft

#: More places than these in one sentence are a list, not a story.
_MOST = 4
#: How far behind its place a day stands (characters).
_REACH = 45
#: What is counted again in front of a further place: "… in A and ten in B".
_NEXT_COUNT = re.compile(
    r"(?:\band|,|;)\s(?:(?:at\sleast|another|some|about|around|more\sthan)\s)?"
    r"(?:\d[\d,]{0,6}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens)\b"
    r"(?:\s(?!of\s|other\s)[a-z]{2,12}){0,2}\s(?:in|at|near|around|outside)\s[^.;]{0,40}$"
)
_TOLLS = frozenset({"explosion_remote", "violence_civilians"})
#: The harm that the first part tells holds for the second, which only counts.
_HARMS = (
    (re.compile(r"\b(?:kill|dead\b|died\b|shot\b)"), "killed"),
    (re.compile(r"\b(?:wound|injur|hurt\b)"), "wounded"),
)


def by_count(draft: Draft, rest: Sequence[Name]) -> list[Draft]:
    """Split a draft of two places that have a toll each; the draft alone where they have not.

    Parameters
    ----------
    draft
        An incident with all its places.
    rest
        All names of its sentence: none but wider ones may stand between the two.
    """
    names = sorted(draft.placed.used, key=lambda n: n.start)
    if len(names) != 2 or len(draft.placed.places) != 2 or draft.trigger.type not in _TOLLS:
        return [draft]
    clause, start = draft.trigger.clause, draft.sentence.start
    wide = max((n.end for n in rest if names[0].end <= n.start < names[1].start), default=names[0].end)
    found = _NEXT_COUNT.search(draft.sentence.text[wide - start : names[1].start - start])
    harmed = bool(draft.seen.marked.of("HARM_V"))
    if found is None or not harmed or not clause.start <= names[0].start < names[1].start < clause.end:
        return [draft]
    cut = wide + found.start()
    parts = []
    for name, span in zip(names, (Span(clause.start, cut), Span(cut, clause.end)), strict=True):
        places = tuple(p for p in draft.placed.places if p.mention is not None and p.mention.start == name.start)
        if len(places) != 1:
            return [draft]
        placed = replace(draft.placed, places=places, used=(name,))
        trigger = replace(draft.trigger, clause=span)
        parts.append(replace(draft, trigger=trigger, placed=placed, own_place=True, more=[], alone=False))
    text = draft.sentence.text[clause.start - start : cut - start]
    parts[1].lead = next((verb for pattern, verb in _HARMS if pattern.search(text)), "")
    return parts


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
