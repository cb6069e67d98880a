"""Turns of phrase that few articles hold: what two acts, two tolls, two sentences of one meeting come to."""

from __future__ import annotations

from datetime import date

import pytest

from geo.errors import InputError
from geo.model import Figure
from geo.reading.date_rules import Scene
from geo.settings import Interest
from tests.reading.dated import days, meanings
from tests.reading.told import gazetteer, kinds, reading, reports, spots, statuses

#: Six years of its own long before its publication: a text that tells of the past at length.
HISTORY = (
    "The war of the valley began in 2001 and ended in 2005. The town fell in 2002, was freed in 2003 and lost again in "
    "2004. A truce was signed in 2005. On 3 March 2006 the mayor came back. "
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Exports rose in the third quarter from a year earlier.", "2022-07-01..2022-09-30"),
        ("Exports fell in the first quarter of 2023. They rose in the 2022 quarter.", "2022-01-01..2022-03-31"),
        ("Talks will open on the 30th.", "2024-05-30"),
    ],
)
def test_a_quarter_or_a_day_is_that_of_the_year_and_month_meant(text: str, expected: str) -> None:
    assert meanings(text, date(2024, 5, 17))[-1][1] == expected


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        ("Talks will open on the 30th.", date(2023, 1, 31), "2023-03-30"),
        ("Shells fell on the 30th.", date(2023, 3, 1), "2023-01-30"),
        ("Shells fell on the 31st.", date(2023, 7, 1), "2023-05-31"),
    ],
)
def test_a_day_that_the_month_beside_has_not_is_that_of_the_month_but_one(
    text: str, published: date, expected: str
) -> None:
    assert meanings(text, published)[-1][1] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shells fell from 28 December to 3 January.", ["2024-12-28", "2025-01-03"]),
        ("Shells fell from 3 to 31 February.", []),
        ("Shells fell from 28 January to 30 February.", []),
        ("Shells fell from 30 to 3 June.", []),
        ("Shells fell from May 2019 to March 2019.", []),
    ],
)
def test_a_range_has_both_its_ends_in_their_order_or_is_none(text: str, expected: list[str]) -> None:
    assert [when for _, when in meanings(text)] == expected


def test_what_lies_before_all_days_has_none() -> None:
    assert meanings("Shells fell several years ago.", date(4, 6, 1)) == []
    assert days("Shells {fell} for 500 days from 3 June.") == "2025-06-03"


def test_in_a_history_a_bare_month_or_hour_is_that_of_what_was_just_told() -> None:
    told = meanings(HISTORY + "In April shells fell. At noon they stopped. In October they fell on, until Christmas.")
    assert told[-4:] == [
        ("April", "2006-04-01..2006-04-30"),
        ("noon", "2006-04-30"),
        ("October", "2006-10-01..2006-10-31"),
        ("Christmas", "2006-12-25"),
    ]
    assert meanings(HISTORY + "It fell as last March.")[-1] == ("last March", "2006-03-01..2006-03-31")


def test_a_relative_date_is_never_made_without_an_anchor() -> None:
    with pytest.raises(ValueError, match="without an anchor"):
        _ = Scene(None, False, None).today


def test_an_attack_with_an_abduction_is_one_incident_and_two_where_each_has_its_day() -> None:
    assert kinds("Gunmen attacked villagers near Gao on Monday and abducted three women.") == ["attack"]
    assert kinds("Gunmen attacked villagers near Gao on Monday and abducted three women on Tuesday.") == [
        "attack",
        "abduction",
    ]


def test_a_second_sentence_tells_where_the_talks_were() -> None:
    (held,) = reports("Russia and Ukraine held talks on Friday.\nThe talks took place in Istanbul.")
    assert (spots(held), held.date.first) == (["Istanbul"], date(2024, 5, 17))


def test_people_inside_of_a_quote_tell_where_what_is_quoted_happened() -> None:
    (shelled,) = reports("“The people of Goma were shelled,” he said.")
    assert spots(shelled) == ["Goma"]


def test_ground_taken_from_an_army_lies_in_its_country() -> None:
    (taken,) = reports("The rebels took back ground from Congolese soldiers.")
    assert (spots(taken), taken.places[0].precision) == (["DR Congo"], "country")


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("Shells killed five people, two men and three women, in Goma on Monday.", 5),
        ("Shells killed two men, two women and three children in Goma on Monday.", 7),
    ],
)
def test_a_whole_that_is_told_with_its_parts_is_counted_once(text: str, dead: int) -> None:
    (one,) = reports(text)
    assert one.fatalities == Figure(dead, dead, dead)


def test_a_number_takes_the_place_of_a_mere_bound() -> None:
    (one,) = reports("At most 12 people were killed in Goma on Monday. In all 10 people were killed.")
    assert one.fatalities == Figure(10, 10, 10)


@pytest.mark.parametrize(
    "text", ["Goma remained calm after clashes on Sunday.", "Markets in Goma were operating normally despite shelling."]
)
def test_where_all_is_quiet_nothing_happened(text: str) -> None:
    assert kinds(text) == []


def test_an_article_in_a_language_that_the_project_leaves_aside_is_refused_by_its_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gazetteer(), "interest", Interest(languages=("uk",)))
    with pytest.raises(InputError, match="it is in English; this project takes Ukrainian"):
        reading("Shells fell on Kherson on Monday, the governor said.")


def test_only_one_missile_is_one_that_hit() -> None:
    assert statuses("Only one missile hit Goma on Monday.") == ["occurred"]
