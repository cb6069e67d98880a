"""Names that look like a scene and are none, and scenes that are told without an act: goals of flights, tolls."""

from __future__ import annotations

import pytest

from tests.reading.test_senses import senses
from tests.reading.told import kinds, reading, reports, roles, spots


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A drone hit the pumping station at Unecha, on the pipeline to Hungary and Slovakia, on Monday.", "Slovakia"),
        ("Shells killed Sergeant Tom Reed, 42, of Woodbridge, near Kherson on Monday.", "Woodbridge"),
        ("Police in Lyon detained two printers on Monday over a booklet about Corsica.", "Corsica"),
        ("The two presidents met in Minsk on Monday, fuelling fears in Ukraine of a new front.", "Ukraine"),
    ],
)
def test_goals_of_pipelines_homes_and_topics_are_no_scene(text: str, name: str) -> None:
    assert roles(text)[name] != "location"


def test_a_headquarters_that_is_taken_is_a_scene_and_one_that_speaks_is_a_seat() -> None:
    (report,) = reports("The rebels captured the headquarters of the army in Nyala on Monday.")
    assert spots(report) == ["Nyala"]
    (report,) = reports("Rebels entered Macomia on Monday, the Defence Ministry in Maputo said.")
    assert spots(report) == ["Macomia"]


def test_where_people_or_weapons_were_taken_from_is_the_scene() -> None:
    (report,) = reports("Gunmen abducted two nurses from a clinic in Gao on Monday.")
    assert spots(report) == ["Gao"]


def test_those_who_cross_a_border_arrive_behind_it() -> None:
    text = "Some 300 villagers fled Kobani on Sunday and sought shelter across the border in Gaziantep."
    assert roles(text)["Gaziantep"] == "location"


@pytest.mark.parametrize(
    "goes_on",
    [
        "Most went to Poltava.",
        "About half were taken in by the city of Poltava.",
        "Most of the others moved on to Poltava.",
    ],
)
def test_the_goal_of_a_flight_may_stand_in_the_next_sentence(goes_on: str) -> None:
    text = f"On Monday 900 people were evacuated from Bilopillia, the regional administration said. {goes_on}"
    (report,) = reports(text)
    assert "Poltava" in spots(report)
    assert roles(text)["Poltava"] == "location"


def test_a_toll_that_is_brought_up_to_date_belongs_to_what_hit_the_town() -> None:
    text = (
        "A missile hit a block of flats in Dnipro on Monday, killing three people.\n\n"
        "Schools will stay shut.\n\nThe toll in Dnipro has risen to five."
    )
    assert kinds(text) == ["shelling_missile"]
    assert len(reports(text)[0].evidence_more) == 1


def test_what_talks_are_about_ends_at_the_verb() -> None:
    (report,) = reports("Talks about an export system are expected in Warsaw next week.")
    assert spots(report) == ["Warsaw"]


@pytest.mark.parametrize(
    ("text", "sense"),
    [
        ("Kyiv had sent its terms to Moscow and was waiting.", "metonym"),
        ("A man was arrested for passing maps to Moscow.", "metonym"),
        ("The column was sent to Moscow by rail.", "literal"),
        ("Trains stop at 11 p.m. Moscow time.", "literal"),
    ],
)
def test_what_is_sent_to_a_capital_goes_to_its_government(text: str, sense: str) -> None:
    assert [found for name, found in senses(text) if name == "Moscow"] == [sense]


def test_a_border_is_shared_with_a_country_on_the_map() -> None:
    text = "Drones struck a gas station in Izmail, near the border with Romania, on Monday."
    assert roles(text)["Romania"] != "metonym"


def test_the_one_who_speaks_behind_a_comma_is_no_part_of_a_list() -> None:
    text = "An exchange is planned for Independence Day in Ukraine, Abu Dhabi officials said."
    assert roles(text)["Abu Dhabi"] == "metonym"


def test_a_country_in_a_title_is_what_the_text_is_about() -> None:
    assert senses("MYANMAR CONFLICT BULLETIN, 12 April\n\nTwo people were killed in Yangon.")[0][1] == "literal"
    assert senses("Ukraine live: leaders arrive\n\nTwo people were killed in Dnipro.")[0][1] == "literal"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Rockets killed two people in Palmyra, in central Syria, on Monday.", "Syria"),
        ("Soldiers have massed near Ukraine's northeastern Sumy region since Monday.", "Ukraine"),
        ("In the Kramatorsk direction, an attack near Chasiv Yar was repelled on Monday.", "Kramatorsk"),
        ("On Monday Stanislav, at the mouth of the Dnipro, came under rocket fire.", "Dnipro"),
    ],
)
def test_a_place_that_says_where_the_scene_lies_is_its_container(text: str, name: str) -> None:
    assert roles(text)[name] == "container"


def test_a_wider_place_behind_a_home_is_no_scene_either() -> None:
    text = "Shells killed Sergeant Tom Reed, 42, of Woodbridge, Virginia, near Kherson on Monday."
    assert [place for report in reports(text) for place in spots(report)] == ["near Kherson"]


def test_the_title_and_those_who_travel_name_a_venue_again() -> None:
    text = (
        "Both Sides Plan New Talks In Istanbul\n\nThe two sides will meet in Istanbul next week for talks.\n"
        "Moscow would bring its memorandum to Istanbul, a minister said."
    )
    assert [m.role for m in reading(text).mentions if m.name == "Istanbul"] == ["location"] * 3


def test_those_who_flee_may_be_taken_by_train() -> None:
    text = "Sixty people left Kherson on the evacuation train to Khmelnytskyi on Wednesday."
    assert roles(text)["Khmelnytskyi"] == "location"


def test_a_bridge_that_is_shut_during_an_alert_is_no_blockade() -> None:
    assert "blockade" not in kinds("The Kerch bridge was closed to traffic for an hour on Monday after an air alert.")
