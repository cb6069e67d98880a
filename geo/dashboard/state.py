"""What all pages share: settings, the gazetteer (built on first use, with progress), the store in view.

One opening per process, in a thread of its own: a closed tab does not stop it, a second tab sees the same progress.
"""

from __future__ import annotations

import logging
import os
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geo.dashboard.attend import attend
from geo.dashboard.index import Index
from geo.dashboard.routes import publish_overlay
from geo.dashboard.scope import Scope
from geo.dashboard.speech import country_called, later, retold, t
from geo.dashboard.stage import prepare
from geo.errors import GeoError
from geo.maps.columns import Columns, encode
from geo.pipeline import View, view
from geo.places.gazetteer import Gazetteer
from geo.places.leaning import stamp
from geo.projects import names
from geo.settings import Region, Settings, data_folder
from geo.store.coded import Coded
from geo.store.patched import patched
from geo.store.store import Store

log = logging.getLogger(__name__)
POLL_S = 0.15
#: So many overlays are drawn; ``routes`` keeps as many.
MAX_OVERLAYS = 8


@dataclass
class Opening:
    """The work of the first start: how far it is, and what came of it."""

    settings: Settings
    fraction: float = 0.0
    what: str = later("Opening the gazetteer")
    gazetteer: Gazetteer | None = None
    store: Store | None = None
    error: Exception | None = None
    done: threading.Event = field(default_factory=threading.Event)
    drawn: threading.Event = field(default_factory=threading.Event)  #: the first map is drawn up, or cannot be

    def start(self) -> None:
        """Begin, in the background."""
        threading.Thread(target=self._run, name="opening", daemon=True).start()

    def _run(self) -> None:
        try:
            self.gazetteer = Gazetteer.open(self.settings, self._report)
            self.what = later("Reading the sample articles")
            found = view(self.settings, self.gazetteer)
            self.store = Store.open(self.settings.store_url)
            attend(self.settings, self.store)  # work that was left behind when the machine or the dashboard went down
        except Exception as error:
            log.exception("the dashboard could not open")
            self.error = error
            self.drawn.set()
            return
        finally:
            self.done.set()
        self._prepare(found)
        self.drawn.set()

    def _prepare(self, found: View) -> None:
        """Draw up the first map before somebody asks for it; whoever asks meanwhile waits for this one."""
        try:
            made = _sight(found.store.version(), found.is_sample, self.settings.store_url, found.store)
            prepare(made.columns, "light", at_once=True)
        except Exception:  # whoever opens the page is told: it is made again then
            log.exception("the first map could not be prepared")

    def _report(self, fraction: float, what: str) -> None:
        self.fraction, self.what = min(max(fraction, 0.0), 1.0), what


@dataclass(frozen=True)
class Desk:
    """What a page works with."""

    settings: Settings
    gazetteer: Gazetteer
    store: Store  #: the user's own store, even while the samples are shown

    def view(self) -> View:
        """The store in view: the user's, or, while that is empty, the samples."""
        return _view(self.settings.store_url, str(self.settings.cache_dir), self.store.version(), self)

    def country_name(self, code: str) -> str:
        """What a country (ISO 3166-1 alpha-2) is called, or the code where none is known."""
        place = self.gazetteer.country(code)
        return country_called(place.name) if place else code


_lock = threading.Lock()
_openings: dict[tuple[str, str], Opening] = {}


def begin_opening(settings: Settings) -> Opening:
    """The opening of these settings' store; begun where it was not yet."""
    key = settings.store_url, f"{settings.cache_dir} {stamp(settings.interest)}"
    with _lock:
        opening = _openings.get(key)
        if opening is None:
            opening = _openings[key] = Opening(settings)
            opening.start()
    return opening


@st.cache_resource(show_spinner=False, max_entries=2)
def _view(store_url: str, cache_dir: str, version: str, _desk: Desk) -> View:
    return view(_desk.settings, _desk.gazetteer)


