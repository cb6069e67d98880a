"""The map: filters at the left, the stage in the middle, the evidence of a clicked symbol at its right, lists below."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import streamlit as st

from geo.dashboard.alerts_page import news
from geo.dashboard.by_hand import offered, show_by_hand
from geo.dashboard.evidence import panel_html
from geo.dashboard.filters import asked_for, show_filters
from geo.dashboard.lists import show_lists
from geo.dashboard.picture_dialog import ask_picture, show_picture
from geo.dashboard.scope import Scope, read_address, write_address
from geo.dashboard.speech import count, t
from geo.dashboard.stage import StageFilters, stage
from geo.dashboard.state import (
    Desk,
    Sight,
    choose,
    chosen,
    home,
    keep_scope,
    left_out,
    overlays,
    scope,
    sight,
    undated_articles,
    window_command,
)
from geo.dashboard.words import html_text
from geo.export.narrow import Area
from geo.model import Incident
from geo.pipeline import View

STAGE_KEY = "stage"
PANEL_PX = 350


def show(at: Desk) -> None:
    """Draw the page."""
    if "scope" not in st.session_state:
        keep_scope(read_address(st.query_params, home()))
    view = at.view()
    found = sight(view, at)
    notices = st.container(key="notices")
    with st.container(horizontal=True, key="desk", gap="small"):
        box = st.container(key="stage-box")
        _panel(found, view, at)  # first, for somebody who clicked waits for it
    now = asked_for(found.index)
    write_address(scope(), st.query_params, home())
    with box:  # before the counts: the browser fetches and draws while they are worked out
        _stage(found, now, at)
    show_filters(found.index, now)
    with notices:
        _notices(found, now, view, at)
    show_lists(found.index, now, left_out(found))
    with notices:
        _alerts(view, at)
    show_picture(now, view, at)


def _notices(found: Sight, now: Scope, view: View, at: Desk) -> None:
    if view.is_sample:
        words = t(
            ", in our own words, on well-documented public events. They disappear when you add your first article."
        )
        st.html(f'<div class="sm-notice"><b>{html_text(t("Sample articles"))}</b>{html_text(words)}</div>')
        return
    outside = found.index.outside(now)
    if outside:
        st.info(
            t(
                "{incidents} outside the region of this project: they are counted, and not shown while the switch "
                "beside the map is on.",
                incidents=count(outside, "incident"),
            ),
            icon=":material/public:",
        )
    undated = undated_articles(view, at)
    if undated:
        st.warning(
            t(
                "{articles} with no publication date: what they tell is not dated. Give the date on the page Articles.",
                articles=count(undated, "article"),
            ),
            icon=":material/event_busy:",
        )


def _alerts(view: View, at: Desk) -> None:
    """What is new under the rules: looked for when all else is drawn."""
    new = news(view, at)
    if new:
        words = t("{alerts} with something new: see the page Alerts.", alerts=count(new, "alert"))
        st.info(words, icon=":material/notifications:")


def _stage(found: Sight, now: Scope, at: Desk) -> None:
    if not found.index.incidents:
        words = t(
            "No incident has been read yet. Add articles on the page Articles; what was read and left out stands under "
            "“Not on the map”."
        )
        st.html(f'<div class="sm-empty">{html_text(words)}</div>')
        return
    stage(
        found.columns,
        key=STAGE_KEY,
        window=window_command(found.index.opening),
        filters=_stage_filters(found, now),
        shades=found.index.shades if now.by_side else None,
        selected=chosen(),
        overlays=overlays(at),
        theme="dark" if st.context.theme.type == "dark" else "light",
        on_window=_window_moved,
        on_click=choose,
        on_area=_area_drawn,
        on_picture=ask_picture,
    )


def _stage_filters(found: Sight, now: Scope) -> StageFilters:
    """What the browser can test by itself goes as codes; a search, sources or actors as a mask of incidents."""
    return StageFilters(
        types=now.types,
        statuses=now.statuses,
        precisions=now.precisions or None,
        background=now.background,
        area=now.area,
        rows=found.index.mask(now.widest(), window=False) if now.needs_text else None,
    )


def _window_moved(first: date, last: date) -> None:
    keep_scope(replace(scope(), first=first, last=last))


def _area_drawn(area: Area) -> None:
    keep_scope(replace(scope(), area=area))


def _panel(found: Sight, view: View, at: Desk) -> None:
    """The evidence of the chosen incident; nothing takes up room while none is chosen."""
    one = chosen()
    row = found.index.row_of(one) if one else None
    incident = view.store.incident(one, at=found.coded.imported_at(row)) if one and row is not None else None
    if incident is None:
        return
    with st.container(key="panel", width=PANEL_PX):
        with st.container(horizontal=True, horizontal_alignment="right", gap="small"):
            st.button(
                t("Close"), key="panel-close", icon=":material/close:", type="tertiary", on_click=choose, args=(None,)
            )
        st.html(panel_html(incident, view.store, at.country_name))
        _check(incident, view)
        show_by_hand(incident, view, lambda: offered(incident, found, view, at))


def _check(incident: Incident, view: View) -> None:
    """The way to the article, where every value can be corrected."""
    pages = st.session_state.get("pages", {})
    asks = incident.reports and not view.is_sample and "review" in pages
    if asks and st.button(t("Check and correct in the article"), key="panel-check", icon=":material/fact_check:"):
        st.session_state["review-current"] = incident.id
        st.switch_page(pages["review"])
