"""The reading room without a browser: what it shows, and what becomes of the messages that a browser may send."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from geo.correcting.gold import gold, is_whole
from geo.correcting.queue import queue
from geo.dashboard.article_view import correction_line
from geo.dashboard.room_acts import Act, carry_out
from geo.dashboard.room_data import figure_said, figure_typed, room_data
from geo.dashboard.selftest import self_test_html
from geo.desk import corrected_readings, self_test
from geo.errors import GeoError
from geo.model import Figure, Reading
from geo.pipeline import ingest
from geo.places.gazetteer import Gazetteer
from geo.sources.text import article_from_text
from geo.store.claims import Waiting
from geo.store.store import Store
from tests.test_training_gold import check_gold

TEXT = "Shelling killed two people in Kherson on Monday, they said. Russia struck Nikopol on Tuesday.\nAll quiet here."
NOW = datetime(2024, 3, 7, tzinfo=UTC)


@pytest.fixture
def store(gazetteer: Gazetteer) -> Store:
    made = Store.open("sqlite://")
    ingest([article_from_text(TEXT, title="Kherson", published=date(2024, 3, 6))], made, gazetteer)
    return made


def reading(store: Store) -> Reading:
    found = store.reading(store.articles()["article_id"][0])
    assert found is not None
    return found


def act(store: Store, gazetteer: Gazetteer, author: str = "Ada", **told: Any) -> dict[str, Any]:
    near = [{"id": "x", "line": "another"}]
    now = NOW + timedelta(minutes=len(store.corrections.history()))
    made = Act(told, reading(store), store, gazetteer, author, "I looked", now, lambda _: near)
    return made.answer | {"said": carry_out(made)}


def span(name: str) -> dict[str, int]:
    return {"s": TEXT.index(name), "e": TEXT.index(name) + len(name)}


def test_a_name_is_searched_for_placed_and_marked(store: Store, gazetteer: Gazetteer) -> None:
    found = act(store, gazetteer, do="search", q="Lviv", **span("Kherson"))
    assert "Lviv" in found["hits"][0]["label"]
    act(store, gazetteer, do="place", id=found["hits"][0]["id"], scope="article", **span("Kherson"))
    point = act(store, gazetteer, do="search", q="47.5, 34.4", **span("Nikopol"))["hits"][0]["id"]
    act(store, gazetteer, do="place", id=point, **span("Nikopol"))
    places = {name: (lat, country) for name, lat, country in store.incidents()[["place", "lat", "country"]].values}
    assert places["Nikopol"] == (47.5, "UA")
    assert "Lviv" in places
    act(store, gazetteer, do="not_a_name", **span("Nikopol"))
    assert "Nikopol" not in [m.name for m in reading(store).mentions]
    act(store, gazetteer, do="add_name", role="location", **span("Nikopol"))
    assert store.incidents()["place"].tolist()[1] == "Nikopol"
    assert act(store, gazetteer, do="undo")["said"] == "Undone: mention."


def test_an_incident_is_set_added_dated_and_judged(store: Store, gazetteer: Gazetteer) -> None:
    one = reading(store).reports[0].id
    act(store, gazetteer, do="figure", report=one, field="injured", said="3-7")
    act(store, gazetteer, do="list", report=one, field="actors", said="Russia; civilians (target)")
    act(store, gazetteer, do="list", report=one, field="attribution", said="the mayor")
    act(store, gazetteer, do="precision", report=one, precision="near")
    act(store, gazetteer, do="set", report=one, field="type", value={"sub_type": "grenade"})
    now = reading(store).reports[0]
    assert (now.injured, now.sub_type, now.places[0].precision) == (Figure(None, 3, 7), "grenade", "near")
    assert [(a.name, a.role) for a in now.actors] == [("Russia", "initiator"), ("civilians", "target")]
    act(store, gazetteer, do="add_incident", sub_type="peaceful", **span("All quiet here."))
    assert reading(store).reports[-1].sub_type == "peaceful"
    act(store, gazetteer, do="add_date", first="2024-03-05", last="2024-03-05", **span("Tuesday"))
    assert reading(store).reports[1].date.first == date(2024, 3, 5)
    act(store, gazetteer, do="verdict", report=reading(store).reports[-1].id, verdict="rejected")
    act(store, gazetteer, do="verdict", report=one, verdict="accepted")
    assert len(reading(store).reports) == 2
    assert "type; status; date; place" in store.incidents()["confirmed"][0]
    lines = [correction_line(one) for one in store.corrections.history()]
    assert any("Ada, 7 March 2024: I looked" in line for line in lines)


def test_what_was_set_elsewhere_is_offered(store: Store, gazetteer: Gazetteer) -> None:
    act(store, gazetteer, do="role", role="org", **span("Kherson"))
    text = "Shelling of Kherson on Friday killed one person, officials said."
    ingest([article_from_text(text, title="Two", published=date(2024, 3, 9))], store, gazetteer)
    other = next(
        one
        for name in store.articles()["article_id"]
        if (one := store.reading(name)) and "one person" in one.article.text
    )
    data = room_data(other, {}, store.corrections.history(), lambda place: place.name)
    (name,) = (one for one in data["names"] if one["place"] == "Kherson")
    (offer,) = name["offers"]
    assert offer["label"] == "Part of a name (as Ada set it)"
    told = {"do": "offer", "id": offer["id"], "s": name["s"], "e": name["e"], "scope": "article"}
    carry_out(Act(told, other, store, gazetteer, "Bo", "too", NOW + timedelta(hours=1), lambda _: []))
    assert [m.role for m in store.reading(other.article.id).mentions if m.name == "Kherson"] == ["org"]  # type: ignore[union-attr]


def test_a_corrected_article_is_gold_by_which_the_reader_is_measured(store: Store, gazetteer: Gazetteer) -> None:
    act(store, gazetteer, do="role", role="metonym", **span("Kherson"))
    for report in reading(store).reports:
        act(store, gazetteer, do="verdict", report=report.id, verdict="accepted")
    (corrected,) = corrected_readings(store)
    assert is_whole(corrected)
    made = json.loads(json.dumps(gold(corrected)))
    assert list(check_gold.faults(made)) == []
    assert {one["name"]: one["role"] for one in made["toponyms"]}["Kherson"] == "metonym"
    before, after = self_test(store, gazetteer)
    assert before.incidents.matched == after.incidents.matched == 2
    assert before.toponyms.role_right == before.toponyms.matched - 1
    assert "<td>Roles right</td>" in self_test_html(before, after)


@pytest.mark.parametrize(
    "told",
    [
        {"do": "role", "role": "villain", "s": 0, "e": 8},
        {"do": "role", "role": "org", "s": 5, "e": 99_999},
        {"do": "role", "role": "org", "s": "x", "e": None},
        {"do": "place", "id": "gn:0", "s": 0, "e": 8},
        {"do": "set", "report": "nobody", "field": "status", "value": {"status": "claimed"}},
        {"do": "figure", "report": "", "field": "injured", "said": "many"},
        {"do": "offer", "id": "nothing", "s": 0, "e": 8},
        {"do": "add_incident", "sub_type": "tea", "s": 0, "e": 8},
        {"do": "join", "report": "x", "other": "y"},
    ],
)
def test_a_message_that_makes_no_sense_is_refused_and_changes_nothing(
    store: Store, gazetteer: Gazetteer, told: dict[str, Any]
) -> None:
    before = store.version()
    with pytest.raises(GeoError):
        act(store, gazetteer, **told)
    assert store.version() == before
    assert act(store, gazetteer, do="dance")["said"] == ""


def test_a_missed_name_that_nothing_is_called_and_one_that_the_article_knows(
    store: Store, gazetteer: Gazetteer
) -> None:
    quiet = act(store, gazetteer, do="add_name", role="background", **span("All quiet"))
    assert "nothing in the gazetteer is called so" in quiet["said"]
    act(store, gazetteer, do="not_a_name", **span("Kherson"))
    assert act(store, gazetteer, do="add_name", role="location", **span("Kherson"))["said"].startswith("Added, as")


def test_an_incident_of_a_dated_sentence_has_its_day_and_what_is_none_of_its_fields_sets_nothing(
    store: Store, gazetteer: Gazetteer
) -> None:
    act(store, gazetteer, do="add_incident", sub_type="grenade", **span("Russia struck Nikopol on Tuesday"))
    added = reading(store).reports[-1]
    assert (added.date.first, added.date.expression) == (date(2024, 3, 5), "Tuesday")
    before = store.version()
    one = reading(store).reports[0].id
    assert act(store, gazetteer, do="figure", report=one, field="place", said="5")["said"] == ""
    assert act(store, gazetteer, do="set", report=one, field="id", value={})["said"] == ""
    with pytest.raises(GeoError, match="a role is one of"):
        act(store, gazetteer, do="list", report=one, field="actors", said="Russia (villain)")
    assert store.version() == before


def test_a_figure_is_undone_only_by_who_set_it(store: Store, gazetteer: Gazetteer) -> None:
    one = reading(store).reports[0].id
    act(store, gazetteer, do="figure", report=one, field="injured", said="3")
    assert act(store, gazetteer, author="Bo", do="undo")["said"] == "There is nothing of yours to undo."
    assert act(store, gazetteer, do="undo")["said"] == "Undone: injured."


def test_nobody_corrects_without_a_name(store: Store, gazetteer: Gazetteer) -> None:
    with pytest.raises(GeoError, match="say who you are"):
        act(store, gazetteer, author=" ", do="role", role="org", **span("Kherson"))


@pytest.mark.parametrize("said", ["5", "5+", "-5", "3-7", ""])
def test_a_figure_is_said_as_it_is_typed(said: str) -> None:
    typed = figure_typed(said)
    assert figure_said(Figure(**typed) if typed else None) == said


def test_the_queue_puts_doubt_with_much_at_stake_first_and_leaves_out_what_was_looked_at() -> None:
    sure = Waiting("sure", 0.9, 0, "gn:1", "occurred", None, None, "2024-03-04")
    grave = Waiting("grave", 0.5, 40, "gn:1", "occurred", None, None, "2024-03-04")
    doubt = Waiting("doubt", 0.5, 0, "gn:2", "claimed", "date; status", None, None)
    done = Waiting("done", 0.1, 500, "gn:3", "claimed", None, "status", None)
    items = queue([sure, grave, doubt, done])
    assert [item.incident_id for item in items] == ["grave", "doubt", "sure"]
    why = "confidence 0.50, accounts differ on date, status, only claimed, the only incident at this place"
    assert items[1].why == why
