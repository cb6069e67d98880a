"""Under the map, all following its window and filters: the table, the incidents per day, the regions, the undated."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pandas as pd
import streamlit as st

from geo.dashboard.index import Index, Mask
from geo.dashboard.scope import Scope
from geo.dashboard.speech import count, label, numeral, t
from geo.dashboard.table import show_table
from geo.dashboard.words import html_text, spoken
from geo.export.words import country_name, term
from geo.model import TYPES

TABLE_PX = 430
#: Regions in the ranking.
SHOWN_REGIONS = 60
#: A chart over more days than this has a bar per week, over more weeks a bar per month.
DAYS_BY_DAY, DAYS_BY_WEEK = 120, 900


def show_lists(index: Index, scope: Scope, left_out: int) -> None:
    """Draw the four lists as tabs; only the open one is worked out."""
    table, per_day, regions, not_dated = st.tabs(
        [t("Table"), t("Per day"), t("Regions"), t("Not dated")], key="lists", on_change="rerun"
    )
    with table:
        if table.open:
            _table(index, index.mask(scope), "table", in_address=True)
    with per_day:
        if per_day.open:
            _per_day(index, index.mask(scope))
    with regions:
        if regions.open:
            _regions(index, scope)
    with not_dated:
        if not_dated.open:
            _undated(index, index.not_dated(scope))
    st.caption(
        t(
            "{n} names, sentences and incidents were read and are not on the map: page “Not on the map” says why. By "
            "keyboard, the arrow keys move in the table, and Enter opens the evidence of a row.",
            n=numeral(left_out),
        )
    )


def _table(index: Index, mask: Mask, key: str, *, in_address: bool = False) -> None:
    """Incidents, one a row; choosing one opens its evidence."""
    if not mask.any():
        _nothing(t("Nothing in this window with these filters. Widen the window or clear filters."))
        return
    show_table(index, mask, key, in_address=in_address)


def _nothing(words: str) -> None:
    st.html(f'<div class="sm-empty">{html_text(words)}</div>')


def _undated(index: Index, mask: Mask) -> None:
    total = index.count(mask)
    if not total:
        _nothing(t("Every incident that passes the filters has a date."))
        return
    st.caption(t("{incidents} without a day: in no window, whatever its span.", incidents=count(total, "incident")))
    _table(index, mask, "undated")


def _per_day(index: Index, mask: Mask) -> None:
    """Bars stacked by type; an interval counts on its last day, so that nothing is counted twice."""
    first = index.first_rows(mask & ~index.undated)
    if not len(first):
        _nothing(t("Nothing dated in this window with these filters. Widen the window or clear filters."))
        return
    day = pd.Series(index.last[first].astype("datetime64[D]").astype("datetime64[s]"))
    counts, unit = per_period(index.frame["type"].iloc[first].reset_index(drop=True), day)
    if unit == "day":
        st.caption(t("Incidents per day, each on the last day it may have happened."))
    elif unit == "week":
        st.caption(t("Incidents per week, each on the last day it may have happened."))
    else:
        st.caption(t("Incidents per month, each on the last day it may have happened."))
    used = [code for code in TYPES if label("type", code) in counts.columns]
    st.bar_chart(
        counts, color=[term("type", code).colour for code in used], height=260, x_label="", y_label=t("incidents")
    )


def per_period(types: pd.Series, day: pd.Series) -> tuple[pd.DataFrame, str]:
    """Incidents per day, week or month and type: a frame with a column per type, and the name of the period."""
    span = (day.max() - day.min()).days + 1
    unit, rule = ("day", "D") if span <= DAYS_BY_DAY else ("week", "W") if span <= DAYS_BY_WEEK else ("month", "M")
    days, where = np.unique(day.to_numpy().astype("datetime64[D]"), return_inverse=True)
    codes = np.asarray(pd.Categorical(types, categories=list(TYPES)).codes)
    table = np.zeros((len(days), len(TYPES)), dtype=np.int64)
    np.add.at(table, (where, codes), 1)
    period = pd.Index(pd.PeriodIndex(days.astype("datetime64[s]"), freq=rule).start_time, name="day")
    counts = pd.DataFrame(table, index=period, columns=list(TYPES)).groupby(level=0).sum()
    counts = counts.loc[:, counts.any()]
    counts.columns = pd.Index([label("type", code) for code in counts.columns])
    return counts, unit


def _regions(index: Index, scope: Scope) -> None:
    both = scope.first is not None and scope.last is not None
    columns = ["incident_id", "country", "admin1"]
    rows = index.frame.loc[index.mask(scope) & index.placed, columns]
    before = index.frame.loc[index.mask(previous(scope)) & index.placed, columns] if both else rows.iloc[:0]
    ranking = region_ranking(rows, before)
    if ranking.empty:
        _nothing(t("Nothing with a place in this window with these filters. Widen the window or clear filters."))
        return
    if scope.first and scope.last:
        days = (scope.last - scope.first).days + 1
        st.caption(
            t(
                "Change against the same length before: {days}, from {day}.",
                days=count(days, "day"),
                day=spoken(previous(scope).first),
            )
        )
    if len(ranking) > SHOWN_REGIONS:
        st.caption(t("The {n} regions with most incidents, of {all}.", n=SHOWN_REGIONS, all=numeral(len(ranking))))
        ranking = ranking.head(SHOWN_REGIONS)
    ranking[t("Country")] = [country_name(code) for code in ranking[t("Country")]]
    st.dataframe(
        ranking, key="regions", hide_index=True, height=min(TABLE_PX, 38 * (len(ranking) + 1)),
        column_config={t("Change"): st.column_config.NumberColumn(format="%+d")},
    )  # fmt: skip


def previous(scope: Scope) -> Scope:
    """The window of the same length right before."""
    if scope.first is None or scope.last is None:
        return scope
    length = scope.last - scope.first
    last = scope.first - timedelta(days=1)
    return replace(scope, first=last - length, last=last)


def region_ranking(rows: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """Provinces by number of incidents, with the change against `before`; an incident counts once a province.

    Parameters
    ----------
    rows, before
        Rows that have a point; those of one incident stand together.
    """

    def counted(frame: pd.DataFrame) -> pd.Series:
        keys = pd.DataFrame({name: frame[name].astype("str").fillna("—") for name in ("country", "admin1")})
        region = keys.groupby(["country", "admin1"], sort=False).ngroup().to_numpy()
        ids = frame["incident_id"]
        incident = (ids != ids.shift()).cumsum().to_numpy()
        once = ~pd.Series(incident * (region.max(initial=0) + 1) + region).duplicated().to_numpy()
        return keys[once].groupby(["country", "admin1"]).size()

    now, then = counted(rows), counted(before)
    if now.empty:
        return pd.DataFrame()
    incidents, change = t("Incidents"), t("Change")
    table = pd.DataFrame({incidents: now, change: now.sub(then, fill_value=0)}).dropna(subset=[incidents])
    table = table.astype(np.int64).sort_values([incidents], ascending=False, kind="stable")
    return table.rename_axis(index=[t("Country"), t("Region")]).reset_index()
