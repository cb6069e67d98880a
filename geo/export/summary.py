"""What a snapshot shows and what it leaves out, counted and put into words, before anything is drawn."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from geo.export.words import count, spoken
from geo.model import DRAWN_STATUSES, STATUSES, TYPES, Selection
from geo.store.select import select


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
    unplaced: int  #: of these, those without a place
    listed: int  #: of these, those whose status is listed, never drawn
    undated: int  #: pass the filters but have no date: in no window
    filtered_out: int  #: in the window but left out by a filter
    sample: bool

    @property
    def drawn_rows(self) -> pd.DataFrame:
        """The rows of `shown` that stand on the map."""
        return self.shown[is_drawn(self.shown)]


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
    """The filters of a selection in words; empty when it holds everything but background."""
    words = []
    if selection.types:
        words.append("types: " + ", ".join(t for t in TYPES if t in selection.types))
    if selection.statuses:
        words.append("status: " + ", ".join(s for s in STATUSES if s in selection.statuses))
    if selection.bbox:
        west, south, east, north = selection.bbox
        words.append(f"area: {west:g}, {south:g} to {east:g}, {north:g} (lon, lat)")
    words.append("with background" if selection.background else "without background")
    return tuple(words)


def _ids(frame: pd.DataFrame) -> set[str]:
    return set(frame["incident_id"])


def _distinct(frame: pd.DataFrame, column: str, order: Collection[str]) -> dict[str, int]:
    counts = frame.drop_duplicates("incident_id")[column].value_counts()
    return {code: int(counts[code]) for code in order if code in counts.index}


def summarise(
    frame: pd.DataFrame,
    selection: Selection,
    *,
    title: str | None = None,
    sample: bool = False,
    keep: Collection[str] | None = None,
    keep_words: Collection[str] = (),
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
    keep, keep_words
        Incident ids that further filters (a text search, say) leave, and these filters in words.
    """
    whole = select(frame, replace(Selection(background=True), first=selection.first, last=selection.last))
    passing = select(frame, replace(selection, first=None, last=None))
    shown = select(frame, selection)
    if keep is not None:
        passing, shown = (x[x["incident_id"].isin(keep)] for x in (passing, shown))
    if selection.first or selection.last:
        dated = shown
    else:
        dated = shown[shown["date_start"].notna() | shown["date_end"].notna()]
    undated = passing[passing["date_start"].isna() & passing["date_end"].isna()]
    shown = dated
    drawn_ids, placed_ids = _ids(shown[is_drawn(shown)]), _ids(shown[shown["lat"].notna()])
    ids = _ids(shown)
    first, last = _extent(shown, selection)
    return Summary(
        shown=shown,
        selection=selection,
        title=title or _headline(shown, sample=sample),
        window=window_words(first, last),
        filters=(*filter_words(selection), *keep_words),
        first=first,
        last=last,
        by_type=_distinct(shown, "type", TYPES),
        by_status=_distinct(shown, "status", STATUSES),
        incidents=len(ids),
        drawn=len(drawn_ids),
        unplaced=len(ids - placed_ids),
        listed=len(_ids(shown[~shown["status"].isin(DRAWN_STATUSES)])),
        undated=len(_ids(undated)),
        filtered_out=len(_ids(whole) - ids - _ids(undated)),
        sample=sample,
    )


def _extent(shown: pd.DataFrame, selection: Selection) -> tuple[date | None, date | None]:
    if shown.empty:
        return selection.first, selection.last
    starts, ends = shown["date_start"].fillna(shown["date_end"]), shown["date_end"].fillna(shown["date_start"])
    return selection.first or starts.min().date(), selection.last or ends.max().date()


def _headline(shown: pd.DataFrame, *, sample: bool) -> str:
    countries = shown.drop_duplicates("incident_id")["country"].dropna().value_counts()
    scope = " and ".join(countries.index[:2]) if 0 < len(countries) <= 2 else ""
    head = f"Reported incidents in {scope}" if scope else "Reported incidents"
    return f"{head} (sample articles)" if sample else head


def caption(summary: Summary) -> tuple[str, ...]:
    """The lines under a picture: what is shown by status, and what is not on the map and why."""
    s = summary
    if not s.incidents:
        lines = ["No incidents in this window with these filters."]
    else:
        parts = ", ".join(f"{n} {status}" for status, n in s.by_status.items())
        lines = [f"{count(s.incidents, 'incident')}: {parts}. {s.drawn} on the map."]
    left = []
    if s.unplaced:
        left.append(f"{s.unplaced} without a place")
    if s.listed:
        left.append(f"{s.listed} listed only (denied, retracted, proposed or threatened)")
    left.append(f"{s.undated} not dated")
    left.append(f"{s.filtered_out} filtered out")
    lines.append("Not shown: " + ", ".join(left) + ".")
    return tuple(lines)
