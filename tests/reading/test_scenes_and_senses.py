"""Which scene an act is given, what a name stands for, whose voice an article has, and what stands where in a text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from geo.model import Place
from geo.places import weights
from geo.reading import roles, sense_model
from geo.reading.attribution import Attribution
from geo.reading.document import Name, Sentence
from geo.reading.sense_model import decide
from geo.reading.shelf import Shelf, between
from geo.reading.speakers import NARRATOR, acting_countries, find_speaker, sides_of
from geo.reading.toponyms import NOWHERE, _together
from geo.reading.wider import closes_chain, opens_chain, part_of
from tests.reading.told import reading, reports, spots


@dataclass(frozen=True)
class Thing:
    """Something at an offset."""

    start: int


THINGS = [Thing(9), Thing(2), Thing(5)]


@pytest.mark.parametrize(("offset", "start"), [(1, None), (2, 2), (4, 2), (5, 5), (8, 5), (9, 9), (99, 9)])
def test_a_shelf_knows_what_stands_last_before_an_offset(offset: int, start: int | None) -> None:
    last = Shelf(THINGS).last_before(offset)
    assert (last and last.start) == start


@pytest.mark.parametrize(
    ("start", "end", "found"), [(2, 5, [2]), (2, 6, [2, 5]), (3, 9, [5]), (0, 2, []), (6, 99, [9])]
)
def test_a_shelf_gives_what_stands_between_two_offsets(start: int, end: int, found: list[int]) -> None:
    assert [one.start for one in Shelf(THINGS).between(start, end)] == found
    assert [one.start for one in between(sorted(THINGS, key=lambda one: one.start), start, end)] == found


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A model of three cues."""
    table = {
        "literal": {"town": 2.0, "both": 1.0},
        "metonym": {"said": 3.0, "both": 3.0},
        "org": {"post": 4.0, "both": 2.0},
    }
    monkeypatch.setattr(weights, "load", lambda _: table)
    phrases = {("town", "literal"): "a town: {word}", ("both", "org"): "both", ("post", "org"): "named {word}"}
    monkeypatch.setattr(sense_model, "reasons", lambda: phrases)
    sense_model.forget()
    yield
    monkeypatch.undo()
    sense_model.forget()


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("cues", "sense", "reason"),
    [
        pytest.param([], "literal", "names a place", id="nothing is known"),
        pytest.param([("unheard", "x")], "literal", "names a place", id="a cue that no model has"),
        pytest.param([("town", "city")], "literal", "a town: city", id="one cue"),
        pytest.param([("said", "told")], "metonym", "stands for its government", id="a cue without words"),
        pytest.param([("both", "x"), ("post", "Post")], "org", "named Post", id="the strongest gives the reason"),
        pytest.param([("post", "Post"), ("both", "x")], "org", "named Post", id="in any order"),
    ],
)
def test_what_a_name_stands_for(cues: list[tuple[str, str]], sense: str, reason: str) -> None:
    assert decide(cues)[:2] == (sense, reason)


@pytest.mark.usefixtures("small")
def test_how_sure_a_sense_is() -> None:
    assert [round(decide(cues)[2], 3) for cues in ([], [("unheard", "x")], [("post", "Post")])] == [0.333, 0.333, 0.965]


@pytest.mark.usefixtures("small")
def test_a_cue_weighs_what_it_says_more_than_the_next_best_sense() -> None:
    assert sense_model._trained()["both"] == ((1.0, 3.0, 2.0), (-2.0, 1.0, -1.0))


@pytest.mark.parametrize(
    ("text", "voice"),
    [
        pytest.param("The enemy left. Our troops hold the town.", "party", id="two cues of a party"),
        pytest.param("The enemy left. Our troops hold it. We urge calm.", "party", id="more cues of a party"),
        pytest.param("They liberated it, it was liberated, liberators came.", "narrator", id="one weak cue thrice"),
        pytest.param("Shells fell.", "narrator", id="no cue"),
    ],
)
def test_whose_voice_an_article_has(text: str, voice: str) -> None:
    assert find_speaker("", text).voice == voice


def test_one_cue_that_is_told_again_and_again_counts_twice_at_most() -> None:
    assert find_speaker("", "They liberated A. They liberated B. They liberated C.") == NARRATOR


def test_whose_arms_a_sentence_names_apart_from_its_sources() -> None:
    text = "Today Russian jets, Ukrainian guns and Turkish drones were seen."
    found = [(text.index(word), text.index(word) + len(word)) for word in ("Russian", "Ukrainian", "Turkish")]
    assert acting_countries(text) == {"RU", "UA", "TR"}
    assert acting_countries(text, found[:2]) == {"TR"}
    assert acting_countries(text, found[1:]) == {"RU"}


