"""The frame around all pages: title, styles, navigation, and errors in plain words."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from geo.dashboard.login import log_in
from geo.dashboard.routes import BASE
from geo.dashboard.speech import choose, keep_in_address, later, retold, t
from geo.dashboard.state import Desk, desk, forget_visit
from geo.dashboard.words import plain
from geo.errors import GeoError

#: A file of ours: an icon by name would be fetched from a font server, and a drawing (SVG) sent whole with every run.
ICON = Path(__file__).with_name("static") / "icon.png"
#: Title, address, module in this room that shows it, icon; in the order of the bar.
PAGES: tuple[tuple[str, str, str, str], ...] = (
    (later("Map"), "map", "map_page", ":material/map:"),
    (later("Articles"), "articles", "articles_page", ":material/article:"),
    (later("Review"), "review", "review_page", ":material/fact_check:"),
    (later("Export"), "export", "export_page", ":material/download:"),
    (later("Compare"), "compare", "compare_page", ":material/compare:"),
    (later("Alerts"), "alerts", "alerts_page", ":material/notifications:"),
    (later("Not on the map"), "not-on-the-map", "left_out_page", ":material/location_off:"),
    (later("Datasets"), "datasets", "datasets_page", ":material/database:"),
    (later("Places"), "places", "places_page", ":material/travel_explore:"),
    (later("Help"), "help", "help_page", ":material/help:"),
    (later("About"), "about", "about_page", ":material/info:"),
)
#: What stands in a menu of the bar, by address: the name of the menu. The others stand in the bar itself.
MENUS = {
    **dict.fromkeys(("compare", "alerts", "not-on-the-map"), later("Analysis")),
    **dict.fromkeys(("datasets", "places"), later("Data")),
    **dict.fromkeys(("help", "about"), later("Help")),
}


def run() -> None:
    """Draw the page that was asked for."""
    st.set_page_config(page_title="Sitmap", page_icon=str(ICON), layout="wide", initial_sidebar_state="auto")
    # By address, not in the page: it would be sent again with every run.
    st.html(f'<style>@import url("{BASE}/look.css");</style>')
    log_in()
    keep_in_address()
    pages = [
        st.Page(_guarded(module), title=t(title), url_path=path, icon=icon, default=path == "map")
        for title, path, module, icon in PAGES
    ]
    st.session_state["pages"] = {page.url_path: page for page in pages}
    st.session_state["map-page"] = pages[0]
    bar: dict[str, list[Page]] = {}
    for page, (_, path, *_) in zip(pages, PAGES, strict=True):
        bar.setdefault(t(MENUS[path]) if path in MENUS else "", []).append(page)
    page = st.navigation(bar, position="top")
    page.run()
    # Last, so that nothing above the stage changes its place; beside the filters where there are some.
    with st.sidebar if page is pages[0] else st.container(key="language"):
        choose()


def show_of(module: str) -> Callable[[Desk], None]:
    """What shows a page; its module is loaded when the page is first opened.

    The map need not wait for what only exports and the reader need (``serve`` loads the rest behind it).
    """
    show: Callable[[Desk], None] = import_module(f"geo.dashboard.{module}").show
    return show


def _guarded(module: str) -> Callable[[], None]:
    def page() -> None:
        try:
            show = show_of(module)
            at = desk()
            if module != "map_page":
                forget_visit()
            show(at)
        except GeoError as error:
            st.error(plain(retold(str(error))), icon=":material/error:")

    page.__name__ = module
    return page
