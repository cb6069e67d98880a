"""CSV: one row per incident and place, safe to open in a spreadsheet."""

from __future__ import annotations

from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from geo.export.arrow import schema
from geo.export.progress import Report
from geo.export.rows import Rows

#: A cell that begins so (after blanks) may be run as a formula by a spreadsheet (OWASP, CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_BLANKS = r"[\s\p{Z}\x0b\x1c-\x1f\x{85}]*"
_FORMULA = rf"^{_BLANKS}[=+\-@＝＋－＠]|^[\t\r\n]"


def defuse(texts: pa.Array) -> pa.Array:
    """Text cells that no spreadsheet takes for a formula: those that begin like one get a leading apostrophe."""
    risky = pc.match_substring_regex(texts, _FORMULA)
    if not pc.any(risky).as_py():
        return texts
    return pc.if_else(risky, pc.binary_join_element_wise("'", texts, ""), texts)


def write_csv(out: BinaryIO, rows: Rows, report: Report | None = None) -> int:
    """Write `rows` as UTF-8 CSV with a header row; text in quotes, days as YYYY-MM-DD, unknown as an empty cell.

    Returns
    -------
    The number of rows written.
    """
    form = schema(geometry=False)
    out.write((",".join(form.names) + "\n").encode())
    options = pyarrow.csv.WriteOptions(include_header=False)
    for batch in rows.batches(geometry=False, report=report):
        columns = [defuse(c) if pa.types.is_string(c.type) else c for c in batch.columns]
        buffer = pa.BufferOutputStream()
        pyarrow.csv.write_csv(pa.RecordBatch.from_arrays(columns, schema=form), buffer, options)
        out.write(memoryview(buffer.getvalue()))
    return len(rows)
