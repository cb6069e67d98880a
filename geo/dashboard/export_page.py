"""Export: a picture or a page of the map's window and filters, or the rows as data; each says how it was made."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from geo.dashboard.scope import Scope
from geo.dashboard.state import Desk, index, scope
from geo.dashboard.words import plain, spoken
from geo.export.formats import DATA_FORMATS, Snapshot, take_snapshot, write_data
from geo.export.manifest import manifest_json
from geo.export.words import count
from geo.merging.merge import MERGER
from geo.pipeline import View, extractor_version

MEDIA = {"csv": "text/csv", "geojson": "application/geo+json"}
#: What a format is for, beside its button.
WORDS = {"csv": "CSV: one row per incident and place", "geojson": "GeoJSON: for QGIS, Datawrapper, kepler.gl"}


def show(at: Desk) -> None:
    """Draw the page."""
    view = at.view()
    found = index(view, at)
    now = scope().opened(found.opening)
    st.subheader("Export")
    st.text(_scope_words(now, found.count(found.mask(now))))
    title = st.text_input("Title of the picture", key="export-title", placeholder="made from what it shows")
    picture, page, data = st.columns(3, gap="large")
    with picture:
        _snapshot("png", "image/png", "Picture (PNG)", view, at, now, title)
    with page:
        _snapshot("html", "text/html", "Page (HTML)", view, at, now, title)
        st.caption("Opens from disk with no network, and still scrubs.")
    with data:
        _data(partial(found.rows, now), view)
    _preview(view, at, now, title)


def _scope_words(now: Scope, incidents: int) -> str:
    window = f"{spoken(now.first)} to {spoken(now.last)}" if now.first and now.last else "all dates"
    words = [window, count(incidents, "incident")]
    if now.is_narrow:
        words.append("filtered as on the map")
    return "What the map shows now: " + ", ".join(words) + "."


@st.cache_data(show_spinner="Drawing", max_entries=8)
def _drawn(fmt: str, version: str, is_sample: bool, now: Scope, title: str, _view: View, _at: Desk) -> Snapshot:
    store = _view.store
    keep = (
        frozenset(index(_view, _at).rows(now, window=False, columns=("incident_id",))["incident_id"])
        if now.rest_words()
        else None
    )
    return take_snapshot(
        fmt,
        store.incidents(),
        now.selection(),
        title=title or None,
        sample=is_sample,
        versions={"reader": extractor_version(_at.gazetteer), "merging": MERGER},
        sources=store.sources(),
        keep=keep,
        keep_words=now.rest_words(),
    )


def _shot(fmt: str, view: View, at: Desk, now: Scope, title: str) -> Snapshot:
    return _drawn(fmt, view.store.version(), view.is_sample, now, title.strip(), view, at)


def _snapshot(fmt: str, media: str, words: str, view: View, at: Desk, now: Scope, title: str) -> None:
    """Two buttons; the file is made when one is pressed, not whenever the page is drawn."""

    def shot() -> Snapshot:
        return _shot(fmt, view, at, now, title)

    name = _name(now)
    st.download_button(
        words, lambda: shot().content, f"{name}.{fmt}", media, key=f"export-{fmt}", type="primary", width="stretch",
        on_click="ignore", icon=":material/download:",
    )  # fmt: skip
    st.download_button(
        "Its manifest (JSON)", lambda: manifest_json(shot().manifest), f"{name}.{fmt}.manifest.json",
        "application/json", key=f"export-{fmt}-manifest", width="stretch", on_click="ignore",
    )  # fmt: skip


def _data(rows: Callable[[], pd.DataFrame], view: View) -> None:
    if view.is_sample:
        st.info("Sample articles are not exported as data. Add your own articles first.", icon=":material/info:")
        return
    for fmt in DATA_FORMATS:
        st.download_button(
            WORDS[fmt], partial(_written, fmt, rows), f"incidents.{fmt}", MEDIA[fmt], key=f"export-{fmt}",
            width="stretch", on_click="ignore",
        )  # fmt: skip


def _written(fmt: str, rows: Callable[[], pd.DataFrame]) -> bytes:
    out = io.BytesIO()
    write_data(out, fmt, rows())
    return out.getvalue()


def _preview(view: View, at: Desk, now: Scope, title: str) -> None:
    shot = _shot("png", view, at, now, title)
    st.image(shot.content, caption=plain(str(shot.manifest["title"])))


def _name(now: Scope) -> str:
    return f"sitmap_{now.first}_{now.last}" if now.first and now.last else "sitmap"
