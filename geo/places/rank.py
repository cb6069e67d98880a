"""Weighs the rows of all names of an article together: a linear model for each row and for "none of them".

Trained by ``training/place_models.py``. Names are first weighed alone; then twice more beside each other, each time
with the shares of the time before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from geo.places import weights
from geo.places.rank_context import CONTEXT, NONE_CONTEXT, Context
from geo.places.rank_features import ALONE, NONE_ALONE, Case, Numbers, Table, flatten

MODEL = "ranker"
#: The curve from scores to how often they are right; made by ``training/crossval.py``.
CURVE, CURVE_GROUP = "calibration", "score"
#: A score is never surer than this.
LEAST_SURE = 1e-4
#: How often the names are weighed beside each other.
ROUNDS = 2


@dataclass(frozen=True, slots=True)
class Ranker:
    """Weights of the columns: of rows and of "none", alone and in context."""

    alone: Numbers
    none_alone: Numbers
    full: Numbers
    none_full: Numbers
    curve: tuple[float, float] = (0.0, 1.0)  #: intercept and slope that make scores honest; (0, 1) leaves them

    @classmethod
    def from_weights(cls, table: weights.Weights, curve: tuple[float, float] = (0.0, 1.0)) -> Ranker:
        """From groups of named weights; a column without a weight weighs nothing."""

        def column(group: str, names: Sequence[str]) -> Numbers:
            found = table.get(group, {})
            return np.array([found.get(name, 0.0) for name in names])

        return cls(
            column("alone", ALONE),
            column("alone", NONE_ALONE),
            column("context", ALONE + CONTEXT),
            column("context", NONE_ALONE + NONE_CONTEXT),
            curve,
        )


@lru_cache(maxsize=1)
def trained() -> Ranker:
    """The ranker in the folder of models."""
    curve = weights.load(CURVE)[CURVE_GROUP]
    return Ranker.from_weights(weights.load(MODEL), (curve["intercept"], curve["slope"]))


def weigh(ranker: Ranker, cases: Sequence[Case], peoples: Mapping[str, float]) -> tuple[Table, Numbers, Numbers]:
    """How likely each row is.

    Parameters
    ----------
    ranker
        The weights.
    cases
        The names of one article.
    peoples
        ISO 3166-1 alpha-2 code -> mentions of words of nationality.

    Returns
    -------
    tuple
        The rows; a share (0..1) for each; for each case the share of "none of them".
    """
    table = flatten(cases)
    shares, none = shares_of(table, table.alone @ ranker.alone, table.none_alone @ ranker.none_alone)
    if not table.rows:
        return table, shares, none
    context = Context(table, peoples)
    for _ in range(ROUNDS):
        columns, none_columns = context.columns(shares)
        scores = np.hstack([table.alone, columns]) @ ranker.full
        none_scores = np.hstack([table.none_alone, none_columns]) @ ranker.none_full
        shares, none = shares_of(table, scores, none_scores)
    return table, shares, none


def shares_of(table: Table, scores: Numbers, none: Numbers) -> tuple[Numbers, Numbers]:
    """Softmax over the rows of each case and "none"."""
    left = np.ones(len(table.cases))
    filled = table.filled
    if not len(filled):
        return np.zeros(0), left
    first = table.first
    top = np.maximum(none[filled], np.maximum.reduceat(scores, first))
    counts = np.append(first[1:], len(scores)) - first
    parts, rest = np.exp(scores - np.repeat(top, counts)), np.exp(none[filled] - top)
    total = np.add.reduceat(parts, first) + rest
    left[filled] = rest / total
    return parts / np.repeat(total, counts), left
