"""The publication day: declared, header, file name, dateline, inferred, or unknown; each with its reason."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.reading.publication import infer_published

PLAIN = "Drones hit the port on Monday. Two people were hurt."


@pytest.mark.parametrize(
    ("given_with_it", "day", "basis", "reason"),
    [
        ({"declared": date(2025, 6, 12), "header": "2024-01-01"}, date(2025, 6, 12), "declared", "given with"),
        ({"header": "2025-06-12", "file_name": "2024-01-01.txt"}, date(2025, 6, 12), "header", "header says"),
        ({"file_name": "2025-06-12-port.txt"}, date(2025, 6, 12), "file_name", "file name"),
        ({"file_name": "port_20250612.txt"}, date(2025, 6, 12), "file_name", "file name"),
        ({"file_name": "port 12 June 2025.txt"}, date(2025, 6, 12), "file_name", "file name"),
        ({"file_name": "June-12-2025_port.md"}, date(2025, 6, 12), "file_name", "file name"),
        ({}, None, "unknown", "no publication date"),
        ({"file_name": "port.txt"}, None, "unknown", "no publication date"),
        ({"file_name": "port-123456789012.txt"}, None, "unknown", "no publication date"),
        ({"file_name": "2025-13-41.txt"}, None, "unknown", "no publication date"),
        ({"header": "yesterday"}, None, "unknown", "no publication date"),
    ],
)
def test_the_strongest_source_gives_the_day_and_says_so(
    given_with_it: dict[str, object], day: date | None, basis: str, reason: str
) -> None:
    found = infer_published(PLAIN, **given_with_it)  # type: ignore[arg-type]
    assert (found.day, found.basis) == (day, basis)
    assert reason in found.reason


@pytest.mark.parametrize(
    "line",
    [
        "KYIV, June 12, 2025 — Drones hit the port.",
        "PESHAWAR, Pakistan, 12 June 2025 (Wire) - Drones hit the port.",
        "ADEN, Jun 12, 2025 – Drones hit the port.",
    ],
)
def test_a_dateline_with_a_year_gives_the_day(line: str) -> None:
    found = infer_published(f"Port is hit\n\n{line}\n")
    assert (found.day, found.basis) == (date(2025, 6, 12), "dateline")
    assert "dateline" in found.reason


@pytest.mark.parametrize("line", ["KYIV, June 12 — Drones hit the port.", "KYIV — Drones hit the port in June 2025."])
def test_a_dateline_without_a_year_gives_none(line: str) -> None:
    assert infer_published(line).day is None


@pytest.mark.parametrize(
    "text",
    [
        "Daily summary, 12 June 2025\n\nDrones hit the port.",
        "12 June 2025\n\nDrones hit the port.",
        "Published: June 12, 2025 at 9:30\nDrones hit the port.",
        "Drones hit the port on 11 June 2025. The mayor spoke on 12 June 2025. The war began on 24 February 2022.",
        "The port was hit in the night of 11 June 2025. The mayor spoke on Thursday, June 12, of two dead.",
    ],
)
def test_the_text_s_own_dates_give_the_day_where_they_agree(text: str) -> None:
    found = infer_published(text)
    assert (found.day, found.basis) == (date(2025, 6, 12), "text")
    assert found.reason


def test_a_heading_tells_the_day_of_issue_or_the_earliest_it_can_be() -> None:
    issued = infer_published("BULLETIN, week of 5 to 11 June 2025, issued on Thursday 12 June\n\nShells fell.")
    assert (issued.day, issued.basis) == (date(2025, 6, 12), "text")
    covered = infer_published("BULLETIN, 5 to 11 June 2025\n\nShells fell.")
    assert covered.day == date(2025, 6, 11)
    assert covered.reason.endswith("published then or later")


def test_dates_at_the_end_of_a_text_are_context() -> None:
    text = "Ministers will discuss the war. " * 40 + "They last met on 2 February 2016 and on 11 February 2016."
    assert infer_published(text).day is None


@pytest.mark.parametrize(
    "text",
    [
        "The treaty of 3 March 1918 is still remembered.",
        "The talks are to end by 31 December 2030. Drones hit the port on Monday.",
        "The war of 2014 came first.",
        "",
    ],
)
def test_a_text_whose_dates_do_not_tell_stays_undated(text: str) -> None:
    found = infer_published(text)
    assert (found.day, found.basis) == (None, "unknown")
    assert "no publication date" in found.reason


@given(st.text(max_size=300), st.text(max_size=40))
def test_the_clock_is_never_asked(text: str, name: str) -> None:
    first = infer_published(text, file_name=name)
    assert first == infer_published(text, file_name=name)
    assert (first.day is None) == (first.basis == "unknown")
