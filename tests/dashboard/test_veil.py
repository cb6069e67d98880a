"""Sensitive sentences stand behind a veil wherever a page shows one, unless a person said that they are not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pandas as pd
import pytest

from geo.dashboard.accounts import report_line
from geo.dashboard.articles_page import articles_table
from geo.dashboard.evidence import panel_html
from geo.dashboard.left_out_page import _texts, left_out
from geo.dashboard.marked import evidence_html
from geo.dashboard.room_acts import Act, carry_out
from geo.dashboard.room_data import room_data
from geo.dashboard.table import _veiled
from geo.dashboard.veil import veiled, veiled_html
from geo.model import ImportedRow, Reading, Span
from geo.refreshing import refresh
from geo.sensitive import REASONS
from geo.store.store import Store
from tests.makers import make_article, make_reading, make_report

TELLING = "Body parts lay in the street of Kherson."
PLAIN = "Shelling of Kherson killed two people on Monday."
ARTICLE = make_article(text=f"{TELLING} {PLAIN}\nThree children were buried on Sunday.")
REPORT = make_report(evidence=Span(0, len(TELLING)))


@pytest.fixture
def reading() -> Reading:
    return make_reading(ARTICLE, [REPORT])


def test_evidence_is_veiled_with_its_reason_and_a_neighbour_counts(reading: Reading) -> None:
    told = evidence_html(ARTICLE, REPORT)
    assert told.startswith('<details class="sm-veil"><summary>Sensitive: graphic. Show</summary>')
    beside = replace(REPORT, evidence=Span(len(TELLING) + 1, len(TELLING) + 1 + len(PLAIN)))
    assert "Sensitive: graphic" in evidence_html(ARTICLE, beside)
    alone = make_article(text=PLAIN)
    assert "sm-veil" not in evidence_html(alone, replace(REPORT, evidence=Span(0, len(PLAIN))))
    cleared = evidence_html(ARTICLE, replace(REPORT, sensitive=()))
    assert "sm-veil" not in cleared
    assert "Sensitive: harm to children" in evidence_html(ARTICLE, replace(REPORT, sensitive=("child",)))


def test_the_reading_room_veils_each_such_sentence_by_itself(reading: Reading) -> None:
    def shown(one: Reading) -> list[str]:
        return [veil["why"] for veil in room_data(one, {}, (), str)["veils"]]

    assert shown(reading) == ["graphic", "harm to children"]
    assert shown(replace(reading, reports=(replace(REPORT, sensitive=()),))) == ["harm to children"]
    data = room_data(reading, {}, (), str)
    assert data["incidents"][0]["sensitive"] == ["graphic"]
    assert [code for code, *_ in data["codes"]["sensitive"]] == list(REASONS)


def test_lists_say_only_why(reading: Reading) -> None:
    assert report_line(2, REPORT, ARTICLE).endswith("(sensitive: graphic)")
    assert veiled(PLAIN) == PLAIN
    row = {"evidence": TELLING, "dataset": None, "sensitive": "graphic; child"}
    assert _veiled(pd.Series(row)) == "(sensitive: graphic, harm to children)"
    assert _veiled(pd.Series(row | {"sensitive": None})) == TELLING  # a person cleared it
    assert _veiled(pd.Series(row | {"sensitive": None, "dataset": "d"})) == "(sensitive: graphic)"
    rows = pd.DataFrame({"kind": ["skipped", "metonym"], "text": [TELLING, "Kherson"]})
    assert _texts(rows).tolist() == ["(sensitive: graphic)", "Kherson"]
    assert veiled_html("<p>x</p>", ()) == "<p>x</p>"


def test_a_person_sets_and_clears_it_in_the_reading_room(reading: Reading) -> None:
    store = Store.open("sqlite://")
    store.save(reading, extractor="x")
    refresh(store)

    def act(**value: Any) -> str:
        told = {"do": "set", "report": REPORT.id, "field": "sensitive", "value": value}
        now = store.reading("a1")
        assert now is not None
        gazetteer: Any = None
        moment = datetime(2024, 3, 5, tzinfo=UTC)
        return carry_out(Act(told, now, store, gazetteer, "Ada", "seen", moment, lambda _: []))

    assert act(sensitive=[]) == "It is not sensitive."
    incident = store.incident(store.incidents()["incident_id"][0])
    assert incident is not None
    assert "sm-veil" not in panel_html(incident, store, str)
    assert act(sensitive=["prisoner"]) == "It is set why the sentence is sensitive."
    assert store.incidents()["sensitive"].tolist() == ["prisoner"]
    assert [one.field for one in store.corrections.history()] == ["sensitive", "sensitive"]


def test_a_title_is_a_sentence(reading: Reading) -> None:
    store = Store.open("sqlite://")
    telling = replace(ARTICLE, title="Woman beheaded in Kherson", text=PLAIN, source=None)
    store.save(make_reading(telling, [replace(REPORT, evidence=Span(0, len(PLAIN)))]), extractor="x")
    refresh(store)
    incident = store.incident(store.incidents()["incident_id"][0])
    assert incident is not None
    assert "(sensitive: graphic) · " in panel_html(incident, store, str)
    assert articles_table(store.articles())["Title"].tolist() == ["(sensitive: graphic)"]
    assert report_line(1, incident.reports[0], telling).startswith("1 · (sensitive: graphic): Shelling")
    rows = pd.DataFrame({"article_id": [telling.id], "kind": ["metonym"], "text": ["Kherson"], "reason": ["x"]})
    assert left_out(rows, store.articles(), [], "")["Article"].tolist() == ["(sensitive: graphic)"]
    assert "beheaded" not in panel_html(incident, store, str)
    row = ImportedRow("d", "Data", "CC0", "", "d.csv", 1, headline=telling.title)
    imported = panel_html(replace(incident, imported=row, reports=()), store, str)
    assert "<summary>Sensitive: graphic. Show</summary><div" in imported
