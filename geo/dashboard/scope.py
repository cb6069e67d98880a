"""What a person asked to see: window and filters, as masks over the store's columns, counts and an address.

Pure functions of a frame; the widgets are in ``filters``.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.export.narrow import CONFIDENCES, Narrow, names_in
from geo.export.words import confidence
from geo.model import DRAWN_STATUSES, PRECISIONS, STATUSES, TYPES, Selection
from geo.store.select import days_of, in_window

Mask = npt.NDArray[np.bool_]
SUB_TYPES = tuple(code for codes in TYPES.values() for code in codes)
#: Stands for "no type at all" in a ``Selection``, where an empty set means all.
NOTHING = frozenset({"nothing"})
#: Share of days that the opening window leaves out at each end, and how many days are too few to leave any out.
_TAIL, _FEW_DAYS = 0.025, 40
FACETS = {"type": tuple(TYPES), "status": tuple(STATUSES), "place_precision": tuple(PRECISIONS)}


@dataclass(frozen=True, slots=True)
class Scope:
    """Window and filters. Empty ``types`` or ``statuses`` mean none; anything else that is empty means all."""

    first: date | None = None
    last: date | None = None
    types: frozenset[str] = frozenset(TYPES)
    statuses: frozenset[str] = DRAWN_STATUSES
    precisions: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    sub_types: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()
    confidences: frozenset[str] = frozenset()  #: words: high, medium, low
    text: str = ""
    background: bool = False

    def selection(self) -> Selection:
        """Window, types, statuses and background; ``narrow`` holds the rest."""
        return Selection(
            first=self.first,
            last=self.last,
            types=frozenset() if self.types == frozenset(TYPES) else self.types or NOTHING,
            statuses=self.statuses or NOTHING,
            background=self.background,
        )

    def narrow(self) -> Narrow:
        """The filters that a ``Selection`` does not hold."""
        return Narrow(self.precisions, self.sub_types, self.actors, self.confidences, self.sources, self.text)

    def opened(self, opening: tuple[date, date] | None) -> Scope:
        """The same with a window: the one that a map opens with where none was chosen."""
        if self.first is not None or self.last is not None or opening is None:
            return self
        return replace(self, first=opening[0], last=opening[1])

    @property
    def needs_text(self) -> bool:
        """Whether a filter is set that only the server can test: the browser holds codes and no text."""
        return bool(self.text or self.sources or self.sub_types or self.actors or self.confidences)

    def widest(self) -> Scope:
        """The same search, with every type, status and precision, and background, let through."""
        return replace(
            self, types=frozenset(TYPES), statuses=frozenset(STATUSES), precisions=frozenset(), background=True
        )

    @property
    def is_narrow(self) -> bool:
        """Whether any filter differs from its default (the window aside)."""
        return replace(self, first=None, last=None) != Scope()


class Index:
    """A frame of the store with what the filters need worked out once."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = frame
        codes, ids = pd.factorize(frame["incident_id"])
        self._incident = codes
        self.incidents = len(ids)
        self._codes: dict[str, npt.NDArray[np.intp]] = {}
        for column, order in FACETS.items():
            self._codes[column] = np.asarray(pd.Categorical(frame[column], categories=list(order)).codes)
        self._lists = {name: _Joined(frame[name]) for name in ("sources", "actors")}
        self._confidence = frame["confidence"].map(confidence).to_numpy(object)
        words = frame["evidence"].fillna("").astype("str")
        for column in ("place", "actors", "article_title"):
            words = words + "\n" + frame[column].fillna("").astype("str")
        self._words = words.str.casefold()
        self.undated: Mask = (frame["date_start"].isna() & frame["date_end"].isna()).to_numpy(bool)

    @cached_property
    def opening(self) -> tuple[date, date] | None:
        """The window that a map opens with: the span of 95 % of the incidents, background off, so that one “1812” does
        not stretch it. None when nothing is dated.
        """
        dated = self.frame[~self.undated]
        news = dated[~dated["background"]]
        rows = (dated if news.empty else news).drop_duplicates("incident_id")
        if rows.empty:
            return None
        first, last = days_of(rows)
        days = np.sort(np.concatenate([first.to_numpy(), last.to_numpy()]))
        cut = int(len(days) * _TAIL) if len(days) > _FEW_DAYS else 0
        return tuple(pd.Timestamp(day).date() for day in (days[cut], days[len(days) - 1 - cut]))  # type: ignore[return-value]

    @property
    def sources(self) -> list[str]:
        """All sources that incidents have, by name."""
        return self._lists["sources"].names

    @property
    def actors(self) -> list[str]:
        """All actors that incidents have, by name."""
        return self._lists["actors"].names

    def sub_types(self, types: frozenset[str]) -> list[str]:
        """The sub-types that incidents of `types` have, in the order of the vocabulary."""
        found = set(self.frame["sub_type"].unique())
        return [code for kind, codes in TYPES.items() if kind in types for code in codes if code in found]

    def mask(self, scope: Scope, *, without: str = "", window: bool = True) -> Mask:
        """Which rows pass; `without` names a facet to leave aside, `window` False leaves the window aside."""
        keep = np.ones(len(self.frame), dtype=bool)
        if window:
            keep &= in_window(self.frame, Selection(first=scope.first, last=scope.last)).to_numpy(bool)
        if not scope.background:
            keep &= ~self.frame["background"].to_numpy(bool)
        chosen = {"type": scope.types, "status": scope.statuses, "place_precision": scope.precisions}
        for column, wanted in chosen.items():
            if column != without and (wanted or column != "place_precision"):
                passing = np.array([code in wanted for code in FACETS[column]] + [False])
                keep &= passing[self._codes[column]]
        if scope.sub_types:
            keep &= self.frame["sub_type"].isin(sorted(scope.sub_types)).to_numpy(bool)
        if scope.confidences:
            keep &= np.isin(self._confidence, sorted(scope.confidences))
        if scope.sources:
            keep &= self._lists["sources"].holding(scope.sources)
        if scope.actors:
            keep &= self._lists["actors"].holding(scope.actors)
        if scope.text:
            keep &= self._words.str.contains(scope.text.casefold(), regex=False).to_numpy(bool)
        return keep

    def count(self, mask: Mask) -> int:
        """How many incidents have a row in `mask`."""
        return int(np.count_nonzero(self._seen(mask)))

    def counts(self, scope: Scope, column: str) -> dict[str, int]:
        """Incidents in the window per code of `column`, all filters but that one applied."""
        mask = self.mask(scope, without=column)
        codes = self._codes[column]
        return {code: self.count(mask & (codes == i)) for i, code in enumerate(FACETS[column])}

    def rows(self, scope: Scope, *, window: bool = True) -> pd.DataFrame:
        """The rows that pass, in the store's order."""
        return self.frame.loc[self.mask(scope, window=window)]

    def not_dated(self, scope: Scope) -> pd.DataFrame:
        """The rows that pass the filters but have no date."""
        return self.frame.loc[self.mask(scope, window=False) & self.undated]

    def _seen(self, mask: Mask) -> Mask:
        seen = np.zeros(self.incidents, dtype=bool)
        seen[self._incident[mask]] = True
        return seen


