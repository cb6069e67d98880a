"""When an event happened: its own clause's date, a statement's date as a bound, the scene, the publication day."""

from __future__ import annotations

from datetime import date

import pytest

from geo.model import EventDate
from tests.reading.dated import THURSDAY, days, when


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shells {killed} two people on Monday.", "2025-06-09"),
        ("A drone {hit} the depot on Thursday.", "2025-06-12"),
        ("A drone {hit} the depot on Friday.", "2025-06-06"),
        ("A drone {hit} the depot on Sunday night.", "2025-06-08"),
        ("A drone {hit} the depot late on Sunday.", "2025-06-08"),
        ("Gunmen {attacked} a bus before dawn on Sunday.", "2025-06-08"),
        ("On Tuesday afternoon a mine {killed} a farmer.", "2025-06-10"),
        ("A mine {killed} a farmer last Thursday.", "2025-06-05"),
        ("A mine {killed} a farmer last Wednesday.", "2025-06-11"),
        ("Rebels {seized} the post on Monday of last week.", "2025-06-02"),
        ("Rebels {seized} the post yesterday.", "2025-06-11"),
        ("Rebels {seized} the post this morning.", "2025-06-12"),
        ("Rebels {seized} the post two days ago.", "2025-06-10"),
    ],
)
def test_a_past_event_lies_on_the_day_that_its_clause_names(text: str, expected: str) -> None:
    assert days(text) == expected


@pytest.mark.parametrize(
    ("text", "expected", "precision"),
    [
        ("Drones {hit} the port overnight.", "2025-06-11..2025-06-12", "range"),
        ("Drones {hit} the port last night.", "2025-06-11..2025-06-12", "range"),
        ("Drones {hit} the port on the night of 7 to 8 June.", "2025-06-07..2025-06-08", "range"),
        ("Drones {hit} the port overnight into Sunday.", "2025-06-07..2025-06-08", "range"),
        ("Shells {fell} on the town over the weekend.", "2025-06-07..2025-06-08", "weekend"),
        ("Shells {fell} on the town at the weekend.", "2025-06-07..2025-06-08", "weekend"),
        ("Shells {fell} on the town last week.", "2025-06-02..2025-06-08", "week"),
        ("Shells {fell} on the town over the past week.", "2025-06-05..2025-06-12", "week"),
        ("Shells {fell} on the town in the previous 24 hours.", "2025-06-11..2025-06-12", "range"),
        ("Shells {fell} on the town in the past three days.", "2025-06-09..2025-06-12", "range"),
        ("Shells {fell} on the town earlier this month.", "2025-06-01..2025-06-12", "range"),
        ("Shells {fell} on the town earlier this week.", "2025-06-09..2025-06-12", "range"),
        ("Shells {fell} on the town this week.", "2025-06-09..2025-06-12", "week"),
        ("Shells {fell} on the town in early May.", "2025-05-01..2025-05-10", "range"),
        ("Shells {fell} on the town in mid-May.", "2025-05-11..2025-05-20", "range"),
        ("Shells {fell} on the town at the end of May.", "2025-05-21..2025-05-31", "range"),
        ("Shells {fell} on the town in the first week of May.", "2025-05-01..2025-05-07", "week"),
        ("Shells {fell} on the town last month.", "2025-05-01..2025-05-31", "month"),
        ("Shells {fell} on the town in April.", "2025-04-01..2025-04-30", "month"),
        ("Shells {fell} on the town in December.", "2024-12-01..2024-12-31", "month"),
        ("Shells {fell} on the town in June last year.", "2024-06-01..2024-06-30", "month"),
        ("Shells {fell} on the town last September.", "2024-09-01..2024-09-30", "month"),
        ("Shells {fell} on the town last winter.", "2024-12-01..2025-02-28", "season"),
        ("Shells {fell} on the town in the spring of 2022.", "2022-03-01..2022-05-31", "season"),
        ("Shells {fell} on the town in 2014.", "2014-01-01..2014-12-31", "year"),
        ("Shells {fell} on the town last year.", "2024-01-01..2024-12-31", "year"),
    ],
)
def test_a_stretch_of_time_keeps_its_two_ends_and_its_kind(text: str, expected: str, precision: str) -> None:
    found = when(text)
    assert (days(text), found.precision) == (expected, precision)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Some 400 people have {fled} since Monday.", "2025-06-09..2025-06-12"),
        ("Some 400 people have {fled} since 20 May.", "2025-05-20..2025-06-12"),
        ("Some 400 people have {fled} since May.", "2025-05-01..2025-06-12"),
        ("Some 400 people have {fled} since last week.", "2025-06-02..2025-06-12"),
        ("Some 400 people have {fled} since the middle of May.", "2025-05-11..2025-06-12"),
        ("Some 400 people have {fled} since the spring.", "2025-03-01..2025-06-12"),
        ("Rebels {abducted} nine people between 1 and 15 May.", "2025-05-01..2025-05-15"),
        ("Rebels {abducted} nine people from 28 April to 2 May.", "2025-04-28..2025-05-02"),
        ("Rebels {abducted} nine people between Monday and Wednesday.", "2025-06-09..2025-06-11"),
        ("Rebels {abducted} nine people between April and May.", "2025-04-01..2025-05-31"),
        ("The bridge was {shut} for five days, until Tuesday.", "2025-06-06..2025-06-10"),
        ("The sides {clashed} for a third day on Wednesday.", "2025-06-09..2025-06-11"),
        ("The navy {ended} a five-day exercise on Wednesday.", "2025-06-07..2025-06-11"),
        ("Police {shut} the road for two days on Saturday.", "2025-06-07..2025-06-08"),
        ("Police {reopened} the road on Wednesday after a three-week closure.", "2025-06-11"),
        ("The sides {signed} a 30-day ceasefire on Wednesday.", "2025-06-11"),
        ("Police {shut} the road for several hours on Saturday.", "2025-06-07"),
        ("Police {shut} the road for 24 hours from Tuesday noon.", "2025-06-10..2025-06-11"),
        ("Police {shut} the road from Saturday until Tuesday.", "2025-06-07..2025-06-10"),
    ],
)
def test_since_until_between_and_durations_make_ranges(text: str, expected: str) -> None:
    assert days(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Talks will {begin} on Monday.", "2025-06-16"),
        ("Talks are due to {begin} on Thursday.", "2025-06-12"),
        ("Talks will {begin} next Thursday.", "2025-06-19"),
        ("Talks will {begin} next week.", "2025-06-16..2025-06-22"),
        ("Talks will {begin} this week.", "2025-06-12..2025-06-15"),
        ("Talks will {begin} later this month.", "2025-06-12..2025-06-30"),
        ("Talks will {begin} tomorrow.", "2025-06-13"),
        ("Talks will {begin} at the weekend.", "2025-06-14..2025-06-15"),
        ("Talks will {begin} on 3 July.", "2025-07-03"),
        ("Talks will {begin} on 5 January.", "2026-01-05"),
        ("Talks will {begin} in September.", "2025-09-01..2025-09-30"),
        ("The army will {leave} by the end of July.", "2025-06-12..2025-07-31"),
        ("The army will {leave} by August.", "2025-06-12..2025-08-31"),
        ("The army will {leave} before Christmas.", "2025-06-12..2025-12-25"),
        ("The army will {stay} until Tuesday.", "2025-06-12..2025-06-17"),
        ("The navy will {hold} a four-day exercise from Sunday.", "2025-06-15..2025-06-18"),
        ("The navy will {hold} a two-week exercise from Monday.", "2025-06-16..2025-06-29"),
    ],
)
def test_what_is_to_come_lies_on_or_after_publication(text: str, expected: str) -> None:
    assert days(text, future=True) == expected


