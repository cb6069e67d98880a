"""The drawn ground of a picture: a projection that fits the extent, land, borders, water and a scale bar."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
import shapely
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Shape
from matplotlib.patheffects import withStroke
from pyproj import CRS, Transformer

from geo.export.look import LIGHT, Theme
from geo.export.room import Room
from geo.settings import DATA

#: Degrees; a wider extent is drawn in Equal Earth, which keeps areas true over a hemisphere and more.
WIDE_DEG = 90.0
#: Kilometres a point of the paper: provinces and rivers are drawn up to the first, in full width up to the second, and
#: up to the third the coast and the borders follow the provinces, whose corners lie closer.
DETAIL_KM, CLEAR_KM, FINE_KM = 11.0, 4.5, 1.6
#: Degrees; one single town is still shown with its surroundings.
MIN_SPAN_DEG = 5.0
#: Degrees; a picture of more than half the world is cut at 169 W, in the Bering Strait and through no land of size.
HALF_WORLD_DEG, WORLD_MIDDLE = 180.0, 11.0
PAD, WIDE_PAD = 0.12, 0.03  #: of the extent, on each side
EDGE_DEG = 1.0  #: so much more of the ground is drawn on each side than is seen
#: Latitudes that a wide picture shows at least: without Antarctica, where no one fights.
WIDE_SOUTH, WIDE_NORTH = -57.0, 80.0

#: A hole in a country that is smaller, in square metres, is no enclave but a gap between two provinces.
SLIVER_M2 = 1.5e8
#: What a line of data/basemap says of its shape.
_FACTS = re.compile(r'"properties":(\{[^{}]*\})')

Extent = tuple[float, float, float, float]  #: west, south, east, north in degrees


@dataclass(frozen=True, slots=True)
class Frame:
    """A projection and the rectangle of it (in metres) that the picture shows."""

    crs: CRS
    to_xy: Transformer
    xlim: tuple[float, float]
    ylim: tuple[float, float]
    extent: Extent  #: its east is above 180 where it crosses the 180th meridian
    middle: float  #: degrees; the meridian in the middle
    wide: bool
    theme: Theme = LIGHT

    def xy(self, lon: Any, lat: Any) -> tuple[Any, Any]:
        """Project degrees to metres."""
        x, y = self.to_xy.transform(lon, lat)
        return x, y


def fit_extent(lon: np.ndarray, lat: np.ndarray, bbox: Extent | None) -> Extent:
    """The rectangle of degrees that holds all points with room around them, or `bbox` as it is."""
    if bbox:
        west, south, east, north = bbox
        return (west, south, east if west <= east else east + 360, north)
    if not len(lon):
        return (-170.0, WIDE_SOUTH, 180.0, WIDE_NORTH)
    west, east, south, north = float(lon.min()), float(lon.max()), float(lat.min()), float(lat.max())
    width, height = max(east - west, MIN_SPAN_DEG), max(north - south, MIN_SPAN_DEG * 0.7)
    x, y = (west + east) / 2, (south + north) / 2
    pad = WIDE_PAD if width * (1 + 2 * PAD) > WIDE_DEG else PAD
    half_w, half_h = width * (0.5 + pad), height * (0.5 + pad)
    return (max(x - half_w, -180), max(y - half_h, -85), min(x + half_w, 180), min(y + half_h, 85))


def make_frame(extent: Extent, aspect: float, theme: Theme = LIGHT) -> Frame:
    """A frame that shows all of `extent` (degrees) in a rectangle of `aspect` = width / height."""
    crs, to_xy, (x0, x1), (y0, y1), extent, middle, wide = _plane(extent)
    if (x1 - x0) / (y1 - y0) < aspect:
        grow = (y1 - y0) * aspect - (x1 - x0)
        x0, x1 = x0 - grow / 2, x1 + grow / 2
    else:
        grow = (x1 - x0) / aspect - (y1 - y0)
        y0, y1 = y0 - grow / 2, y1 + grow / 2
    if wide:
        y0, y1 = _on_the_globe(to_xy, middle, y0, y1)
    return Frame(crs, to_xy, (x0, x1), (y0, y1), extent, middle, wide, theme)


def most_aspect(extent: Extent) -> float:
    """The width of a wide picture by its height, where it shows no more sea to the north and south than it must.

    0 for a picture that is not wide: it shows its surroundings.
    """
    west, south, east, north = extent
    *_, (x0, x1), (y0, y1), _, _, wide = _plane((west, min(south, WIDE_SOUTH), east, max(north, WIDE_NORTH)))
    return (x1 - x0) / (y1 - y0) if wide else 0.0


def _plane(extent: Extent) -> tuple[CRS, Transformer, tuple[float, float], tuple[float, float], Extent, float, bool]:
    """The projection for an extent, and how far it reaches there in metres, from west to east and south to north."""
    west, south, east, north = extent
    east, north = max(east, west + 0.1), max(north, south + 0.1)
    wide = east - west > WIDE_DEG
    middle = WORLD_MIDDLE if east - west > HALF_WORLD_DEG else (west + east) / 2
    if wide:
        crs = CRS(f"+proj=eqearth +lon_0={middle:.4f} +datum=WGS84 +units=m")
    else:
        crs = CRS(f"+proj=laea +lat_0={(south + north) / 2:.4f} +lon_0={middle:.4f} +datum=WGS84 +units=m")
    to_xy = Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    t = np.linspace(0, 1, 25)
    lon = np.concatenate([west + (east - west) * t, west + (east - west) * t, np.full(25, west), np.full(25, east)])
    lat = np.concatenate(
        [np.full(25, south), np.full(25, north), south + (north - south) * t, south + (north - south) * t]
    )
    x, y = to_xy.transform(lon, lat)
    x0, x1, y0, y1 = float(np.min(x)), float(np.max(x)), float(np.min(y)), float(np.max(y))
    return crs, to_xy, (x0, x1), (y0, y1), (west, south, east, north), middle, wide


def _on_the_globe(to_xy: Transformer, middle: float, y0: float, y1: float) -> tuple[float, float]:
    """Slide a frame up or down so that it shows as little as it can beyond the land's ends."""
    low, high = (to_xy.transform(middle, lat)[1] for lat in (WIDE_SOUTH, WIDE_NORTH + 4))
    if y1 - y0 < high - low:
        move = min(0.0, high - y1) or max(0.0, low - y0)
        return y0 + move, y1 + move
    move = (low + high) / 2 - (y0 + y1) / 2
    return y0 + move, y1 + move


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """Surfaces or lines of the ground, and for each what data/basemap says of it."""

    shapes: np.ndarray
    facts: list[dict[str, Any]]  #: id, name, country, disputed; none of rivers and lakes

    def known(self, name: str) -> list[Any]:
        """One fact of each shape, None where there is none."""
        return [fact.get(name) for fact in self.facts]


