"""An act that another one is counted from, what is planned, and items of a list without a verb."""

from __future__ import annotations

from datetime import date

import pytest

from tests.reading.told import kinds, reports, spots, statuses


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Shops opened in Goma on Friday, a day after gunmen stormed a university in Bukavu.", 16),
        ("Shops opened in Goma on Friday, two days after a bomb killed 20 people in Bukavu.", 15),
        ("Mourners prayed in Goma on Wednesday, one day after gunmen killed 20 people in Bukavu.", 14),
    ],
)
def test_what_is_told_behind_a_day_after_lies_before(text: str, day: int) -> None:
    told = [report for report in reports(text) if spots(report) == ["Bukavu"]]
    assert [(report.date.first, report.date.last) for report in told] == [(date(2024, 5, day),) * 2]


def test_how_often_within_some_days_is_no_day() -> None:
    (told,) = reports(
        "Goma lost its power on Friday for the second time in five days after a missile hit a plant there."
    )
    assert told.date.last == date(2024, 5, 17)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("A vigil is planned in Goma on Tuesday.", 21),
        ("A rally is expected in Goma on Saturday.", 18),
        ("Envoys of the bloc travel to Goma on Monday.", 20),
    ],
)
def test_what_is_planned_lies_ahead(text: str, day: int) -> None:
    (told,) = reports(text)
    assert (told.status, told.date.first, told.date.last) == ("planned", date(2024, 5, day), date(2024, 5, day))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Kharkiv: a missile on a house, two dead.", "shelling_missile"),
        ("Kharkiv: rocket in the yard of a school, nobody hurt.", "shelling_missile"),
        ("Nikopol: 12 shells, two injured.", "shelling_missile"),
        ("Kharkiv: a drone on a car, one wounded.", "air_drone_strike"),
        ("Kharkiv: FPV drone, a woman of 60 wounded.", "air_drone_strike"),
        ("Kharkiv, Monday: a policeman hit by a sniper.", "armed_clash"),
    ],
)
def test_an_item_of_a_list_tells_without_a_verb(text: str, kind: str) -> None:
    assert kinds(text) == [kind]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Nine people lost their lives when a man blew himself up in Kabul on Monday.", "suicide_bomb"),
        ("A man set off his vest in a restaurant in Paris on Monday.", "suicide_bomb"),
        ("A car packed with explosives was rammed into a bus in Kabul on Monday.", "suicide_bomb"),
        ("Four others died in Baghdad when police used live rounds near the bridge.", "excessive_force"),
        ("American bombers dropped the largest conventional bomb on caves in Nangarhar.", "air_drone_strike"),
        ("Two helicopters were fired at near Wamena on Monday.", "armed_clash"),
        ("American vehicles left the base at Goma on Sunday.", "force_movement"),
        ("In Niamey, the commander of the force spoke on Monday with the chief of staff.", "talks"),
        ("The envoys put their names on Saturday to a four-page paper in Doha.", "agreement"),
        ("We have taken out 2,500 people since yesterday, to Belgorod.", "displacement"),
    ],
)
def test_acts_are_known_by_these_turns_too(text: str, kind: str) -> None:
    assert kinds(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "Planes dropped leaflets over Mosul on Monday.",
        "The minister spoke on Wednesday in Niamey with reporters.",
        "The shell company in London said that nobody was hurt.",
    ],
)
def test_the_same_words_of_other_things_tell_nothing(text: str) -> None:
    assert kinds(text) == []


def test_a_protest_that_is_told_and_goes_on_happened() -> None:
    assert statuses("The protest in Goma, which is expected to go on, drew thousands on Monday.") == ["occurred"]
