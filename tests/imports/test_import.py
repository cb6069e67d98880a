"""Datasets that people have become rows of the store, with their own source, and a bad row stops no other."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from geo.errors import InputError, MissingError, UsageError
from geo.imports.load import import_file
from geo.store.columns import COLUMNS
from geo.store.store import Store
from tests.makers import fill_store

UCDP = (
    "id,type_of_violence,side_a,side_b,number_of_sources,source_article,source_office,source_headline,where_prec,"
    "where_coordinates,adm_1,latitude,longitude,country,country_id,event_clarity,date_prec,date_start,date_end,"
    "deaths_a,deaths_b,deaths_civilians,deaths_unknown,low,best,high\n"
)
ROW = '{id},1,Side A,Side B,-1,"""Wire,2024-01-02,Clash""",Wire,Clash,{prec},Town,Province,{lat},36.7,Syria,652,1,1,'
ROW += "2024-01-02,{end},2,0,0,0,1,2,3\n"


def row(id: object, prec: int = 1, lat: object = 34.8, end: str = "2024-01-02") -> str:  # noqa: A002
    return ROW.format(id=id, prec=prec, lat=lat, end=end)


@pytest.fixture
def store() -> Store:
    return Store.open("sqlite://")


@pytest.fixture
def ged(tmp_path: Path) -> Path:
    path = tmp_path / "ged.csv"
    path.write_text(UCDP + row("7.0") + row(8, prec=6, end="2024-01-05"), encoding="utf-8")
    return path


def test_ucdp_rows_carry_precision_interval_deaths_source_and_licence(store: Store, ged: Path) -> None:
    done = import_file(ged, store)
    assert (done.saved, done.dataset.kind, done.dataset.rows, done.problems) == ("added", "ucdp", 2, [])
    frame = store.incidents()
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == dict(COLUMNS)
    first, second = frame.to_dict("records")
    assert (first["incident_id"], first["place_precision"], first["country"]) == ("ucdp:7", "settlement", "SY")
    assert [first[f"fatalities_{part}"] for part in ("low", "best", "high")] == [1, 2, 3]
    assert (first["evidence"], first["licence"]) == ("Wire,2024-01-02,Clash", "CC BY 4.0")
    assert (second["place_precision"], second["date_precision"]) == ("country", "range")
    assert first["n_sources"] == 1


def test_an_imported_row_is_an_incident_with_the_row_as_its_source(store: Store, ged: Path) -> None:
    import_file(ged, store)
    incident = store.incident("ucdp:7")
    assert incident is not None
    assert incident.reports == ()
    assert incident.imported is not None
    assert (incident.imported.line, incident.imported.file_name) == (2, "ged.csv")
    assert [actor.name for actor in incident.actors] == ["Side A", "Side B"]
    assert store.incident("ucdp:9") is None


def test_importing_again_changes_nothing_and_a_newer_file_takes_the_place(store: Store, ged: Path) -> None:
    import_file(ged, store)
    before = store.version()
    assert import_file(ged, store).saved == "unchanged"
    assert store.version() == before
    ged.write_text(UCDP + row(7), encoding="utf-8")
    assert import_file(ged, store).saved == "replaced"
    assert list(store.incidents()["incident_id"]) == ["ucdp:7"]
    assert store.version() != before


def test_the_same_event_in_two_files_is_counted_once(store: Store, ged: Path, tmp_path: Path) -> None:
    import_file(ged, store)
    other = tmp_path / "candidate.csv"
    other.write_text(UCDP + row(8) + row(9), encoding="utf-8")
    done = import_file(other, store)
    assert (done.repeated, done.dataset.rows) == (1, 1)
    assert len(store.incidents()) == 3


def test_a_bad_row_is_named_with_its_line_and_the_rest_is_taken(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    bad = [row(1), row(2, lat=134.8), row(3, lat="north"), row(4, end="2023-12-31"), row(1), "too,short\n"]
    path.write_text(UCDP + "".join(bad), encoding="utf-8")
    done = import_file(path, store)
    assert done.dataset.rows == 1
    assert [problem.line for problem in done.problems] == [3, 4, 5, 6, 7]
    assert "swapped" in done.problems[0].reason


def test_imported_rows_stand_beside_read_ones_and_leave_alone(store: Store, ged: Path) -> None:
    fill_store(store)
    read = store.incidents()
    import_file(ged, store)
    both = store.incidents()
    assert len(both) == 3
    assert both["date_start"].is_monotonic_increasing
    assert store.incidents(columns=["type", "lat"]).shape == (3, 2)
    assert [one["id"] for one in store.sources()] == ["a1", "ged"]
    assert store.remove_datasets(["ged", "gone"]) == 1
    pd.testing.assert_frame_equal(store.incidents(), read)


def test_a_store_with_a_dataset_alone_is_not_empty(store: Store, ged: Path) -> None:
    assert store.is_empty()
    import_file(ged, store)
    assert not store.is_empty()
    assert store.not_on_map().empty


def test_a_table_is_guessed_by_its_headers_with_decimal_commas_and_dotted_days(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(
        "\ufeffDate;Latitude;Longitude;City;Killed;Category\n5.3.2024;46,65;32,61;Kherson;2;shelling\n;;;;;parade\n",
        encoding="utf-8",
    )
    done = import_file(path, store)
    assert (done.dataset.kind, done.problems) == ("table", [])
    first, second = store.incidents().astype(object).to_dict("records")
    assert (first["lat"], first["place"], first["sub_type"]) == (46.65, "Kherson", "shelling_missile")
    assert str(first["date_start"])[:10] == "2024-03-05"
    assert "parade" in second["confidence_reason"]
    assert not second["mapped"]


def test_headers_of_other_languages_are_known(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "eigene.csv"
    path.write_text("Datum;Breite;Länge;Ort;Tote;Quelle\n5.3.2024;46,65;32,61;Cherson;2;Agentur\n", encoding="utf-8")
    assert import_file(path, store).problems == []
    (row,) = store.incidents().astype(object).to_dict("records")
    assert (row["place"], row["fatalities_best"], row["attribution"]) == ("Cherson", 2, "Agentur")


def test_what_is_no_table_is_refused_in_words(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("colour,size\nred,3\n", encoding="utf-8")
    with pytest.raises(UsageError, match="--column"):
        import_file(path, store)
    path.write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="empty"):
        import_file(path, store)
    with pytest.raises(MissingError, match="no file"):
        import_file(tmp_path / "gone.csv", store)
