"""The picture of what the map shows: one press on the map makes it of the window, the filters and the view."""

from __future__ import annotations

import math
from dataclasses import replace

import streamlit as st

from geo.dashboard.scope import LONGEST_LINE, Scope
from geo.dashboard.speech import retold, t
from geo.dashboard.state import Desk
from geo.dashboard.words import plain
from geo.errors import GeoError
from geo.export.formats import PICTURE_FORMATS
from geo.export.request import Request
from geo.model import Selection
from geo.pipeline import View

Box = tuple[float, float, float, float]  #: west, south, east, north in degrees; west > east crosses the 180th meridian
#: Degrees: as far as the live map reaches, and the whole of the globe.
MAX_LAT, WHOLE = 85.0, 360.0
#: Decimals of a degree that are kept of a view.
DECIMALS = 2
_KEY = "picture-box"


def read_view(told: str) -> Box | None:
    """The rectangle in "west,south,east,north" as the browser tells it; None where that is none, or is the whole world.

    The live map goes round the globe more than once: degrees of longitude may be any.
    """
    try:
        west, south, east, north = (float(part) for part in told.split(","))
    except ValueError:
        return None
    if not all(map(math.isfinite, (west, south, east, north))) or not (0 < east - west < WHOLE and south < north):
        return None
    south, north = max(south, -MAX_LAT), min(north, MAX_LAT)
    if south >= north:
        return None
    west, east = (round((lon + 180) % 360 - 180, DECIMALS) for lon in (west, east))
    return west, round(south, DECIMALS), east, round(north, DECIMALS)


def ask_picture(told: str) -> None:
    """Open the dialog on the next run, with the view that the browser told."""
    st.session_state[_KEY] = read_view(told)


def show_picture(now: Scope, view: View, at: Desk) -> None:
    """Open the dialog where it was asked for."""
    if _KEY in st.session_state:
        draw = st.dialog(t("Picture of this map"), width="large")(_dialog)
        draw(now, st.session_state.pop(_KEY), view, at)


def selection_of(now: Scope, box: Box | None) -> Selection:
    """Window and filters of the map, and its view."""
    return replace(now.selection(), bbox=box)


def _dialog(now: Scope, box: Box | None, view: View, at: Desk) -> None:
    # What draws pictures is loaded when one is asked for: the map need not wait for it.
    from geo.dashboard.export_page import choose_look, file_buttons, shot

    fmt = st.segmented_control(
        t("Format"), PICTURE_FORMATS, default="png", format_func=str.upper, key="picture-format", required=True
    )
    look = choose_look("picture", by_side=now.by_side)
    title = (
        st.text_input(
            t("Title"), key="picture-title", placeholder=t("made from what it shows"), max_chars=LONGEST_LINE
        ).strip()[:LONGEST_LINE]
        or None
    )
    request = Request(str(fmt), selection_of(now, box), now.narrow(), title, look)
    with st.container(horizontal=True):
        file_buttons(request, t("Picture ({format})", format=request.fmt.upper()), view, at, key="picture")
    small = replace(request, fmt="png", look=replace(look, scale=min(look.scale, 2)))
    try:
        found = shot(small, view, at)
    except GeoError as error:
        st.info(plain(retold(str(error))), icon=":material/info:")
        return
    words = str(found.manifest["title"])
    st.image(found.content, caption=plain(words), alt=words)
    st.caption(t("Films, small multiples, pages, reports and data: page Export."))
