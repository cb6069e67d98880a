"""The page Help says what was measured, and the words of every code from one table."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.dashboard import help_page
from geo.export.words import glossary

ACCURACY = (Path(__file__).resolve().parents[2] / "docs" / "accuracy.md").read_text(encoding="utf-8").replace("*", "")


@pytest.mark.parametrize(
    "figure",
    [help_page.GOLD_F1, help_page.PLAIN_F1, help_page.HARD_F1, help_page.FALSE_PINS, help_page.WITHIN],
)
def test_its_figures_are_those_of_the_documentation(figure: float) -> None:
    assert f"| {figure:.3f} |" in ACCURACY


def test_every_code_that_a_page_shows_is_in_the_glossary_with_a_meaning() -> None:
    assert set(help_page.KINDS) <= {kind for kind, _ in glossary()}
    assert all(term.label and term.meaning for term in glossary().values())
