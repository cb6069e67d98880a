"""Every page, run by Streamlit's own test harness on a real gazetteer and real reading."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from geo.pipeline import ingest, open_store
from geo.places.gazetteer import Gazetteer
from geo.settings import Settings
from geo.sources.text import article_from_text
from geo.store.store import Store

PAGES = (
    "map_page",
    "articles_page",
    "compare_page",
    "alerts_page",
    "places_page",
    "datasets_page",
    "left_out_page",
    "export_page",
    "help_page",
    "about_page",
)
KHERSON = (
    "Shelling killed two people in Kherson on Monday, officials said. Moscow said it had not struck the city.\n"
    "On Tuesday a drone hit a bus near Nikopol and wounded three people."
)


def page(name: str) -> AppTest:
    """One page of the dashboard, run once."""
    script = f"from geo.dashboard import {name}\nfrom geo.dashboard.state import desk\n{name}.show(desk())"
    return AppTest.from_string(script, default_timeout=120).run()


def text_of(at: AppTest) -> str:
    """All that the page says, in one text."""
    blocks = [*at.markdown, *at.text, *at.caption, *at.warning, *at.error, *at.success, *at.info, *at.subheader]
    return "\n".join([str(block.value) for block in blocks] + [str(block.value) for block in at.get("html")])


def table_of(at: AppTest) -> dict[str, Any]:
    """What the table of incidents was given; nothing where there is none."""
    told = [json.loads(one.proto.json) for one in at.get("bidi_component") if one.key == "table"]
    return told[0] if told else {"rows": [], "total": 0}


@pytest.fixture
def store(at_home: str) -> Store:
    return open_store(Settings.from_env())


def fill(store: Store, gazetteer: Gazetteer, text: str = KHERSON, published: date | None = date(2024, 3, 6)) -> None:
    ingest([article_from_text(text, title="Kherson <b>news</b> {{ 7 * 7 }}", published=published)], store, gazetteer)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_on_the_samples(at_home: str, name: str) -> None:
    at = page(name)
    assert not at.exception
    assert not at.error


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_on_articles_of_ones_own(store: Store, gazetteer: Gazetteer, name: str) -> None:
    fill(store, gazetteer)
    at = page(name)
    assert not at.exception
    assert not at.error
    assert "Sample articles" not in text_of(at)


def test_the_samples_are_marked_as_such_and_never_stored(at_home: str, store: Store) -> None:
    assert "Sample articles" in text_of(page("map_page"))
    assert store.is_empty()
    assert "not exported as data" in text_of(page("export_page"))


def test_an_article_with_nothing_in_it_leaves_a_map_that_says_what_to_do(store: Store, gazetteer: Gazetteer) -> None:
    fill(store, gazetteer, "The committee discussed its budget and found it dull. Nobody travelled anywhere at all.")
    assert "No incident has been read yet" in text_of(page("map_page"))


def test_an_article_without_a_day_is_asked_for_one(store: Store, gazetteer: Gazetteer) -> None:
    fill(store, gazetteer, published=None)
    assert "no publication date" in text_of(page("map_page"))
    assert "no publication date" in text_of(page("articles_page"))


def test_a_type_that_is_unticked_is_gone_from_the_table_and_the_address(store: Store, gazetteer: Gazetteer) -> None:
    fill(store, gazetteer)
    at = page("map_page")
    whole = table_of(at)["total"]
    assert whole >= 2
    at.checkbox(key="type-explosion_remote").uncheck().run()
    assert at.query_params["type"]
    assert table_of(at)["total"] < whole
    at.button(key="filter-clear").click().run()
    assert table_of(at)["total"] == whole


def test_a_search_finds_sentences(store: Store, gazetteer: Gazetteer) -> None:
    fill(store, gazetteer)
    at = page("map_page")
    at.text_input(key="filter-text").input("a bus").run()
    assert [row[7] for row in table_of(at)["rows"]] == ["near Nikopol"]


def test_the_address_sets_window_and_filters(store: Store, gazetteer: Gazetteer) -> None:
    fill(store, gazetteer)
    script = "from geo.dashboard import map_page\nfrom geo.dashboard.state import desk\nmap_page.show(desk())"
    at = AppTest.from_string(script, default_timeout=120)
    at.query_params["from"] = at.query_params["to"] = "2024-03-05"
    at.run()
    assert [row[1:4] for row in table_of(at)["rows"]] == [["2024-03-05", "2024-03-05", "day"]]


def test_the_address_sets_order_and_page_of_the_table(at_home: str) -> None:
    script = "from geo.dashboard import map_page\nfrom geo.dashboard.state import desk\nmap_page.show(desk())"
    at = AppTest.from_string(script, default_timeout=120)
    at.query_params["sort"], at.query_params["page"] = "place", "3"
    at.run()
    told = table_of(at)
    places = [row[7].split(";")[0] for row in told["rows"]]
    assert (told["by"], told["down"], told["start"]) == ("place", False, 20)
    assert places == sorted(places, key=str.casefold)
    assert told["says"] == f"21 to 30 of {told['total']} incidents, by place, A to Z."
    assert (at.query_params["sort"], at.query_params["page"]) == ("place", "3")
    for asked, page in (("9999", told["total"] // 10), ("-1", 0), ("x", 0)):
        at = AppTest.from_string(script, default_timeout=120)
        at.query_params["page"] = asked
        at.run()
        assert not at.exception
        assert table_of(at)["start"] == page * 10


def test_a_pasted_article_is_read_and_a_bad_one_is_told_why(at_home: str, store: Store) -> None:
    at = page("articles_page")
    at.text_area(key="paste-text").input(KHERSON)
    at.text_input(key="paste-title").input("Kherson shelled")
    at.date_input(key="paste-day").set_value(date(2024, 3, 6))
    at.button[1].click().run()
    assert not at.exception
    assert "1 article added" in text_of(at)
    assert store.articles()["published_basis"].tolist() == ["declared"]
    at.text_area(key="paste-text").input("  ")
    at.button[1].click().run()
    assert at.error
    assert len(store.articles()) == 1


def test_a_language_model_reads_only_where_it_is_set_up_and_switched_on(
    at_home: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not page("articles_page").toggle
    monkeypatch.setenv("GEO_READER_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("GEO_READER_MODEL", "tiny")
    at = page("articles_page")
    assert "nothing of your articles leaves this machine" in text_of(at)
    at.toggle(key="remote-reader").set_value(True).run()
    said = text_of(at).replace("\\", "")
    assert "tiny at 127.0.0.1:9: title, publication day and the whole text" in said
    at.text_area(key="paste-text").input(KHERSON)
    at.date_input(key="paste-day").set_value(date(2024, 3, 6))
    at.button[1].click().run()
    assert not at.exception
    assert "read by the rules, as the reader failed" in text_of(at).replace("\\", "")
    assert len(store.articles()) == 1


def test_evidence_is_shown_with_why_here_and_why_this_date_and_no_markup_of_the_article(
    store: Store, gazetteer: Gazetteer
) -> None:
    fill(store, gazetteer)
    script = (
        "import streamlit as st\nfrom geo.dashboard import map_page\nfrom geo.dashboard.state import desk\n"
        "at = desk()\nst.session_state.chosen = at.store.incidents()['incident_id'][0]\nmap_page.show(at)"
    )
    at = AppTest.from_string(script, default_timeout=120).run()
    said = text_of(at)
    assert "Why here" in said
    assert "Why this date" in said
    assert "bare weekday" in said or "weekday" in said
    assert "Kherson &lt;b&gt;news&lt;/b&gt; {{ 7 * 7 }}" in said


def test_what_is_not_on_the_map_has_a_reason(store: Store, gazetteer: Gazetteer) -> None:
    fill(store, gazetteer)
    table = page("left_out_page").dataframe[0].value
    moscow = table[table["Text"] == "Moscow"]
    assert moscow["Kind"].tolist() == ["Government or army"]
    assert moscow["Why"].str.len().min() > 0


def test_a_day_set_by_hand_dates_the_article_again(store: Store, gazetteer: Gazetteer) -> None:
    fill(store, gazetteer, published=None)
    assert store.incidents()["date_start"].isna().all()
    one = store.articles()["article_id"][0]
    script = (
        "from geo.dashboard.article_view import show_article\nfrom geo.dashboard.state import desk\n"
        f"at = desk()\nshow_article({one!r}, at.view(), at)"
    )
    at = AppTest.from_string(script, default_timeout=120).run()
    at.date_input[0].set_value(date(2024, 3, 6))
    at.button[0].click().run()
    assert not at.exception
    assert set(store.incidents()["date_end"].dt.date) >= {date(2024, 3, 4), date(2024, 3, 5)}


def test_a_store_that_is_no_store_is_said_in_plain_words(
    at_home: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"not a database at all" * 100)
    monkeypatch.setenv("GEO_STORE", f"sqlite:///{broken}")
    at = AppTest.from_string("from geo.dashboard.shell import run\nrun()", default_timeout=120).run()
    assert not at.exception
    assert "damaged or no store" in at.error[0].value.replace("\\", "")


def test_two_reviewers_get_two_incidents_and_a_third_one_none(store: Store, gazetteer: Gazetteer) -> None:
    fill(store, gazetteer)
    one, other = page("review_page"), page("review_page")
    assert not one.exception
    heads = [str(at.get("html")[0].value) for at in (one, other)]
    assert heads[0] != heads[1]
    assert all("Why now: confidence" in head for head in heads)
    assert "lies on other desks" in text_of(page("review_page"))
