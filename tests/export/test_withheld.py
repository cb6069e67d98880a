"""Sensitive sentences are not in what is published to be read, and addresses not where places were made coarser."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from geo.errors import InputError
from geo.export.describe import data_manifest
from geo.export.formats import rows_for, take_snapshot, write_data
from geo.export.request import Request
from geo.export.rows import Rows
from geo.export.withheld import marked
from geo.model import Selection, Span
from geo.refreshing import refresh
from geo.store.columns import COLUMNS, as_frame
from geo.store.store import Store
from tests.makers import make_article, make_reading, make_report

TELLING = "Body parts of Oksana Melnyk, 34, who was killed, lay in the street."
PLAIN = "Shelling of Kherson killed two people on Monday."
ADDRESS = "https://example.org/oksana-melnyk-killed-in-kherson"
ALL = Selection(background=True)


@pytest.fixture
def store() -> Iterator[Store]:
    opened = Store.open("sqlite://")
    article = make_article(text=f"{PLAIN} {TELLING}", title="Horror in Kherson", url=ADDRESS)
    reports = [
        make_report("r1", evidence=Span(0, len(PLAIN))),
        make_report("r2", type="protest", sub_type="peaceful", evidence=Span(len(PLAIN) + 1, len(article.text))),
    ]
    opened.save(make_reading(article, reports), extractor="x")
    refresh(opened)
    yield opened
    opened.close()


def written(store: Store, **asked: Any) -> list[dict[str, str]]:
    request = Request("csv", ALL, **asked)
    out = io.BytesIO()
    held = {"sensitive": request.shows_sensitive, "addresses": request.shows_addresses}
    write_data(out, "csv", Rows.stored(store, ALL, coarsen=request.coarsen, **held))
    return list(csv.DictReader(io.StringIO(out.getvalue().decode("utf-8-sig"))))


def test_data_hold_every_sentence_with_its_mark_and_leave_them_out_when_asked_to(store: Store) -> None:
    assert {row["evidence"]: row["sensitive"] for row in written(store)} == {
        PLAIN: "",
        TELLING: "graphic; victim_named",
    }
    left = written(store, sensitive=False)
    assert {(row["evidence"], row["article_title"], row["attribution"]) for row in left} == {
        (PLAIN, "Horror in Kherson", "officials"),
        ("", "", ""),
    }


@pytest.mark.parametrize("fmt", ["html", "report.html", "report.pdf"])
def test_what_is_published_to_be_read_leaves_them_out_unless_it_is_asked_to_show_them(store: Store, fmt: str) -> None:
    def made(**asked: Any) -> Any:
        request = Request(fmt, ALL, **asked)
        return take_snapshot(request, rows_for(request, store), sources=store.sources())

    plain, shown = made(), made(sensitive=True)
    assert "sentences and titles of 1 sensitive incident left out" in " ".join(plain.manifest["filters"]["words"])
    assert plain.manifest["sources"][0]["title"] is None
    assert shown.manifest["sources"][0]["title"] == "Horror in Kherson"
    if fmt == "report.html":
        assert b"Body parts" not in plain.content
        assert b"Body parts" in shown.content
        assert b"Sensitive (graphic, victim named)" in plain.content


def test_a_request_says_so_in_its_manifest_and_is_read_back() -> None:
    request = Request("csv", ALL, sensitive=False, addresses=True, coarsen="1")
    assert Request.of(request.plain()) == request
    assert "sensitive" not in Request("csv").plain()
    with pytest.raises(InputError):
        Request.of(request.plain() | {"sensitive": "maybe"})


def test_addresses_go_where_places_are_made_coarser_unless_they_are_asked_for(store: Store) -> None:
    frame = store.incidents()
    for request, told in ((Request("csv"), True), (Request("csv", coarsen="1"), False)):
        for one, kept in (
            (request, told),
            (replace(request, addresses=True), True),
            (replace(request, addresses=False), False),
        ):
            manifest = data_manifest(frame, one, {"file": "x"}, versions={}, sources=store.sources())
            assert (ADDRESS in json.dumps(manifest)) is kept
            assert ("addresses of articles left out" in manifest["filters"]["words"]) is not kept


def imported(evidence: str, title: str | None = None) -> tuple[Any, ...]:
    given = {"incident_id": evidence[:5], "place_no": 0, "dataset": "d", "evidence": evidence, "article_title": title}
    zero = {name: 0 for name, kind in COLUMNS.items() if kind in ("int64", "bool", "float64")}
    return tuple((zero | given).get(name) for name in COLUMNS)


def test_imported_rows_are_marked_by_what_their_source_says() -> None:
    frame = as_frame(
        [imported("Three children were killed."), imported("A bridge was hit."), imported("x", "Man beheaded")]
    )
    assert [None if pd.isna(one) else one for one in marked(frame)["sensitive"]] == ["child", None, "graphic"]