@pytest.mark.parametrize(
    ("text", "expected", "precision"),
    [
        ("Police said on Wednesday that gunmen had {seized} the post.", "..2025-06-11", "on_or_before"),
        ("Gunmen {seized} the post, police said on Wednesday.", "..2025-06-11", "on_or_before"),
        ("Gunmen {seized} the post on Monday, police said on Wednesday.", "2025-06-09", "day"),
        ("Police said on Wednesday that gunmen had {seized} the post on Monday.", "2025-06-09", "day"),
        ("Gunmen {seized} the post on Monday, police said.", "2025-06-09", "day"),
        ("On Wednesday, the army said that its men had {seized} the post.", "..2025-06-11", "on_or_before"),
        ("The army announced on Tuesday evening that it had {seized} the post.", "..2025-06-10", "on_or_before"),
    ],
)
def test_the_day_of_a_statement_only_bounds_the_event(text: str, expected: str, precision: str) -> None:
    found = when(text)
    assert (days(text), found.precision) == (expected, precision)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shells {hit} the dam on 20 May. Five days later they {hit} the pump house.", "2025-05-25"),
        ("Shells {hit} the dam on 20 May. The following day they {hit} the pump house.", "2025-05-21"),
        ("Shells {hit} the dam on 20 May. A day earlier they had {hit} the pump house.", "2025-05-19"),
        ("Shells {hit} the dam on 20 May. The same night they {hit} the pump house.", "2025-05-20"),
        ("Shells {hit} the dam on 20 May. Hours later they {hit} the pump house.", "2025-05-20"),
        ("Shells {hit} the dam on 20 May. A week later they {hit} the pump house.", "2025-05-27"),
        ("Shells {hit} the dam in March 2023. Two months later they {hit} a bridge.", "2023-05-01..2023-05-31"),
        (
            "Drones {hit} the dam on 20 May. The town was {shelled} in December of the same year.",
            "2025-12-01..2025-12-31",
        ),
    ],
)
def test_later_and_earlier_count_from_the_event_just_told(text: str, expected: str) -> None:
    assert days(text) == expected


