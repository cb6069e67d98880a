"""A caption says what is shown and everything that is not."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from geo.export.manifest import make_manifest, manifest_json
from geo.export.request import Request
from geo.export.summary import caption, summarise, window_words
from geo.model import EventDate, IncidentPlace, Selection
from tests.makers import make_date, make_frame, make_place, make_report

REQUEST = Request("png")


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    nowhere = (IncidentPlace(name=None, precision="none"),)
    may = make_date(date(2024, 5, 6))
    return make_frame(
        make_report("r1"),
        make_report("r2", status="claimed", date=may),
        make_report("r3", type="diplomatic", sub_type="prisoner_exchange", places=nowhere, date=may),
        make_report("r4", status="denied", date=may, places=(make_place(),)),
        make_report("r5", date=EventDate()),
        make_report("r6", background=True, date=may),
    )


def test_what_the_window_and_the_filters_leave_out_is_counted(frame: pd.DataFrame) -> None:
    s = summarise(frame, Selection(first=date(2024, 5, 1), last=date(2024, 5, 31)))
    assert (s.incidents, s.drawn, s.unplaced, s.listed, s.undated, s.filtered_out) == (3, 1, 1, 1, 1, 1)
    assert s.by_status == {"occurred": 1, "claimed": 1, "denied": 1}


def test_an_open_window_spans_the_incidents_it_shows(frame: pd.DataFrame) -> None:
    s = summarise(frame, Selection())
    assert s.window == "All dates: 4 March 2024 to 6 May 2024"
    assert s.undated == 1


def test_the_caption_says_that_a_window_is_empty(frame: pd.DataFrame) -> None:
    s = summarise(frame, Selection(first=date(1999, 1, 1), last=date(1999, 1, 2)))
    assert caption(s)[0].startswith("No incidents in this window")
    assert s.window == "1 January 1999 to 2 January 1999"


def test_a_manifest_has_the_same_bytes_for_the_same_rows_and_other_hashes_for_others(frame: pd.DataFrame) -> None:
    whole, part = summarise(frame, Selection()), summarise(frame, Selection(types=frozenset({"diplomatic"})))
    first, again = (manifest_json(make_manifest(whole, REQUEST, versions={}, sources=[])) for _ in range(2))
    assert first == again
    other = make_manifest(part, REQUEST, versions={}, sources=[])
    assert other["dataset_sha256_16"] not in first
    assert other["filters"]["types"] == ["diplomatic"]
    assert other["counts"]["incidents"] == 1


def test_window_words_read_like_prose() -> None:
    day = date(2025, 5, 29)
    assert window_words(day, day) == "29 May 2025"
    assert window_words(None, day) == "until 29 May 2025"
    assert window_words(None, None) == "no dated incidents"