class _Joined:
    """A column of names that the store joins: which there are, and which rows hold one of some."""

    def __init__(self, column: pd.Series[str]) -> None:
        self._code, lists = pd.factorize(column.fillna(""))
        self._sets = [names_in(str(joined)) for joined in lists]
        self.names = sorted(set().union(*self._sets), key=str.casefold)

    def holding(self, wanted: frozenset[str]) -> Mask:
        """Which rows hold one of the wanted names."""
        return np.array([bool(wanted & names) for names in self._sets], dtype=bool)[self._code]


def read_address(params: Mapping[str, str]) -> Scope:
    """The scope that a page's address asks for; what it does not say, or says wrongly, has its default."""
    scope = Scope(
        first=_day(params.get("from", "")),
        last=_day(params.get("to", "")),
        precisions=_codes(params.get("precision", ""), PRECISIONS),
        sources=frozenset(s for s in params.get("source", "").split("|") if s),
        sub_types=_codes(params.get("kind", ""), SUB_TYPES),
        actors=frozenset(a for a in params.get("actor", "").split("|") if a),
        confidences=_codes(params.get("confidence", ""), CONFIDENCES),
        text=params.get("q", ""),
        background=params.get("background") == "1",
    )
    if scope.first and scope.last and scope.first > scope.last:
        scope = replace(scope, first=scope.last, last=scope.first)
    if "type" in params:
        scope = replace(scope, types=_codes(params["type"], TYPES))
    if "status" in params:
        scope = replace(scope, statuses=_codes(params["status"], STATUSES))
    return scope


def write_address(scope: Scope, params: MutableMapping[str, str]) -> None:
    """Bring the page's address up to date; only what differs from the default stands in it."""
    asked = {
        "from": scope.first.isoformat() if scope.first else "",
        "to": scope.last.isoformat() if scope.last else "",
        "precision": ",".join(p for p in PRECISIONS if p in scope.precisions),
        "source": "|".join(sorted(scope.sources)),
        "kind": ",".join(code for code in SUB_TYPES if code in scope.sub_types),
        "actor": "|".join(sorted(scope.actors)),
        "confidence": ",".join(word for word in CONFIDENCES if word in scope.confidences),
        "q": scope.text,
        "background": "1" if scope.background else "",
    }
    if scope.types != frozenset(TYPES):
        asked["type"] = ",".join(t for t in TYPES if t in scope.types) or "none"
    if scope.statuses != DRAWN_STATUSES:
        asked["status"] = ",".join(s for s in STATUSES if s in scope.statuses) or "none"
    for name in {**asked, "type": "", "status": ""}:
        value = asked.get(name, "")
        if value and params.get(name) != value:
            params[name] = value
        elif not value and name in params:
            del params[name]


def _codes(joined: str, known: Mapping[str, object] | tuple[str, ...]) -> frozenset[str]:
    return frozenset(code for code in joined.split(",") if code in known)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
