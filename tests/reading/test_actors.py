"""Actors come out with role and group; what the text does not say stays out."""

from __future__ import annotations

import csv

import pytest

from geo.model import Actor, Span
from geo.reading.actors import find_actors
from geo.reading.document import Sentence
from geo.reading.lexicon import LEXICONS

GROUPS = {"state", "rebel", "militia", "rioters", "protesters", "civilians", "external", "igo", "unknown"}


def read(text: str, word: str, type: str, sub_type: str) -> tuple[Actor, ...]:  # noqa: A002 the record's field
    at = text.index(word)
    return find_actors(Sentence(0, 0, len(text), text, 0), Span(at, at + len(word)), type, sub_type, text)


def test_a_nationality_before_arms_is_the_initiator() -> None:
    told = read("Russian drones struck an apartment block in Odesa.", "struck", "explosion_remote", "air_drone_strike")
    assert told == (Actor("Russia", "initiator", "state"), Actor("civilians", "target", "civilians"))


def test_by_names_the_initiator_of_a_passive() -> None:
    told = read("Three villages were captured by Russian troops.", "captured", "battle", "territory_gained")
    assert told == (Actor("Russia", "initiator", "state"),)


def test_a_party_that_tells_of_its_own_act_is_the_initiator() -> None:
    told = read("Moscow said its troops had taken Andriivka.", "taken", "battle", "territory_gained")
    assert told == (Actor("Russia", "initiator", "state"),)


def test_armed_groups_are_known_by_their_names() -> None:
    told = read("The Rapid Support Forces killed nine villagers.", "killed", "violence_civilians", "attack")
    assert told == (Actor("Rapid Support Forces", "initiator", "militia"), Actor("civilians", "target", "civilians"))


def test_parties_of_talks_are_sides_and_the_host_is_no_side() -> None:
    told = read("Russia and Ukraine met for talks hosted by Turkey.", "met", "diplomatic", "talks")
    assert [(a.name, a.role) for a in told] == [("Russia", "side_a"), ("Ukraine", "side_b"), ("Turkey", "host")]


def test_a_blamed_author_is_only_alleged() -> None:
    told = read("Residents accused the M23 of killing farmers.", "killing", "violence_civilians", "attack")
    assert Actor("M23", "initiator_alleged", "rebel") in told


@pytest.mark.parametrize("text", ["Shells hit a field on Monday.", "A blast shook the port."])
def test_nobody_is_invented(text: str) -> None:
    word = text.split()[1]
    assert not [a for a in read(text, word, "explosion_remote", "shelling_missile") if a.role == "initiator"]


def test_a_seat_of_sources_is_no_actor() -> None:
    told = read("Shells fell on a field near Sumy, Reuters said.", "fell", "explosion_remote", "shelling_missile")
    assert told == ()


def test_every_row_of_the_table_has_a_group_a_form_and_a_source() -> None:
    with (LEXICONS / "actors.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) > 100
    assert all(row["group"] in GROUPS and row["form"] in {"name", "noun"} and row["source"] for row in rows)
