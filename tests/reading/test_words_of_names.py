"""The words of which names are made: tokens, capitals, runs, persons, nationalities, other scripts, relations."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from geo.model import Place, Relation
from geo.reading.foreign import find_foreign
from geo.reading.sentences import split_sentences
from geo.reading.toponym_capitals import settle_capitals
from geo.reading.toponym_options import find_options
from geo.reading.toponym_peoples import adjectives
from geo.reading.toponym_persons import find_persons, well_known
from geo.reading.toponym_runs import runs_of, slice_of
from geo.reading.toponym_scripts import with_other_scripts
from geo.reading.toponym_surroundings import in_text
from geo.reading.toponym_tokens import Token, in_title_case, opens_clause, sentence_bounds, tokenise
from geo.reading.toponym_view import Option, at_clause_start, left_of, right_of
from geo.reading.toponyms import propose
from tests.reading.told import gazetteer, reading

Lookup = Callable[[str], tuple[Place, ...]]


def cut(text: str) -> list[Token]:
    """The tokens of a text."""
    return tokenise(text, split_sentences(text))


def option(text: str, word: str) -> tuple[list[Token], Option]:
    """The tokens of a text, and one of its words as a span."""
    tokens = cut(text)
    at = next(k for k, token in enumerate(tokens) if token.text == word)
    return tokens, Option(at, at, tokens[at].start, tokens[at].end, word, ())


def known(**people: int | None) -> Lookup:
    """A gazetteer of towns with their people; those of None are countries."""
    rows = {
        name.replace("_", " "): (
            Place(name, name, 0.0, 0.0, "country" if count is None else "city", "UA", population=count),
        )
        for name, count in people.items()
    }
    return lambda name: rows.get(name, ())


@pytest.mark.parametrize(("length", "cap"), [(40, True), (41, False)])
def test_a_word_may_be_so_long(length: int, cap: bool) -> None:
    assert cut(f"In A{'b' * (length - 1)} it burns")[1].cap is cap


def test_a_capital_opens_its_word() -> None:
    assert [token.cap for token in cut("we saw Homs, pH and vandeR burn")] == [False, False, True] + [False] * 5


def test_one_capital_is_not_all_capitals() -> None:
    assert [(token.cap, token.upper) for token in cut("See A UN camp")[1:3]] == [(True, False), (True, True)]


@pytest.mark.parametrize(
    ("text", "word", "opens"),
    [
        pytest.param("Homs burned. Shells fell.", "Homs", True, id="first word"),
        pytest.param("It rained. Homs burned.", "Homs", True, id="first word of the second sentence"),
        pytest.param("It rained. [Homs burned.]", "Homs", True, id="first word behind a sign"),
        pytest.param("In all: Homs burned.", "Homs", True, id="behind a colon"),
        pytest.param("In Homs it burned.", "Homs", False, id="behind a word"),
    ],
)
def test_a_capital_may_be_due_to_its_position(text: str, word: str, opens: bool) -> None:
    tokens, one = option(text, word)
    assert opens_clause(tokens, one.first) is opens


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param("Army Hits Port Near Homs", True, id="words of four letters"),
        pytest.param("Army hits the port near Homs", False, id="prose"),
        pytest.param("The Army Won", False, id="one longer word"),
    ],
)
def test_a_headline_is_told_by_its_capitals(text: str, title: bool) -> None:
    tokens = cut(text)
    assert in_title_case(tokens, 0, len(tokens)) is title


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        pytest.param("SHELLS HIT THE HOMS MARKET", ["HOMS"], id="no article"),
        pytest.param("SHELLS HIT QWRTZ AND HOMS", ["HOMS"], id="no unknown word"),
        pytest.param("SHELLS HIT SAN JOSE TODAY", ["SAN", "JOSE"], id="a name of two words"),
        pytest.param("SHELLS HIT ULAN-UDE TODAY", ["ULAN", "UDE"], id="a hyphen"),
        pytest.param("SHELLS HIT SAN  JOSE TODAY", [], id="two words that do not belong together"),
    ],
)
def test_in_a_line_of_capitals_names_keep_theirs(text: str, kept: list[str]) -> None:
    tokens = cut(text)
    names = {"HOMS", "THE HOMS", "SAN JOSE", "SAN  JOSE", "ULAN-UDE"}
    settle_capitals(tokens, sentence_bounds(tokens), names.__contains__)
    assert [token.text for token in tokens if token.cap] == kept
    assert not [token for token in tokens if token.upper]


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        pytest.param("in Dnipro-Kherson lands", ["Dnipro-Kherson"], id="a hyphen"),
        pytest.param("in Mazar-i-Sharif today", ["Mazar-i-Sharif"], id="a short word between hyphens"),
        pytest.param("of J. Smith today", ["J. Smith"], id="an initial"),
        pytest.param("in St. Petersburg today", ["St. Petersburg"], id="an abbreviation"),
        pytest.param("in Homs. Shells fell", ["Homs", "Shells"], id="the end of a sentence"),
        pytest.param("of Homs inc. Hama", ["Homs", "Hama"], id="another abbreviation"),
        pytest.param("of Abu al Homs today", ["Abu al Homs"], id="a particle"),
        pytest.param("of Abu was Homs today", ["Abu", "Homs"], id="a verb"),
        pytest.param(f"in {'A ' * 80}today", [("A " * 80).strip()], id="a long run"),
        pytest.param(f"in {'A ' * 81}today", [], id="no prose"),
    ],
)
def test_capitalised_words_run_on(text: str, runs: list[str]) -> None:
    tokens = cut(text)
    assert [slice_of(tokens, first, last) for first, last in runs_of(tokens)] == runs


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("Mary Chuhuiv spoke.", {"mary", "chuhuiv"}, id="a given name opens the sentence"),
        pytest.param("By Mary Chuhuiv\nHoms burned.", {"mary", "chuhuiv"}, id="the next line is no name"),
        pytest.param("They saw mayor Qwrtz Plokh.", {"qwrtz", "plokh"}, id="a title in small letters"),
        pytest.param("Mary" + " Ab" * 12, {"mary"}, id="twelve words behind it"),
        pytest.param("Mary" + " Ab" * 13, set(), id="thirteen words behind it"),
    ],
)
def test_persons_are_told_by_titles_and_given_names(text: str, words: set[str]) -> None:
    tokens = cut(text)
    assert find_persons(tokens, runs_of(tokens), known())[1] == words


@pytest.mark.parametrize(("people", "well"), [(50_000, True), (49_999, False), (None, True)])
def test_a_town_of_some_size_is_no_person(people: int | None, well: bool) -> None:
    assert well_known(known(Ali_Sabieh=people)("Ali Sabieh")) is well


@pytest.mark.parametrize(
    ("text", "peoples", "spans"),
    [
        pytest.param("Then South Sudanese troops left.", ["South Sudanese"], [], id="two words"),
        pytest.param("He left the UN.", [], [], id="never a place"),
        pytest.param("He left the US.", [], ["US"], id="a country"),
        pytest.param("He saw US troops", ["US"], [], id="before the last word"),
    ],
)
def test_words_of_nationality_and_abbreviations(text: str, peoples: list[str], spans: list[str]) -> None:
    found = propose(text, split_sentences(text), gazetteer())
    assert [one.name for one in found.demonyms] == peoples
    assert [one.surface for one in found.options if one.surface not in ("Then", "He")] == spans


@pytest.mark.parametrize(
    ("text", "word", "name", "adjective"),
    [
        pytest.param("He left the UN.", "UN", False, False, id="no place at all"),
        pytest.param("He left the EU.", "EU", False, True, id="never a name"),
        pytest.param("He left the UK.", "UK", True, False, id="a country"),
        pytest.param("He saw UK troops.", "UK", False, True, id="whose troops"),
    ],
)
def test_an_abbreviation_is_a_name_or_says_whose(text: str, word: str, name: bool, adjective: bool) -> None:
    tokens, one = option(text, word)
    assert adjectives([one], tokens, set()) == ([one] * name, [one] * adjective)


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        pytest.param("in Kafr Al today", ["Kafr"], id="no article at the end"),
        pytest.param("in Kafr-Al today", ["Kafr-Al"], id="an article behind a hyphen"),
        pytest.param("in Sumy Province today", ["Sumy"], id="no type behind a name"),
        pytest.param("in Northern Province today", ["Northern Province"], id="a type behind a direction"),
        pytest.param("in Central Republic today", ["Central Republic"], id="a republic"),
    ],
)
def test_a_span_ends_with_its_name(text: str, spans: list[str]) -> None:
    tokens = cut(text)
    rows = known(Kafr=None, Kafr_Al=None, Sumy=None, Sumy_Province=None, Northern=None, Northern_Province=None)
    lookup = dict.fromkeys(["Kafr-Al", "Central", "Central Republic"], rows("Kafr"))
    found = find_options(tokens, runs_of(tokens), lambda name: lookup.get(name, rows(name)), set())
    assert [one.surface for one in found if one.places] == spans


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param("у Біла Церква тихо", ["Біла Церква"], id="two words"),
        pytest.param("у Мале тихо", ["Мале"], id="a small town behind a preposition"),
        pytest.param("там Мале тихо", [], id="a small town behind no preposition"),
        pytest.param("у Дрібне тихо", [], id="too small a town"),
        pytest.param("там Велике тихо", ["Велике"], id="a large town"),
        pytest.param("там Більше тихо", [], id="a town that is not so large"),
        pytest.param("у Ѐлец и Ӿлец", ["Ѐлец", "Ӿлец"], id="letters at the ends of the alphabet"),
    ],
)
def test_names_in_cyrillic(text: str, names: list[str]) -> None:
    rows = known(Біла_Церква=200_000, Мале=5_000, Дрібне=4_999, Велике=60_000, Більше=59_999, Ѐлец=None, Ӿлец=None)
    assert [one.surface for one in with_other_scripts([], cut(text), rows)] == names


class Towns:
    """A gazetteer of small towns."""

    lookup = staticmethod(
        known(Petitville_Grandville=9_000, Petitville=1_000, Hameau=999, Petitville_hier=None, Grandville=20_000)
    )

    def demonym(self, word: str) -> None:
        """Nobody's."""


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param("hier à Petitville un mort", ["Petitville"], id="behind a preposition"),
        pytest.param("hier vers nord Petitville brûle", [], id="behind another word"),
        pytest.param("hier à nord Petitville brûle", [], id="a preposition further away"),
        pytest.param("hier à Hameau un mort", [], id="too small"),
        pytest.param("à Petitville hier un mort", ["Petitville"], id="a name ends in a capitalised word"),
        pytest.param("la gare d’Hameau et d’Petitville", ["Petitville"], id="an elision"),
        pytest.param("hier à Petitville\nGrandville un mort", ["Petitville"], id="two lines"),
        pytest.param("hier vers Grandville un mort", ["Grandville"], id="a large town"),
        pytest.param("hier vers Jean Grandville un mort", [], id="a person's last name"),
        pytest.param("hier vers Grandville Durand un mort", [], id="a person's first name"),
        pytest.param("Selon Grandville un mort", ["Grandville"], id="a word that opens a sentence"),
    ],
)
def test_names_in_french(text: str, names: list[str]) -> None:
    assert [one.name for one in find_foreign(text, split_sentences(text), Towns())] == names


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        pytest.param("500 metres north of Homs", Relation("offset", 0.5, 0.0), id="metres"),
        pytest.param("eight kilometres north of Homs", Relation("offset", 8.0, 0.0), id="eight"),
        pytest.param("ninety km south of Homs", Relation("offset", 90.0, 180.0), id="ninety"),
        pytest.param("nine miles from Homs", Relation("offset", 9 * 1.609344), id="miles"),
        pytest.param("10 km from Lebanon", Relation("offset", 10.0), id="from a country"),
        pytest.param("10 km off the coast of Lebanon", None, id="off a country's coast"),
        pytest.param("10 km off the coast of Latakia", Relation("offset", 10.0), id="off a town's coast"),
    ],
)
def test_how_a_name_stands_to_the_spot(text: str, relation: Relation | None) -> None:
    found = [one for one in reading(f"A missile hit a boat {text} on Monday.").mentions if one.name in text]
    assert [one.relation for one in found] == [relation]


