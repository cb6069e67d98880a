"""The columns that the browser draws: incidents as numbers and codes, sorted by day, in one block of bytes."""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from geo.maps.basemap import province_rings
from geo.model import PRECISIONS, STATUSES, TYPES
from geo.settings import DATA

#: Flags of a row; PLACED: it may be drawn, it has a point and its status is one that is drawn.
PLACED, BACKGROUND, AGGREGATE, OPEN, UNDATED = 1, 2, 4, 8, 16
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


@dataclass(frozen=True)
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
    """

    data: bytes
    meta: dict[str, Any]
    ids: tuple[str, ...]
    countries: tuple[str, ...]
    version: str
    box: tuple[float, float, float, float] | None = None


def encode(frame: pd.DataFrame) -> Columns:
    """Turn the store's rows into columns for the browser.

    Parameters
    ----------
    frame
        Rows of ``geo.store.columns``, in any order.
    """
    first, last, flags = _days(frame)
    order = np.lexsort((frame["place_no"].to_numpy(), pd.factorize(frame["incident_id"], sort=True)[0], first))
    frame = frame.iloc[order].reset_index(drop=True)
    first, last, flags = first[order], last[order], flags[order]
    incident, ids = pd.factorize(frame["incident_id"])
    place, names = pd.factorize(frame["place"], use_na_sentinel=False)
    surface, surfaces = _surfaces(frame)
    x, y = mercator(frame["lon"].to_numpy(float), frame["lat"].to_numpy(float))
    columns = {
        "x": x,
        "y": y,
        "first": first,
        "last": last,
        "incident": incident,
        "surface": surface,
        "place": place,
        "radius": frame["radius_km"].fillna(0).to_numpy(),
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
        "colours": list(type_colours()),
        "places": [None if pd.isna(n) else str(n) for n in names],
        "surfaces": surfaces,
    }
    digest = hashlib.sha256(data)
    digest.update(repr((meta["places"], list(ids), [s["id"] for s in surfaces])).encode())
    countries = tuple(sorted(frame["country"].dropna().unique()))
    lon, lat = frame["lon"].dropna(), frame["lat"].dropna()
    box = None if lon.empty else (float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max()))
    return Columns(data, meta, tuple(str(i) for i in ids), countries, digest.hexdigest()[:16], box)


@lru_cache(maxsize=1)
def type_colours() -> tuple[str, ...]:
    """Colours of data/types.csv in the order of ``TYPES``."""
    with (DATA / "types.csv").open(encoding="utf-8", newline="") as lines:
        found = {row["type"]: row["colour"] for row in csv.DictReader(lines)}
    return tuple(found[t] for t in TYPES)


def mercator(lon: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Degrees to Web Mercator over the square world, 0 .. 2^32; NaN becomes 0."""
    lat = np.clip(lat, -MERCATOR_LIMIT, MERCATOR_LIMIT)
    x = (lon / 360 + 0.5) * 2**32
    y = (0.5 - np.log(np.tan(np.pi / 4 + np.radians(lat) / 2)) / (2 * np.pi)) * 2**32
    return tuple(np.nan_to_num(np.clip(v, 0, 2**32 - 1), nan=0).astype("u4") for v in (x, y))  # type: ignore[return-value]


def _codes(values: pd.Series[Any], codes: tuple[str, ...]) -> np.ndarray:
    table = {code: k for k, code in enumerate(codes)}
    return values.map(table).fillna(len(codes) - 1).to_numpy("u1")


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
    )
    return as_days[0].astype("i4"), as_days[1].astype("i4"), flags.astype("u1")


def _surfaces(frame: pd.DataFrame) -> tuple[np.ndarray, list[dict[str, Any]]]:
    """Number of each row's surface, and the surfaces: a province's rings where its polygon is known, else a disc."""
    wanted = frame["place_precision"].isin(SURFACES) & frame["lat"].notna()
    key = frame["place_id"].fillna(frame["place"]).where(wanted)
    numbers, keys = pd.factorize(key)
    rows = frame[wanted].assign(key=key[wanted]).drop_duplicates("key").set_index("key")
    surfaces = []
    for one in keys:
        row = rows.loc[one]
        shape: dict[str, Any] = {"id": str(one), "lat": round(float(row["lat"]), 5), "lon": round(float(row["lon"]), 5)}
        shape["radius"] = float(row["radius_km"]) if pd.notna(row["radius_km"]) else 40.0
        if row["place_precision"] == "admin1" and (rings := province_rings(str(one))):
            shape["rings"] = rings
        surfaces.append(shape)
    return np.maximum(numbers, 0), surfaces
