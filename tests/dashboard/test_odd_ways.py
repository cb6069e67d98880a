"""Odd ways through the pages that once ended in a traceback, in English or in a wrong word; `python -m
tests.faults.odd_pages` goes all of them.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from geo.dashboard import charts, compare, days, speech
from geo.dashboard.room_acts import Act, carry_out
from geo.dashboard.room_data import figure_typed
from geo.dashboard.scope import LONGEST_LINE, Scope
from geo.errors import UsageError
from geo.export.periods import make_periods
from geo.pipeline import open_store
from geo.places.gazetteer import Gazetteer
from geo.settings import Settings
from geo.store.store import Store
from tests.dashboard.test_pages import fill


@pytest.fixture
def store(at_home: str) -> Store:
    return open_store(Settings.from_env())


def opened(name: str, params: dict[str, str] | None = None, **state: Any) -> AppTest:
    """A page with an address and what a session holds."""
    script = f"from geo.dashboard import {name}\nfrom geo.dashboard.state import desk\n{name}.show(desk())"
    at = AppTest.from_string(script, default_timeout=120)
    for key, value in (params or {}).items():
        at.query_params[key] = value
    for key, value in state.items():
        at.session_state[key] = value
    return at.run()


@pytest.mark.parametrize("tab", ["Per day", "Regions"])
def test_the_lists_hold_a_window_from_the_first_day_to_the_last(store: Store, gazetteer: Gazetteer, tab: str) -> None:
    fill(store, gazetteer)
    at = opened("map_page", {"from": "0001-01-01", "to": "9999-12-31"}, lists=tab)
    assert not at.exception


def test_days_end_where_the_calendar_does() -> None:
    assert days.shifted(date.min, -1) == date.min
    assert days.shifted(date.max, 5) == date.max
    assert charts.previous(Scope(date.min, date.max)).last == date.min
    assert compare.opened(Scope(date.max, date.max)).b.first == date.max
    assert days.bounds(date(1900, 1, 1), date(1850, 1, 1), None)[0] == date(1850, 1, 1)
    assert days.bounds(date(1900, 1, 1), date.max)[1] == date.max


@pytest.mark.parametrize("day", ["0001-01-01", "1799-12-31", "9999-12-31"])
def test_a_comparison_may_ask_for_any_day(store: Store, gazetteer: Gazetteer, day: str) -> None:
    fill(store, gazetteer)
    at = opened("compare_page", {"a_first": day, "a_last": day, "b_first": "2024-03-01", "b_last": "2024-03-06"})
    assert not at.exception
    assert at.query_params["a_first"] in (day, [day])


def test_an_article_of_long_ago_can_be_opened(store: Store, gazetteer: Gazetteer) -> None:
    fill(store, gazetteer, published=date(1854, 10, 26))
    row = {"selection": {"rows": [0], "columns": [], "cells": []}}
    at = opened("articles_page", {}, **{"articles-rows": row})
    assert not at.exception
    assert any(one.value == date(1854, 10, 26) for one in at.date_input)


@pytest.mark.parametrize(("name", "key"), [("map_page", "filter-text"), ("places_page", "place-query")])
def test_a_search_is_as_long_as_somebody_types(store: Store, gazetteer: Gazetteer, name: str, key: str) -> None:
    fill(store, gazetteer)
    at = opened(name, {"q": "Kherson " * 50_000})  # a search of a megabyte once stopped the map where rows are imported
    assert not at.exception
    field = at.text_input(key=key)
    assert len(str(field.value)) <= field.proto.max_chars == LONGEST_LINE


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("pasted: 200,000 characters are too long for one article (at most 120,000). Split it into several",
         "вставлений текст: 200 000 знаків — задовго для однієї статті (щонайбільше 120 000). Розділіть її на кілька"),
        ("the pasted text: there is no text in it. Put the article's text there, or leave the file out",
         "вставлений текст: тексту немає. Вставте туди текст статті або не додавайте файлу"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_pasted_text_is_said_in_ukrainian(told: str, said: str) -> None:
    assert " ".join(speech._retold(told, "uk").split()) == said


@pytest.mark.parametrize("said", ["many", "2,5", "+", "--5", "9-2", "9" * 10, "9" * 5000, "1+2", "5-"])
def test_a_figure_that_is_none_is_answered_by_how_figures_are_typed(said: str) -> None:
    with pytest.raises(UsageError, match=r"typed as 5, 5\+, -5 or 3-7"):
        figure_typed(said)


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"do": "set", "field": "date", "value": {"first": "2024-05-01", "last": "2023-05-01"}}, "the first day must"),
        ({"do": "set", "field": "date", "value": {"first": "31 February"}}, "set: a day is written as 2024-03-31$"),
        ({"do": "add_date", "s": 0, "e": 5, "first": [1], "last": {}}, "a day is written as"),
        ({"do": "list", "field": "attribution", "said": "x" * 301}, "at most 50 names, each of 300 letters"),
        ({"do": "draw", "s": 0, "e": 5, "kind": "point", "corners": [], "km": 1}, "that cannot be set$"),
        ({"do": "role", "s": 0, "e": float("inf"), "role": "location"}, "that cannot be set$"),
        ({"do": "set", "field": "status", "value": "occurred"}, "that cannot be set$"),
    ],
)  # fmt: skip
def test_the_room_answers_what_cannot_be_in_words(
    store: Store, gazetteer: Gazetteer, told: dict[str, Any], says: str
) -> None:
    fill(store, gazetteer)
    reading = store.reading(str(store.articles()["article_id"].iloc[0]))
    assert reading is not None
    told = {"report": reading.reports[0].id} | told
    now = datetime(2024, 5, 1, tzinfo=UTC)
    with pytest.raises(UsageError, match=says):
        carry_out(Act(told, reading, store, gazetteer, "Ada", "why", now, lambda _one: []))


@pytest.mark.parametrize("step", ["day", "week", "month", "quarter", "year"])
@pytest.mark.parametrize("day", [date.min, date.max])
def test_a_film_may_be_of_the_first_or_the_last_day(step: str, day: date) -> None:
    (one,) = make_periods(day, day, step, most=5)
    assert (one.first, one.last) == (day, day)
