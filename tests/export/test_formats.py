"""Every data format opens in software that is not ours (GDAL, geopandas, openpyxl) and holds the same rows."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import geopandas
import openpyxl
import pandas as pd
import pyogrio
import pytest

from geo.errors import UsageError
from geo.export import sheet
from geo.export.arrow import schema
from geo.export.describe import CODES, columns, data_manifest, data_package, file_facts, table_schema
from geo.export.formats import EXPORT_FORMATS, write_data
from geo.export.request import Request
from geo.model import Figure, IncidentPlace
from geo.settings import DATA
from geo.store.columns import COLUMNS
from tests.makers import make_date, make_frame, make_place, make_report

NASTY = "=cmd|' /C calc'!A1 <b>&amp; \"x\", Оріхів 上海\n2"
NOWHERE = IncidentPlace(name=None, precision="none")


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return make_frame(
        make_report("r1", places=(make_place(), make_place(name=NASTY, lat=-47.5, lon=-180.0))),
        make_report("r2", places=(NOWHERE,), fatalities=None, injured=Figure(None, 3, None)),
        make_report("r3", date=make_date(None, None, "unknown"), numbers={"houses": 3}),
        make_report("r4", date=make_date(date(1812, 6, 24)), status="denied"),
    )


def made(folder: Path, fmt: str, frame: pd.DataFrame) -> Path:
    path = folder / f"incidents.{fmt}"
    with path.open("wb") as out:
        assert write_data(out, fmt, frame) == len(frame)
    return path


def read_layer(path: Path) -> pd.DataFrame:
    layers = pyogrio.list_layers(path)
    assert len(layers) == 1
    return pyogrio.read_dataframe(path)


def read_sheet(path: Path) -> pd.DataFrame:
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["incidents"]
    head, *rows = book["incidents"].iter_rows(values_only=True)
    assert {cell.data_type for row in book["incidents"].iter_rows() for cell in row} <= {
        "s",
        "n",
        "d",
        "b",
        "inlineStr",
    }
    return pd.DataFrame(rows, columns=list(head))


READERS: dict[str, Callable[[Path], pd.DataFrame]] = {
    "csv": pd.read_csv,
    "xlsx": read_sheet,
    "parquet": geopandas.read_parquet,
    **dict.fromkeys(("geojson", "gpkg", "fgb", "kml"), read_layer),
}


#: What must agree in every format beside the point, and what it is there.
WORDS = (
    *(
        "type",
        "sub_type",
        "status",
        "date_precision",
        "date_phrase",
        "place",
        "place_precision",
        "place_role",
        "country",
    ),
    *(
        "country",
        "actors",
        "numbers",
        "attribution",
        "confidence_word",
        "sources",
        "article_id",
        "evidence",
        "dataset",
        "licence",
    ),
)
DAYS = ("date_start", "date_end")
FIGURES = (
    *("fatalities_low", "fatalities_best", "fatalities_high", "injured_low", "injured_best", "injured_high"),
    *("radius_km", "confidence", "n_sources", "evidence_start", "evidence_end", "mapped", "aggregate", "background"),
)


def told(found: pd.DataFrame) -> list[tuple[Any, ...]]:
    """What must agree in every format: id, words and codes, days, figures, point; sorted."""
    rows = []
    for row in found.to_dict("records"):
        shape = row.get("geometry")
        bare = shape is None or shape.is_empty if "geometry" in row else pd.isna(row["lat"])
        point = None if bare else (shape.x, shape.y) if "geometry" in row else (row["lon"], row["lat"])
        words = [None if pd.isna(row[name]) or row[name] == "" else row[name].removeprefix("'") for name in WORDS]
        days = [None if pd.isna(row[name]) else str(row[name])[:10] for name in DAYS]
        figures = [None if pd.isna(row[name]) else float(row[name]) for name in FIGURES]
        rows.append((row["incident_id"], int(row["place_no"]), *words, *days, *figures, point))
    return sorted(rows, key=lambda row: row[:2])


@pytest.mark.parametrize("fmt", EXPORT_FORMATS)
def test_a_format_holds_the_rows_of_the_store(fmt: str, frame: pd.DataFrame, tmp_path: Path) -> None:
    found = READERS[fmt](made(tmp_path, fmt, frame))
    assert told(found) == told(frame)
    known = set(found.columns) - {"id", "geometry"}
    assert set(COLUMNS) - known <= {"lat", "lon"} if fmt != "kml" else set(COLUMNS) - known == {"lat", "lon"}
    assert not found["mapped"].all()


@pytest.mark.parametrize("fmt", EXPORT_FORMATS)
def test_no_rows_make_a_file_that_opens(fmt: str, frame: pd.DataFrame, tmp_path: Path) -> None:
    assert len(READERS[fmt](made(tmp_path, fmt, frame.iloc[:0]))) == 0


@pytest.mark.parametrize("fmt", EXPORT_FORMATS)
def test_the_same_rows_give_the_same_bytes_in_every_format(fmt: str, frame: pd.DataFrame, tmp_path: Path) -> None:
    first = made(tmp_path, fmt, frame).read_bytes()
    assert made(tmp_path, fmt, frame.copy()).read_bytes() == first


def test_flatgeobuf_has_an_index_only_where_every_row_has_a_point(frame: pd.DataFrame, tmp_path: Path) -> None:
    placed = made(tmp_path, "fgb", frame[frame["lat"].notna()])
    assert pyogrio.read_info(placed)["capabilities"]["fast_spatial_filter"]
    assert len(pyogrio.read_dataframe(placed, bbox=(32, 46, 33, 47))) == 3
    assert not pyogrio.read_info(made(tmp_path, "fgb", frame))["capabilities"]["fast_spatial_filter"]


def test_a_geopackage_and_a_geoparquet_say_their_reference_system(frame: pd.DataFrame, tmp_path: Path) -> None:
    for fmt in ("gpkg", "parquet"):
        assert READERS[fmt](made(tmp_path, fmt, frame)).crs.to_epsg() in (4326, None)
    days = pyogrio.read_dataframe(made(tmp_path, "gpkg", frame))["date_start"]
    assert str(days.dtype).startswith("datetime64")


def test_a_sheet_refuses_more_rows_than_it_holds(frame: pd.DataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "MAX_ROWS", 3)
    with pytest.raises(UsageError, match=r"2 rows, there are 5.*parquet"):
        write_data(io.BytesIO(), "xlsx", frame)


def test_progress_is_reported_in_shares(frame: pd.DataFrame) -> None:
    seen: list[float] = []
    for fmt in EXPORT_FORMATS:
        write_data(io.BytesIO(), fmt, frame, lambda share, _words: seen.append(share))
    assert len(seen) == len(EXPORT_FORMATS)
    assert all(0 <= share <= 1 for share in seen)


def test_every_column_is_described_once_in_data_and_docs() -> None:
    assert [column["name"] for column in columns()] == list(COLUMNS)
    page = (DATA.parent / "docs" / "data.md").read_text("utf-8")
    for column in columns():
        assert f"| `{column['name']}` | {column['unit']} | {column['meaning']}" in page
    with (DATA / "glossary.csv").open(encoding="utf-8", newline="") as lines:
        explained = {row["kind"] for row in csv.DictReader(lines)} | {"type"}
    assert {column["codes"] for column in columns() if column["codes"]} <= explained


def test_the_descriptor_names_the_columns_of_the_file_with_their_codes(frame: pd.DataFrame, tmp_path: Path) -> None:
    path = made(tmp_path, "csv", frame)
    facts = file_facts(path, "csv")
    sources: list[dict[str, Any]] = [{"id": "a1", "title": "T"}, {"id": "x", "kind": "dataset:ucdp"}]
    manifest = data_manifest(frame, Request("csv"), facts, versions={"reader": "r"}, sources=sources)
    assert manifest["counts"]["rows"] == 5
    assert manifest["counts"]["incidents"] == 4
    assert (manifest["sources"], manifest["datasets"]) == ([{"id": "a1", "title": "T"}], [])
    package = json.loads(json.dumps(data_package(facts, manifest)))
    (resource,) = package["resources"]
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    assert list(fields) == path.read_text("utf-8").splitlines()[0].split(",")
    assert fields["status"]["constraints"]["enum"] == CODES["status"]
    assert fields["radius_km"]["unit"] == "km"
    assert resource["bytes"] == path.stat().st_size
    names = [field["name"] for field in table_schema(geometry=True)["fields"]]
    assert names == schema(geometry=True).names
