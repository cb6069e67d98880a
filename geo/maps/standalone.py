"""One HTML file that opens from disk with no network and still scrubs: map, brush, filters and evidence cards."""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from geo.maps.assemble import GROUND, MAP_ID, incident_map, map_script
from geo.maps.columns import Columns
from geo.maps.layer import INKS
from geo.maps.offline import BASE, SCRIPTS, asset, leaflet_inline
from geo.maps.packed import Cards, pack_columns, squeeze

HINT = "Click a symbol: its sentence and source appear here."
#: Address under which the map asks for its columns; ``packed.js`` answers it out of the page.
_COLUMNS = "columns"
_PAGE = """<!doctype html>
<html lang="en"{root}><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{title}</title>
<style>{style}</style></head>
<body><header><div><h1>{title}</h1><p>{subtitle}</p></div><p class="note">{note}</p></header>
<ul class="legend">{legend}</ul>
<main><div class="sitmap-stage{dark}" data-testid="sitmap-stage" data-ready="false">
<div id="{map_id}" class="folium-map sitmap-map"></div><div class="sitmap-brush"></div></div>
<aside id="card" aria-live="polite">{card}</aside></main>
<footer>{foot}</footer>
<script type="application/json" id="sitmap-manifest">{manifest}</script>
{scripts}
</body></html>
"""


def standalone_html(
    columns: Columns,
    cards: Cards,
    *,
    title: str,
    subtitle: str = "",
    note: str = "",
    foot: Sequence[str] = (),
    marks: Sequence[tuple[str, str, str]] = (),
    empty: str = "",
    manifest: Mapping[str, Any] | None = None,
    window: tuple[date, date] | None = None,
    filters: Mapping[str, Any] | None = None,
    theme: str | None = None,
    overlays: Sequence[tuple[str, str, bytes]] = (),
) -> str:
    """The page as text.

    Parameters
    ----------
    columns
        What to draw.
    cards
        For each incident, in the order of ``columns.ids``: what its card says.
    title, subtitle, note, foot
        Words around the map; escaped here.
    marks
        The legend: shape (``type``, a status or a precision), colour and words of each symbol.
    empty
        What to say when there is nothing to show.
    manifest
        Provenance, put into the page as JSON that nothing runs.
    window
        The window that is open at first.
    filters
        What the layer may show (``types``, ``statuses``, ``background`` …).
    theme
        ``light`` or ``dark``; None follows the reader's system.
    overlays
        Title, licence and shapes (JSON in UTF-8, as ``static/overlay.js`` takes them) of what lies below the incidents.
    """
    options: dict[str, Any] = {"window": [d.isoformat() for d in window]} if window else {}
    if filters:
        options["filters"] = dict(filters)
    _, script = map_script(incident_map(columns, url=_COLUMNS, theme=theme or "light", options=options, base=BASE))
    colours = None if theme else {name: {"ground": GROUND[name], "inks": INKS[name]} for name in GROUND}
    packed: dict[str, Any] = {
        "columns": pack_columns(columns),
        "cards": cards.packed(),
        "map": squeeze(script.encode()),
    }
    packed["overlays"] = [
        {"title": name, "licence": licence, "url": f"overlay-{k}", "shapes": squeeze(shapes)}
        for k, (name, licence, shapes) in enumerate(overlays)
    ]
    data = f"window.SITMAP_PACKED={_data({**packed, 'themes': colours})};"
    leaflet, leaflet_style = leaflet_inline()
    scripts = [leaflet, *(asset(name) for name in SCRIPTS), data, asset("card.js"), asset("packed.js")]
    return _PAGE.format(
        policy=_policy([*map(_inert, scripts), script]),
        title=html.escape(title),
        subtitle=html.escape(subtitle),
        note=html.escape(note),
        foot="".join(f"<p>{html.escape(line)}</p>" for line in foot),
        style=leaflet_style + asset("sitmap.css") + asset("page.css"),
        legend="".join(_mark(*mark) for mark in marks),
        card=f'<p class="quiet">{html.escape(empty or HINT)}</p>',
        manifest=_data(manifest or {}),
        root=' class="dark"' if theme == "dark" else "",
        dark=" sitmap-dark" if theme == "dark" else "",
        map_id=MAP_ID,
        scripts="".join(f"<script>{_inert(s)}</script>" for s in scripts),
    )


def _mark(shape: str, colour: str, words: str) -> str:
    shape, colour, words = (html.escape(part) for part in (shape, colour, words))
    return f'<li><i class="mark mark-{shape}" style="color:{colour}"></i>{words}</li>'


def _data(value: Any) -> str:
    """JSON that cannot end its element, open another or break a line of JavaScript."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return text.translate({ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})


def _inert(script: str) -> str:
    """A script that cannot end its element early."""
    return script.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _policy(scripts: Sequence[str]) -> str:
    """A policy that lets exactly these scripts run and nothing be fetched."""
    hashes = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in scripts)
    return (
        f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src {hashes}; "
        "base-uri 'none'; form-action 'none'"
    )