@lru_cache(maxsize=8)
def layer(name: str, countries: frozenset[str] | None = None) -> Layer:
    """One layer of data/basemap (``world``, ``admin1``, ``rivers``, ``lakes``) in degrees.

    Read with shapely: GDAL and geopandas would take as long to load as all layers together. Of `countries` only, where
    given: the provinces of the whole world take longer to read than a picture to draw.
    """
    text = (DATA / "basemap" / f"{name}.geojson").read_text("utf-8")
    facts = [json.loads(found[1]) for found in _FACTS.finditer(text)]
    if countries is not None:
        lines = [line.rstrip(",") for line in text.splitlines() if _FACTS.search(line)]
        kept = [k for k, fact in enumerate(facts) if fact["country"] in countries]
        text = '{"type":"FeatureCollection","features":[' + ",".join(lines[k] for k in kept) + "]}"
        facts = [facts[k] for k in kept]
    return Layer(shapely.get_parts(shapely.from_geojson(text)), facts)


def _countries(west: float, south: float, east: float, north: float) -> frozenset[str]:
    """The countries that a rectangle of degrees may meet, and those that only the layer of provinces knows."""
    world = layer("world")
    left, low, right, high = shapely.bounds(world.shapes).T
    turns = [(left + turn <= east) & (right + turn >= west) for turn in (-360, 0, 360)]
    meets = np.any(turns, axis=0) & (low <= north) & (high >= south)
    known = dict(zip(world.known("id"), meets, strict=True))
    text = (DATA / "basemap" / "admin1.geojson").read_text("utf-8")
    named = {json.loads(found[1])["country"] for found in _FACTS.finditer(text)}
    return frozenset(code for code in named if known.get(code, True))


def corners(countries: pd.Series[Any]) -> tuple[np.ndarray, np.ndarray]:
    """Longitudes and latitudes of the corners of `countries` (ISO 3166-1 alpha-2): where a picture without spots is."""
    world, wanted = layer("world"), set(countries.dropna().unique())
    found = world.shapes[[one in wanted for one in world.known("id")]]
    if not len(found):
        return np.array([]), np.array([])
    west, south, east, north = shapely.total_bounds(found)
    return np.array([west, east]), np.array([south, north])


