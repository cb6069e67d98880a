"""The sidebar of the map: search, types, statuses, precision, sources; a count of the window beside every choice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial

import streamlit as st

from geo.dashboard.index import SAID, Index
from geo.dashboard.scope import LONGEST_LINE, SUB_TYPES, Scope
from geo.dashboard.shades import Shades
from geo.dashboard.speech import country_called, label, meaning, numeral, spoken_in, sure, t
from geo.dashboard.state import home, keep_scope, scope
from geo.dashboard.tour import show_tour
from geo.dashboard.words import html_text, plain
from geo.export.narrow import CONFIDENCES, region_words
from geo.export.shades import REST
from geo.language import ENGLISH
from geo.model import DRAWN_STATUSES, PRECISIONS, STATUSES, TYPES
from geo.settings import EVERYWHERE
from geo.sides import NOBODY, OTHER

#: Names that a filter offers: each of them travels to the browser whenever the counts change.
OFFERED = 60


def asked_for(index: Index) -> Scope:
    """Window and filters as they are now; the widgets need not be drawn yet."""
    asked = scope()
    _seed(asked)
    now = _wanted(asked)
    keep_scope(replace(now, first=asked.first, last=asked.last))
    return now.opened(index.opening)


def show_filters(index: Index, now: Scope) -> None:
    """Draw the filters in the sidebar, with a count beside every choice."""
    counts = index.counts(now)
    with st.sidebar:
        if now.by_side:
            st.html(_legend_html(index.shades))
        st.text_input(
            t("Search"),
            key="filter-text",
            placeholder=t("Search sentences, places, actors"),
            label_visibility="collapsed",
            max_chars=LONGEST_LINE,
        )
        _region(index, now)
        _boxes("type", TYPES, counts["type"])
        _boxes("status", [code for code in STATUSES if code in DRAWN_STATUSES], counts["status"])
        listed = [code for code in STATUSES if code not in DRAWN_STATUSES]
        chosen = bool(now.statuses & set(listed))
        rest = st.expander(t("Listed, never drawn"), expanded=chosen, key="filters-listed", on_change="rerun")
        if rest.open:
            with rest:
                _boxes("status", listed, counts["status"], heading=False)
        _more(index, now, counts)
        if now.area:
            st.button(t("Forget the drawn area"), key="area-clear", on_click=_forget_area, width="stretch")
        if now.is_narrow:
            st.button(t("Clear all filters"), key="filter-clear", on_click=_clear, width="stretch")
        show_tour()


def _wanted(asked: Scope) -> Scope:
    """The scope that the widgets hold: read before they are drawn, so that the counts beside them are right."""
    held = st.session_state
    return replace(
        asked,
        text=str(held["filter-text"]).strip()[:LONGEST_LINE],
        types=frozenset(code for code in TYPES if held[f"type-{code}"]),
        statuses=frozenset(code for code in STATUSES if held[f"status-{code}"]),
        precisions=frozenset(held["filter-precision"]),
        sources=frozenset(held["filter-source"]),
        sub_types=frozenset(held["filter-kind"]),
        actors=frozenset(held["filter-actor"]),
        confidences=frozenset(held["filter-confidence"]),
        sides=frozenset(held["filter-side"]),
        by_side=bool(held["colour-side"]),
        background=bool(held["filter-background"]),
        languages=frozenset(held["filter-language"]),
        region=home() if held.get("filter-region", True) else EVERYWHERE,
    )


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
        "filter-side": sorted(now.sides),
        "colour-side": now.by_side,
        "filter-language": sorted(now.languages),
        "filter-region": not now.region.is_everywhere or home().is_everywhere,
    }
    seeds |= {f"type-{code}": code in now.types for code in TYPES}
    seeds |= {f"status-{code}": code in now.statuses for code in STATUSES}
    for key, value in seeds.items():
        st.session_state.setdefault(key, value)


def _region(index: Index, now: Scope) -> None:
    """Whether only the region of the project is looked at, and how much lies outside."""
    region = home()
    if region.is_everywhere:
        return
    outside = index.outside(replace(now, region=region))
    words = t("Only the region of the project ({n} outside)", n=numeral(outside))
    st.toggle(words, key="filter-region", help=plain(region_words(region)))


def _boxes(kind: str, codes: Iterable[str], counts: Mapping[str, int], *, heading: bool = True) -> None:
    if heading:
        st.html(f'<div class="sm-filter-title">{html_text({"type": t("Type"), "status": t("Status")}[kind])}</div>')
    for code in codes:
        st.checkbox(
            f"{label(kind, code)} :small[{numeral(counts[code])}]", key=f"{kind}-{code}", help=meaning(kind, code)
        )


def _more(index: Index, now: Scope, counts: Mapping[str, Mapping[str, int]]) -> None:
    few = now.sub_types or now.actors or now.sources or now.confidences or now.precisions or now.background
    few = few or now.sides or now.by_side or now.languages
    more = st.expander(t("More filters"), expanded=bool(few), key="filters-more", on_change="rerun")
    if not more.open:  # what is not seen need not be sent
        return
    with more:
        _choice(t("Kind"), "kind", "sub_type", SUB_TYPES, now.sub_types, counts, partial(label, "sub_type"))
        _names(t("Actor"), "actor", now.actors, counts["actors"])
        _choice(
            t("Precision of the place"), "precision", "place_precision", PRECISIONS, now.precisions, counts,
            partial(label, "precision"),
        )  # fmt: skip
        _names(t("Source"), "source", now.sources, counts["sources"])
        _names(t("According to"), "side", now.sides, index.counts(now, (SAID,))[SAID], side_words)
        st.toggle(
            t("Colour by who says so"),
            key="colour-side",
            help=t("Which side tells it: a state or an armed group that the article names as its source."),
        )
        if now.languages or set(filter(counts["languages"].get, counts["languages"])) - {ENGLISH}:
            _names(t("Language of the articles"), "language", now.languages, counts["languages"], spoken_in)
        _choice(t("Confidence"), "confidence", "confidence", CONFIDENCES, now.confidences, counts, sure)
        st.toggle(t("Background"), key="filter-background", help=t("History that articles recall to explain the news."))


def _choice(
    title: str, key: str, column: str, order: Iterable[str], chosen: frozenset[str],
    counts: Mapping[str, Mapping[str, int]], words: Callable[[str], str],
) -> None:  # fmt: skip
    """A filter of several codes; those that nothing has are not offered."""
    here = counts[column]
    st.multiselect(
        title,
        [code for code in order if here[code] or code in chosen],
        key=f"filter-{key}",
        format_func=lambda code: f"{words(code)} ({numeral(here.get(code, 0))})",
        placeholder=t("all"),
    )


def side_words(side: str) -> str:
    """What a side, or what stands for none, is called."""
    words = {
        OTHER: t("others, of no side"), NOBODY: t("nobody is named"),
        "several": t("several sides"), "another": t("another side"),
    }  # fmt: skip
    return words.get(side) or country_called(side)


def _legend_html(shades: Shades) -> str:
    """What the colours of the map mean; those of types mean nothing then."""
    rows = "".join(
        f'<div><span class="sm-square" style="background:{html_text(colour)}"></span> '
        f"{html_text(side_words(name))}</div>"
        for name, colour in zip(shades.names, shades.colours, strict=True)
        if name in REST or (shades.of_row == shades.names.index(name)).any()
    )
    hidden = '<style>.stApp [class*="st-key-type-"] p::before { background: transparent; }</style>'
    return (
        f'{hidden}<div class="sm-filter-title">{html_text(t("According to"))}</div><div class="sm-sides">{rows}</div>'
    )


def _names(
    title: str, key: str, chosen: frozenset[str], counts: Mapping[str, int], words: Callable[[str], str] = str
) -> None:
    """A filter of names, the most frequent first; a long tail is found by the search."""
    often = sorted((name for name in counts if counts[name]), key=lambda name: (-counts[name], name.casefold()))
    offered = sorted(chosen, key=str.casefold) + [name for name in often[:OFFERED] if name not in chosen]
    st.multiselect(
        title,
        offered,
        key=f"filter-{key}",
        format_func=lambda name: f"{words(name)} ({numeral(counts.get(name, 0))})",
        placeholder=t("all"),
        help=t("The {n} most frequent of {all}.", n=OFFERED, all=numeral(len(often))) if len(often) > OFFERED else None,
    )


def _forget_area() -> None:
    keep_scope(replace(scope(), area=()))


def _clear() -> None:
    now = scope()
    for key in [k for k in st.session_state if isinstance(k, str) and k.startswith(("type-", "status-", "filter-"))]:
        del st.session_state[key]
    keep_scope(Scope(first=now.first, last=now.last, region=home(), by_side=now.by_side))
