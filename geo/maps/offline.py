"""Leaflet from this machine: the wheel XStatic-Leaflet holds it, and Folium is told to look there and nowhere else."""

from __future__ import annotations

import base64
import re
from functools import lru_cache
from importlib import metadata
from pathlib import Path

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
