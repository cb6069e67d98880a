"""Days, numbers and encodings as tables of other people have them; of what may mean two things, nothing is taken."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

import geopandas as gpd
import openpyxl
import pytest
from shapely.geometry import Point

from geo.errors import InputError
from geo.imports import bounds, layer
from geo.imports.cells import _month_first, day_of
from geo.imports.load import import_file
from geo.store.store import Store

ROWS = "date,place,lat,lon,event_type\n2024-03-05,Kherson,46.64,32.62,shelling\n"


@pytest.mark.parametrize(
    ("text", "month_first", "day"),
    [
        ("1/2/2024", None, None),
        ("1/2/2024", True, date(2024, 1, 2)),
        ("1/2/2024", False, date(2024, 2, 1)),
        ("2/2/2024", None, date(2024, 2, 2)),
        ("1.2.2024", None, date(2024, 2, 1)),
        ("1.2.2024", True, date(2024, 2, 1)),
        ("31.2.2024", None, None),
        ("45356", None, date(2024, 3, 5)),
        ("45356.0", None, date(2024, 3, 5)),
        ("7", None, None),
        ("20240305", None, date(2024, 3, 5)),
    ],
)
def test_a_day_is_read_where_it_can_be_but_one(text: str, month_first: bool | None, day: date | None) -> None:
    assert day_of(text, month_first=month_first) == day


@pytest.mark.parametrize(
    ("column", "first"),
    [
        (["1/2/2024", "3/13/2024"], True),
        (["1/2/2024", "13/3/2024"], False),
        (["1/2/2024", "3/4/2024"], None),
        (["13.3.2024"], None),
    ],
)
def test_one_row_tells_for_all_whether_the_month_comes_first(column: list[str], first: bool | None) -> None:
    assert _month_first(column) is first


def test_a_table_in_utf_16_is_read_like_any_other(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_bytes(ROWS.replace("Kherson", "Херсон").encode("utf-16"))
    store = Store.open("sqlite://")
    import_file(tmp_path / "own.csv", store)
    assert store.incidents()["place"].tolist() == ["Херсон"]


def test_in_a_workbook_whole_numbers_are_whole_and_empty_rows_and_cells_are_passed_over(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["date", "place", "lat", "lon", "event_type", "killed"],
        [None, None],
        ["2024-03-05", "Kherson", 46.64, 32.62, "shelling", 2.0],
        [45356.0, "Nikopol", 47.0, 34.0, "shelling", None],
    ):
        sheet.append(row)
    book.save(tmp_path / "own.xlsx")
    store = Store.open("sqlite://")
    done = import_file(tmp_path / "own.xlsx", store)
    assert done.problems == []
    frame = store.incidents()
    assert frame["fatalities_best"].fillna(-1).tolist() == [2, -1]
    assert {str(day)[:10] for day in frame["date_start"]} == {"2024-03-05"}


def test_of_a_layer_without_shapes_the_columns_tell_where(tmp_path: Path) -> None:
    attributes = {"date": ["2024-03-05"], "place": ["Kherson"], "event_type": ["shelling"]}
    point = gpd.GeoDataFrame(attributes, geometry=[Point(32.62, 46.64)], crs="EPSG:4326")
    point.to_file(tmp_path / "own.gpkg")
    store = Store.open("sqlite://")
    assert import_file(tmp_path / "own.gpkg", store).dataset.rows == 1
    assert store.incidents()[["lat", "lon"]].values.tolist() == [[46.64, 32.62]]


def test_what_swells_beyond_measure_is_stopped_on_the_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "FREE_BYTES", 1_000)
    monkeypatch.setattr(bounds, "MAX_RATIO", 2)
    (tmp_path / "own.csv.gz").write_bytes(gzip.compress((ROWS + ROWS[ROWS.index("2024") :] * 200).encode()))
    with pytest.raises(InputError, match="unpacks to more than 2 times its size"):
        import_file(tmp_path / "own.csv.gz", Store.open("sqlite://"))
    monkeypatch.setattr(layer, "MAX_LAYER_BYTES", 10)
    (tmp_path / "own.geojson").write_text("{" + " " * 20 + "}", encoding="utf-8")
    with pytest.raises(InputError, match="are too much for a layer"):
        import_file(tmp_path / "own.geojson", Store.open("sqlite://"))
