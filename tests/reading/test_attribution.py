"""Sentences say who tells of them, and what kind of source that is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.reading.attribution import find_attribution, kind_of_source
from tests.reading.told import reports

SOURCES = [
    ("According to the General Staff, drones hit a depot in Saratov.", "General Staff", "belligerent"),
    ("Moscow said its troops had taken the village.", "Moscow", "belligerent"),
    ("The strike killed five, the regional governor said.", "regional governor", "civil"),
    ("Two died, said the head of the regional military administration.", "head of the", "civil"),
    ("Three people were hurt, doctors at the hospital said.", "doctors", "civil"),
    ("Reuters reported that drones had hit the port.", "Reuters", "media"),
    ("A rights group alleges that soldiers shot four men.", "rights group", "rights"),
    ("The UN human rights office counted 40 dead.", "UN human rights office", "un"),
    ("Residents said shells had fallen on the market.", "Residents", "resident"),
    ("The Institute for the Study of War said troops had advanced.", "Institute for the Study of War", "monitor"),
    ("The foreign ministry announced talks in Doha.", "foreign ministry", "official"),
    ("The health ministry in Gaza said 20 people had died.", "health ministry", "civil"),
]


@pytest.mark.parametrize(("text", "who", "kind"), SOURCES)
def test_the_source_and_its_kind_are_read(text: str, who: str, kind: str) -> None:
    source = find_attribution(text)
    assert source is not None
    assert who in source.who[0]
    assert source.kind == kind


@pytest.mark.parametrize(
    "text", ["Shells hit the market on Monday.", "The United States sent a battery.", "She said so.", "", "said", ", ."]
)
def test_the_narrator_is_no_source(text: str) -> None:
    assert find_attribution(text) is None


def test_a_quoted_source_counts_before_the_medium_that_quotes_it() -> None:
    source = find_attribution("The mayor, quoted by Suspilne, said three people were hurt.")
    assert source is not None
    assert (source.who, source.kind) == (("mayor", "Suspilne"), "civil")


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("The mayor told Reuters that three people were hurt.", ("mayor", "Reuters")),
        ("Reuters, citing the police, said three people were hurt.", ("police", "Reuters")),
        ("Three people were hurt, the police said late on Monday.", ("police",)),
        ("Army and Navy officers said the ship had sunk.", ("Army and Navy officers",)),
    ],
)
def test_all_who_tell_of_it_are_named(text: str, who: tuple[str, ...]) -> None:
    source = find_attribution(text)
    assert source is not None
    assert source.who == who


def test_a_denial_is_marked() -> None:
    source = find_attribution("Kyiv denied that its drones had hit the plant.")
    assert source is not None
    assert source.negated


def test_a_military_administration_is_a_civil_authority() -> None:
    assert kind_of_source("the Kherson regional military administration") == "civil"


@given(st.text(max_size=300))
@settings(max_examples=80, deadline=None)
def test_offsets_stay_inside_any_text(text: str) -> None:
    source = find_attribution(text + " the governor said.")
    assert source is None or 0 <= source.start < source.end <= len(text) + 19


@pytest.mark.parametrize(
    ("text", "credits"),
    [
        (
            "Shells hit a school in Kherson, killing two; the Russian Defence Ministry said its troops took Toretsk.",
            [(), ("Russian Defence Ministry",)],
        ),
        (
            "Shells killed two people in Kherson, the governor said; a missile hit a depot in Odesa, according to the "
            "Russian Defence Ministry; a drone wounded three people in Sumy.",
            [("governor",), ("Russian Defence Ministry",), ("Russian Defence Ministry",)],
        ),
        (
            "The regional governor said shelling killed two people in Kherson; a drone wounded three in Bilozerka.",
            [("regional governor",), ("regional governor",)],
        ),
        (
            "Two people were killed by shelling in Kherson; in Sumy a drone wounded three people, officials said.",
            [("officials",), ("officials",)],
        ),
    ],
)
def test_each_part_between_semicolons_has_its_own_source(text: str, credits: list[tuple[str, ...]]) -> None:  # noqa: A002
    assert [report.attribution for report in reports(text)] == credits
