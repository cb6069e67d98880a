"""Trained weights: where they are read from, and what is said when they cannot be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geo.errors import MissingError
from geo.places import rank, weights
from geo.places.rank_context import CONTEXT, NONE_CONTEXT
from geo.places.rank_features import ALONE, NONE_ALONE
from geo.settings import DATA

MODELS = DATA / "models"


def test_the_environment_chooses_the_folder_of_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ranker.tsv").write_text("alone\tpeople\t0.5\n", encoding="utf-8")
    monkeypatch.setenv("GEO_MODELS", str(tmp_path))
    assert weights.load("ranker") == {"alone": {"people": 0.5}}


def test_a_model_whose_numbers_were_changed_is_refused_and_one_without_a_card_is_read(tmp_path: Path) -> None:
    path = tmp_path / "ranker.tsv"
    path.write_text("alone\tpeople\t0.5\n", encoding="utf-8")
    path.with_suffix(".json").write_text('{"model": "ranker"}', encoding="utf-8")
    weights.seal(path)
    assert weights.read(path) == {"alone": {"people": 0.5}}
    path.write_text("alone\tpeople\t0.6\n", encoding="utf-8")
    weights.read.cache_clear()
    with pytest.raises(MissingError, match=r"ranker\.tsv.* not the one that its card tells of"):
        weights.read(path)
    path.with_suffix(".json").unlink()
    assert weights.read(path) == {"alone": {"people": 0.6}}


@pytest.mark.parametrize("content", [None, "no table\n", "a\tb\tmany\n"])
def test_a_missing_or_broken_model_is_named(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "ranker.tsv"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(MissingError, match=r"ranker\.tsv"):
        weights.read(path)


def test_the_ranker_has_weights_for_columns_that_exist_only() -> None:
    columns = {*ALONE, *NONE_ALONE, *CONTEXT, *NONE_CONTEXT}
    table = weights.read(MODELS / f"{rank.MODEL}.tsv")
    assert set(table) == {"alone", "context"}
    assert all(set(found) <= columns for found in table.values())


def test_the_curve_of_scores_rises() -> None:
    curve = weights.read(MODELS / f"{rank.CURVE}.tsv")[rank.CURVE_GROUP]
    assert set(curve) == {"intercept", "slope"}
    assert curve["slope"] > 0


@pytest.mark.parametrize("name", ["toponyms", "senses", "ranker"])
def test_every_model_has_its_card(name: str) -> None:
    card = json.loads((MODELS / f"{name}.json").read_text("utf-8"))
    assert {"made_by", "date", "seed", "data", "licence", "scores"} <= set(card)
    assert card["scores"]
