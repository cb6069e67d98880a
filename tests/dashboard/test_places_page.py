"""The page Places: candidates with reasons, what surrounds a point, and nothing sent before a button says so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboard.test_pages import page, text_of
from tests.places.test_online import NOMINATIM, Server
from tests.places.test_online import server as server


def search(text: str) -> AppTest:
    at = page("places_page")
    at.text_input(key="place-query").input(text).run()
    assert not at.exception
    return at


@pytest.fixture
def online(at_home: str, server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("GEO_GEOCODER", "nominatim")
    monkeypatch.setenv("GEO_GEOCODER_URL", server.url)
    monkeypatch.setattr("geo.places.online._PACE._next", 0.0)
    server.answers = [(200, {}, NOMINATIM)]
    return server


def test_a_name_shows_its_candidates_with_score_people_other_names_and_the_reason(at_home: str) -> None:
    said = text_of(search("Tripoli"))
    assert "Tripoli, Tajura&#x27; wa an Nawahi al Arba, Libya comes first" in said
    assert "times as many" in said
    assert "1,302,947 people" in said
    assert "score 0." in said
    assert "also found as: " in said
    assert "GeoNames (CC BY 4.0)" in said


def test_a_point_shows_what_holds_it_and_what_is_near(at_home: str) -> None:
    at = search("50.91, 34.80")
    said = text_of(at)
    assert "<td>Country</td><td>Ukraine</td>" in said
    assert "<td>Province</td><td>Sumy Oblast</td>" in said
    assert "Sumy Raion (the nearest centre, 0.8 km" in said
    assert "<b>Sumy, Sumy Oblast, Ukraine</b>" in said
    assert at.query_params["q"] == "50.91, 34.80"


def test_a_name_that_is_nowhere_is_said_to_be_so_and_is_no_markup(at_home: str) -> None:
    assert "called “&lt;b&gt;Qzx&lt;/b&gt;”" in text_of(search("<b>Qzx</b>"))


def test_without_an_online_geocoder_the_page_says_that_nothing_leaves_and_offers_no_button(at_home: str) -> None:
    at = search("Sumy")
    assert "what you type here stays on this machine" in text_of(at)
    assert not at.button


def test_an_online_geocoder_is_asked_at_the_press_of_its_button_alone(online: Server) -> None:
    at = search("Prykladivka")
    host = online.url.removeprefix("http://")
    said = text_of(at).replace("\\", "")
    assert f"Asking nominatim at {online.url}: the place names you look up leave this machine" in said
    assert "Answers remembered on this machine: 0 with places" in said
    assert online.asked == []
    (button,) = at.button
    assert button.label.replace("\\", "") == f"Send this name to {host}"
    button.click().run()
    assert len(online.asked) == 1
    said = text_of(at).replace("\\", "")
    assert "1 place (asked just now). Data © OpenStreetMap contributors" in said
    assert "1 with places" in said
    at.run()
    assert at.button[0].label == "Show its remembered answer (sends nothing)"
    at.button[0].click().run()
    assert "remembered, nothing was sent now" in text_of(at)
    assert len(online.asked) == 1


def test_an_online_geocoder_that_refuses_is_an_error_in_plain_words(online: Server) -> None:
    online.answers = [(403, {}, b"no")]
    at = search("Prykladivka refused")
    at.button[0].click().run()
    assert not at.exception
    assert "gave no answer" in at.error[0].value.replace("\\", "")


def test_a_geocoder_that_is_set_up_wrongly_is_said_so(at_home: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEO_GEOCODER", "oracle")
    assert "expected GEO" in search("Sumy").error[0].value.replace("\\", "")
