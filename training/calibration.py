"""Whether the resolver's score says how often it is right, and the curve that makes it so.

Used by ``crossval.py``, which has the scores of names in articles that the models had not seen. A name counts that is
found where the corpus has one with a point; it is right within the corpus's 161 km, or the gold's own tolerance. The
curve is p = 1 / (1 + exp(-(a + b logit(score)))) with b > 0 (J. Platt, Advances in Large Margin Classifiers, 2000):
it changes no choice and no order. It is used only if a curve fitted on the other corpora is nearer to the truth than
the plain score; otherwise the plain score stands.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import place_corpora as corpora
import place_models as models
from scipy.optimize import minimize

from geo.places import rank
from geo.places.gazetteer import Gazetteer
from geo.places.resolve import calibrated, resolve
from geo.reading import tagger
from geo.reading.toponym_surroundings import in_text
from geo.reading.toponyms import rows_of

#: Corpora in which nearly every name has a point.
MEASURED = ("lgl", "gwn", "gold")
BINS = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)
_PENALTY = 1e-3
PLAIN = (0.0, 1.0)

Judged = tuple[float, bool]  #: score, whether it is right
Weights = Mapping[str, Mapping[str, Mapping[str, float]]]


def judged(weights: Weights, test: Sequence[models.Read], gazetteer: Gazetteer) -> list[Judged]:
    """Uncalibrated score of each placed name of the test part, and whether its place is right."""
    ranker = rank.Ranker.from_weights(weights[rank.MODEL])  # type: ignore[arg-type]
    found: list[Judged] = []
    for read in test:
        names = models.names_of(read, weights[tagger.MODEL][tagger.GROUP])
        told = in_text(read.proposal.tokens, names)
        answers = resolve(told, rows_of(gazetteer), countries=read.proposal.peoples, ranker=ranker)
        spans = {(gold.start, gold.end): gold for gold in read.article.toponyms if gold.lat is not None}
        for name, answer in zip(names, answers, strict=True):
            gold, place = spans.get((name.start, name.end)), answer.place
            if gold is not None and place is not None:
                km = corpora.error_km(gold, place.lat, place.lon, place.geonameid)
                found.append((answer.score, km <= gold.tolerance_km))
    return found


def fit(groups: Sequence[Sequence[Judged]]) -> tuple[float, float]:
    """Intercept and slope of the curve; every corpus weighs the same."""
    scores = np.array([score for group in groups for score, _ in group])
    right = np.array([float(right) for group in groups for _, right in group])
    weight = np.array([1.0 / len(group) for group in groups for _ in group])
    scores = np.clip(scores, rank.LEAST_SURE, 1 - rank.LEAST_SURE)
    logits = np.log(scores / (1 - scores))

    def loss(w: np.ndarray) -> float:
        z = w[0] + w[1] * logits
        return float((weight * (np.logaddexp(0.0, z) - right * z)).sum() + _PENALTY * (w[0] ** 2 + (w[1] - 1) ** 2))

    found = minimize(loss, np.array([0.0, 1.0]), bounds=((-3.0, 3.0), (0.05, 3.0)), method="L-BFGS-B").x
    return float(found[0]), float(found[1])


def mapped(found: Sequence[Judged], curve: tuple[float, float]) -> list[Judged]:
    """The same names with calibrated scores."""
    return [(calibrated(score, curve), right) for score, right in found]


def table(found: Sequence[Judged]) -> list[dict[str, float]]:
    """How often names of each class of score are right."""
    scores, right = np.array([one[0] for one in found]), np.array([float(one[1]) for one in found])
    rows = []
    for low, high in pairwise(BINS):
        inside = (scores >= low) & (scores < high)
        if inside.any():
            said, held = float(scores[inside].mean()), float(right[inside].mean())
            row = {"from": low, "names": int(inside.sum()), "said": said, "right": held}
            rows.append({key: round(value, 3) for key, value in row.items()})
    return rows


def gap(found: Sequence[Judged]) -> float:
    """Expected calibration error: mean distance of what is said from what holds, by names."""
    total = sum(row["names"] * abs(row["said"] - row["right"]) for row in table(found))
    return round(total / max(1, len(found)), 3)


def report(found: Mapping[str, Sequence[Judged]]) -> dict[str, object]:
    """Each corpus before and after, by the curve of the other corpora."""
    parts: dict[str, object] = {}
    for corpus, names in found.items():
        curve = fit([group for other, group in found.items() if other != corpus])
        after = mapped(names, curve)
        parts[corpus] = {
            "names": len(names),
            "right": round(sum(right for _, right in names) / max(1, len(names)), 3),
            "expected_calibration_error": {"before": gap(names), "after": gap(after)},
            "before": table(names),
            "after": table(after),
        }
    return parts


def chosen(found: Mapping[str, Sequence[Judged]]) -> tuple[float, float]:
    """The curve of all corpora, or the one that changes nothing where curves do not carry from corpus to corpus."""
    others = {corpus: [group for other, group in found.items() if other != corpus] for corpus in found}
    before = sum(gap(names) for names in found.values())
    after = sum(gap(mapped(names, fit(others[corpus]))) for corpus, names in found.items())
    return fit(list(found.values())) if after < before else PLAIN


def write(found: Mapping[str, Sequence[Judged]], folder: Path) -> None:
    """The chosen curve, with its card."""
    a, b = chosen(found)
    text = f"{rank.CURVE_GROUP}\tintercept\t{a:.4f}\n{rank.CURVE_GROUP}\tslope\t{b:.4f}\n"
    (folder / f"{rank.CURVE}.tsv").write_text(text, encoding="utf-8")
    card = {
        "model": rank.CURVE,
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "says": "how often the ranker's choice is right, from its score",
        "made_by": "python training/crossval.py --cards data/models",
        "data": {corpus: {"names": len(names)} for corpus, names in found.items()},
        "how": "names in articles that the models had not seen; 'after' is by the curve of the other corpora",
        "reliability": report(found),
    }
    (folder / f"{rank.CURVE}.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
