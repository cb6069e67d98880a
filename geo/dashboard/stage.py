"""The stage: the Folium map and its time brush, mounted in the page by a small component; a rerun reloads nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from threading import RLock
from typing import Any

import streamlit as st

from geo.dashboard.index import Mask
from geo.dashboard.routes import BASE, publish_columns, publish_given, publish_mask, publish_script
from geo.dashboard.scope import read_area
from geo.dashboard.shades import Shades
from geo.dashboard.speech import language
from geo.export.narrow import Area
from geo.maps.assemble import MAP_ID, ServedScripts, given
from geo.maps.basemap import forget
from geo.maps.columns import Columns

HTML = (
    '<div class="sitmap-stage" data-testid="sitmap-stage" data-ready="false">'
    f'<div id="{MAP_ID}" class="folium-map sitmap-map"></div><div class="sitmap-brush"></div></div>'
)


@dataclass(frozen=True, slots=True)
class StageFilters:
    """Which incidents the stage may show; None means all. ``rows`` is a mask over the rows that were encoded."""

    types: frozenset[str] | None = None
    statuses: frozenset[str] | None = None
    precisions: frozenset[str] | None = None
    background: bool = False
    area: Area = ()
    rows: Mask | None = None


def forget_columns() -> None:
    """Keep nothing in memory of what was drawn."""
    _SCRIPTS.clear()
    _COLUMNS.clear()


_lock = RLock()
_COLUMNS: dict[str, Columns] = {}
_SCRIPTS = ServedScripts()
#: Versions of the data whose columns are kept: the samples and the store, before and after a change.
_KEPT = 4


def prepare(columns: Columns, theme: str, *, at_once: bool = False) -> tuple[str, str]:
    """Offer what a map of `columns` needs; returns the address of the columns and the name of the map's script.

    Unless `at_once`, the script is made when somebody asks for it: into a map that stands only other rows come.
    """
    with _lock:
        _COLUMNS.pop(columns.version, None)
        _COLUMNS[columns.version] = columns
        while len(_COLUMNS) > _KEPT:
            _COLUMNS.pop(next(iter(_COLUMNS)))
        url = publish_columns(columns.version, columns.data)
        publish_given(columns.version, lambda since: _given(columns, since))
        name = _SCRIPTS.name(columns, url=url, theme=theme, base=BASE)
        forget()
        made = _script(columns, url, theme) if at_once else None
        publish_script(name, lambda: made or _script(columns, url, theme))
        return url, name


def _script(columns: Columns, url: str, theme: str) -> bytes:
    with _lock:
        text = _SCRIPTS.script(columns, url=url, theme=theme, base=BASE)
        forget()
    return text.encode()


def _given(columns: Columns, since: str) -> bytes:
    return json.dumps(given(columns, _COLUMNS.get(since)), ensure_ascii=False, separators=(",", ":")).encode()


def stage(
    columns: Columns,
    *,
    key: str,
    window: tuple[str, str] | None = None,
    filters: StageFilters | None = None,
    shades: Shades | None = None,
    selected: str | None = None,
    overlays: Sequence[Mapping[str, str]] = (),
    theme: str = "light",
    on_window: Callable[[date, date], None],
    on_click: Callable[[str], None],
    on_area: Callable[[Area], None],
    on_picture: Callable[[str], None],
) -> None:
    """Show the map and the brush.

    Parameters
    ----------
    columns
        What to draw; the rows of a new ``version`` come into the map that stands, unless its ground is another.
    key
        Streamlit's key of the component.
    window
        Two ISO days to open with; only a change of them moves the brush, which else moves by itself.
    filters
        Which incidents may be shown.
    shades
        Colours by something else than type.
    selected
        Id of the incident to mark.
    overlays
        ``title``, ``licence`` and ``url`` (``routes.publish_overlay``) of what lies below the incidents.
    theme
        ``light`` or ``dark``.
    on_window, on_click, on_area
        Called before the next run with the first and last day of a moved window, the id of a clicked incident, and the
        corners of a drawn area (none: it was taken away).
    on_picture
        Called before the next run with the view, "west,south,east,north" in degrees, of which a picture is asked.
    """
    url, sha = prepare(columns, theme)
    # Sent with every run of the page: what stays as it is comes once, with the script that mounts (``routes``).
    data = {
        "columns": url,
        "sha": sha,
        "lang": language(),
        "window": list(window) if window else None,
        "filters": _client_filters(columns, filters or StageFilters()),
        "hues": shades and {"of": publish_mask(columns.spread(shades.of_row)), "colours": list(shades.colours)},
        "selected": columns.ids.number(selected),
        "overlays": [dict(one) for one in overlays],
    }

    def moved() -> None:
        days = _days(_told(key, "window"))
        if days:
            on_window(*days)

    def clicked() -> None:
        one = _clicked(_told(key, "clicked"))
        if one is not None:
            on_click(one)

    def drawn() -> None:
        on_area(read_area(str(_told(key, "area") or "")))

    def pictured() -> None:
        on_picture(str(_told(key, "picture") or ""))

    _component()(
        key=key, data=data, default={"window": None},
        on_window_change=moved, on_clicked_change=clicked, on_area_change=drawn,
        on_picture_change=pictured,
    )  # fmt: skip


def _told(key: str, name: str) -> Any:
    """What the browser said last; its word is checked by the callers."""
    return getattr(st.session_state.get(key), name, None)


def _clicked(told: Any) -> str | None:
    """The id of the incident that was clicked, by its number in a version of the data: "7@16832ccfc359fb12"."""
    number, _, version = str(told).partition("@")
    ids = _COLUMNS[version].ids if version in _COLUMNS else ()
    return ids[int(number)] if number.isascii() and number.isdigit() and int(number) < len(ids) else None


def _days(told: Any) -> tuple[date, date] | None:
    try:
        first, last = (date.fromisoformat(str(day)) for day in told)
    except (TypeError, ValueError):
        return None
    return (first, last) if first <= last else None


def _client_filters(columns: Columns, filters: StageFilters) -> dict[str, Any]:
    return {
        "types": None if filters.types is None else sorted(filters.types),
        "statuses": None if filters.statuses is None else sorted(filters.statuses),
        "precisions": None if filters.precisions is None else sorted(filters.precisions),
        "background": filters.background,
        "area": [list(corner) for corner in filters.area] or None,
        # By address: a million incidents are 125 kB, and the page would send them again with every change.
        "ids": None if filters.rows is None else publish_mask(columns.bits(filters.rows)),
    }


#: The component's script is sent with every run of the page; the real one is a file that the browser keeps.
MOUNT_JS = (
    f'const real=import(new URL("{BASE}/mount.js",document.baseURI).href);\n'
    "export default (one)=>{real.then((it)=>it.default(one))}"
)


def _component() -> Any:
    return st.components.v2.component("sitmap_stage", html=HTML, js=MOUNT_JS, isolate_styles=False)
