"""The project in view: what it is about, its region, and where its articles come from; all of it can be changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from geo.dashboard.attend import attend
from geo.dashboard.login import is_open
from geo.dashboard.speech import country as called
from geo.dashboard.speech import in_order, retold, spoken_in, t
from geo.dashboard.state import Desk
from geo.dashboard.words import plain
from geo.errors import GeoError
from geo.export.words import countries
from geo.language import names as languages
from geo.projects import Sources, set_interest, set_sources, sources
from geo.settings import Interest
from geo.sources.address import parse

#: So many feeds are told of one by one.
NAMED_FEEDS = 50


def show_project(at: Desk) -> None:
    """Draw the panel, closed at first."""
    panel = st.expander(t("Project: what it is about, and its sources"), key="project-panel", on_change="rerun")
    if not panel.open:
        return
    with panel:
        if not at.settings.project:
            st.caption(t("GEO_STORE names the store: it belongs to no project, so only its feeds can be set here."))
        else:
            _about(at)
        _sources(at)


def _about(at: Desk) -> None:
    held, home = at.settings.interest, _home(at)
    with st.form("project-about", border=False):
        left, right = st.columns(2)
        spoken = left.multiselect(
            t("Languages"), sorted({*languages(), *held.languages}, key=spoken_in), default=list(held.languages),
            format_func=spoken_in, placeholder=t("all"), key=f"project-languages-{at.settings.project}",
            help=t("Articles in other languages are set aside, with the reason."),
        )  # fmt: skip
        region = right.multiselect(
            t("Countries of the region"), sorted(countries(), key=lambda code: in_order(called(code))),
            default=list(held.countries),
            format_func=called, placeholder=t("all of the world"), key=f"project-countries-{at.settings.project}",
            help=t("The map opens on them, and a name that may lie in one of them rather does."),
        )  # fmt: skip
        box = left.text_input(
            t("And a box: west, south, east, north"), key=f"project-box-{at.settings.project}",
            value=", ".join(f"{one:g}" for one in held.box) if held.box else "", placeholder="28, 41, 41.5, 47",
            help=t("Degrees. What lies in it belongs to the region too, such as a sea."),
        )  # fmt: skip
        right.caption(t("Where sources write from: names in their articles rather lie there."))
        outlets = right.data_editor(
            pd.DataFrame(held.outlets, columns=["source", "country"], dtype="str"), key="project-outlets",
            num_rows="dynamic", hide_index=True, height=150,
            column_config={
                "source": st.column_config.TextColumn(t("Source"), help=t("As it stands with its articles.")),
                "country": st.column_config.TextColumn(t("Writes from"), max_chars=2, help=t("Two letters: UA, RU …")),
            },
        )  # fmt: skip
        if st.form_submit_button(t("Save"), type="primary"):
            _saved(lambda: _set_about(at, home, spoken, region, box, outlets))


def _set_about(at: Desk, home: Path, spoken: list[str], region: list[str], box: str, outlets: pd.DataFrame) -> Interest:
    rows = outlets.dropna(how="all").fillna("").astype("str").itertuples(index=False)
    corners = [one for one in box.replace(";", ",").split(",") if one.strip()]
    st.session_state.pop("scope", None)  # the map opens on the new region
    st.session_state.pop("filter-region", None)
    return set_interest(
        at.settings.project, home, languages=spoken, countries=region, box=corners,
        outlets=[(str(source), str(country)) for source, country in rows],
    )  # fmt: skip


def _sources(at: Desk) -> None:
    feeds = at.store.feeds.list()
    project, is_here = at.settings.project, not is_open()
    held = sources(project, _home(at)) if project else Sources()
    with st.form("project-sources", border=False):
        asked = st.text_area(
            t("Feeds: an address a line"), "\n".join(feed.url for feed in feeds), key=f"project-feeds-{len(feeds)}"
        )
        pages = st.toggle(
            t("Fetch the pages behind their entries too"), value=bool(feeds) and all(feed.pages for feed in feeds),
            key=f"project-pages-{len(feeds)}", help=t("Each once, where the site's robots.txt allows it."),
        )  # fmt: skip
        left, right = st.columns(2)
        folders = left.text_area(
            t("Watched folders: a path a line"), "\n".join(held.folders), disabled=not (project and is_here),
            key=f"project-folders-{project}",
        )  # fmt: skip
        lists = right.text_area(
            t("Lists of web addresses: a path a line"), "\n".join(held.lists), disabled=not (project and is_here),
            key=f"project-lists-{project}",
        )  # fmt: skip
        if not is_here:
            st.caption(t("Paths of this machine are set by `python -m geo projects show`: others can reach this page."))
        if st.form_submit_button(t("Save the sources"), type="primary"):
            _saved(lambda: _set_sources(at, asked, pages=pages, folders=folders, lists=lists, paths=is_here))
    for feed in feeds[:NAMED_FEEDS]:
        told = retold(feed.outcome) if feed.asked else t("never asked")
        when = feed.asked.replace("T", " ")[:16]
        st.caption(plain(" · ".join(filter(None, (feed.url, when, told)))))
    _read_now(at, held, any_feed=bool(feeds))


def _set_sources(at: Desk, asked: str, *, pages: bool, folders: str, lists: str, paths: bool) -> None:
    wanted = [line.strip() for line in asked.splitlines() if line.strip()]
    for url in wanted:
        parse(url)
    if at.settings.project and paths:
        given = [[line for line in text.splitlines() if line.strip()] for text in (folders, lists)]
        set_sources(at.settings.project, _home(at), folders=given[0], lists=given[1])
    at.store.feeds.remove({feed.url for feed in at.store.feeds.list()} - set(wanted))
    at.store.feeds.add(wanted, datetime.now(UTC), pages=pages)


def _read_now(at: Desk, held: Sources, *, any_feed: bool) -> None:
    """Buttons that have a worker look at the sources once; `watch`, `work --feeds` do it again and again."""
    jobs: dict[str, tuple[str, bool, bool, dict[str, Any]]] = {
        "feeds": (t("Ask the feeds that are due"), any_feed, at.settings.fetch, {}),
        "paths": (t("Read the folders"), bool(held.folders), True, {"paths": list(held.folders), "workers": 2}),
        "lists": (t("Fetch what the lists name"), bool(held.lists), at.settings.fetch, {"paths": list(held.lists)}),
    }
    with st.container(horizontal=True):
        for kind, (words, is_there, may, task) in jobs.items():
            if is_there and st.button(words, key=f"project-now-{kind}", disabled=not may):
                at.store.jobs.add(kind, words, task, datetime.now(UTC))
                attend(at.settings, at.store)
                st.rerun()
    if not at.settings.fetch and (any_feed or held.lists):
        st.caption(t("Nothing is fetched from the web: GEO_FETCH=on allows it when Sitmap is started."))


def _saved(set_it: Callable[[], object]) -> None:
    try:
        set_it()
    except GeoError as error:
        st.error(plain(retold(str(error))), icon=":material/error:")
        return
    st.rerun()


def _home(at: Desk) -> Path:
    """The data folder."""
    folder = at.settings.projects_dir
    return folder.parent if folder is not None else Path()
