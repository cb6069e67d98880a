"""Rows leave as CSV and GeoJSON that other software can read and no spreadsheet runs."""

from __future__ import annotations

import io
import json

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import UsageError
from geo.export.formats import EXPORT_FORMATS, format_of, write_data
from geo.export.table import FORMULA_STARTS, defuse
from geo.model import IncidentPlace
from geo.store.columns import COLUMNS
from tests.makers import make_frame, make_place, make_report


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return make_frame(
        make_report("r1", places=(make_place(), make_place(name="=cmd|' /C calc'!A1", lat=47.0, lon=33.0))),
        make_report("r2", places=(IncidentPlace(name=None, precision="none"),), fatalities=None),
    )


def written(fmt: str, frame: pd.DataFrame) -> bytes:
    out = io.BytesIO()
    assert write_data(out, fmt, frame) == len(frame)
    return out.getvalue()


def test_every_format_holds_one_row_per_incident_and_place(frame: pd.DataFrame) -> None:
    table = pd.read_csv(io.BytesIO(written("csv", frame)))
    features = json.loads(written("geojson", frame))["features"]
    assert len(table) == len(features) == len(frame) == 3
    assert list(table.columns) == list(COLUMNS)


def test_a_row_without_a_place_has_an_empty_geometry_and_unknown_deaths_are_not_zero(frame: pd.DataFrame) -> None:
    features = json.loads(written("geojson", frame))["features"]
    bare = next(f for f in features if f["properties"]["place"] is None)
    assert bare["geometry"] is None
    assert bare["properties"]["fatalities_best"] is None


def test_geojson_puts_longitude_first_and_days_as_iso(frame: pd.DataFrame) -> None:
    feature = next(
        f for f in json.loads(written("geojson", frame))["features"] if f["properties"]["place"] == "Kherson"
    )
    assert feature["geometry"] == {"type": "Point", "coordinates": [32.6178, 46.6558]}
    assert feature["properties"]["date_start"] == "2024-03-04"


def test_a_formula_in_a_place_name_reaches_the_spreadsheet_as_text(frame: pd.DataFrame) -> None:
    table = pd.read_csv(io.BytesIO(written("csv", frame)))
    assert "'=cmd|' /C calc'!A1" in set(table["place"])


def test_the_same_rows_give_the_same_bytes_and_no_rows_give_a_header(frame: pd.DataFrame) -> None:
    for fmt in EXPORT_FORMATS:
        assert written(fmt, frame) == written(fmt, frame.copy())
    assert written("csv", frame.iloc[:0]).decode().strip().split(",") == list(COLUMNS)
    assert json.loads(written("geojson", frame.iloc[:0])) == {"type": "FeatureCollection", "features": []}


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=30))
def test_no_defused_cell_begins_like_a_formula_and_its_words_are_kept(cell: str) -> None:
    (safe,) = defuse(pa.array([cell])).to_pylist()
    assert not safe.lstrip().startswith(FORMULA_STARTS)
    assert safe.removeprefix("'") == cell or safe == cell


def test_an_unknown_extension_names_the_known_ones() -> None:
    assert format_of("a.CSV", None, EXPORT_FORMATS) == "csv"
    assert format_of("-", "geojson", EXPORT_FORMATS) == "geojson"
    with pytest.raises(UsageError, match=r"\.csv, \.geojson"):
        format_of("out.shp", None, EXPORT_FORMATS)
