"""Codes, days and numbers in plain words, from data/glossary.csv and data/types.csv."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from geo.settings import DATA
from geo.store.columns import CONFIDENCE_WORDS


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


def confidence(value: float) -> str:
    """A confidence (0..1) in a word."""
    return next(word for least, word in CONFIDENCE_WORDS if value >= least or least == 0.0)


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    with (DATA / "gazetteer" / "countries.csv").open(encoding="utf-8", newline="") as fh:
        return {row["iso2"]: row["name"] for row in csv.DictReader(fh)}


def countries() -> list[str]:
    """The codes of all countries (ISO 3166-1 alpha-2)."""
    return list(_countries())


def country_name(code: str) -> str:
    """The English name of an ISO 3166-1 alpha-2 code; one that is not known stands for itself."""
    return _countries().get(code, code)


def spoken(day: date) -> str:
    """A day as prose has it: "29 May 2025"."""
    return f"{day.day} {day:%B %Y}"


def interval(first: date | None, last: date | None, precision: str) -> str:
    """When an incident happened, in words."""
    if last is None:
        return "not dated" if first is None else f"since {spoken(first)}"
    if first is None or precision == "on_or_before":
        return f"on or before {spoken(last)}"
    if first == last:
        return spoken(first)
    vague = f"some time in the {precision}: " if precision in ("week", "month", "season", "year") else ""
    return f"{vague}{spoken(first)} to {spoken(last)}"


def people(best: int | None, low: int | None, high: int | None) -> str:
    """A number of people with its bounds: "2", "at least 5", "3 to 7"; empty when the text does not say."""
    if low is not None and high is not None:
        return f"{low:,}" if low == high else f"{low:,} to {high:,}"
    if low is not None:
        return f"at least {low:,}"
    if high is not None:
        return f"at most {high:,}"
    return "" if best is None else f"about {best:,}" if best else "0"


def count(number: int, noun: str, plural: str | None = None) -> str:
    """A number with its noun: "1 incident", "2 incidents"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
