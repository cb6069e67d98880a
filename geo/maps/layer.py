"""IncidentLayer: a Folium plugin that draws incidents and the time brush; it works in any Folium map."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any

from folium.elements import JSCSSMixin
from folium.map import Layer
from folium.template import Template

from geo.maps.columns import Columns
from geo.maps.offline import BASE, SCRIPTS, STYLE, asset, data_url, own_scripts

#: theme -> the inks that the layer draws with.
INKS: Mapping[str, Mapping[str, str]] = {
    "light": {
        "dense": "#a3210b",
        "ink": "#1d2733",
        "muted": "#7c8792",
        "paper": "#ffffff",
        "halo": "#ffffff",
        "line": "#c9d0d6",
    },
    "dark": {
        "dense": "#ff9d6b",
        "ink": "#e6eaee",
        "muted": "#8a97a3",
        "paper": "#171c22",
        "halo": "#171c22",
        "line": "#3a444f",
    },
}
FONT = 'system-ui, "Segoe UI", Roboto, sans-serif'


def pack(value: Any) -> str:
    """JSON in base64: nothing in it can mean anything to a template, a script or HTML."""
    return base64.b64encode(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()).decode()


class IncidentLayer(JSCSSMixin, Layer):
    """Incidents on a Folium map, with a time brush under it.

    Parameters
    ----------
    columns
        What to draw.
    url
        Where the browser finds ``columns.data``. Without it the rows and all scripts of the layer are put into the
        page, which then shows them wherever it is opened: ``Map.save()``, a notebook. Leaflet is the map's own affair
        (``geo.maps.offline.offline`` puts that in too).
    theme
        ``light`` or ``dark``.
    labels
        Quiet names of countries and towns (``geo.maps.basemap``).
    options
        For the stage: ``window`` (two ISO days), ``filters``, ``view``, ``credits``.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = new Sitmap.IncidentLayer(Sitmap.unpack("{{ this.config }}"));
        Sitmap.attach({{ this._parent.get_name() }}, {{ this.get_name() }}, Sitmap.unpack("{{ this.options_packed }}"));
        {% endmacro %}
        """
    )

    def __init__(
        self,
        columns: Columns,
        *,
        url: str | None = None,
        theme: str = "light",
        labels: tuple[dict[str, Any], ...] = (),
        options: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(name="incidents", overlay=True, control=False, show=True)
        self._name = "IncidentLayer"
        meta = {**columns.meta, **INKS[theme], "font": FONT, "labels": list(labels)}
        config: dict[str, Any] = {"meta": meta}
        if url:
            config["url"] = url
        else:
            # A blank is nothing to the decoder, but, unlike an empty text, it says that the data is here.
            config["data"] = base64.b64encode(columns.data).decode() or " "
        self.config = pack(config)
        # A page that fetches its rows fetches the scripts too; any other holds them.
        self.default_js = [(name.partition(".")[0], f"{BASE}/{name}") for name in SCRIPTS] if url else own_scripts()
        self.default_css = [("sitmap", f"{BASE}/{STYLE}" if url else data_url(asset(STYLE), "text/css"))]
        self.options_packed = pack({"theme": theme, **(options or {})})
