"""Sentences tell of incidents of all kinds, and many sentences that look like it do not."""

from __future__ import annotations

import pytest

from geo.model import Figure
from tests.reading.told import kinds, reports, spots

KINDS = [
    ("Government troops clashed with rebels near Goma on Tuesday.", "armed_clash"),
    ("Gunmen ambushed an army patrol outside Maiduguri on Tuesday, killing two soldiers.", "armed_clash"),
    ("Fighters stormed the barracks in Menaka on Sunday but were beaten back.", "ground_assault"),
    ("The rebels captured the town of Sake on Wednesday.", "territory_gained"),
    ("Jets bombed a market in Kassala on Monday, killing nine people.", "air_drone_strike"),
    ("A drone hit a fuel depot in Saratov overnight.", "air_drone_strike"),
    ("Shells fell on two streets of Nikopol this morning.", "shelling_missile"),
    ("A missile destroyed a school in Kharkiv on Thursday.", "shelling_missile"),
    ("A roadside bomb killed a driver in Kandahar on Monday.", "ied_landmine"),
    ("Two herders stepped on a mine near Mopti on Sunday.", "ied_landmine"),
    ("A suicide bomber killed six worshippers in Quetta on Friday.", "suicide_bomb"),
    ("A hand grenade exploded in a bar in Bogota on Saturday, wounding four.", "grenade"),
    ("Air defences shot down three drones over Odesa on Thursday.", "interception"),
    ("Gunmen killed five farmers in a village near Jos on Tuesday.", "attack"),
    ("Armed men abducted eleven pupils from a school in Zaria on Monday.", "abduction"),
    ("Soldiers raped two women in a camp near Goma on Sunday, a clinic said.", "sexual_violence"),
    ("Thousands of people marched through Tbilisi on Wednesday against the law.", "peaceful"),
    ("Police used tear gas to break up a march in Nairobi on Tuesday.", "intervention"),
    ("Police opened fire on protesters in Dakar on Monday, killing one.", "excessive_force"),
    ("Youths threw stones at a police station in Tunis on Sunday.", "violent_demonstration"),
    ("A mob lynched a man in Port-au-Prince on Saturday.", "mob_violence"),
    ("The army sent two brigades to Agadez on Thursday.", "force_movement"),
    ("Peacekeepers opened a patrol base in Bria on Monday.", "base_established"),
    ("Police arrested nine activists in Minsk on Thursday.", "arrest"),
    ("Customs officers found forty rifles in a lorry in Poti on Tuesday.", "weapons_seized"),
    ("Unknown men burned down a church in Jaranwala on Monday.", "property_destruction"),
    ("Troops entered Kidal on Tuesday without resistance.", "territory_transfer"),
    ("Fighters have blocked the road between Bamako and Kayes since Monday.", "blockade"),
    ("Some 4,000 people fled Rutshuru on Wednesday.", "displacement"),
    ("The navies of both countries held an exercise off Karachi on Thursday.", "exercise"),
    ("The foreign ministers of both countries met in Doha on Monday.", "talks"),
    ("The two sides signed a truce in Jeddah on Saturday.", "agreement"),
    ("The two sides exchanged 90 prisoners each on Thursday.", "prisoner_exchange"),
    ("The European Union imposed sanctions on six generals on Monday.", "sanctions"),
    ("A convoy with food aid reached Zamzam on Wednesday.", "humanitarian"),
    ("Inspectors visited the plant in Natanz on Tuesday.", "diplomatic_other"),
]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_one_sentence_tells_of_one_incident_of_its_kind(text: str, kind: str) -> None:
    assert kinds(text) == [kind]


NOTHING = [
    "No fighting was reported in Goma on Tuesday.",
    "Kupiansk was quiet on Tuesday.",
    "The general warned that his troops would strike Saratov again.",
    "If the rebels attacked Goma, the peacekeepers would leave.",
    "The president called for talks in Doha.",
    "A court in Minsk sentenced four men for the attack.",
    "An earthquake killed nine people in Herat on Tuesday.",
    "The talks planned for Monday in Doha were called off.",
    "The war has killed 40,000 people since the invasion began.",
    "A boiler exploded in a factory in Lahore on Monday, killing three workers.",
    "The villagers fear an attack on Sake.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_words_alone_are_no_incident(text: str) -> None:
    assert kinds(text) == []


def test_two_verbs_with_their_own_places_are_two_incidents() -> None:
    first, second = reports("Shells hit a bakery in Nikopol on Monday, and a drone struck a bus in Kherson.")
    assert (first.sub_type, spots(first)) == ("shelling_missile", ["Nikopol"])
    assert (second.sub_type, spots(second)) == ("air_drone_strike", ["Kherson"])


def test_one_verb_over_two_places_is_one_incident_with_both() -> None:
    (report,) = reports("Missiles damaged power plants in Kremenchuk and Kharkiv on Monday.")
    assert spots(report) == ["Kremenchuk", "Kharkiv"]


def test_a_toll_in_the_next_sentence_belongs_to_the_incident() -> None:
    (report,) = reports("A missile hit a hostel in Dnipro on Monday. Four people were killed and nine were injured.")
    assert report.fatalities == Figure(4, 4, 4)
    assert report.injured == Figure(9, 9, 9)
    assert len(report.evidence_more) == 1


def test_the_more_lethal_act_stands_for_the_raid() -> None:
    (report,) = reports("Gunmen abducted six people in Gusau on Monday and killed three villagers.")
    assert report.sub_type == "attack"


def test_nobody_hurt_is_a_figure_and_no_denial() -> None:
    (report,) = reports("A drone hit a warehouse in Odesa on Monday; nobody was hurt.")
    assert report.fatalities == Figure(0, 0, 0)


def test_a_count_over_a_period_is_an_aggregate() -> None:
    (report,) = reports("The town of Nikopol was shelled 40 times over the past week.")
    assert report.aggregate


def test_what_ended_long_before_is_background() -> None:
    (report,) = reports("Rebels captured the town of Goma in November 2012.")
    assert report.background


def test_a_title_tells_of_no_incident() -> None:
    assert kinds("Drones hit Saratov\n\nA drone hit a depot in Saratov on Monday.") == ["air_drone_strike"]


def test_the_evidence_is_the_sentence() -> None:
    text = "It rained. A drone hit a depot in Saratov on Monday. Nothing else happened."
    (report,) = reports(text)
    assert text[report.evidence.start : report.evidence.end] == "A drone hit a depot in Saratov on Monday."


def test_confidence_comes_with_its_reasons() -> None:
    (report,) = reports("A drone hit a depot in Saratov on Monday.")
    assert "place: named in the same clause" in report.confidence_reason
