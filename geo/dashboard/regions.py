"""The regions that incidents stand in: for each row a number, for each number a country, a province and a point."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd


@dataclass(frozen=True, slots=True, eq=False)
class Regions:
    """Provinces with incidents, and the countries in which only the country is known.

    Attributes
    ----------
    of_row
        For each row the number of its region, -1 where it has no point.
    table
        By number: ``country`` (ISO 3166-1 alpha-2), ``admin1`` ("" where only the country is known), and ``lat`` and
        ``lon`` in degrees, the middle of the rows' points.
    """

    of_row: npt.NDArray[np.int64]
    table: pd.DataFrame


def regions_of(
    frame: pd.DataFrame, x: npt.NDArray[np.uint32], y: npt.NDArray[np.uint32], placed: npt.NDArray[np.bool_]
) -> Regions:
    """The regions of the rows of `frame`, which has ``country`` and ``admin1``; `x` and `y` are their points."""
    country, countries = _factors(frame["country"])
    admin1, provinces = _factors(frame["admin1"])
    key = np.where(placed, country * len(provinces) + admin1, -1)
    found, numbers = np.unique(key, return_inverse=True)
    skip = int(len(found) > 0 and found[0] == -1)
    numbers = numbers - skip
    found = found[skip:]
    held = np.maximum(np.bincount(numbers[placed], minlength=len(found)), 1)
    middle = [
        np.bincount(numbers[placed], weights=v[placed].astype(float), minlength=len(found)) / held for v in (x, y)
    ]
    lon, lat = _degrees(*middle)
    table = pd.DataFrame(
        {
            "country": [countries[k] for k in found // len(provinces)],
            "admin1": [provinces[k] for k in found % len(provinces)],
            "lat": lat,
            "lon": lon,
        }
    )
    return Regions(numbers, table)


def _factors(column: pd.Series[str]) -> tuple[npt.NDArray[np.int64], list[str]]:
    """A number for each row, and the words they stand for; a missing one is ""."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        codes, known = column.cat.codes.to_numpy().astype("i8"), [str(word) for word in column.cat.categories]
        return np.where(codes < 0, len(known), codes), [*known, ""]
    codes, found = pd.factorize(column.fillna(""))
    return codes.astype("i8"), [str(word) for word in found]


def _degrees(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> tuple[list[float], list[float]]:
    """Points of the square world (``geo.maps.columns.mercator``) in degrees."""
    lon = (x / 2**32 - 0.5) * 360
    lat = np.degrees(2 * np.arctan(np.exp((0.5 - y / 2**32) * 2 * np.pi)) - np.pi / 2)
    return np.round(lon, 4).tolist(), np.round(lat, 4).tolist()
