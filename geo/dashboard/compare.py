"""Two sides of a comparison, each a window, a layer and an area: counted by type and region, a column at a time."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

import numpy as np
import pandas as pd

from geo.dashboard.days import shifted
from geo.dashboard.index import Index, Mask
from geo.dashboard.scope import Scope
from geo.model import TYPES
from geo.store.coded import Coded
from geo.store.datasets import Dataset

#: The layer of what was read in articles; any other is the id of a dataset. "" is all of them.
READ = "read"
#: The area that was drawn on the map; any other is a country, or "country|province". "" is everywhere.
DRAWN = "drawn"
#: Side by side, or the difference.
VIEWS = ("both", "difference")


@dataclass(frozen=True, slots=True)
class Side:
    """One side; None and "" mean all."""

    first: date | None = None
    last: date | None = None
    layer: str = ""
    area: str = ""

    @property
    def days(self) -> int:
        """How long the window is; 0 where it has no end."""
        return (self.last - self.first).days + 1 if self.first and self.last else 0


@dataclass(frozen=True, slots=True)
class Asked:
    """What is compared, and how it is shown."""

    a: Side
    b: Side
    view: str = VIEWS[0]
    rate: bool = False  #: incidents in 30 days instead of incidents


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """What came of it.

    Attributes
    ----------
    incidents
        Of each side.
    by_type
        A row per type, columns ``a`` and ``b``: incidents, or incidents in 30 days.
    by_region
        A row per region that has an incident, the largest change first: ``country``, ``admin1``, ``lat``, ``lon``,
        ``a``, ``b``, ``change`` (b - a). An incident counts once a region.
    """

    incidents: tuple[int, int]
    by_type: pd.DataFrame
    by_region: pd.DataFrame


def opened(now: Scope) -> Asked:
    """What a comparison opens with: the window of the map, and the one of the same length before it."""
    if now.first is None or now.last is None:
        return Asked(Side(), Side())
    middle = now.first + (now.last - now.first) // 2
    return Asked(Side(now.first, middle), Side(min(shifted(middle, 1), now.last), now.last))


def read_address(params: Mapping[str, str]) -> Asked | None:
    """What the address of a page asks to compare; None where it asks for nothing."""
    if not any(name.startswith(("a_", "b_")) for name in params):
        return None
    view = params.get("show", "")
    return Asked(_side("a", params), _side("b", params), view if view in VIEWS else VIEWS[0], params.get("rate") == "1")


def write_address(asked: Asked, params: MutableMapping[str, str]) -> None:
    """Bring the address of the page up to date."""
    wanted = {"show": asked.view if asked.view != VIEWS[0] else "", "rate": "1" if asked.rate else ""}
    for name, side in (("a", asked.a), ("b", asked.b)):
        wanted |= {f"{name}_{field.name}": str(getattr(side, field.name) or "") for field in fields(Side)}
    for name, value in wanted.items():
        if value and params.get(name) != value:
            params[name] = value
        elif not value and name in params:
            del params[name]


def _side(name: str, params: Mapping[str, str]) -> Side:
    first, last = (_day(params.get(f"{name}_{end}", "")) for end in ("first", "last"))
    if first and last and first > last:
        first, last = last, first
    return Side(first, last, params.get(f"{name}_layer", ""), params.get(f"{name}_area", ""))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def compare(index: Index, coded: Coded, datasets: Sequence[Dataset], now: Scope, asked: Asked) -> Compared:
    """Count both sides.

    Parameters
    ----------
    index, coded
        The rows, and where each came from.
    datasets
        Those of the store, in its order.
    now
        The filters that hold for both sides; their window is left aside.
    asked
        The two sides.
    """
    masks = [_mask(index, coded, datasets, now, side) for side in (asked.a, asked.b)]
    scales = [30 / side.days if asked.rate and side.days else 1.0 for side in (asked.a, asked.b)]
    types = {name: _by_type(index, mask) * scale for name, mask, scale in zip("ab", masks, scales, strict=True)}
    places = {name: _by_region(index, mask) * scale for name, mask, scale in zip("ab", masks, scales, strict=True)}
    regions = index.regions.table.assign(**places)
    regions = regions[(regions["a"] > 0) | (regions["b"] > 0)]
    regions = regions.assign(change=regions["b"] - regions["a"])
    order = np.lexsort((-(regions["a"] + regions["b"]), -regions["change"].abs()))
    return Compared(
        (index.count(masks[0]), index.count(masks[1])),
        pd.DataFrame(types, index=pd.Index(list(TYPES), name="type")),
        regions.iloc[order].reset_index(drop=True),
    )


def _mask(index: Index, coded: Coded, datasets: Sequence[Dataset], now: Scope, side: Side) -> Mask:
    area = now.area if side.area == DRAWN else ()
    keep = index.mask(replace(now, first=side.first, last=side.last, area=area))
    if side.layer:
        low, high = _span(coded, datasets, side.layer)
        keep &= (coded.at >= low) & (coded.at < high)
    if side.area and side.area != DRAWN:
        country, _, province = side.area.partition("|")
        table = index.regions.table
        inside = table["country"] == country
        if province:
            inside &= table["admin1"] == province
        keep &= np.append(inside.to_numpy(bool), False)[index.regions.of_row]  # a row without a point is -1: the last
    return keep


def _span(coded: Coded, datasets: Sequence[Dataset], layer: str) -> tuple[int, int]:
    """Where the rows of a layer stand among those of the store: from, and before what."""
    if layer == READ:
        return 0, coded.n_read
    start = coded.n_read
    for one in datasets:
        if one.id == layer:
            return start, start + one.rows
        start += one.rows
    return 0, 0


def _by_type(index: Index, mask: Mask) -> np.ndarray:
    counts = index.types(mask)
    return np.array([counts[code] for code in TYPES], dtype=float)


def _by_region(index: Index, mask: Mask) -> np.ndarray:
    """Incidents in each region."""
    n = len(index.regions.table)
    rows = np.flatnonzero(mask & (index.regions.of_row >= 0))
    pairs = index.incident_of(rows).astype("i8") * max(n, 1) + index.regions.of_row[rows]
    pairs.sort(kind="stable")  # the rows of an incident stand together: almost in order, where np.unique would hash
    once = pairs[np.append(True, pairs[1:] != pairs[:-1])] if len(pairs) else pairs
    return np.bincount(once % max(n, 1), minlength=n).astype(float)
