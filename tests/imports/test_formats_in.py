"""Files of other people's kinds, made here cell by cell after their codebooks, become rows that say what they said."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest

from geo.imports import codes
from geo.imports.load import import_file
from geo.store.store import Store

GDELT = [row["name"] for row in codes.table("gdelt_columns")]
UCDP = [row["name"] for row in codes.table("ucdp_columns")]
ACLED = (
    "event_id_cnty", "event_date", "time_precision", "event_type", "sub_event_type", "actor1", "actor2", "iso",
    "country", "admin1", "location", "latitude", "longitude", "geo_precision", "source", "notes", "fatalities",
)  # fmt: skip


@pytest.fixture
def store() -> Store:
    return Store.open("sqlite://")


def bare(path: Path, names: Sequence[str], rows: Sequence[Mapping[str, object]], delimiter: str = ",") -> Path:
    """A file without a header: the values of `rows` in the order of `names`, empty where a row has none."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream, delimiter=delimiter).writerows([row.get(name, "") for name in names] for row in rows)
    return path


def records(store: Store) -> list[dict[str, Any]]:
    return store.incidents().astype(object).to_dict("records")


def gdelt(number: int, **cells: object) -> dict[str, object]:
    return {
        "GLOBALEVENTID": number, "SQLDATE": 20240305, "Actor1Name": "RUSSIA", "Actor2Name": "UKRAINE", "IsRootEvent": 1,
        "EventCode": "195", "NumSources": 3, "ActionGeo_Type": 4, "ActionGeo_CountryCode": "UP",
        "ActionGeo_FullName": "Sumy, Sums'ka Oblast', Ukraine", "ActionGeo_Lat": 50.9216, "ActionGeo_Long": 34.8003,
        "DATEADDED": 20240306120000, "SOURCEURL": "https://example.org/a", **cells,
    }  # fmt: skip


def test_a_gdelt_export_without_a_header_is_told_by_its_61_columns(store: Store, tmp_path: Path) -> None:
    rows = [
        gdelt(1001),
        gdelt(1002, EventCode="0841", IsRootEvent=0, ActionGeo_Type=1, ActionGeo_FullName="Ukraine"),
        gdelt(1003, EventCode="9"),
        gdelt(1004, EventCode="ZZ"),
        gdelt(1005, SQLDATE=20250305),
    ]
    done = import_file(bare(tmp_path / "20240306.export.CSV", GDELT, rows, "\t"), store)
    assert (done.dataset.kind, done.dataset.rows) == ("gdelt", 3)
    assert [problem.line for problem in done.problems] == [4, 5]
    strike, nation, investigate = records(store)
    assert (strike["incident_id"], strike["type"], strike["sub_type"]) == (
        "gdelt:1001", "explosion_remote", "air_drone_strike",
    )  # fmt: skip
    assert (strike["status"], strike["place"], strike["place_precision"]) == ("alleged", "Sumy", "settlement")
    assert (strike["country"], strike["admin1"], strike["n_sources"]) == ("UA", "Sums'ka Oblast'", 3)
    assert strike["actors"] == "RUSSIA (initiator); UKRAINE (target)"
    assert strike["fatalities_best"] is None or pd.isna(strike["fatalities_best"])
    assert (nation["place_precision"], nation["confidence"] < strike["confidence"]) == ("country", True)
    assert investigate["incident_id"] == "gdelt:1003"


def acled(number: int, **cells: object) -> dict[str, object]:
    return {
        "event_id_cnty": f"UKR{number}", "event_date": "2024-03-05", "time_precision": 1,
        "event_type": "Explosions/Remote violence", "sub_event_type": "Shelling/artillery/missile attack",
        "actor1": "Military Forces of Russia", "iso": 804, "country": "Ukraine", "admin1": "Sumska", "location": "Sumy",
        "latitude": 50.9216, "longitude": 34.8003, "geo_precision": 1, "source": "A; B", "notes": "Made up.",
        "fatalities": 2, **cells,
    }  # fmt: skip


