"""Measures whether the resolver's score says how often it is right, on articles that it was not trained on.

    python training/calibration.py [--shared ../shared] [--cards data/models]

Of LGL and GeoWebNews each is left out of training as a whole; our own gold is read in five folds. A name counts that is
found where the corpus has one with a point; it is right within the corpus's 161 km, or the gold's own tolerance.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import place_corpora as corpora
import place_models as models
from crossval import splits

from geo.places import rank
from geo.places.gazetteer import Gazetteer
from geo.places.resolve import resolve
from geo.reading import tagger
from geo.reading.toponym_surroundings import in_text
from geo.reading.toponyms import rows_of
from geo.settings import Settings

MEASURED = ("lgl", "gwn", "gold")
BINS = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)

Judged = tuple[float, bool]  #: score, whether it is right


def judged(train: Sequence[models.Read], test: Sequence[models.Read], gazetteer: Gazetteer) -> list[Judged]:
    """Score of each placed name of the test part, and whether its place is right."""
    weights = models.train(models.trainable(train), gazetteer)
    ranker = rank.Ranker.from_weights(weights[rank.MODEL])
    found: list[Judged] = []
    for read in test:
        names = models.names_of(read, weights[tagger.MODEL][tagger.GROUP])
        told = in_text(read.proposal.tokens, names)
        answers = resolve(told, rows_of(gazetteer), countries=read.proposal.peoples, ranker=ranker)
        spans = {(gold.start, gold.end): gold for gold in read.article.toponyms if gold.lat is not None}
        for name, answer in zip(names, answers, strict=True):
            gold = spans.get((name.start, name.end))
            if gold is not None and answer.place is not None:
                place = answer.place
                km = corpora.error_km(gold, place.lat, place.lon, place.geonameid)
                found.append((answer.score, km <= gold.tolerance_km))
    return found


def table(found: Sequence[Judged]) -> list[dict[str, float]]:
    """How often names of each class of score are right."""
    scores, right = np.array([one[0] for one in found]), np.array([one[1] for one in found], dtype=float)
    rows = []
    for low, high in zip(BINS, BINS[1:], strict=False):
        inside = (scores >= low) & ((scores < high) | (high == BINS[-1]))
        if inside.any():
            said, held = float(scores[inside].mean()), float(right[inside].mean())
            rows.append({"from": low, "to": high, "names": int(inside.sum())} | {"said": said, "right": held})
    return rows


def gap(found: Sequence[Judged]) -> float:
    """Expected calibration error: mean distance of what is said from what holds, by names."""
    rows = table(found)
    return sum(row["names"] * abs(row["said"] - row["right"]) for row in rows) / max(1, len(found))


def main() -> None:
    """Print one table a corpus; with ``--cards``, write them into the ranker's card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--cards", type=Path, help="folder of cards to write the tables into")
    arguments = parser.parse_args()
    gazetteer = Gazetteer.open(Settings.from_env())
    reads = {corpus: models.read_all(corpora.read(arguments.shared, corpus), gazetteer) for corpus in corpora.CORPORA}
    tables = {}
    for corpus in MEASURED:
        found = [one for train, test in splits(corpus, reads) for one in judged(train, test, gazetteer)]
        rounded = [{key: round(value, 3) for key, value in row.items()} for row in table(found)]
        tables[corpus] = {"expected_calibration_error": round(gap(found), 3), "bins": rounded}
        print(f"{corpus}: {len(found)} names, expected calibration error {gap(found):.3f}", flush=True)
        for row in rounded:
            print("  {from:4.2f}-{to:4.2f} {names:5d} names: said {said:.3f}, right {right:.3f}".format(**row))
    if arguments.cards:
        path = arguments.cards / f"{rank.MODEL}.json"
        card = json.loads(path.read_text(encoding="utf-8"))
        card["calibration"] = tables
        path.write_text(json.dumps(card, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
