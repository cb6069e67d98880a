"""The stage: the Folium map and its time brush, mounted in the page by a small component; a rerun reloads nothing."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
import streamlit as st

from geo.dashboard.routes import BASE, MOUNT, publish_columns, publish_script
from geo.maps.assemble import MAP_ID, incident_map, map_script
from geo.maps.columns import Columns
from geo.maps.offline import SCRIPTS, STYLE

HTML = (
    '<div class="sitmap-stage" data-testid="sitmap-stage" data-ready="false">'
    f'<div id="{MAP_ID}" class="folium-map sitmap-map"></div><div class="sitmap-brush"></div></div>'
)


@dataclass(frozen=True, slots=True)
class StageFilters:
    """Which incidents the stage may show; None means all. ``incidents`` are ids."""

    types: frozenset[str] | None = None
    statuses: frozenset[str] | None = None
    precisions: frozenset[str] | None = None
    background: bool = False
    incidents: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class StageResult:
    """What came back: the incident that was just clicked, and the window as two ISO days."""

    clicked: str | None
    window: tuple[str, str] | None


@lru_cache(maxsize=8)
def _script(version: str, theme: str, url: str) -> str:
    """Hash of the published script of a map; rendered once for each version of the data."""
    sha, text = map_script(incident_map(_COLUMNS[version], url=url, theme=theme, base=BASE))
    publish_script(sha, text)
    return sha


_COLUMNS: dict[str, Columns] = {}
#: Versions of the data whose columns are kept: the samples and the store, before and after a change.
_KEPT = 4


def stage(
    columns: Columns,
    *,
    key: str,
    window: tuple[str, str] | None = None,
    filters: StageFilters | None = None,
    selected: str | None = None,
    theme: str = "light",
    height: int = 640,
) -> StageResult:
    """Show the map and the brush.

    Parameters
    ----------
    columns
        What to draw; a new ``version`` makes a new map, anything else moves the one that stands.
    key
        Streamlit's key of the component.
    window
        Two ISO days to open with; later changes to it move the brush.
    filters
        Which incidents may be shown.
    selected
        Id of the incident to mark.
    theme
        ``light`` or ``dark``.
    height
        Pixels of map and brush together.
    """
    _COLUMNS[columns.version] = columns
    while len(_COLUMNS) > _KEPT:
        _COLUMNS.pop(next(iter(_COLUMNS)))
    url = publish_columns(columns.version, columns.data)
    sha = _script(columns.version, theme, url)
    data = {
        "base": BASE,
        "map": MAP_ID,
        "scripts": [f"{BASE}/leaflet/leaflet.js", *(f"{BASE}/static/{name}" for name in SCRIPTS)],
        "styles": [f"{BASE}/leaflet/leaflet.css", f"{BASE}/static/{STYLE}"],
        "script": f"{BASE}/script/{sha}.js",
        "sha": sha,
        "height": height,
        "window": list(window) if window else None,
        "filters": _client_filters(columns, filters or StageFilters()),
        "selected": columns.ids.index(selected) if selected in columns.ids else -1,
    }
    result = _component()(
        key=key,
        data=data,
        default={"window": None},
        height=height,
        on_window_change=lambda: None,
        on_clicked_change=lambda: None,
    )
    clicked = getattr(result, "clicked", None)
    moved = getattr(result, "window", None)
    known = isinstance(clicked, int | float) and 0 <= int(clicked) < len(columns.ids)
    return StageResult(
        clicked=columns.ids[int(clicked)] if known else None,  # type: ignore[arg-type]
        window=(str(moved[0]), str(moved[1])) if moved else None,
    )


def _client_filters(columns: Columns, filters: StageFilters) -> dict[str, Any]:
    mask = None
    if filters.incidents is not None:
        bits = np.fromiter((one in filters.incidents for one in columns.ids), dtype=bool, count=len(columns.ids))
        mask = base64.b64encode(np.packbits(bits, bitorder="little").tobytes()).decode()
    return {
        "types": None if filters.types is None else sorted(filters.types),
        "statuses": None if filters.statuses is None else sorted(filters.statuses),
        "precisions": None if filters.precisions is None else sorted(filters.precisions),
        "background": filters.background,
        "ids": mask,
    }


def _component() -> Any:
    return st.components.v2.component(
        "sitmap_stage",
        html=HTML,
        js=files("geo.dashboard").joinpath("static/mount.js").read_text(encoding="utf-8"),
        isolate_styles=False,
    )


__all__ = ["MOUNT", "StageFilters", "StageResult", "stage"]