def test_a_file_in_acleds_format_keeps_precision_figures_and_its_terms(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "acled.csv"
    rows = [
        acled(1),
        acled(
            2, time_precision=3, geo_precision=3, sub_event_type="Government regains territory", event_type="Battles"
        ),
        acled(3, time_precision=2, geo_precision=2, sub_event_type="Suicide bomb"),
        acled(4, event_date="31 February 2024"),
        acled(5, sub_event_type="Tea party", event_type="Party"),
        acled(6, fatalities=-1),
    ]
    pd.DataFrame(rows, columns=list(ACLED)).to_csv(path, index=False)
    done = import_file(path, store)
    assert (done.dataset.kind, [problem.line for problem in done.problems]) == ("acled", [5, 6, 7])
    by_id = {row["incident_id"]: row for row in records(store)}
    first, month, week = by_id["acled:UKR1"], by_id["acled:UKR2"], by_id["acled:UKR3"]
    assert (first["sub_type"], first["country"], first["n_sources"]) == ("shelling_missile", "UA", 2)
    assert [first[f"fatalities_{part}"] for part in ("low", "best", "high")] == [2, 2, 2]
    assert "not to be passed on" in first["licence"]
    assert (month["type"], month["sub_type"], month["place_precision"]) == ("battle", "territory_gained", "admin1")
    assert (str(month["date_start"])[:10], str(month["date_end"])[:10]) == ("2024-03-01", "2024-03-31")
    assert (week["place_precision"], week["date_precision"]) == ("near", "week")
    assert (week["date_end"] - week["date_start"]).days == 6


def test_a_candidate_file_of_ucdp_needs_no_header(store: Store, tmp_path: Path) -> None:
    row = {
        "id": 512001, "year": 2024, "type_of_violence": 3, "side_a": "Group A", "side_b": "Civilians",
        "number_of_sources": 2, "where_prec": 4, "where_coordinates": "Nord-Kivu province", "adm_1": "Nord-Kivu",
        "latitude": -0.7, "longitude": 29.2, "country": "DR Congo (Zaire)", "country_id": 490, "event_clarity": 2,
        "date_prec": 5, "date_start": "2024-01-02 00:00:00.000", "date_end": "2024-02-20 00:00:00.000",
        "deaths_civilians": 9, "deaths_a": 0, "deaths_b": 0, "deaths_unknown": 0, "best": 9, "high": 12, "low": 5,
    }  # fmt: skip
    done = import_file(bare(tmp_path / "candidate.csv", UCDP, [row, row | {"id": 512002}]), store)
    assert (done.dataset.kind, done.dataset.rows, done.problems) == ("ucdp", 2, [])
    first = records(store)[0]
    assert (first["type"], first["sub_type"], first["place_precision"]) == ("violence_civilians", "attack", "admin1")
    assert (first["country"], str(first["date_start"])[:10], str(first["date_end"])[:10]) == (
        "CD", "2024-01-02", "2024-02-20",
    )  # fmt: skip
    assert first["aggregate"]
    assert [first[f"fatalities_{part}"] for part in ("low", "best", "high")] == [5, 9, 12]


def own_rows() -> pd.DataFrame:
    return pd.DataFrame({
        "when": ["2024-03-05", "2024-03-06"], "town": ["Kherson", "Nikopol"], "lat": [46.64, 47.57],
        "lon": [32.62, 34.4], "event_type": ["shelling", "drone"], "killed": [2, 0],
    })  # fmt: skip


def test_a_workbook_is_read_by_its_first_sheet_with_days_as_days(store: Store, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    frame = own_rows().assign(when=pd.to_datetime(own_rows()["when"]))
    for row in [list(frame), *frame.itertuples(index=False, name=None)]:
        sheet.append([cell.to_pydatetime() if isinstance(cell, pd.Timestamp) else cell for cell in row])
    book.create_sheet("notes").append(["not", "a", "row"])
    book.save(tmp_path / "own.xlsx")
    done = import_file(tmp_path / "own.xlsx", store, columns={"date": "when", "place": "town"})
    assert (done.dataset.kind, done.dataset.rows, done.problems) == ("table", 2, [])
    assert [(row["place"], row["sub_type"], row["fatalities_best"]) for row in records(store)] == [
        ("Kherson", "shelling_missile", 2), ("Nikopol", "air_drone_strike", 0),
    ]  # fmt: skip
    assert [str(row["date_start"])[:10] for row in records(store)] == ["2024-03-05", "2024-03-06"]


@pytest.mark.parametrize("suffix", ["gpkg", "geojson", "shp", "fgb"])
@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857"])
def test_a_layer_gives_its_points_in_degrees_whatever_its_projection(
    store: Store, tmp_path: Path, suffix: str, crs: str
) -> None:
    if (suffix, crs) == ("geojson", "EPSG:3857"):
        pytest.skip("GeoJSON is in degrees by its standard")
    frame = own_rows().rename(columns={"when": "date", "town": "place"})
    points = gpd.points_from_xy(frame.pop("lon"), frame.pop("lat"))
    gpd.GeoDataFrame(frame, geometry=points, crs="EPSG:4326").to_crs(crs).to_file(tmp_path / f"layer.{suffix}")
    done = import_file(tmp_path / f"layer.{suffix}", store)
    assert (done.dataset.kind, done.dataset.rows, done.problems) == ("geo", 2, [])
    found = sorted((row["place"], round(row["lat"], 4), round(row["lon"], 4)) for row in records(store))
    assert found == [("Kherson", 46.64, 32.62), ("Nikopol", 47.57, 34.4)]
