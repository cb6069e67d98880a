"""Incidents as codes: the same rows as in columns, found again by their numbers, and searched in the store."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from geo.imports.load import import_file
from geo.store.coded import CODED, KEPT, Coded
from geo.store.store import Store
from tests.makers import fill_store, make_place, make_reading, make_report

CSV = """id,date,latitude,longitude,place,notes,actor1
7,2024-03-01,46.5,32.5,Olgivka,A drone hit a barn,Army
8,2024-03-09,,,Nowhere,Two convoys met,Army
9,2024-02-01,47.5,35.5,Orikhiv,A bridge fell,Navy
"""


@pytest.fixture
def store(url: str, tmp_path: Path) -> Store:
    """A store with incidents read in an article and rows imported from a table."""
    store = Store.open(url)
    twice = make_report("r1", places=(make_place(), make_place(name="Nikopol", place_id="x")))
    fill_store(store, make_reading(reports=(twice, make_report("r2"))))
    path = tmp_path / "rows.csv"
    path.write_text(CSV, encoding="utf-8")
    import_file(path, store)
    return store


@pytest.fixture
def coded(store: Store) -> Coded:
    return store.coded()


def test_codes_say_what_the_columns_say(store: Store, coded: Coded) -> None:
    plain = store.incidents()
    for name in CODED:
        told = coded.frame[name].astype(plain[name].dtype)
        pd.testing.assert_series_equal(told, plain[name], check_names=False)


def test_rows_are_fetched_by_their_numbers(store: Store, coded: Coded) -> None:
    plain = store.incidents()
    wanted = np.array([4, 0, 2])
    found = coded.slim().rows(wanted)
    pd.testing.assert_frame_equal(found, plain.iloc[wanted].reset_index(drop=True))
    assert list(coded.slim().frame) == list(KEPT)
    assert coded.rows(np.array([], dtype=int)).empty


@pytest.mark.parametrize("text", ["DRONE", "orikhiv", "shelling", "army", "nothing of the kind"])
def test_a_search_in_the_store_finds_what_a_search_in_the_columns_finds(store: Store, coded: Coded, text: str) -> None:
    plain = store.incidents()
    words = plain[["evidence", "place", "actors", "article_title"]].fillna("").agg("\n".join, axis=1)
    expected = words.str.casefold().str.contains(text.casefold(), regex=False)
    assert coded.saying(text).tolist() == expected.tolist()


def test_an_imported_incident_is_found_by_its_place_in_the_store(store: Store, coded: Coded) -> None:
    for row, incident_id in enumerate(coded.frame["incident_id"]):
        at = coded.imported_at(row)
        found = store.incident(incident_id, at=at)
        assert found is not None
        assert found == store.incident(incident_id)
        assert (at is None) == (found.imported is None)
    assert store.incident(coded.frame["incident_id"].iloc[0], at=2) is not None, "a wrong place is no harm"