def visible(name: str, frame: Frame) -> Layer:
    """The part of a layer that the frame can show, projected to its metres; not to be changed."""
    return _visible(name, frame.crs.srs, _bounds(frame))


def _bounds(frame: Frame) -> Extent:
    """The rectangle of degrees that holds all of a frame, which is wider than its extent where the paper asks for it.

    Its west and east may lie beyond 180 degrees.
    """
    _west, south, _east, north = frame.extent
    if frame.wide:
        return frame.middle - 179.9, min(south, WIDE_SOUTH), frame.middle + 179.9, max(north, 84.0)
    (x0, x1), (y0, y1), t = frame.xlim, frame.ylim, np.linspace(0, 1, 25)
    xs, ys = x0 + (x1 - x0) * t, y0 + (y1 - y0) * t
    edge_x = np.concatenate([xs, xs, np.full(25, x0), np.full(25, x1)])
    edge_y = np.concatenate([np.full(25, y0), np.full(25, y1), ys, ys])
    lon, lat = frame.to_xy.transform(edge_x, edge_y, direction="INVERSE")
    turned = (np.asarray(lon) - frame.middle + 180) % 360 - 180
    poles = np.array(frame.to_xy.transform([frame.middle] * 2, [-90.0, 90.0]))[1]  # above the middle on this projection
    holds_pole = bool(((y0 < poles) & (poles < y1)).any()) or not np.isfinite(turned).all()
    half = 179.9 if holds_pole else min(float(np.abs(turned).max()) + EDGE_DEG, 179.9)
    low, high = float(np.min(lat)) - EDGE_DEG, float(np.max(lat)) + EDGE_DEG
    if holds_pole:
        low, high = min(low, south - 90), max(high, north + 90)
    return frame.middle - half, max(low, -88.0), frame.middle + half, min(high, 88.0)


@lru_cache(maxsize=16)  # the panels of a sheet share one frame
def _visible(name: str, srs: str, bounds: Extent) -> Layer:
    west, low, east, high = bounds
    countries = _countries(west, low, east, high) if name == "admin1" else None
    whole = layer(name, countries)
    to_xy = Transformer.from_crs("EPSG:4326", CRS(srs), always_xy=True)
    shapes, facts = [], list[dict[str, Any]]()
    for left, right in _meridians(west, east):
        cut = shapely.clip_by_rect(whole.shapes, left, low, right, high)
        there = np.flatnonzero(~shapely.is_empty(cut))
        shapes.append(_sound(shapely.transform(cut[there], to_xy.transform, interleaved=False)))
        facts += [whole.facts[k] for k in there]
    return Layer(np.concatenate(shapes), facts)


def _sound(shapes: np.ndarray) -> np.ndarray:
    """`shapes`, set right where cutting and projecting them has let rings cross: nothing can be joined or cut then."""
    crossed = ~shapely.is_valid(shapes)
    shapes[crossed] = shapely.make_valid(shapes[crossed], method="structure", keep_collapsed=False)
    return shapes


def _meridians(west: float, east: float) -> list[tuple[float, float]]:
    """The stretch from `west` to `east`, which may pass 180 degrees, as stretches that do not."""
    turns = [(max(west, -180 + turn) - turn, min(east, 180 + turn) - turn) for turn in (-360, 0, 360)]
    return [(left, right) for left, right in turns if left < right]


def draw_ground(ax: Axes, frame: Frame) -> None:
    """Land, inner and outer borders (disputed ones dashed), lakes and rivers."""
    theme = frame.theme
    ax.set_facecolor(theme.sea)
    km = (frame.xlim[1] - frame.xlim[0]) / 1000 / (ax.get_window_extent().width / ax.figure.dpi * 72)
    land, disputed = _land(frame, fine=km < FINE_KM)
    draw_shapes(ax, land, facecolor=theme.land, linewidth=0, zorder=1)
    if km < DETAIL_KM:
        width = 0.5 if km < CLEAR_KM else 0.25
        inner = visible("admin1", frame).shapes
        draw_shapes(ax, inner, facecolor="none", edgecolor=theme.inner, linewidth=width, zorder=2)
        rivers = visible("rivers", frame).shapes
        draw_shapes(ax, rivers, facecolor="none", edgecolor=theme.river, linewidth=0.5, zorder=2)
    draw_shapes(ax, visible("lakes", frame).shapes, facecolor=theme.sea, linewidth=0, zorder=2)
    style: dict[str, Any] = {"facecolor": "none", "edgecolor": theme.border, "linewidth": 0.45 if frame.wide else 0.8}
    draw_shapes(ax, land[~disputed], zorder=3, **style)
    draw_shapes(ax, land[disputed], zorder=3, linestyle=(0, (3, 2)), **style)


