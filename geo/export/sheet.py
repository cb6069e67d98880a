"""XLSX: one sheet, ``incidents``, with a header row. Text is text, so that a cell with "=" is never run."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any, BinaryIO

import xlsxwriter

from geo.errors import UsageError
from geo.export.arrow import schema
from geo.export.progress import Report
from geo.export.rows import Rows

SHEET = "incidents"
#: Limits of Excel: rows of a sheet, header included, and characters of a cell.
MAX_ROWS, MAX_CELL = 1_048_576, 32_767
_CUT = " …"
#: The instant that the file names as its creation: the same rows must give the same bytes.
NO_CLOCK = datetime(2000, 1, 1)  # noqa: DTZ001 XlsxWriter takes naive instants
#: The first day that Excel can count from; earlier ones are written as text.
FIRST_DAY = date(1900, 3, 1)


def write_xlsx(out: BinaryIO, rows: Rows, report: Report | None = None) -> int:
    """Write `rows` as an Excel workbook; returns the number of rows.

    Raises
    ------
    UsageError
        When there are more rows than a sheet can hold.
    """
    if len(rows) >= MAX_ROWS:
        msg = f"a sheet holds {MAX_ROWS - 1:,} rows, there are {len(rows):,}: choose a window, or .csv or .parquet"
        raise UsageError(msg)
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    packed = io.BytesIO()  # XlsxWriter hides what a full disk says, and ends with a traceback of its own
    book = xlsxwriter.Workbook(packed, {**options, "strings_to_numbers": False})
    book.set_properties({"created": NO_CLOCK, "title": "Sitmap: incidents"})
    sheet = book.add_worksheet(SHEET)
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    names = schema(geometry=False).names
    for column, name in enumerate(names):
        sheet.write_string(0, column, name, bold)
    sheet.freeze_panes(1, 0)
    number = 0
    for batch in rows.batches(geometry=False, report=report):
        columns = [column.to_pylist() for column in batch.columns]
        for row in zip(*columns, strict=True):
            number += 1
            for column, value in enumerate(row):
                if value is not None:
                    _write(sheet, number, column, value, day)
    book.close()
    out.write(packed.getbuffer())
    return len(rows)


def _write(sheet: Any, row: int, column: int, value: Any, day: Any) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value)
    elif isinstance(value, date) and value >= FIRST_DAY:
        sheet.write_datetime(row, column, value, day)
    else:
        text = str(value)
        sheet.write_string(row, column, text if len(text) <= MAX_CELL else text[: MAX_CELL - len(_CUT)] + _CUT)
