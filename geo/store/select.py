"""The rule of which incidents are in view, on columns: the same for map, table, picture and export."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.model import Selection

Flags = npt.NDArray[np.bool_]

#: What a ``Selection`` looks at.
SELECTED_BY = ("background", "type", "status", "lat", "lon", "date_start", "date_end", "date_precision")


def select(frame: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    """Keep the rows of `frame` (``geo.store.columns``) that `selection` asks for, in their order.

    An incident is in the window when its interval meets it; one known only to have happened on or before a day
    counts on that day; an undated one is never in a window. A box keeps rows whose point lies in it or on its
    edge; one whose west is greater than its east crosses the 180th meridian.
    """
    keep = matching(frame, selection)
    return frame.copy(deep=False) if keep.all() else frame.loc[keep].reset_index(drop=True)


def matching(frame: pd.DataFrame, selection: Selection) -> pd.Series:
    """Which rows of `frame` (``SELECTED_BY`` at least) `selection` asks for: a Boolean per row."""
    return pd.Series(_keeps(_Frame(frame), selection), index=frame.index)


def matching_rows(table: pa.Table, selection: Selection) -> Flags:
    """The same for an Arrow table with the columns that ``looked_at`` names."""
    return _keeps(_Table(table), selection)


def looked_at(selection: Selection) -> list[str]:
    """Those of ``SELECTED_BY`` that `selection` depends on."""
    needed = {"background"}
    needed |= {"date_start", "date_end", "date_precision"} if selection.first or selection.last else set()
    needed |= {"lat", "lon"} if selection.bbox else set()
    needed |= {"type"} if selection.types else set()
    needed |= {"status"} if selection.statuses else set()
    return [name for name in SELECTED_BY if name in needed]


def in_window(frame: pd.DataFrame, selection: Selection) -> pd.Series:
    """Which rows meet the window ``selection.first`` .. ``selection.last``: a Boolean per row."""
    return pd.Series(_meets_window(_Frame(frame), selection), index=frame.index)


def days_of(frame: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """First and last day on which each row counts in a window: one known only as "on or before" counts on that day."""
    first, last = _days(_Frame(frame))
    return pd.Series(first, index=frame.index), pd.Series(last, index=frame.index)


class _Columns(Protocol):
    """The columns of some rows as plain arrays, whatever holds them."""

    def __len__(self) -> int: ...
    def flags(self, name: str) -> Flags: ...
    def reals(self, name: str) -> npt.NDArray[np.float64]: ...
    def days(self, name: str) -> npt.NDArray[np.datetime64]: ...
    def among(self, name: str, words: Iterable[str]) -> Flags: ...


def _keeps(rows: _Columns, selection: Selection) -> Flags:
    keep = _meets_window(rows, selection)
    if not selection.background:
        keep &= ~rows.flags("background")
    if selection.types:
        keep &= rows.among("type", selection.types)
    if selection.statuses:
        keep &= rows.among("status", selection.statuses)
    if selection.bbox is not None:
        west, south, east, north = selection.bbox
        lon, lat = rows.reals("lon"), rows.reals("lat")
        across = (lon >= west) & (lon <= east) if west <= east else (lon >= west) | (lon <= east)
        keep &= across & (lat >= south) & (lat <= north)
    return keep


def _meets_window(rows: _Columns, selection: Selection) -> Flags:
    keep = np.ones(len(rows), dtype=bool)
    if selection.first is None and selection.last is None:
        return keep
    first, last = _days(rows)
    keep &= ~np.isnat(last)
    if selection.first is not None:
        keep &= last >= np.datetime64(selection.first)
    if selection.last is not None:
        keep &= first <= np.datetime64(selection.last)
    return keep


def _days(rows: _Columns) -> tuple[npt.NDArray[np.datetime64], npt.NDArray[np.datetime64]]:
    start, end = rows.days("date_start"), rows.days("date_end")
    open_start = rows.among("date_precision", ["on_or_before"]) | np.isnat(start)
    return np.where(open_start, end, start), np.where(np.isnat(end), start, end)


class _Frame:
    """The columns of a frame."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self._frame = frame

    def __len__(self) -> int:
        return len(self._frame)

    def flags(self, name: str) -> Flags:
        return self._frame[name].to_numpy(bool)

    def reals(self, name: str) -> npt.NDArray[np.float64]:
        return self._frame[name].to_numpy(float)

    def days(self, name: str) -> npt.NDArray[np.datetime64]:
        return self._frame[name].to_numpy()

    def among(self, name: str, words: Iterable[str]) -> Flags:
        return self._frame[name].isin(sorted(words)).to_numpy(bool)


class _Table:
    """The columns of an Arrow table."""

    def __init__(self, table: pa.Table) -> None:
        self._table = table

    def __len__(self) -> int:
        return len(self._table)

    def flags(self, name: str) -> Flags:
        return self._table.column(name).to_numpy()  # type: ignore[no-any-return]

    def reals(self, name: str) -> npt.NDArray[np.float64]:
        return self._table.column(name).to_numpy()  # type: ignore[no-any-return]

    def days(self, name: str) -> npt.NDArray[np.datetime64]:
        return self._table.column(name).cast(pa.timestamp("s")).to_numpy()  # type: ignore[no-any-return]

    def among(self, name: str, words: Iterable[str]) -> Flags:
        return pc.is_in(self._table.column(name), pa.array(sorted(words))).to_numpy()  # type: ignore[no-any-return]
