"""What pages do when they are acted on: files are added, rows chosen and removed, films made, places clicked."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import geopandas as gpd
import pytest
import streamlit as st
from shapely.geometry import box
from streamlit.testing.v1 import AppTest

from geo.dashboard import (
    alerts_page,
    articles_page,
    datasets_page,
    export_page,
    held,
    left_out_page,
    overlays_panel,
    place_map,
    review_page,
    selftest,
)
from geo.dashboard.alerts_page import said
from geo.dashboard.place_map import Pin
from geo.dashboard.state import Desk, View
from geo.desk import correct
from geo.export.request import Request
from geo.pipeline import open_store
from geo.places.gazetteer import Gazetteer
from geo.settings import Settings
from geo.sources.text import article_from_text
from geo.store.alerts import Alert
from geo.store.store import Store
from tests.dashboard.test_pages import fill, page, text_of

#: A picture of one pixel.
DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
DULL = "The committee discussed its budget and found it dull. Nobody travelled anywhere at all."


@pytest.fixture
def store(at_home: str) -> Store:
    return open_store(Settings.from_env())


@pytest.fixture
def filled(store: Store, gazetteer: Gazetteer) -> Store:
    fill(store, gazetteer)
    return store


def rows(monkeypatch: pytest.MonkeyPatch, module: Any, *picked: int) -> None:
    """Let a person have chosen these rows of the tables of a page."""
    monkeypatch.setattr(module, "pick_rows", lambda *_, **__: list(picked))


# --- articles --------------------------------------------------------------------------------------------------------


def test_files_that_are_added_are_read_and_those_that_cannot_be_are_told(store: Store) -> None:
    at = page("articles_page")
    good = b"title: Kherson\npublished: 2024-03-06\n\nShelling killed two people in Kherson on Monday, officials said."
    at.file_uploader[0].set_value([("a.txt", good, "text/plain"), ("b.txt", b"\x89PNG\0\0", "text/plain")])
    next(button for button in at.button if button.label == "Add").click().run()
    assert not at.exception
    assert "1 article added" in at.success[0].value
    assert "this is not plain text" in at.error[0].value
    assert store.articles()["title"].tolist() == ["Kherson"]
    assert [one.origin for one in store.quarantine.list()] == ["b.txt"]


def test_of_very_many_failures_some_are_named_and_the_rest_counted(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(articles_page, "NAMED_FAILURES", 1)
    at = page("articles_page")
    bad = [(f"{n}.txt", b"\x89PNG\0\0", "text/plain") for n in range(3)]
    at.file_uploader[0].set_value(bad)
    next(button for button in at.button if button.label == "Add").click().run()
    assert [error.value for error in at.error][1:] == ["… and 2 more that could not be read."]


def test_chosen_articles_are_removed_after_a_second_question(
    filled: Store, gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(filled, gazetteer, DULL)
    rows(monkeypatch, articles_page, 0, 1)
    at = page("articles_page")
    assert len(filled.articles()) == 2
    at.button(key="remove-now").click().run()
    assert not at.exception
    assert open_store(Settings.from_env()).articles().empty


def test_what_is_held_is_tried_again_or_forgotten(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = article_from_text("Shelling killed two people in Kherson on Monday, officials said.", title="Kherson")
    store.quarantine.put("a", "the reader failed", article=whole)
    store.quarantine.put("pasted", "it has no letters")
    rows(monkeypatch, held, 1)
    at = page("articles_page")
    assert at.button(key="held-retry").disabled  # nothing is kept of the one that is chosen
    at.button(key="held-forget").click().run()
    assert [one.origin for one in store.quarantine.list()] == ["a"]
    rows(monkeypatch, held)
    at = page("articles_page")
    at.button(key="held-retry").click().run()
    assert store.quarantine.list() == ()
    assert "1 article added" in at.success[0].value


# --- what was left out, alerts, review -------------------------------------------------------------------------------


def test_what_was_left_out_is_chosen_by_kind_and_searched(
    filled: Store, gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(filled, gazetteer, DULL.replace("The committee", "The committee of Lviv") + " Moscow had denied it.")
    monkeypatch.setattr(left_out_page, "SHOWN_ROWS", 1)
    every, articles = filled.not_on_map(), filled.articles()
    assert f"The first 1 of {len(every)}." in [one.value for one in page("left_out_page").caption]
    for kind in set(every["kind"]):
        assert len(left_out_page.left_out(every, articles, [kind], "")) == (every["kind"] == kind).sum()
    found = left_out_page.left_out(every, articles, [], " LVIV ")
    assert (len(found), len(every)) == (1, 3)
    assert found["Text"].tolist() == ["Lviv"]


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Alert("x", "x"), "any incident"),
        (Alert("x", "x", statuses=("claimed",)), "any incident · Claimed"),
        (Alert("x", "x", area="UA", at_least=3), "any incident · Ukraine · 3 or more in a day"),
        (Alert("x", "x", at_least=1_000, per="week"), "any incident · 1,000 or more in a week"),
    ],
)
def test_a_rule_is_said_in_the_words_of_the_page(rule: Alert, words: str) -> None:
    assert said(rule) == words


def test_a_rule_about_a_place_that_is_none_is_not_kept(filled: Store) -> None:
    at = page("alerts_page")
    at.text_input(key="alert-name").input("Nowhere")
    at.text_input(key="alert-place").input("Qwxzplk").run()
    assert "The gazetteer knows no such place." in [one.value for one in at.caption]
    at.button(key="alert-add").click().run()
    assert at.error[0].value == "The gazetteer knows no such place."
    assert filled.alerts.list() == ()


def test_of_many_hits_of_a_rule_the_latest_are_listed(
    filled: Store, gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled.alerts.save(Alert("all", "All"), [])
    monkeypatch.setattr(alerts_page, "SHOWN", 1)
    at = page("alerts_page")
    assert len(at.dataframe[0].value) == 1
    assert "The latest 1." in [one.value for one in at.caption]


def test_a_rule_that_finds_too_much_says_so_and_the_others_go_on(
    filled: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geo.alerts.MOST", 1)
    filled.alerts.save(Alert("most", "All of it"), [])
    filled.alerts.save(Alert("one", "Riots", types=("riot",)), [])
    at = page("alerts_page")
    assert not at.exception
    assert "narrow it" in at.error[0].value
    assert "Riots" in text_of(at)
    assert "something new" not in text_of(page("map_page"))


def test_when_all_was_passed_over_the_review_begins_again(filled: Store) -> None:
    at = page("review_page")
    assert len(filled.claims.incidents()) > 1
    at.session_state[review_page.CURRENT] = None
    at.session_state[review_page.PASSED] = [one.incident_id for one in filled.claims.incidents()]
    at.run()
    assert "The rest was passed over" in text_of(at)
    at.button(key="review-again").click().run()
    assert "The rest was passed over" not in text_of(at)


@pytest.mark.parametrize(
    ("by", "current", "passed", "now"),
    [
        (1, "b", ["a"], (None, ["a", "b"])),
        (1, "a", ["a"], (None, ["a"])),
        (1, None, [], (None, [])),
        (-1, "b", ["a"], ("a", [])),
        (-1, "b", [], ("b", [])),
    ],
)
def test_a_step_goes_on_to_the_next_or_back_to_the_one_before(
    monkeypatch: pytest.MonkeyPatch, by: int, current: str | None, passed: list[str], now: tuple[str | None, list[str]]
) -> None:
    state = {review_page.CURRENT: current, review_page.PASSED: passed}
    monkeypatch.setattr(st, "session_state", state)
    review_page._step(by)
    assert (state[review_page.CURRENT], state[review_page.PASSED]) == now


# --- datasets and overlays -------------------------------------------------------------------------------------------


def test_overlays_are_added_listed_and_removed(store: Store, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    gpd.GeoDataFrame(geometry=[box(37, 48, 38, 49)], crs="EPSG:4326").to_file(tmp_path / "area.geojson")
    content = (tmp_path / "area.geojson").read_bytes()
    at = page("datasets_page")
    uploader = next(one for one in at.file_uploader if one.key == "overlay-files")
    uploader.set_value([("area.geojson", content, "application/json")])
    at.text_input(key="overlay-title").input("Area <b>x</b>")
    at.button(key="overlay-add").click().run()
    assert not at.exception
    assert [(one.id, one.title) for one in store.overlays.list()] == [("area", "Area <b>x</b>")]
    assert "1 shape added" in at.success[0].value
    monkeypatch.setattr(overlays_panel, "MAX_OVERLAYS", 0)
    rows(monkeypatch, overlays_panel, 0)
    at = page("datasets_page")
    assert "The map shows the first 0 of them." in [one.value for one in at.caption]
    at.button(key="overlays-remove").click().run()
    assert store.overlays.list() == ()


def test_a_file_that_has_no_shapes_adds_no_overlay(store: Store) -> None:
    at = page("datasets_page")
    next(one for one in at.file_uploader if one.key == "overlay-files").set_value([("x.geojson", b"{}", "text/plain")])
    at.button(key="overlay-add").click().run()
    assert at.error[0].value.replace("\\", "").startswith("x.geojson: cannot be read as shapes")
    assert store.overlays.list() == ()


def test_the_same_file_again_is_there_already_and_a_chosen_dataset_is_removed(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = b"date,place,lat,lon,event_type\n2024-03-05,Kherson,46.64,32.62,shelling\n"
    for words in ("1 row added", "1 row there already"):
        at = page("datasets_page")
        at.file_uploader[0].set_value(("own.csv", own, "text/csv")).run()
        at.button(key="dataset-import").click().run()
        assert words in at.success[0].value
    rows(monkeypatch, datasets_page, 0)
    at = page("datasets_page")
    at.button(key="datasets-remove").click().run()
    assert not at.exception
    assert store.datasets() == ()


# --- the export, the self-test, the map of a place -------------------------------------------------------------------


def films(at: AppTest) -> list[str]:
    return [one.proto.label for one in at.get("download_button") if one.proto.label.startswith("Film")]


def test_a_film_is_made_and_offered_while_nothing_changes(
    filled: Store, gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    dot = base64.b64decode(DOT)

    def quick(request: Request, view: View, at: Desk, report: Any = None) -> Any:
        del request, view, at
        if report is not None:
            report(0.5, "half of it is drawn")
        return SimpleNamespace(content=dot, manifest={"title": "x"})

    monkeypatch.setattr(export_page, "_taken", quick)
    at = page("export_page")
    assert films(at) == []
    at.button(key="export-film-make").click().run()
    assert not at.exception
    assert films(at) == ["Film (GIF)"]
    fill(filled, gazetteer, DULL)
    at.run()
    assert films(at) == []


def test_an_export_says_its_window_and_that_places_are_coarser(filled: Store) -> None:
    at = page("export_page")
    assert "4 March 2024" in text_of(at) or "5 March 2024" in text_of(at)
    at.selectbox(key="export-coarsen").select_index(1).run()
    assert not at.exception
    assert any("coarser on purpose" in one.value for one in at.caption)


def test_the_self_test_reads_what_was_corrected_again(filled: Store) -> None:
    assert "Nothing was corrected yet." in text_of(page("about_page"))
    told = filled.reports()[1][0]
    correct(
        filled,
        "status",
        {"status": "claimed"},
        reports=[(told.article_id, told.id)],
        author="Ada",
        made=datetime(2024, 3, 7, tzinfo=UTC),
        reason="I looked",
    )
    at = page("about_page")
    at.button(key="self-test").click().run()
    assert not at.exception
    assert "as it was read" in text_of(at)
    assert "read now" in text_of(at)
    assert selftest._share(None) == "–"


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Callable[..., dict[str, Any]]:
    """Shows a map of places; returns what the browser may call, each before the next run."""

    def shown(**acts: Any) -> dict[str, Any]:
        given: dict[str, Any] = {}
        monkeypatch.setattr(place_map, "_show", lambda _shown, _key, _theme, found: given.update(found))
        place_map.place_map([Pin(1, 46.6, 32.6, "Kherson")], key="m", **acts)
        return given

    return shown


def test_a_click_on_the_map_is_a_point_in_degrees_or_nothing(
    browser: Callable[..., dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    clicked: list[tuple[float, float]] = []
    click = browser(on_point=lambda lat, lon: clicked.append((lat, lon)))["on_point_change"]
    for told in ([46.5, 32.5], [10, 190.0], [91, 0], [1, 2, 3], "12", None):
        monkeypatch.setattr(st, "session_state", {"m": SimpleNamespace(point=told)})
        click()
    assert clicked == [(46.5, 32.5), (10.0, -170.0)]


def test_what_is_drawn_on_the_map_has_its_kind_corners_and_width_or_is_nothing(
    browser: Callable[..., dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[tuple[str, list[tuple[float, float]], float]] = []
    draw = browser(on_drawn=lambda *told: drawn.append(told))["on_shape_change"]
    for told in ({"kind": "line", "corners": [[1, 2], [3, 190]], "km": 2}, {"kind": "point"}, None, [1, 2]):
        monkeypatch.setattr(st, "session_state", {"m": SimpleNamespace(shape=told)})
        draw()
    assert drawn == [("line", [(1.0, 2.0), (3.0, -170.0)], 2.0), ("point", [], 0.0)]
    assert browser() == {}
