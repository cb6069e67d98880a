"""The annotated articles that the models learn from are sound, and are what the reader sees."""

from __future__ import annotations

import importlib.util
import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from geo.sources.text import article_from_bytes

ROOT = Path(__file__).resolve().parent.parent
GOLD = sorted((ROOT / "training" / "gold").glob("*.json"))


def _checker() -> Any:
    spec = importlib.util.spec_from_file_location("check_gold", ROOT / "training" / "check_gold.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


check_gold = _checker()

ARTICLE: dict[str, Any] = {
    "published": "2024-05-13",
    "text": "Shells hit Aden on Monday and killed two people.",
    "toponyms": [
        {
            "start": 11,
            "end": 15,
            "name": "Aden",
            "role": "location",
            "incidents": ["i1"],
            "resolved": {"name": "Aden", "level": "city"},
        }
    ],
    "incidents": [
        {
            "id": "i1",
            "type": "explosion_remote",
            "sub_type": "shelling_missile",
            "status": "occurred",
            "places": [{"name": "Aden", "lat": 12.8, "lon": 45.0, "precision": "settlement"}],
            "date": {"start": "2024-05-13", "end": "2024-05-13", "precision": "day", "expression": "on Monday"},
            "fatalities": {"best": 2, "low": 2, "high": 2},
            "injured": None,
            "evidence": {"start": 0, "end": 48, "text": "Shells hit Aden on Monday and killed two people."},
            "evidence_more": [],
            "map": True,
        }
    ],
}


def _faults(**changes: Any) -> list[str]:
    """Faults of the article above with changes, keyed by the path with double underscores."""
    gold = deepcopy(ARTICLE)
    for path, value in changes.items():
        *way, last = (int(step) if step.isdigit() else step for step in path.split("__"))
        target: Any = gold
        for step in way:
            target = target[step]
        target[last] = value
    return list(check_gold.faults(gold))


def test_a_sound_article_has_no_faults() -> None:
    assert _faults() == []


def test_an_article_without_incidents_yet_is_checked_for_its_names_alone() -> None:
    assert _faults(incidents=None) == []
    assert _faults(incidents=None, toponyms__0__role="town")


@pytest.mark.parametrize(
    "changes",
    [
        {"toponyms__0__start": 10},
        {"toponyms__0__role": "town"},
        {"toponyms__0__role": "metonym"},
        {"toponyms__0__incidents": ["i9"]},
        {"toponyms__0__incidents": []},
        {"incidents__0__sub_type": "peaceful"},
        {"incidents__0__status": "maybe"},
        {"incidents__0__status": "denied"},
        {"incidents__0__evidence__text": "Shells hit Mocha"},
        {"incidents__0__places__0__precision": "none"},
        {"incidents__0__date__start": "2024-05-12"},
        {"incidents__0__date__expression": "on Sunday"},
        {"published": "2024-05-12"},
        {"incidents__0__fatalities__low": 3},
    ],
    ids=str,
)
def test_every_kind_of_fault_is_found(changes: dict[str, Any]) -> None:
    assert _faults(**changes)


def test_a_second_mention_that_is_not_annotated_is_a_fault() -> None:
    assert _faults(text=ARTICLE["text"] + " Aden was calm later.")


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_the_annotated_article_is_sound(path: Path) -> None:
    assert list(check_gold.faults(json.loads(path.read_text(encoding="utf-8")))) == []


def test_annotated_samples_have_the_text_that_the_reader_sees() -> None:
    for path in GOLD:
        sample = ROOT / "data" / "articles" / f"{path.stem}.txt"
        gold = json.loads(path.read_text(encoding="utf-8"))
        if gold["style"] == "sample":
            article = article_from_bytes(sample.read_bytes(), sample.name)
            assert (article.text, str(article.published)) == (gold["text"], gold["published"]), path.stem
