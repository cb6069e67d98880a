"""The columns that the browser draws: incidents as numbers and codes, sorted by day, in one block of bytes."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, overload

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.maps.basemap import province_rings
from geo.model import PRECISIONS, STATUSES, TYPES
from geo.outlines import line_of, ring_of
from geo.settings import DATA

#: Flags of a row; PLACED: it may be drawn, it has a point and its status is one that is drawn.
PLACED, BACKGROUND, AGGREGATE, OPEN, UNDATED = 1, 2, 4, 8, 16
#: The confidence in the two bits above: 0 low, 1 medium, 2 high (``meta["confidences"]``).
SURE = 32
CONFIDENCES = ("low", "medium", "high")
#: From these values on (0..1) a confidence is medium, and high.
CONFIDENCE_STEPS = (0.5, 0.8)
#: Day that stands for "unknown": sorts last, meets no window.
NEVER = 2**31 - 1
#: Precisions that are drawn as a surface with a count.
SURFACES = ("admin1", "admin2", "area")
#: Latitude at which the square world of Web Mercator ends, in degrees.
MERCATOR_LIMIT = 85.0511287798066
#: name -> dtype, in the order of the block; the client reads them in this order.
LAYOUT: tuple[tuple[str, str], ...] = (
    ("x", "<u4"),
    ("y", "<u4"),
    ("first", "<i4"),
    ("last", "<i4"),
    ("incident", "<u4"),
    ("surface", "<u4"),
    ("place", "<u4"),
    ("radius", "<f4"),
    ("type", "u1"),
    ("status", "u1"),
    ("precision", "u1"),
    ("flags", "u1"),
)


class Ids(Sequence[str]):
    """Incident ids by number, held as Arrow text: a million of them take 20 MB instead of 70."""

    def __init__(self, ids: pa.LargeStringArray) -> None:
        self._ids = ids

    @overload
    def __getitem__(self, k: int) -> str: ...
    @overload
    def __getitem__(self, k: slice) -> tuple[str, ...]: ...
    def __getitem__(self, k: int | slice) -> str | tuple[str, ...]:
        """The id of the incident with this number."""
        found = self._ids[k]
        return tuple(found.to_pylist()) if isinstance(k, slice) else str(found.as_py())

    def __len__(self) -> int:
        """How many incidents there are."""
        return len(self._ids)

    def number(self, incident_id: str | None) -> int:
        """The number of an incident, -1 where it is not among them."""
        return int(pc.index(self._ids, pa.scalar(incident_id, pa.large_string())).as_py()) if incident_id else -1

    def digest(self) -> bytes:
        """A hash of all of them."""
        found = hashlib.sha256()
        for start in range(0, len(self._ids), 100_000):
            found.update("\n".join(self._ids[start : start + 100_000].to_pylist()).encode("utf-8", "surrogatepass"))
        return found.digest()


@dataclass(frozen=True, eq=False)
class Columns:
    """What the layer draws.

    Attributes
    ----------
    data
        The columns of ``LAYOUT``, one after the other, little endian.
    meta
        Codes, names of places and shapes of surfaces: plain values for JSON.
    ids
        Incident ids; the column ``incident`` counts into them.
    countries
        ISO 3166-1 alpha-2 codes of the countries that have incidents.
    version
        Hash of all of it.
    box
        West, south, east, north of the places, in degrees; None where there is none.
    order
        For each drawn row, its number in the frame that was encoded; None where that order was kept.
    """

    data: bytes
    meta: dict[str, Any]
    ids: Ids
    countries: tuple[str, ...]
    version: str
    box: tuple[float, float, float, float] | None = None
    order: np.ndarray | None = None

    def __eq__(self, other: object) -> bool:
        """Whether both draw the same, whatever the order of the rows that they were made of."""
        return isinstance(other, Columns) and self.version == other.version and self.data == other.data

    def __hash__(self) -> int:
        """Columns of one version are the same."""
        return hash(self.version)

    def bits(self, rows: np.ndarray) -> bytes:
        """One bit per incident, set where it has a row in the mask `rows` over the frame that was encoded."""
        start = sum(np.dtype(kind).itemsize for _, kind in LAYOUT[:4]) * len(rows)
        incident = np.frombuffer(self.data, "<u4", len(rows), start)
        bits = np.zeros(len(self.ids), dtype=bool)
        bits[incident[rows if self.order is None else rows[self.order]]] = True
        return np.packbits(bits, bitorder="little").tobytes()

    def spread(self, values: np.ndarray) -> bytes:
        """One byte per incident out of one per row of the frame that was encoded; those of an incident are the same."""
        start = sum(np.dtype(kind).itemsize for _, kind in LAYOUT[:4]) * len(values)
        incident = np.frombuffer(self.data, "<u4", len(values), start)
        made = np.zeros(len(self.ids), dtype="u1")
        made[incident] = values if self.order is None else values[self.order]
        return made.tobytes()


def encode(frame: pd.DataFrame, before: Columns | None = None) -> Columns:
    """Turn the store's rows into columns for the browser.

    Parameters
    ----------
    frame
        Rows of ``geo.store.columns``, in any order; words may be categories (``geo.store.coded``).
    before
        The columns of another version: shapes that both have are not read from the map's files again.
    """
    first, last, flags = _days(frame)
    order = _order(frame, first)
    if order is not None:
        frame = frame[[name for name in READ if name in frame]].take(order)
        first, last, flags = first[order], last[order], flags[order]
    incident, ids = _incidents(frame["incident_id"])
    place, names = _numbered(frame["place"])
    surface, surfaces = _surfaces(frame, before.meta["surfaces"] if before else ())
    x, y = mercator(frame["lon"].to_numpy(float), frame["lat"].to_numpy(float))
    columns = {
        "x": x,
        "y": y,
        "first": first,
        "last": last,
        "incident": incident,
        "surface": surface,
        "place": place,
        "radius": np.nan_to_num(frame["radius_km"].to_numpy(float)),
        "type": _codes(frame["type"], tuple(TYPES)),
        "status": _codes(frame["status"], STATUSES),
        "precision": _codes(frame["place_precision"], PRECISIONS),
        "flags": flags,
    }
    data = b"".join(np.ascontiguousarray(columns[name], dtype=kind).tobytes() for name, kind in LAYOUT)
    meta = {
        "rows": len(frame),
        "incidents": len(ids),
        "types": list(TYPES),
        "statuses": list(STATUSES),
        "precisions": list(PRECISIONS),
        "confidences": list(CONFIDENCES),
        "colours": list(type_colours()),
        "type_words": list(type_words()),
        "places": names,
        "surfaces": surfaces,
    }
    digest = hashlib.sha256(data)
    digest.update(ids.digest() + repr((names, [s["id"] for s in surfaces])).encode())
    countries = tuple(sorted(frame["country"].dropna().unique()))
    return Columns(data, meta, ids, countries, digest.hexdigest()[:16], _box(frame), order)


#: The columns of the store that are looked at here.
READ = (
    *("incident_id", "place_no", "type", "status", "mapped", "background", "aggregate", "date_start", "date_end"),
    *("date_precision", "place", "place_precision", "place_id", "lat", "lon", "radius_km", "country"),
)


def _order(frame: pd.DataFrame, first: np.ndarray) -> np.ndarray | None:
    """The order by first day, incident and place; None where the rows stand in it already, as those of a store may."""
    ids = pa.array(frame["incident_id"], pa.large_string(), from_pandas=True)
    ids = ids.combine_chunks() if isinstance(ids, pa.ChunkedArray) else ids
    place_no = frame["place_no"].to_numpy()
    same_day, same_id = first[1:] == first[:-1], pc.equal(ids[1:], ids[:-1]).to_numpy(zero_copy_only=False)
    up = pc.greater(ids[1:], ids[:-1]).to_numpy(zero_copy_only=False) | (same_id & (place_no[1:] >= place_no[:-1]))
    if ((first[1:] > first[:-1]) | (same_day & up)).all():
        return None
    keys = pa.table({"first": first, "id": ids, "place_no": place_no})
    return pc.sort_indices(keys, sort_keys=[(name, "ascending") for name in keys.column_names]).to_numpy()  # type: ignore[no-any-return]


def _incidents(column: pd.Series[str]) -> tuple[np.ndarray, Ids]:
    """Number of each row's incident, and the ids; the rows of one incident stand together."""
    ids = pa.array(column, pa.large_string(), from_pandas=True)
    ids = ids.combine_chunks() if isinstance(ids, pa.ChunkedArray) else ids
    new = np.ones(len(ids), dtype=bool)
    new[1:] = pc.not_equal(ids[1:], ids[:-1]).to_numpy(zero_copy_only=False)
    return np.cumsum(new) - 1, Ids(ids.filter(pa.array(new)))


