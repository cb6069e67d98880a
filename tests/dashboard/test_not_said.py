"""The panel says what the text does not: who did it, how many, according to whom."""

from __future__ import annotations

import re

import pytest

from geo.dashboard.evidence import panel_html
from geo.pipeline import open_store
from geo.places.gazetteer import Gazetteer
from geo.settings import Settings
from tests.dashboard.test_pages import fill

NOTHING = re.compile(r'<div class="sm-title">Not read in the text</div>(.*?)</div>')


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Shelling killed two people in Kherson on Monday.", "who did it; how many people were injured; who says so"),
        ("Shelling hit Kherson on Monday, officials said.",
         "who did it; how many people were killed; how many people were injured"),
        ("Envoys of both countries met in Istanbul on Monday.", None),
    ],
)  # fmt: skip
def test_what_the_text_does_not_say_of_violence_is_named(
    at_home: str, gazetteer: Gazetteer, text: str, missing: str | None
) -> None:
    store = open_store(Settings.from_env())
    fill(store, gazetteer, text)
    (one,) = store.incidents()["incident_id"].unique()
    found = NOTHING.search(panel_html(store.incident(one), store, str))
    assert (found.group(1) if found else None) == missing
