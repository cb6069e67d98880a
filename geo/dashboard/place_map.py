"""A small map on the drawn ground, mounted like the stage and as offline: numbered places, or regions compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import streamlit as st

from geo.dashboard.routes import BASE, publish_script
from geo.dashboard.speech import t
from geo.maps.assemble import GROUND, ground_map, map_script
from geo.maps.basemap import CREDITS, province_rings
from geo.maps.offline import STYLE
from geo.outlines import ring_of

NAME = "places"
HTML = f'<div class="sitmap-places" data-testid="sitmap-places" data-ready="false"><div id="map_{NAME}"></div></div>'
#: theme -> colours of a pin, of the number in it, and of the controls.
LOOKS = {
    "light": {
        "colour": "#0077BB",
        "pin-ink": "#FFFFFF",
        "paper": "#FFFFFF",
        "ink": "#1D2733",
        "left": "#0077BB",
        "right": "#CC5500",
    },
    "dark": {
        "colour": "#33BBEE",
        "pin-ink": "#10151A",
        "paper": "#171C22",
        "ink": "#E6EAEE",
        "left": "#33BBEE",
        "right": "#EE7733",
    },
}


@dataclass(frozen=True, slots=True)
class Pin:
    """A point of the map; number 0 is the point that was asked for."""

    number: int
    lat: float
    lon: float
    label: str
    radius_km: float | None = None
    place_id: str | None = None  #: of an area that was drawn: its outline is shown


@dataclass(frozen=True, slots=True)
class Bubble:
    """A region of a comparison: discs whose areas stand for numbers, each drawn whole or as one half."""

    lat: float
    lon: float
    left: float  #: 0 draws none
    right: float
    whole: bool  #: one whole disc of ``left`` or ``right`` instead of two halves
    label: str


@lru_cache(maxsize=2)
def _ground(theme: str) -> tuple[str, str]:
    return map_script(ground_map(NAME, theme=theme, base=BASE))


def place_map(
    pins: Sequence[Pin],
    *,
    key: str,
    province_id: str | None = None,
    whole: bool = False,
    theme: str = "light",
    on_point: Callable[[float, float], None] | None = None,
    on_drawn: Callable[[str, list[tuple[float, float]], float], None] | None = None,
) -> None:
    """Show `pins`, and the outlines of a province and of areas that were drawn.

    Parameters
    ----------
    pins
        What to mark; the view takes all of them in.
    key
        Streamlit's key of the component.
    province_id
        Of the polygon to outline, where one is known.
    whole
        The view takes the whole of that polygon in, too.
    theme
        ``light`` or ``dark``.
    on_point
        Called before the next run with latitude and longitude of a clicked point.
    on_drawn
        With it a rectangle, an area or a line may be drawn as well as a point clicked. Called before the next run with
        the kind (``geo.outlines.KINDS``, or "point"), latitude and longitude of each corner, and km to each side of a
        line.
    """
    rings = province_rings(province_id) if province_id else None
    shown: dict[str, Any] = {
        "points": [asdict(pin) for pin in pins],
        "outline": [[[lat, lon] for lon, lat, *_ in ring] for ring in rings or ()],  # Leaflet wants (lat, lon)
        "drawn": [[[lat, lon] for lon, lat in ring] for pin in pins if (ring := ring_of(pin.place_id))],
        "whole": whole,
        "asks": (on_point or on_drawn) is not None,
    }
    if on_drawn is not None:
        shown["words"] = _drawing_words()

    def clicked() -> None:
        told = getattr(st.session_state.get(key), "point", None)
        if on_point is not None and isinstance(told, list | tuple) and len(told) == 2:
            lat, lon = (float(value) for value in told)
            if abs(lat) <= 90:
                on_point(lat, (lon + 180) % 360 - 180)

    def finished() -> None:
        told = getattr(st.session_state.get(key), "shape", None)
        if on_drawn is not None and isinstance(told, Mapping):
            corners = [(float(lat), (float(lon) + 180) % 360 - 180) for lat, lon in told.get("corners", ())]
            on_drawn(str(told.get("kind")), corners, float(told.get("km") or 0.0))

    acts = {"on_point_change": clicked} if on_point else {"on_shape_change": finished} if on_drawn else {}
    _show(shown, key, theme, acts)


def _drawing_words() -> dict[str, str]:
    more = t("On the map, the arrow keys move the ground under the cross and Enter sets a corner there.")
    return {
        "draw": t("What to set on the map"),
        "point": t("Point"),
        "rectangle": t("Rectangle"),
        "area": t("Area"),
        "line": t("Line"),
        "done": t("Done"),
        "anew": t("Start over"),
        "km": t("km to each side"),
        "point_hint": t("Click where it is."),
        "rectangle_hint": f"{t('Click two opposite corners.')} {more}",
        "area_hint": f"{t('Click corner after corner; the first one again closes the area.')} {more}",
        "line_hint": f"{t('Click along it; the last point again ends the line.')} {more}",
    }


def bubble_map(bubbles: Sequence[Bubble], *, key: str, theme: str = "light") -> None:
    """Show `bubbles`, the largest below; the view takes all of them in."""
    _show({"points": [], "bubbles": [asdict(one) for one in bubbles]}, key, theme)


def _show(shown: dict[str, Any], key: str, theme: str, acts: Mapping[str, Callable[[], None]] | None = None) -> None:
    sha, text = _ground(theme)
    ground = {
        "map": f"map_{NAME}",
        "leaflet": f"{BASE}/leaflet/leaflet.js",
        "styles": [f"{BASE}/leaflet/leaflet.css", f"{BASE}/static/{STYLE}"],
        "script": publish_script(sha, text.encode),
        "sha": sha,
        "look": LOOKS[theme] | {"sea": GROUND[theme]["water"]},
        "credits": CREDITS,
        "failed": t("The map could not be loaded ({why}). Reload the page; if it stays so, the terminal says more."),
    }
    _component()(key=key, data=ground | shown, **(acts or {}))


@lru_cache(maxsize=1)
def _mount() -> str:
    static = files("geo.dashboard").joinpath("static")
    return "".join(static.joinpath(f"{name}.js").read_text(encoding="utf-8") for name in ("draw", "places"))


def _component() -> Any:
    return st.components.v2.component("sitmap_places", html=HTML, js=_mount(), isolate_styles=False)
