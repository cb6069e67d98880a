"""A dataset is looked at before it is imported: its columns can be chosen, and what would become of it is shown."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from geo.pipeline import open_store
from geo.settings import Settings
from geo.store.store import Store

OWN = (
    b"wann,ort,breite_,laenge,was,tote\n"
    b"2024-03-05,Kherson,46.64,32.62,shelling,2\n2024-13-05,Nikopol,47.57,34.40,drone,0\n"
)
SCRIPT = "from geo.dashboard import datasets_page\nfrom geo.dashboard.state import desk\ndatasets_page.show(desk())"


@pytest.fixture
def store(at_home: str) -> Store:
    return open_store(Settings.from_env())


def opened(data: bytes = OWN, name: str = "own.csv") -> AppTest:
    at = AppTest.from_string(SCRIPT, default_timeout=120).run()
    return at.file_uploader[0].set_value((name, data, "text/csv")).run()


def choose(at: AppTest, label: str, header: str) -> None:
    next(box for box in at.selectbox if box.label == label).set_value(header).run()


def test_headers_that_nobody_knows_are_named_by_the_person_and_the_rows_are_shown_before_they_are_taken(
    store: Store,
) -> None:
    at = opened()
    assert "no column tells where or when" in at.warning[0].value.replace("\\", "")
    for label, header in (("Day", "wann"), ("Latitude", "breite_"), ("Longitude", "laenge"), ("Type", "was")):
        choose(at, label, header)
    choose(at, "Place", "ort")
    choose(at, "Killed", "tote")
    shown = at.dataframe[0].value
    assert shown[["When", "What", "Where"]].values.tolist() == [["5 March 2024", "Shelling or missiles", "Kherson"]]
    assert "line 3" in at.code[0].value
    assert store.is_empty()
    at.button(key="dataset-import").click().run()
    assert not at.exception
    frame = store.incidents()
    assert frame["fatalities_best"].tolist() == [2]
    assert "1 row added" in at.success[0].value
    assert at.dataframe[0].value["Not taken"].tolist() == [1]


def test_what_is_no_table_is_told_in_words_without_a_path_of_this_machine(store: Store) -> None:
    at = opened(b"\x89PNG\r\n\x1a\n0000", "../../etc/picture.csv")
    assert not at.exception
    assert at.error[0].value.replace("\\", "").startswith("picture.csv: cannot be read as a table")


def test_a_table_taken_for_a_kind_that_it_is_not_says_what_is_missing(store: Store) -> None:
    at = opened()
    choose(at, "Taken for", "ucdp")
    assert "type_of_violence" in at.warning[0].value.replace("\\", "")
    assert not any(button.key == "dataset-import" for button in at.button)
