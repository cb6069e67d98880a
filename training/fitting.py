"""Linear models fitted by L-BFGS: which of several classes, and which row of a group or none of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence

import numpy as np
from scipy import sparse
from scipy.optimize import minimize

_ITERATIONS = 300


def fit_classes(
    rows: Sequence[Iterable[str]],
    labels: Sequence[str],
    classes: Sequence[str],
    *,
    penalty: float,
    least: int,
    prior: Mapping[tuple[str, str], float] | None = None,
) -> dict[str, dict[str, float]]:
    """Multinomial logistic regression over named features; of two classes, the first is the reference.

    Parameters
    ----------
    rows
        Names of the features that hold.
    labels
        The class of each row.
    classes
        All classes.
    penalty
        Weight of the squared norm.
    least
        Rows in which a feature has to hold to get a weight.
    prior
        (class, feature) -> the weight that is right where the rows do not tell; 0 where left out.

    Returns
    -------
    dict
        Class -> feature -> weight.
    """
    sets = [sorted(set(row)) for row in rows]
    names = sorted({*_names(sets, least), *(feature for _, feature in prior or {})})
    x = _matrix(sets, names)
    reference = len(classes) == 2
    used = classes[1:] if reference else classes
    y = np.array([[label == name for name in classes] for label in labels], dtype=np.float64)
    offset = 1 if reference else 0
    mean = np.array([[(prior or {}).get((label, name), 0.0) for label in used] for name in names])

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        w = flat.reshape(len(names), len(used))
        scores = np.zeros((x.shape[0], len(classes)))
        scores[:, offset:] = x @ w
        scores -= scores.max(axis=1, keepdims=True)
        logs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        gradient = x.T @ (np.exp(logs) - y)[:, offset:] + 2 * penalty * (w - mean)
        return float(-(y * logs).sum() + penalty * ((w - mean) ** 2).sum()), gradient.ravel()

    found = minimize(loss, mean.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": _ITERATIONS})
    w = found.x.reshape(len(names), len(used))
    return {name: dict(zip(names, w[:, at].tolist(), strict=True)) for at, name in enumerate(used)}


def _names(sets: Sequence[Sequence[str]], least: int) -> list[str]:
    counts: Counter[str] = Counter()
    for found in sets:
        counts.update(found)
    return sorted(name for name, count in counts.items() if count >= least)


def _matrix(sets: Sequence[Sequence[str]], names: Sequence[Hashable]) -> sparse.csr_matrix:
    at = {name: number for number, name in enumerate(names)}
    indices: list[int] = []
    starts = [0]
    for found in sets:
        indices.extend(at[name] for name in found if name in at)
        starts.append(len(indices))
    return sparse.csr_matrix((np.ones(len(indices)), indices, starts), shape=(len(sets), len(names)))


class Choice:
    """Groups of rows of which one, several or none is right: a conditional logit with a row of its own for "none"."""

    def __init__(
        self, starts: Sequence[int], groups: Sequence[int], right: Sequence[Sequence[int]], weights: Sequence[float]
    ) -> None:
        """Keep what does not change between fits.

        Parameters
        ----------
        starts
            First row of each group, and the number of rows at the end.
        groups, right, weights
            For each label its group, the rows that are right (empty: none is), and its weight.
        """
        self.count = len(starts) - 1
        self.owner = np.repeat(np.arange(self.count), np.diff(starts))
        self.groups = np.asarray(groups)
        self.weights = np.asarray(weights, dtype=np.float64)
        self.rows = np.array([row for found in right for row in found], dtype=np.intp)
        self.label = np.repeat(np.arange(len(right)), [len(found) for found in right])
        self.none = np.array([not found for found in right], dtype=np.float64)
        self.mass = np.bincount(self.groups, self.weights, self.count)

    def fit(
        self, x: np.ndarray, none: np.ndarray, *, penalty: float, prior: np.ndarray, start: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Weights of the columns of rows and of "none".

        Parameters
        ----------
        x, none
            A line for each row; a line for each group.
        penalty
            Weight of the squared distance from the prior.
        prior
            The weights that are right where the labels do not tell.
        start
            Weights to start from.
        """
        width = x.shape[1]
        begin = prior if start is None else start

        def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
            scores, rest = x @ w[:width], none @ w[width:]
            top = rest.copy()
            np.maximum.at(top, self.owner, scores)
            odds, left = np.exp(scores - top[self.owner]), np.exp(rest - top)
            total = left + np.bincount(self.owner, odds, self.count)
            share, left = odds / total[self.owner], left / total
            chance = np.bincount(self.label, share[self.rows], len(self.none)) + self.none * left[self.groups]
            chance = np.maximum(chance, 1e-12)
            pull = self.weights / chance
            rows = self.mass[self.owner] * share
            np.subtract.at(rows, self.rows, pull[self.label] * share[self.rows])
            nothing = self.mass * left
            np.subtract.at(nothing, self.groups, pull * self.none * left[self.groups])
            value = float(-(self.weights * np.log(chance)).sum() + penalty * ((w - prior) ** 2).sum())
            return value, np.concatenate([x.T @ rows, none.T @ nothing]) + 2 * penalty * (w - prior)

        found = minimize(loss, begin, jac=True, method="L-BFGS-B", options={"maxiter": _ITERATIONS}).x
        return found[:width], found[width:]
