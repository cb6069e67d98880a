"""Turns of phrase that hold a word of war and tell of no act, and acts that are told in words of peace."""

from __future__ import annotations

import pytest

from tests.reading.told import kinds, reports, roles, spots


@pytest.mark.parametrize(
    "text",
    [
        "The morale of the villagers has taken a blow.",  # nobody was taken
        "The passengers were taken off by a coastguard launch and brought to Brindisi.",
        "The stadium, which held 4,000 people, stood empty.",
        "A crate fell to the ground beside the checkpoint in Gori.",  # no town fell to anybody
        "Birth rates in Gori fell again last year.",
        "From the summit the snipers overlooked the road to Gori.",
        "In the church of Gori worshippers knelt and sang.",
        "Ankara condemned the shelling.",
        "The minister linked the attack to the war in Chechnya.",
        "They say that it was a terrorist attack.",
        "It was the third deadly raid.",
        "On Monday eight officers were killed when a helicopter crashed near Gori.",
        "The president met the families of the victims in Gori on Monday.",
        "The rebels have announced that they will march on Gori and then Tbilisi.",
    ],
)
def test_words_of_war_without_an_act(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("text", "kind", "town"),
    [
        ("Hezbollah fighters marched on Gori on Monday.", "ground_assault", "Gori"),
        ("Police found parts of the bomb that wrecked a bank in Gori on Monday.", "ied_landmine", "Gori"),
        ("A lorry bomb that flattened a bakery in Gori on Monday killed six people.", "ied_landmine", "Gori"),
        ("The rebels say that they have Gori.", "territory_gained", "Gori"),
        ("The army has confirmed its withdrawal from Gori.", "force_movement", "Gori"),
        ("The retreat from Gori began on Monday.", "force_movement", "Gori"),
        ("Thirty countries met at the castle in Gori on Monday.", "talks", "Gori"),
        ("In Tbilisi, the president received the French foreign minister on Monday.", "talks", "Tbilisi"),
        ("The vaccination of children has begun in Gori.", "humanitarian", "Gori"),
        ("In Gori some rebels arrived on Monday and met no resistance.", "territory_transfer", "Gori"),
        ("The navy destroyed a missile near Mocha on Monday that was ready to launch.", "air_drone_strike", "Mocha"),
    ],
)
def test_acts_in_plain_words(text: str, kind: str, town: str) -> None:
    (report,) = reports(text)
    assert (report.sub_type, [spot.removeprefix("near ") for spot in spots(report)]) == (kind, [town])


@pytest.mark.parametrize(
    "text",
    [
        "Shells wounded nine people in Gori on Monday, the worst of them flown to Tbilisi.",
        "Shells fell on Gori on Monday. Twelve people were injured and rushed to Tbilisi.",
        "A mine wounded two farmers near Gori on Monday; the badly hurt were airlifted on to Tbilisi.",
    ],
)
def test_where_the_wounded_are_flown_is_no_scene(text: str) -> None:
    assert roles(text)["Tbilisi"] != "location"


def test_a_clause_of_time_behind_a_verb_of_saying_is_no_source() -> None:
    (report,) = reports("The curfew, declared when militants overran Gori in March, was lifted.")
    assert (report.status, report.attribution) == ("occurred", ())
