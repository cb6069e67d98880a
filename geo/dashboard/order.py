"""In which order the table of incidents stands: by any column, either way, the newest first among equals.

Only the rows of one page are put in order: of a million incidents, finding where a page begins takes a pass or two,
where sorting them all would take ten times as long.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.dashboard.speech import label

Keys = npt.NDArray[np.int32]
Rows = npt.NDArray[np.int64]
#: Columns whose codes stand in the order of what they are called, and the kind of code.
NAMED = {"type": "type", "kind": "sub_type"}
#: Columns that are asked of the store when somebody first sorts by them.
FIGURES: Mapping[str, tuple[str, ...]] = {
    "killed": ("fatalities_best", "fatalities_low", "fatalities_high"),
    "sources": ("n_sources",),
}
#: Every column that the table can stand in the order of, and whether its first turn is downwards.
DOWNWARDS: Mapping[str, bool] = {
    "day": True,
    "type": False,
    "kind": False,
    "status": False,
    "place": False,
    "killed": True,
    "confidence": True,
    "sources": True,
}
_MISSING = -1
#: Letters of Ukrainian that stand elsewhere in its alphabet than in the order of characters.
_LETTERS = str.maketrans(
    {"ґ": "г\uffff", "є": "е\uffff", "і": "и\uffff", "ї": "и\uffff\uffff", "й": "и\uffff\uffff\uffff"}
)


@dataclass(frozen=True, slots=True)
class By:
    """What the table is sorted by, and which way."""

    column: str = "day"
    down: bool = True

    @classmethod
    def read(cls, text: str) -> By:
        """Out of an address: "place", or "-killed" for downwards; anything else is the newest first."""
        column = text.removeprefix("-")
        return cls(column, text.startswith("-")) if column in DOWNWARDS else cls()

    def __str__(self) -> str:
        return f"-{self.column}" if self.down else self.column

    def turned(self, column: str) -> By:
        """After `column` was chosen: the other way round where it was already the one."""
        return By(column, not self.down if column == self.column else DOWNWARDS[column])


@dataclass(slots=True)
class Order:
    """What incidents are put in order by, one value each; -1 where there is none.

    Attributes
    ----------
    days
        The last day since 1970 on which each counts.
    undated
        Which have none.
    codes
        Of types, kinds and statuses, by column.
    sure
        Confidence in thousandths.
    places
        The place of each as a number into `names`.
    names
        What the places are called.
    orders
        The codes that the numbers in `codes` stand for.
    figures
        Gives columns of the store for all incidents, by their names; asked once for each sort that needs them.
    """

    days: Keys
    undated: npt.NDArray[np.bool_]
    codes: Mapping[str, npt.NDArray[np.int8]]
    sure: npt.NDArray[np.int16]
    places: Keys
    names: Iterable[str]
    orders: Mapping[str, Sequence[str]]
    figures: Callable[[Sequence[str]], pd.DataFrame]
    _kept: dict[str, Keys] = field(default_factory=dict)

    def page(self, incidents: Rows, by: By, start: int, n: int) -> Rows:
        """Which of the `incidents` (their numbers, ascending) stand from `start` on, `n` at most, in their order."""
        stop = min(start + n, len(incidents))
        if start >= stop:
            return incidents[:0]
        places = self._places(incidents, by)
        shown = np.argpartition(places, sorted({start, stop - 1}))[start:stop]
        return incidents[shown[np.argsort(places[shown])]]

    def rank(self, incidents: Rows, by: By, incident: int) -> int | None:
        """Where an incident stands among these; None where it is not one of them."""
        at = int(np.searchsorted(incidents, incident))
        if at == len(incidents) or incidents[at] != incident:
            return None
        places = self._places(incidents, by)
        return int((places < places[at]).sum())

    def _places(self, incidents: Rows, by: By) -> npt.NDArray[np.int64]:
        """A number for each, no two alike, that grows as the table goes down."""
        days = self.days[incidents]
        dated = np.where(self.undated[incidents], _MISSING, days - days.min(initial=0))
        keys = [_turned(dated, down=by.down or by.column != "day")]
        if by.column != "day":
            keys.insert(0, _turned(self._values(by.column)[incidents], down=by.down))
        return _together([*keys, np.arange(len(incidents), dtype="i8")])

    def _values(self, column: str) -> Keys:
        if column == "confidence":
            return self.sure.astype("i4")
        if column in NAMED:  # what codes are called, and so their order, is another in each language
            codes = self.orders[column]
            return _ranks([label(NAMED[column], code) for code in codes])[self.codes[column]]
        if column == "status":  # from what occurred to what was taken back
            return self.codes[column].astype("i4")
        if column not in self._kept:
            self._kept |= {"place": _ranks(self.names)[self.places]} if column == "place" else self._figures()
        return self._kept[column]

    def _figures(self) -> dict[str, Keys]:
        """All that the store is asked for, at once."""
        told, made = self.figures([name for names in FIGURES.values() for name in names]), {}
        for column, names in FIGURES.items():
            whole = told[list(names)].bfill(axis=1).iloc[:, 0]
            made[column] = whole.fillna(_MISSING).clip(_MISSING, np.iinfo("i4").max).to_numpy("i4")
        return made


def _ranks(called: Iterable[str]) -> Keys:
    """Where each name stands in the alphabet, and at the end -1: for what has none."""
    names = list(called)
    order = sorted(range(len(names)), key=lambda k: spelling(names[k]))
    ranks = np.full(len(names) + 1, _MISSING, dtype="i4")
    ranks[order] = np.arange(len(names), dtype="i4")
    return ranks


def spelling(name: str) -> str:
    """What a name is put in order by: accents and capitals make no difference."""
    apart = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def _turned(values: Keys, *, down: bool) -> npt.NDArray[np.int64]:
    """Growing from 0 the way that is asked, what is missing at the end either way."""
    most = int(values.max(initial=0))
    known = values >= 0
    return np.where(known, most - values if down else values, most + 1).astype("i8")


def _together(keys: Sequence[npt.NDArray[np.int64]]) -> npt.NDArray[np.int64]:
    """One number for several, the first of them weighing most; what does not fit is left out from the middle."""
    bits = [int(key.max(initial=0)).bit_length() for key in keys]
    if sum(bits) > 63:
        keys, bits = [keys[0], keys[-1]], [bits[0], bits[-1]]
    made = keys[0]
    for key, width in zip(keys[1:], bits[1:], strict=True):
        made = (made << width) | key
    return made
