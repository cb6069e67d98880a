"""Asking the database for the rows that a selection may keep, by its indexes; ``geo.store.select`` has the last word.

A row is asked for by its first day. What lasts longer than a month may have begun long before a window, so those few
rows are asked for by their length instead: neither question looks at more than it must.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from geo.model import Selection
from geo.store.schema import incident_rows as rows

#: Incidents of more days than this are looked for by their length.
LONG_DAYS = 31


def narrows(selection: Selection) -> bool:
    """Whether `selection` leaves out more than the background."""
    return any((selection.first, selection.last, selection.bbox, selection.types, selection.statuses))


def conditions(selection: Selection, dialect: str) -> list[sa.ColumnElement[bool]]:
    """What every row that `selection` keeps fulfils, in SQL for `dialect`."""
    others = _others(selection, dialect)
    if selection.first is None:
        return [*_until(selection.last), *others]
    recent = rows.c.first_day >= _earlier(selection.first).isoformat()
    long = rows.c.n_days > LONG_DAYS
    window = [rows.c.last_day >= selection.first.isoformat(), *_until(selection.last), *others]
    if dialect == "postgresql":
        return [*window, recent | long]
    # SQLite takes one index for a question, and a poor one for an "or": each half is asked of its own
    row: sa.ColumnClause[int] = sa.literal_column("incident_rows.rowid")
    halves = (sa.select(row).where(half, *window) for half in (recent, long))
    return [row.in_(sa.union_all(*halves))]


def _others(selection: Selection, dialect: str) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if selection.bbox is not None:
        found.append(_box(selection.bbox, dialect, indexed=selection.first is None))
    if selection.types:
        found.append(rows.c.type.in_(sorted(selection.types)))
    if selection.statuses:
        found.append(rows.c.status.in_(sorted(selection.statuses)))
    if not selection.background:
        found.append(rows.c.background == 0)
    return found


def _until(last: date | None) -> list[sa.ColumnElement[bool]]:
    return [] if last is None else [rows.c.first_day <= last.isoformat()]


def _earlier(day: date) -> date:
    return day - timedelta(days=LONG_DAYS) if day > date(1, 3, 1) else date.min


def _box(bbox: tuple[float, float, float, float], dialect: str, *, indexed: bool) -> sa.ColumnElement[bool]:
    """Rows in a box; on SQLite not `indexed` means that the index of days will serve better than that of latitudes.

    PostgreSQL has the points for a box alone, and the degrees for the index of days, which names them too.
    """
    west, south, east, north = bbox
    spans = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
    lat = rows.c.lat if indexed or dialect == "postgresql" else rows.c.lat + 0.0
    inside = lat.between(south, north) & sa.or_(*(rows.c.lon.between(left, right) for left, right in spans))
    if dialect != "postgresql":
        return inside
    point: sa.ColumnElement[Any] = sa.column("point")
    boxes = [sa.func.ST_MakeEnvelope(left, south, right, north, 4326) for left, right in spans]
    return inside & sa.or_(*(point.op("&&", is_comparison=True)(box) for box in boxes))
