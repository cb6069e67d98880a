"""Counts given before, towns taken before, crowds and ships: turns of phrase that a blind set of articles brought."""

from __future__ import annotations

import pytest

from geo.model import Figure
from geo.reading.figures import read_figures
from geo.reading.revisions import count_before
from tests.reading.told import kinds, reports, roles, spots


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("A raid killed 30 guards, where first reports had spoken of 12.", Figure(30, 12, 30)),
        ("Shells killed nine people; last night the mayor spoke of eight.", Figure(9, 8, 9)),
        ("A rocket killed 14 people. They had put the number at 11 on Monday evening.", Figure(14, 11, 14)),
        ("Six people died. The first count had been four.", Figure(6, 4, 6)),
        ("Eight were killed, not five as first announced.", Figure(8, 5, 8)),
        ("The number of people killed rose to 90 on Monday, from 70 the evening before.", Figure(90, 70, 90)),
        ("Twenty soldiers were killed; the governor began with nine dead.", Figure(20, 9, 20)),
        ("Five people did not survive. At noon we had to report two.", Figure(5, 2, 5)),
    ],
)
def test_a_count_that_was_given_before_bounds_the_dead(text: str, dead: Figure) -> None:
    assert read_figures(text).fatalities == dead


@pytest.mark.parametrize(
    "text", ["The first report of looting came at two.", "The council had reported two fires.", "She spoke of hope."]
)
def test_other_numbers_are_no_count_of_dead(text: str) -> None:
    assert count_before(text) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Another missile, aimed at the port of Odesa, was destroyed in the air on Tuesday.", "interception"),
        ("The town of Izium was liberated from occupation on Saturday.", "territory_gained"),
        ("Izium, which our army took on 9 May, is firmly in our hands.", "territory_gained"),
        ("Rebels backed by Turkish guns had retaken Saraqib on Tuesday.", "territory_gained"),
        ("The ministers will hold an emergency session in Brussels on Monday.", "talks"),
        ("On Sunday about 3,000 people filled the biggest stadium of Niamey.", "peaceful"),
        ("A supermarket in Juliaca was plundered on Tuesday night.", "violent_demonstration"),
        ("The coastguard seized a trawler off Berdiansk on Monday.", "other"),
        ("The generals said on Monday that they had taken power in Niger.", "other"),
        ("The army will hold its fire in Marawi until Sunday.", "agreement"),
        ("Tanks and guns are being massed near Belgorod for a push on Kharkiv.", "offensive_preparation"),
        ("On Monday buses will fetch the last 200 people from Vovchansk.", "displacement"),
    ],
)
def test_more_ways_of_telling_an_act(text: str, kind: str) -> None:
    assert kind in kinds(text)


def test_a_town_that_was_taken_before_is_the_place_of_its_capture() -> None:
    (report,) = reports("Izium, which our army took on 9 May, is firmly in our hands.")
    assert spots(report) == ["Izyum"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A bomb went off in Odesa on Monday, and Washington said that nobody had been hurt.", "Washington"),
        ("The assertion of Kiev that a plane was shot down is untrue.", "Kiev"),
        ("The council met on Monday at the request of Turkey.", "Turkey"),
    ],
)
def test_governments_that_ask_and_assert_are_no_places(text: str, name: str) -> None:
    assert roles(text)[name] == "metonym"


def test_a_quarter_that_no_row_fits_is_the_scene_and_its_city_says_where_it_lies() -> None:
    found = roles("A bomb went off in the Kochchikade quarter of Colombo on Monday and killed two people.")
    assert found["Kochchikade"] == "location"
    assert found["Colombo"] == "container"


def test_a_city_is_found_in_a_sentence_of_its_own() -> None:
    assert "Marawi" in roles("Bombs fell on Marawi on Tuesday.")
