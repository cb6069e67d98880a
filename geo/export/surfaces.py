"""What is no spot: provinces and areas are hatched with a count, seas ringed, countries stand in the margin."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle

from geo.export.cartography import INK, MUTED, Frame, visible
from geo.export.room import Room, inner_points, one_line, width_of
from geo.export.symbols import main_colour

DEFAULT_RADIUS_KM = 40.0
SEA_RADIUS_KM = 50.0
COUNT_PT = 7.2
#: Where a surface has no free point, its count stands so far from its middle.
LEADERS_PT = (14, 20, 28)
#: Nearer than this, provinces of one country share their count on a wide picture.
JOIN_PT = 45
MAX_COUNTRIES = 22


@dataclass(frozen=True, slots=True)
class Surface:
    """A hatched province or area: its shape in metres, its incidents, its colour and its country."""

    shape: shapely.Geometry
    incidents: frozenset[str]
    colour: str
    country: str


def draw_surfaces(ax: Axes, frame: Frame, rows: pd.DataFrame) -> list[Surface]:
    """Hatch each province or area: its polygon, or a dashed disc where none is known."""
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
        country = group["country"].iloc[0]
        key = str(country) if pd.notna(country) else str(place_id)
        drawn.append(Surface(shape, frozenset(group["incident_id"]), colour, key))
    return drawn


def draw_counts(ax: Axes, frame: Frame, surfaces: list[Surface], room: Room) -> None:
    """The number of each surface in a small box, inside it where that is free of pins.

    On a wide picture, where provinces are smaller than a number, neighbours of one country share a box.
    """
    if frame.wide:
        surfaces = _neighbours_joined(surfaces, room)
    inches = ax.figure.dpi_scale_trans
    view = shapely.box(frame.xlim[0], frame.ylim[0], frame.xlim[1], frame.ylim[1])
    for surface in sorted(surfaces, key=lambda s: (-s.shape.area, sorted(s.incidents))):
        inside, n, colour = surface.shape.intersection(view), len(surface.incidents), surface.colour
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


def _neighbours_joined(surfaces: list[Surface], room: Room) -> list[Surface]:
    """Surfaces of one country that stand close together as one, at the place of the one with most incidents."""
    groups: list[tuple[np.ndarray, list[Surface]]] = []
    for surface in sorted(surfaces, key=lambda s: (-len(s.incidents), sorted(s.incidents))):
        middle = surface.shape.representative_point()
        ((px, py),) = room.points([middle.x], [middle.y])
        for at, group in groups:
            if group[0].country == surface.country and np.hypot(*(at - (px, py))) < JOIN_PT:
                group.append(surface)
                break
        else:
            groups.append((np.array([px, py]), [surface]))
    return [
        Surface(
            group[0].shape, frozenset[str]().union(*(s.incidents for s in group)), group[0].colour, group[0].country
        )
        for _at, group in groups
    ]


def _best_spot(
    shape: shapely.Geometry, room: Room, half: tuple[float, float]
) -> tuple[tuple[float, float], tuple[float, float] | None]:
    """Where a count stands (points): in its surface, near its middle, or else beside it on a line from its middle."""
    points = room.points(*inner_points(shape))
    for px, py in points:
        if room.is_free((px - half[0], py - half[1], px + half[0], py + half[1])):
            return (float(px), float(py)), None
    mx, my = points[0]
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