def _land(frame: Frame, *, fine: bool) -> tuple[np.ndarray, np.ndarray]:
    """The countries that a frame can show, and which of their borders are disputed.

    On a `fine` map they are put together of their provinces, where these are known.
    """
    world = visible("world", frame)
    disputed = np.array(world.known("disputed"), dtype=bool)  # None is False
    if not fine:
        return world.shapes, disputed
    provinces = visible("admin1", frame)
    owners = np.array(provinces.known("country"), dtype=object)
    shapes = world.shapes.copy()
    for k, code in enumerate(world.known("id")):
        own = provinces.shapes[owners == code]
        if len(own):
            shapes[k] = _whole(shapely.union_all(own))
    return shapes, disputed


def _whole(shape: shapely.Geometry) -> shapely.Geometry:
    """`shape` without the slivers that open where the sides of two provinces do not meet."""
    parts = []
    for part in shapely.get_parts(shape):
        holes = [ring for ring in part.interiors if shapely.area(shapely.polygons(ring)) > SLIVER_M2]
        parts.append(shapely.Polygon(part.exterior, holes))
    return shapely.MultiPolygon(parts)


def draw_shapes(ax: Axes, shapes: Any, **style: Any) -> None:
    """Surfaces or lines in the metres of the map as one symbol."""
    parts = shapely.get_parts(np.asarray(shapes, dtype=object))
    surfaces = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    lines = shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING
    rings = np.concatenate([shapely.get_rings(parts[surfaces]), parts[lines]])
    if not len(rings):
        return
    points, ring = shapely.get_coordinates(rings, return_index=True)
    codes = np.full(len(points), Shape.LINETO, dtype="u1")
    codes[np.flatnonzero(np.diff(ring, prepend=-1))] = Shape.MOVETO
    if surfaces.any():
        codes[np.flatnonzero(np.diff(ring, append=len(rings)))] = Shape.CLOSEPOLY
    ax.add_artist(PathPatch(Shape(points, codes), **style))  # add_patch would look for the limits of every curve


def trim(ax: Axes, frame: Frame) -> None:
    """Show the frame and nothing around it: geopandas widens the axes and names them with each layer."""
    ax.set_xlim(frame.xlim)
    ax.set_ylim(frame.ylim)
    ax.set_aspect("equal")
    ax.set_xticks([])
    ax.set_yticks([])
    ax.set_xlabel("")
    ax.set_ylabel("")
    for spine in ax.spines.values():
        spine.set_edgecolor(frame.theme.border)
        spine.set_linewidth(0.6)


def draw_scale(ax: Axes, frame: Frame, room: Room) -> None:
    """A scale bar of a round length and an arrow to the north; a wide picture, whose scale varies, has none."""
    if frame.wide:
        return
    width, height = frame.xlim[1] - frame.xlim[0], frame.ylim[1] - frame.ylim[0]
    length = _round_length(width / 5)
    x, y = frame.xlim[0] + width * 0.02, frame.ylim[0] + height * 0.035
    ink = frame.theme.ink
    halo = [withStroke(linewidth=2.5, foreground=frame.theme.halo)]
    ax.plot([x, x + length], [y, y], color=ink, linewidth=2, solid_capstyle="butt", zorder=9, path_effects=halo)
    words = f"{length / 1000:,.0f} km" if length >= 1000 else f"{length:,.0f} m"
    ax.text(x, y + height * 0.014, words, fontsize=7.5, color=ink, zorder=9, path_effects=halo)
    (px, py), (qx, qy) = room.points([x, x + length + width * 0.04], [y, y + height * 0.06])
    room.take((px - 2, py - 4, qx, qy))
    top = (x + length + width * 0.025, y + height * 0.05)
    ax.annotate(
        "N",
        xy=top,
        xytext=(top[0], y),
        ha="center",
        va="center",
        fontsize=7.5,
        color=ink,
        zorder=9,
        path_effects=halo,
        arrowprops={"arrowstyle": "-|>", "color": ink, "linewidth": 0.8},
    )


def _round_length(metres: float) -> float:
    power = 10 ** math.floor(math.log10(metres))
    return float(max(m * power for m in (1, 2, 5) if m * power <= metres))
