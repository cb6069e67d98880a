"""Shapes follow the slider by their columns or the day in their file's name, and stay light."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
from shapely.geometry import LineString, Point, Polygon, box

from geo.errors import InputError, MissingError, UsageError
from geo.imports import overlay
from geo.imports.overlay import read_overlay
from geo.store.store import Store

SQUARE = box(37.0, 48.0, 38.0, 49.0)


def layer(path: Path, shapes: list[Any], crs: str | None = "EPSG:4326", **columns: list[Any]) -> Path:
    gpd.GeoDataFrame(columns, geometry=shapes, crs=crs).to_file(path)
    return path


def features(body: bytes) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(gzip.decompress(body))["features"]
    return found


def test_files_with_a_day_in_their_names_are_the_states_of_one_front_line(tmp_path: Path) -> None:
    paths = [layer(tmp_path / f"front_2025052{n}.geojson", [SQUARE.buffer(n / 100)]) for n in (9, 8)]
    found, body = read_overlay(paths, licence="CC0")
    assert (found.id, found.dated, found.n_features) == ("front", "states", 2)
    assert (found.first_day, found.last_day) == ("2025-05-28", "2025-05-29")
    assert [one["from"] for one in features(body)] == ["2025-05-28", "2025-05-29"]


def test_columns_of_first_and_last_day_make_intervals(tmp_path: Path) -> None:
    path = layer(
        tmp_path / "areas.gpkg", [SQUARE, SQUARE], start_date=["2024-01-01", "2024-02-01"],
        end_date=["2024-01-31", None], name=["North", "<b>South</b>"],
    )  # fmt: skip
    found, body = read_overlay([path], title="Areas")
    assert (found.title, found.dated) == ("Areas", "intervals")
    assert [(one["from"], one["to"], one["title"]) for one in features(body)] == [
        ("2024-01-01", "2024-01-31", "North"), ("2024-02-01", None, "<b>South</b>"),
    ]  # fmt: skip


def test_shapes_without_a_day_are_always_there_in_degrees_and_light(tmp_path: Path) -> None:
    wiggle = LineString([(37 + n / 1000, 48 + (n % 2) / 100_000) for n in range(1000)])
    frame = gpd.GeoDataFrame(geometry=[wiggle, Point(37.5, 48.5), Polygon()], crs="EPSG:4326").to_crs("EPSG:3857")
    frame.to_file(tmp_path / "lines.gpkg")
    found, body = read_overlay([tmp_path / "lines.gpkg"])
    assert (found.dated, found.first_day, found.n_features) == ("always", None, 2)
    line = next(one["geometry"] for one in features(body) if one["geometry"]["type"] == "LineString")
    assert len(line["coordinates"]) < 10
    assert line["coordinates"][0] == [37.0, 48.0]


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    path = layer(tmp_path / "a.geojson", [SQUARE], date=["2024-01-01"])
    assert read_overlay([path]) == read_overlay([path])


def test_what_has_no_shapes_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="no file"):
        read_overlay([tmp_path / "gone.geojson"])
    (tmp_path / "x.geojson").write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be read as shapes"):
        read_overlay([tmp_path / "x.geojson"])
    (tmp_path / "x.csv").write_text("a,b\n", encoding="utf-8")
    with pytest.raises(InputError, match="shapes come as"):
        read_overlay([tmp_path / "x.csv"])
    far = layer(tmp_path / "far.gpkg", [box(500_000, 5_000_000, 500_100, 5_000_100)], crs=None)
    with pytest.raises(InputError, match="not in degrees"):
        read_overlay([far])
    late = layer(tmp_path / "l.geojson", [SQUARE], start_date=["2024-02-01"], end_date=["2024-01-01"])
    with pytest.raises(InputError, match="before it begins"):
        read_overlay([late])


def test_an_overlay_needs_shapes_and_no_more_corners_than_the_map_carries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UsageError, match="at least one file"):
        read_overlay([])
    empty = layer(tmp_path / "empty.gpkg", [Polygon(), None], name=["a", "b"])
    with pytest.raises(InputError, match=r"empty\.gpkg: there are no shapes in it"):
        read_overlay([empty])
    pyogrio.write_dataframe(pd.DataFrame({"name": ["a"]}), tmp_path / "table.gpkg")
    with pytest.raises(InputError, match=r"table\.gpkg: there are no shapes in it"):
        read_overlay([tmp_path / "table.gpkg"])
    monkeypatch.setattr(overlay, "MAX_CORNERS", 9)
    two = layer(tmp_path / "two.geojson", [SQUARE, SQUARE])
    with pytest.raises(InputError, match="10 corners, more than the map can carry"):
        read_overlay([two])


def test_a_number_in_a_name_that_is_no_day_is_not_taken_for_one(tmp_path: Path) -> None:
    found, body = read_overlay([layer(tmp_path / "front_20251345_20250528.geojson", [SQUARE])])
    assert (found.dated, features(body)[0]["from"]) == ("states", "2025-05-28")


def test_an_overlay_is_kept_replaced_and_removed(tmp_path: Path) -> None:
    store = Store.open("sqlite://")
    made, body = read_overlay([layer(tmp_path / "a.geojson", [SQUARE], date=["2024-01-01"])])
    store.overlays.save(made, body)
    store.overlays.save(made, body)
    assert store.overlays.list() == (made,)
    assert store.overlays.body("a") == body
    assert store.is_empty()
    assert store.overlays.remove(["a", "b"]) == 1
    assert store.overlays.body("a") is None
