"""From the columns that a dataset gives to the columns of the store."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from geo.imports.cells import Cells
from geo.model import DRAWN_STATUSES
from geo.store.columns import DAY, IMPORTED_COLUMNS, TEXT
from geo.store.datasets import LINE, SCHEMA

#: Text columns with few distinct values: kept as codes while rows wait to be stored.
FEW: tuple[str, ...] = (
    *("type", "sub_type", "status", "date_precision", "date_rule", "place_precision", "level", "country", "admin1"),
    *("confidence_reason", "sources", "dataset", "licence", "attribution", "numbers"),
)
#: place precision -> level of a place, and radius of the disc that stands for it, in km.
LEVELS: Mapping[str, str | None] = {
    "facility": "facility", "settlement": "city", "near": "city", "admin2": "admin2", "admin1": "admin1",
    "area": "region", "country": "country", "sea_air": "water", "none": None,
}  # fmt: skip
RADII_KM: Mapping[str, float] = {
    "facility": 2.0, "settlement": 5.0, "near": 25.0, "admin2": 40.0, "admin1": 80.0, "area": 50.0, "sea_air": 100.0
}  # fmt: skip
_DICTIONARY = pa.dictionary(pa.int32(), pa.string())


def to_table(cells: Cells, columns: Mapping[str, Any]) -> pa.Table:
    """The rows of `cells` that can be taken, with the store's columns; what `columns` does not name is unknown.

    Parameters
    ----------
    cells
        Where the rows come from: their lines, and which of them were given up.
    columns
        Name -> a series with a value per row, or one value for all.
    """
    _check(cells, columns)
    given = {"place_no": 0, "evidence_start": 0, "aggregate": False, "background": False, **columns}
    given["mapped"] = given["lat"].notna() & _series(given["status"], cells).isin(sorted(DRAWN_STATUSES))
    precision = _series(given["place_precision"], cells)
    given.setdefault("level", precision.map(dict(LEVELS)).astype("str"))
    given.setdefault("radius_km", precision.map(dict(RADII_KM)).astype("float64"))
    given["evidence_end"] = _series(given["evidence"], cells).str.len().fillna(0).astype("int64")
    given["confidence_reason"] = _doubts(cells, given)
    keep = cells.taken()
    arrays = [_array(given.get(name), dtype, name, cells, keep) for name, dtype in IMPORTED_COLUMNS.items()]
    names = [*IMPORTED_COLUMNS, LINE]
    return pa.Table.from_arrays([*arrays, pa.array(cells.lines[keep])], names=names)


def _check(cells: Cells, columns: Mapping[str, Any]) -> None:
    """Give up rows without an id, or whose interval contradicts itself."""
    first, last = columns["date_start"], columns["date_end"]
    cells.reject(last < first, lambda row: f"it ends ({last[row]:%Y-%m-%d}) before it begins ({first[row]:%Y-%m-%d})")
    cells.reject(columns["incident_id"].isna(), "it has no id")


def _doubts(cells: Cells, given: Mapping[str, Any]) -> pd.Series:
    """Why a record is relied on so far; figures stay as the dataset has them, also where they contradict each other."""
    reason = _series(given["confidence_reason"], cells)
    low, best, high = (given.get(f"fatalities_{part}") for part in ("low", "best", "high"))
    if low is None or best is None or high is None:
        return reason
    odd = ((low > best) | (best > high) | (low > high)).fillna(False).astype(bool)
    return reason.mask(odd, reason + "; its figures of deaths contradict each other")


def _series(value: Any, cells: Cells) -> pd.Series:
    return value if isinstance(value, pd.Series) else pd.Series([value] * len(cells), dtype="str")


def _array(value: Any, dtype: str, name: str, cells: Cells, keep: np.ndarray) -> pa.Array:
    kind = _DICTIONARY if name in FEW else SCHEMA.field(name).type
    n = int(keep.sum())
    if value is None:
        return pa.nulls(n, kind)
    if not isinstance(value, pd.Series):
        return pa.repeat(pa.scalar(value, pa.string() if name in FEW else kind), n).cast(kind)
    value = value[keep]
    if dtype == DAY:
        days = value.to_numpy("datetime64[D]")
        return pa.array(days.astype("i8").astype("i4"), pa.int32(), mask=np.isnat(days)).view(pa.date32())
    made = pa.array(value.astype("str") if dtype == TEXT else value, from_pandas=True)
    if isinstance(made, pa.ChunkedArray):
        made = made.combine_chunks()
    return made.cast(pa.string()).dictionary_encode() if name in FEW else made.cast(kind)


def actors(parts: list[tuple[pd.Series, str]]) -> pd.Series:
    """Names with their roles, the missing ones left out."""
    made: pd.Series | None = None
    for names, role in parts:
        one = names.str.replace(";", ",", regex=False) + f" ({role})"
        made = one if made is None else made.fillna("").str.cat(one.fillna(""), sep="; ").str.strip("; ")
    return pd.Series(made).fillna("")


def numbers(parts: Mapping[str, pd.Series]) -> pd.Series:
    """A JSON object per row with the figures that are known and not 0."""
    made: pd.Series | None = None
    for key, values in sorted(parts.items()):
        one = ("," + f'"{key}":' + values.astype("str")).where(values.fillna(0) != 0, "").astype("str")
        made = one if made is None else made + one
    return "{" + pd.Series(made).str.removeprefix(",") + "}"
