"""What a span is judged by before it counts as a place's name: its words, their neighbours, the rest of the article."""

from __future__ import annotations

import pytest

from geo.reading.sentences import split_sentences
from geo.reading.toponym_evidence import organisation_after
from geo.reading.toponyms import Proposal, propose
from tests.reading.told import gazetteer


def proposed(text: str) -> Proposal:
    """The spans of a text with their evidence."""
    return propose(text, split_sentences(text), gazetteer())


def cues(text: str, name: str) -> list[str]:
    """The cues of the last span with that surface."""
    found = proposed(text)
    named = {option.surface: features for option, features in zip(found.options, found.features(), strict=True)}
    return named[name]


NEAR = "Near Sumy on Monday a bomb fell."
TWO = "Smoke rose north of Homs and on the outskirts of Aleppo."


@pytest.mark.parametrize(
    ("text", "name", "cue"),
    [
        pytest.param("Sumy lies in Ukraine. Kharkiv was hit.", "Kharkiv", "cc=most/t", id="of the country told of"),
        pytest.param(TWO, "Homs", "cc=most/t", id="of the country of one other town"),
        pytest.param("Homs was hit.", "Homs", "cc=none/t", id="no vote for its own country"),
        pytest.param(NEAR, "Sumy", "l1=near", id="behind the first word"),
        pytest.param(NEAR, "Sumy", "after at, known", id="near it"),
        pytest.param("They hit northern Iraq.", "Iraq", "after direction, known", id="in its north"),
        pytest.param(NEAR, "Sumy", "s2=my/t", id="its last two letters"),
        pytest.param(NEAR, "Sumy", "r2=on monday", id="two words behind it"),
        pytest.param(NEAR, "Sumy", "L=ear/t", id="capital at the head of the text"),
        pytest.param(NEAR, "Sumy", "beside=0/t", id="no stranger beside it"),
        pytest.param("President Abdullah Homs spoke.", "Homs", "title and given before/t", id="title and given name"),
        pytest.param("Raqqa, Syria, was hit.", "Raqqa", "Ro=,/True/t", id="the next name holds it"),
        pytest.param("Anbar, Iraq, was hit.", "Anbar", "Ro=,/True/a", id="a country holds a province"),
        pytest.param("Ramadi in Anbar was hit.", "Ramadi", "Ro=in/True/t", id="a province holds a town"),
        pytest.param("KUPYANSK. Shells hit it.", "KUPYANSK", "heading, known", id="alone before a full stop"),
        pytest.param(
            "John Jordan spoke. The king of Jordan left.",
            "Jordan",
            "a person's name elsewhere, a country",
            id="a country named like a person",
        ),
        pytest.param(
            "Mary Chuhuiv spoke. Then Chuhuiv left.",
            "Chuhuiv",
            "a person's name elsewhere",
            id="a town named like a person",
        ),
        pytest.param(TWO, "Homs", "after place of, known", id="north of it"),
        pytest.param(TWO, "Aleppo", "after place of, known", id="on its outskirts"),
        pytest.param("Raqqa, Syria, was hit.", "Syria", "after comma, known", id="behind a name and a comma"),
        pytest.param("He left the Bank of Baghdad.", "Baghdad", "organisation of", id="a bank's name"),
    ],
)
def test_the_model_is_told_what_stands_beside_a_span(text: str, name: str, cue: str) -> None:
    assert cue in cues(text, name)


@pytest.mark.parametrize(
    ("text", "name", "cue"),
    [
        pytest.param("It hit Homs. Syria was calm.", "Homs", "Ro=", id="the next name is another sentence's"),
        pytest.param("It hit Homs as three men from far Syria came.", "Homs", "Ro=", id="the next name is far"),
        pytest.param("Then old Chuhuiv left.", "Chuhuiv", "after comma", id="no comma before it"),
        pytest.param("In Baghdad they robbed the Central Bank", "Baghdad", "organisation of", id="a bank at the end"),
        pytest.param("He left Homs. Bank of Syria", "Homs", "heading", id="ends a sentence"),
    ],
)
def test_the_model_is_not_told_what_does_not_stand_there(text: str, name: str, cue: str) -> None:
    assert not [one for one in cues(text, name) if one.startswith(cue)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("Homs Qwrtz Post", "Post", id="the third word"),
        pytest.param("Homs was hit", "", id="a small word"),
        pytest.param("Homs", "", id="no word"),
        pytest.param("Homs Ab Cd Ef Gh Ij Post", "", id="too far away"),
    ],
)
def test_a_word_near_by_makes_an_organisation_of_a_name(text: str, found: str) -> None:
    tokens = proposed(text).tokens
    option = next(one for one in proposed(text).options if one.surface.startswith("Homs"))
    option.last = 0
    assert organisation_after(option, tokens) == found


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        pytest.param("A rally in Dnipro-Kherson lands.", ["Dnipro", "Kherson"], id="two known names"),
        pytest.param(
            "A rally in Dnipro-Qwrtz lands.", ["Dnipro-Qwrtz", "Dnipro", "Qwrtz"], id="a known and an unknown one"
        ),
        pytest.param("He left Tiyas Military Airfield.", ["Tiyas Military Airfield"], id="an airfield"),
        pytest.param("He left Qwrtz Military Airfield.", ["Qwrtz Military Airfield"], id="an unknown airfield"),
        pytest.param("He moved to W.Va.", ["W.Va."], id="an abbreviation that ends the text"),
        pytest.param("Guns in Anbar Province and Northern Iraq.", ["Guns", "Anbar", "Iraq"], id="words around names"),
        pytest.param("They met at Camp Qwrtz.", ["Camp Qwrtz"], id="an unknown camp"),
        pytest.param("Police in al-Bab and Kafr al met.", ["al-Bab", "Kafr"], id="small articles"),
        pytest.param("Fear fell on Qwrtz.", ["Fear", "Qwrtz"], id="an unknown name"),
    ],
)
def test_spans_that_may_be_names(text: str, spans: list[str]) -> None:
    assert [option.surface for option in proposed(text).options] == spans
