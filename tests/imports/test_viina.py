"""Rows of VIINA: labelled headlines become incidents that are alleged, or taken back, with their label as type."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from geo.imports.load import import_file
from geo.store.store import Store

HEADER = (
    "event_id_1pd,date,longitude,latitude,GEO_PRECISION,asciiname,ADM1_NAME,geonameid,candidate_status,n_reports_viina,"
    "sources_matching,source_urls,representative_text,t_uav_b,t_artillery_pred,t_control,a_rus,a_rus_init,a_ukr_pred,a_civ_b\n"
)


def line(number: int, **more: object) -> str:
    given: dict[str, object] = {
        "id": f"{number}.0", "date": "20240304", "lon": 32.6, "lat": 46.6, "precision": "adm3", "place": "Kherson",
        "admin1": "Khersonska", "geonameid": 706448, "candidate": "", "n": 2, "sources": "A;B|C",
        "urls": "https://example.org/1|https://example.org/2", "text": "Shells fell",
        "uav": "", "artillery": "", "control": "", "rus": "", "rus_init": "", "ukr": "", "civ": "",
    } | more  # fmt: skip
    return ",".join(str(value) for value in given.values()) + "\n"


@pytest.fixture
def rows(tmp_path: Path) -> pd.DataFrame:
    path = tmp_path / "viina.csv"
    path.write_text(
        HEADER
        + line(1, uav=1, rus=1, rus_init=1, ukr=0.8)
        + line(2, artillery=0.6, precision="adm1", civ=1, rus=1)
        + line(3, artillery=0.4, precision="street", candidate="DROP_duplicate", n="")
        + line(4, control=1, uav=1, precision="odd", text="")
        + line(5, date=""),
        encoding="utf-8",
    )
    store = Store.open("sqlite://")
    done = import_file(path, store)
    assert (done.dataset.kind, done.dataset.rows) == ("viina", 4)
    assert [(one.line, one.reason) for one in done.problems] == [(6, "it has no date")]
    return store.incidents().set_index("incident_id").sort_index()


def test_the_first_label_that_holds_is_the_type_and_a_probability_counts_from_a_half(rows: pd.DataFrame) -> None:
    assert list(rows["sub_type"]) == ["air_drone_strike", "shelling_missile", "other", "air_drone_strike"]
    assert list(rows["type"]) == ["explosion_remote", "explosion_remote", "strategic", "explosion_remote"]


def test_a_headline_is_alleged_and_what_its_editors_dropped_is_retracted(rows: pd.DataFrame) -> None:
    assert list(rows["status"]) == ["alleged", "alleged", "retracted", "alleged"]
    assert list(rows["evidence"]) == ["Shells fell"] * 3 + ["The row has no text."]


def test_a_place_is_as_fine_as_its_row_says(rows: pd.DataFrame) -> None:
    assert list(rows["place_precision"]) == ["settlement", "admin1", "facility", "area"]


def test_who_began_is_told_from_who_was_there(rows: pd.DataFrame) -> None:
    assert list(rows["actors"])[:2] == ["Russia (initiator); Ukraine (side_b)", "Russia (side_b); civilians (side_b)"]


def test_reports_sources_and_the_first_address_are_kept(rows: pd.DataFrame) -> None:
    assert list(rows["n_sources"]) == [2, 2, 1, 2]
    assert rows["attribution"].iloc[0] == "A,B; C"
    assert rows["source_url"].iloc[0] == "https://example.org/1"
