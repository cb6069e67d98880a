"""Overlays on the page of datasets: lay front lines or areas below the incidents, list them, remove them."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from geo.dashboard.gone import forget
from geo.dashboard.speech import count, later, t
from geo.dashboard.state import MAX_OVERLAYS, Desk
from geo.dashboard.uploads import on_disk, pick_rows, told
from geo.dashboard.words import html_text, plain
from geo.errors import GeoError
from geo.imports.overlay import read_overlay
from geo.imports.sheet import GEO_SUFFIXES
from geo.scratch import scratch

#: Shapefiles are several files and come by the command.
ENDINGS = [suffix[1:] for suffix in GEO_SUFFIXES if suffix != ".shp"]
DATED = {"states": later("a state a day"), "intervals": later("from day to day"), "always": later("always there")}


def show_overlays(at: Desk) -> None:
    """Draw the panel."""
    st.text(
        t(
            "Front lines, areas of control and other shapes below the incidents. Columns such as start_date and "
            "end_date say when a shape is there; of several files with a day in their names, the newest that has begun "
            "is shown."
        )
    )
    said = st.session_state.pop("overlay_said", None)
    if said:
        st.success(plain(said), icon=":material/check:")
    with st.form("add-overlay", clear_on_submit=True, border=False):
        files = st.file_uploader(
            t("GeoJSON, GeoPackage, FlatGeobuf or KML"), type=ENDINGS, accept_multiple_files=True, key="overlay-files",
            help=t("Shapefiles: python -m geo overlays add FILE.shp"),
        )  # fmt: skip
        left, right = st.columns(2)
        title = left.text_input(
            t("Title"), key="overlay-title", placeholder=t("made from the file’s name"), max_chars=120
        )
        licence = right.text_input(
            t("Licence"), key="overlay-licence", placeholder=t("shown on the map"), max_chars=200
        )
        if st.form_submit_button(t("Add"), type="primary", key="overlay-add") and files:
            _take([(file.name, file.getvalue()) for file in files], title.strip(), licence.strip(), at)
    _listed(at)


def _take(files: list[tuple[str, bytes]], title: str, licence: str, at: Desk) -> None:
    with scratch() as folder:
        paths = [on_disk(data, name, folder, unnamed="shapes.geojson") for name, data in files]
        try:
            made, body = read_overlay(paths, title=title or None, licence=licence)
            at.store.overlays.save(made, body)
        except GeoError as error:
            st.error(told(folder, error), icon=":material/error:")
            return
    st.session_state["overlay_said"] = t(
        "{overlay}: {shapes} added.", overlay=made.title, shapes=count(made.n_features, "shape")
    )
    st.rerun()


def _listed(at: Desk) -> None:
    found = at.store.overlays.list()
    if not found:
        st.html(f'<div class="sm-empty">{html_text(t("No overlay yet."))}</div>')
        return
    if len(found) > MAX_OVERLAYS:
        st.caption(t("The map shows the first {n} of them.", n=MAX_OVERLAYS))
    table = pd.DataFrame(
        {
            t("Overlay"): [one.title for one in found],
            t("Shapes"): [one.n_features for one in found],
            t("When"): [t(DATED[one.dated]) for one in found],
            t("First day"): [one.first_day or "" for one in found],
            t("Last day"): [one.last_day or "" for one in found],
            t("Licence"): [one.licence or t("not given") for one in found],
            t("Files"): [one.file_names for one in found],
        }
    )
    picked = [found[row].id for row in pick_rows(table, "overlays-rows")]
    if picked and st.button(
        t("Remove {what}", what=count(len(picked), "overlay")), icon=":material/delete:", key="overlays-remove"
    ):
        at.store.overlays.remove(picked)
        at.store.eraser.scrub()
        forget()
        st.rerun()
