"""Cables, comparisons, weapons made elsewhere, and what the rest of an article says of a word."""

from __future__ import annotations

import pytest

from tests.reading.told import kinds, reading, reports, roles, spots


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("An anchor cut two cables between Finland and Germany on Monday.", "Finland"),
        ("Like Aleppo before it, Idlib is in ruins; shells hit a school there on Monday.", "Aleppo"),
        ("The blast in Quetta on Monday was bigger than in Karachi.", "Karachi"),
        ("A siege reminiscent of Sarajevo ended when troops took Kutum on Monday.", "Sarajevo"),
        ("A lorry on its way from Gao to Bamako hit a mine near Mopti on Monday.", "Bamako"),
    ],
)
def test_ends_of_lines_ways_and_likenesses_are_no_scene(text: str, name: str) -> None:
    assert roles(text)[name] != "location"


@pytest.mark.parametrize(
    ("text", "initiator"),
    [
        ("Ukrainian forces hit a depot in Bryansk with British missiles on Monday.", "Ukraine"),
        ("Saudi pilots hit a factory in Sanaa with American bombs on Monday.", "Saudi Arabia"),
        ("Until recently rebels held Goma; the army took it on Monday.", "soldiers"),
        ("For two years the army held Goma; rebels captured it on Monday.", "rebels"),
    ],
)
def test_who_did_it_is_neither_who_made_the_weapon_nor_who_held_the_town(text: str, initiator: str) -> None:
    (report,) = reports(text)
    assert [actor.name for actor in report.actors if actor.role == "initiator"] == [initiator]


def test_bombs_fall_where_an_article_knows_aircraft_and_are_planted_where_it_does_not() -> None:
    planted = "Two bombs killed 20 people at a service in Nairobi on Sunday."
    assert kinds(planted) == ["ied_landmine"]
    assert kinds(f"{planted} The planes came back twice.") == ["air_drone_strike"]


def test_what_hits_an_aircraft_is_the_weapon() -> None:
    (report,) = reports("A helicopter was hit by a missile near Tuzla on Monday and all four men on board died.")
    assert report.sub_type == "shelling_missile"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("A majority voted for it. A second round is due in Goma on 6 June.", []),
        ("Envoys held talks in Doha on Monday. A second round is due in Cairo on 6 June.", ["talks", "talks"]),
    ],
)
def test_a_second_round_is_of_talks_where_somebody_talked(text: str, told: list[str]) -> None:
    assert kinds(text) == told


def test_the_clashes_told_of_a_province_are_those_in_its_towns() -> None:
    text = (
        "Clashes between two militias have shaken the region of Kayes in Mali since Sunday.\n\n"
        "The clashes took place in Nioro and Kita, a teacher said."
    )
    (report,) = reports(text)
    assert "Kita" in spots(report)


def test_an_unknown_word_that_labels_a_line_among_places_is_a_place() -> None:
    text = (
        "Security bulletin\n\n- Goma: rebels entered the town on Tuesday.\n\n- Sake: calm.\n\n- Rutshuru: calm.\n\n"
        "- Bunagana: calm.\n\n- Kibatira: shells killed two women on Monday.\n"
    )
    assert "Kibatira" in {mention.name for mention in reading(text).mentions}


@pytest.mark.parametrize("text", ["Brussels bombings: what we know", "The Paris attacks killed 130 people."])
def test_a_town_before_what_happened_there_is_the_town(text: str) -> None:
    assert reading(text).mentions[0].role != "metonym"
