"""Who acts, who tells, and how many were hit: the rules of people at their borders."""

from __future__ import annotations

import pytest

from geo.model import Place, Span
from geo.reading.actor_names import find_actor_names
from geo.reading.actors import find_actors
from geo.reading.document import Name, Sentence
from geo.reading.figures import read_figures
from geo.reading.lexicon import _third, mark
from geo.reading.nesting import contains
from geo.reading.quantities import plain_number, words
from geo.reading.reported import Telling, worth
from geo.reading.speakers import Speaker
from tests.reading.told import reports, spots, statuses

GOVERNMENT = Speaker("government", "a statement")


@pytest.mark.parametrize(
    ("text", "last"),
    [
        pytest.param("He fled the Islamic State", 5, id="the name ends the sentence"),
        pytest.param("He fled the Islamic State on foot", 5, id="words behind it"),
        pytest.param("The Taliban", 2, id="nothing but a name"),
    ],
)
def test_a_name_ends_where_its_words_end(text: str, last: int) -> None:
    assert find_actor_names(words(text))[-1].last == last


@pytest.mark.parametrize(
    ("text", "word", "type", "sub_type", "told"),
    [
        pytest.param(
            "Hamas, with its ally Hezbollah, said Homs was taken.",
            "taken",
            "battle",
            "territory_gained",
            [],
            id="an ally is no act",
        ),
        pytest.param(
            "The Russian army said Ukrainian troops had shelled its base.",
            "shelled",
            "explosion_remote",
            "shelling_missile",
            [("Ukraine", "initiator")],
            id="whose base was hit tells it",
        ),
        pytest.param(
            "Mediators met envoys of Qatar and of Russia.",
            "met",
            "diplomatic",
            "talks",
            [("Qatar", "side_a"), ("Russia", "side_b")],
            id="mediators are further away",
        ),
    ],
)
def test_who_acts(text: str, word: str, type: str, sub_type: str, told: list[tuple[str, str]]) -> None:  # noqa: A002
    at = text.index(word)
    found = find_actors(Sentence(0, 0, len(text), text, 0), Span(at, at + len(word)), type, sub_type, text)
    assert [(one.name, one.role) for one in found] == told


@pytest.mark.parametrize(
    ("text", "end", "value"),
    [
        pytest.param("fifty five dead", 2, 55, id="tens and a unit"),
        pytest.param("eleven twelve", 1, 11, id="two numbers"),
        pytest.param("twenty two three", 2, 22, id="a number behind a number"),
    ],
)
def test_a_number_ends_where_the_next_begins(text: str, end: int, value: int) -> None:
    assert plain_number(words(text), 0) == (end, value)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Five people were killed, women included", id="a part told at the end"),
        pytest.param("Five people were killed, them among", id="the same with them"),
    ],
)
def test_who_is_counted_first_is_no_part_of_others(text: str) -> None:
    dead = read_figures(text).fatalities
    assert dead is not None
    assert dead.best == 5


@pytest.mark.parametrize(
    ("verb", "third"),
    [("carry", "carries"), ("deploy", "deploys"), ("push", "pushes"), ("hit", "hits"), ("go", "goes")],
)
def test_a_verb_has_its_third_person(verb: str, third: str) -> None:
    assert _third(verb) == third


def test_a_later_toll_belongs_to_what_hit_the_town() -> None:
    (told,) = reports("A bomb killed three people in Homs on Monday. The toll in Homs has risen to five dead.")
    assert spots(told) == ["Homs"]
    assert len(told.evidence_more) == 1


def test_a_phrase_that_ends_its_sentence_is_found() -> None:
    found = mark("They set the old car on fire").of("BURN_V")
    assert [(one.first, one.last) for one in found] == [(1, 7)]


@pytest.mark.parametrize(
    ("sub_type", "accused", "status"),
    [
        pytest.param("blockade", True, "alleged", id="a blockade laid at a state's door"),
        pytest.param("air_drone_strike", True, "alleged", id="a strike laid at a state's door"),
        pytest.param("territory_gained", True, "claimed", id="ground that is gained"),
        pytest.param("air_drone_strike", False, "claimed", id="a strike of its own"),
    ],
)
def test_what_a_government_says(sub_type: str, accused: bool, status: str) -> None:
    said, _ = worth("strategic", sub_type, Telling(speaker=GOVERNMENT, accused=accused))
    assert said == status


@pytest.mark.parametrize("kind", ["resident", "monitor"])
def test_those_who_saw_it_make_a_fact_of_it(kind: str) -> None:
    told = worth("battle", "armed_clash", Telling(kind=kind, who="residents"))
    assert told == ("occurred", "told by those who saw it or keep count of it")


QUIET = "Winter has come to the north. Roads are icy. Schools are open. "


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param(
            f"{QUIET}The Russian army spoke of two quiet days. It said that missiles had hit Odesa on Monday.",
            ["claimed"],
            id="it said, four sentences down",
        ),
        pytest.param(
            "The Taliban said Taliban gunners had shelled Kunduz, killing five civilians.",
            ["claimed"],
            id="its own guns, named",
        ),
        pytest.param("Damascus said its jets had hit Idlib.", ["claimed"], id="its own jets"),
        pytest.param("The president’s office said its jets had hit Idlib.", ["claimed"], id="an office's jets"),
    ],
)
def test_a_side_that_tells_of_its_own_strike_claims_it(text: str, told: list[str]) -> None:
    assert statuses(text) == told


def test_a_named_source_speaks_through_it_said() -> None:
    first, second = (
        "The Russian army said that a shell hit Sumy on Sunday.",
        "It said that a missile hit Odesa on Monday.",
    )
    assert statuses(f"{QUIET}{first} {second}") == ["claimed", "claimed"]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        pytest.param("It was cold. Most settled in Tripoli.", ["Homs", "Tripoli"], id="two sentences behind"),
        pytest.param("It was cold. It rained. Most settled in Tripoli.", ["Homs"], id="three sentences behind"),
    ],
)
def test_where_those_who_fled_went_is_told_at_once(text: str, places: list[str]) -> None:
    (flight,) = reports(f"Thousands fled Homs on Monday. {text}")
    assert spots(flight) == places


def test_an_attack_in_another_country_is_another_attack() -> None:
    told = reports("A bomb killed five people in Baghdad on Monday. The attack in Syria was condemned.")
    assert [spots(one) for one in told] == [["Baghdad"], ["Syria"]]


@pytest.mark.parametrize(
    ("wide", "small", "inside"),
    [
        pytest.param("city", "line", False, id="no line lies in a town"),
        pytest.param("city", "neighbourhood", True, id="a quarter lies in a town"),
        pytest.param("water", "region", False, id="no region lies in a lake"),
        pytest.param("admin1", "water", True, id="a lake lies in a province"),
        pytest.param("country", "admin1", True, id="a province lies in a country"),
    ],
)
def test_a_place_lies_in_a_wider_one(wide: str, small: str, inside: bool) -> None:
    def name(level: str) -> Name:
        place = Place(level, level, 30.0, 40.0, level, "IQ", radius_km=50.0)  # type: ignore[arg-type]
        return Name(0, 1, level, "literal", "", place)

    assert contains(name(wide), name(small)) is inside


def test_of_a_name_that_nothing_resolved_nothing_is_sure() -> None:
    assert Name(0, 4, "Sumy", "literal", "").score == 0.0
