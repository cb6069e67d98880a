"""Picking rows out of a stored chunk: only the columns that decide are read of all rows, the others of those kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

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
    if not groups:
        return file.schema_arrow.empty_table().select(list(names))
    # one thread: others ask at the same time, and a group is too small to be shared out
    deciding = file.read_row_groups(groups, columns=looked_at(selection), use_threads=False)
    numbers = np.concatenate([np.arange(starts[k], starts[k + 1]) for k in groups])
    return take(file, numbers[matching_rows(deciding, selection)], names)


def take(file: pq.ParquetFile, rows: npt.NDArray[np.int64], names: Sequence[str]) -> pa.Table:
    """Some rows of a chunk (ascending); only the groups that hold them are unpacked."""
    starts = _starts(file)
    rows = rows[rows < starts[-1]]
    groups = np.searchsorted(starts[1:], rows, side="right")
    empty = file.schema_arrow.empty_table().select(list(names))
    parts = [_taken(file, int(k), pa.array(rows[groups == k] - starts[k]), empty.schema) for k in np.unique(groups)]
    return pa.concat_tables([empty, *parts])


def _taken(file: pq.ParquetFile, group: int, rows: pa.Array, form: pa.Schema) -> pa.Table:
    """Some rows of a group; columns that say the same in all of its rows, which many do, are not unpacked."""
    same = _same_throughout(file, group)
    unlike = [name for name in form.names if name not in same]
    held = file.read_row_group(group, columns=unlike, use_threads=False).take(rows)
    made = {
        name: pa.repeat(pa.scalar(same[name], _plain(form.field(name).type)), len(rows))
        if name in same
        else held.column(name)
        for name in form.names
    }
    return pa.table({name: made[name].cast(form.field(name).type) for name in form.names}, schema=form)


def _plain(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _same_throughout(file: pq.ParquetFile, group: int) -> dict[str, Any]:
    """The columns of a group whose rows are all the same, by the file's own statistics, with their value.

    Statistics leave out what is no number, so a column of fractions only counts where all of it is missing.
    """
    described = file.metadata.row_group(group)
    found: dict[str, Any] = {}
    for number, field in enumerate(file.schema_arrow):
        told = described.column(number).statistics
        if told is None or not told.has_null_count:
            continue
        if told.null_count == described.num_rows:
            found[field.name] = None
        elif (
            told.null_count == 0 and told.has_min_max and not pa.types.is_floating(field.type) and told.min == told.max
        ):
            found[field.name] = told.min
    return found


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
