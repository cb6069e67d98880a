"""Spans of place names and words of nationality, on a small gazetteer of our own."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.model import Place
from geo.reading.document import Name, Sentence
from geo.reading.toponyms import find_names
from geo.settings import Interest

ROWS = (
    ("Kyiv", 50.45, 30.52, "city", "UA", 2_900_000),
    ("Sumy", 50.9, 34.8, "city", "UA", 256_000),
    ("Kherson", 46.64, 32.61, "city", "UA", 280_000),
    ("Uman", 48.75, 30.22, "city", "UA", 87_000),
    ("Dnipro", 48.46, 35.04, "city", "UA", 980_000),
    ("Pokrovsk", 48.28, 37.18, "city", "UA", 61_000),
    ("Novhorod-Siverskyi", 52.0, 33.26, "city", "UA", 13_000),
    ("Moscow", 55.75, 37.62, "city", "RU", 12_500_000),
    ("Paris", 48.85, 2.35, "city", "FR", 2_100_000),
    ("Houston", 29.76, -95.37, "city", "US", 2_300_000),
    ("Washington", 38.9, -77.04, "city", "US", 690_000),
    ("Vienna", 48.2, 16.37, "city", "AT", 1_700_000),
    ("Peshawar", 34.0, 71.58, "city", "PK", 2_000_000),
    ("The Hague", 52.08, 4.3, "city", "NL", 550_000),
    ("Mexico City", 19.43, -99.13, "city", "MX", 12_000_000),
    ("Sinaloa", 25.0, -107.5, "admin1", "MX", None),
    ("Anbar", 32.5, 41.5, "admin1", "IQ", None),
    ("Ukraine", 49.0, 32.0, "country", "UA", None),
    ("Russia", 60.0, 100.0, "country", "RU", None),
    ("Iraq", 33.0, 44.0, "country", "IQ", None),
    ("Pakistan", 30.0, 70.0, "country", "PK", None),
    ("United States", 39.8, -98.5, "country", "US", None),
    ("US", 39.8, -98.5, "country", "US", None),
    ("Democratic Republic of the Congo", -2.5, 23.5, "country", "CD", None),
    ("Congo", -1.0, 15.0, "country", "CG", None),
    ("Black Sea", 43.0, 35.0, "water", None, None),
    ("Dnipro River", 48.0, 34.0, "water", "UA", None),
    ("Gaza Strip", 31.4, 34.4, "region", "PS", None),
    ("March", 52.55, 0.09, "city", "GB", 22_000),
)
PEOPLES = {"Ukrainian": "Ukraine", "Russian": "Russia", "Iraqi": "Iraq", "Pakistani": "Pakistan"}


class Small:
    """A gazetteer of the rows above."""

    interest = Interest()

    def __init__(self) -> None:
        self.rows = {
            name.casefold(): (Place(f"t:{name}", name, lat, lon, level, country, population=people),)  # type: ignore[arg-type]
            for name, lat, lon, level, country, people in ROWS
        }

    def leaning(self, source: str | None) -> dict[str, float]:
        del source
        return {}

    def lookup(self, name: str) -> tuple[Place, ...]:
        return self.rows.get(" ".join(name.casefold().replace("’", "'").split()), ())

    def demonym(self, word: str) -> Place | None:
        return self.rows[PEOPLES[word].casefold()][0] if word in PEOPLES else None


def sentences(text: str) -> tuple[Sentence, ...]:
    found = []
    for number, match in enumerate(re.finditer(r"[^\n.]*[^\n. ][^\n.]*\.?", text)):
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        found.append(Sentence(number, start, match.end(), text[start : match.end()], 0))
    return tuple(found)


def names(text: str) -> tuple[Name, ...]:
    return find_names(text, sentences(text), Small())[0]


def spans(text: str) -> list[str]:
    return [name.name for name in names(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shelling hit the Sumy region and Kherson’s port.", ["Sumy", "Kherson"]),
        ("A boat sank on the Dnipro River and in the Black Sea.", ["Dnipro River", "Black Sea"]),
        ("Talks were held in Mexico City and The Hague.", ["Mexico City", "The Hague"]),
        ("Two men died in Anbar Province in Iraq.", ["Anbar", "Iraq"]),
        ("People fled to the Democratic Republic of the Congo.", ["Democratic Republic of the Congo"]),
        ("The Moscow-installed mayor fled to Kherson.", ["Moscow", "Kherson"]),
        ("They crossed from Novhorod-Siverskyi to Sumy.", ["Novhorod-Siverskyi", "Sumy"]),
    ],
)
def test_a_span_is_the_proper_name_without_type_words_and_endings(text: str, expected: list[str]) -> None:
    assert spans(text) == expected


def test_people_named_like_places_are_not_places() -> None:
    text = "Colonel Oleh Uman met Minister Louise Paris. Laura Houston was wounded in Kherson. Uman said he would stay."
    assert spans(text) == ["Kherson"]


def test_every_mention_is_found_also_in_capitals() -> None:
    text = (
        "PESHAWAR, Pakistan, Nov 19 — A bomb killed two people in Peshawar on Monday. The market in Peshawar was shut."
    )
    assert spans(text) == ["PESHAWAR", "Pakistan", "Peshawar", "Peshawar"]


def test_months_and_words_at_the_start_of_a_sentence_are_not_places() -> None:
    assert spans("March was quiet. On Monday shells fell in Sumy.") == ["Sumy"]


def test_a_name_that_no_gazetteer_knows_is_found_by_its_position_and_has_no_place() -> None:
    found = names("Russian troops took the village of Zaliznychka, near Pokrovsk, on Monday.")
    assert [(name.name, name.place is None) for name in found] == [("Zaliznychka", True), ("Pokrovsk", False)]


def test_abbreviations_are_names_only_as_nouns() -> None:
    assert spans("US forces struck a depot in Iraq.") == ["Iraq"]


def test_words_of_nationality_are_not_names_but_carry_their_country() -> None:
    text = "Ukrainian and Russian officials met in Vienna."
    found, peoples = find_names(text, sentences(text), Small())
    assert [name.name for name in found] == ["Vienna"]
    assert [(people.name, people.country and people.country.country) for people in peoples] == [
        ("Ukrainian", "UA"),
        ("Russian", "RU"),
    ]


WORDS = st.sampled_from(
    [
        "Kyiv",
        "Moscow",
        "said",
        "in",
        "the",
        "al",
        "-",
        "’s",
        ",",
        ".",
        "\n",
        "Colonel",
        "Uman",
        "US",
        "near",
        "Bank",
        "of",
        "A.",
    ]
)


@settings(deadline=None)
@given(st.lists(WORDS, max_size=40))
def test_names_lie_in_order_do_not_overlap_and_quote_the_text(words: list[str]) -> None:
    text = " ".join(words)
    found = names(text)
    assert all(text[name.start : name.end] == name.name for name in found)
    assert all(one.end <= two.start for one, two in pairwise(found))


def test_noise_without_end_is_read_and_holds_no_names() -> None:
    noise = "Kyiv Moscow Colonel " * 20_000
    assert find_names(noise, (Sentence(0, 0, len(noise), noise, 0),), Small())[0] == ()


@pytest.mark.parametrize(
    "text",
    ["Missiles hit a depot near Sumy and Pokrovsk.", "Talks were held in Vienna between Ukraine and Russia."],
)
def test_several_names_in_capitals_are_found_like_others(text: str) -> None:
    assert [name.upper() for name in spans(text)] == spans(text.upper())


@pytest.mark.parametrize("name", ["Babavka", "Zaliznychka", "Dobrivka"])
@pytest.mark.parametrize("phrase", ["in the village of {}", "near the town of {}"])
def test_a_name_that_nobody_knows_is_found_where_the_words_say_a_place(name: str, phrase: str) -> None:
    assert name in spans(f"Shells killed two people {phrase.format(name)} on Monday.")


@settings(deadline=None)
@given(st.sampled_from(["Kherson", "Sumy", "Kyiv", "Iraq"]), st.sampled_from(["'s", "’s"]))
def test_the_possessive_ending_and_the_article_stay_outside(name: str, ending: str) -> None:
    assert spans(f"Fires broke out in {name}{ending} port and in the {name} region.") == [name, name]


def test_abbreviated_states_are_found_with_their_dot() -> None:
    class States(Small):
        def lookup(self, name: str) -> tuple[Place, ...]:
            state = Place("t:KY", "Kentucky", 37.8, -84.3, "admin1", "US")
            return (state,) if name == "Kentucky" else super().lookup(name)

    text = "A man was shot in Houston, Ky., on Monday."
    found = find_names(text, sentences(text), States())[0]
    assert [name.name for name in found][-1:] == ["Ky."]


def test_an_adjectival_abbreviation_is_a_word_of_nationality() -> None:
    text = "US forces struck a depot in Iraq."
    peoples = find_names(text, sentences(text), Small())[1]
    assert [(people.name, people.country and people.country.country) for people in peoples] == [("US", "US")]
