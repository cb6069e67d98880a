"""The scores of a prediction: perfect for the gold itself, nothing for nothing, and each slip where it belongs."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from geo.scoring.measures import Score, days_overlap, distance_km, places_agree, precision_recall_f1
from geo.scoring.report import article_line, figures, lines
from geo.scoring.score import score_article

GOLD = sorted((Path(__file__).parent.parent / "gold").glob("*.json"))


@pytest.fixture
def gold() -> dict[str, Any]:
    return json.loads(GOLD[0].read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", GOLD, ids=lambda file: file.stem)
def test_the_gold_itself_is_a_perfect_prediction(file: Path) -> None:
    article = json.loads(file.read_text(encoding="utf-8"))
    score = score_article(article, article)
    names, told = figures(score)["toponyms"], figures(score)["incidents"]
    assert (names["f1"], names["role_accuracy"], names["false_pins"], names["geo_accuracy"]) == (1.0, 1.0, 0, 1.0)
    assert (told["f1"], told["usable_f1"], told["date_exact"]) == (1.0, 1.0, 1.0)
    assert told["fatalities_right"] == told["fatalities_gold"]


def test_an_empty_prediction_finds_nothing_and_divides_by_nothing(gold: dict[str, Any]) -> None:
    score = score_article(gold, {})
    assert figures(score)["toponyms"]["f1"] == figures(score)["incidents"]["f1"] == 0.0
    assert figures(score)["toponyms"]["median_error_km"] is None
    assert "median" not in "\n".join(lines(score))
    assert precision_recall_f1(0, 0, 0) == (0.0, 0.0, 0.0)


def test_optional_incidents_are_no_misses() -> None:
    one = {
        "evidence": {"start": 0, "end": 9},
        "evidence_more": [],
        "places": [],
        "fatalities": None,
        "status": "occurred",
    }
    one |= {"type": "battle", "sub_type": "armed_clash", "date": {"start": None, "end": None}}
    gold = {"toponyms": [], "incidents": [{**one, "optional": True}]}
    assert score_article(gold, {}).incidents.gold == 0
    assert score_article(gold, gold).incidents.gold == 1


def test_a_false_pin_is_a_location_that_the_gold_does_not_have_or_has_in_another_role(gold: dict[str, Any]) -> None:
    said = copy.deepcopy(gold)
    other = next(mention for mention in said["toponyms"] if mention["role"] != "location")
    other["role"] = "location"
    said["toponyms"].append({"start": 0, "end": 1, "role": "location", "lat": None, "lon": None})
    score = score_article(gold, said)
    assert score.toponyms.false_pins == 2
    assert score.toponyms.matched == score.toponyms.gold == score.toponyms.predicted - 1


def test_an_incident_is_usable_only_with_type_status_place_and_date(gold: dict[str, Any]) -> None:
    for change in ({"status": "denied"}, {"type": "riot"}, {"date": {"start": "1990-01-01", "end": "1990-01-02"}}):
        said = copy.deepcopy(gold)
        said["incidents"][0] |= change
        score = score_article(gold, said)
        assert score.incidents.usable == score.incidents.matched - 1


def test_scores_add_up(gold: dict[str, Any]) -> None:
    total = Score()
    for _ in range(2):
        total.add(score_article(gold, gold))
    assert total.articles == 2
    assert total.toponyms.gold == 2 * len(gold["toponyms"])
    assert total.median_km() == 0.0
    assert gold["id"] in article_line(gold["id"], total)


def test_days_and_places_agree_as_the_format_says() -> None:
    assert days_overlap({"start": None, "end": "2024-03-02"}, {"start": "2024-03-02", "end": None})
    assert not days_overlap({"start": "2024-03-03", "end": None}, {"start": None, "end": "2024-03-02"})
    assert days_overlap({"start": "2024-03-03", "end": "2024-03-03"}, None)
    kyiv = {"lat": 50.45, "lon": 30.52, "tolerance_km": 20}
    nowhere = {"lat": None, "lon": None}
    assert places_agree([kyiv], [nowhere, {"lat": 50.5, "lon": 30.5}])
    assert places_agree([nowhere], [])
    assert not places_agree([nowhere], [kyiv])
    assert distance_km(0.0, 0.0, 0.0, 180.0) == pytest.approx(20_015, abs=1)
