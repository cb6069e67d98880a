"""One HTML file that opens from disk with no network and still scrubs: map, brush, filters and evidence cards."""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from geo.maps.assemble import MAP_ID, incident_map, map_script
from geo.maps.columns import Columns
from geo.maps.layer import pack
from geo.maps.offline import SCRIPTS, asset, leaflet_inline

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{title}</title>
<style>{style}</style></head>
<body><header><div><h1>{title}</h1><p>{subtitle}</p></div><p class="note">{note}</p></header>
<main><div class="sitmap-stage{dark}" data-testid="sitmap-stage" data-ready="false">
<div id="{map_id}" class="folium-map sitmap-map"></div><div class="sitmap-brush"></div></div>
<aside id="card" aria-live="polite">
<p class="quiet">Click a symbol: its sentence and source appear here.</p></aside></main>
<footer>{foot}</footer>
{scripts}
</body></html>
"""


def standalone_html(
    columns: Columns,
    details: Sequence[Mapping[str, Any]],
    *,
    title: str,
    subtitle: str = "",
    note: str = "",
    foot: Sequence[str] = (),
    window: tuple[date, date] | None = None,
    theme: str = "light",
) -> str:
    """The page as text.

    Parameters
    ----------
    columns
        What to draw.
    details
        For each incident, in the order of ``columns.ids``: heading, lines and evidence for its card.
    title, subtitle, note, foot
        Words around the map; escaped here.
    window
        The window that is open at first.
    theme
        ``light`` or ``dark``.
    """
    options = {"window": [d.isoformat() for d in window]} if window else {}
    _, script = map_script(incident_map(columns, theme=theme, options=options))
    leaflet, leaflet_style = leaflet_inline()
    own = [asset(name) for name in SCRIPTS]
    cards = f'window.SITMAP_CARDS="{pack(list(details))}";'
    scripts = [leaflet, *own, cards, asset("card.js"), script]
    return _PAGE.format(
        policy=_policy(scripts),
        title=html.escape(title),
        subtitle=html.escape(subtitle),
        note=html.escape(note),
        foot="".join(f"<p>{html.escape(line)}</p>" for line in foot),
        style=leaflet_style + asset("sitmap.css") + asset("page.css"),
        dark=" sitmap-dark" if theme == "dark" else "",
        map_id=MAP_ID,
        scripts="".join(f"<script>{_inert(s)}</script>" for s in scripts),
    )


def _inert(script: str) -> str:
    """A script that cannot end its element early."""
    return script.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _policy(scripts: Sequence[str]) -> str:
    """A policy that lets exactly these scripts run and nothing be fetched."""
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(_inert(s).encode()).digest()).decode()}'" for s in scripts
    )
    return (
        f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src {hashes}; "
        "base-uri 'none'; form-action 'none'"
    )
