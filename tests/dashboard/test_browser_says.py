"""What the browser says to a page: a moved window, a click, a turned page, a step in the reading room; and lists."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
import streamlit as st

from geo.dashboard import charts, compare, picture_dialog, reading_room, stage, table
from geo.dashboard.compare import Side
from geo.dashboard.index import Index
from geo.dashboard.scope import Scope
from geo.maps.columns import encode
from geo.model import Reading
from geo.pipeline import ingest
from geo.places.gazetteer import Gazetteer
from geo.sources.text import article_from_text
from geo.store.store import Store
from tests.dashboard.test_scope import frame
from tests.makers import DAY

TEXT = "Shelling killed two people in Kherson on Monday, they said. Russia struck Nikopol on Tuesday.\nAll quiet here."


class Browser:
    """Stands in for the browser: holds what a component may call, and what the page remembers."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.state: dict[str, Any] = {}
        self.said: list[str] = []
        self.acts: dict[str, Callable[[], None]] = {}
        self.data: dict[str, Any] = {}
        monkeypatch.setattr(st, "session_state", self.state)
        for name in ("html", "caption"):
            monkeypatch.setattr(st, name, lambda words, **_: self.said.append(str(words)))
        for module in (stage, table, reading_room):
            monkeypatch.setattr(module, "_component", lambda: self._mounted)

    def _mounted(self, *, key: str, data: dict[str, Any], default: object = None, **acts: Callable[[], None]) -> None:
        del default
        self.key, self.data, self.acts = key, data, acts

    def says(self, name: str, value: object) -> None:
        """Say something, as a trigger of the component does."""
        self.state[self.key] = SimpleNamespace(**{name: value})
        self.acts[f"on_{name}_change"]()


def on(n: int) -> dict[str, object]:
    """The day of the tests and `n` more."""
    return {"date_start": DAY + timedelta(n), "date_end": DAY + timedelta(n)}


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Browser:
    return Browser(monkeypatch)


def rows() -> pd.DataFrame:
    """An incident a day for 25 days."""
    return frame(*({"incident_id": f"i{n:02}", **on(n)} for n in range(25)))


def test_the_map_believes_days_that_are_some_and_incidents_that_are_there(browser: Browser) -> None:
    told: list[Any] = []
    columns = encode(rows())
    stage.stage(
        columns, key="m", on_window=lambda *days: told.append(days), on_click=told.append,
        on_area=told.append, on_picture=told.append,
    )  # fmt: skip
    for days in (["2024-03-04", "2024-03-06"], ["2024-03-06", "2024-03-04"], ["x", "y"], ["2024-03-04"], None, 7):
        browser.says("window", days)
    assert told == [(date(2024, 3, 4), date(2024, 3, 6))]
    told.clear()
    for number in ("3", "24", "-1", "25", "٣", "", "x"):
        browser.says("clicked", f"{number}@{columns.version}")
    browser.says("clicked", "3@another")
    browser.says("clicked", None)
    assert told == ["i03", "i24"]
    told.clear()
    browser.says("area", "33,46;34,46;34,47")
    for area in ("no area at all", "33,46;34,46;34,97", "33,46;34,46"):
        browser.says("area", area)
    browser.says("picture", "30,46,34,48")
    assert len(told[0]) == 3
    assert told[1:] == [(), (), (), "30,46,34,48"]


def test_the_table_turns_to_pages_that_there_are_and_sorts_by_columns_that_it_has(
    browser: Browser,
) -> None:
    index = Index(rows())
    table.show_table(index, index.mask(Scope()), key="t", in_address=False)
    assert (browser.data["total"], browser.data["start"]) == (25, 0)
    for to, start in ((10, 10), (19.0, 10), (24, 20), (25, 20), (-1, 20), ("0", 20), (None, 20)):
        browser.says("turned", to)
        assert browser.state["t-start"] == start
    browser.says("sorted", "place")
    assert (browser.state["sort"], browser.state["t-start"]) == ("place", 0)
    browser.says("sorted", "<b>")
    assert browser.state["sort"] == str(table.By())
    for picked, one in ((4, "i04"), (99, "i04"), ("x", "i04")):
        browser.says("picked", picked)
        assert browser.state["chosen"] == one


