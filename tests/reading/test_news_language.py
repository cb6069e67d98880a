"""Turns of phrase that news is full of, each read for what it says and not for the word that it uses."""

from __future__ import annotations

import pytest

from tests.reading.told import kinds, reports, spots, statuses

TOLD = [
    ("A ceasefire took effect in Doha on Sunday.", "agreement"),
    ("The truce came into force on Monday, and guns fell silent near Tyre.", "agreement"),
    ("The army pulled its last soldiers back across the river at Nikopol on Friday.", "force_movement"),
    ("The last soldiers crossed to the other bank at Nikopol on Friday.", "force_movement"),
    ("A lorry exploded on a bridge in Bryansk on Saturday.", "ied_landmine"),
    ("Rioters attacked the embassies of Rwanda and France in Kinshasa on Tuesday.", "violent_demonstration"),
    ("The Iranian embassy in Nairobi was looted on Sunday.", "property_destruction"),
    ("Two drones flew into Polish airspace near Lublin on Wednesday night.", "other"),
    ("Russia launched a full-scale invasion near Sumy on 24 February 2022.", "ground_assault"),
    ("The air force hit a meeting of commanders in Sevastopol on Friday.", "air_drone_strike"),
    ("Gunmen stormed Kabul University on Monday, killing students.", "attack"),
    ("Militants set upon a base near Kismayo on Sunday, and 20 of them were killed.", "armed_clash"),
    ("Sappers defused 40 landmines near Taiz on Monday.", "weapons_seized"),
    ("Police seized nine revolvers from a house in Poti on Monday.", "weapons_seized"),
    ("A strip of land near Tyre was handed over to the army on Monday.", "territory_transfer"),
    ("Rebels fired shells filled with poisonous gas at Idlib on Monday.", "chemical"),
    ("Washington unveiled fresh sanctions against ten generals on Thursday.", "sanctions"),
    ("Three children were hurt by a landmine near Idlib on Tuesday due to the carelessness of guards.", "ied_landmine"),
    ("Thousands poured into the streets of Tunis on Sunday.", "peaceful"),
    ("Falling wreckage killed three people in Kyiv shortly before three on Monday.", "air_drone_strike"),
    ("The ambassador of Finland was summoned on Friday over an exercise near Imatra.", "diplomatic_other"),
    (
        "The enemy is bringing up infantry from Tokmak for an attack towards Orikhiv in the summer.",
        "offensive_preparation",
    ),
    ("An opposition leader was killed by unidentified gunmen in Karachi on Monday.", "attack"),
    ("Fighters killed 16 civilians near Komanda on Monday and abducted 20 others.", "attack"),
    ("The Defence Ministry announces a ceasefire in Doha.", "agreement"),
    ("Lima broke off diplomatic relations with Mexico on Monday.", "diplomatic_other"),
    ("In Apatzingan, protesters set the town hall on fire on Monday.", "violent_demonstration"),
    ("Two explosions tore through a market in Bukavu on Thursday.", "ied_landmine"),
    ("Gunmen stormed a farming village near Jos on Friday and set fire to stalls.", "attack"),
    ("Eight civilians were killed in three days of fighting in Goma.", "armed_clash"),
    ("Yesterday the enemy fired on 12 settlements near Nikopol.", "shelling_missile"),
    ("Two warships collided on Monday near Manila.", "other"),
    ("They agreed on Friday in Doha to exchange another 1,200 prisoners.", "agreement"),
    ("A barracks was set up near Soran on Monday: the army has established barracks there.", "base_established"),
]


@pytest.mark.parametrize(("text", "kind"), TOLD)
def test_a_turn_of_phrase_tells_its_kind(text: str, kind: str) -> None:
    assert kind in kinds(text)


NOTHING = [
    "Herders denied any part in the attack.",
    "The government moved its seat from Quito to Latacunga because of protests.",
    "Caracas accused Washington of preparing an attack.",
    "The minister announced that talks in Brussels would not be opened before 2028.",
    "Railway services between Quetta and Sibi remain suspended.",
    "The agreement is valid for 120 days and can be extended.",
    "Ukraine hoped to exchange them for Russian prisoners.",
    "Doctors in Maputo treated 66 people after the largest march so far.",
    "Rumours that the bridge at Darivka has been closed are untrue, the police stress.",
    "In all, 245 aircraft have been destroyed since the beginning of the operation in Donetsk.",
    "Families in Sumy opened their homes to the displaced.",
    "The town was still occupied when the bodies were buried in Izium.",
    "The retreating army had left many mines near Izium.",
    "A fertiliser plant exploded in Lahore on Monday, killing nine workers.",
    "A military aircraft crashed off Toyama on Saturday, killing nine on board.",
    "Moscow cancels a meeting with a diplomat in Geneva.",
    "Nations which have conducted strikes in Iraq include Belgium and Denmark.",
    "Ground fire is not classified as a strike as defined by the task force in Iraq.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_a_turn_of_phrase_tells_of_nothing(text: str) -> None:
    assert kinds(text) == []


def test_what_goes_on_is_an_act_and_what_is_aimed_at_is_none() -> None:
    assert statuses("Artillery had continued to fire at Kupiansk on Monday.") == ["occurred"]
    assert statuses("The artillery wanted to fire at Kupiansk on Monday.") == []


def test_a_burning_depot_is_dated_by_the_attack_that_set_it_alight() -> None:
    (report,) = reports("A depot in Saratov was burning on Wednesday after a drone attack on Tuesday.")
    assert report.sub_type == "air_drone_strike"
    assert str(report.date.first) == "2024-05-14"


def test_two_areas_joined_by_and_do_not_lie_in_each_other() -> None:
    (report,) = reports("Israel carried out strikes on southern Lebanon and the Bekaa Valley on Monday.")
    assert len(spots(report)) == 2


def test_the_police_who_answer_a_march_in_the_next_sentence_belong_to_it() -> None:
    assert kinds("Thousands marched in Tbilisi on Tuesday. The police used tear gas.") == ["intervention"]


def test_those_whom_police_lead_away_from_a_march_are_not_abducted() -> None:
    text = "In Haifa, police broke up a march on Tuesday and took away four people."
    assert kinds(text) == ["intervention"]


def test_a_raid_in_response_to_another_is_the_news() -> None:
    assert kinds("Canada imposed sanctions on Minsk on Monday in response to a chemical attack.") == ["sanctions"]


def test_a_time_counted_from_a_raid_is_not_the_raid() -> None:
    assert kinds("Two days before the raid, soldiers shot four kidnappers dead near Kankara.") == ["armed_clash"]


def test_troops_who_enter_a_town_and_arrest_people_there_came_to_arrest() -> None:
    (report,) = reports("Troops entered Nikopol on Thursday and arrested two sons of the mayor.")
    assert (report.sub_type, spots(report)) == ("arrest", ["Nikopol"])


def test_people_who_died_where_a_strike_hit_are_its_toll() -> None:
    (report,) = reports("A market in Kostiantynivka was struck overnight, and three people died.")
    assert report.sub_type == "air_drone_strike"
    assert report.fatalities is not None
    assert report.fatalities.best == 3


def test_a_place_that_where_takes_up_holds_what_follows() -> None:
    found = reports("Across the border in Niger, where generals seized power on Monday, all was calm.")
    assert [spots(report) for report in found] == [["Niger"]]


def test_talks_told_anew_are_other_talks() -> None:
    text = "The presidents met in Doha on Monday.\nMilitary chiefs held a video conference on Wednesday."
    assert kinds(text) == ["talks", "talks"]
