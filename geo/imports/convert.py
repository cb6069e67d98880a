"""The rows of an opened table to the columns of the store, chunk by chunk, by the kind that it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from geo.errors import UsageError
from geo.imports import table
from geo.imports.cells import Cells
from geo.imports.kinds import KNOWN, WANTED, columns_of
from geo.imports.rows import to_table
from geo.imports.sheet import Problem, Sheet

Report = Callable[[float, str], None]


@dataclass(slots=True)
class Converted:
    """The rows of a file as the store has them, and those that could not be taken."""

    tables: list[pa.Table] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)


def convert(
    sheet: Sheet,
    kind: str,
    dataset_id: str,
    chosen: Mapping[str, str],
    *,
    first_rows: int | None = None,
    report: Report | None = None,
) -> Converted:
    """Convert the rows of `sheet`, or its `first_rows`, as a file of `kind`; `chosen` stands before the guess.

    Raises
    ------
    UsageError
        When its columns do not fit the kind.
    """
    done = Converted()
    names = columns_of(kind, sheet)
    if kind in KNOWN:
        _check_columns(kind, names)
    else:
        done.columns = table.mapping(names, chosen)
    seen = 0
    for chunk in sheet.chunks(names, WANTED.get(kind), first_rows):
        cells = Cells(chunk)
        if kind in KNOWN:
            made: dict[str, Any] = KNOWN[kind](cells)
        else:
            made = table.convert(cells, done.columns, dataset_id)
        done.tables.append(to_table(cells, made))
        done.problems += cells.problems()
        seen += len(cells)
        if report:
            report(0.0, f"{seen:,} rows")
    return done


def _check_columns(kind: str, names: list[str]) -> None:
    needed = {
        "ucdp": ("id", "type_of_violence", "date_start", "latitude", "longitude"),
        "viina": ("date", "latitude", "longitude"),
        "gdelt": ("GLOBALEVENTID", "SQLDATE", "EventCode"),
        "acled": ("event_date", "event_type", "latitude", "longitude"),
    }[kind]
    missing = [name for name in needed if name not in names]
    if missing:
        msg = f"as {kind} it needs the columns {', '.join(missing)}; it has {', '.join(names) or 'no header'}"
        raise UsageError(msg)