@dataclass(frozen=True, slots=True)
class Sight:
    """The incidents of one version of a store: their codes, ready to be filtered, and as the browser draws them."""

    coded: Coded
    index: Index
    columns: Columns
    whole: Coded | None  #: with all columns, where a few steps of a person can be put into them


#: Above so many rows only what pages look at is kept, and a change reads all of them anew.
_PUT_IN = 250_000
_worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sight")
_sights: dict[tuple[str, bool, str], Future[Sight]] = {}


def _sight(version: str, is_sample: bool, store_url: str, store: Store) -> Sight:
    """Made once, whoever asks first; only the last one is kept, and the next is made out of it where that can be."""
    key = version, is_sample, store_url
    with _lock:
        asked = _sights.get(key)
        if asked is None or (asked.done() and asked.exception() is not None):
            before = next((one for old, one in _sights.items() if old[1:] == key[1:]), None)
            _sights.clear()
            asked = _sights[key] = _worker.submit(_made, store, _kept(before))
    return asked.result()


def _kept(asked: Future[Sight] | None) -> Sight | None:
    """What can be made use of: nothing that is still being made."""
    made = asked.result() if asked is not None and asked.done() and asked.exception() is None else None
    return made if made is not None and made.whole is not None else None


def _made(store: Store, before: Sight | None = None) -> Sight:
    whole = patched(before.whole, store.version()) if before is not None and before.whole is not None else None
    if whole is None:
        whole = store.coded()
    columns, coded = encode(whole.frame, before.columns if before else None), whole.slim()
    index = Index(whole.frame, fetch=coded.rows, saying=coded.saying, figures=coded.figures)
    index.frame = coded.frame
    return Sight(coded, index, columns, whole if whole.n_read > 0 and len(whole.frame) <= _PUT_IN else None)


def desk() -> Desk:
    """The desk; shows a progress bar and waits while it is being set up.

    Raises
    ------
    GeoError
        When the gazetteer or the store cannot be opened.
    """
    settings = visited()
    opening = begin_opening(settings)
    # Always there, so that what follows keeps its position and the map is not made anew once the bar is gone.
    place = st.empty()
    if not opening.done.is_set():
        _show_progress(opening, place)
    if opening.error is not None:
        with _lock:
            _openings.clear()
        if isinstance(opening.error, GeoError):
            raise opening.error
        why = opening.error
        msg = t("Sitmap could not start: {why}. The terminal says more. Reload the page to try again.", why=why)
        raise GeoError(msg) from opening.error
    assert opening.gazetteer is not None  # noqa: S101 - done without an error means both are there
    assert opening.store is not None  # noqa: S101
    return Desk(settings, opening.gazetteer, opening.store)


def visited() -> Settings:
    """The settings of the project that this session looks at: named in the address, else chosen before."""
    settings = Settings.from_env()
    if not settings.project:
        return settings  # GEO_STORE names the store
    asked = st.query_params.get("project") or st.session_state.get("project")
    if not asked or asked == settings.project or asked not in names(data_folder()):
        return settings
    st.session_state["project"] = asked
    return Settings.from_env({**os.environ, "GEO_PROJECT": asked})


def go_to(project: str) -> None:
    """Look at another project from now on, in this session."""
    st.session_state["project"] = project
    for kept in ("scope", "window_command", "chosen", "table-start"):
        st.session_state.pop(kept, None)
    st.query_params.clear()
    st.query_params["project"] = project


def _show_progress(opening: Opening, place: DeltaGenerator) -> None:
    with place.container():
        st.subheader(t("Setting up, once"))
        st.text(
            t("Sitmap builds its gazetteer of places on this machine. Nothing is downloaded. The next start is fast.")
        )
        bar = st.progress(0.0)
        while not opening.done.wait(POLL_S):
            bar.progress(opening.fraction, text=retold(opening.what))
    place.empty()


