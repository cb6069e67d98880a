"""What a text comes back to is told once; what it tells apart, by place and day, is counted apart."""

from __future__ import annotations

import pytest

from tests.reading.told import kinds, reports, spots

ONCE = [
    "A bomb exploded in a market in Quetta on Monday, killing nine. The bombing was the worst in a year.",
    "Gunmen kidnapped six pupils in Zaria on Monday. Nobody has claimed the kidnapping.",
    "The foreign ministers met in Doha on Monday. The meeting focused on the border.",
    "Thousands marched through Tbilisi on Tuesday. Police detained 29 of them.",
    "Students in Anantnag stoned police cars on Monday, and police arrested nine of them.",
    "Masked men held the staff of a station in Quito at gunpoint on Monday before police arrested them.",
]


@pytest.mark.parametrize("text", ONCE)
def test_what_the_text_comes_back_to_is_one_incident(text: str) -> None:
    assert len(kinds(text)) == 1


def test_police_who_detain_marchers_intervened() -> None:
    assert kinds("Thousands marched through Tbilisi on Tuesday. Police detained 29 of them.") == ["intervention"]


TWICE = [
    ("Thousands marched through Tbilisi on Tuesday. Police arrested nine people in Batumi on Wednesday.", 2),
    ("A bomb exploded in Quetta on Monday. A bomb killed two people in Karachi on Tuesday.", 2),
    ("The ministers met in Doha on Monday. The envoys will meet in Cairo on Tuesday.", 2),
]


@pytest.mark.parametrize(("text", "number"), TWICE)
def test_another_place_or_day_is_another_incident(text: str, number: int) -> None:
    assert len(kinds(text)) == number


BY_DAY = [
    ("The rebels took Hama on Thursday and Homs late on Saturday.", ["Ḩamāh", "Homs"]),
    ("Drones hit Saratov on Monday and Engels on Tuesday.", ["Saratov", "Engels"]),
    ("Talks were held in Doha on Monday and in Cairo on Thursday.", ["Doha", "Cairo"]),
]


@pytest.mark.parametrize(("text", "places"), BY_DAY)
def test_places_with_a_day_each_are_incidents_of_their_own(text: str, places: list[str]) -> None:
    found = reports(text)
    assert [spots(report) for report in found] == [[place] for place in places]
    assert found[0].date.first != found[1].date.first


def test_places_of_one_day_are_one_incident() -> None:
    (report,) = reports("Drones hit Saratov and Engels on Monday.")
    assert spots(report) == ["Saratov", "Engels"]


def test_a_strike_without_a_weapon_has_that_of_the_strike_told_before() -> None:
    text = "Missiles hit a depot in Lviv on Monday. Strikes killed three people in Kharkiv."
    assert kinds(text) == ["shelling_missile", "shelling_missile"]
    assert kinds("Strikes killed three people in Kharkiv on Monday.") == ["air_drone_strike"]


POINTS_BACK = [
    ("Soldiers shelled the town of Sake on Monday.\nTwo days later they arrested nine men in the town.", "Sake"),
    ("Soldiers stormed Al-Shifa Hospital on Sunday.\nThey arrested sixty people at the hospital.", "Shifa"),
]


@pytest.mark.parametrize(("text", "place"), POINTS_BACK)
def test_a_thing_with_an_article_is_the_one_named_before(text: str, place: str) -> None:
    assert place in spots(reports(text)[-1])[0]


def test_sanctions_and_what_a_country_leaves_stand_nowhere() -> None:
    (report,) = reports("Washington put a shipyard in Turkey on its sanctions list on Thursday.")
    assert not report.mapped


def test_talks_with_officials_are_held_where_those_are() -> None:
    (report,) = reports("The foreign minister is to meet Ukrainian officials in Odesa on 22 May.")
    assert spots(report) == ["Odesa"]
    (report,) = reports("The ministers will meet on a ship off Mocha on Monday.")
    assert report.places[0].precision == "near"


def test_a_coup_stands_in_the_country_whose_ruler_falls() -> None:
    (report,) = reports("Officers overthrew the president of Burkina Faso on Monday.")
    assert spots(report) == ["Burkina Faso"]


def test_all_places_of_a_list_behind_from_are_left() -> None:
    (report,) = reports("Russian troops were leaving Balakliia and Izium on Saturday.")
    assert {place.role for place in report.places} == {"origin"}
    (report,) = reports("Thousands fled from Tyre and Nabatieh to Beirut on Monday.")
    assert [place.role for place in report.places] == ["origin", "origin", "destination"]


BLAME = [
    "A missile hit a hospital in Kyiv on Monday. Moscow denied that it had aimed at the hospital.",
    "A missile hit a station in Kramatorsk on Friday. Ukraine said that Russia had fired the missile.",
    "A dam near Nikopol was shelled on Monday. Kyiv accused Russian troops of shelling it.",
]


@pytest.mark.parametrize("text", BLAME)
def test_whose_deed_it_was_is_no_further_deed(text: str) -> None:
    assert len(kinds(text)) == 1


def test_a_toll_that_an_official_of_the_region_gives_belongs_to_the_strike() -> None:
    toll = "At least 18 people were killed, the governor of Dnipropetrovsk region said."
    (report,) = reports(f"A missile hit a playground in Nikopol on Friday. {toll}")
    assert report.fatalities is not None
    assert report.fatalities.low == 18


def test_those_killed_when_groups_fought_fell_in_that_fight() -> None:
    assert kinds("Twenty men were killed on Monday in Guaviare when two rebel groups fought near Calamar.") == [
        "armed_clash"
    ]
