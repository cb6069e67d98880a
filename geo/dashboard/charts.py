"""Incidents per day by type, and regions by number with their change: what the window and the filters let through."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from geo.dashboard.days import shifted
from geo.dashboard.index import Index
from geo.dashboard.scope import Scope
from geo.dashboard.speech import count, label, numeral, province, t
from geo.dashboard.speech import country as called
from geo.dashboard.words import html_text, isolated, spoken
from geo.export.words import term
from geo.model import TYPES

#: Regions in the ranking: they travel to the browser whenever the window moves.
SHOWN_REGIONS = 30
#: A chart over more days than this has a bar per week, over more weeks a bar per month.
DAYS_BY_DAY, DAYS_BY_WEEK = 120, 900
#: Over fewer days, so many are shown: one day alone would make one bar as wide as the page.
FEWEST_DAYS = 14
HEIGHT_PX = 240
#: Stands for a country or province that a row does not name.
NOT_SAID = "—"


def say_nothing(words: str) -> None:
    """In place of a list that is empty: why it is, and what to do."""
    st.html(f'<div class="sm-empty">{html_text(words)}</div>')


def show_per_day(index: Index, scope: Scope) -> None:
    """Bars stacked by type; an interval counts on its last day in the window, so that nothing is counted twice."""
    first = index.first_rows(index.mask(scope) & ~index.undated)
    if not len(first):
        say_nothing(t("Nothing dated in this window with these filters. Widen the window or clear filters."))
        return
    day = index.last[first].astype("datetime64[D]")
    if scope.last:
        day = np.minimum(day, np.datetime64(scope.last))
    begin, end = scope.first or day.min().item(), scope.last or day.max().item()
    counts, unit = per_period(index.frame["type"].iloc[first].reset_index(drop=True), pd.Series(day), begin, end)
    said = {
        "day": t("Incidents per day, each on the last day in the window on which it may have happened."),
        "week": t("Incidents per week, each on the last day in the window on which it may have happened."),
        "month": t("Incidents per month, each on the last day in the window on which it may have happened."),
    }[unit]
    totals = counts.sum()
    st.html(_key_html(said, totals))
    bars = _bars(counts, unit)
    spec = _spec(bars, list(counts.columns), unit, begin, end, f"{said} {numeral(int(totals.sum()))}")
    st.vega_lite_chart(bars, spec, key="per-day", theme=None, height=HEIGHT_PX)


def per_period(types: pd.Series, day: pd.Series, begin: date, end: date) -> tuple[pd.DataFrame, str]:
    """Incidents per day, week or month of a window and type.

    Returns
    -------
    A frame with the first day of each period that has an incident, and a column per type that has one; and what the
    periods are called.
    """
    span = (end - begin).days + 1
    unit, rule = ("day", "D") if span <= DAYS_BY_DAY else ("week", "W") if span <= DAYS_BY_WEEK else ("month", "M")
    days, where = np.unique(day.to_numpy().astype("datetime64[D]"), return_inverse=True)
    codes = np.asarray(pd.Categorical(types, categories=list(TYPES)).codes)
    table = np.zeros((len(days), len(TYPES)), dtype=np.int64)
    np.add.at(table, (where, codes), 1)
    period = pd.Index(pd.PeriodIndex(days.astype("datetime64[s]"), freq=rule).start_time, name="day")
    counts = pd.DataFrame(table, index=period, columns=list(TYPES)).groupby(level=0).sum()
    return counts.loc[:, counts.any()], unit


def _key_html(said: str, totals: pd.Series[Any]) -> str:
    """What is counted, and what the colours stand for, with the number of each type."""
    parts = (
        f'<span><span class="sm-square sm-of-{html_text(code)}"></span>{html_text(label("type", str(code)))} '
        f"<b>{html_text(numeral(int(n)))}</b></span>"
        for code, n in totals.items()
    )
    return f'<div class="sm-says">{html_text(said)}</div><div class="sm-key">{"".join(parts)}</div>'


def _bars(counts: pd.DataFrame, unit: str) -> pd.DataFrame:
    """A row for each piece of a bar: its first day and the day after its last in ms since 1970, type and number."""
    starts = pd.DatetimeIndex(counts.index)
    step = {"day": pd.DateOffset(days=1), "week": pd.DateOffset(weeks=1), "month": pd.DateOffset(months=1)}[unit]
    said = starts.strftime("%Y-%m" if unit == "month" else "%Y-%m-%d")
    tops = counts.cumsum(axis=1)
    parts = [
        pd.DataFrame({"from": _ms(starts), "to": _ms(starts + step), "said": said, "what": label("type", code),
                      "n": counts[code].to_numpy("f8"), "low": (tops[code] - counts[code]).to_numpy("f8"),
                      "high": tops[code].to_numpy("f8")})
        for code in counts.columns
    ]  # fmt: skip
    bars = pd.concat(parts, ignore_index=True)
    return bars[bars["n"] > 0].reset_index(drop=True)


def _ms(days: pd.DatetimeIndex) -> Any:
    return days.to_numpy().astype("datetime64[ms]").astype("int64").astype("float64")


def _spec(bars: pd.DataFrame, codes: list[str], unit: str, begin: date, end: date, said: str) -> dict[str, Any]:
    """The chart in the words of Vega-Lite. Days are said in the form of files, so that no month's name is English."""
    dark = st.context.theme.type == "dark"
    ink, faint = ("#C3CCD4", "#343C44") if dark else ("#4A5560", "#E3E7EA")
    short = max(0, FEWEST_DAYS - (end - begin).days - 1)
    edges = [shifted(begin, -(short // 2)), shifted(end, 1 + short - short // 2)]
    domain = _ms(pd.DatetimeIndex(edges)).tolist()
    if unit != "day":  # the first and the last period are whole
        domain = [min(domain[0], int(bars["from"].min())), max(domain[1], int(bars["to"].max()))]
    return {
        "description": said,
        "background": None,
        "autosize": {"type": "fit", "contains": "padding"},
        "mark": {"type": "rect", "xOffset": 0.5, "x2Offset": -0.5},
        "encoding": {
            "x": {
                "field": "from", "type": "temporal", "title": None,
                "scale": {"type": "utc", "domain": domain, "nice": False},
                "axis": {"format": "%Y-%m-%d" if unit == "day" else "%Y-%m", "labelOverlap": True, "grid": False,
                         "tickCount": 8, "labelFlush": True},
            },
            "x2": {"field": "to"},
            "y": {"field": "low", "type": "quantitative", "title": None,
                  "axis": {"tickMinStep": 1, "tickCount": 4, "domain": False, "ticks": False}},
            "y2": {"field": "high"},
            "color": {"field": "what", "type": "nominal", "legend": None,
                      "scale": {"domain": [label("type", code) for code in codes],
                                "range": [term("type", code).colour for code in codes]}},
            "tooltip": [{"field": "said", "title": " "}, {"field": "n", "title": t("incidents")},
                        {"field": "what", "title": t("Type")}],
        },
        "config": {
            "font": "inherit",
            "view": {"stroke": None},
            "axis": {"labelColor": ink, "gridColor": faint, "domainColor": faint, "tickColor": faint,
                     "labelFontSize": 12, "labelPadding": 4},
        },
    }  # fmt: skip


def show_regions(index: Index, scope: Scope) -> None:
    """The regions with most incidents in the window, each with its change against the window before."""
    both = scope.first is not None and scope.last is not None
    columns = ["incident_id", "country", "admin1"]
    rows = index.frame.loc[index.mask(scope) & index.placed, columns]
    before = index.frame.loc[index.mask(previous(scope)) & index.placed, columns] if both else rows.iloc[:0]
    ranking = region_ranking(rows, before)
    if ranking.empty:
        say_nothing(t("Nothing with a place in this window with these filters. Widen the window or clear filters."))
        return
    if len(ranking) > SHOWN_REGIONS:
        st.caption(t("The {n} regions with most incidents, of {all}.", n=SHOWN_REGIONS, all=numeral(len(ranking))))
    st.html(_ranking_html(ranking.head(SHOWN_REGIONS), _before_words(scope) if both else ""))


def _before_words(scope: Scope) -> str:
    """The window before, in words: what a change is held against."""
    then = previous(scope)
    if then.first is None or then.last is None:
        return ""
    days = count((then.last - then.first).days + 1, "day")
    return t("Before: the {days} from {first} to {last}.", days=days, first=spoken(then.first), last=spoken(then.last))


def _ranking_html(ranking: pd.DataFrame, before: str) -> str:
    most = int(ranking["incidents"].max())
    lines = []
    for country, region, n, change in ranking.itertuples(index=False):
        at = t("at sea or in no country") if country == NOT_SAID else called(country)
        named = (
            f"<span>{html_text(isolated(province(region)))}</span>"
            if region != NOT_SAID
            else f"{html_text(t('province not said'))},"
        )
        what = f"{named} {html_text(at)}" if country != NOT_SAID else html_text(at)
        now = f'<td>{html_text(numeral(n))}</td><td><div class="sm-bar" style="width:{100 * n / most:.1f}%"></div></td>'
        changed = f"<td>{html_text(numeral(n - change))}</td><td>{html_text(signed(change))}</td>" if before else ""
        lines.append(f'<tr><th scope="row">{what}</th>{now}{changed}</tr>')
    heads = f'<th scope="col">{html_text(t("Region"))}</th><th scope="col">{html_text(t("Incidents"))}</th><td></td>'
    if before:
        heads += "".join(f'<th scope="col">{html_text(one)}</th>' for one in (t("Before"), t("Change")))
    note = f"<caption>{html_text(before)}</caption>" if before else ""
    return f'<table class="sm-ranking">{note}<thead><tr>{heads}</tr></thead><tbody>{"".join(lines)}</tbody></table>'


def signed(change: int) -> str:
    """A change with its sign: "+3", "−2", "±0"."""
    return f"{'+' if change > 0 else '−' if change < 0 else '±'}{numeral(abs(change))}"


def previous(scope: Scope) -> Scope:
    """The window of the same length right before."""
    if scope.first is None or scope.last is None:
        return scope
    last = shifted(scope.first, -1)
    return replace(scope, first=shifted(last, -(scope.last - scope.first).days), last=last)


def region_ranking(rows: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """Provinces by number of incidents, with the change against `before`; an incident counts once a province.

    Parameters
    ----------
    rows, before
        Rows that have a point; those of one incident stand together.
    """

    def counted(frame: pd.DataFrame) -> pd.Series:
        keys = pd.DataFrame({name: frame[name].astype("str").fillna(NOT_SAID) for name in ("country", "admin1")})
        region = keys.groupby(["country", "admin1"], sort=False).ngroup().to_numpy()
        ids = frame["incident_id"]
        incident = (ids != ids.shift()).cumsum().to_numpy()
        once = ~pd.Series(incident * (region.max(initial=0) + 1) + region).duplicated().to_numpy()
        return keys[once].groupby(["country", "admin1"]).size()

    now, then = counted(rows), counted(before)
    if now.empty:
        return pd.DataFrame()
    table = pd.DataFrame({"incidents": now, "change": now.sub(then, fill_value=0)}).dropna(subset=["incidents"])
    table = table.astype(np.int64).sort_values(["incidents"], ascending=False, kind="stable")
    return table.rename_axis(index=["country", "region"]).reset_index()