def _numbered(column: pd.Series[Any]) -> tuple[np.ndarray, list[str | None]]:
    """Number of each row's word in the order of appearance, and the words; a missing one is None."""
    numbers, words = pd.factorize(column, use_na_sentinel=False)
    return numbers, [None if pd.isna(word) else str(word) for word in words]


def _box(frame: pd.DataFrame) -> tuple[float, float, float, float] | None:
    lon, lat = frame["lon"].dropna(), frame["lat"].dropna()
    return None if lon.empty else (float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max()))


def type_colours() -> tuple[str, ...]:
    """Colours of data/types.csv in the order of ``TYPES``."""
    return _of_types("colour")


def type_words() -> tuple[str, ...]:
    """What the types are called, in the order of ``TYPES``."""
    return _of_types("label")


@lru_cache(maxsize=2)
def _of_types(column: str) -> tuple[str, ...]:
    with (DATA / "types.csv").open(encoding="utf-8", newline="") as lines:
        found = {row["type"]: row[column] for row in csv.DictReader(lines)}
    return tuple(found[t] for t in TYPES)


def mercator(lon: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Degrees to Web Mercator over the square world, 0 .. 2^32; NaN becomes 0."""
    lat = np.clip(lat, -MERCATOR_LIMIT, MERCATOR_LIMIT)
    x = (lon / 360 + 0.5) * 2**32
    y = (0.5 - np.log(np.tan(np.pi / 4 + np.radians(lat) / 2)) / (2 * np.pi)) * 2**32
    return tuple(np.nan_to_num(np.clip(v, 0, 2**32 - 1), nan=0).astype("u4") for v in (x, y))  # type: ignore[return-value]


def _codes(values: pd.Series[Any], codes: tuple[str, ...]) -> np.ndarray:
    """Number of each row's code; a word that is none of the codes counts as the last of them."""
    found = pd.Categorical(values, categories=list(codes)).codes
    return np.where(found < 0, len(codes) - 1, found).astype("u1")


def _days(frame: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """First and last day since 1970 by the rule of ``geo.store.select``, and the flags."""
    bound = frame["date_precision"].eq("on_or_before").to_numpy()
    start, end = (frame[c].to_numpy("datetime64[D]") for c in ("date_start", "date_end"))
    undated = np.isnat(start) & np.isnat(end)
    first = np.where(bound | np.isnat(start), end, start)
    last = np.where(np.isnat(end), start, end)
    first = np.where(np.isnat(first), last, first)
    as_days = [np.where(undated, NEVER, np.nan_to_num(v.astype("i8"), nan=0)).astype("i8") for v in (first, last)]
    placed = frame["mapped"].to_numpy(bool)
    flags = (
        PLACED * placed
        + BACKGROUND * frame["background"].to_numpy(bool)
        + AGGREGATE * frame["aggregate"].to_numpy(bool)
        + OPEN * ((bound | np.isnat(start)) & ~undated)
        + UNDATED * undated
        + SURE * np.digitize(frame["confidence"].to_numpy(float), CONFIDENCE_STEPS)
    )
    return as_days[0].astype("i4"), as_days[1].astype("i4"), flags.astype("u1")


def _surfaces(frame: pd.DataFrame, known: Sequence[dict[str, Any]] = ()) -> tuple[np.ndarray, list[dict[str, Any]]]:
    """Number of each row's surface, and the surfaces: a province's rings, what a person drew, a line, else a disc.

    Those that are `known` are taken from there where they would be made the same.
    """
    wanted = (frame["place_precision"].isin(SURFACES) & frame["lat"].notna()).to_numpy(bool)
    numbers = np.zeros(len(frame), dtype="u4")
    few = frame.loc[wanted, ["place_id", "place", "place_precision", "lat", "lon", "radius_km"]]
    key = few["place_id"].astype("str").fillna(few["place"].astype("str"))
    numbers[wanted], keys = pd.factorize(key)
    rows = few.assign(key=key).drop_duplicates("key")
    made = {one["id"]: one for one in known}
    surfaces = []
    facts = (rows[name].tolist() for name in ("place_precision", "lat", "lon", "radius_km"))
    for one, precision, lat, lon, radius in zip(map(str, keys), *facts, strict=True):
        shape: dict[str, Any] = {"id": one, "lat": round(lat, 5), "lon": round(lon, 5)}
        shape["radius"] = radius if pd.notna(radius) else 40.0
        old = made.get(one)
        if old is not None and "rings" in old and precision == "admin1" and not ring_of(one):
            shape["rings"] = old["rings"]
        elif precision == "admin1" and (rings := province_rings(one)):
            shape["rings"] = rings
        elif ring := ring_of(one):
            shape["rings"] = [[list(corner) for corner in ring]]
        elif line := line_of(one):
            shape["line"] = [list(end) for end in line]
        surfaces.append(shape)
    return numbers, surfaces
