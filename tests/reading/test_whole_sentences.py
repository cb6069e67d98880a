"""One sentence and all that is read in it: kind, status, days and places together, for they lean on each other."""

from __future__ import annotations

import pytest

from tests.reading.dated import interval
from tests.reading.told import reports, roles, spots

#: Text, then for each incident: kind, status, days (of May 2024), places.
TOLD = [
    (
        "The two sides announced a ceasefire in Jeddah from 18 to 20 May.",
        [("agreement", "planned", "18..20", ["Jeddah"])],
    ),
    ("Fighting has raged in Sake since Sunday.", [("armed_clash", "occurred", "12..17", ["Sake"])]),
    ("Ukrainian troops entered Kherson on Friday.", [("territory_gained", "occurred", "17", ["Kherson"])]),
    ("Troops had entered Kidal on Tuesday.", [("force_movement", "occurred", "14", ["Kidal"])]),
    (
        "Soldiers killed eight members of a jihadist cell near Datu Piang on Tuesday.",
        [("armed_clash", "occurred", "14", ["near Datu Piang"])],
    ),
    ("Twelve fuel ships have entered Hodeidah port since the truce began.", []),
    (
        "Crowds angry at power cuts stoned a government office in Aden on Wednesday; police fired into the air.",
        [("violent_demonstration", "occurred", "15", ["Aden"])],
    ),
    (
        "In Samar, the town until recently called Novomoskovsk, a missile hit a shop on Monday.",
        [("shelling_missile", "occurred", "13", ["Samar", "Novomoskovsk"])],
    ),
    ("A court in Minsk jailed the men who attacked a post in Brest.", []),
    ("Suspected gang members killed four people in Jos on Monday.", [("attack", "occurred", "13", ["Jos"])]),
    (
        "Air defences shot down a drone aimed at Odesa on Monday.",
        [("interception", "occurred", "13", ["Odesa"])],
    ),
    ("Mediators proposed to meet the sides in Doha.", [("talks", "proposed", "", ["Doha"])]),
    (
        "Drones sent to hit the depot in Saratov set a warehouse on fire on Monday.",
        [("air_drone_strike", "occurred", "13", ["Saratov"])],
    ),
    (
        "The governor of Kherson said in Kyiv that shells had hit a school in Bilozerka on Monday.",
        [("shelling_missile", "occurred", "13", ["Bilozerka"])],
    ),
    ("Gunmen killed 12 people in Sake on Monday. The toll rose to 15.", [("attack", "occurred", "13", ["Sake"])]),
]


@pytest.mark.parametrize(("text", "told"), TOLD)
def test_kind_status_days_and_places(text: str, told: list[tuple[str, str, str, list[str]]]) -> None:
    found = [
        (one.sub_type, one.status, interval(one.date.first, one.date.last).replace("2024-05-", ""), spots(one))
        for one in reports(text)
    ]
    assert found == [(kind, status, days or "..", places) for kind, status, days, places in told]


def test_where_a_speaker_stands_and_governs_is_no_place_of_the_event() -> None:
    found = roles("The governor of Kherson said in Kyiv that shells had hit a school in Bilozerka on Monday.")
    assert found == {"Kherson": "container", "Kyiv": "container", "Bilozerka": "location"}


def test_a_toll_that_rose_is_bounded_by_both() -> None:
    (report,) = reports("Gunmen killed 12 people in Sake on Monday. The toll rose to 15.")
    assert report.fatalities is not None
    assert (report.fatalities.best, report.fatalities.low) == (15, 12)
