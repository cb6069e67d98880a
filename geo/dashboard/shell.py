"""The frame around all pages: title, styles, navigation, and errors in plain words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from geo.dashboard import (
    about_page,
    alerts_page,
    articles_page,
    compare_page,
    datasets_page,
    export_page,
    help_page,
    left_out_page,
    map_page,
    places_page,
    review_page,
)
from geo.dashboard.login import log_in
from geo.dashboard.routes import BASE
from geo.dashboard.speech import choose, keep_in_address, t
from geo.dashboard.state import Desk, desk, forget_visit
from geo.dashboard.words import plain
from geo.errors import GeoError

#: A file of ours: an icon by name would be fetched from a font server, and a drawing (SVG) sent whole with every run.
ICON = Path(__file__).with_name("static") / "icon.png"
#: title, address, what it shows, icon
PAGES: tuple[tuple[str, str, Callable[[Desk], None], str], ...] = (
    ("Map", "map", map_page.show, ":material/map:"),
    ("Articles", "articles", articles_page.show, ":material/article:"),
    ("Review", "review", review_page.show, ":material/fact_check:"),
    ("Datasets", "datasets", datasets_page.show, ":material/database:"),
    ("Compare", "compare", compare_page.show, ":material/compare:"),
    ("Alerts", "alerts", alerts_page.show, ":material/notifications:"),
    ("Not on the map", "not-on-the-map", left_out_page.show, ":material/location_off:"),
    ("Places", "places", places_page.show, ":material/travel_explore:"),
    ("Export", "export", export_page.show, ":material/download:"),
    ("Help", "help", help_page.show, ":material/help:"),
    ("About", "about", about_page.show, ":material/info:"),
)


def run() -> None:
    """Draw the page that was asked for."""
    st.set_page_config(page_title="Sitmap", page_icon=str(ICON), layout="wide", initial_sidebar_state="auto")
    # By address, not in the page: it would be sent again with every run.
    st.html(f'<style>@import url("{BASE}/look.css");</style>')
    log_in()
    keep_in_address()
    pages = [
        st.Page(_guarded(show), title=t(title), url_path=path, icon=icon, default=path == "map")
        for title, path, show, icon in PAGES
    ]
    st.session_state["pages"] = {page.url_path: page for page in pages}
    st.session_state["map-page"] = pages[0]
    page = st.navigation(pages, position="top")
    page.run()
    # Last, so that nothing above the stage changes its place; beside the filters where there are some.
    with st.sidebar if page is pages[0] else st.container(key="language"):
        choose()


def _guarded(show: Callable[[Desk], None]) -> Callable[[], None]:
    def page() -> None:
        try:
            at = desk()
            if show is not map_page.show:
                forget_visit()
            show(at)
        except GeoError as error:
            st.error(plain(str(error)), icon=":material/error:")

    page.__name__ = show.__module__.rsplit(".", 1)[-1]
    return page
