"""The Folium map of Sitmap: Natural Earth below, incidents above, Leaflet from this machine."""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import folium
from branca.element import Element, Figure

from geo.maps import basemap
from geo.maps.columns import Columns
from geo.maps.layer import IncidentLayer
from geo.maps.offline import offline

#: Stands where a script says what belongs to the incidents; no base64 has it, nor anything that Folium writes.
_GAP = "@incidents@"
#: Light and dark, of two versions whose countries are others.
_GROUNDS_KEPT = 4
#: The HTML id of the map's element.
MAP_ID = "map_sitmap"
#: theme -> colours of the ground.
GROUND: Mapping[str, Mapping[str, str]] = {
    "light": {"land": "#fbfaf6", "border": "#a3adb7", "inner": "#dcdfe1", "water": "#e9eef2", "river": "#d3dfe8"},
    "dark": {"land": "#232a31", "border": "#56626e", "inner": "#323b44", "water": "#10151a", "river": "#1b242c"},
}
#: Provinces' borders are drawn in so many countries at most: those with incidents.
MAX_COUNTRIES = 40
#: Towns are named so far around the incidents, in degrees.
AROUND = 4.0


def incident_map(
    columns: Columns,
    *,
    url: str | None = None,
    theme: str = "light",
    options: Mapping[str, Any] | None = None,
    base: str | None = None,
) -> folium.Map:
    """A Folium map of incidents; ``save()`` it, or show it in a notebook: it is whole and fetches nothing.

    Parameters
    ----------
    columns
        What to draw.
    url
        Where the browser finds the columns; None puts them into the page.
    theme
        ``light`` or ``dark``.
    options
        For the stage: ``window``, ``filters``, ``view``.
    base
        Path under which Leaflet and Sitmap's own scripts are served; None puts Leaflet into the page.
    """
    colours = GROUND[theme]
    page = _bare_map(base)
    _ground(page, columns.countries, colours)
    stage = {"credits": basemap.CREDITS, **(options or {})}
    IncidentLayer(columns, url=url, theme=theme, labels=_labels(columns), options=stage).add_to(page)
    _number(page)
    return page


def ground_map(name: str, *, theme: str = "light", base: str | None = None) -> folium.Map:
    """A Folium map of land, borders and water alone, for an element with the id ``map_`` + `name`."""
    page = _bare_map(base)
    _ground(page, (), GROUND[theme])
    _number(page, name)
    return page


def _bare_map(base: str | None) -> folium.Map:
    page = folium.Map(
        location=(30, 20),
        zoom_start=2,
        min_zoom=2,
        max_zoom=13,
        tiles=None,
        prefer_canvas=True,
        zoom_snap=0.25,
        zoom_delta=1,
        world_copy_jump=False,
    )
    if base is None:
        return offline(page)  # type: ignore[no-any-return]
    page.default_js = [("leaflet", f"{base}/leaflet/leaflet.js")]
    page.default_css = [("leaflet_css", f"{base}/leaflet/leaflet.css")]
    return page


def _ground(page: folium.Map, countries: Sequence[str], colours: Mapping[str, str]) -> None:
    def shapes(data: dict[str, Any], **style: Any) -> None:
        if data["features"]:
            folium.GeoJson(
                data,
                style_function=lambda f: style | ({"dashArray": "4 4"} if f["properties"].get("d") else {}),
                interactive=False,
                smooth_factor=0.6,
                control=False,
            ).add_to(page)

    shapes(basemap.bare("world"), fillColor=colours["land"], fillOpacity=1, color=colours["border"], weight=0.9)
    shapes(basemap.bare("admin1", countries[:MAX_COUNTRIES]), fill=False, color=colours["inner"], weight=0.8)
    shapes(basemap.bare("rivers"), fill=False, color=colours["river"], weight=0.8)
    shapes(basemap.bare("lakes"), fillColor=colours["water"], fillOpacity=1, color=colours["river"], weight=0.5)


def _labels(columns: Columns) -> tuple[dict[str, Any], ...]:
    """Quiet names: all countries, and the towns around the incidents."""
    box = columns.box
    if box is None:
        return basemap.country_labels()
    west, south, east, north = box
    towns = (
        town
        for town in basemap.city_labels()
        if west - AROUND <= town["lon"] <= east + AROUND and south - AROUND <= town["lat"] <= north + AROUND
    )
    return (*basemap.country_labels(), *towns)


