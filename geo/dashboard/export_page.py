"""Export: pictures, films, a page and the rows, of what the map shows now or of all; each says how it was made."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geo.dashboard.scope import LONGEST_LINE, Scope
from geo.dashboard.speech import count, later, retold, t
from geo.dashboard.state import Desk, index, scope
from geo.dashboard.words import html_text, plain, spoken
from geo.errors import GeoError
from geo.export.bundle import write_bundle
from geo.export.coarse import LEVELS, check_words
from geo.export.formats import (
    EXPORT_FORMATS,
    FILM_FORMATS,
    MEDIA,
    PICTURE_FORMATS,
    REPORT_FORMATS,
    Snapshot,
    rows_for,
    take_snapshot,
    write_data,
)
from geo.export.look import PAGES, SCALES, THEMES, Look
from geo.export.manifest import manifest_json
from geo.export.overlays import load_overlays
from geo.export.periods import STEPS
from geo.export.progress import Report
from geo.export.request import Request
from geo.export.rows import Rows
from geo.model import Selection
from geo.pipeline import View, versions

#: What a format is for, beside its button.
WORDS = {
    "csv": later("CSV: for any spreadsheet"),
    "xlsx": later("Excel: one sheet"),
    "geojson": later("GeoJSON: for the web, Datawrapper, kepler.gl"),
    "gpkg": later("GeoPackage: for QGIS and ArcGIS"),
    "parquet": later("GeoParquet: for Python, R, DuckDB"),
    "fgb": later("FlatGeobuf: large maps on the web"),
    "kml": later("KML: for Google Earth"),
}
ZIPPED = later("Beside the file: its data package, which says what each column means, and its manifest.")
NOW, EVERYTHING = later("What the map shows now"), later("Everything")
ONE_MAP, AS_FITS = later("one map"), later("as fits")
#: A step of time -> how many maps or frames that makes.
A_STEP = {
    "day": later("one a day"),
    "week": later("one a week"),
    "month": later("one a month"),
    "quarter": later("one a quarter"),
    "year": later("one a year"),
}
AS_KNOWN = later("as they are known")
#: Paper, inks and coarse places -> how the page calls them.
CALLED = {
    "screen": later("screen"),
    "wide": later("wide"),
    "square": later("square"),
    "a4": later("A4"),
    "a4-portrait": later("A4 upright"),
    "a3": later("A3"),
    "letter-portrait": later("letter upright"),
    "light": later("light"),
    "dark": later("dark"),
    "grey": later("grey"),
}


def show(at: Desk) -> None:
    """Draw the page."""
    view = at.view()
    found = index(view, at)
    now = scope().opened(found.opening)
    st.subheader(t("Export"))
    which = st.radio(
        t("What"), (NOW, EVERYTHING), key="export-which", horizontal=True, format_func=t, label_visibility="collapsed"
    )
    base = Request("", now.selection(), now.narrow()) if which == NOW else Request("", Selection(background=True))
    asked = now if which == NOW else None
    st.text(_scope_words(asked, found.count(found.mask(now)) if asked else found.incidents))
    title = (
        st.text_input(
            t("Title"), key="export-title", placeholder=t("made from what it shows"), max_chars=LONGEST_LINE
        ).strip()[:LONGEST_LINE]
        or None
    )
    look = choose_look("export", by_side=now.by_side)
    held_back = _held_back()
    if held_back["coarsen"]:  # who says so may name the place
        look = replace(look, sides=None)
    base = Request("", base.selection, base.narrow, title, look, **held_back)
    try:
        check_words(base.narrow.text, base.coarsen, base.narrow.sides)
    except GeoError as error:
        st.warning(plain(retold(str(error))), icon=":material/info:")
        return
    picture, film, page, data = st.columns(4, gap="large")
    with picture:
        preview = _picture(base, view, at)
    with film:
        _film(base, view, at)
    with page:
        st.html(_heading_html(t("Page")))
        file_buttons(replace(base, fmt="html", look=Look()), t("Page (HTML)"), view, at)
        st.caption(t("Opens from disk with no network, and still scrubs."))
        st.html(_heading_html(t("Report")))
        for fmt in REPORT_FORMATS:
            told = replace(base, fmt=f"report.{fmt}", look=Look(inks=look.inks, sides=look.sides))
            file_buttons(told, t("Report ({format})", format=fmt.upper()), view, at)
    with data:
        st.html(_heading_html(t("Data")))
        _data(base, view, at)
    try:
        made = shot(preview, view, at)
    except GeoError as error:
        st.info(plain(retold(str(error))), icon=":material/info:")
    else:
        title = str(made.manifest["title"])
        st.image(made.content, caption=plain(title), alt=title)


def _scope_words(now: Scope | None, incidents: int) -> str:
    window = t("all dates")
    if now and now.first and now.last:
        window = t("{first} to {last}", first=spoken(now.first), last=spoken(now.last))
    words = [window, count(incidents, "incident")]
    if now and now.is_narrow:
        words.append(t("filtered as on the map"))
    said = ", ".join(words)
    return said[:1].upper() + said[1:] + "."


def _held_back() -> dict[str, Any]:
    """What is left out for the sake of people: how exact places are, sensitive sentences, addresses."""
    places, sentences, addresses = st.columns(3)
    with places:
        coarsen = _coarser()
    return {
        "coarsen": coarsen,
        "sensitive": sentences.selectbox(
            t("Sensitive sentences"), (None, False, True), key="export-sensitive", format_func=_sentences_words,
            help=t("Graphic ones, and those that expose people who were harmed. Data hold them with their mark."),
        ),
        "addresses": addresses.selectbox(
            t("Addresses of articles"), (None, False, True), key="export-addresses", format_func=_addresses_words,
            help=t("An address may name the place or the victim."),
        ),
    }  # fmt: skip


def _sentences_words(shown: bool | None) -> str:
    return {None: t("in data, not in pages and reports"), False: t("kept out"), True: t("in everything")}[shown]


def _addresses_words(shown: bool | None) -> str:
    return {None: t("unless places are coarser"), False: t("kept out"), True: t("in everything")}[shown]


def _coarser() -> str | None:
    """How coarse places are to be made, for what is published."""
    choices = (AS_KNOWN, *LEVELS)
    chosen = st.selectbox(
        t("Places"), choices, format_func=lambda one: retold(LEVELS.get(one, one)), key="export-coarsen"
    )
    if chosen == AS_KNOWN:
        return None
    st.caption(
        t("Made coarser on purpose, in everything below: points, names, sentences and titles. Each file says so.")
    )
    return str(chosen)


def choose_look(key: str, *, by_side: bool) -> Look:
    """Three choices beside each other: paper, inks and pixels; `by_side` says what the colours of the map are."""
    size, inks, pixels = st.columns(3)
    page = size.selectbox(t("Paper"), list(PAGES), format_func=_called, key=f"{key}-page")
    theme = inks.selectbox(t("Inks"), list(THEMES), format_func=_called, key=f"{key}-theme")
    scale = pixels.selectbox(t("Pixels"), SCALES, index=1, format_func=lambda n: f"{n}×", key=f"{key}-scale")
    return Look(page, theme, scale, () if by_side and theme != "grey" else None)


def _called(one: str) -> str:
    return t(CALLED.get(one, one))


def _heading_html(words: str) -> str:
    return f"<b>{html_text(words)}</b>"


def _picture(base: Request, view: View, at: Desk) -> Request:
    """The picture's buttons; returns what is shown as a preview."""
    st.html(_heading_html(t("Picture")))
    every = st.selectbox(t("Maps"), (ONE_MAP, *STEPS), format_func=_per, key="export-every")
    step = None if every == ONE_MAP else every
    fmt = st.segmented_control(
        t("Format"), PICTURE_FORMATS, default="png", format_func=str.upper, key="export-picture", required=True
    )
    request = replace(base, fmt=str(fmt), every=step)
    file_buttons(request, t("Picture ({format})", format=request.fmt.upper()), view, at)
    small = replace(base.look, scale=min(base.look.scale, 2))
    return replace(base, fmt="png", look=small, every=step)


