"""Columns in which the store joins several names: which there are, and which rows hold one of some."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.export.narrow import names_in

Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]


class Joined:
    """A column of joined names.

    Parameters
    ----------
    column
        Text, or categories of it.
    names_of
        The names in one of its texts.
    """

    def __init__(self, column: pd.Series[str], names_of: Callable[[str], frozenset[str]] = names_in) -> None:
        if isinstance(column.dtype, pd.CategoricalDtype):
            codes, lists = column.cat.codes.to_numpy(), column.cat.categories
            self._code: npt.NDArray[np.int32] = np.where(codes < 0, len(lists), codes).astype("i4")
        else:
            codes, lists = pd.factorize(column.fillna(""))
            self._code = codes.astype("i4")
        sets = [names_of(str(joined)) for joined in lists] + [names_of("")]
        self._sets = sets
        self.names = sorted(set().union(*sets), key=str.casefold)
        number = {name: k for k, name in enumerate(self.names)}
        self._name_of = np.array([number[name] for names in sets for name in names], dtype="i8")
        self._list_of = np.repeat(np.arange(len(sets)), [len(names) for names in sets])

    def holding(self, wanted: frozenset[str]) -> Mask:
        """Which rows hold one of the wanted names."""
        holding: Mask = np.array([bool(wanted & names) for names in self._sets], dtype=bool)
        return holding[self._code]

    def counts(self, rows: Rows) -> dict[str, int]:
        """How many of the `rows` hold each name."""
        lists = np.bincount(self._code[rows], minlength=len(self._sets))
        found = np.bincount(self._name_of, weights=lists[self._list_of], minlength=len(self.names))
        return dict(zip(self.names, found.astype("i8").tolist(), strict=True))

    def sorted_out(self, number_of: Callable[[frozenset[str]], int]) -> npt.NDArray[np.uint8]:
        """For each row a number that its names give."""
        return np.array([number_of(names) for names in self._sets], dtype="u1")[self._code]
