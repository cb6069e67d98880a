"""One article on its page: its day and the way back, its corrections and the way back, its copies."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from streamlit.testing.v1 import AppTest

from geo.dashboard.marked import SHOWN_CHARS
from geo.desk import correct
from geo.pipeline import ingest, open_store
from geo.places.gazetteer import Gazetteer
from geo.settings import Settings
from geo.sources.text import article_from_text
from geo.store.store import Store
from tests.dashboard.test_pages import text_of

DAY, NOW = date(2024, 3, 6), datetime(2024, 3, 7, tzinfo=UTC)
TEXT = (
    "Shelling killed two people in Kherson on Monday, officials said, and its hospital took in the wounded. "
    "A drone hit a bus near Nikopol on Tuesday; its driver was taken to hospital with burns, rescuers said.\n"
    "Power is back in most streets of both towns, the grid operator wrote, and trains run by their usual timetable."
)


@pytest.fixture
def store(at_home: str, gazetteer: Gazetteer) -> Store:
    made = open_store(Settings.from_env())
    ingest([article_from_text(TEXT, title="Kherson", published=DAY)], made, gazetteer)
    return made


def shown(store: Store, number: int = 0) -> AppTest:
    one = store.articles()["article_id"][number]
    script = (
        "from geo.dashboard.article_view import show_article\nfrom geo.dashboard.state import desk\n"
        f"at = desk()\nshow_article({one!r}, at.view(), at)"
    )
    at = AppTest.from_string(script, default_timeout=120).run()
    assert not at.exception
    return at


def test_a_day_set_by_hand_can_be_taken_back(store: Store) -> None:
    at = shown(store)
    assert [button.label for button in at.button if button.label.startswith("Back")] == []
    at.date_input[0].set_value(date(2024, 3, 13))
    at.button[0].click().run()
    assert store.articles()["published"].dt.date.tolist() == [date(2024, 3, 13)]
    at = shown(store)
    next(button for button in at.button if button.label.startswith("Back")).click().run()
    assert store.articles()["published"].dt.date.tolist() == [DAY]


def test_the_same_day_again_changes_nothing(store: Store) -> None:
    before = store.version()
    at = shown(store)
    at.button[0].click().run()
    assert store.version() == before


def test_a_correction_is_listed_and_taken_back_there(store: Store) -> None:
    assert "correction" not in [expander.label for expander in shown(store).expander]
    one = store.reports()[1][0]
    key = (one.article_id, one.id)
    correct(
        store, "status", {"status": "alleged"}, reports=[key], author="Desk", made=NOW, reason="only one side says so"
    )
    assert "alleged" in store.incidents()["status"].tolist()
    at = shown(store)
    assert "only one side says so" in text_of(at)
    next(button for button in at.button if button.label == "Undo").click().run()
    assert not at.exception
    assert "alleged" not in store.incidents()["status"].tolist()
    at = shown(store)
    assert "undone by" in text_of(at)
    assert "Undo" not in [button.label for button in at.button]


def test_copies_are_named_and_counted_as_one_source(store: Store, gazetteer: Gazetteer) -> None:
    copy = article_from_text(TEXT + " More follows.", title="Kherson again", source="Other Wire", published=DAY)
    ingest([copy], store, gazetteer)
    said = [text_of(shown(store, number)) for number in range(2)]
    assert sum("Nearly the same text" in one for one in said) == 2
    assert any("Other Wire" in one for one in said)


def test_of_a_very_long_text_the_beginning_is_shown_and_said_to_be_one(store: Store, gazetteer: Gazetteer) -> None:
    text = "Nothing happened at all that day in the whole of the long valley.\n" * (SHOWN_CHARS // 60)
    ingest([article_from_text(text, title="Quiet", published=DAY)], store, gazetteer)
    number = store.articles()["title"].tolist().index("Quiet")
    assert "all of them were read" in text_of(shown(store, number))
    assert "all of them were read" not in text_of(shown(store, 1 - number))


def test_an_article_that_is_gone_shows_nothing(store: Store) -> None:
    script = (
        "from geo.dashboard.article_view import show_article\nfrom geo.dashboard.state import desk\n"
        "at = desk()\nshow_article('gone', at.view(), at)"
    )
    at = AppTest.from_string(script, default_timeout=120).run()
    assert not at.exception
    assert not at.get("html")
