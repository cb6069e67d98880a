"""What a snapshot shows and what it leaves out, counted and put into words, before anything is drawn."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from geo.export.coarse import LEVELS, said
from geo.export.narrow import NOTHING_MORE, Narrow
from geo.export.words import count, country_name, label, spoken
from geo.model import DRAWN_STATUSES, STATUSES, TYPES, Selection
from geo.store.select import SELECTED_BY, select

NUMBER = "incident_number"  #: a column of its own while it is counted
EMPTY = "No incidents in this window with these filters."
#: type -> what its incidents are called in a headline.
NOUNS = {
    "battle": "battles",
    "explosion_remote": "strikes and explosions",
    "violence_civilians": "violence against civilians",
    "protest": "protests",
    "riot": "riots",
    "strategic": "strategic events",
    "diplomatic": "diplomatic events",
    "statement": "statements",
}


@dataclass(frozen=True, slots=True)
class Summary:
    """The rows of one snapshot and every count its caption needs."""

    shown: pd.DataFrame  #: rows in the window that pass the filters, with and without a place
    selection: Selection
    title: str
    window: str  #: in words: "1 May 2025 to 29 May 2025"
    filters: tuple[str, ...]  #: in words
    first: date | None  #: first day of the window, or of the incidents where the window is open
    last: date | None
    by_type: dict[str, int]  #: distinct incidents
    by_status: dict[str, int]
    incidents: int  #: distinct incidents shown or listed
    drawn: int  #: of these, those with a place and a status that is drawn
    in_margin: int  #: of the drawn, those known by their country only
    unplaced: int  #: neither drawn nor listed: no place is known; drawn + unplaced + listed = incidents
    listed: int  #: those whose status is listed, never drawn
    undated: int  #: pass the filters but have no date: in no window
    filtered_out: int  #: dated in the window but left out by a filter
    sample: bool
    sides: tuple[str, ...] | None = None  #: as in ``geo.export.look.Look``

    @property
    def drawn_rows(self) -> pd.DataFrame:
        """The rows of `shown` that stand on the map."""
        return _those(self.shown, is_drawn(self.shown))

    @property
    def is_coarse(self) -> bool:
        """Whether places were made coarser on purpose."""
        return any(said(level) in self.filters for level in LEVELS)


def is_drawn(frame: pd.DataFrame) -> pd.Series:
    """Which rows have a place and a status that is drawn."""
    return frame["lat"].notna() & frame["status"].isin(DRAWN_STATUSES)


def window_words(first: date | None, last: date | None) -> str:
    """A window of days in words."""
    if first is None and last is None:
        return "no dated incidents"
    if first == last and first is not None:
        return spoken(first)
    if first is None and last is not None:
        return f"until {spoken(last)}"
    if last is None and first is not None:
        return f"since {spoken(first)}"
    assert first is not None  # noqa: S101 - narrowed by the lines above
    assert last is not None  # noqa: S101
    return f"{spoken(first)} to {spoken(last)}"


def filter_words(selection: Selection) -> tuple[str, ...]:
    """The filters of a selection in words."""
    words = []
    for kind, plural, chosen, known in (
        ("type", "types", selection.types, TYPES),
        ("status", "status", selection.statuses, STATUSES),
    ):
        if chosen:
            names = ", ".join(label(kind, code).lower() for code in known if code in chosen)
            words.append(f"{plural}: {names or 'none'}")
    if selection.bbox:
        west, south, east, north = selection.bbox
        words.append(
            f"area: {_degrees(west, 'WE')} to {_degrees(east, 'WE')}, "
            f"{_degrees(south, 'SN')} to {_degrees(north, 'SN')}"
        )
    words.append("with background events" if selection.background else "background events left out")
    return tuple(words)


def _degrees(value: float, ends: str) -> str:
    return f"{abs(value):g}°" + (f" {ends[value > 0]}" if value else "")


def _dated(frame: pd.DataFrame) -> pd.DataFrame:
    return _those(frame, frame["date_start"].notna() | frame["date_end"].notna())


def _those(frame: pd.DataFrame, keep: pd.Series) -> pd.DataFrame:
    """The rows of `frame` in the mask `keep`; where all are in it, no million rows are copied."""
    return frame if keep.all() else frame[keep]


def _ids(frame: pd.DataFrame) -> np.ndarray:
    """The numbers of the incidents of `frame`, once each: a million ids as text would take seconds."""
    return np.flatnonzero(np.bincount(frame[NUMBER].to_numpy()))


def incident_numbers(frame: pd.DataFrame) -> np.ndarray:
    """The number of each row's incident, from 0 on."""
    if not frame["place_no"].to_numpy().any():  # only first places: each row is an incident of its own
        return np.arange(len(frame))
    return pd.factorize(frame["incident_id"])[0]


def _but(ids: np.ndarray, *others: np.ndarray) -> int:
    """How many of `ids` are in none of the others."""
    for other in others:
        ids = np.setdiff1d(ids, other, assume_unique=True)
    return len(ids)


def _distinct(frame: pd.DataFrame, column: str, order: Collection[str]) -> dict[str, int]:
    first = ~frame[NUMBER].duplicated().to_numpy()
    counts = frame[column].iloc[first].value_counts()
    return {code: int(counts[code]) for code in order if counts.get(code)}


