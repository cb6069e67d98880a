"""Codes, days and numbers in plain words, from data/glossary.csv and data/types.csv."""

from __future__ import annotations

import csv
from datetime import date
from functools import lru_cache

from geo.settings import DATA


@lru_cache(maxsize=1)
def _labels() -> dict[tuple[str, str], str]:
    with (DATA / "glossary.csv").open(encoding="utf-8", newline="") as fh:
        labels = {(row["kind"], row["code"]): row["label"] for row in csv.DictReader(fh)}
    with (DATA / "types.csv").open(encoding="utf-8", newline="") as fh:
        labels |= {("type", row["type"]): row["label"] for row in csv.DictReader(fh)}
    return labels


def label(kind: str, code: str) -> str:
    """What a code is called; a code that the glossary lacks stands for itself."""
    return _labels().get((kind, code)) or code.replace("_", " ")


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    with (DATA / "gazetteer" / "countries.csv").open(encoding="utf-8", newline="") as fh:
        return {row["iso2"]: row["name"] for row in csv.DictReader(fh)}


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
    return "" if best is None else f"about {best:,}"


def count(number: int, noun: str) -> str:
    """A number with its noun: "1 incident", "2 incidents"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
