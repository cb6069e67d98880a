"""Rules of a few words each: dates, sentences, quotes, areas, and what is taken for a place name in doubt."""

from __future__ import annotations

from datetime import date

import pytest

from geo.model import Place
from geo.reading.date_calendar import _pointed_month
from geo.reading.date_rules import Scene
from geo.reading.document import Name
from geo.reading.sentences import split_sentences
from geo.reading.standing import generic, in_quotes
from geo.reading.tagger import accept, find
from geo.reading.toponym_view import Option
from tests.reading.dated import meanings
from tests.reading.told import reports, spots

FRIDAY = date(2024, 5, 17)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shells fell two months ago today.", ("two months ago today", "2024-03-17")),
        ("Shells fell two years ago today.", ("two years ago today", "2022-05-17")),
        ("2022: a year of war.", ("2022", "2022-01-01..2022-12-31")),
        ("For the past couple of weeks shells fell.", ("For the past couple of weeks", "2024-05-03..2024-05-17")),
        ("Shells fell from Monday to Tuesday at 9 a.m.", ("9 a.m", "2024-05-13")),
    ],
)
def test_an_expression_has_its_days(text: str, expected: tuple[str, str]) -> None:
    assert [(found[0].rstrip("."), found[1]) for found in meanings(text, FRIDAY)][-1] == expected


@pytest.mark.parametrize(
    ("word", "first"), [("the", date(2019, 3, 1)), ("this", date(2025, 6, 1)), ("last", date(2025, 5, 1))]
)
def test_in_a_history_the_month_is_that_of_the_event_and_this_month_that_of_the_anchor(word: str, first: date) -> None:
    scene = Scene(date(2025, 6, 12), False, (date(2019, 3, 5), date(2019, 3, 5)), True)
    found = _pointed_month(word, scene)
    assert found is not None
    assert found[0] == first


def test_a_sentence_of_more_than_three_thousand_letters_is_cut() -> None:
    assert [len(one.text) for one in split_sentences("x" * 3_000)] == [3_000]
    assert [len(one.text) for one in split_sentences("x" * 3_001)] == [3_000, 1]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("“The people in Goma were shelled,” he said.", True),
        ("He said: “The people in Goma were shelled.”", True),
        ("“The people in Goma were shelled.", True),
        ("He is “from Goma”, and people there were shelled.", False),
        ("“We fled from there.” The people in Goma were shelled again and again.", False),
        ("The people in Goma were shelled again and again.", False),
    ],
)
def test_a_name_is_quoted_inside_marks_that_hold_a_clause(text: str, quoted: bool) -> None:
    assert in_quotes(text, text.index("Goma")) == quoted


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("in Ikeja local government area", "admin2"),
        ("in the local government area of Ikeja", "admin2"),
        ("in the province of Ikeja", "admin1"),
        ("in Ikeja", ""),
        ("of the Ikeja", ""),
    ],
)
def test_a_word_before_or_behind_a_name_makes_it_an_area(text: str, level: str) -> None:
    at = text.index("Ikeja")
    assert generic(Name(at, at + 5, "Ikeja", "literal", "", Place("x:1", "Ikeja", 6.6, 3.3, "city")), text) == level


def test_the_area_of_a_local_government_is_wider_than_its_town() -> None:
    told = reports("Gunmen killed nine people in the local government area of Chibok on Monday.")[0]
    assert spots(told) == ["Chibok"]
    assert told.places[0].precision == "admin2"


def option(surface: str) -> Option:
    """A span at the head of a text."""
    return Option(0, 0, 0, len(surface), surface, ())


@pytest.mark.parametrize(
    ("surface", "odds", "taken"),
    [
        ("Sumy", -1.1, True),
        ("Sumy", -1.3, False),
        ("Žytkavičy", -1.1, True),
        ("Boɏa", -1.1, True),
        ("Boɐa", -1.1, False),
        ("Суми", -1.1, False),
        ("Суми", 0.1, True),
    ],
)
def test_what_looks_like_a_name_in_latin_letters_is_taken_for_a_place_in_doubt(
    surface: str, odds: float, taken: bool
) -> None:
    one = option(surface)
    assert find([one], [["cue"]], {"cue": odds}) == ([one] if taken else [])
    assert find([one], [["cue", "in a person's name"]], {"cue": odds}) == ([one] if odds >= 0 else [])


def test_even_odds_are_enough_and_the_likelier_of_two_spans_is_taken() -> None:
    one, two = option("Sumy"), option("Sumy Oblast")
    assert accept([one], [0.0]) == [one]
    assert accept([one], [-0.01]) == []
    assert accept([one, two], [0.5, 0.7]) == [two]
