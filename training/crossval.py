"""Measures the place-name models on articles that they were not trained on, with the scorers beside the corpora.

    python training/crossval.py [--shared ../shared] [--only lgl,gwn,humset,gold] [--cards data/models]

LGL and GeoWebNews: trained on all other corpora (leave one corpus out). HumSet and our own gold: five folds over
documents, with all other corpora in the training part. For each fold the models (that of roles too, where the corpus
has roles) are written to a folder of their own, ``GEO_MODELS`` points there, and ``python -m geo extract`` runs as a
user would run it. ``--cards`` also writes the figures into the models' cards.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import calibration
import place_corpora as corpora
import place_models as models

from geo.places import rank
from geo.places.gazetteer import Gazetteer
from geo.settings import Settings

LEFT_OUT = ("lgl", "gwn")
#: Corpora that also mark words of nationality, and those in which nearly every name has a point.
DEMONYMS, LINKED = ("lgl", "gwn"), ("lgl", "gwn")
Predictions = dict[str, dict[str, Any]]


def splits(corpus: str, reads: dict[str, list[models.Read]]) -> Iterator[tuple[list[models.Read], list[models.Read]]]:
    """Training and test part, once or five times."""
    others = [read for name, found in reads.items() if name != corpus for read in found]
    if corpus in LEFT_OUT:
        yield others, reads[corpus]
        return
    by_id = {read.article.id: read for read in reads[corpus]}
    for fold in corpora.folds([read.article for read in reads[corpus]]):
        tested = {article.id for article in fold}
        yield others + [read for read in reads[corpus] if read.article.id not in tested], [by_id[a.id] for a in fold]


def train_roles(test: Sequence[models.Read], shared: Path, folder: Path) -> None:
    """Train the model of roles without the test part; where that has no roles, take the one that ships."""
    if all(read.article.corpus != "gold" for read in test):
        shutil.copy(Settings.from_env().models_dir / "roles.tsv", folder)
        return
    script = Path(__file__).parent / "train_roles.py"
    ids = ",".join(read.article.id for read in test)
    command = [sys.executable, script, "--shared", shared, "--models", folder, "--without", ids]
    subprocess.run(command, check=True, env=os.environ | {"GEO_MODELS": str(folder)})


def predict(
    train: Sequence[models.Read], test: Sequence[models.Read], gazetteer: Gazetteer, shared: Path
) -> tuple[Predictions, float, list[calibration.Judged]]:
    """Train, and read the test part so: the predictions, the seconds of extracting, the scores judged."""
    import evaluate

    weights = models.train(models.trainable(train), gazetteer)

    with tempfile.TemporaryDirectory() as folder:
        models.write(weights, Path(folder))
        shutil.copy(Settings.from_env().models_dir / f"{rank.CURVE}.tsv", folder)
        train_roles(test, shared, Path(folder))
        before = os.environ.get("GEO_MODELS")
        os.environ["GEO_MODELS"] = folder
        try:
            found, seconds = evaluate.extract([read.article.record for read in test], cwd=corpora.ROOT)
        finally:
            os.environ.pop("GEO_MODELS")
            if before is not None:
                os.environ["GEO_MODELS"] = before
    return found, seconds, calibration.judged(weights, test, gazetteer)


def score(corpus: str, records: Sequence[dict[str, Any]], found: Predictions) -> dict[str, float]:
    """The figures of one corpus."""
    import evaluate

    if corpus == "gold":
        return _score_gold(records, found)
    result = evaluate.score_toponyms(records, found, corpus in DEMONYMS, linked_only=corpus in LINKED)
    figures = {"exact_f1": result["exact"][2], "overlap_f1": result["overlap"][2]}
    if corpus in LINKED:
        figures |= {"found_acc161": result["found"]["acc161"], "all_acc161": result["all"]["acc161"]}
        figures["e2e_f1_161"] = result["e2e"][2]
    return figures


def _score_gold(records: Sequence[dict[str, Any]], found: Predictions) -> dict[str, float]:
    import score_gold

    total: Counter[str] = Counter()
    incidents: Counter[str] = Counter()
    for record in records:
        names, events, _, _ = score_gold.score(record, found[str(record["id"])], record["text"])
        total.update(names)
        incidents.update(events)
    return {
        "exact_f1": score_gold.f1(total["tp"], total["p"], total["g"])[2],
        "role_accuracy": total["role"] / total["tp"],
        "within_tolerance": total["geo"] / total["geo_n"],
        "false_pins": total["pins"] / max(1, total["loc"]),
        "incident_f1": score_gold.f1(incidents["tp"], incidents["p"], incidents["g"])[2],
        "usable_f1": score_gold.f1(incidents["usable"], incidents["p"], incidents["g"])[2],
    }


def measure(
    corpus: str, reads: dict[str, list[models.Read]], gazetteer: Gazetteer, shared: Path
) -> tuple[dict[str, float], list[calibration.Judged]]:
    """Figures of a corpus, every article read by models that had not seen it, and the scores judged."""
    found: Predictions = {}
    judged: list[calibration.Judged] = []
    seconds = 0.0
    for train, test in splits(corpus, reads):
        part, took, scores = predict(train, test, gazetteer, shared)
        found |= part
        judged += scores
        seconds += took
    figures = score(corpus, [read.article.record for read in reads[corpus]], found)
    figures = {name: round(value, 3) for name, value in figures.items()}
    return figures | {"articles_per_s": round(len(found) / seconds)}, judged


def write_cards(folder: Path, scores: dict[str, dict[str, float]]) -> None:
    """Put the figures into the cards."""
    for path in sorted(folder.glob("*.json")):
        card = json.loads(path.read_text(encoding="utf-8"))
        if card.get("made_by", "").endswith(("place_models.py", "train_roles.py")):
            card["scores"] = card.get("scores", {}) | scores
            path.write_text(json.dumps(card, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def main() -> None:
    """Print one line a corpus."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--only", default=",".join((*LEFT_OUT, "humset", "gold")))
    parser.add_argument("--cards", type=Path, help="folder of cards to write the figures into")
    arguments = parser.parse_args()
    sys.path.insert(0, str(arguments.shared.resolve() / "tools"))
    gazetteer = Gazetteer.open(Settings.from_env())
    reads = {corpus: models.read_all(corpora.read(arguments.shared, corpus), gazetteer) for corpus in corpora.CORPORA}
    scores = {}
    judged = {}
    for corpus in arguments.only.split(","):
        figures, found = measure(corpus, reads, gazetteer, arguments.shared)
        if corpus in calibration.MEASURED:
            judged[corpus] = found
        how = "left out of training" if corpus in LEFT_OUT else f"{corpora.FOLDS}-fold"
        scores[f"{corpus}, {how}"] = figures
        print(f"{corpus:7s} {how:22s}", "  ".join(f"{name} {value:g}" for name, value in figures.items()), flush=True)
    if arguments.cards:
        write_cards(arguments.cards, scores)
        if len(judged) == len(calibration.MEASURED):
            calibration.write(judged, arguments.cards)


if __name__ == "__main__":
    main()
