"""Figures keep the bounds that the text gives, and what is not told stays None."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.model import Figure
from geo.reading.figures import combine, read_figures

GOLD = Path(__file__).resolve().parent.parent / "gold"

DEAD = [
    ("The blast killed five people.", (5, 5, 5)),
    ("About five people died.", (5, 5, 5)),
    ("A rocket killed at least five shoppers.", (5, 5, None)),
    ("More than five people were killed.", (5, 5, None)),
    ("As many as five villagers were killed.", (None, None, 5)),
    ("The raid left nearly 300 people dead.", (300, None, 300)),
    ("A drone killed between 9 and 11 miners.", (None, 9, 11)),
    ("The death toll rose from 40 to 46.", (46, 40, 46)),
    ("Shelling caused no casualties.", (0, 0, 0)),
    ("A shell killed a nurse.", (1, 1, 1)),
    ("A mine killed a colonel and two soldiers.", (3, 3, 3)),
    ("Police killed 8 suspects and a soldier died.", (9, 9, 9)),
    ("Dozens of people were killed.", (None, 24, None)),
    ("Scores were killed in the shelling.", (None, 40, None)),
    ("Several hundred men were killed.", (None, 200, None)),
    ("Twenty-three people, including two children, were killed.", (23, 23, 23)),
    ("A couple in their seventies died in the fire.", (2, 2, 2)),
    ("The strike killed a family of four.", (4, 4, 4)),
    ("The strike killed the crew of three and a child.", (4, 4, 4)),
    ("A bomb killed a group of three farmers.", (3, 3, 3)),
    ("A bomb killed a family of the old town.", None),
    ("Villagers report three dead, the army five.", (None, 3, 5)),
    ("Villagers report three dead, the army five", (None, 3, 5)),
    ("Villagers report three dead, the army five!", (None, 3, 5)),
    ("The number of dead was corrected to 16, from ten.", (16, 10, 16)),
    ("A drone hit a farm and damaged two houses.", None),
    ("Police found a body in the canal.", (1, 1, 1)),
    ("Rescuers recovered five bodies from the rubble.", (5, 5, 5)),
    ("The bodies of two men were found near the road.", (2, 2, 2)),
    ("Russia returned the bodies of 1,000 soldiers.", None),
    ("Both sides exchanged bodies of the fallen, 50 from each.", None),
    ("A bomb killed two guards, three drivers and a cook.", (6, 6, 6)),
    ("A colonel, a major and two soldiers were killed.", (4, 4, 4)),
    ("Four people, two of them children, were killed.", (4, 4, 4)),
    ("Six people: four men and two women, were killed in the raid.", (6, 6, 6)),
    ("Gunmen shot her.", (1, 1, 1)),
    ("Soldiers shot four kidnappers dead.", (4, 4, 4)),
    ("The army lost up to 110 men.", (None, None, 110)),
    ("89 soldiers died, and Kyiv has claimed 400.", (89, 89, 400)),
    ("Six people died, while the army spoke of two.", (None, 2, 6)),
    ("Nobody was killed but two were hurt.", (0, 0, 0)),
    ("Without losing a man, they took the post.", None),
    ("A bridge fell on to a passenger train, and at least seven people were killed.", (7, 7, None)),
    ("Nearly 1,200 civilians have been killed since the start of the invasion.", None),
]


@pytest.mark.parametrize(("text", "expected"), DEAD)
def test_the_dead_are_counted_with_their_bounds(text: str, expected: tuple[int | None, ...] | None) -> None:
    assert read_figures(text).fatalities == (Figure(*expected) if expected else None)


def test_killed_injured_and_missing_are_kept_apart() -> None:
    told = read_figures("Three people were killed, seven others wounded and two are missing.")
    assert (told.fatalities, told.injured, told.numbers["missing"]) == (Figure(3, 3, 3), Figure(7, 7, 7), 2)


def test_no_casualties_says_so_of_the_dead_and_the_injured() -> None:
    told = read_figures("A drone set a depot on fire; nobody was hurt.")
    assert told.fatalities == told.injured == Figure(0, 0, 0)


def test_a_joint_toll_is_no_number_of_dead() -> None:
    told = read_figures("The attacks killed and injured 60 people.")
    assert told.fatalities is None
    assert told.numbers == {"killed_and_injured": 60}


def test_a_later_death_in_hospital_raises_the_toll() -> None:
    told = combine(["Two missiles killed four people.", "A fifth died in hospital on Saturday."])
    assert told.fatalities == Figure(5, 4, 5)


def test_an_ordinal_counts_those_before_it() -> None:
    assert read_figures("A fifth man died in hospital on Saturday.").fatalities == Figure(5, 4, 5)


def test_a_first_report_only_bounds_the_figure() -> None:
    told = combine(["A strike on Kharkiv killed seven people.", "First reports had spoken of three dead."])
    assert told.fatalities == Figure(7, 3, 7)


def test_two_sentences_are_never_added() -> None:
    assert combine(["A shell killed four people.", "The four dead were farmers."]).fatalities == Figure(4, 4, 4)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Air defences shot down 12 of the drones.", {"drones_destroyed": 12}),
        ("Russia launched 40 drones and six missiles.", {"drones": 40, "missiles": 6}),
        ("At least 3,000 people were evacuated.", {"displaced_low": 3000}),
        ("Police detained 14 demonstrators.", {"arrested": 14}),
        ("Each side released 390 prisoners.", {"prisoners": 390}),
        ("The shelling damaged 11 houses.", {"houses": 11}),
    ],
)
def test_other_counts_have_a_key_and_a_unit(text: str, numbers: dict[str, int]) -> None:
    assert numbers.items() <= read_figures(text).numbers.items()


def test_ages_dates_and_years_are_no_counts() -> None:
    told = read_figures("On 14 January 2023 a man of 56 and two brothers aged 15 and 17 were killed.")
    assert told.fatalities == Figure(3, 3, 3)


@given(st.integers(1, 99_999), st.integers(1, 99_999))
@settings(max_examples=60, deadline=None)
def test_digits_are_read_as_they_stand(dead: int, hurt: int) -> None:
    told = read_figures(f"Shelling killed {dead:,} people and wounded {hurt:,} others.")
    years = range(1900, 2100)
    assert dead in years or told.fatalities == Figure(dead, dead, dead)
    assert hurt in years or told.injured == Figure(hurt, hurt, hurt)


@given(st.text(max_size=300))
@settings(max_examples=80, deadline=None)
def test_any_text_is_read_without_an_error(text: str) -> None:
    read_figures(text)


@pytest.mark.parametrize(
    "text", ["." * 300_000, "9" * 300_000, "A. " * 100_000, "killed " * 40_000, "a man and " * 30_000]
)
def test_hostile_texts_end(text: str) -> None:
    told = read_figures(text)
    assert told.fatalities is None or told.fatalities.best is not None


@pytest.mark.parametrize("field", ["fatalities", "injured"])
def test_gold_sentences_give_their_figures(field: str) -> None:
    right = total = 0
    for path in sorted(GOLD.glob("*.json")):
        for incident in json.loads(path.read_text(encoding="utf-8"))["incidents"]:
            if incident[field] is None:
                continue
            told = combine([incident["evidence"]["text"], *(e["text"] for e in incident["evidence_more"])])
            right += getattr(told, field) == Figure(**incident[field])
            total += 1
    assert total > 20
    assert right >= 0.8 * total, f"{field}: {right} of {total} exact"
