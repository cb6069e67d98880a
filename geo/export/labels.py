"""Names on a picture: of the places with most incidents, of waters, and quietly of countries; none covers another."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke

from geo.export.cartography import INK, QUIET, Frame, visible
from geo.export.room import Room, inner_points, one_line, width_of
from geo.export.words import country_name

MAX_LABELS = 36
PLACE_PT, COUNTRY_PT = 7.2, 7.6
#: Share of the picture that a country must fill to be named.
COUNTRY_SHARE = 0.004
#: Distance of a name from the middle of its pin, in points.
GAP = 6.5


def draw_place_names(ax: Axes, frame: Frame, spots: pd.DataFrame, room: Room) -> None:
    """Names of the spots (``geo.export.symbols.stacks``) with most incidents, right or left, above or below."""
    best = spots.sort_values(["n", "place"], ascending=[False, True], kind="stable").drop_duplicates("place")
    best = best[best["place"].notna()].head(4 * MAX_LABELS)
    if best.empty:
        return
    x, y = frame.xy(best["lon"].to_numpy(), best["lat"].to_numpy())
    placed = 0
    for name, n, (px, py) in zip(best["place"], best["n"], room.points(x, y), strict=True):
        gap = GAP if n > 1 else GAP - 1.5
        placed += _put(ax, room, one_line(str(name)), (px, py), gap, size=PLACE_PT, colour=INK)
        if placed == MAX_LABELS:
            return


def draw_water_names(ax: Axes, rings: list[tuple[float, float, float, str]], room: Room) -> None:
    """Name and number of each ring at sea, on its line: at the top where that is free."""
    for x, y, radius_m, name in rings:
        for angle in (0, 30, -30, 60, -60, 180, 150, -150, 90, -90):
            turn = np.radians(angle)
            (px, py), *_ = room.points([x + radius_m * np.sin(turn)], [y + radius_m * np.cos(turn)])
            if _put(ax, room, one_line(name), (px, py), 0, size=PLACE_PT, colour=INK, centred=True):
                break


def draw_country_names(ax: Axes, frame: Frame, room: Room) -> None:
    """Quiet names of the countries that fill a good part of the picture, where there is room left."""
    world = visible("world", frame)
    x0, x1, y0, y1 = *frame.xlim, *frame.ylim
    parts = shapely.clip_by_rect(world.geometry.values, x0, y0, x1, y1)
    order = sorted(range(len(parts)), key=lambda k: -parts[k].area)
    for k in order:
        if parts[k].area < COUNTRY_SHARE * (x1 - x0) * (y1 - y0):
            return
        largest = max(getattr(parts[k], "geoms", [parts[k]]), key=lambda part: part.area)
        code, name = world["id"].iloc[k], world["name"].iloc[k]
        words = country_name(code) if isinstance(code, str) else str(name)
        for px, py in room.points(*inner_points(largest)):
            if _put(ax, room, words, (px, py), 0, size=COUNTRY_PT, colour=QUIET, centred=True):
                break


def _put(
    ax: Axes,
    room: Room,
    words: str,
    at: tuple[float, float],
    gap: float,
    *,
    size: float,
    colour: str,
    centred: bool = False,
) -> bool:
    """Write `words` beside `at` (points) where nothing stands; False when there is no room."""
    (px, py), width, half = at, width_of(words, size), size / 2 + 0.6
    middle = (px - width / 2, py + (gap + half if gap else 0))
    choices = [middle, (px - width / 2, py - gap - half)] if centred else [
        (px + gap, py), (px - gap - width, py), middle, (px - width / 2, py - gap - half),
    ]  # fmt: skip
    for left, y in choices:
        box = (left - 0.5, y - half, left + width + 0.5, y + half)
        if not room.is_free(box):
            continue
        room.take(box)
        ax.annotate(
            words,
            (left / 72, y / 72),
            xycoords=ax.figure.dpi_scale_trans,
            fontsize=size,
            va="center",
            ha="left",
            color=colour,
            zorder=8,
            parse_math=False,
            annotation_clip=False,
            path_effects=[withStroke(linewidth=2.2, foreground="white")],
        )
        return True
    return False
