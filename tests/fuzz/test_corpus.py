"""Every input of the fuzzers' corpus, those that broke something once among them, in every run of the suite."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.places.gazetteer import Gazetteer
from tests.fuzz import fuzz

INPUTS = sorted(path for path in fuzz.CORPUS.rglob("*") if path.is_file())


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_an_input_of_the_corpus_breaks_nothing(
    path: Path, gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fuzz, "_gazetteer", lambda: gazetteer)
    fuzz.one_input(fuzz.TARGETS[path.parent.name])(path.read_bytes())


def test_every_target_begins_with_inputs_of_our_own() -> None:
    assert {path.parent.name for path in INPUTS} == set(fuzz.TARGETS)