@pytest.mark.parametrize(
    ("peoples", "leaning", "together"),
    [
        pytest.param({"UA": 2}, {"RU": 1.0}, {"UA": 2, "RU": 1.0}, id="two countries"),
        pytest.param({"UA": 2}, {"UA": 1.5}, {"UA": 3.5}, id="one country"),
        pytest.param({"UA": 2}, NOWHERE, {"UA": 2}, id="nothing from outside"),
    ],
)
def test_votes_for_countries_are_added(
    peoples: dict[str, float], leaning: dict[str, float], together: dict[str, float]
) -> None:
    assert _together(peoples, leaning) == together


TEXT = "It rained. Ukraine’s northeastern Sumy region and the Pettah quarter of Colombo burned, and Raqqa, Syria."


def named(word: str, level: str, country: str) -> Name:
    """A name of the text above; without a level nothing resolved it."""
    place = Place(word, word, 50.0, 33.0, level, country) if level else None  # type: ignore[arg-type]
    return Name(TEXT.index(word), TEXT.index(word) + len(word), word, "literal", "", place)


def test_a_wider_place_only_says_where_another_lies() -> None:
    sentence = Sentence(1, 11, len(TEXT), TEXT[11:], 0)
    ukraine, sumy = named("Ukraine", "country", "UA"), named("Sumy", "admin1", "UA")
    raqqa, syria = named("Raqqa", "city", "SY"), named("Syria", "country", "SY")
    pettah, colombo = named("Pettah", "", ""), named("Colombo", "city", "LK")
    assert opens_chain(ukraine, sumy, sentence)
    assert not opens_chain(syria, raqqa, sentence)
    assert closes_chain(raqqa, syria, sentence)
    assert not closes_chain(sumy, ukraine, sentence)
    assert part_of(pettah, colombo, sentence)
    assert not part_of(raqqa, colombo, sentence)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        pytest.param("They signed a truce on Monday that is to hold in Homs.", ["Homs"], id="a truce that is to hold"),
        pytest.param(
            "The envoy met the rebels on Monday for talks about grain to Aleppo for the winter.",
            [""],
            id="only aid to it",
        ),
        pytest.param("The envoys hold talks as Aleppo for now is quiet.", [""], id="quiet meanwhile"),
        pytest.param(
            "Talks were held in Cairo on Monday about aid from Aleppo for the winter.", ["Cairo"], id="no second venue"
        ),
        pytest.param("He suggested Doha for the next talks.", ["Doha"], id="a venue that is offered"),
    ],
)
def test_where_talks_stand(text: str, places: list[str]) -> None:
    assert [spots(one) for one in reports(text)] == [places]


def test_a_scene_that_goes_on_is_less_sure_than_one_that_is_named() -> None:
    named_, told = reports("Shells hit a market in Homs on Monday. On Tuesday a bomb killed three people.")
    assert spots(named_) == spots(told) == ["Homs"]
    assert told.confidence < named_.confidence


@pytest.mark.parametrize(("sure", "word"), [(0.9, "surely"), (0.85, "surely"), (0.7, "probably"), (0.5, "perhaps")])
def test_a_role_says_how_sure_it_is(monkeypatch: pytest.MonkeyPatch, sure: float, word: str) -> None:
    monkeypatch.setattr(roles, "choose", lambda *_: ("background", sure))
    (mention,) = reading("The market of Homs is old.").mentions
    assert mention.role_reason.split(":")[0] == word


@pytest.mark.parametrize(("letters", "places"), [(400, ["Homs"]), (401, [""])])
def test_the_town_points_back_only_so_far(letters: int, places: list[str]) -> None:
    between = f".\nAb {'y' * (letters - 7)}.\n"
    (told,) = reports(f"Most families live in Homs{between}On Tuesday a bomb fell in the town and killed two men.")
    assert len(between) == letters
    assert spots(told) == places


@pytest.mark.parametrize(("letters", "acts"), [(45, 2), (46, 1)])
def test_a_place_has_the_day_that_stands_so_close_behind_it(letters: int, acts: int) -> None:
    behind = f" in an attack {'o' * (letters - 18)} on "
    told = reports(f"Rebels took Homs{behind}Thursday and Hama late on Saturday.")
    assert len(behind) == letters
    assert len(told) == acts


@pytest.mark.parametrize(("letters", "countries"), [(400, {"RU"}), (401, set())])
def test_so_much_of_a_source_is_looked_at(letters: int, countries: set[str]) -> None:
    source = Attribution((f"{'a' * (letters - 7)} Russia",), "belligerent", "said", False, 0, 0)
    assert sides_of(source, "") == countries


@pytest.mark.parametrize(("letters", "countries"), [(2_000, {"RU"}), (2_001, set())])
def test_so_much_of_a_sentence_is_looked_at(letters: int, countries: set[str]) -> None:
    assert acting_countries(f"{'a ' * ((letters - 6) // 2)}{' ' * (letters % 2)}Russia") == countries
