"""One drawn map in a rectangle of the paper: the ground, what happened on it, its names and where on earth it lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Polygon

from geo.export.cartography import (
    Extent,
    Frame,
    corners,
    draw_ground,
    draw_scale,
    draw_shapes,
    fit_extent,
    make_frame,
    trim,
    visible,
)
from geo.export.labels import draw_country_names, draw_place_names, draw_towns, draw_water_names
from geo.export.overlays import Brought, draw_overlays, in_days
from geo.export.paper import Paper
from geo.export.room import Room
from geo.export.shades import shades
from geo.export.summary import EMPTY, Summary
from geo.export.surfaces import draw_counts, draw_seas, draw_surfaces
from geo.export.symbols import MAX_SPOTS, PIN_PRECISIONS, SURFACE_PRECISIONS, draw_circles, draw_pins, stacks

INSET_PT = 84.0
#: So many spots, evenly taken, tell which corner is emptiest.
MAX_COUNTED = 20_000
#: The locator shows so many times the width of the map, within these degrees.
INSET_TIMES, INSET_DEG = 6.0, (24.0, 84.0)
#: A map that fills more of the locator than this share needs none.
INSET_FULL = 0.5

Box = tuple[float, float, float, float]  #: left, bottom, right, top in points of the paper


@dataclass(frozen=True, slots=True)
class Scene:
    """What a map shows: its rows, their spots and the rectangle of the world.

    ``type`` in the rows and spots is what gives their colour: who says so, where the picture is coloured by that.
    """

    rows: pd.DataFrame
    spots: pd.DataFrame
    extent: Extent
    brought: tuple[Brought, ...] = ()  #: overlays, as far as they are there
    coarse: bool = False  #: places were made coarser on purpose

    @property
    def is_dotted(self) -> bool:
        """Whether there are so many spots that they are drawn as dots."""
        return len(self.spots) > MAX_SPOTS


def make_scene(summary: Summary, brought: Sequence[Brought] = ()) -> Scene:
    """The scene of all that `summary` draws, on the overlays that were `brought`."""
    rows = summary.drawn_rows
    if summary.sides is not None:  # what is drawn looks at the type for nothing but its colour
        rows = rows.assign(type=shades(rows, summary.sides))
    on_ground = ~rows["place_precision"].isin(("country", "none")).to_numpy(bool)
    lon, lat = rows["lon"].to_numpy()[on_ground], rows["lat"].to_numpy()[on_ground]
    if not len(lon):
        lon, lat = corners(rows["country"])
    extent = fit_extent(lon, lat, summary.selection.bbox)
    spots = stacks(rows[rows["place_precision"].isin(PIN_PRECISIONS)])
    return Scene(rows, spots, extent, in_days(brought, summary.first, summary.last), summary.is_coarse)


def draw_map(
    paper: Paper, box: Box, scene: Scene, *, locator: bool = True, names: bool = True, ground_names: bool = True
) -> tuple[Axes, Frame]:
    """Draw `scene` in `box`.

    `names` False leaves the words out, as on a small panel; `ground_names` False those of towns alone.
    """
    ax = paper.axes(*box)
    frame = make_frame(scene.extent, (box[2] - box[0]) / (box[3] - box[1]), paper.theme)
    draw_ground(ax, frame)
    draw_overlays(ax, frame, scene.brought)
    rows = scene.rows
    surfaces = draw_surfaces(ax, frame, rows[rows["place_precision"].isin(SURFACE_PRECISIONS)])
    waters = draw_seas(ax, frame, rows[rows["place_precision"].eq("sea_air")])
    if not scene.is_dotted:
        draw_circles(ax, frame, rows)
    trim(ax, frame)
    room = Room(ax)
    if names:
        draw_scale(ax, frame, room)
    if locator and not frame.wide and _degrees_across(frame) < INSET_FULL * INSET_DEG[1]:
        _draw_locator(paper, box, frame, room, scene)
    draw_pins(ax, frame, scene.spots, room, small=not names)
    if names:
        draw_counts(ax, frame, surfaces, room)
        draw_water_names(ax, frame, waters, room)
        draw_place_names(ax, frame, scene.spots, room)
        if ground_names:
            draw_towns(ax, frame, scene.spots, room)
        draw_country_names(ax, frame, room)
    return ax, frame


def _degrees_across(frame: Frame) -> float:
    """Degrees of longitude that a frame shows in its middle: more than its extent where the paper asks for it."""
    x0, x1, y = *frame.xlim, sum(frame.ylim) / 2
    (west, east), _ = frame.to_xy.transform([x0, x1], [y, y], direction="INVERSE")
    return float((east - west) % 360)


def say_empty(ax: Axes, summary: Summary, frame: Frame) -> None:
    """Say on an empty map that it is empty, and why."""
    words = "Nothing in this window can be drawn." if summary.incidents else EMPTY
    style = {"facecolor": frame.theme.paper, "edgecolor": frame.theme.muted, "linewidth": 0.6}
    ax.text(
        0.5, 0.5, words, transform=ax.transAxes, ha="center", va="center", fontsize=12, color=frame.theme.ink,
        zorder=12, bbox={**style, "boxstyle": "round,pad=0.7"},
    )  # fmt: skip


def _draw_locator(paper: Paper, box: Box, frame: Frame, room: Room, scene: Scene) -> None:
    """A small map of the region with the picture's rectangle, in the corner with the fewest spots."""
    west, south, east, north = frame.extent
    half = np.clip((east - west) * INSET_TIMES, *INSET_DEG) / 2
    x, y = (west + east) / 2, (south + north) / 2
    extent = (x - half, max(y - half * 0.62, -80), x + half, min(y + half * 0.62, 84))
    size = min(INSET_PT, (box[2] - box[0]) * 0.2)
    left, bottom = _corner(box, size, room, frame, scene.spots)
    ax = paper.axes(left, bottom, left + size, bottom + size)
    small = make_frame(extent, 1.0, paper.theme)
    ax.set_facecolor(paper.theme.sea)
    land = visible("world", small).shapes
    draw_shapes(ax, land, facecolor=paper.theme.land, edgecolor=paper.theme.border, linewidth=0.35)
    trim(ax, small)
    ax.set_zorder(8)
    t = np.linspace(0, 1, 12)
    (x0, x1), (y0, y1) = frame.xlim, frame.ylim
    xs = np.concatenate([x0 + (x1 - x0) * t, np.full(12, x1), x1 - (x1 - x0) * t, np.full(12, x0)])
    ys = np.concatenate([np.full(12, y0), y0 + (y1 - y0) * t, np.full(12, y1), y1 - (y1 - y0) * t])
    lon, lat = frame.to_xy.transform(xs, ys, direction="INVERSE")
    outline = np.column_stack(small.xy(lon, lat))
    ax.add_patch(Polygon(outline, facecolor=paper.theme.alarm, edgecolor=paper.theme.alarm, alpha=0.35, linewidth=0))
    ax.add_patch(Polygon(outline, facecolor="none", edgecolor=paper.theme.alarm, linewidth=1.0))
    room.take((left - 3, bottom - 3, left + size + 3, bottom + size + 3))


def _corner(box: Box, size: float, room: Room, frame: Frame, spots: pd.DataFrame) -> tuple[float, float]:
    """Where the locator covers least: upper right, upper left or lower right; the scale stands in the fourth."""
    gap = 6.0
    corners_ = [
        (box[2] - size - gap, box[3] - size - gap),
        (box[0] + gap, box[3] - size - gap),
        (box[2] - size - gap, box[1] + gap),
    ]
    if spots.empty:
        return corners_[0]
    some = spots.iloc[:: max(1, len(spots) // MAX_COUNTED)]
    px, py = room.points(*frame.xy(some["lon"].to_numpy(), some["lat"].to_numpy())).T

    def covered(at: tuple[float, float]) -> int:
        return int(((at[0] - 6 < px) & (px < at[0] + size + 6) & (at[1] - 6 < py) & (py < at[1] + size + 6)).sum())

    return min(corners_, key=covered)
