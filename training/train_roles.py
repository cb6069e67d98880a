"""Train the role model: which literal place names are locations, which containers, which background.

    python training/train_roles.py GOLD_DIR [--models DIR] [--crossval]

Softmax regression with an L2 penalty by full-batch gradient steps: no randomness, no dependency but NumPy. Without
``--crossval`` it writes ``roles.tsv`` and its card ``roles.json`` into the folder of models.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from geo.model import Article
from geo.places.gazetteer import Gazetteer
from geo.reading.events import gather
from geo.reading.read import look_over
from geo.reading.role_features import features, survey
from geo.reading.roles import choose
from geo.settings import Settings

ROLES = ("location", "container", "background")
#: Features seen in fewer articles are left out; the penalty was chosen by cross-validation; the steps suffice.
MIN_ARTICLES, PENALTY, STEPS = 3, 10.0, 300
FOLDS = 5

Sample = tuple[str, list[str], str]  # article, features, role


def collect(folder: Path, gazetteer: Gazetteer) -> list[Sample]:
    """Features and gold role of every literal name that is found in the gold articles of a folder."""
    samples: list[Sample] = []
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        article = Article(
            id=path.stem, text=gold["text"], title=gold.get("title"), published=date.fromisoformat(gold["published"])
        )
        roles = {(t["start"], t["end"]): t["role"] for t in gold["toponyms"]}
        found = gather(look_over(article, gazetteer), gazetteer)
        around = survey(found.document, found.drafts, found.views, found.refused)
        for name in found.document.names:
            role = roles.get((name.start, name.end))
            if name.sense == "literal" and role in ROLES:
                samples.append((path.stem, features(name, around), role))
    return samples


def train(samples: list[Sample]) -> dict[str, dict[str, float]]:
    """Weights by role and feature."""
    counts = Counter(f for f, _ in {(f, a) for a, fs, _ in samples for f in fs})
    known = {f: n for n, f in enumerate(sorted(f for f, c in counts.items() if c >= MIN_ARTICLES))}
    x = np.zeros((len(samples), len(known)))
    y = np.zeros((len(samples), len(ROLES)))
    for row, (_, names, role) in enumerate(samples):
        x[row, [known[f] for f in names if f in known]] = 1.0
        y[row, ROLES.index(role)] = 1.0
    # Nesterov's steps of the length that the largest eigenvalue allows (power iteration).
    v = np.ones(len(known))
    for _ in range(30):
        v = x.T @ (x @ v)
        v /= np.linalg.norm(v)
    length = 1.0 / (0.5 * float(v @ (x.T @ (x @ v))) + PENALTY)
    weights, ahead, momentum = np.zeros((len(known), len(ROLES))), np.zeros((len(known), len(ROLES))), 1.0
    for _ in range(STEPS):
        logits = x @ ahead
        p = np.exp(logits - logits.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        taken = ahead - length * (x.T @ (p - y) + PENALTY * ahead)
        following = (1 + np.sqrt(1 + 4 * momentum**2)) / 2
        ahead = taken + (momentum - 1) / following * (taken - weights)
        weights, momentum = taken, following
    return {role: {f: float(weights[n, k]) for f, n in known.items()} for k, role in enumerate(ROLES)}


def fold_of(article: str) -> int:
    """The fold of an article: the same on every machine."""
    return int(hashlib.sha256(article.encode()).hexdigest(), 16) % FOLDS


def crossval(samples: list[Sample]) -> dict[str, float]:
    """Accuracy and share of wrong locations, every article judged by a model that never saw it."""
    right = pins = wrong = 0
    for fold in range(FOLDS):
        weights = train([s for s in samples if fold_of(s[0]) != fold])
        for article, names, role in samples:
            if fold_of(article) == fold:
                guess, _ = choose(weights, names)
                right += guess == role
                pins += guess == "location"
                wrong += guess == "location" != role
    return {"accuracy": round(right / len(samples), 4), "false_locations": round(wrong / max(pins, 1), 4)}


def write(weights: dict[str, dict[str, float]], folder: Path, card: dict[str, object]) -> None:
    """Write the table of weights and its card."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = sorted((f, r, w) for r, table in weights.items() for f, w in table.items() if abs(w) >= 0.01)
    (folder / "roles.tsv").write_text("".join(f"{r}\t{f}\t{w:.3f}\n" for f, r, w in rows), encoding="utf-8")
    (folder / "roles.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--models", type=Path, default=Path(__file__).resolve().parent.parent / "data" / "models")
    parser.add_argument("--crossval", action="store_true")
    options = parser.parse_args()
    samples = collect(options.gold, Gazetteer.open(Settings.from_env()))
    figures = crossval(samples)
    print(len(samples), figures)
    if not options.crossval:
        card = {
            "model": "roles",
            "says": "location, container or background, for literal place names",
            "trained_on": f"{len(samples)} names of {len({a for a, _, _ in samples})} development articles",
            "features": "geo/reading/role_features.py",
            "penalty": PENALTY,
            "steps": STEPS,
            "crossval_5_fold": figures,
        }
        write(train(samples), options.models, card)


if __name__ == "__main__":
    main()
