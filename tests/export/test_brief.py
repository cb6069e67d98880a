"""A brief tells what the map shows, with sentences and sources; nothing in an article can run in it."""

from __future__ import annotations

import io
import re
from datetime import date

import pandas as pd
import pytest
from pypdf import PdfReader

from geo.export.formats import Snapshot, take_snapshot
from geo.export.look import Look
from geo.export.request import Request
from geo.model import Selection, Span
from geo.store.store import Store
from tests.makers import TEXT, fill_store, make_article, make_date, make_place, make_reading, make_report
from tests.maps.hostile import PAYLOADS, Page

ALL = Selection(background=True)


@pytest.fixture(scope="module")
def store() -> Store:
    hostile = " ".join(PAYLOADS)
    article = make_article("a1", text=TEXT + hostile, title=hostile, source=PAYLOADS[0], url="javascript:alert(1)")
    reports = [
        make_report("r1", evidence=Span(0, len(TEXT + hostile))),
        make_report("r2", status="claimed", places=(make_place(name=PAYLOADS[6]),), date=make_date(date(2024, 3, 9))),
        make_report("r3", status="denied"),
    ]
    return fill_store(Store.open("sqlite://"), make_reading(article, reports))


def brief_of(store: Store, fmt: str, frame: pd.DataFrame | None = None) -> Snapshot:
    request = Request(f"report.{fmt}", ALL, title=PAYLOADS[6], look=Look(scale=1))
    rows = store.incidents() if frame is None else frame
    return take_snapshot(request, rows, sources=store.sources(), left_out=store.not_on_map())


def test_a_brief_in_html_runs_nothing_and_fetches_nothing(store: Store) -> None:
    content = brief_of(store, "html").content.decode()
    page = Page(content)
    assert not page.scripts
    assert "default-src 'none'" in content
    assert "script-src" not in content
    assert "javascript:alert" not in "".join(part for part in content.split('"') if part.startswith("javascript"))
    assert 'href="javascript' not in content
    for words in (
        "Killed: 2",
        "Method and limits",
        "Not on the map",
        "Incidents that are only listed: denied",
        "GeoNames",
    ):
        assert words in page.text


def test_a_brief_in_pdf_has_picture_numbers_incidents_and_method(store: Store) -> None:
    shot = brief_of(store, "pdf")
    pages = PdfReader(io.BytesIO(shot.content)).pages
    assert len(pages) >= 2
    text = "\n".join(page.extract_text() for page in pages)
    for words in ("3 incidents", "By type and status", "Method and limits", "Shelling of Kherson killed two people"):
        assert words in text
    assert shot.manifest["dataset_sha256_16"] in text


def test_no_incident_of_a_brief_breaks_across_two_pages() -> None:
    reports = [make_report(f"r{k}", places=(make_place(name=f"Town {k}", lat=44 + k / 10),)) for k in range(25)]
    store = fill_store(Store.open("sqlite://"), make_reading(make_article("a1", text=TEXT), reports))
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(brief_of(store, "pdf").content)).pages]
    titles = [len(re.findall(r"2024 · Town \d+", text)) for text in pages]
    assert titles == [text.count("Shelling of Kherson killed two people") for text in pages]
    assert (sum(titles), max(titles) > 3, sum(n > 0 for n in titles) > 1) == (25, True, True)


@pytest.mark.parametrize("fmt", ["html", "pdf"])
def test_the_same_rows_give_the_same_brief_and_none_give_one_that_says_so(store: Store, fmt: str) -> None:
    assert brief_of(store, fmt).content == brief_of(store, fmt).content
    assert len(brief_of(store, fmt, store.incidents().iloc[:0]).content) > 1000
