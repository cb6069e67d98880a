"""The rows in view, ready to be filtered and counted: codes and days in arrays, the long texts left in the store."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.dashboard.names import Joined
from geo.dashboard.order import By, Order
from geo.dashboard.regions import Regions, regions_of
from geo.dashboard.scope import SUB_TYPES, Scope
from geo.dashboard.shades import Shades, shades_of
from geo.export.narrow import CONFIDENCES, Area, inside
from geo.maps.columns import mercator
from geo.model import PRECISIONS, STATUSES, TYPES
from geo.settings import EVERYWHERE, Region
from geo.sides import sides_of
from geo.store.columns import COLUMNS, CONFIDENCE_WORDS
from geo.store.select import days_of

Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]
#: Columns with a fixed list of codes, in its order.
FACETS = {
    "type": tuple(TYPES),
    "status": tuple(STATUSES),
    "place_precision": tuple(PRECISIONS),
    "sub_type": SUB_TYPES,
    "confidence": CONFIDENCES,
}
#: What the table calls those of them that it is sorted by.
CODES = {"type": "type", "kind": "sub_type", "status": "status"}
#: Columns in which the store joins several names.
LISTS = ("sources", "actors", "languages")
#: Who says so: worked out when somebody asks, for of a million rows it takes seconds.
SAID = "attribution"
#: Share of days that the opening window leaves out at each end, and how many days are too few to leave any out.
_TAIL, _FEW_DAYS = 0.025, 40
#: So many times as long as the span of the others, the span of all is too long to open with.
_STRETCH = 1.5
#: Answers of searches and drawn areas that are kept: a bit per row each.
_KEPT = 8

Fetch = Callable[[Rows, Sequence[str]], pd.DataFrame]


class Index:
    """Rows with what the filters need worked out once.

    Parameters
    ----------
    frame
        Rows of the store; words may be categories. Those of one incident stand together.
    fetch
        Gives all columns of some rows, by their numbers; by default they are taken from `frame`.
    saying
        Which rows have a text in them; by default it is looked for in `frame`.
    figures
        Gives some columns of all rows; by default they are taken from `frame`.
    """

    def __init__(
        self, frame: pd.DataFrame, *, fetch: Fetch | None = None, saying: Callable[[str], Mask] | None = None,
        figures: Callable[[Sequence[str]], pd.DataFrame] | None = None,
    ) -> None:  # fmt: skip
        self.frame = frame  #: of it, only ``geo.store.coded.KEPT`` is read after this
        self._fetch = fetch or (lambda rows, columns: frame.iloc[rows][list(columns)])
        self._saying = saying or self._look_in_frame
        ids = frame["incident_id"]
        self._new: Mask = (ids != ids.shift()).to_numpy(bool)
        self._incident = np.cumsum(self._new, dtype="i4") - 1
        self.incidents = int(self._new.sum())
        self._codes = {name: _codes_of(frame[name], order) for name, order in FACETS.items() if name != "confidence"}
        steps = [least for least, _ in reversed(CONFIDENCE_WORDS)][1:]
        sure = np.nan_to_num(frame["confidence"].to_numpy(float))
        self._codes["confidence"] = (len(steps) - np.searchsorted(steps, sure, side="right")).astype("i1")
        self._lists = {name: Joined(frame[name]) for name in LISTS}
        self._said = frame[SAID]
        self._background = frame["background"].to_numpy(bool)
        self.placed: Mask = frame["lat"].notna().to_numpy(bool)
        self._first, self.last, self.undated = _days(frame)
        starts = np.flatnonzero(self._new)
        places = frame["place"].astype("category").cat
        figures = figures or (lambda columns: frame[list(columns)])
        self._order = Order(
            days=self.last[starts], undated=self.undated[starts],
            codes={name: self._codes[column][starts] for name, column in CODES.items()},
            sure=np.rint(1000 * sure[starts]).astype("i2"),
            places=places.codes.to_numpy()[starts].astype("i4"), names=places.categories,
            orders={name: FACETS[column] for name, column in CODES.items()},
            figures=lambda columns: figures(columns).iloc[starts],
        )  # fmt: skip
        self._x, self._y = mercator(frame["lon"].to_numpy(float), frame["lat"].to_numpy(float))
        #: How many incidents have no row that may be drawn.
        self.unmapped = self.incidents - self.count(frame["mapped"].to_numpy(bool))
        self._answers: OrderedDict[tuple[str, object], Mask] = OrderedDict()

    @cached_property
    def opening(self) -> tuple[date, date] | None:
        """The window that a map opens with: all that is dated, background off; where a few stretch it, as one “1812”
        does, the span of 95 % of them. None when nothing is dated.
        """
        dated = self._new & ~self.undated
        news = dated & ~self._background
        rows = news if news.any() else dated
        if not rows.any():
            return None
        days = np.sort(np.concatenate([self._first[rows], self.last[rows]]))
        cut = int(len(days) * _TAIL) if len(days) > _FEW_DAYS else 0
        if days[-1] - days[0] <= _STRETCH * (days[len(days) - 1 - cut] - days[cut]):
            cut = 0
        return tuple(_date(day) for day in (days[cut], days[len(days) - 1 - cut]))  # type: ignore[return-value]

    def names(self, column: str) -> list[str]:
        """All sources or actors that incidents have, by name."""
        return self._lists[column].names

    def mask(self, scope: Scope, *, window: bool = True) -> Mask:
        """Which rows pass; `window` False leaves the window aside."""
        keep = np.ones(len(self.frame), dtype=bool)
        for name, test in self._tests(scope):
            if window or name != "window":
                keep &= test
        return keep

    def count(self, mask: Mask) -> int:
        """How many incidents have a row in `mask`."""
        return len(self._once(np.flatnonzero(mask)))

    @cached_property
    def sides(self) -> Joined:
        """Who says what the rows tell."""
        return Joined(self._said, sides_of)

    @cached_property
    def shades(self) -> Shades:
        """The sides as colours of the map."""
        return shades_of(self.sides, self._new)

    def counts(self, scope: Scope, of: Sequence[str] = (*FACETS, *LISTS)) -> dict[str, dict[str, int]]:
        """Incidents in the window for every choice of these filters, all filters but that one applied."""
        tests = list(self._tests(scope))
        fails = np.zeros(len(self.frame), dtype="u1")
        which = np.zeros(len(self.frame), dtype="u1")
        for number, (_, test) in enumerate(tests, start=1):
            fails += ~test
            which[~test] = number
        passing = fails == 0
        numbers = {name: number for number, (name, _) in enumerate(tests, start=1)}
        found = {}
        for name in of:
            alone = (fails == 1) & (which == numbers[name]) if name in numbers else False
            rows = np.flatnonzero(passing | alone)
            found[name] = self._counted(name, rows)
        return found

    def _counted(self, name: str, rows: Rows) -> dict[str, int]:
        if name == SAID:
            return self.sides.counts(self._once(rows))
        if name in LISTS:
            return self._lists[name].counts(self._once(rows))
        codes, order = self._codes[name], FACETS[name]
        if name == "place_precision":  # the places of one incident may differ in it
            seen = np.zeros((self.incidents, len(order) + 1), dtype=bool)
            seen[self._incident[rows], codes[rows]] = True  # what is none of the codes is -1: the last column
            return dict(zip(order, seen.sum(axis=0).tolist(), strict=False))
        picked = codes[self._once(rows)]
        picked = picked[picked >= 0]
        return dict(zip(order, np.bincount(picked, minlength=len(order)).tolist(), strict=True))

    def rows(self, scope: Scope, *, window: bool = True, columns: Sequence[str] = tuple(COLUMNS)) -> pd.DataFrame:
        """The rows that pass, in the store's order, with all they say or only these `columns`."""
        return self._fetch(np.flatnonzero(self.mask(scope, window=window)), columns)

    def not_dated(self, scope: Scope) -> Mask:
        """The rows that pass the filters but have no date."""
        return self.mask(scope, window=False) & self.undated

    def page(self, mask: Mask, by: By, start: int, n: int) -> Rows:
        """The first row of each incident in `mask`, sorted; those from `start` on, `n` at most."""
        first = self._once(np.flatnonzero(mask))
        incidents = self._incident[first]
        return first[np.searchsorted(incidents, self._order.page(incidents, by, start, n))]

    def rank(self, mask: Mask, by: By, row: int) -> int | None:
        """Where the incident of `row` stands among those of ``page(mask, by, …)``; None where it is not in `mask`."""
        incidents = self._incident[self._once(np.flatnonzero(mask))]
        return self._order.rank(incidents, by, int(self._incident[row]))

    def first_rows(self, mask: Mask) -> Rows:
        """The first row of each incident in `mask`, in the store's order."""
        return self._once(np.flatnonzero(mask))

    def whole(self, rows: Rows, columns: Sequence[str] = tuple(COLUMNS)) -> pd.DataFrame:
        """All rows of the incidents that these `rows` belong to, with what they say."""
        starts = np.flatnonzero(self._new)[self._incident[rows]]
        ends = np.append(np.flatnonzero(self._new), len(self._new))[self._incident[rows] + 1]
        every = [np.arange(a, b) for a, b in zip(starts, ends, strict=True)]
        return self._fetch(np.concatenate(every) if every else rows, columns)

    @cached_property
    def regions(self) -> Regions:
        """The region of each row, and what the regions are."""
        return regions_of(self.frame, self._x, self._y, self.placed)

    @cached_property
    def region_sizes(self) -> Rows:
        """How many rows each region has."""
        numbers = self.regions.of_row
        return np.bincount(numbers[numbers >= 0], minlength=len(self.regions.table))

    def incident_of(self, rows: Rows) -> Rows:
        """The number of the incident that each of the `rows` belongs to."""
        return self._incident[rows]

    def outside(self, scope: Scope) -> int:
        """How many incidents only the region leaves out: all other filters let them through."""
        if scope.region.is_everywhere:
            return 0
        return self.count(self.mask(replace(scope, region=EVERYWHERE))) - self.count(self.mask(scope))

    def types(self, mask: Mask) -> dict[str, int]:
        """How many incidents of each type have a row in `mask`."""
        return self._counted("type", np.flatnonzero(mask))

    def row_of(self, incident_id: str) -> int | None:
        """The first row of an incident, None where it has none."""
        found = np.flatnonzero((self.frame["incident_id"] == incident_id).to_numpy(bool))
        return int(found[0]) if len(found) else None

    def id_of(self, number: object) -> str | None:
        """The id of the incident with a number, as the browser names one; None where there is none."""
        if not isinstance(number, int | float) or not 0 <= int(number) < self.incidents:
            return None
        return str(self.frame["incident_id"].iloc[int(np.searchsorted(self._incident, int(number)))])

    def _once(self, rows: Rows) -> Rows:
        """The first of the `rows` (ascending) of each incident."""
        incident = self._incident[rows]
        return rows[np.append(True, incident[1:] != incident[:-1])] if len(rows) else rows

    def _tests(self, scope: Scope) -> Iterator[tuple[str, Mask]]:
        """What each filter lets through, under the name of its column; a filter that is not set is left out."""
        if scope.first is not None or scope.last is not None:
            yield "window", self._in_window(scope.first, scope.last)
        if not scope.background:
            yield "background", ~self._background
        chosen = {"type": scope.types, "status": scope.statuses}
        may_be_all = {"place_precision": scope.precisions, "sub_type": scope.sub_types, "confidence": scope.confidences}
        for name, wanted in {**chosen, **{name: codes for name, codes in may_be_all.items() if codes}}.items():
            passing = np.array([code in wanted for code in FACETS[name]] + [False])
            if not passing[:-1].all():
                yield name, passing[self._codes[name]]
        lists = (("sources", scope.sources), ("actors", scope.actors), ("languages", scope.languages))
        for name, names in lists:
            if names:
                yield name, self._lists[name].holding(names)
        if scope.sides:
            yield SAID, self.sides.holding(scope.sides)
        if scope.text:
            yield "text", self._answer("text", scope.text)
        if scope.area:
            yield "area", self._answer("area", scope.area)
        if not scope.region.is_everywhere:
            yield "region", self._answer("region", scope.region)

    def _in_window(self, first: date | None, last: date | None) -> Mask:
        keep = ~self.undated
        if first is not None:
            keep &= self.last >= _day(first)
        if last is not None:
            keep &= self._first <= _day(last)
        return keep

    def _answer(self, kind: str, asked: str | Area | Region) -> Mask:
        """A search, an area or a region, tested once: the window may move on with it."""
        key = (kind, asked)
        if key not in self._answers:
            if isinstance(asked, str):
                self._answers[key] = self._saying(asked)
            elif isinstance(asked, Region):
                self._answers[key] = self._in_region(asked)
            else:
                self._answers[key] = inside(self._x, self._y, asked) & self.placed
            while len(self._answers) > _KEPT:
                self._answers.popitem(last=False)
        return self._answers[key]

    def _in_region(self, region: Region) -> Mask:
        """``narrow.in_region``, of which only the country and the point are needed."""
        keep: Mask = ~self.placed | self.frame["country"].isin(region.countries).to_numpy(bool)
        if region.box is not None:
            west, south, east, north = region.box
            (left, right), (low, high) = mercator(np.array([west, east]), np.array([south, north]))
            x, y = self._x, self._y
            across = (x >= left) & (x <= right) if west <= east else (x >= left) | (x <= right)
            keep |= across & (y >= min(low, high)) & (y <= max(low, high)) & self.placed
        return keep

    def _look_in_frame(self, text: str) -> Mask:
        words = self.frame["evidence"].astype("str").fillna("")
        for column in ("place", "actors", "article_title", "attribution"):
            words = words + "\n" + self.frame[column].astype("str").fillna("")
        return words.str.casefold().str.contains(text.casefold(), regex=False).to_numpy(bool)


def _codes_of(column: pd.Series[str], order: Sequence[str]) -> npt.NDArray[np.int8]:
    return np.asarray(pd.Categorical(column, categories=list(order)).codes).astype("i1")


def _days(frame: pd.DataFrame) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], Mask]:
    """First and last day since 1970 on which each row counts in a window, and which rows have none."""
    first, last = (days.to_numpy().astype("datetime64[D]") for days in days_of(frame))
    undated = np.isnat(last)
    numbers = [np.where(undated, 0, days.astype("i8")).astype("i4") for days in (first, last)]
    return numbers[0], numbers[1], undated


def _day(day: date) -> int:
    return day.toordinal() - date(1970, 1, 1).toordinal()


def _date(day: int) -> date:
    return date.fromordinal(int(day) + date(1970, 1, 1).toordinal())