def summarise(
    frame: pd.DataFrame,
    selection: Selection,
    *,
    title: str | None = None,
    sample: bool = False,
    narrow: Narrow = NOTHING_MORE,
) -> Summary:
    """Count what `selection` shows of `frame` and what it leaves out.

    Parameters
    ----------
    frame
        All rows of the store.
    selection
        Window and filters.
    title
        Headline; made from the scope when absent.
    sample
        Whether the rows come from the sample articles.
    narrow
        Further filters (a text search, say).
    """
    frame = frame.assign(**{NUMBER: incident_numbers(frame)})
    looked_at = frame if narrow != NOTHING_MORE else frame[[NUMBER, *SELECTED_BY]]  # of these only numbers are kept
    whole = _dated(select(looked_at, Selection(first=selection.first, last=selection.last, background=True)))
    passing = select(looked_at, replace(selection, first=None, last=None))
    shown = _dated(select(frame, selection))
    if narrow != NOTHING_MORE:
        passing, shown = (rows[narrow.mask(rows)] for rows in (passing, shown))
    undated = passing[passing["date_start"].isna() & passing["date_end"].isna()]
    drawn = _those(shown[[NUMBER, "lat", "status", "place_precision"]], is_drawn(shown))
    ids, drawn_ids = _ids(shown), _ids(drawn)
    listed_ids = _ids(shown[~shown["status"].isin(DRAWN_STATUSES)])
    first, last = _extent(shown, selection)
    return Summary(
        shown=shown.drop(columns=NUMBER),
        selection=selection,
        title=title or _headline(shown, selection, sample=sample),
        window=_window(first, last, selection),
        filters=(*filter_words(selection), *narrow.words()),
        first=first,
        last=last,
        by_type=_distinct(shown, "type", TYPES),
        by_status=_distinct(shown, "status", STATUSES),
        incidents=len(ids),
        drawn=len(drawn_ids),
        in_margin=_but(drawn_ids, _ids(drawn[drawn["place_precision"].ne("country")])),
        unplaced=_but(ids, drawn_ids, listed_ids),
        listed=len(listed_ids),
        undated=len(_ids(undated)),
        filtered_out=_but(_ids(whole), ids),
        sample=sample,
    )


def _extent(shown: pd.DataFrame, selection: Selection) -> tuple[date | None, date | None]:
    if shown.empty:
        return selection.first, selection.last
    starts, ends = shown["date_start"].fillna(shown["date_end"]), shown["date_end"].fillna(shown["date_start"])
    return selection.first or starts.min().date(), selection.last or ends.max().date()


def _window(first: date | None, last: date | None, selection: Selection) -> str:
    if selection.first or selection.last:
        return window_words(first, last)
    return "All dates" if first is None and last is None else f"All dates: {window_words(first, last)}"


def _headline(shown: pd.DataFrame, selection: Selection, *, sample: bool) -> str:
    """What the picture shows, from its filters and its countries: it claims no more than its rows hold."""
    kind = {"planned": "Planned", "claimed": "Claimed", "alleged": "Alleged"}
    word = next((kind[s] for s in kind if selection.statuses == {s}), "Reported")
    what = " and ".join(NOUNS[t] for t in TYPES if t in selection.types).replace(" events and ", " and ")
    head = f"{word} {what if 0 < len(selection.types) <= 2 and what else 'incidents'}"
    head = f"No {head[0].lower()}{head[1:]}" if shown.empty else head + _scope(shown)
    return f"{head} (sample articles)" if sample else head


def _scope(shown: pd.DataFrame) -> str:
    codes, countries = pd.factorize(shown["country"])
    pairs = np.sort((shown[NUMBER].to_numpy() * (len(countries) + 1) + codes)[codes >= 0])
    pairs = pairs[np.diff(pairs, prepend=-1) > 0]  # an incident counts once in each of its countries
    told = np.bincount(pairs % (len(countries) + 1), minlength=len(countries))
    counts = sorted(zip(-told, countries, strict=True))
    names = [country_name(code) for _, code in counts]
    if not names:
        return ""
    if len(names) <= 2:
        return f" in {' and '.join(names)}"
    if -counts[0][0] > len(pairs) / 2:
        return f" in {names[0]} and {len(names) - 1} other countries"
    return f" in {len(names)} countries"


def caption(summary: Summary) -> tuple[str, ...]:
    """The lines under a picture: what is shown by status, and what is not on the map and why."""
    s = summary
    lines = [EMPTY]
    if s.incidents:
        parts = ", ".join(f"{n:,} {status}" for status, n in s.by_status.items())
        margin = f" ({s.in_margin:,} of them by country only)" if s.in_margin else ""
        off = [f"{s.unplaced:,} without a place"]
        if s.listed:
            off.append(f"{s.listed:,} listed only (denied, retracted, proposed or threatened)")
        lines = [
            f"{count(s.incidents, 'incident')}: {parts}.",
            f"On the map: {s.drawn:,}{margin}. Not on the map: {', '.join(off)}.",
        ]
    return (*lines, f"Left out: {s.undated:,} not dated, {s.filtered_out:,} by the filters.")
