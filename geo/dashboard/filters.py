"""The sidebar of the map: search, types, statuses, precision, sources; a count of the window beside every choice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import streamlit as st

from geo.dashboard.scope import SUB_TYPES, Index, Scope
from geo.dashboard.state import keep_scope, scope
from geo.dashboard.words import html_text
from geo.export.narrow import CONFIDENCES
from geo.export.words import label, term
from geo.model import DRAWN_STATUSES, PRECISIONS, STATUSES, TYPES


def show_filters(index: Index) -> Scope:
    """Draw the filters in the sidebar; returns window and filters as they are now."""
    asked = scope()
    _seed(asked)
    now = asked.opened(index.opening)
    with st.sidebar:
        st.text_input(
            "Search", key="filter-text", placeholder="Search sentences, places, actors", label_visibility="collapsed"
        )
        now = replace(now, text=str(st.session_state["filter-text"]).strip())
        now = replace(now, types=_boxes("type", TYPES, now, index))
        drawn = [code for code in STATUSES if code in DRAWN_STATUSES]
        listed = [code for code in STATUSES if code not in DRAWN_STATUSES]
        statuses = _boxes("status", drawn, now, index)
        with st.expander("Listed, never drawn", expanded=bool(now.statuses & set(listed))):
            statuses |= _boxes("status", listed, now, index, heading=False)
        now = replace(now, statuses=statuses)
        now = _more(now, index)
        if now.is_narrow:
            st.button("Clear all filters", key="filter-clear", on_click=_clear, width="stretch")
    keep_scope(replace(now, first=asked.first, last=asked.last))
    return now


def _seed(now: Scope) -> None:
    """Give the widgets their values when they appear: from the address, or as they were left."""
    seeds = {
        "filter-text": now.text,
        "filter-precision": [code for code in PRECISIONS if code in now.precisions],
        "filter-source": sorted(now.sources),
        "filter-kind": [code for code in SUB_TYPES if code in now.sub_types],
        "filter-actor": sorted(now.actors),
        "filter-confidence": [word for word in CONFIDENCES if word in now.confidences],
        "filter-background": now.background,
    }
    seeds |= {f"type-{code}": code in now.types for code in TYPES}
    seeds |= {f"status-{code}": code in now.statuses for code in STATUSES}
    for key, value in seeds.items():
        st.session_state.setdefault(key, value)


def _boxes(kind: str, codes: Iterable[str], now: Scope, index: Index, *, heading: bool = True) -> frozenset[str]:
    counts = index.counts(now, kind)
    if heading:
        st.html(f'<div class="sm-filter-title">{html_text(kind.capitalize())}</div>')
    chosen = []
    for code in codes:
        words = term(kind, code)
        box = st.checkbox(f"{words.label} :gray[{counts[code]:,}]", key=f"{kind}-{code}", help=None)
        if box:
            chosen.append(code)
    return frozenset(chosen)


def _more(now: Scope, index: Index) -> Scope:
    with st.expander("More filters", expanded=now.needs_text or bool(now.precisions or now.background)):
        kinds = st.multiselect(
            "Kind",
            [code for code in SUB_TYPES if code in {*index.sub_types(now.types), *now.sub_types}],
            key="filter-kind",
            format_func=lambda code: label("sub_type", code),
            placeholder="all",
        )
        actors = st.multiselect("Actor", sorted({*index.actors, *now.actors}), key="filter-actor", placeholder="all")
        counts = index.counts(now, "place_precision")
        precisions = st.multiselect(
            "Precision of the place",
            [code for code in PRECISIONS if counts[code] or code in now.precisions],
            key="filter-precision",
            format_func=lambda code: f"{term('precision', code).label} ({counts[code]:,})",
            placeholder="all",
        )
        sources = st.multiselect(
            "Source", sorted({*index.sources, *now.sources}), key="filter-source", placeholder="all"
        )
        sure = st.multiselect("Confidence", CONFIDENCES, key="filter-confidence", placeholder="all")
        background = st.toggle(
            "Background", key="filter-background", help="History that articles recall to explain the news."
        )
    return replace(
        now,
        precisions=frozenset(precisions),
        sources=frozenset(sources),
        sub_types=frozenset(kinds),
        actors=frozenset(actors),
        confidences=frozenset(sure),
        background=bool(background),
    )


def _clear() -> None:
    now = scope()
    for key in [k for k in st.session_state if isinstance(k, str) and k.startswith(("type-", "status-", "filter-"))]:
        del st.session_state[key]
    keep_scope(Scope(first=now.first, last=now.last))
