"""Under the map, all following its window and filters: the table, the incidents per day, the regions, the undated."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pyarrow as pa
import streamlit as st

from geo.dashboard.index import Index, Mask
from geo.dashboard.scope import Scope
from geo.dashboard.speech import confidence, count, label, numeral, t, terms_help
from geo.dashboard.state import choose, chosen
from geo.dashboard.words import html_text, interval, isolated, spoken
from geo.export.words import country_name, term
from geo.model import TYPES

#: Rows on a page of a table, and signs of a sentence in it: both travel to the browser whenever the window moves.
PAGE_ROWS = 10
SENTENCE_SIGNS = 70
TABLE_PX = 430
#: Regions in the ranking.
SHOWN_REGIONS = 60
#: A chart over more days than this has a bar per week, over more weeks a bar per month.
DAYS_BY_DAY, DAYS_BY_WEEK = 120, 900
#: What the table shows, of the store's columns.
TABLE_COLUMNS = (
    *("incident_id", "date_start", "date_end", "date_precision", "type", "sub_type", "status", "place"),
    *("fatalities_best", "fatalities_low", "confidence", "n_sources", "evidence"),
)


def show_lists(index: Index, scope: Scope, left_out: int) -> None:
    """Draw the four lists as tabs; only the open one is worked out."""
    table, per_day, regions, not_dated = st.tabs(
        [t("Table"), t("Per day"), t("Regions"), t("Not dated")], key="lists", on_change="rerun"
    )
    with table:
        if table.open:
            _table(index, index.mask(scope), "table")
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
            "keyboard, the arrow keys move in the table, and shift with space opens the evidence of a row.",
            n=numeral(left_out),
        )
    )


def _table(index: Index, mask: Mask, key: str) -> None:
    """Incidents, one a row, the newest first; choosing one opens its evidence."""
    total = index.count(mask)
    if not total:
        _nothing(t("Nothing in this window with these filters. Widen the window or clear filters."))
        return
    _turn_to_chosen(index, mask, f"{key}-page")
    start = _page(total, f"{key}-page")
    rows = index.whole(index.newest(mask, start, PAGE_ROWS), TABLE_COLUMNS)
    shown = rows.drop_duplicates("incident_id")
    st.dataframe(
        _small(table_frame(shown, rows)),
        key=f"{key}-rows",
        hide_index=True,
        height=min(TABLE_PX, 38 * (len(shown) + 1)),
        on_select=lambda: _chosen_row(f"{key}-rows", shown["incident_id"].tolist()),
        selection_mode="single-row",
        column_config={
            t("Open"): st.column_config.TextColumn(
                width="small", help=t("● marks the incident whose evidence is open.")
            ),
            **{
                head: st.column_config.TextColumn(help=terms_help(kind, shown[kind]))
                for head, kind in ((t("Type"), "type"), (t("What"), "sub_type"), (t("Status"), "status"))
            },
            t("Confidence"): st.column_config.TextColumn(help=t("How sure the machine is: high, medium or low.")),
            t("Sentence"): st.column_config.TextColumn(width="large"),
        },
    )


def _nothing(words: str) -> None:
    st.html(f'<div class="sm-empty">{html_text(words)}</div>')


def _small(frame: pd.DataFrame) -> pa.Table:
    """The same in small types, and without the description of itself by pandas, which weighs more than the rows."""
    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    kinds = [pa.string() if pa.types.is_large_string(kind) else pa.int32() for kind in table.schema.types]
    return table.cast(pa.schema(list(zip(table.column_names, kinds, strict=True))))


def _turn_to_chosen(index: Index, mask: Mask, key: str) -> None:
    """Turn to the page of an incident that was just chosen, on the map or by a link."""
    one = chosen()
    if st.session_state.get(f"{key}-of") == one:
        return
    st.session_state[f"{key}-of"] = one
    row = index.row_of(one) if one else None
    rank = None if row is None else index.rank(mask, row)
    if rank is not None:
        st.session_state[key] = rank // PAGE_ROWS * PAGE_ROWS


def _page(total: int, key: str) -> int:
    """Where the page of a long table begins; buttons turn it."""
    if total <= PAGE_ROWS:
        return 0
    start = min(int(st.session_state.get(key, 0)), (total - 1) // PAGE_ROWS * PAGE_ROWS)

    def turn(by: int) -> None:
        st.session_state[key] = max(0, start + by)

    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(t("Newer"), key=f"{key}-newer", on_click=turn, args=(-PAGE_ROWS,), disabled=start == 0)
        st.button(t("Older"), key=f"{key}-older", on_click=turn, args=(PAGE_ROWS,), disabled=start + PAGE_ROWS >= total)
        st.caption(
            t(
                "{first} to {last} of {incidents}, newest first.",
                first=numeral(start + 1),
                last=numeral(min(start + PAGE_ROWS, total)),
                incidents=count(total, "incident"),
            )
        )
    return start


def _undated(index: Index, mask: Mask) -> None:
    total = index.count(mask)
    if not total:
        _nothing(t("Every incident that passes the filters has a date."))
        return
    st.caption(t("{incidents} without a day: in no window, whatever its span.", incidents=count(total, "incident")))
    _table(index, mask, "undated")


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
    named = rows.groupby("incident_id", sort=False)["place"]
    places = named.agg(lambda names: "; ".join(map(isolated, names.dropna().unique())))
    open_one = chosen()
    when = [
        interval(_day(first), _day(last), precision)
        for first, last, precision in zip(shown["date_start"], shown["date_end"], shown["date_precision"], strict=True)
    ]
    return pd.DataFrame(
        {
            t("Open"): ["●" if one == open_one else "" for one in shown["incident_id"]],
            t("When"): when,
            t("Type"): [label("type", code) for code in shown["type"]],
            t("What"): [label("sub_type", code) for code in shown["sub_type"]],
            t("Status"): [label("status", code) for code in shown["status"]],
            t("Where"): shown["incident_id"].map(places).fillna(""),
            t("Killed"): shown["fatalities_best"].fillna(shown["fatalities_low"]),
            t("Confidence"): [confidence(value) for value in shown["confidence"]],
            t("Sources"): shown["n_sources"],
            t("Sentence"): shown["evidence"].str.slice(0, SENTENCE_SIGNS).map(isolated, na_action="ignore"),
        }
    ).reset_index(drop=True)


def _day(stamp: pd.Timestamp) -> date | None:
    return None if pd.isna(stamp) else stamp.date()


def _per_day(index: Index, mask: Mask) -> None:
    """Bars stacked by type; an interval counts on its last day, so that nothing is counted twice."""
    first = index.newest(mask & ~index.undated, 0, index.incidents)
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
