"""Sentences in which one word decides whether something happened, who says so, and on which day: each cue by itself."""

from __future__ import annotations

from datetime import date

import pytest

from tests.reading.told import reports, statuses


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "A court in Simferopol on Tuesday sentenced two men who blew up the railway near Dzhankoi.",
            [],
            id="a court tells of it",
        ),
        pytest.param("Police seized 40 rifles in Gao on Monday, a court heard.", [], id="a seizure before a court"),
        pytest.param("Police seized 40 rifles in Gao on Monday.", ["occurred"], id="a seizure"),
        pytest.param(
            "A drone that was aimed at the port of Odesa was intercepted on Monday.",
            ["occurred"],
            id="what was shot down had an aim",
        ),
        pytest.param("Rebels offered to strike Goma on Monday.", [], id="only talks are offered by offering"),
        pytest.param("Until recently, drones hit Sumy each night.", ["occurred"], id="until recently it was so"),
        pytest.param("Until drones hit Sumy, nobody will leave.", [], id="until it is so"),
        pytest.param("The army moved to quickly seize Goma on Monday.", [], id="an aim, one word from its 'to'"),
        pytest.param("Planes took off to bomb Raqqa on Monday.", ["occurred"], id="an aim of those who were sent"),
        pytest.param(
            "Suspected militants killed six herders near Gao on Tuesday.", ["occurred"], id="suspected is who they are"
        ),
        pytest.param(
            "Suspected militants allegedly killed six herders near Gao on Tuesday.", ["alleged"], id="alleged besides"
        ),
        pytest.param(
            "Moscow said that its last soldiers had left Kherson on Friday.", ["occurred"], id="a retreat admitted"
        ),
        pytest.param(
            "Ukraine's army said its units had “withdrawn” from Krynky on Tuesday.", ["occurred"], id="a word in quotes"
        ),
        pytest.param(
            "Moscow said the enemy's last soldiers had left Kherson on Friday.", ["claimed"], id="the enemy's retreat"
        ),
        pytest.param(
            "The army said an air strike in Aleppo had killed 20 rebels on Saturday.", ["claimed"], id="armed dead"
        ),
        pytest.param(
            "The Russian army said that shelling killed nine people in Horlivka on Saturday.", ["claimed"], id="a side"
        ),
    ],
)
def test_one_word_decides_the_status(text: str, expected: list[str]) -> None:
    assert statuses(text) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("A vaccination team will go to Mirebalais from 20 March.", "said to be coming"),
        (
            "A plant in Taganrog burned for the second time this month after a drone attack last night, residents say.",
            "told by those who saw it",
        ),
    ],
)
def test_the_reason_of_a_status_is_told(text: str, reason: str) -> None:
    assert reports(text)[0].confidence_reason.startswith(reason)


def test_a_side_claims_towns_and_not_a_province_beside_one() -> None:
    assert statuses("Russia claimed the village of Robotyne.") == ["claimed"]
    assert statuses("Russia claimed the village of Robotyne and the Kharkiv region.") == []


@pytest.mark.parametrize(
    ("text", "status", "first", "last"),
    [
        pytest.param(
            "The army ordered people to flee Rafah on 20 May.",
            "planned",
            date(2024, 5, 20),
            date(2024, 5, 20),
            id="what was ordered lies ahead",
        ),
        pytest.param(
            "Talks based on a plan in Doha on 20 May.",
            "planned",
            date(2024, 5, 20),
            date(2024, 5, 20),
            id="'based' is no past tense",
        ),
        pytest.param(
            "Rebels have shelled Goma since 20 May.",
            "occurred",
            date(2023, 5, 20),
            date(2024, 5, 17),
            id="since a day that lies ahead: of last year, until now",
        ),
        pytest.param(
            "20 May\n\nClashes went on in Goma; talks will follow.",
            "occurred",
            date(2024, 5, 13),
            date(2024, 5, 13),
            id="a fight below a heading is past, whatever follows it",
        ),
    ],
)
def test_a_day_that_lies_ahead(text: str, status: str, first: date, last: date) -> None:
    """The articles are of 17 May."""
    told = reports(text)[0]
    assert (told.status, told.date.first, told.date.last) == (status, first, last)


def test_reports_are_numbered_from_one() -> None:
    text = "Shells hit Sumy on Monday. Protesters marched in Gao on Sunday."
    assert [report.id for report in reports(text)] == ["t#1", "t#2"]
