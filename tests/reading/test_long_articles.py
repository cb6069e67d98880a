"""A long article takes as much longer to read as it is longer: told by counting steps, not seconds."""

from __future__ import annotations

import sys
from datetime import date
from types import FrameType
from typing import Any

import pytest

from geo.model import Article
from geo.places.gazetteer import Gazetteer
from geo.reading.read import read

_TOWNS = ("Kyiv", "Kharkiv", "Odesa", "Dnipro", "Sumy", "Lviv", "Poltava")
_MONTHS = ("January", "February", "March", "April", "May")
SHORT, LONG = 100, 400


def _dated(count: int) -> str:
    return "\n".join(
        f"Shells hit {_TOWNS[k % 7]} on {k % 28 + 1} {_MONTHS[k % 5]} 2024, killing {k % 9 + 2} people."
        for k in range(count)
    )


def _listed(count: int) -> str:
    return "\n".join(f"{_TOWNS[k % 7]}." for k in range(count))


def _untold(count: int) -> str:
    return " ".join(f"He met the Russian on {k % 28 + 1} {_MONTHS[k % 5]}." for k in range(count))


def _sold(count: int) -> str:
    return "\n\n".join(f"Subscribe to our newsletter number {k}.\n\nIt rained on 3 May." for k in range(count))


def _steps(text: str, gazetteer: Gazetteer) -> int:
    """Lines of the reader's code that run while `text` is read, every turn of a loop counted."""
    steps = 0

    def line(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal steps
        steps += 1
        return line

    def call(frame: FrameType, event: str, argument: Any) -> Any:
        return line if "reading" in frame.f_code.co_filename else None

    before = sys.gettrace()
    sys.settrace(call)
    try:
        read(Article(id="long", text=text, published=date(2024, 6, 1)), gazetteer)
    finally:
        sys.settrace(before)
    return steps


@pytest.mark.parametrize("tell", [_dated, _listed, _untold, _sold])
def test_an_article_four_times_as_long_takes_four_times_the_steps(tell: Any, gazetteer: Gazetteer) -> None:
    _steps(tell(8), gazetteer)
    assert _steps(tell(LONG), gazetteer) < 1.15 * LONG / SHORT * _steps(tell(SHORT), gazetteer)
