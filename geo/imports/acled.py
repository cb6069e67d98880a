"""A file in ACLED's format, brought by its user: six types, 25 sub-types, precision codes 1 to 3.

ACLED's terms forbid passing its data on; Sitmap ships none of it, and the licence that goes with the rows says so.
``time_precision`` 2 is a week, 3 a month; ``geo_precision`` 1 the place, 2 near it or a part of a province, 3 a
province.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from geo.imports import codes, rows
from geo.imports.cells import Cells

PLACES = {"1": "settlement", "2": "near", "3": "admin1"}
DATES = {"1": "day", "2": "week", "3": "month"}
#: Days before and after the middle of a week that is known only as such.
HALF_WEEK = pd.Timedelta(days=3)
CONFIDENCE = 0.8


def convert(cells: Cells) -> dict[str, Any]:
    """The store's columns for the rows of a file in ACLED's format."""
    lat, lon = cells.points("latitude", "longitude")
    day = cells.day("event_date", "event_date")
    cells.reject(day.isna() & cells.text("event_date").isna(), "it has no date")
    when = cells.mapped(cells.text("time_precision"), DATES, "day")
    first, last = _interval(day, when)
    kind = cells.mapped(cells.text("sub_event_type"), codes.types())
    kind = kind.fillna(cells.mapped(cells.text("event_type"), codes.types()))
    cells.reject(kind.isna(), lambda row: f"its type {cells.text('sub_event_type', 'event_type')[row]!r} is not known")
    deaths = cells.count("fatalities", "fatalities")
    actors = [(cells.text("actor1"), "side_a"), (cells.text("actor2"), "side_b")]
    return {
        "incident_id": "acled:" + cells.text("event_id_cnty", "data_id"),
        "type": kind.str.split("/").str[0].astype("str"),
        "sub_type": kind.str.split("/").str[1].astype("str"),
        "status": "occurred",
        "date_start": first,
        "date_end": last,
        "date_precision": when,
        "date_rule": "ACLED time_precision " + cells.text("time_precision").fillna("missing"),
        "place": cells.text("location"),
        "place_precision": cells.mapped(cells.text("geo_precision"), PLACES, "area").where(lat.notna(), "none"),
        "lat": lat,
        "lon": lon,
        "country": cells.mapped(cells.text("iso"), codes.countries("numeric")).fillna(
            cells.mapped(cells.text("country"), codes.countries("names"))
        ),
        "admin1": cells.text("admin1"),
        "fatalities_best": deaths,
        "fatalities_low": deaths,
        "fatalities_high": deaths,
        "actors": rows.actors(actors),
        "attribution": cells.text("source").fillna(""),
        "numbers": "{}",
        "confidence": CONFIDENCE,
        "confidence_reason": "coded by ACLED",
        "n_sources": (cells.text("source").str.count(";").fillna(0) + 1).astype("int64"),
        "evidence": cells.text("notes").fillna("The row has no notes."),
    }


def _interval(day: pd.Series, when: pd.Series) -> tuple[pd.Series, pd.Series]:
    begin, end = day.dt.to_period("M").dt.start_time, day.dt.to_period("M").dt.end_time.dt.normalize()
    first = day.mask(when.eq("week"), day - HALF_WEEK).mask(when.eq("month"), begin.astype("datetime64[s]"))
    last = day.mask(when.eq("week"), day + HALF_WEEK).mask(when.eq("month"), end.astype("datetime64[s]"))
    return first.astype("datetime64[s]"), last.astype("datetime64[s]")
