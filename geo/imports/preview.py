"""A look into a file before it is imported: what it is taken for, its first rows, and what would become of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

import pandas as pd
import pyarrow as pa

from geo.errors import UsageError
from geo.imports import table
from geo.imports.convert import convert
from geo.imports.kinds import KNOWN, columns_of, guess_kind
from geo.imports.sheet import Problem, open_sheet

#: How many rows are converted for the look, and how many cells of them are shown as they stand.
ROWS, SHOWN = 500, 8


@dataclass(slots=True)
class Preview:
    """What an import would make of the first rows of a file."""

    kind: str  #: what it is taken for
    names: list[str]  #: the columns of the file
    cells: pd.DataFrame  #: the first rows as they stand in the file
    columns: dict[str, str] = field(default_factory=dict)  #: of a table: target -> header
    rows: pd.DataFrame = field(default_factory=pd.DataFrame)  #: the first rows as the store would have them
    problems: list[Problem] = field(default_factory=list)  #: of the first rows, those that could not be taken
    refusal: str | None = None  #: why nothing could be imported like this


def preview(path: Path, *, kind: str | None = None, columns: Mapping[str, str] | None = None) -> Preview:
    """What would become of the first rows of the file at `path`; nothing is stored.

    Parameters
    ----------
    path
        A file as ``load.import_file`` takes it.
    kind
        One of ``kinds.KINDS``; guessed by default.
    columns
        For a table: target -> header, in the place of the guess.

    Raises
    ------
    InputError
        When it is no table that can be read.
    """
    sheet = open_sheet(path)
    taken_for = kind or guess_kind(sheet)
    names = columns_of(taken_for, sheet) or [f"column_{n}" for n in range(1, len(sheet.first) + 1)]
    first = list(islice(sheet.rows, SHOWN))
    sheet.rows = chain(first, sheet.rows)
    fit = [cells for _, cells in first if len(cells) == len(names)]
    seen = Preview(taken_for, names, pd.DataFrame(fit, columns=names, dtype="str"))
    if taken_for not in KNOWN:
        seen.columns = table.guess(names) | dict(columns or {})
    try:
        made = convert(sheet, taken_for, "preview", columns or {}, first_rows=ROWS)
    except UsageError as error:
        seen.refusal = str(error)
        return seen
    seen.columns, seen.problems = made.columns, made.problems
    if made.tables:
        seen.rows = pa.concat_tables(made.tables).to_pandas()
    return seen
