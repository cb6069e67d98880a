"""CSV: one row per incident and place, safe to open in a spreadsheet."""

from __future__ import annotations

from typing import BinaryIO

import pandas as pd

#: A cell that begins so (after blanks) may be run as a formula by a spreadsheet (OWASP, CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
CHUNK_ROWS = 50_000


def defuse(value: object) -> object:
    """A text cell that no spreadsheet takes for a formula; other values as they are."""
    if isinstance(value, str) and (value.startswith(FORMULA_STARTS) or value.lstrip().startswith(FORMULA_STARTS)):
        return "'" + value
    return value


def write_csv(out: BinaryIO, frame: pd.DataFrame) -> int:
    """Write `frame` as UTF-8 CSV with a header row; days as YYYY-MM-DD, unknown as an empty cell.

    Returns
    -------
    The number of rows written.
    """
    text = [c for c in frame.columns if not pd.api.types.is_numeric_dtype(frame[c].dtype)]
    text = [c for c in text if not pd.api.types.is_datetime64_any_dtype(frame[c].dtype)]
    for start in range(0, max(len(frame), 1), CHUNK_ROWS):
        chunk = frame.iloc[start : start + CHUNK_ROWS].copy()
        for column in text:
            chunk[column] = chunk[column].astype(object).map(defuse, na_action="ignore")
        data = chunk.to_csv(index=False, header=start == 0, date_format="%Y-%m-%d", lineterminator="\n")
        out.write(data.encode("utf-8"))
    return len(frame)