def test_each_clause_has_its_own_day() -> None:
    assert days("Shells {hit} the dam on Monday, and a drone struck the port on Wednesday.") == "2025-06-09"
    assert days("Shells hit the dam on Monday, and a drone {struck} the port on Wednesday.") == "2025-06-11"
    assert days("On Monday shells hit the dam; on Wednesday a drone {struck} the port.") == "2025-06-11"


def test_what_came_so_long_before_an_act_is_counted_from_its_day() -> None:
    text = "Rebels hit the port on Tuesday, two days after shells {struck} the dam."
    assert days(text) == "2025-06-08"
    assert days("Rebels {hit} the port on Tuesday, two days after shells struck the dam.") == "2025-06-10"


@pytest.mark.parametrize(
    "text",
    [
        "Troops have {taken} the biggest town lost since August.",
        "The port was {hit} for a third time since 2022.",
        "It was the deadliest {attack} since May.",
    ],
)
def test_a_comparison_with_all_since_a_day_dates_nothing(text: str) -> None:
    assert days(text, perfect=True) == "..2025-06-12"


def test_what_was_is_not_dated_by_what_is_to_come() -> None:
    text = "Soldiers {seized} six drivers of a convoy, which is to try again tomorrow."
    assert days(text) == "..2025-06-12"


def test_a_denial_takes_no_date_from_the_scene() -> None:
    assert days("Shells {hit} the dam on Monday. The army denied that a post had been {overrun}.") == "..2025-06-12"


def test_two_days_of_one_act_make_a_range() -> None:
    assert days("Crowds {marched} on Tuesday and again on Wednesday.") == "2025-06-10..2025-06-11"
    assert days("Rebels {took} the village on 8 or 9 June.") == "2025-06-08..2025-06-09"


def test_without_a_day_an_event_lies_on_or_before_publication() -> None:
    found = when("Troops have {taken} the village.", perfect=True)
    assert (found.first, found.last, found.precision) == (None, THURSDAY, "on_or_before")
    assert found.expression is None
    assert "publication" in found.rule


def test_a_plan_without_a_day_has_no_date() -> None:
    found = when("Troops will {leave} the village.", future=True)
    assert (found.first, found.last, found.precision) == (None, None, "unknown")


def test_a_scene_goes_on_under_the_date_just_told() -> None:
    found = when("Shells {hit} the dam on Monday. Two workers were {killed}.")
    assert found.last in {date(2025, 6, 9), THURSDAY}
    found = when("Shells {hit} the dam on Monday. The blast {killed} two workers.")
    assert (found.first, found.last) == (date(2025, 6, 9), date(2025, 6, 9))
    assert found.rule.startswith("the scene goes on")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Monday, 9 June\n\nGunmen {shot} a guard at the gate.", "2025-06-09"),
        ("Monday, 9 June\n\nGunmen shot a guard.\n\nTuesday, 10 June\n\nA mine {killed} a farmer.", "2025-06-10"),
        ("Summary of 1 to 7 June\n\nGunmen {shot} a guard at the gate.", "2025-06-01..2025-06-07"),
        ("Over the past 24 hours:\n\n- Gunmen {shot} a guard at the gate.", "2025-06-11..2025-06-12"),
        ("This report covers the period 1-7 June 2025.\n\nGunmen {shot} a guard.", "2025-06-01..2025-06-07"),
        ("Monday, 9 June\n\nGunmen shot a guard on Sunday and {burned} a car on Saturday.", "2025-06-07"),
    ],
)
def test_a_heading_or_a_stated_period_dates_what_names_no_day(text: str, expected: str) -> None:
    assert days(text) == expected


@pytest.mark.parametrize("text", ["Shells {hit} the dam on Monday.", "Shells {hit} the dam yesterday."])
def test_without_a_publication_day_relative_dates_stay_open(text: str) -> None:
    found = when(text, published=None)
    assert (found.first, found.last, found.precision) == (None, None, "unknown")
    assert found.rule == "no publication date"
    assert found.expression


def test_explicit_dates_need_no_publication_day() -> None:
    assert days("Shells {hit} the dam on 3 March 2022.", published=None) == "2022-03-03"


def test_every_date_says_its_phrase_its_rule_and_its_anchor() -> None:
    found = when("Shells {hit} the dam on Monday.")
    assert found == EventDate(date(2025, 6, 9), date(2025, 6, 9), "day", found.expression, found.rule, THURSDAY)
    assert "Monday" in (found.expression or "")
    assert "weekday" in found.rule
