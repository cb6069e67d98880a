"""Cells of text to days, numbers and codes, a whole column at a time; what cannot be read is marked, never guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd

from geo.imports.sheet import Chunk, Problem

#: Day 0 of a spreadsheet's serial dates, and the serials that are taken for dates (1954 to 2119).
SERIAL_0, SERIALS = date(1899, 12, 30), (20_000, 80_000)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].{0,40})?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0)?")
_PARTS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:[T ].{0,40})?")
_SERIAL = re.compile(r"(\d{5})(?:\.\d{0,12})?")
_WORDY = ("%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%B %d, %Y", "%b %d, %Y")


class Cells:
    """The columns of a chunk, and the rows of it that cannot be taken."""

    def __init__(self, chunk: Chunk) -> None:
        self.lines = chunk.lines
        self._cells = chunk.cells.reset_index(drop=True)
        self._reasons: dict[int, str] = {}
        self._early = chunk.problems

    def __len__(self) -> int:
        return len(self.lines)

    def has(self, name: str) -> bool:
        """Whether there is such a column."""
        return name in self._cells

    def text(self, *names: str) -> pd.Series:
        """The first of these columns that has something in a row."""
        found = pd.Series([None] * len(self), dtype="str")
        for name in names:
            if name in self._cells:
                found = found.fillna(self._cells[name])
        return found

    def reject(self, which: Any, reason: Callable[[int], str] | str) -> None:
        """Give up the rows where `which` is true; the first reason stays."""
        for row in np.flatnonzero(np.asarray(which, dtype=bool)):
            self._reasons.setdefault(int(row), reason if isinstance(reason, str) else reason(int(row)))

    def taken(self) -> np.ndarray:
        """Which rows can be taken: a Boolean per row."""
        keep = np.ones(len(self), dtype=bool)
        keep[list(self._reasons)] = False
        return keep

    def problems(self) -> list[Problem]:
        """The rows that were given up, by line."""
        found = [Problem(int(self.lines[row]), reason) for row, reason in self._reasons.items()]
        return sorted(self._early + found, key=lambda problem: problem.line)

    def number(self, name: str, what: str) -> pd.Series:
        """A column of numbers; a decimal comma is one."""
        return self._number(self.text(name), what)

    def _number(self, text: pd.Series, what: str) -> pd.Series:
        commas = text.str.contains(",", regex=False).fillna(False).to_numpy(bool)
        if commas.any():
            text = text.mask(
                commas & text.str.fullmatch(r"-?\d{1,12},\d{1,12}").fillna(False), text.str.replace(",", ".")
            )
        made = pd.to_numeric(text, errors="coerce").astype("float64")
        bad = text.notna() & ~np.isfinite(made)
        self.reject(bad, lambda row: f"{what}: {_short(text[row])} is no number")
        return made

    def count(self, name: str, what: str) -> pd.Series:
        """A column of people or things: whole, not negative; missing is unknown, which is not 0."""
        made = self.number(name, what)
        bad = made.notna() & ((made < 0) | (made % 1 != 0) | (made > 1e9))
        self.reject(bad, lambda row: f"{what}: {made[row]:g} is no count")
        return made.mask(bad).astype("Int64")

    def day(self, name: str, what: str) -> pd.Series:
        """A column of days."""
        text = self.text(name)
        codes, values = pd.factorize(text)
        month_first = _month_first(values)
        made = [day_of(str(value), month_first=month_first) for value in values]
        table = np.array([*made, None], dtype="datetime64[s]")
        days = pd.Series(table[codes])
        self.reject(text.notna() & days.isna(), lambda row: f"{what}: {_short(text[row])} is no day of the calendar")
        return days

    def points(self, lat_name: str, lon_name: str) -> tuple[pd.Series, pd.Series]:
        """Latitude and longitude in degrees; both or none."""
        lat, lon = self.number(lat_name, "latitude"), self.number(lon_name, "longitude")
        self.reject(lat.isna() != lon.isna(), "it has only one of latitude and longitude")
        swapped = (lat.abs() > 90) & (lat.abs() <= 180) & (lon.abs() <= 90)
        self.reject(swapped, lambda row: f"latitude {lat[row]:g} is beyond 90: are latitude and longitude swapped?")
        far = (lat.abs() > 90) | (lon.abs() > 180)
        self.reject(far, lambda row: f"({lat[row]:g}, {lon[row]:g}) is no point in degrees")
        self.reject((lat == 0) & (lon == 0), "the point (0, 0) stands for an unknown place in many tables")
        return lat, lon

    def mapped(self, text: pd.Series, table: Mapping[str, str | None], default: str | None = None) -> pd.Series:
        """`text` by a table whose keys are in lower case."""
        codes, values = pd.factorize(text.str.casefold().str.removesuffix(".0"))
        found = [table.get(str(value), default) for value in values]
        return pd.Series(pd.array([*found, default], dtype="str")[codes])


def _short(value: Any) -> str:
    return repr(str(value)[:60])


def _month_first(values: Any) -> bool | None:
    """Whether dates like 1/2/2024 begin with the month: told by those where one of the two is more than 12."""
    found = [m for value in values if (m := _PARTS.fullmatch(str(value))) and m[2] != "."]
    if any(int(m[1]) > 12 for m in found):
        return False
    return True if any(int(m[3]) > 12 for m in found) else None


def day_of(text: str, *, month_first: bool | None = None) -> date | None:
    """The day that a cell says, None where it says none or may mean two."""
    try:
        if m := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
            return date(int(m[1]), int(m[2]), int(m[3]))
        if m := _PARTS.fullmatch(text):
            if m[2] != "." and month_first is None and m[1] != m[3]:
                return None  # 1/2/2024 may be either day
            day, month = (m[3], m[1]) if month_first and m[2] != "." else (m[1], m[3])
            return date(int(m[4]), int(month), int(day))
        if (m := _SERIAL.fullmatch(text)) and SERIALS[0] <= int(m[1]) <= SERIALS[1]:
            return SERIAL_0 + timedelta(days=int(m[1]))
    except ValueError:
        return None
    return _wordy(text)


def _wordy(text: str) -> date | None:
    for form in _WORDY:
        try:
            return datetime.strptime(text[:40], form).date()  # noqa: DTZ007 only the day is taken
        except ValueError:
            continue
    return None
