"""Names on a picture: of the places with most incidents, of waters, and quietly of countries; none covers another."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
import shapely
from matplotlib.axes import Axes
from matplotlib.patheffects import Stroke

from geo.export.cartography import Frame, visible
from geo.export.room import Room, inner_points, one_line, width_of
from geo.export.words import country_name
from geo.settings import DATA

MAX_LABELS = 36
MAX_TOWNS = 14
PLACE_PT, COUNTRY_PT, TOWN_PT = 7.2, 7.6, 6.6
#: Share of the picture that a country must fill to be named.
COUNTRY_SHARE = 0.004
#: Distance of a name from the middle of its pin, in points.
GAP = 6.5


def draw_place_names(ax: Axes, frame: Frame, spots: pd.DataFrame, room: Room) -> None:
    """Names of the spots (``geo.export.symbols.stacks``) with most incidents, right or left, above or below."""
    best = _most_told(spots)
    if best.empty:
        return
    x, y = frame.xy(best["lon"].to_numpy(), best["lat"].to_numpy())
    placed = 0
    for name, n, (px, py) in zip(best["place"], best["n"], room.points(x, y), strict=True):
        gap = GAP if n > 1 else GAP - 1.5
        placed += _put(ax, room, one_line(str(name)), (px, py), gap, _Ink(PLACE_PT, frame.theme.ink, frame.theme.halo))
        if placed == MAX_LABELS:
            return


def _most_told(spots: pd.DataFrame) -> pd.DataFrame:
    """The spots with most incidents, one for each name, those with most first."""
    codes, names = pd.factorize(spots["place"])
    n = spots["n"].to_numpy()
    most = np.zeros(len(names), dtype=n.dtype)
    np.maximum.at(most, codes[codes >= 0], n[codes >= 0])
    full = np.flatnonzero((codes >= 0) & (n == np.append(most, 0)[codes]))[::-1]
    first = np.zeros(len(names), dtype="i8")
    first[codes[full]] = full  # of equal ones the first stays
    best = spots[["lon", "lat", "n", "place"]].iloc[first].astype({"place": "str"})
    return best.sort_values(["n", "place"], ascending=[False, True], kind="stable").head(4 * MAX_LABELS)


def draw_water_names(ax: Axes, frame: Frame, rings: list[tuple[float, float, float, str]], room: Room) -> None:
    """Name and number of each ring at sea, on its line: at the top where that is free."""
    ink = _Ink(PLACE_PT, frame.theme.ink, frame.theme.halo)
    for x, y, radius_m, name in rings:
        for angle in (0, 30, -30, 60, -60, 180, 150, -150, 90, -90):
            turn = np.radians(angle)
            (px, py), *_ = room.points([x + radius_m * np.sin(turn)], [y + radius_m * np.cos(turn)])
            if _put(ax, room, one_line(name), (px, py), 0, ink, centred=True):
                break


def draw_towns(ax: Axes, frame: Frame, spots: pd.DataFrame, room: Room) -> None:
    """The largest towns for orientation, quietly, where there is room and no pin says the name already."""
    if frame.wide:
        return
    towns, theme = _towns(), frame.theme
    x, y = (np.asarray(v) for v in frame.xy(towns["lon"].to_numpy(), towns["lat"].to_numpy()))
    inside = (frame.xlim[0] < x) & (x < frame.xlim[1]) & (frame.ylim[0] < y) & (y < frame.ylim[1])
    said, placed, ink = set(spots["place"].dropna().unique()), 0, _Ink(TOWN_PT, theme.muted, theme.halo)
    for k in np.flatnonzero(inside):
        name, ((px, py),) = str(towns["name"].iloc[k]), room.points([x[k]], [y[k]])
        if name in said or not room.is_free((px - 3, py - 3, px + 3, py + 3)):
            continue
        if _put(ax, room, name, (px, py), 3.6, ink):
            ax.scatter([x[k]], [y[k]], s=5, color=theme.muted, linewidths=0, zorder=5)
            placed += 1
        if placed == MAX_TOWNS:
            return


@lru_cache(maxsize=1)
def _towns() -> pd.DataFrame:
    """data/basemap/cities.csv, the largest first."""
    towns = pd.read_csv(DATA / "basemap" / "cities.csv")
    return towns.sort_values("zoom", kind="stable", ignore_index=True)


def draw_country_names(ax: Axes, frame: Frame, room: Room) -> None:
    """Quiet names of the countries that fill a good part of the picture, where there is room left."""
    world, ink = visible("world", frame), _Ink(COUNTRY_PT, frame.theme.quiet, frame.theme.halo)
    x0, x1, y0, y1 = *frame.xlim, *frame.ylim
    parts = shapely.clip_by_rect(world.shapes, x0, y0, x1, y1)
    order = sorted(range(len(parts)), key=lambda k: -parts[k].area)
    for k in order:
        if parts[k].area < COUNTRY_SHARE * (x1 - x0) * (y1 - y0):
            return
        largest = max(getattr(parts[k], "geoms", [parts[k]]), key=lambda part: part.area)
        code, name = world.facts[k]["id"], world.facts[k]["name"]
        words = country_name(code) if isinstance(code, str) else str(name)
        for px, py in room.points(*inner_points(largest)):
            if _put(ax, room, words, (px, py), 0, ink, centred=True):
                break


@dataclass(frozen=True, slots=True)
class _Ink:
    size: float
    colour: str
    halo: str


def _put(
    ax: Axes, room: Room, words: str, at: tuple[float, float], gap: float, ink: _Ink, *, centred: bool = False
) -> bool:
    """Write `words` beside `at` (points) where nothing stands; False when there is no room."""
    size = ink.size
    (px, py), width, half = at, width_of(words, size), size / 2 + 0.6
    middle = (px - width / 2, py + (gap + half if gap else 0))
    choices = [middle, (px - width / 2, py - gap - half)] if centred else [
        (px + gap, py), (px - gap - width - 2, py), middle, (px - width / 2, py - gap - half),
    ]  # fmt: skip
    for left, y in choices:
        box = (left - 0.5, y - half, left + width + 0.5, y + half)
        if not room.is_free(box):
            continue
        room.take(box)
        # The halo first, the words upon it: words with an effect of their own would be mere shapes in a PDF.
        for effects in ([Stroke(linewidth=2.2, foreground=ink.halo)], None):
            ax.annotate(
                words,
                (left / 72, y / 72),
                xycoords=ax.figure.dpi_scale_trans,
                fontsize=size,
                va="center",
                ha="left",
                color=ink.colour,
                zorder=8,
                parse_math=False,
                annotation_clip=False,
                path_effects=effects,
            )
        return True
    return False
