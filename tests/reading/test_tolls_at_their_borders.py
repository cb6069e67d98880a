"""Counts of people in sentences of our own, who is added to whom, and what an act becomes by what stands beside it."""

from __future__ import annotations

import pytest

from geo.reading.figures import read_figures
from tests.reading.told import kinds, reports


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        pytest.param("Two soldiers and two nurses were killed by shells in Goma.", 4, id="as many nurses as soldiers"),
        pytest.param("Two people, a nurse and a boy, were killed by shells in Goma.", 2, id="two, told one by one"),
        pytest.param(
            "Nine people, four men and five women, were killed by shells in Goma.", 9, id="nine, in two parts"
        ),
        pytest.param("A man, two women and three boys were killed by shells in Goma.", 6, id="a list without a head"),
        pytest.param(
            "Shells fell near six farmers while two soldiers and two nurses were killed in Goma.", 4, id="farmers near"
        ),
        pytest.param("The shelling of Goma on Monday killed also two nurses.", 2, id="a word before the count"),
        pytest.param(
            "In Goma on Monday 12 in one street were killed by shells.", 12, id="a bare number, a few words off"
        ),
        pytest.param("Shells killed nobody in Goma on Monday.", 0, id="nobody"),
    ],
)
def test_the_dead_are_counted(text: str, dead: int) -> None:
    figure = reports(text)[0].fatalities
    assert figure is not None
    assert (figure.best, figure.low, figure.high) == (dead, dead, dead)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Nine T-72 tanks were destroyed.", {"tanks_destroyed": 9}),
        ("T-72 tanks were destroyed.", {}),
        ("They fired nine S-300 missiles.", {"missiles": 9}),
        ("Nine M16 rifles lay there.", {"weapons": 9}),
        ("An S-200 missile was shot down.", {}),
        ("20-30 rifles lay there.", {"weapons_low": 20, "weapons_high": 30}),
        ("There were nine, maybe more, rifles.", {}),
        ("Nine mortar rounds lay there.", {"shells": 9}),
    ],
)
def test_a_designation_counts_nothing(text: str, numbers: dict[str, int]) -> None:
    assert read_figures(text).numbers == numbers


@pytest.mark.parametrize(
    ("downed", "expected"),
    [
        ("nine missiles", "shelling_missile"),
        ("nine drones", "air_drone_strike"),
        ("nine drones and a missile", "air_drone_strike"),
    ],
)
def test_what_was_shot_down_and_killed_where_it_fell_was_a_strike(downed: str, expected: str) -> None:
    text = f"Air defences shot down {downed} over Sumy on Monday. Falling debris killed nine people."
    assert kinds(text) == [expected]


def test_counted_attacks_are_told_together() -> None:
    assert reports("Rebels carried out nine attacks in Goma on Monday.")[0].aggregate
    assert not reports("Rebels carried out an attack in Goma on Monday.")[0].aggregate


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A missile hit a school in Sumy on Monday.", 0.882),
        ("The Russian army said that shelling killed nine people in Horlivka on Saturday.", 0.784),
        ("Shells reportedly hit a school in Sumy on Monday.", 0.686),
        ("After the attack in Goma, people fled Beni.", 0.794),
    ],
)
def test_a_fact_is_surer_than_a_claim_and_a_claim_than_a_rumour(text: str, expected: float) -> None:
    assert reports(text)[0].confidence == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param(
            "About 900 households – all of them in need – left Goma on Monday.", "named in the same clause", id="aside"
        ),
        pytest.param(
            "About 900 households – 4,000 people had fled – left Goma on Monday.",
            "named in the same sentence",
            id="a sentence of its own between dashes",
        ),
    ],
)
def test_words_between_dashes_part_a_sentence_where_they_hold_a_verb(text: str, reason: str) -> None:
    assert f"place: {reason}" in reports(text)[0].confidence_reason
