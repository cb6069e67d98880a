"""What is told only to be denied still has its place, and so has what a text names for the second time."""

from __future__ import annotations

import pytest

from tests.reading.told import reading, reports, roles, spots


@pytest.mark.parametrize(
    ("text", "sub_type", "status", "place"),
    [
        (
            "The governor denied social-media reports of a raid by saboteurs on Okhtyrka.",
            "ground_assault",
            "denied",
            "Okhtyrka",
        ),
        (
            "The army denied that one of its outposts near Bambari had been overrun.",
            "ground_assault",
            "denied",
            "near Bambari",
        ),
        ("The ministry denied that two farmers had been hanged in Kidal.", "attack", "denied", "Kidal"),
        ("Not confirmed: a message about a bomb at the port of Mersin.", "ied_landmine", "denied", "Mersin"),
        ("A rumour spoke of a bomb at the market of Gao. The mayor denied it.", "ied_landmine", "denied", "Gao"),
        ("A rumour spoke of a bomb at the market of Gao.", "ied_landmine", "alleged", "Gao"),
    ],
)
def test_a_rumour_has_the_place_that_it_names(text: str, sub_type: str, status: str, place: str) -> None:
    (report,) = reports(text)
    assert (report.sub_type, report.status, spots(report)) == (sub_type, status, [place])


@pytest.mark.parametrize(
    ("text", "sub_type", "place"),
    [
        ("Makiivka, to the east, was lost in early April.", "territory_gained", "Makiyivka"),
        (
            "Videos showed Russian soldiers raising flags on buildings in Toretsk on Tuesday.",
            "territory_gained",
            "Toretsk",
        ),
        ("What the army calls an armed mob killed a soldier in Bata on Monday.", "violent_demonstration", "Bata"),
        ("Two tankers have been held off Hodeidah by coalition warships since 2 May.", "blockade", "near Al Ḩudaydah"),
        ("The ships put in at Mombasa, where 300 tonnes were handed out to families.", "humanitarian", "Mombasa"),
        ("The villagers, who were seized near Gao on 6 May, have not been seen since.", "abduction", "near Gao"),
        (
            "Soldiers searched the bush around Gusau for the pupils whom gunmen marched out of a school.",
            "abduction",
            "near Gusau",
        ),
        ("Two nurses whom gunmen had taken from a clinic in Goma on 5 May are free.", "abduction", "Goma"),
    ],
)
def test_more_ways_in_which_an_act_has_its_place(text: str, sub_type: str, place: str) -> None:
    (report,) = reports(text)
    assert (report.sub_type, spots(report)) == (sub_type, [place])


@pytest.mark.parametrize(
    ("text", "status", "place"),
    [
        ("Talks on the roads around Taiz, held in Amman from 6 to 8 May, ended on Wednesday.", "occurred", "Amman"),
        ("Talks about grain are expected next week in Ankara or online.", "planned", "Ankara"),
        ("Ministers have proposed to meet the rebels in Doha on 24 May.", "proposed", "Doha"),
        ("Vienna has offered Graz as a venue for talks.", "proposed", "Graz"),
    ],
)
def test_talks_have_the_venue_that_is_said_of_them(text: str, status: str, place: str) -> None:
    (report,) = reports(text)
    assert (report.sub_type, report.status, spots(report)) == ("talks", status, [place])


def test_an_offer_of_talks_without_a_venue_is_words_only() -> None:
    assert not reports("Moscow has offered talks.")


def test_a_toll_told_first_stands_where_its_strike_stands() -> None:
    text = (
        "20:00 The toll in Odesa stays at three.\n\n14:00 A missile hit a warehouse in Odesa on Friday and killed two."
    )
    odesa = [m.role for m in reading(text).mentions if m.name == "Odesa"]
    assert odesa == ["location", "location"]


def test_a_ship_in_the_black_sea_does_not_bear_its_name() -> None:
    assert roles("In the Black Sea, a freighter struck a drifting mine on Monday.")["Black Sea"] != "org"


def test_a_treaty_that_was_left_before_takes_no_place_of_its_sentence() -> None:
    text = "A bulk carrier left Chornomorsk for Port Said on Tuesday, the second since Russia quit the grain deal."
    assert "location" not in roles(text).values()
