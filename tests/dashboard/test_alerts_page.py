"""The page Alerts: a rule is added, what is new is listed there and on the map, and seen when a person says so."""

from __future__ import annotations

import pytest

from geo.pipeline import open_store
from geo.places.gazetteer import Gazetteer
from geo.settings import Settings
from geo.store.store import Store
from tests.dashboard.test_pages import fill, page, text_of


@pytest.fixture
def store(at_home: str, gazetteer: Gazetteer) -> Store:
    found = open_store(Settings.from_env())
    fill(found, gazetteer, "The committee discussed its budget and found it dull. Nobody travelled anywhere at all.")
    return found


def test_a_rule_is_added_and_tells_what_is_new_until_it_is_seen(store: Store, gazetteer: Gazetteer) -> None:
    at = page("alerts_page")
    at.text_input(key="alert-name").input("Around <b>Kherson</b>")
    at.text_input(key="alert-place").input("Kherson").run()
    assert at.selectbox[0].options[0].startswith("Kherson")
    at.button(key="alert-add").click().run()
    assert not at.exception
    (rule,) = store.alerts.list()
    assert (round(rule.lat, 1), rule.km) == (46.6, 30.0)
    fill(store, gazetteer)
    assert "1 alert with something new" in text_of(page("map_page"))
    at = page("alerts_page")
    said = text_of(at)
    assert "Around &lt;b&gt;Kherson&lt;/b&gt;" in said
    assert "1 new, of 1 found" in said
    assert at.dataframe[0].value["Where"].tolist() == ["Kherson"]
    at.button(key=f"alert-see-{rule.id}").click().run()
    assert "Nothing new" in text_of(at)
    assert "something new" not in text_of(page("map_page"))
    at.button(key=f"alert-remove-{rule.id}").click().run()
    assert store.alerts.list() == ()


def test_a_rule_without_a_name_is_refused_in_plain_words(store: Store) -> None:
    at = page("alerts_page")
    at.button(key="alert-add").click().run()
    assert "a name with a letter" in at.error[0].value
    assert store.alerts.list() == ()


def test_a_rule_may_be_about_a_country_or_a_province(store: Store, gazetteer: Gazetteer) -> None:
    at = page("alerts_page")
    at.text_input(key="alert-name").input("Kherson region")
    assert at.selectbox(key="alert-province-").disabled
    at.selectbox(key="alert-country").select("UA").run()
    assert "Kherson Oblast" in at.selectbox(key="alert-province-UA").options
    at.selectbox(key="alert-province-UA").select("Kherson Oblast").run()
    at.button(key="alert-add").click().run()
    assert not at.exception
    (rule,) = store.alerts.list()
    assert (rule.area, rule.km) == ("UA|Kherson Oblast", 0.0)
    fill(store, gazetteer)
    at = page("alerts_page")
    assert "Kherson Oblast, Ukraine" in text_of(at)
    assert "1 new, of 1 found" in text_of(at)
