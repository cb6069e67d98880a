"""Lines that give a day or a period to what stands below them, and lines that do not."""

from __future__ import annotations

import pytest

from tests.reading.told import reports


def rule_below(head: str) -> str:
    """How the last line below a head got its day."""
    return reports(f"{head}\nShells hit Sumy.")[-1].date.rule


def days_below(head: str) -> list[str]:
    """First and last day of the last line below a head."""
    told = reports(f"{head}\nShells hit Sumy.")[-1].date
    return [str(told.first), str(told.last)]


@pytest.mark.parametrize(
    ("head", "rule"),
    [
        pytest.param(
            "It was quiet.\n10 May, Goma: rockets fell, and on 12 May troops left Beni.",
            "the heading: date without year",
            id="a day and a place before a colon",
        ),
        pytest.param(
            "It was quiet.\n14 May was calm there",
            "no date named: on or before publication",
            id="a line that says more than its day",
        ),
        pytest.param("It was quiet.\n14 May", "the heading: date without year", id="a line that is a day"),
        pytest.param(
            "Title\nThe office\nOver the past day, rockets hit Goma.",
            "the reporting period: past days",
            id="a period in the third line",
        ),
        pytest.param(
            "Title\nThe office\nA line.\nOver the past day, rockets hit Goma.",
            "no date named: on or before publication",
            id="a period in the fourth line dates itself alone",
        ),
    ],
)
def test_a_line_dates_what_stands_below_it(head: str, rule: str) -> None:
    assert rule_below(head) == rule


def test_the_day_of_a_log_counts_and_not_the_day_it_was_updated() -> None:
    assert days_below("Daily report.\nUpdated 12 May, log of 10 May") == ["2024-05-10", "2024-05-10"]


def test_the_day_of_a_label_frames_whatever_span_its_line_tells_of() -> None:
    head = "It was quiet.\n10 May, Goma: rockets fell in the past year."
    assert days_below(head) == ["2024-05-10", "2024-05-10"]
