"""What is no spot: provinces and areas are hatched with a count, seas ringed, countries stand in the margin."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle

from geo.export.cartography import INK, MUTED, Frame, visible
from geo.export.room import Room, one_line, width_of
from geo.export.symbols import main_colour

DEFAULT_RADIUS_KM = 40.0
SEA_RADIUS_KM = 50.0
COUNT_PT = 7.2
#: A count is tried on a grid of so many points a side of its surface.
GRID = 9
#: Where a surface has no free point, its count stands so far from its middle.
LEADERS_PT = (14, 20, 28, 38, 50)
MAX_COUNTRIES = 22


def draw_surfaces(ax: Axes, frame: Frame, rows: pd.DataFrame) -> list[tuple[shapely.Geometry, int, str]]:
    """Hatch each province or area: its polygon, or a dashed disc where none is known.

    Returns
    -------
    For each surface its shape in metres, its number of incidents and its colour.
    """
    if rows.empty:
        return []
    polygons = visible("admin1", frame).set_index("id")
    drawn = []
    for place_id, group in rows.groupby(rows["place_id"].fillna(rows["place"]), sort=True):
        colour = main_colour(group)
        style = {"facecolor": "none", "edgecolor": colour, "linewidth": 0.8, "zorder": 4, "alpha": 0.6}
        if group["place_precision"].iloc[0] == "admin1" and place_id in polygons.index:
            polygons.loc[[place_id]].plot(ax=ax, hatch="////", aspect=None, **style)
            shape = shapely.union_all(polygons.loc[[place_id]].geometry.values)
        else:
            x, y = frame.xy(float(group["lon"].iloc[0]), float(group["lat"].iloc[0]))
            radius_m = 1000 * float(group["radius_km"].fillna(DEFAULT_RADIUS_KM).iloc[0])
            ax.add_patch(Circle((x, y), radius_m, hatch="////", linestyle=(0, (4, 2)), **style))
            shape = shapely.Point(x, y).buffer(radius_m)
        drawn.append((shape, int(group["incident_id"].nunique()), colour))
    return drawn


def draw_counts(ax: Axes, frame: Frame, surfaces: list[tuple[shapely.Geometry, int, str]], room: Room) -> None:
    """The number of each surface in a small box, inside it where that is free of pins."""
    inches = ax.figure.dpi_scale_trans
    view = shapely.box(frame.xlim[0], frame.ylim[0], frame.xlim[1], frame.ylim[1])
    for shape, n, colour in sorted(surfaces, key=lambda s: (-s[0].area, s[1])):
        inside = shape.intersection(view)
        if inside.is_empty:
            continue
        half = (width_of(str(n), COUNT_PT) / 2 + 3.2, COUNT_PT / 2 + 2.2)
        (px, py), anchor = _best_spot(inside, room, half)
        if anchor is not None:
            ax.plot(*(np.array([anchor, (px, py)]).T / 72), transform=inches, color=colour, linewidth=0.7, zorder=6.8)
        room.take((px - half[0], py - half[1], px + half[0], py + half[1]))
        ax.text(
            px / 72,
            py / 72,
            str(n),
            transform=inches,
            ha="center",
            va="center",
            fontsize=COUNT_PT,
            weight="bold",
            color=INK,
            zorder=7,
            clip_on=True,
            bbox={"facecolor": "white", "edgecolor": colour, "linewidth": 0.9, "boxstyle": "round,pad=0.22"},
        )


def _best_spot(
    shape: shapely.Geometry, room: Room, half: tuple[float, float]
) -> tuple[tuple[float, float], tuple[float, float] | None]:
    """Where a count stands (points): in its surface, near its middle, or else beside it on a line from its middle."""
    middle = shape.representative_point()
    west, south, east, north = shape.bounds
    xs, ys = (v.ravel() for v in np.meshgrid(np.linspace(west, east, GRID), np.linspace(south, north, GRID)))
    inside = shapely.contains_xy(shape, xs, ys)
    xs, ys = np.append(middle.x, xs[inside]), np.append(middle.y, ys[inside])
    order = np.argsort(np.hypot(xs - middle.x, ys - middle.y), kind="stable")
    for px, py in room.points(xs[order], ys[order]):
        if room.is_free((px - half[0], py - half[1], px + half[0], py + half[1])):
            return (float(px), float(py)), None
    ((mx, my),) = room.points([middle.x], [middle.y])
    for reach in LEADERS_PT:
        for angle in np.arange(0, 2 * np.pi, np.pi / 8):
            px, py = float(mx + reach * np.cos(angle)), float(my + reach * np.sin(angle))
            if room.is_free((px - half[0], py - half[1], px + half[0], py + half[1])):
                return (px, py), (float(mx), float(my))
    return (float(mx), float(my)), None


def draw_seas(ax: Axes, frame: Frame, rows: pd.DataFrame) -> list[tuple[float, float, float, str]]:
    """At sea or in the air: a dashed ring per water.

    Returns
    -------
    Middle and radius of each ring (metres) and its words: name and number of incidents.
    """
    rings = []
    for _key, group in rows.groupby(["lon", "lat"], sort=True):
        x, y = frame.xy(float(group["lon"].iloc[0]), float(group["lat"].iloc[0]))
        radius_m = 1000 * float(group["radius_km"].fillna(SEA_RADIUS_KM).iloc[0])
        ring = Circle((x, y), radius_m, facecolor="none", linestyle=(0, (4, 3)), linewidth=1, zorder=4)
        ring.set_edgecolor(main_colour(group))
        ax.add_patch(ring)
        rings.append((x, y, radius_m, f"{group['place'].iloc[0]}  {group['incident_id'].nunique()}"))
    return rings


def draw_badges(figure: Figure, rows: pd.DataFrame, left: float, right: float, top: float) -> None:
    """Incidents of which only the country is known: counts in the margin between `left` and `right`, never a pin.

    Parameters
    ----------
    left, right, top
        Shares of the figure.
    """
    height = figure.get_figheight() * 72
    figure.text(left, top - 9 / height, "Only the country", fontsize=8.2, weight="bold", color=INK)
    figure.text(left, top - 20 / height, "is known", fontsize=8.2, weight="bold", color=INK)
    counts = rows.groupby("place")["incident_id"].nunique().reset_index(name="n")
    counts = counts.sort_values(["n", "place"], ascending=[False, True], kind="stable")
    y = top - 38 / height
    room_pt = (right - left) * figure.get_figwidth() * 72 - 34
    for name, n in counts.head(MAX_COUNTRIES).itertuples(index=False):
        figure.text(left, y, "■", fontsize=6.5, color=main_colour(rows[rows["place"].eq(name)]), va="baseline")
        figure.text(
            left + 10 / (figure.get_figwidth() * 72), y, _cut(name, room_pt), fontsize=8, color=INK, parse_math=False
        )
        figure.text(right, y, str(n), fontsize=8, color=INK, ha="right")
        y -= 14.5 / height
    if len(counts) > MAX_COUNTRIES:
        rest = counts.iloc[MAX_COUNTRIES:]
        figure.text(left, y, f"{len(rest)} more countries", fontsize=8, color=MUTED)
        figure.text(right, y, str(int(rest["n"].sum())), fontsize=8, color=MUTED, ha="right")


def _cut(name: str, width_pt: float) -> str:
    words = one_line(str(name))
    while width_of(words, 8) > width_pt:
        words = words[:-2].rstrip() + "…"
    return words