def test_two_words_behind_a_name_are_kept() -> None:
    tokens, one = option("Near Homs on Monday shells fell again", "Homs")
    assert (right_of(tokens, one).word, right_of(tokens, one).after) == ("shells", "fell")


def test_quotes_before_a_name_are_skipped() -> None:
    tokens, one = option('""""""Homs burns', "Homs")
    assert left_of(tokens, one).word == ""


@pytest.mark.parametrize(
    ("text", "left", "right", "hyphen", "subject"),
    [
        pytest.param("Near Homs on Monday shells fell", "near", "shells", "", False, id="a day behind it"),
        pytest.param("Shells fell on northern Homs on end", "on", "on", "", False, id="no day behind it"),
        pytest.param("The Homs front", "", "front", "", True, id="an article before it"),
        pytest.param("It was Homs-backed", "was", "", "backed", False, id="a hyphen at the end"),
    ],
)
def test_the_words_around_a_name(text: str, left: str, right: str, hyphen: str, subject: bool) -> None:
    tokens, one = option(text, "Homs")
    before, after = left_of(tokens, one), right_of(tokens, one)
    assert (before.word, after.word, after.hyphen, before.direction) == (left, right, hyphen, "northern" in text)
    assert at_clause_start(tokens, one, before) is subject


@pytest.mark.parametrize(
    ("text", "beside", "parents", "typed"),
    [
        pytest.param("in Homs today", (), (), "", id="alone"),
        pytest.param("in Homs, in northern Qwrtz", ("Qwrtz",), ("Qwrtz",), "", id="in the north of another"),
        pytest.param("in Qwrtz’s old and very small Homs", ("Qwrtz",), ("Qwrtz",), "", id="owned by another"),
        pytest.param("in Qwrtz’s old and still very small Homs", ("Qwrtz",), (), "", id="owned, but too far away"),
        pytest.param(
            "at Homs international military air base", (), (), "Homs international military air base", id="four words"
        ),
        pytest.param("at Homs power plant works", (), (), "Homs power plant works", id="one end behind another"),
        pytest.param("at Homs power plant", (), (), "Homs power plant", id="a plant"),
    ],
)
def test_what_the_resolver_is_told(text: str, beside: tuple[str, ...], parents: tuple[str, ...], typed: str) -> None:
    tokens = cut(text)
    words = [at for at, token in enumerate(tokens) if token.text in ("Homs", "Qwrtz")]
    names = [Option(at, at, tokens[at].start, tokens[at].end, tokens[at].text, ()) for at in words]
    told = next(one for one in in_text(tokens, names) if one.name == "Homs")
    assert (told.beside, told.parents, told.typed) == (beside, parents, typed)