def _number(page: folium.Map, name: str = "sitmap") -> None:
    """Give each element a number for a name instead of a random one: same map, same bytes."""
    for k, element in enumerate(_walk(page)):
        element._id = name if element is page else f"{k:04d}"


def _walk(element: Element) -> Iterator[Element]:
    yield element
    for child in element._children.values():
        yield from _walk(child)


#: Shapes that Folium wrote into a script, each on a line of its own.
_SHAPES = re.compile(r"(geo_json_\d+_add)\((\{.*\})\);")


def _as_text(found: re.Match[str]) -> str:
    """Shapes as a text that the browser reads as JSON: a tenth of the time that the same takes as a script.

    They hold numbers and the names of their parts; with anything that would need care in quotes they stay as they are.
    """
    data = found[2]
    if not data.isascii() or any(sign in data for sign in "'\\<"):
        return found[0]
    return f"{found[1]}(JSON.parse('{data.replace(', ', ',').replace(': ', ':')}'));"


def map_script(page: folium.Map) -> tuple[str, str]:
    """Hash and text of the JavaScript that makes the map in an element with the id ``MAP_ID``.

    Folium's tree grows each time it is rendered: render a map once and keep the text.
    """
    figure = page.get_root()
    if not isinstance(figure, Figure):
        msg = f"expected a map of its own figure, got a child of {type(figure).__name__}"
        raise TypeError(msg)
    figure.render()
    text = _SHAPES.sub(_as_text, str(figure.script.render()))
    return hashlib.sha256(text.encode()).hexdigest()[:16], text


class ServedScripts:
    """Scripts of maps whose rows the browser fetches: the ground is drawn up once for those of the same countries.

    Of a few grounds the text is kept, with a gap for what belongs to the incidents.
    """

    def __init__(self) -> None:
        self._grounds: OrderedDict[tuple[object, ...], tuple[str, str]] = OrderedDict()

    def name(self, columns: Columns, *, url: str, theme: str, base: str) -> str:
        """A name for the script of such a map, before anybody makes it: of the ground, and of what stands on it."""
        ground, _ = self._ground(columns, url, theme, base)
        content = ground, columns.version, columns.box, url, theme, basemap.basemap_version()
        return f"{ground}-{hashlib.sha256(repr(content).encode()).hexdigest()[:8]}"

    def script(self, columns: Columns, *, url: str, theme: str, base: str) -> str:
        """The text, as ``map_script`` makes it of such a map."""
        _, text = self._ground(columns, url, theme, base)
        return text.replace(_GAP, _layer(columns, url, theme).config)

    def _ground(self, columns: Columns, url: str, theme: str, base: str) -> tuple[str, str]:
        """Hash and text of a script, with a gap."""
        key = theme, base, tuple(columns.countries[:MAX_COUNTRIES])
        if key not in self._grounds:
            _, text = map_script(incident_map(columns, url=url, theme=theme, base=base))
            text = text.replace(_layer(columns, url, theme).config, _GAP)
            self._grounds[key] = hashlib.sha256(text.encode()).hexdigest()[:8], text
        self._grounds.move_to_end(key)
        while len(self._grounds) > _GROUNDS_KEPT:
            self._grounds.popitem(last=False)
        return self._grounds[key]

    def clear(self) -> None:
        """Keep nothing."""
        self._grounds.clear()


def _layer(columns: Columns, url: str, theme: str) -> IncidentLayer:
    return IncidentLayer(columns, url=url, theme=theme, labels=_labels(columns), options={"credits": basemap.CREDITS})


def given(columns: Columns, before: Columns | None = None) -> dict[str, Any]:
    """What the layer of a map that stands must know beside the rows, when these rows come into it.

    What is as `before` is not told again: a surface is then its number there, and names are None.
    """
    labels = _labels(columns)
    known = {one["id"]: (k, one) for k, one in enumerate(before.meta["surfaces"])} if before else {}
    shapes = columns.meta["surfaces"]
    same = [known.get(one["id"], (0, None)) for one in shapes]
    return {name: columns.meta[name] for name in ("rows", "incidents", "places")} | {
        "surfaces": [k if old == one else one for one, (k, old) in zip(shapes, same, strict=True)],
        "labels": None if before and labels == _labels(before) else labels,
    }