def _per(every: str) -> str:
    return t(A_STEP.get(every, every))


def file_buttons(request: Request, words: str, view: View, at: Desk, *, key: str = "export") -> None:
    """The file and its manifest; they are made when a button is pressed, not whenever the page is drawn."""
    name, fmt = _name(request), request.fmt
    key = f"{key}-{fmt.replace('.', '-')}"
    st.download_button(
        words, lambda: shot(request, view, at).content, f"{name}.{fmt}", MEDIA[fmt], key=key,
        type="primary", width="stretch", on_click="ignore", icon=":material/download:",
    )  # fmt: skip
    st.download_button(
        t("Its manifest (JSON)"), lambda: manifest_json(shot(request, view, at).manifest),
        f"{name}.{fmt}.manifest.json", "application/json", key=f"{key}-manifest", width="stretch", on_click="ignore",
        type="tertiary",
    )  # fmt: skip


def _film(base: Request, view: View, at: Desk) -> None:
    """A film takes a while: it is made with a bar that can be stopped, and then offered."""
    st.html(_heading_html(t("Film")))
    every = st.selectbox(t("Frames"), (AS_FITS, *STEPS), format_func=_per, key="export-frames")
    fmt = st.segmented_control(
        t("Format"), FILM_FORMATS, default="gif", format_func=str.upper, key="export-film", required=True
    )
    look = replace(base.look, scale=1)
    request = replace(base, fmt=str(fmt), look=look, every=None if every == AS_FITS else every)
    if st.button(t("Make the film"), key="export-film-make", width="stretch", icon=":material/movie:"):
        bar = st.progress(0.0, t("Drawing"))
        stop = st.empty()
        stop.button(
            t("Cancel"), key="export-film-cancel", width="stretch"
        )  # any press ends this run at its next report
        shot = _taken(request, view, at, report=lambda share, words: _tell(bar, share, words))
        st.session_state["export-film-made"] = request, view.store.version(), shot
        bar.empty()
        stop.empty()
    made = st.session_state.get("export-film-made")
    if made and made[:2] == (request, view.store.version()):
        name = _name(request)
        st.download_button(t("Film ({format})", format=request.fmt.upper()), made[2].content, f"{name}.{request.fmt}",
                           MEDIA[request.fmt], key="export-film-file", type="primary", width="stretch",
                           on_click="ignore", icon=":material/download:")  # fmt: skip
        st.download_button(t("Its manifest (JSON)"), manifest_json(made[2].manifest),
                           f"{name}.{request.fmt}.manifest.json", "application/json", key="export-film-manifest",
                           width="stretch", on_click="ignore", type="tertiary")  # fmt: skip


