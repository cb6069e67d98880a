"""Picking rows out of a stored chunk: only the columns that decide are read of all rows, the others of those kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from geo.model import Selection
from geo.store.select import looked_at, matching_rows

_DAYS = ("date_start", "date_end")


def may_keep(file: pq.ParquetFile, names: Sequence[str], selection: Selection) -> pa.Table:
    """The rows of a chunk that `selection` keeps, with the columns `names`, in their order.

    Row groups whose days lie outside the window are not unpacked.
    """
    starts, groups = _starts(file), _groups(file, selection)
    deciding = file.read_row_groups(groups, columns=looked_at(selection))
    numbers = np.concatenate([np.empty(0, dtype="i8"), *(np.arange(starts[k], starts[k + 1]) for k in groups)])
    return take(file, numbers[matching_rows(deciding, selection)], names)


def take(file: pq.ParquetFile, rows: npt.NDArray[np.int64], names: Sequence[str]) -> pa.Table:
    """Some rows of a chunk (ascending); only the groups that hold them are unpacked."""
    starts = _starts(file)
    rows = rows[rows < starts[-1]]
    groups = np.searchsorted(starts[1:], rows, side="right")
    parts = [
        file.read_row_group(int(k), columns=list(names)).take(rows[groups == k] - starts[k]).select(list(names))
        for k in np.unique(groups)
    ]
    return pa.concat_tables(parts) if parts else file.read_row_groups([], columns=list(names)).select(list(names))


def _starts(file: pq.ParquetFile) -> npt.NDArray[np.int64]:
    """Where each row group begins, and where the last one ends."""
    return np.cumsum([0, *(file.metadata.row_group(k).num_rows for k in range(file.num_row_groups))], dtype="i8")


def _groups(file: pq.ParquetFile, selection: Selection) -> list[int]:
    """The row groups whose days, by the file's own statistics, meet the window."""
    at = {file.schema.column(n).name: n for n in range(len(file.schema))}
    met = []
    for number in range(file.num_row_groups):
        group = file.metadata.row_group(number)
        known = [group.column(at[name]).statistics for name in _DAYS]
        if not all(one is not None and one.has_min_max for one in known) or _meets(
            min(one.min for one in known), max(one.max for one in known), selection
        ):
            met.append(number)
    return met


def _meets(first: date, last: date, selection: Selection) -> bool:
    return not (
        (selection.first is not None and last < selection.first)
        or (selection.last is not None and first > selection.last)
    )
