"""Codes in plain words (data/glossary.csv, data/types.csv), and foreign text made safe for labels and panels."""

from __future__ import annotations

import csv
import html
import string
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from types import MappingProxyType

from geo.settings import DATA

#: CommonMark lets a backslash precede any ASCII punctuation; that also stops `:red[…]`, `$…$` and bare addresses.
_ESCAPED = {ord(mark): f"\\{mark}" for mark in string.punctuation} | {ord(c): " " for c in "\r\n\t\u2028\u2029"}
#: Confidence in words: from this value on (0..1).
CONFIDENCE_WORDS = ((0.8, "high"), (0.5, "medium"), (0.0, "low"))


@dataclass(frozen=True, slots=True)
class Term:
    """What a code is called and what it means; ``colour`` only for types."""

    label: str
    meaning: str
    colour: str = ""


@lru_cache(maxsize=1)
def glossary() -> Mapping[tuple[str, str], Term]:
    """(kind, code) -> its words."""
    terms = {}
    with (DATA / "glossary.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            terms[row["kind"], row["code"]] = Term(row["label"], row["meaning"])
    with (DATA / "types.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            terms["type", row["type"]] = Term(row["label"], row["meaning"], row["colour"])
    return MappingProxyType(terms)


def term(kind: str, code: str) -> Term:
    """The words for a code; a code that the glossary lacks stands for itself."""
    return glossary().get((kind, code)) or Term(code.replace("_", " "), "")


def label(kind: str, code: str) -> str:
    """What a code is called."""
    return term(kind, code).label


def plain(text: str | None) -> str:
    """`text` for places that read Markdown (labels, messages): every mark shows as itself, on one line."""
    return (text or "").translate(_ESCAPED)


def html_text(text: object) -> str:
    """`text` for ``st.html``: no tag, no attribute, no entity of its own."""
    return html.escape(str(text), quote=True)


def spoken(day: date | datetime | None) -> str:
    """A day as prose has it: "29 May 2025"."""
    return "not known" if day is None else f"{day.day} {day:%B %Y}"


def interval(first: date | None, last: date | None, precision: str = "day") -> str:
    """When an incident happened, in words."""
    if first is None and last is None:
        return "not dated"
    if first is None or precision == "on_or_before":
        return f"on or before {spoken(last)}"
    if last is None:
        return f"since {spoken(first)}"
    if first == last:
        return spoken(first)
    return f"{spoken(first)} to {spoken(last)}"


def confidence(value: float) -> str:
    """A confidence (0..1) in a word."""
    return next(word for least, word in CONFIDENCE_WORDS if value >= least or least == 0.0)


def count(number: int, noun: str, plural: str | None = None) -> str:
    """A number with its noun: "1 incident", "2 incidents"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