# --- the reading room ------------------------------------------------------------------------------------------------


@pytest.fixture
def store(gazetteer: Gazetteer) -> Store:
    made = Store.open("sqlite://")
    ingest([article_from_text(TEXT, title="Kherson", published=date(2024, 3, 6))], made, gazetteer)
    return made


def read(store: Store) -> Reading:
    found = store.reading(store.articles()["article_id"][0])
    assert found is not None
    return found


@pytest.fixture
def room(browser: Browser, store: Store, gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Draws the room on the article; the maps that it shows, and the steps that it took, are kept."""
    browser.state |= {"room-author": "Ada", "author": "Ada"}
    maps: list[tuple[list[Any], Any]] = []
    steps: list[int] = []
    monkeypatch.setattr(reading_room, "place_map", lambda pins, *, on_drawn, **_: maps.append((pins, on_drawn)))

    def draw(*, sample: bool = False, queue: bool = True) -> None:
        view: Any = SimpleNamespace(is_sample=sample, store=store)
        at: Any = SimpleNamespace(gazetteer=gazetteer)
        reading_room.show_room(read(store), view, at, key="r", on_step=steps.append if queue else None)

    def says(what: str, **told: Any) -> None:
        browser.says("act", {"article": read(store).article.id, "do": what, "n": 1, **told})

    return SimpleNamespace(draw=draw, says=says, maps=maps, steps=steps)


def test_in_a_queue_a_verdict_goes_on_and_one_may_step_to_and_fro(room: Any, store: Store) -> None:
    room.draw()
    room.says("next")
    room.says("previous")
    room.says("verdict", report="nobody", verdict="accepted")
    assert room.steps == [1, -1]
    room.says("verdict", report=read(store).reports[0].id, verdict="accepted")
    assert room.steps == [1, -1, 1]
    room.draw(queue=False)
    room.says("next")
    assert room.steps == [1, -1, 1]


def test_another_article_s_message_and_one_about_a_sample_change_nothing(
    room: Any, browser: Browser, store: Store
) -> None:
    span = {"s": TEXT.index("Kherson"), "e": TEXT.index("Kherson") + 7}
    room.draw()
    browser.says("act", {"article": "other", "do": "not_a_name", **span})
    browser.says("act", "not_a_name")
    room.draw(sample=True)
    assert browser.said[-1].startswith("Samples cannot be corrected")
    room.says("not_a_name", **span)
    assert store.corrections.history() == ()
    room.draw()
    room.says("not_a_name", **span)
    assert [one.field for one in store.corrections.history()] == ["not_a_name"]


def test_a_place_is_set_on_a_map_that_stays_until_it_is_set(room: Any, browser: Browser, store: Store) -> None:
    span = {"s": TEXT.index("Kherson"), "e": TEXT.index("Kherson") + 7}
    room.draw()
    assert room.maps == []
    room.says("aim", **span)
    room.draw()
    pins, drawn = room.maps[-1]
    assert "Kherson" in pins[0].label
    drawn("area", [(1.0, 2.0)], 0.0)  # no area has one corner
    room.draw()
    assert len(room.maps) == 2
    drawn("point", [(46.5, 32.5)], 0.0)
    room.draw()
    assert len(room.maps) == 2
    assert [one.field for one in store.corrections.history()] == ["place"]


def test_an_incident_without_a_place_is_set_on_the_map_of_its_article(
    room: Any, store: Store, browser: Browser
) -> None:
    quiet = {"s": TEXT.index("All quiet"), "e": len(TEXT)}
    room.draw()
    room.says("add_incident", sub_type="peaceful", **quiet)
    one = read(store).reports[-1]
    assert all(place.lat is None for place in one.places)
    room.says("aim", report=one.id)
    room.draw()
    pins, drawn = room.maps[-1]
    assert {pin.label for pin in pins} >= {"Kherson", "Nikopol"}
    drawn("rectangle", [(46.5, 32.5), (46.7, 32.8)], 0.0)
    (place,) = read(store).reports[-1].places
    assert (place.precision, place.country) == ("area", "UA")
    room.says("aim", report=read(store).reports[0].id)
    room.draw()
    assert [pin.label for pin in room.maps[-1][0]] == ["Kherson"]
    room.says("aim", s=-1)
    room.draw()
    assert len(room.maps) == 2


# --- lists, sides of a comparison, pictures --------------------------------------------------------------------------


def test_the_chart_counts_by_day_week_or_month_and_says_what_is_not_there(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[Any] = []
    monkeypatch.setattr(st, "vega_lite_chart", lambda bars, spec, **_: drawn.append((bars, spec)))
    for days, unit in ((5, "day"), (200, "week"), (2000, "month")):
        told = frame(*({"incident_id": str(n), **on(n)} for n in (0, days)))
        charts.show_per_day(Index(told), Scope())
        assert f"Incidents per {unit}" in browser.said[-1]
        assert int(drawn[-1][0]["n"].sum()) == 2
    charts.show_per_day(Index(told), Scope(first=DAY, last=DAY + timedelta(20)))
    assert int(drawn[-1][0]["n"].sum()) == 1
    charts.show_per_day(Index(told), Scope(first=DAY + timedelta(2), last=DAY + timedelta(3)))
    assert "Nothing dated in this window" in browser.said[-1]
    assert len(drawn) == 4


def test_the_ranking_names_its_regions_and_those_at_sea_and_the_window_before(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = [("UA", "Kherson"), ("UA", None), (None, None)]
    told = frame(*(
        {"incident_id": str(n), **on(n), "country": where[n][0], "admin1": where[n][1]}
        for n in range(3)
    ))  # fmt: skip
    charts.show_regions(Index(told), Scope())
    for words in ("Kherson", "province not said", "at sea or in no country"):
        assert words in browser.said[-1]
    assert "Before" not in browser.said[-1]
    monkeypatch.setattr(charts, "SHOWN_REGIONS", 1)
    charts.show_regions(Index(told), Scope(first=DAY + timedelta(1), last=DAY + timedelta(2)))
    assert browser.said[-2] == "The 1 regions with most incidents, of 2."
    assert "Before: the 2 days from" in browser.said[-1]
    charts.show_regions(Index(told), Scope(first=DAY + timedelta(9), last=DAY + timedelta(9)))
    assert "Nothing with a place" in browser.said[-1]
    assert charts._before_words(Scope()) == ""


def test_a_side_of_a_comparison_has_its_days_in_their_order_and_a_layer_its_rows() -> None:
    asked = compare.read_address({"a_first": "2024-05-01", "a_last": "2024-03-01", "b_first": "x", "b_layer": "two"})
    assert asked is not None
    assert (asked.a, asked.b) == (Side(date(2024, 3, 1), date(2024, 5, 1)), Side(None, None, "two"))
    sets: list[Any] = [SimpleNamespace(id=name, rows=rows) for name, rows in (("one", 3), ("two", 4))]
    coded: Any = SimpleNamespace(n_read=10)
    spans = [compare._span(coded, sets, name) for name in (compare.READ, "one", "two", "gone")]
    assert spans == [(0, 10), (10, 13), (13, 17), (0, 0)]


def test_a_view_beyond_the_map_of_the_web_is_none() -> None:
    assert picture_dialog.read_view("10,86,20,88") is None
    assert picture_dialog.read_view("10,80,20,88") == (10.0, 80.0, 20.0, 85.0)
