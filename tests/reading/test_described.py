"""A word that only describes a thing, or that another word makes a noun, tells of no act."""

from __future__ import annotations

import pytest

from tests.reading.told import kinds

DESCRIBED = [
    "The occupied town of Izium lay in darkness on Tuesday.",
    "Wounded soldiers returned to Dnipro by train on Monday.",
    "In recently liberated Kherson the shops opened again on Monday.",
    "The mayor thanked the displaced families in Sumy on Monday.",
    "A landing ship lay in the port of Feodosia on Monday.",
    "Air raid sirens sounded in Lviv on Monday.",
    "Elections took place in Bamako on Sunday.",
    "They counted the shells in a store near Kramatorsk.",
    "The minister cut short a visit to Oslo on Tuesday.",
    "The rouble fell again in Donetsk on Monday.",
    "Hotels in Nairobi close at ten.",
    "The families gathered there to drive to Poltava.",
    "The Security Council has demonstrated its unity.",
    "Hanoi protested against a survey ship off Da Nang.",
    "The operator cut off 900 customers in Poltava on Monday.",
    "Doctors held 40 consultations in Gao on Monday.",
]


@pytest.mark.parametrize("text", DESCRIBED)
def test_a_word_that_describes_tells_of_no_act(text: str) -> None:
    assert kinds(text) == []


ACTS = [
    ("The army occupied the town of Izium on Tuesday.", "territory_gained"),
    ("Shells wounded soldiers in Dnipro on Monday.", "shelling_missile"),
    ("Marines landed on an island near Kherson on Monday and tried to take it.", "ground_assault"),
    ("Air raids killed nine people in Lviv on Monday.", "air_drone_strike"),
    ("Several hundred teachers protested in Hanoi on Monday.", "peaceful"),
    ("The town of Sake fell on Monday.", "territory_gained"),
    ("The guards closed the border crossing at Poti on Monday.", "blockade"),
    ("Farmers gathered in a square in Warsaw on Monday to denounce the law.", "peaceful"),
    ("A missile tore down part of a house in Dnipro on Saturday.", "shelling_missile"),
    ("A device went off under a car in Melitopol on Monday.", "ied_landmine"),
    ("Rockets levelled a school in Izium on Monday.", "shelling_missile"),
    ("The army downed six drones over Sumy on Monday.", "interception"),
]


@pytest.mark.parametrize(("text", "kind"), ACTS)
def test_the_same_words_tell_of_an_act_where_they_are_verbs(text: str, kind: str) -> None:
    assert kinds(text) == [kind]


def test_what_an_air_strike_destroys_is_not_what_it_was_done_with() -> None:
    assert kinds("Air strikes near Rutba on Monday destroyed two mortars and a car bomb.") == ["air_drone_strike"]
    assert kinds("Near Rutba, six strikes hit four units; destroyed three mine stores and a mortar.") == [
        "air_drone_strike"
    ]


TAKEN = [
    ("Two nurses whom gunmen had taken from a clinic in Gao on Monday came home.", "abduction"),
    ("Aid workers seized near Gao on Monday were set free two days later.", "abduction"),
    ("Rebels seized the airport of Gao on Monday.", "territory_gained"),
    ("Bandits raided a village near Gao on Monday, killing six people and carrying off four women.", "attack"),
]


@pytest.mark.parametrize(("text", "kind"), TAKEN)
def test_people_are_abducted_and_places_are_gained(text: str, kind: str) -> None:
    assert kinds(text) == [kind]


CROWDS = [
    ("Police shot dead five people in Nairobi on Tuesday when protesters broke into parliament.", "excessive_force"),
    ("Guards killed two men in Najaf on Monday as protesters threw stones at their office.", "excessive_force"),
    ("Police used tear gas in Tbilisi on Monday.", "intervention"),
    ("Soldiers shot a farmer and his neighbour near Gao on Monday.", "attack"),
    ("Youths caught two thieves in Lagos on Monday, beat them and burned their car.", "mob_violence"),
]


@pytest.mark.parametrize(("text", "kind"), CROWDS)
def test_who_is_shot_at_and_by_whom_tells_what_it_was(text: str, kind: str) -> None:
    assert kinds(text) == [kind]


def test_a_sentence_that_opens_with_a_place_and_an_aside_tells_its_act_behind_them() -> None:
    text = "At the gas field of Conoco, where troops are based, a drone killed three soldiers on Monday."
    assert kinds(text) == ["air_drone_strike"]
    text = "Across the border in Niger, where generals rule, eleven soldiers were killed in an ambush near Torodi."
    assert kinds(text) == ["armed_clash"]


def test_an_aside_between_dashes_does_not_part_a_verb_from_its_subject() -> None:
    assert kinds("Since Monday, 400 households – about 2,000 people – have left Abs.") == ["displacement"]
