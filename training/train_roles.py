"""Train the role model: which literal place names are locations, which containers, which background.

    python training/train_roles.py [--shared ../shared] [--models DIR] [--without ID,ID] [--more FOLDER]

``--more`` adds annotated articles of your own, such as `python -m geo corrections gold FOLDER` writes; each counts as
`--weight` articles, for there are few of them. A folder of models that is not there yet begins as a copy of those that
ship; read with it by GEO_MODELS=DIR.

Articles are read with the place models in the folder of models (``GEO_MODELS``); train those first. Softmax
regression with an L2 penalty by full-batch gradient steps: no randomness, no dependency but NumPy. It writes
``roles.tsv`` and its card ``roles.json`` into the folder of models.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import place_corpora as corpora

from geo.model import Article
from geo.places.gazetteer import Gazetteer
from geo.places.weights import seal
from geo.reading.events import gather
from geo.reading.read import look_over
from geo.reading.role_features import features
from geo.reading.role_surroundings import survey
from geo.settings import DATA, Settings

ROLES = ("location", "container", "background")
#: Features seen in fewer articles are left out; the penalty was chosen by cross-validation; the steps suffice.
MIN_ARTICLES, PENALTY, STEPS = 3, 10.0, 300
#: Corpora whose names have roles.
CORPORA = ("gold", "samples")

Sample = tuple[str, list[str], str]  # article, features, role


def collect(articles: Iterable[corpora.Annotated], gazetteer: Gazetteer) -> list[Sample]:
    """Features and gold role of every literal name that is found in annotated articles."""
    samples: list[Sample] = []
    for annotated in articles:
        record = annotated.record
        published = date.fromisoformat(record["published"])
        article = Article(id=annotated.id, text=annotated.text, title=record.get("title"), published=published)
        roles = {(gold.start, gold.end): gold.role for gold in annotated.toponyms}
        found = gather(look_over(article, gazetteer), gazetteer)
        around = survey(found.document, found.drafts, found.views, found.refused)
        for name in found.document.names:
            role = roles.get((name.start, name.end))
            if name.sense == "literal" and role in ROLES:
                samples.append((annotated.id, features(name, around), role))
    return samples


def train(
    samples: list[Sample], start: Mapping[str, Mapping[str, float]] | None = None, pull: float = 1.0
) -> dict[str, dict[str, float]]:
    """Weights by role and feature; those of `start`, where given, are held `pull` times as strongly as zero else is."""
    counts = Counter(f for f, _ in {(f, a) for a, fs, _ in samples for f in fs})
    often = {f for f, c in counts.items() if c >= MIN_ARTICLES}
    known = {f: n for n, f in enumerate(sorted(often.union(*(start or {}).values())))}
    mean = np.array([[(start or {}).get(role, {}).get(f, 0.0) for role in ROLES] for f in known])
    penalty = PENALTY * pull
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
    length = 1.0 / (0.5 * float(v @ (x.T @ (x @ v))) + penalty)
    weights, ahead, momentum = mean.copy(), mean.copy(), 1.0
    for _ in range(STEPS):
        logits = x @ ahead
        p = np.exp(logits - logits.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        taken = ahead - length * (x.T @ (p - y) + penalty * (ahead - mean))
        following = (1 + np.sqrt(1 + 4 * momentum**2)) / 2
        ahead = taken + (momentum - 1) / following * (taken - weights)
        weights, momentum = taken, following
    return {role: {f: float(weights[n, k]) for f, n in known.items()} for k, role in enumerate(ROLES)}


def write(weights: dict[str, dict[str, float]], folder: Path, card: dict[str, object]) -> None:
    """Write the table of weights and its card."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = sorted((f, r, w) for r, table in weights.items() for f, w in table.items() if abs(w) >= 0.01)
    (folder / "roles.tsv").write_text("".join(f"{r}\t{f}\t{w:.3f}\n" for f, r, w in rows), encoding="utf-8")
    (folder / "roles.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
    seal(folder / "roles.tsv")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--models", type=Path, default=Settings.from_env().models_dir)
    parser.add_argument("--without", default="", help="ids of articles that are kept for testing")
    parser.add_argument("--more", type=Path, help="a folder of annotated articles of your own")
    parser.add_argument("--weight", type=int, default=3, help="how many articles each of your own counts for")
    options = parser.parse_args()
    if not options.models.exists():
        shutil.copytree(DATA / "models", options.models)
    kept = corpora.NEVER_TRAINED | set(options.without.split(","))
    articles = {name: [a for a in corpora.read(options.shared, name) if a.id not in kept] for name in CORPORA}
    gazetteer = Gazetteer.open(Settings.from_env())
    samples = collect((a for found in articles.values() for a in found), gazetteer)
    if options.more:
        own = collect(corpora.read_folder(options.more, "corrections"), gazetteer)
        samples += [(f"{name} {n}", features, role) for name, features, role in own for n in range(options.weight)]
        print(f"{len(own)} names of {options.more} are learned from, {options.weight} times each")
    path = options.models / "roles.json"
    old = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    card = {
        "model": "roles",
        "made_by": "python training/train_roles.py",
        "date": datetime.now(tz=UTC).date().isoformat(),
        "says": "location, container or background, for literal place names",
        "data": {n: {"articles": len(found), "licence": corpora.CORPORA[n]} for n, found in articles.items()},
        "names": len(samples),
        "features": "geo/reading/role_features.py",
        "penalty": PENALTY,
        "steps": STEPS,
        "scores": old.get("scores", {}),
    }
    write(train(samples), options.models, card)


if __name__ == "__main__":
    main()