def _tell(bar: DeltaGenerator, share: float, words: str) -> None:
    bar.progress(min(max(share, 0.0), 1.0), plain(retold(words)))


@st.cache_data(show_spinner=False, max_entries=8)
def _drawn(version: str, is_sample: bool, request: Request, _view: View, _at: Desk) -> Snapshot:
    return _taken(request, _view, _at)


def shot(request: Request, view: View, at: Desk) -> Snapshot:
    """What is asked for, made once for all that ask the same of the same data."""
    overlays = " ".join(f"{one.id} {one.title} {one.licence} {one.sha256}" for one in view.store.overlays.list())
    with st.spinner(t("Drawing")):
        return _drawn(f"{view.store.version()} {overlays}", view.is_sample, request, view, at)


def _taken(request: Request, view: View, at: Desk, report: Report | None = None) -> Snapshot:
    store = view.store
    return take_snapshot(
        request,
        rows_for(request, store),
        sample=view.is_sample,
        versions=versions(store, at.settings),
        sources=store.sources(),
        left_out=store.not_on_map() if request.fmt.startswith("report.") else None,
        brought=load_overlays(store.overlays),
        report=report,
    )


def _data(base: Request, view: View, at: Desk) -> None:
    if view.is_sample:
        st.info(t("Sample articles are not exported as data. Add your own articles first."), icon=":material/info:")
        return
    whole = st.toggle(t("With columns and provenance (ZIP)"), key="export-zip", help=t(ZIPPED))
    for fmt in EXPORT_FORMATS:
        request = replace(base, fmt=fmt, title=None, look=Look())
        name, kind = f"incidents{'_coarser' if base.coarsen else ''}.{fmt}", MEDIA[fmt]
        name, kind = (f"{name}.zip", "application/zip") if whole else (name, kind)
        st.download_button(
            t(WORDS[fmt]), partial(_written, request, view, at, whole=whole), name, kind, key=f"export-{fmt}",
            width="stretch", on_click="ignore",
        )  # fmt: skip


def _written(request: Request, view: View, at: Desk, *, whole: bool) -> bytes:
    """The rows, which come out of the store a piece at a time."""
    out, store = io.BytesIO(), view.store
    rows = Rows.stored(
        store, request.selection, request.narrow, request.coarsen,
        sensitive=request.shows_sensitive, addresses=request.shows_addresses,
    )  # fmt: skip
    if whole:
        write_bundle(out, request, rows, versions=versions(store, at.settings), sources=store.sources())
    else:
        write_data(out, request.fmt, rows)
    return out.getvalue()


def _name(request: Request) -> str:
    first, last = request.selection.first, request.selection.last
    stem = f"sitmap_{first}_{last}" if first and last else "sitmap"
    return f"{stem}_coarser" if request.coarsen else stem
