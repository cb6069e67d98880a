"""Under the map, all following its window and filters: the table, the incidents per day, the regions, the undated."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import streamlit as st

from geo.dashboard.scope import Index, Scope
from geo.dashboard.state import choose, chosen
from geo.dashboard.words import interval, spoken
from geo.export.words import confidence, count, label, term
from geo.model import TYPES

#: Rows that a table shows; the rest is one export away.
SHOWN_ROWS = 5000
TABLE_PX = 430
#: A chart over more days than this has a bar per week, over more weeks a bar per month.
DAYS_BY_DAY, DAYS_BY_WEEK = 120, 900


def show_lists(index: Index, scope: Scope, left_out: int) -> None:
    """Draw the four lists as tabs; only the open one is worked out."""
    rows, undated = index.rows(scope), index.not_dated(scope)
    table, per_day, regions, not_dated = st.tabs(
        ["Table", "Per day", "Regions", "Not dated"], key="lists", on_change="rerun"
    )
    with table:
        if table.open:
            _table(rows, "table")
    with per_day:
        if per_day.open:
            _per_day(rows, scope)
    with regions:
        if regions.open:
            _regions(index, rows, scope)
    with not_dated:
        if not_dated.open:
            _undated(undated)
    st.caption(
        f"{left_out:,} names, sentences and incidents were read and are not on the map: page “Not on the map” says why."
    )


def _table(rows: pd.DataFrame, key: str) -> None:
    """Incidents, one a row; choosing one opens its evidence."""
    if rows.empty:
        st.html(
            '<div class="sm-empty">Nothing in this window with these filters. Widen the window or clear filters.</div>'
        )
        return
    first = rows.drop_duplicates("incident_id").sort_values(["date_end", "incident_id"], ascending=[False, True])
    shown = first.head(SHOWN_ROWS)
    if len(first) > len(shown):
        st.caption(f"The {len(shown):,} newest of {count(len(first), 'incident')}; Export has all of them.")
    st.dataframe(
        table_frame(shown, rows),
        key=f"{key}-rows",
        hide_index=True,
        height=min(TABLE_PX, 38 * (len(shown) + 1)),
        on_select=lambda: _chosen_row(f"{key}-rows", shown["incident_id"].tolist()),
        selection_mode="single-row",
        column_config={
            "Open": st.column_config.TextColumn(width="small", help="● marks the incident whose evidence is open."),
            "Sentence": st.column_config.TextColumn(width="large"),
        },
    )


def _undated(rows: pd.DataFrame) -> None:
    if rows.empty:
        st.html('<div class="sm-empty">Every incident that passes the filters has a date.</div>')
        return
    st.caption(f"{count(rows['incident_id'].nunique(), 'incident')} without a day: in no window, whatever its span.")
    _table(rows, "undated")


def _chosen_row(key: str, ids: list[str]) -> None:
    picked = st.session_state[key].selection.rows
    if picked and picked[0] < len(ids):
        choose(ids[picked[0]])


def table_frame(shown: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Incidents in the words of the table.

    Parameters
    ----------
    shown
        One row of the store's columns per incident.
    rows
        All their rows, one per place.
    """
    places = rows.groupby("incident_id", sort=False)["place"].agg(lambda names: "; ".join(names.dropna().unique()))
    open_one = chosen()
    when = [
        interval(_day(first), _day(last), precision)
        for first, last, precision in zip(shown["date_start"], shown["date_end"], shown["date_precision"], strict=True)
    ]
    return pd.DataFrame(
        {
            "Open": ["●" if one == open_one else "" for one in shown["incident_id"]],
            "When": when,
            "Type": [label("type", code) for code in shown["type"]],
            "What": [label("sub_type", code) for code in shown["sub_type"]],
            "Status": [label("status", code) for code in shown["status"]],
            "Where": shown["incident_id"].map(places).fillna(""),
            "Killed": shown["fatalities_best"].fillna(shown["fatalities_low"]),
            "Confidence": [confidence(value) for value in shown["confidence"]],
            "Sources": shown["n_sources"],
            "Sentence": shown["evidence"],
        }
    ).reset_index(drop=True)


def _day(stamp: pd.Timestamp) -> date | None:
    return None if pd.isna(stamp) else stamp.date()


def _per_day(rows: pd.DataFrame, scope: Scope) -> None:
    """Bars stacked by type; an interval counts on its last day, so that nothing is counted twice."""
    first = rows.drop_duplicates("incident_id")
    day = first["date_end"].fillna(first["date_start"])
    first = first[day.notna()]
    if first.empty:
        st.html('<div class="sm-empty">Nothing dated in this window with these filters.</div>')
        return
    counts, unit = per_period(first["type"], day.dropna())
    st.caption(f"Incidents per {unit}, each on the last day it may have happened.")
    used = [code for code in TYPES if label("type", code) in counts.columns]
    st.bar_chart(
        counts, color=[term("type", code).colour for code in used], height=260, x_label="", y_label="incidents"
    )


def per_period(types: pd.Series, day: pd.Series) -> tuple[pd.DataFrame, str]:
    """Incidents per day, week or month and type: a frame with a column per type, and the name of the period."""
    span = (day.max() - day.min()).days + 1
    unit, rule = ("day", "D") if span <= DAYS_BY_DAY else ("week", "W") if span <= DAYS_BY_WEEK else ("month", "M")
    period = day.dt.to_period(rule).dt.start_time
    counts = pd.crosstab(period, types).rename_axis(index="day")
    counts = counts[[code for code in TYPES if code in counts.columns]]
    counts.columns = pd.Index([label("type", code) for code in counts.columns])
    return counts, unit


def _regions(index: Index, rows: pd.DataFrame, scope: Scope) -> None:
    before = index.rows(previous(scope)) if scope.first and scope.last else rows.iloc[:0]
    ranking = region_ranking(rows, before)
    if ranking.empty:
        st.html('<div class="sm-empty">Nothing with a place in this window with these filters.</div>')
        return
    if scope.first and scope.last:
        earlier = previous(scope)
        st.caption(
            f"Change against the {(scope.last - scope.first).days + 1} days before, from {spoken(earlier.first)}."
        )
    st.dataframe(ranking, hide_index=True, height=min(TABLE_PX, 38 * (len(ranking) + 1)))


def previous(scope: Scope) -> Scope:
    """The window of the same length right before."""
    if scope.first is None or scope.last is None:
        return scope
    length = scope.last - scope.first
    last = scope.first - timedelta(days=1)
    return replace(scope, first=last - length, last=last)


def region_ranking(rows: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """Provinces by number of incidents, with the change against `before`; an incident counts once a province."""

    def counted(frame: pd.DataFrame) -> pd.Series:
        placed = frame[frame["lat"].notna()]
        keys = [placed["country"].fillna("—"), placed["admin1"].fillna("—")]
        return placed.groupby(keys)["incident_id"].nunique()

    now, then = counted(rows), counted(before)
    if now.empty:
        return pd.DataFrame()
    table = pd.DataFrame({"Incidents": now, "Change": now.sub(then, fill_value=0)}).dropna(subset=["Incidents"])
    table = table.astype(np.int64).sort_values(["Incidents"], ascending=False, kind="stable")
    return table.rename_axis(index=["Country", "Region"]).reset_index()
