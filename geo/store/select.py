"""The rule of which incidents are in view, on columns: the same for map, table, picture and export."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from geo.model import Selection
from geo.store.columns import COLUMNS

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
    keep = in_window(frame, selection)
    if not selection.background:
        keep &= ~frame["background"]
    if selection.types:
        keep &= frame["type"].isin(sorted(selection.types))
    if selection.statuses:
        keep &= frame["status"].isin(sorted(selection.statuses))
    if selection.bbox is not None:
        west, south, east, north = selection.bbox
        lon, lat = frame["lon"], frame["lat"]
        across = (lon >= west) & (lon <= east) if west <= east else (lon >= west) | (lon <= east)
        keep &= across & (lat >= south) & (lat <= north)
    return keep


def matching_rows(table: pa.Table, selection: Selection) -> npt.NDArray[np.bool_]:
    """The same for an Arrow table with the columns that ``looked_at`` names."""
    names = looked_at(selection)
    held = table.select(names).to_pandas(date_as_object=False)
    return matching(held.astype({name: COLUMNS[name] for name in names}), selection).to_numpy(bool)


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
    if selection.first is None and selection.last is None:
        return pd.Series(True, index=frame.index)
    first, last = days_of(frame)
    keep = last.notna()
    if selection.first is not None:
        keep &= last >= pd.Timestamp(selection.first)
    if selection.last is not None:
        keep &= first <= pd.Timestamp(selection.last)
    return keep


def days_of(frame: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """First and last day on which each row counts in a window: one known only as "on or before" counts on that day."""
    bound = frame["date_precision"] == "on_or_before"
    first = frame["date_start"].where(~bound, frame["date_end"]).fillna(frame["date_end"])
    return first, frame["date_end"].fillna(frame["date_start"])
