"""Parts of towns, bases, ways and houses: which of the names in a sentence is where it happened."""

from __future__ import annotations

import pytest

from tests.reading.told import kinds, reports, roles, spots, statuses


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("On Monday shells fell on Gori. Snipers killed two nurses in the Golan quarter on Tuesday.", "Gori"),
        ("A bomb went off in Nakuru on Monday. On Tuesday gunmen shot three guards in the Sunrise estate.", "Nakuru"),
        ("On Monday a drone hit Gori. A missile damaged four floors of the Borodino hotel on Tuesday.", "Gori"),
    ],
)
def test_a_quarter_or_house_that_nobody_knows_lies_in_the_town_told_of(text: str, town: str) -> None:
    assert [spot for report in reports(text) for spot in spots(report)] == [town, town]


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("Gori: rebels entered the town on Monday after the army withdrew towards Kaspi.", "Gori"),
        ("Ajdabiya: the army captured the city on Monday and moved on towards Benghazi.", "Ajdabiya"),
    ],
)
def test_the_town_is_the_one_that_heads_the_line(text: str, town: str) -> None:
    assert spots(reports(text)[0]) == [town]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("More than 30 jets, flying from bases in Italy, bombed the outskirts of Sarajevo on Monday.", "Italy"),
        ("Missiles fired from positions in Iran struck Erbil on Monday.", "Iran"),
        ("The last troops left Bihać on Monday by way of Croatia.", "Croatia"),
        ("The regiment withdrew from Kunduz on Monday via Tajikistan.", "Tajikistan"),
        ("In Bukavu, students burned down a post office on Monday in anger at the fall of Goma.", "Goma"),
        ("In Lyon, a crowd marched on Monday in protest over the arrests in Istanbul.", "Istanbul"),
    ],
)
def test_where_it_came_from_which_way_it_went_and_what_moved_a_crowd_is_no_scene(text: str, name: str) -> None:
    assert kinds(text)
    assert roles(text)[name] != "location"


def test_a_crowd_before_an_embassy_is_in_the_town_of_the_embassy() -> None:
    (report,) = reports("Students protested on Monday in front of the Danish embassy in Baghdad.")
    assert spots(report) == ["Baghdad"]


def test_names_side_by_side_in_a_list_do_not_lie_in_each_other() -> None:
    found = roles("Shells fell on Vovchansk, Novobudarivka, Synkivka and Kyslivka on Monday.")
    assert (found["Synkivka"], found["Kyslivka"]) == ("location", "location")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Militants raided a police station in Gao on Monday.", ["armed_clash"]),
        ("In Kisangani, UN buildings were stoned on Monday.", ["violent_demonstration"]),
        ("A fighter jet was shot down near Pale on Monday.", ["interception"]),
        ("Fighting between two militias over a ford has left at least nine people dead in Gao.", ["armed_clash"]),
        ("Its aircraft last week began to bomb Gao.", ["air_drone_strike"]),
        ("Depots at Pale and Tuzla were among the targets of Monday.", ["air_drone_strike"]),
        ("On Monday gunmen threw grenades into a hall in Gao and fired at shoppers.", ["attack"]),
        ("A glider bomb set a farm near Sumy on fire on Monday.", ["air_drone_strike"]),
        ("The women were told to leave.", []),  # who, where and when: nothing is known
        ("Shots were exchanged.", []),
        ("Investigators found traces of explosives in Gori.", []),
        ("The militias wanted to storm Gori.", []),
    ],
)
def test_kinds_of_acts(text: str, told: list[str]) -> None:
    assert kinds(text) == told


def test_guards_who_fire_back_and_a_bare_toll_in_the_next_paragraph_belong_to_the_attack() -> None:
    text = "Gunmen killed nine villagers in Bor on Monday. Soldiers fired back.\n\nMore than 20 people were wounded."
    assert kinds(text) == ["attack"]


def test_a_toll_may_stand_one_sentence_further_on() -> None:
    text = "On Monday a missile hit a block of flats in Dnipro. The search went on all night. One person is dead."
    (report,) = reports(text)
    assert report.fatalities is not None
    assert report.fatalities.best == 1


@pytest.mark.parametrize(
    "text",
    [
        "Our defenders repelled two attacks near Synkivka on Monday.",
        "The defence forces beat off an assault on Toretsk on Monday.",
    ],
)
def test_what_a_side_tells_of_its_own_fight_is_a_claim(text: str) -> None:
    assert statuses(text) == ["claimed"]


def test_weeks_after_a_siege_are_not_the_day_of_what_is_told_next() -> None:
    text = (
        "On Monday, four weeks after the siege began, troops reached Gori. Snipers killed six men there the day before."
    )
    last = reports(text)[-1]
    assert str(last.date.first) == "2024-05-12"
