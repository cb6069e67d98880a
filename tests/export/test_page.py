"""A page opens from disk with everything in it: words, map, cards, manifest; and no text in it can run."""

from __future__ import annotations

import base64
import gzip
import json
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from geo.export.cards import make_cards
from geo.export.formats import Snapshot, take_snapshot
from geo.export.request import Request
from geo.maps.offline import SCRIPTS
from geo.maps.packed import Cards, unpack_numbers
from geo.model import Figure, IncidentPlace, Selection, Span
from geo.store.store import Store
from tests.makers import (
    TEXT,
    fill_store,
    make_article,
    make_date,
    make_frame,
    make_place,
    make_reading,
    make_report,
)
from tests.maps.hostile import PAYLOADS, RAN, Page, packed_in

MARCH = Selection(first=date(2024, 3, 1), last=date(2024, 3, 31))


@pytest.fixture(scope="module")
def store() -> Store:
    hostile = " ".join(PAYLOADS)
    article = make_article("a1", text=TEXT + hostile, title=hostile, source=PAYLOADS[0], url="javascript:alert(1)")
    reports = [
        make_report("r1", evidence=Span(0, len(TEXT + hostile))),
        make_report("r2", status="claimed", places=(make_place(name=PAYLOADS[6]),)),
        make_report("r3", status="denied"),
        make_report("r4", date=make_date(date(2024, 5, 1))),
    ]
    return fill_store(Store.open("sqlite://"), make_reading(article, reports))


@pytest.fixture(scope="module")
def shot(store: Store) -> Snapshot:
    return take_snapshot(Request("html", MARCH, title=PAYLOADS[6]), store.incidents(), sources=store.sources())


@pytest.fixture(scope="module")
def page(shot: Snapshot) -> Page:
    return Page(shot.content.decode())


def cards_of(page: Page) -> list[dict[str, Any]]:
    packed = packed_in(page)["cards"]
    codes = [np.frombuffer(part, "<u4") for part in unpack_numbers(packed["codes"])]
    words = json.loads(gzip.decompress(base64.b64decode(packed["words"])))
    cards = Cards(packed["names"], [codes[k] for k in packed["at"]], words)
    return [cards.card(k) for k in range(packed["codes"]["rows"])]


def test_no_text_of_an_article_can_run(page: Page, shot: Snapshot) -> None:
    assert not page.handlers
    assert page.unlisted_scripts() == []
    assert page.tags.count("script") == len(SCRIPTS) + 5
    assert {"img", "svg", "iframe"}.isdisjoint(page.tags)
    assert RAN not in page.text
    assert "alert(1)" not in "".join(content for kind, content in page.scripts if kind != "application/json")
    assert shot.media_type == "text/html"


def test_the_page_loads_nothing_and_its_policy_forbids_it(page: Page) -> None:
    assert page.loads() == []
    assert page.policy.startswith("default-src 'none'")


def test_the_page_says_title_window_filters_counts_credits_and_provenance(page: Page, shot: Snapshot) -> None:
    assert PAYLOADS[6] in page.text
    assert "1 March 2024 to 31 March 2024 · background events left out" in page.text
    assert "3 incidents: 1 occurred, 1 claimed, 1 denied." in page.text
    assert "On the map: 2. Not on the map: 0 without a place, 1 listed only" in page.text
    assert "Left out: 0 not dated, 0 by the filters." in page.text
    assert "Evidence from 1 article." in page.text
    assert "Natural Earth" in page.text
    assert shot.manifest["dataset_sha256_16"] in page.text


def test_the_legend_names_only_what_is_drawn(page: Page) -> None:
    assert "Strikes and explosions occurred claimed by a side" in page.text
    assert "planned" not in page.text
    assert "province" not in page.text


def test_the_manifest_lies_in_the_page(page: Page, shot: Snapshot) -> None:
    (text,) = [content for kind, content in page.scripts if kind == "application/json"]
    assert json.loads(text) == json.loads(json.dumps(shot.manifest))


def test_what_is_listed_only_has_no_card_and_no_symbol(page: Page) -> None:
    cards = cards_of(page)
    assert len(cards) == 2
    assert {card["head"].rsplit(" · ", 1)[1] for card in cards} == {"Occurred", "Claimed"}
    assert {card["url"] for card in cards} == {""}, "only http and https become links"


def test_the_same_rows_give_the_same_bytes(store: Store, shot: Snapshot) -> None:
    again = take_snapshot(Request("html", MARCH, title=PAYLOADS[6]), store.incidents(), sources=store.sources())
    assert again.content == shot.content


@pytest.mark.parametrize("rows", [slice(None), slice(0)])
def test_an_empty_window_and_an_empty_store_give_a_page_that_says_so(store: Store, rows: slice) -> None:
    made = take_snapshot(
        Request("html", Selection(first=date(1999, 1, 1), last=date(1999, 2, 1))), store.incidents().iloc[rows]
    )
    text = Page(made.content.decode()).text
    assert "No reported incidents" in text
    assert text.count("No incidents in this window with these filters.") == 2
    assert "1 January 1999 to 1 February 1999" in text


def test_samples_are_marked(store: Store) -> None:
    made = take_snapshot(Request("html", MARCH), store.incidents(), sample=True)
    assert "Sample articles" in Page(made.content.decode()).text


def test_a_card_tells_what_where_when_who_and_why() -> None:
    spread = IncidentPlace("Crimea", "admin1", 45.3, 34.4, "admin1", "UA", place_id="admin1:UA.11")
    frame: pd.DataFrame = make_frame(
        make_report("r1", places=(make_place(), spread), fatalities=Figure(None, 3, None), date=make_date(None, None))
    )
    source = {
        "id": "a1",
        "source": "Test Wire",
        "title": "T",
        "url": "https://example.org/a",
        "published": "2024-03-04",
    }
    cards = make_cards(frame, tuple(frame["incident_id"].unique()), [source])
    assert {len(codes) for codes in cards.codes} == {1}
    card = cards.card(0)
    assert card["head"] == "Strikes and explosions · Shelling or missiles · Occurred"
    assert card["title"] == "Not dated · Kherson"
    assert card["evidence"].startswith("“Shelling of Kherson killed two people")
    assert "Killed: at least 3" in card["lines"]
    assert "Where: Kherson (town or village); Crimea (province)" in card["lines"]
    assert "According to: officials" in card["lines"]
    assert "Confidence: high (day and town are named)" in card["lines"]
    assert card["source"] == "Test Wire · Kherson shelled · published 2024-03-04"
    assert card["url"] == "https://example.org/a"
