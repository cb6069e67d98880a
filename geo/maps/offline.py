"""Leaflet from this machine: the wheel XStatic-Leaflet holds it, and Folium is told to look there and nowhere else."""

from __future__ import annotations

import base64
import re
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

from geo.errors import MissingError

STATIC = Path(__file__).resolve().parent / "static"
SCRIPTS = (
    *(
        "columns.js",
        "raster.js",
        "incident_layer.js",
        "symbols.js",
        "crowd.js",
        "surfaces.js",
        "time_brush.js",
        "area.js",
        "tiles.js",
        "overlay.js",
    ),
    "stage.js",
)
STYLE = "sitmap.css"
#: Under which path the dashboard serves these files.
BASE = "sitmap-assets"


@lru_cache(maxsize=1)
def leaflet_folder() -> Path:
    """The folder with leaflet.js, leaflet.css and images/.

    Raises
    ------
    MissingError
        When the wheel is not installed.
    """
    try:
        folder = Path(str(metadata.distribution("XStatic-Leaflet").locate_file("xstatic/pkg/leaflet/data")))
    except metadata.PackageNotFoundError as e:
        msg = "Leaflet is not installed; run: python -m pip install -r requirements.txt"
        raise MissingError(msg) from e
    return folder


@lru_cache(maxsize=8)
def asset(name: str) -> str:
    """The text of one of Sitmap's own scripts or of its style sheet."""
    return (STATIC / name).read_text(encoding="utf-8")


def data_url(text: str, media_type: str) -> str:
    """A script or a style sheet as its own address: nothing is fetched for it."""
    return f"data:{media_type};base64,{base64.b64encode(text.encode()).decode()}"


def own_scripts() -> list[tuple[str, str]]:
    """Name and address of each script of the layer, in their order; the address is the script itself."""
    return [(name.partition(".")[0], data_url(asset(name), "text/javascript")) for name in SCRIPTS]


def offline(page: Any) -> Any:
    """Give any Folium map the Leaflet of this machine in place of its content networks'; returns the map.

    Folium's own icons and pop-ups need scripts that are then missing; shapes, tiles and ``IncidentLayer`` do not.
    """
    script, style = leaflet_inline()
    page.default_js = [("leaflet", data_url(script, "text/javascript"))]
    page.default_css = [("leaflet_css", data_url(style, "text/css"))]
    return page


@lru_cache(maxsize=1)
def leaflet_inline() -> tuple[str, str]:
    """Leaflet's script and style sheet as text, images inlined: for pages that open from disk."""
    folder = leaflet_folder()
    script = (folder / "leaflet.js").read_text(encoding="utf-8")
    script = re.sub(r"//# sourceMappingURL=\S+", "", script)

    def image(match: re.Match[str]) -> str:
        content = (folder / "images" / match[1]).read_bytes()
        return f"url(data:image/png;base64,{base64.b64encode(content).decode()})"

    style = (folder / "leaflet.css").read_text(encoding="utf-8")
    return script, re.sub(r"url\(images/([\w.-]+)\)", image, style)
