"""Picking rows out of a stored chunk: only the columns that decide are read of all rows, the others of those kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from geo.model import Selection

_DAYS = ("date_start", "date_end")


def may_keep(file: pq.ParquetFile, names: Sequence[str], selection: Selection) -> pa.Table:
    """The rows of a chunk that `selection` may keep, with the columns `names`, in their order.

    Row groups whose days lie outside the window are not unpacked; ``geo.store.select`` has the last word.
    """
    parts = [_of_group(file, number, names, selection) for number in _groups(file, selection)]
    parts = [part for part in parts if part is not None]
    return pa.concat_tables(parts) if parts else file.read_row_group(0, columns=list(names)).slice(0, 0)


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


def _of_group(file: pq.ParquetFile, number: int, names: Sequence[str], selection: Selection) -> pa.Table | None:
    deciding = ["background", *(_DAYS if selection.first or selection.last else ())]
    deciding += ["lat", "lon"] if selection.bbox else []
    deciding += ["type"] if selection.types else []
    deciding += ["status"] if selection.statuses else []
    looked_at = file.read_row_group(number, columns=deciding)
    kept = np.flatnonzero(_mask(looked_at, selection))
    if not len(kept):
        return None
    return file.read_row_group(number, columns=list(names)).take(kept).select(list(names))


def _mask(rows: pa.Table, selection: Selection) -> npt.NDArray[np.bool_]:
    keep = np.ones(len(rows), dtype=bool)
    if not selection.background:
        keep &= ~_flags(rows.column("background"))
    for name, wanted in (("type", selection.types), ("status", selection.statuses)):
        if wanted:
            keep &= _flags(pc.is_in(rows.column(name), pa.array(sorted(wanted), pa.string())))
    if selection.first or selection.last:
        keep &= _in_window(rows, selection)
    if selection.bbox is not None:
        keep &= _in_box(rows, selection.bbox)
    return keep


def _flags(column: pa.ChunkedArray) -> npt.NDArray[np.bool_]:
    return pc.fill_null(column, False).to_numpy()  # type: ignore[no-any-return]


def _in_window(rows: pa.Table, selection: Selection) -> npt.NDArray[np.bool_]:
    first, last = (pc.coalesce(*(rows.column(name) for name in names)) for names in (_DAYS, _DAYS[::-1]))
    keep = np.ones(len(rows), dtype=bool)
    if selection.first is not None:
        keep &= _flags(pc.greater_equal(last, pa.scalar(selection.first)))
    if selection.last is not None:
        keep &= _flags(pc.less_equal(first, pa.scalar(selection.last)))
    return keep


def _in_box(rows: pa.Table, bbox: tuple[float, float, float, float]) -> npt.NDArray[np.bool_]:
    west, south, east, north = bbox
    lat, lon = (rows.column(name).to_numpy() for name in ("lat", "lon"))
    across = (lon >= west) & (lon <= east) if west <= east else (lon >= west) | (lon <= east)
    return np.asarray(across & (lat >= south) & (lat <= north))
