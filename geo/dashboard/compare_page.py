"""Compare: two windows, two areas or two layers, on one map, by type and by region; the address restores all of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from geo.dashboard import scope as scopes
from geo.dashboard.compare import (
    DRAWN,
    READ,
    VIEWS,
    Asked,
    Compared,
    Side,
    compare,
    opened,
    read_address,
    write_address,
)
from geo.dashboard.days import bounds
from geo.dashboard.index import Index
from geo.dashboard.place_map import Bubble, bubble_map
from geo.dashboard.scope import Scope
from geo.dashboard.speech import count, day_format, in_order, label, numeral, spoken, t
from geo.dashboard.speech import country as called
from geo.dashboard.speech import province as called_province
from geo.dashboard.state import Desk, home, keep_scope, scope, sight
from geo.dashboard.words import html_text
from geo.export.words import term
from geo.model import TYPES

#: Provinces that are offered as areas, the most frequent first, and regions in the table and on the map.
OFFERED, SHOWN = 150, 200
EARLIEST = date(1800, 1, 1)
NAMES = ("a", "b")


def show(at: Desk) -> None:
    """Draw the page."""
    if "scope" not in st.session_state:
        keep_scope(scopes.read_address(st.query_params, home()))
    view = at.view()
    found = sight(view, at)
    now = scope().opened(found.index.opening)
    st.subheader(t("Compare"))
    if not found.index.incidents:
        st.html(f'<div class="sm-empty">{html_text(t("No incident has been read yet. Add articles first."))}</div>')
        return
    datasets = view.store.datasets()
    asked = _asked(found.index, now, {one.id: one.title for one in datasets})
    st.session_state["compare"] = asked
    write_address(asked, st.query_params)
    scopes.write_address(scope(), st.query_params, home())
    made = compare(found.index, found.coded, datasets, now, asked)
    _numbers(asked, made)
    if now.is_narrow or not now.region.is_everywhere:
        st.caption(t("The filters of the map hold for both sides."))
    board, types = st.columns([3, 2], gap="medium")
    with board:
        _map(asked, made)
    with types:
        _types(asked, made)
    _regions(asked, made)


def _asked(index: Index, now: Scope, layers: Mapping[str, str]) -> Asked:
    """The two sides as the widgets hold them; they begin with the address, or as they were left."""
    kept = st.session_state.get("compare")
    begun = kept if isinstance(kept, Asked) else read_address(st.query_params) or opened(now)
    areas = _areas(index, now)
    sides = []
    for name, side, column in zip(NAMES, (begun.a, begun.b), st.columns(2, gap="large"), strict=True):
        with column:
            sides.append(_side(name, side, layers, areas))
    with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
        st.session_state.setdefault("compare-view", begun.view)
        st.session_state.setdefault("compare-rate", begun.rate)
        shown = {"both": t("side by side"), "difference": t("difference")}
        view = st.segmented_control(
            t("Show"), VIEWS, key="compare-view", format_func=lambda one: shown[one], required=True,
            label_visibility="collapsed",
        )  # fmt: skip
        rate = st.toggle(t("In 30 days"), key="compare-rate", help=t("Makes windows of different length comparable."))
        st.button(t("Swap A and B"), key="compare-swap", on_click=_swap)
    return Asked(sides[0], sides[1], str(view), rate)


def _swap() -> None:
    kept = st.session_state.get("compare")
    if isinstance(kept, Asked):
        _forget()
        st.session_state["compare"] = replace(kept, a=kept.b, b=kept.a)


def _forget() -> None:
    for key in [k for k in st.session_state if isinstance(k, str) and k.startswith("compare-")]:
        del st.session_state[key]


def _side(name: str, begun: Side, layers: Mapping[str, str], areas: Mapping[str, str]) -> Side:
    """The widgets of one side."""
    held = st.session_state
    held.setdefault(f"compare-{name}-days", tuple(day for day in (begun.first, begun.last) if day))
    held.setdefault(f"compare-{name}-area", begun.area if begun.area in areas else "")
    held.setdefault(f"compare-{name}-layer", begun.layer if begun.layer in {READ, *layers} else "")
    layers_too = [2] if layers else []
    left, right, *more = st.columns([3, 3, *layers_too])
    # As they were first: a field whose bounds change is another one, and forgets what it held.
    least, most = held.setdefault(f"compare-{name}-bounds", bounds(EARLIEST, begun.first, begun.last))
    days: Any = left.date_input(
        t("Days of {side}", side=name.upper()), key=f"compare-{name}-days", min_value=least, max_value=most,
        format=day_format(),
    )  # fmt: skip
    area = right.selectbox(
        t("Area of {side}", side=name.upper()),
        list(areas),
        key=f"compare-{name}-area",
        format_func=lambda one: areas[one],
    )
    known = {"": t("Everything"), READ: t("Read in articles"), **layers}
    layer = begun.layer
    if layers:
        layer = more[0].selectbox(
            t("Layer of {side}", side=name.upper()), list(known), key=f"compare-{name}-layer",
            format_func=lambda one: known[one],
        )  # fmt: skip
    first, last = days if isinstance(days, tuple) and len(days) == len(NAMES) else (begun.first, begun.last)
    return Side(first, last, layer if layer in known else "", area)


def _areas(index: Index, now: Scope) -> dict[str, str]:
    """What may be chosen as an area, with its words: everywhere, what was drawn, countries, and their provinces."""
    areas = {"": t("Everywhere")}
    if now.area:
        areas[DRAWN] = t("The area drawn on the map")
    table = index.regions.table
    countries = sorted((code for code in table["country"].unique() if code), key=lambda code: in_order(called(code)))
    areas |= {code: called(code) for code in countries}
    often = table.assign(n=index.region_sizes).nlargest(OFFERED, "n")
    named = often[often["admin1"] != ""].sort_values(["country", "admin1"])
    pairs = zip(named["country"], named["admin1"], strict=True)
    areas |= {f"{c}|{p}": f"{called(c)}: {called_province(p)}" for c, p in pairs}
    return areas


def _numbers(asked: Asked, made: Compared) -> None:
    columns = st.columns(2, gap="large")
    for name, side, n, column in zip(NAMES, (asked.a, asked.b), made.incidents, columns, strict=True):
        words = count(n, "incident")
        if side.first and side.last:
            words += " · " + t("{first} to {last}", first=spoken(side.first), last=spoken(side.last))
            words += f" ({count(side.days, 'day')})"
        column.html(
            f'<div class="sm-side-{html_text(name)}"><span class="sm-square"></span>'
            f"<b>{html_text(name.upper())}</b> {html_text(words)}</div>"
        )
    if not asked.rate and asked.a.days and asked.b.days and _unlike(asked.a.days, asked.b.days):
        st.caption(t("The windows differ in length: “In 30 days” makes their numbers comparable."))


def _unlike(one: int, other: int) -> bool:
    """Whether two windows differ in length by more than a twentieth."""
    return abs(one - other) * 20 > max(one, other)


def _map(asked: Asked, made: Compared) -> None:
    shown = made.by_region.head(SHOWN)
    whole = asked.view == "difference"
    bubbles = []
    for row in shown.to_dict("records"):
        left, right = (max(-row["change"], 0.0), max(row["change"], 0.0)) if whole else (row["a"], row["b"])
        if left or right:
            words = t(
                "{place}: A {a}, B {b}",
                place=_place(row["country"], row["admin1"]),
                a=_said(row["a"]),
                b=_said(row["b"]),
            )
            bubbles.append(Bubble(row["lat"], row["lon"], left, right, whole, words))
    theme = "dark" if st.context.theme.type == "dark" else "light"
    bubble_map(bubbles, key="compare-map", theme=theme)
    st.caption(
        t("One disc a region: its area is the difference, in the colour of the side that has more.")
        if whole
        else t("One disc a region: the left half is A, the right half is B; areas stand for incidents.")
    )


def _place(country: str, admin1: str) -> str:
    name = called(country) if country else t("no country")
    return f"{called_province(admin1)}, {name}" if admin1 else name


def _said(number: float) -> str:
    return f"{number:,.0f}" if float(number).is_integer() else f"{number:,.1f}"


def _types(asked: Asked, made: Compared) -> None:
    used = made.by_type[(made.by_type["a"] > 0) | (made.by_type["b"] > 0)]
    most = max(float(used.to_numpy().max()), 1.0) if len(used) else 1.0
    rows = []
    for code in TYPES:
        if code not in used.index:
            continue
        a, b = (made.by_type[name].to_numpy(float)[list(TYPES).index(code)] for name in NAMES)
        bars = "".join(
            f'<div class="sm-bar-{html_text(name)}" style="width:{100 * value / most:.1f}%"></div>'
            for name, value in zip(NAMES, (a, b), strict=True)
        )
        rows.append(
            f'<tr><th scope="row"><span class="sm-square" style="background:{html_text(term("type", code).colour)}">'
            f"</span>{html_text(label('type', code))}</th><td>{html_text(_said(a))}</td><td>{html_text(_said(b))}</td>"
            f"<td>{html_text(_change(b - a))}</td><td>{bars}</td></tr>"
        )
    st.html(_types_html("".join(rows)))


def _types_html(rows: str) -> str:
    heads = "".join(f'<th scope="col">{html_text(one)}</th>' for one in ("A", "B", t("Change")))
    corner = f'<th scope="col">{html_text(t("Type"))}</th>'
    return f'<table class="sm-types"><thead><tr>{corner}{heads}<td></td></tr></thead><tbody>{rows}</tbody></table>'


def _change(number: float) -> str:
    said = f"{number:+,.0f}" if float(number).is_integer() else f"{number:+,.1f}"
    return "0" if not number else said.replace("-", "−")


def _regions(asked: Asked, made: Compared) -> None:
    shown = made.by_region.head(SHOWN)
    if shown.empty:
        st.html(f'<div class="sm-empty">{html_text(t("Nothing on either side. Widen the windows."))}</div>')
        return
    table = pd.DataFrame(
        {
            t("Country"): [called(code) if code else "—" for code in shown["country"]],
            t("Region"): [called_province(name) or "—" for name in shown["admin1"]],
            "A": shown["a"].round(1),
            "B": shown["b"].round(1),
            t("Change"): shown["change"].round(1),
        }
    )
    st.dataframe(
        table, key="compare-regions", hide_index=True, height=min(430, 35 * (len(table) + 1)),
        column_config={t("Change"): st.column_config.NumberColumn(format="%+g")},
    )  # fmt: skip
    if len(made.by_region) > SHOWN:
        st.caption(t("The {n} regions that changed most, of {all}.", n=SHOWN, all=numeral(len(made.by_region))))
