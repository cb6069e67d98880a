"""Figures of an incident: the dead, the injured, and other counts, each with the bounds that the text gives.

``best`` is the figure to show; ``low`` and ``high`` are bounds, None where the text leaves them open. A text without
a figure gives None, never 0; "no casualties" gives 0. Totals of a whole war are not read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from geo.model import Figure
from geo.reading.casualties import Told, tell
from geo.reading.lexicon import LEXICONS, read_rows
from geo.reading.people import figure_words
from geo.reading.quantities import Word, add, exact, quantity_at, words
from geo.reading.revisions import count_before

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"‘'0-9])|(?<=;)\s+")
_WAR_TOTAL = re.compile(
    r"\bsince (?:the )?(?:start|beginning|outbreak|onset) of\b|\bsince the (?:war|invasion|conflict|full-scale)\b"
    r"|\b(?:in|during) the war\b|\bsince (?:the )?fighting (?:began|broke out|started)|\bsince (?:\w+ )?20\d\d\b",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"\b(?:first|earlier|initial|initially|early|previous|previously)\b.{0,60}"
    r"\b(?:report|spoke|spoken|put|said|count|toll|stood|given|gave)"
    r"|\b(?:had spoken of|previously reported|first stated|initially reported|initially put)\b",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"\b(?:rose|risen|rises|raised|climbed|revised|corrected|now|later|bringing|brings|brought|latest)\b",
    re.IGNORECASE,
)
#: A passage is read up to here (characters): no incident is told at greater length.
MAX_PASSAGE = 20_000
#: A sentence is read up to here (characters).
MAX_SENTENCE = 4000
_CASUALTIES = ("dead", "injured")


@dataclass(frozen=True, slots=True)
class Figures:
    """Numbers of one incident; None where the text gives none."""

    fatalities: Figure | None = None
    injured: Figure | None = None
    #: Other counts by key ("drones_destroyed", "displaced_low"): ``_low`` and ``_high`` where only a bound is told.
    numbers: dict[str, int | float | str] = field(default_factory=dict)


def read_figures(text: str) -> Figures:
    """Read the figures of one incident in one clause, sentence or passage.

    Parameters
    ----------
    text:
        The words that tell of the incident alone.
    """
    return combine(_SENTENCE_END.split(text[:MAX_PASSAGE]))


def combine(texts: Sequence[str]) -> Figures:
    """Read the figures of several sentences about one incident, in the order of the text.

    A figure that a later sentence revises is bounded by both; figures of two sentences are never added.
    """
    fatalities: Figure | None = None
    injured: Figure | None = None
    numbers: dict[str, int | float | str] = {}
    for text in texts:
        read = _read_sentence(text)
        fatalities = _with_deaths(fatalities, read.dead, text)
        injured = _revise(injured, read.injured)
        numbers = {**read.numbers, **numbers}
    return Figures(fatalities, injured, numbers)


@dataclass(frozen=True, slots=True)
class _Count:
    """A figure of one sentence and whether the text calls it "newer" or "earlier" than others."""

    figure: Figure
    age: str = ""


@dataclass(frozen=True, slots=True)
class _Read:
    dead: _Count | None
    injured: _Count | None
    numbers: dict[str, int | float | str]


def _revise(old: Figure | None, count: _Count | None) -> Figure | None:
    """The figure so far, bounded or replaced by that of a further sentence."""
    if count is None:
        return old
    new = count.figure
    if old is None or new == old:
        return new
    if new.best is None or new.best == 0:
        return old
    if old.best is None:
        return new
    if count.age == "earlier":
        return Figure(old.best, min(old.best, new.best), max(old.best, new.best))
    if count.age == "newer":
        return Figure(new.best, min(old.best, new.best, new.low or new.best), max(old.best, new.best))
    return old


def _with_deaths(fatalities: Figure | None, dead: _Count | None, text: str) -> Figure | None:
    """The dead so far, with those of a further sentence and with the count that it says was given before."""
    before = count_before(text[:MAX_SENTENCE]) if fatalities is not None or dead is not None else None
    if before is None:
        return _revise(fatalities, dead)
    if dead is not None and dead.figure.best == before:
        dead = None
    return _revise(_revise(fatalities, dead), _Count(exact(before), "earlier"))


def _read_sentence(text: str) -> _Read:
    ws = words(text[:MAX_SENTENCE])
    told = tell(ws)
    numbers = _things(ws)
    for one in told:
        if one.cls not in _CASUALTIES and one.kind != "zero":
            _put(numbers, one.cls, one.figure)
    if _WAR_TOTAL.search(text):
        return _Read(None, None, numbers)
    dead, injured = (_sum([t for t in told if t.cls == cls], ws, text, alone=len(told) == 1) for cls in _CASUALTIES)
    if any(t.kind == "zero" and t.cls in ("casualties", "injured") for t in told):
        dead, injured = dead or _Count(exact(0)), injured or _Count(exact(0))
    return _Read(dead, injured, numbers)


def _sum(told: Sequence[Told], ws: Sequence[Word], text: str, *, alone: bool) -> _Count | None:
    """One figure of all that a sentence tells for one class of harm."""
    counted = [t for t in told if t.kind != "zero"]
    if not counted:
        return _Count(exact(0)) if told else None
    toll = next((t for t in counted if t.kind == "toll"), None)
    if toll is not None and toll.figure.best is not None:
        if toll.earlier is not None:
            pair = (toll.figure.best, toll.earlier)
            return _Count(Figure(toll.figure.best, min(pair), max(pair)), "newer")
        return _Count(toll.figure, "newer")
    last = counted[-1]
    if last.kind == "ordinal" and last.figure.best is not None:
        return _Count(Figure(last.figure.best, last.figure.best - 1, last.figure.best), "newer")
    figure = add([t.figure for t in counted if t.kind == "count"] or [counted[0].figure])
    if len(counted) > 1 or figure.best is None:
        return _Count(figure)
    if _EARLIER.search(text):
        return _Count(figure, "earlier")
    return _Count(_other_source(ws, figure) if alone else figure, "newer" if _LATER.search(text) else "")


def _other_source(ws: Sequence[Word], figure: Figure) -> Figure:
    """Bound a figure by that of a second source: "six dead, the army of two"; "89 dead, Kyiv has claimed 400"."""
    end = len(ws) - (bool(ws) and ws[-1].text in {".", "!", "?"})
    for at in range(max(0, end - 4), end):
        other = quantity_at(ws, at)
        if other is None or other.last != end or other.figure.best is None or figure.best is None:
            continue
        before = [w.text for w in ws[max(0, at - 8) : at]]
        if "," not in before and "while" not in before:
            return figure
        if {"claimed", "claims", "claim"} & set(before):
            return Figure(figure.best, figure.low, other.figure.best)
        pair = (figure.best, other.figure.best)
        return Figure(None, min(pair), max(pair)) if pair[0] != pair[1] else figure
    return figure


@lru_cache(maxsize=1)
def _thing_table() -> dict[tuple[str, ...], str]:
    return {
        tuple(entry.split()): row["key"]
        for row in read_rows(LEXICONS / "counted_things.csv")
        for entry in row["words"].split("|")
    }


def _things(ws: Sequence[Word]) -> dict[str, int | float | str]:
    """Counts of things: quantity, up to three adjectives, the thing."""
    found: dict[str, int | float | str] = {}
    at = 0
    while at < len(ws):
        quantity = None if _designates(ws, at) else quantity_at(ws, at)
        if quantity is None:
            at += 1
            continue
        at = quantity.last
        thing = _thing(ws, quantity.last)
        if thing is not None:
            key, end = thing
            if key in figure_words("DESTROYABLE") and _is_destroyed(ws, quantity.first, end):
                key += "_destroyed"
            _put(found, key, quantity.figure)
            at = end
    return found


def _glued(ws: Sequence[Word], at: int) -> bool:
    """Whether a word or hyphen stands right behind the word before it: the "-" and the "72" of "T-72"."""
    return at > 0 and ws[at - 1].end == ws[at].start and (ws[at].text[0].isalnum() or ws[at].text == "-")


def _designates(ws: Sequence[Word], at: int) -> bool:
    """Whether a number is part of a designation and counts nothing: "T-72", "M16", "AK-47"."""
    if not _glued(ws, at) or not ws[at].text[0].isdigit():
        return False
    before = at - 2 if ws[at - 1].text == "-" and _glued(ws, at - 1) else at - 1
    return ws[before].text.isalpha()


def _thing(ws: Sequence[Word], start: int) -> tuple[str, int] | None:
    parts = [at for at in range(start, min(start + 12, len(ws))) if not (at > start and _glued(ws, at))]
    for first in parts[:4]:  # "T-72" is one word
        for size in (3, 2, 1):
            key = _thing_table().get(tuple(w.text for w in ws[first : first + size]))
            if key is not None:
                return key, first + size
        if not ws[first].text[0].isalpha() and ws[first].text != "of":
            return None
    return None


def _is_destroyed(ws: Sequence[Word], first: int, end: int) -> bool:
    before = [w.text for w in ws[max(0, first - 4) : first]]
    after = [w.text for w in ws[end : end + 5]]
    passive = next((n for n, w in enumerate(after) if w in figure_words("DESTROYED")), None)
    return bool(figure_words("DESTROYED") & set(before)) or (
        passive is not None and bool({"were", "was", "been"} & set(after[: passive + 1]))
    )


def _put(numbers: dict[str, int | float | str], key: str, figure: Figure) -> None:
    """Keep a count under its key, or its bound under ``_low`` or ``_high``; the first one told stays."""
    if key in numbers or f"{key}_low" in numbers:
        return
    if figure.best is not None and figure.high is not None:
        numbers[key] = figure.best
        return
    if figure.low is not None:
        numbers[f"{key}_low"] = figure.low
    if figure.high is not None:
        numbers[f"{key}_high"] = figure.high
