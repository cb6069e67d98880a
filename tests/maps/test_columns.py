"""The columns that the browser draws say what the store's rows say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.maps.columns import (
    AGGREGATE,
    BACKGROUND,
    CONFIDENCE_STEPS,
    LAYOUT,
    NEVER,
    OPEN,
    PLACED,
    SURE,
    UNDATED,
    Columns,
    encode,
    mercator,
    type_colours,
)
from geo.model import EventDate, IncidentPlace, Selection
from geo.outlines import id_between
from geo.store.columns import CONFIDENCE_WORDS
from geo.store.select import in_window
from tests.makers import KHERSON, MOSCOW, make_date, make_frame, make_place, make_report

MAY = date(2024, 5, 6)


def decode(columns: Columns) -> pd.DataFrame:
    """What static/incident_layer.js reads from the block."""
    at, found, rows = 0, {}, columns.meta["rows"]
    for name, kind in LAYOUT:
        found[name] = np.frombuffer(columns.data, kind, rows, at)
        at += rows * np.dtype(kind).itemsize
    assert at == len(columns.data)
    return pd.DataFrame(found)


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    crimea = IncidentPlace("Crimea", "admin1", 45.3, 34.4, "admin1", "UA", place_id="admin1:UA.11", radius_km=120.0)
    spit = IncidentPlace("Kinburn Spit", "area", 46.5, 31.6, "region", "UA", place_id="sitmap:kinburn", radius_km=20.0)
    return make_frame(
        make_report("r1", date=make_date(MAY), places=(make_place(), make_place(MOSCOW))),
        make_report("r2", status="claimed", places=(crimea,)),
        make_report("r3", date=EventDate(), places=(spit,)),
        make_report("r4", status="denied"),
        make_report("r5", places=(IncidentPlace(name=None, precision="none"),), background=True),
        make_report("r6", date=make_date(None, MAY, "on_or_before"), aggregate=True),
    )


def test_rows_come_back_sorted_by_day_with_undated_last(frame: pd.DataFrame) -> None:
    columns = encode(frame.sample(frac=1, random_state=3))
    rows = decode(columns)
    assert len(rows) == len(frame) == 7
    assert rows["first"].is_monotonic_increasing
    assert rows["first"].iloc[-1] == NEVER
    assert set(columns.ids) == set(frame["incident_id"])


def test_every_row_keeps_its_codes_day_place_and_point(frame: pd.DataFrame) -> None:
    columns = encode(frame)
    meta, rows = columns.meta, decode(columns)
    rows["id"] = [columns.ids[k] for k in rows["incident"]]
    told = rows[rows["id"].eq("i-a1-r1")]
    assert {meta["places"][k] for k in told["place"]} == {KHERSON.name, MOSCOW.name}
    assert {meta["types"][k] for k in told["type"]} == {"explosion_remote"}
    assert set(told["first"]) == set(told["last"]) == {(MAY - date(1970, 1, 1)).days}
    point = told[[meta["places"][k] == "Kherson" for k in told["place"]]].iloc[0]
    assert point["x"] / 2**32 * 360 - 180 == pytest.approx(KHERSON.lon, abs=1e-6)
    assert np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * point["y"] / 2**32)))) == pytest.approx(KHERSON.lat, abs=1e-6)


def test_flags_say_what_may_be_drawn_and_how(frame: pd.DataFrame) -> None:
    columns = encode(frame)
    rows = decode(columns)
    flags = {columns.ids[k]: f for k, f in zip(rows["incident"], rows["flags"], strict=True)}
    assert {flag >> 5 for flag in flags.values()} == {2}, "all of them are of high confidence"
    flags = {one: flag % SURE for one, flag in flags.items()}
    assert flags["i-a1-r1"] == PLACED
    assert flags["i-a1-r3"] == PLACED | UNDATED
    assert flags["i-a1-r4"] == 0, "what is denied has a place, but is never drawn"
    assert flags["i-a1-r5"] == BACKGROUND
    assert flags["i-a1-r6"] == PLACED | OPEN | AGGREGATE


def test_confidence_goes_along_in_words_that_are_the_same_as_everywhere() -> None:
    made = [make_report(f"r{n}", confidence=value) for n, value in enumerate((0.1, 0.5, 0.79, 0.8))]
    frame = make_frame(*made)
    rows = decode(encode(frame))
    words = frame.set_index("incident_id")["confidence_word"]
    assert sorted(flag >> 5 for flag in rows["flags"]) == [0, 1, 1, 2]
    assert sorted(words) == ["high", "low", "medium", "medium"]
    assert [least for least, _ in CONFIDENCE_WORDS[-2::-1]] == list(CONFIDENCE_STEPS)


def test_a_province_is_a_polygon_and_an_area_without_one_a_disc(frame: pd.DataFrame) -> None:
    surfaces = {s["id"]: s for s in encode(frame).meta["surfaces"]}
    assert len(surfaces["admin1:UA.11"]["rings"][0]) > 20
    assert "rings" not in surfaces["sitmap:kinburn"]
    assert surfaces["sitmap:kinburn"]["radius"] == 20.0


def test_what_lies_between_two_places_is_a_line(frame: pd.DataFrame) -> None:
    between = id_between((37.2, 49.2), (37.6, 48.9))
    frame["place_id"] = frame["place_id"].replace("sitmap:kinburn", between)
    (surface,) = (s for s in encode(frame).meta["surfaces"] if s["id"] == between)
    assert surface["line"] == [[37.2, 49.2], [37.6, 48.9]]
    assert "rings" not in surface


def test_the_same_rows_have_the_same_version_in_any_order_and_others_another(frame: pd.DataFrame) -> None:
    assert encode(frame) == encode(frame.sample(frac=1, random_state=1))
    assert encode(frame).version != encode(frame.iloc[1:]).version
    assert encode(frame).version != encode(frame.assign(place="elsewhere")).version


def test_no_rows_make_empty_columns(frame: pd.DataFrame) -> None:
    columns = encode(frame.iloc[:0])
    assert (columns.data, list(columns.ids), columns.countries) == (b"", [], ())


def test_every_type_has_a_colour_of_its_own() -> None:
    assert len(set(type_colours())) == len(type_colours()) == 8


def test_mercator_spans_the_square_world_and_knows_no_poles() -> None:
    x, y = mercator(np.array([-180.0, 0.0, 180.0, np.nan]), np.array([90.0, 0.0, -90.0, np.nan]))
    assert x.tolist() == [0, 2**31, 2**32 - 1, 0]
    assert y.tolist()[1] in (2**31 - 1, 2**31)
    assert y.tolist()[0] < 10
    assert y.tolist()[2] > 2**32 - 10


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-85, 85)), min_size=1, max_size=20))
def test_mercator_can_be_undone_to_a_tenth_of_a_metre(points: list[tuple[float, float]]) -> None:
    lon, lat = np.array(points).T
    x, y = (v.astype(float) for v in mercator(lon, lat))
    assert x / 2**32 * 360 - 180 == pytest.approx(lon, abs=1e-6)
    assert np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * y / 2**32)))) == pytest.approx(lat, abs=1e-6)


DAYS = st.integers(0, 40)
DATES = st.tuples(DAYS, DAYS, st.sampled_from(["day", "range", "on_or_before", "unknown"]))


@settings(max_examples=40, deadline=None)
@given(st.lists(DATES, min_size=1, max_size=6), DAYS, DAYS)
def test_the_browsers_window_holds_the_same_incidents_as_the_stores(days: list[Any], a: int, b: int) -> None:
    rows = template().iloc[[0] * len(days)].reset_index(drop=True)
    rows["incident_id"] = [f"i{k}" for k in range(len(days))]
    first, last = date(2024, 1, 1) + timedelta(min(a, b)), date(2024, 1, 1) + timedelta(max(a, b))
    for k, (start, end, precision) in enumerate(days):
        lo, hi = (pd.Timestamp(date(2024, 1, 1) + timedelta(d)) for d in sorted((start, end)))
        known = precision != "unknown"
        rows.loc[k, "date_start"] = pd.NaT if precision in ("on_or_before", "unknown") else lo
        rows.loc[k, "date_end"] = hi if known else pd.NaT
        rows.loc[k, "date_precision"] = precision
    columns = encode(rows)
    drawn = decode(columns)
    day = [(d - date(1970, 1, 1)).days for d in (first, last)]
    inside = drawn[(drawn["first"] <= day[1]) & (drawn["last"] >= day[0]) & (drawn["first"] != NEVER)]
    asked = rows[in_window(rows, replace(Selection(), first=first, last=last))]
    assert {columns.ids[k] for k in inside["incident"]} == set(asked["incident_id"])


_TEMPLATE: list[pd.DataFrame] = []


def template() -> pd.DataFrame:
    if not _TEMPLATE:
        _TEMPLATE.append(make_frame(make_report("r1")))
    return _TEMPLATE[0]
