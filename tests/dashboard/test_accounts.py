"""The evidence panel says why reports were joined and on what they differ; a person takes one out, joins, undoes."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from geo.dashboard.accounts import accounts_html
from geo.dashboard.by_hand import UNSIGNED, incident_line, near_incidents
from geo.model import Figure
from geo.pipeline import ingest, open_store
from geo.places.gazetteer import Gazetteer
from geo.settings import Settings
from geo.sources.text import article_from_text
from geo.store.store import Store
from tests.dashboard.test_pages import text_of
from tests.makers import make_date, make_incident, make_report

ACCOUNTS = (
    ("Morning Wire", "Shelling killed two people in Kherson on Monday, officials said."),
    ("Evening Wire", "Five people were killed in Kherson on Monday by Russian shelling, the mayor said."),
    ("Daily", "On Monday a drone hit a bus near Nikopol and wounded three people."),
)
PANEL = (
    "import streamlit as st\nfrom geo.dashboard import map_page\nfrom geo.dashboard.state import desk\n"
    "at = desk()\nframe = at.store.incidents()\n"
    "st.session_state.setdefault('chosen', frame.sort_values('n_sources')['incident_id'].iloc[-1])\nmap_page.show(at)"
)


@pytest.fixture
def store(at_home: str, gazetteer: Gazetteer) -> Store:
    made = open_store(Settings.from_env())
    articles = [
        article_from_text(text, title=f"{source} <i>on</i> it", source=source, published=date(2024, 3, 6))
        for source, text in ACCOUNTS
    ]
    ingest(articles, made, gazetteer)
    assert sorted(made.incidents()["n_sources"]) == [1, 2]
    return made


def panel() -> AppTest:
    return AppTest.from_string(PANEL, default_timeout=120).run()


def press(at: AppTest, label: str) -> AppTest:
    (button,) = [one for one in at.button if one.label == label]
    button.click().run()
    assert not at.exception
    return at


def sign(at: AppTest, form: str, name: str) -> None:
    (field,) = [one for one in at.text_input if str(one.key).startswith(form)]
    field.input(name)


def test_accounts_stand_side_by_side_with_why_they_were_joined(store: Store) -> None:
    said = text_of(panel())
    assert "2 accounts side by side" in said
    assert "They differ on: killed" in said
    assert "<th>Killed</th><td><div>2 " in said
    assert "<div>5 " in said
    assert "Why joined: " in said
    assert "same place: Kherson" in said
    assert "killed: 2 and 5" in said or "killed: 5 and 2" in said
    assert "<i>on</i>" not in said


def test_a_report_is_taken_out_and_put_back(store: Store) -> None:
    at = panel()
    sign(at, "split", "Ada")
    press(at, "Take it out")
    assert sorted(store.incidents()["n_sources"]) == [1, 1, 1]
    (decision,) = store.decisions()
    assert (decision.kind, decision.author, decision.reason) == ("split", "Ada", "another place")
    assert "A report was taken out by Ada" in text_of(at)
    press(at, "Undo")
    assert sorted(store.incidents()["n_sources"]) == [1, 2]
    assert "2 accounts side by side" in text_of(at)
    assert store.corrections.history()[0].undone_by in ("Ada", UNSIGNED)


def test_a_decision_without_a_name_is_asked_for_one(store: Store) -> None:
    at = press(panel(), "Take it out")
    assert "needs a name" in at.error[0].value
    assert store.corrections.history() == ()


def test_two_incidents_are_joined_and_the_panel_says_by_whom(store: Store) -> None:
    at = panel()
    (which,) = [one for one in at.selectbox if one.label.startswith("Which incident")]
    which.select_index(0)
    sign(at, "join", "Bo")
    press(at, "Join them")
    assert sorted(store.incidents()["n_sources"].unique()) == [3]
    assert "Why joined: by hand, Bo" in text_of(at)
    assert store.incidents()["decisions"].str.contains("merge by Bo").all()


def test_joining_without_a_choice_says_what_is_missing(store: Store) -> None:
    assert "Choose the other incident first" in press(panel(), "Join them").error[0].value


def test_samples_cannot_be_corrected(at_home: str) -> None:
    script = PANEL.replace("at.store.incidents", "at.view().store.incidents")
    said = text_of(AppTest.from_string(script, default_timeout=120).run())
    assert "Samples cannot be corrected" in said


def test_the_nearest_incidents_are_offered_first(store: Store) -> None:
    frame = store.incidents()
    one = store.incident(frame.sort_values("n_sources")["incident_id"].iloc[-1])
    assert one is not None
    near = near_incidents(frame, one)
    assert list(near["place"]) == ["near Nikopol"]
    assert incident_line(next(near.itertuples())).startswith("4 March 2024 · near Nikopol · ")


def test_a_toll_that_a_newer_report_overtakes_is_struck_and_sides_have_colours() -> None:
    early = make_report("r1", "a", fatalities=Figure(3, 3, 3), attribution=("the mayor",))
    late = make_report(
        "r1", "b", fatalities=Figure(5, 5, 5), attribution=("the army",), date=make_date(anchor=date(2024, 3, 9))
    )
    incident = make_incident(late, early)
    html = accounts_html(incident)
    assert "<s title=" in html
    assert "overtaken by a newer report" in html
    assert "<div>5 " in html
    assert 'class="sm-nr sm-side-0">1</span>' in html
    assert 'class="sm-nr sm-side-1">2</span>' in html
    assert "<s " not in accounts_html(make_incident(early, make_report("r1", "c", fatalities=Figure(3, 3, 3))))
