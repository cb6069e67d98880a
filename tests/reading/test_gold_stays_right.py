"""What the reader got right in the annotated articles it gets right still: every name, incident, day, place and figure.

A change of the rules that makes one thing worse and many better is welcome: see `gold_answers.py`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.places.gazetteer import Gazetteer
from tests.reading.gold_answers import GOLD, held, misses, name_of

HELD = held()


@pytest.mark.parametrize("path", GOLD, ids=name_of)
def test_what_was_read_right_is_read_right(path: Path, gazetteer: Gazetteer) -> None:
    worse = set(misses(path, gazetteer)) - set(HELD[name_of(path)])
    assert not worse, "python -m tests.reading.gold_answers tells more"


def test_every_annotated_article_is_held_and_no_other() -> None:
    assert set(HELD) == {name_of(path) for path in GOLD}