def sight(view_: View, at: Desk) -> Sight:
    """The incidents in view, ready to be drawn, filtered and read."""
    return _sight(view_.store.version(), view_.is_sample, at.settings.store_url, view_.store)


def index(view_: View, at: Desk) -> Index:
    """The incidents in view, ready to be filtered."""
    return sight(view_, at).index


def left_out(found: Sight) -> int:
    """How many names, sentences and incidents were read and are not on the map."""
    return found.coded.n_left_out + found.index.unmapped


#: What tells how near an incident is to another.
NEAR_BY = ("incident_id", "date_start", "date_end", "lat", "lon")


@st.cache_resource(show_spinner=False, max_entries=1)
def _read_rows(version: str, is_sample: bool, store_url: str, _found: Sight) -> pd.DataFrame:
    coded, whole = _found.coded, _found.whole
    rows = np.flatnonzero(coded.at < coded.n_read)
    read = coded.read(NEAR_BY) if whole is None else whole.frame[list(NEAR_BY)].take(rows)
    return read.assign(row=rows) if len(read) == len(rows) else read.head(0).assign(row=rows[:0])


def read_rows(found: Sight, view_: View, at: Desk) -> pd.DataFrame:
    """The rows that were read in articles, with the columns ``NEAR_BY`` and their number in ``Sight.coded``."""
    return _read_rows(found.coded.version, view_.is_sample, at.settings.store_url, found)


@st.cache_resource(show_spinner=False, max_entries=2)
def _undated(version: str, is_sample: bool, store_url: str, _store: Store) -> int:
    return _store.n_undated()


def undated_articles(view_: View, at: Desk) -> int:
    """How many articles have no publication day."""
    return _undated(view_.store.version(), view_.is_sample, at.settings.store_url, view_.store)


def overlays(at: Desk) -> list[dict[str, str]]:
    """What the user laid below the incidents, and where the browser finds its shapes."""
    return [
        {
            "title": one.title,
            "licence": one.licence,
            "url": _overlay_url(at.settings.store_url, one.id, one.sha256, at.store),
        }
        for one in at.store.overlays.list()[:MAX_OVERLAYS]
    ]


@st.cache_resource(show_spinner=False, max_entries=MAX_OVERLAYS)
def _overlay_url(store_url: str, overlay_id: str, sha256: str, _store: Store) -> str:
    return publish_overlay(sha256, _store.overlays.body(overlay_id) or b"")


def scope() -> Scope:
    """Window and filters as the map page left them."""
    kept = st.session_state.get("scope")
    return kept if isinstance(kept, Scope) else Scope(region=home())


def home() -> Region:
    """The region of the project that this session looks at."""
    return visited().interest.region


def keep_scope(now: Scope) -> None:
    """Remember window and filters for the other pages."""
    st.session_state["scope"] = now


def chosen() -> str | None:
    """The incident whose evidence is open."""
    value = st.session_state.get("chosen")
    return value if isinstance(value, str) else None


def choose(incident_id: str | None) -> None:
    """Open the evidence of an incident, or none."""
    st.session_state["chosen"] = incident_id


def window_command(opening: tuple[date, date] | None) -> tuple[str, str] | None:
    """The window that the brush opens with: the same for a whole visit of the map, for the brush moves by itself."""
    if "window_command" not in st.session_state:
        now = scope().opened(opening)
        both = now.first is not None and now.last is not None
        st.session_state["window_command"] = (str(now.first), str(now.last)) if both else None
    command: tuple[str, str] | None = st.session_state["window_command"]
    return command


def forget_views() -> None:
    """Keep nothing in memory of what was in view."""
    for cached in (_view, _read_rows, _undated, _overlay_url):
        cached.clear()
    with _lock:
        _sights.clear()


def forget_visit() -> None:
    """The map is left: when it is shown again, its brush opens with the window that was last in view."""
    st.session_state.pop("window_command", None)
