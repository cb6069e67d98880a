"""Numbers in words and digits, with the bounds that the text gives them: "at least five", "between 9 and 11".

A quantity keeps what the text says of it (``Figure``); the words stand in ``data/lexicons/number_words.csv``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from geo.model import Figure
from geo.reading.lexicon import LEXICONS, read_rows

_TOKEN = re.compile(r"\d[\d,.]*-[a-z-]{2,30}|\d[\d,.]*\d|\d|[^\W\d_]+(?:['’.\-][^\W\d_]+)*|[^\w\s]", re.IGNORECASE)
_QUOTES = frozenset('"“”„«»‘')
_WHOLE = re.compile(r"\d{1,3}(,\d{3})+|\d{1,9}")
_DECIMAL = re.compile(r"\d{1,4}\.\d{1,2}")
#: Largest number that is taken for a count.
MAX_COUNT = 50_000_000
_YEARS = range(1900, 2100)
#: Words before a number that make it a date, a time or a name's number, not a count.
_NO_COUNT_BEFORE = frozenset({"aged", "age", "no", "km", "mi", "chapter", "article", "resolution", "route", "highway"})
_NO_COUNT_AFTER = frozenset(
    {
        "%",
        "percent",
        "per",
        "km",
        "kilometres",
        "kilometers",
        "miles",
        "metres",
        "meters",
        "years",
        "year",
        "days",
        "day",
    }
    | {"hours", "hour", "minutes", "weeks", "week", "months", "month", "am", "pm", "a.m", "p.m", "january", "february"}
    | {"march", "april", "may", "june", "july", "august", "september", "october", "november", "december", "o'clock"}
)
_MONTHS = frozenset(
    {"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november"}
    | {"december", "jan", "feb", "aug", "sept", "oct", "nov", "dec"}
)


#: Makes a named tuple without a call of Python code, for what is made once a word.
_new = tuple.__new__


class Word(NamedTuple):
    """A token in lower case, as it stood, with its offsets."""

    text: str
    raw: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its bounds; words ``first`` to ``last`` (exclusive) say it."""

    first: int
    last: int
    figure: Figure
    ordinal: bool = False  #: "a sixth": one more, which makes six


@lru_cache(maxsize=256)
def words(text: str) -> tuple[Word, ...]:
    """Cut a text into words, numbers and signs; a possessive ending is left off."""
    out = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        raw = text[start:end]
        if end - start == 1:
            if raw not in _QUOTES:
                out.append(_new(Word, (raw.lower() if raw != "’" else "'", raw, start, end)))
            continue
        if raw.endswith(("'s", "’s")):
            raw, end = raw[:-2], end - 2
        if raw.endswith((".", ",")) and len(raw) > 1:
            raw, end = raw[:-1], end - 1
        low = raw.lower()
        out.append(_new(Word, (low.replace("’", "'") if "’" in low else low, raw, start, end)))
    return tuple(out)


def exact(count: int) -> Figure:
    """The figure of a plain number."""
    return Figure(count, count, count)


@lru_cache(maxsize=1)
def _lexicon() -> dict[str, dict[tuple[str, ...], int]]:
    """Kind -> phrase -> value."""
    table: dict[str, dict[tuple[str, ...], int]] = {}
    for row in read_rows(LEXICONS / "number_words.csv"):
        table.setdefault(row["kind"], {})[tuple(row["words"].split())] = int(row["value"] or 0)
    return table


@lru_cache(maxsize=1)
def _openers() -> dict[str, dict[str, list[tuple[list[str], int]]]]:
    """Kind -> first word -> (other words, value) of the phrases that it opens, longest first; most words open none."""
    found: dict[str, dict[str, list[tuple[list[str], int]]]] = {}
    for kind, table in _lexicon().items():
        opened = found.setdefault(kind, {})
        for (first, *rest), value in sorted(table.items(), key=lambda item: -len(item[0])):
            opened.setdefault(first, []).append((rest, value))
    return found


def phrase_at(ws: Sequence[Word], at: int, kind: str) -> tuple[int, int] | None:
    """(end, value) of the longest phrase of a kind of number word that stands at ``at``."""
    opened = _openers()[kind].get(ws[at].text) if at < len(ws) else None
    for rest, value in opened or ():
        end = at + 1 + len(rest)
        if not rest or [w.text for w in ws[at + 1 : end]] == rest:
            return end, value
    return None


def plain_number(ws: Sequence[Word], at: int) -> tuple[int, int] | None:
    """(end, value) of a number without qualifiers: "1,200", "twenty-three", "two hundred and five", "a dozen"."""
    if at >= len(ws):
        return None
    word = ws[at].text
    if word[0].isdigit():
        return _digits(ws, at)
    if word in ("a", "an"):
        scale = _value(ws, at + 1, "scale")
        return (at + 2, scale) if scale else None
    total, current, end = 0, 0, at
    while end < len(ws):
        part = _simple(ws[end].text)
        scale = _value(ws, end, "scale")
        if part is not None:
            if current and current % 10:
                break
            current += part
        elif scale and current:
            current *= scale
            if scale >= 1000:
                total, current = total + current, 0
        elif not (ws[end].text == "and" and end > at and current >= 100 and _next_simple(ws, end + 1)):
            break
        end += 1
    return (end, total + current) if end > at and total + current > 0 else None


