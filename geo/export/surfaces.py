"""What is no spot: provinces and areas are hatched with a count, seas ringed, countries stand in the margin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely
from matplotlib.axes import Axes
from matplotlib.patches import Circle, Polygon

from geo.export.cartography import Frame, draw_shapes, visible
from geo.export.paper import Paper
from geo.export.room import Room, inner_points, one_line, width_of
from geo.export.symbols import main_type
from geo.outlines import line_of, ring_of
from geo.store.columns import spelled

DEFAULT_RADIUS_KM = 40.0
SEA_RADIUS_KM = 50.0
COUNT_PT = 7.2
#: What lies between two places has its count within so many metres of the line.
BAND_M = 4000.0
#: Where a surface has no free point, its count stands so far from its middle.
LEADERS_PT = (14, 20, 28)
#: Nearer than this, surfaces of one country share their count on a wide or crowded picture.
JOIN_PT = 45
#: So many surfaces hide each other: they are hatched lightly, and neighbours share their count.
MANY = 24
MAX_COUNTRIES, LINE_PT = 22, 14.5


@dataclass(frozen=True, slots=True)
class Surface:
    """A hatched province or area: its shape in metres, its incidents, its colour and its country."""

    shape: shapely.Geometry
    incidents: frozenset[str]
    colour: str
    country: str


def draw_surfaces(ax: Axes, frame: Frame, rows: pd.DataFrame) -> list[Surface]:
    """Hatch each province or area: its polygon, as a person drew it, or a dashed disc; between two places, a line."""
    if rows.empty:
        return []
    rows = spelled(rows)
    provinces = visible("admin1", frame)
    polygons: dict[Any, list[int]] = {}
    for k, id_ in enumerate(provinces.known("id")):
        polygons.setdefault(id_, []).append(k)
    drawn, keys = [], rows["place_id"].fillna(rows["place"])
    width, alpha = (0.4, 0.3) if keys.nunique() > MANY else (0.8, 0.6)
    for place_id, group in rows.groupby(keys, sort=True):
        colour = frame.theme.colour(main_type(group))
        style: dict[str, Any] = {
            "facecolor": "none",
            "edgecolor": colour,
            "linewidth": width,
            "zorder": 4,
            "alpha": alpha,
        }
        if group["place_precision"].iloc[0] == "admin1" and place_id in polygons:
            shapes = provinces.shapes[polygons[place_id]]
            draw_shapes(ax, shapes, hatch="////", **style)
            shape = shapely.union_all(shapes)
        elif ring := ring_of(place_id):
            corners = np.column_stack(frame.xy(*np.array(ring).T))
            ax.add_patch(Polygon(corners, closed=True, hatch="////", **style))
            shape = shapely.Polygon(corners)
        elif line := line_of(place_id):
            ends = np.column_stack(frame.xy(*np.array(line).T))
            shape = shapely.LineString(ends).buffer(BAND_M, cap_style="round")
            for wide, strength, dash in ((5.0, 0.22, "solid"), (1.1, 0.8, (0, (4, 2)))):
                ax.plot(
                    *ends.T,
                    color=colour,
                    linewidth=wide,
                    alpha=strength,
                    linestyle=dash,
                    solid_capstyle="round",
                    zorder=4,
                )
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

    Where provinces are smaller than a number or very many, neighbours of one country share a box.
    """
    if frame.wide or len(surfaces) > MANY:
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
            color=frame.theme.ink,
            zorder=7,
            clip_on=True,
            bbox={"facecolor": frame.theme.paper, "edgecolor": colour, "linewidth": 0.9, "boxstyle": "round,pad=0.22"},
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
    rows = spelled(rows)
    for _key, group in rows.groupby(["lon", "lat"], sort=True):
        x, y = frame.xy(float(group["lon"].iloc[0]), float(group["lat"].iloc[0]))
        radius_m = 1000 * float(group["radius_km"].fillna(SEA_RADIUS_KM).iloc[0])
        ring = Circle((x, y), radius_m, facecolor="none", linestyle=(0, (4, 3)), linewidth=1, zorder=4)
        ring.set_edgecolor(frame.theme.colour(main_type(group)))
        ax.add_patch(ring)
        rings.append((x, y, radius_m, f"{group['place'].iloc[0]}  {group['incident_id'].nunique()}"))
    return rings


def draw_badges(paper: Paper, rows: pd.DataFrame, left: float, right: float, top: float, bottom: float) -> None:
    """Incidents of which only the country is known: counts in the margin between `left` and `right`, never a pin.

    Parameters
    ----------
    left, right, top, bottom
        Points of the paper.
    """
    theme, rows = paper.theme, spelled(rows)
    paper.write(left, top - 9, "Only the country", 8.2, bold=True)
    paper.write(left, top - 20, "is known", 8.2, bold=True)
    counts = rows.groupby("place")["incident_id"].nunique().reset_index(name="n")
    counts = counts.sort_values(["n", "place"], ascending=[False, True], kind="stable")
    kinds = rows.groupby("place")["type"].agg(lambda kind: str(kind.mode().iloc[0]))
    y, lines = top - 38, max(1, min(MAX_COUNTRIES, int((top - 38 - bottom) / LINE_PT)))
    for name, n in counts.head(lines).itertuples(index=False):
        paper.write(left, y, "■", 6.5, colour=theme.colour(kinds[name]))
        number = f"{n:,}"
        paper.write(left + 10, y, _cut(name, right - left - 16 - width_of(number, 8)), 8)
        paper.write(right, y, number, 8, right=True)
        y -= LINE_PT
    if len(counts) > lines:
        rest = counts.iloc[lines:]
        paper.write(left, y, f"{len(rest)} more countries", 8, colour=theme.muted)
        paper.write(right, y, f"{int(rest['n'].sum()):,}", 8, colour=theme.muted, right=True)


def _cut(name: str, width_pt: float) -> str:
    words = one_line(str(name))
    while width_of(words, 8) > width_pt:
        words = words[:-2].rstrip() + "…"
    return words
