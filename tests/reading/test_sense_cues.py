"""The cues around a name that speak for a place, a government or an organisation, each by itself."""

from __future__ import annotations

import pytest

from geo.reading import toponyms
from geo.reading.senses import Feature, sense_features
from tests.reading.test_toponyms import names


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[Feature]]:
    """Name -> the cues that were found around it, filled while a text is read."""
    kept: dict[str, list[Feature]] = {}

    def keep(option, options, number, tokens, headline):  # type: ignore[no-untyped-def]
        found = sense_features(option, options, number, tokens, headline)
        kept[option.surface] = found
        return found

    monkeypatch.setattr(toponyms, "sense_features", keep)
    return kept


@pytest.mark.parametrize(
    ("text", "name", "cue"),
    [
        ("They know what Moscow said.", "Moscow", ("bare noun, then verb, actor", "said")),
        ("The region Kherson was shelled.", "Kherson", ("after place word, place", "region")),
        ("The village Kherson was shelled.", "Kherson", ("after place word, place", "village")),
        ("Moscow is ready willing and able to talk.", "Moscow", ("disposed, actor", "ready")),
        ("Kherson was hit twice.", "Kherson", ("passive, place", "was")),
        ("Kherson was shelled twice.", "Kherson", ("passive, place", "was")),
        ("Kyiv had been struck by missiles.", "Kyiv", ("passive, actor", "had")),
        ("Kherson has since again been shelled.", "Kherson", ("passive, place", "has")),
        ("Moscow has sent an envoy.", "Moscow", ("helper, actor", "has")),
        ("Drones that Moscow has sent hit Sumy.", "Moscow", ("helper, actor", "has")),
        ("They fled Kherson Pavilion.", "Kherson", ("capital after", "Pavilion")),
        ("Islamic State of Iraq fighters fled.", "Iraq", ("organisation of", "State")),
        ("A Kyiv brigade fought.", "Kyiv", ("treaty or unit", "brigade")),
    ],
)
def test_a_cue_is_seen(text: str, name: str, cue: Feature, seen: dict[str, list[Feature]]) -> None:
    names(text)
    assert cue in seen[name]


@pytest.mark.parametrize(
    ("text", "name", "cue"),
    [
        ("The drones in Moscow said nothing.", "Moscow", "bare noun, then verb, actor"),
        ("The people of Moscow said nothing.", "Moscow", "bare noun, then verb, actor"),
        ("They went towards Moscow said one.", "Moscow", "bare noun, then verb, actor"),
        ("They fled Kherson\nOfficials stayed.", "Kherson", "capital after"),
        ("State of Iraq.", "Iraq", "organisation of"),
        ("In the State of Iraq people wait.", "Iraq", "organisation of"),
        ("Kyiv brigade\nKherson", "Kherson", "treaty or unit"),
        ("Moscow has been quiet.", "Moscow", "passive, actor"),
    ],
)
def test_a_cue_is_not_seen_where_it_does_not_stand(
    text: str, name: str, cue: str, seen: dict[str, list[Feature]]
) -> None:
    names(text)
    assert cue not in {found for found, _ in seen[name]}


@pytest.mark.parametrize(
    ("text", "name", "sense"),
    [
        ("Islamic State of Iraq fighters attacked.", "Iraq", "org"),
        ("In the State of Iraq people wait.", "Iraq", "literal"),
        ("A Kyiv brigade fought.", "Kyiv", "org"),
    ],
)
def test_a_part_of_a_longer_name_is_no_place(text: str, name: str, sense: str) -> None:
    assert [found.sense for found in names(text) if found.name == name] == [sense]