def _digits(ws: Sequence[Word], at: int) -> tuple[int, int] | None:
    word = ws[at].text
    if _WHOLE.fullmatch(word):
        value = float(word.replace(",", ""))
    elif _DECIMAL.fullmatch(word):
        value = float(word)
    else:
        return None
    end = at + 1
    scale = _value(ws, end, "scale")
    if scale:
        value, end = value * scale, end + 1
    before = ws[at - 1].text if at else ""
    after = ws[end].text if end < len(ws) else ""
    if before in _NO_COUNT_BEFORE or before in _MONTHS or after in _NO_COUNT_AFTER or before in {"$", "€", "£"}:
        return None
    if value != int(value) or value > MAX_COUNT or (int(value) in _YEARS and "," not in word and before != "some"):
        return None
    return end, int(value)


def _simple(word: str) -> int | None:
    table = _lexicon()
    value = table["unit"].get((word,), table["tens"].get((word,)))
    if value is None and "-" in word:
        tens, _, unit = word.partition("-")
        if (tens,) in table["tens"] and (unit,) in table["unit"]:
            return table["tens"][tens,] + table["unit"][unit,]
    return value


def _next_simple(ws: Sequence[Word], at: int) -> bool:
    return at < len(ws) and _simple(ws[at].text) is not None


def _value(ws: Sequence[Word], at: int, kind: str) -> int | None:
    return _lexicon()[kind].get((ws[at].text,)) if at < len(ws) else None


@lru_cache(maxsize=4096)
def _may_open(word: str) -> bool:
    """Whether a quantity can begin with this word at all: most words cannot."""
    if word[0].isdigit() or word in {"between", "from", "a", "an"} or _simple(word) is not None:
        return True
    return any(word in opening for opening in _openers().values())


def quantity_at(ws: Sequence[Word], at: int) -> Quantity | None:
    """The quantity that begins at word ``at``, qualifiers included; None when none does."""
    if at >= len(ws) or not _may_open(ws[at].text):
        return None
    if ws[at].text == "between" or (ws[at].text == "from" and at + 2 < len(ws)):
        pair = _pair(ws, at + 1, ("and", "to"))
        if pair:
            return Quantity(at, pair[0], Figure(None, min(pair[1:]), max(pair[1:])))
    for kind in ("least", "most", "nearly", "about"):
        found = phrase_at(ws, at, kind)
        if found:
            inner = quantity_at(ws, found[0]) if kind == "about" else None
            if inner:
                return Quantity(at, inner.last, inner.figure, inner.ordinal)
            return _qualified(ws, at, found[0], kind)
    opened = phrase_at(ws, at, "open")
    if opened:
        end = opened[0] + (opened[0] < len(ws) and ws[opened[0]].text == "of")
        return Quantity(at, end, Figure(None, opened[1], None))
    pair = _pair(ws, at, ("to", "or", "-", "–"))
    if pair and pair[1] < pair[2]:
        return Quantity(at, pair[0], Figure(None, pair[1], pair[2]))
    number = plain_number(ws, at)
    if number:
        return Quantity(at, number[0], exact(number[1]))
    if ws[at].text == "a":
        ordinal = phrase_at(ws, at + 1, "ordinal")
        if ordinal:
            return Quantity(at, ordinal[0], exact(ordinal[1]), ordinal=True)
    return None


def _qualified(ws: Sequence[Word], at: int, inner: int, kind: str) -> Quantity | None:
    number = plain_number(ws, inner)
    if number is None:
        opened = phrase_at(ws, inner, "open")
        return Quantity(at, opened[0], Figure(None, opened[1], None)) if opened and kind != "most" else None
    end, value = number
    figure = {
        "least": Figure(value, value, None),
        "most": Figure(None, None, value),
        "nearly": Figure(value, None, value),
        "about": exact(value),
    }[kind]
    return Quantity(at, end, figure)


def _pair(ws: Sequence[Word], at: int, joins: tuple[str, ...]) -> tuple[int, int, int] | None:
    """(end, first, second) of "9 and 11", "9 to 11"."""
    one = plain_number(ws, at)
    if one is None or one[0] >= len(ws) or ws[one[0]].text not in joins:
        return None
    two = plain_number(ws, one[0] + 1)
    return (two[0], one[1], two[1]) if two else None


def add(figures: Sequence[Figure]) -> Figure:
    """Sum of figures; a bound that one of them leaves open stays open."""

    def total(values: Sequence[int | None]) -> int | None:
        known = [v for v in values if v is not None]
        return sum(known) if len(known) == len(values) else None

    if len(figures) == 1:
        return figures[0]
    low = sum((f.low if f.low is not None else f.best) or 0 for f in figures) or None
    return Figure(total([f.best for f in figures]), low, total([f.high for f in figures]))
