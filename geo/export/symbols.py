"""Incidents on a picture: colour is type, outline is status, shape is precision (LOOK of the map, in print)."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.markers import MarkerStyle
from matplotlib.patches import Circle
from matplotlib.path import Path as Shape
from matplotlib.patheffects import withStroke

from geo.export.cartography import INK, MUTED, Frame, visible
from geo.model import STATUSES, TYPES
from geo.settings import DATA

#: Precisions that are a spot; the others are surfaces, badges or lists.
PIN_PRECISIONS = ("facility", "settlement", "near")
SURFACE_PRECISIONS = ("admin1", "admin2", "area")
PIN_AREA_PT2 = 46
FAINT = 0.45  #: share of its colour that a faint symbol keeps
MAX_LABELS = 28


@dataclass(frozen=True, slots=True)
class TypeStyle:
    """How a type is called and coloured."""

    label: str
    colour: str


@lru_cache(maxsize=1)
def type_styles() -> dict[str, TypeStyle]:
    """data/types.csv: the one table of colours."""
    with (DATA / "types.csv").open(encoding="utf-8", newline="") as fh:
        return {row["type"]: TypeStyle(row["label"], row["colour"]) for row in csv.DictReader(fh)}


def clock() -> MarkerStyle:
    """The mark of what is planned: a dial with two hands."""
    dial = Shape.unit_circle()
    hands = Shape([(0, 0.65), (0, 0), (0.45, 0)], [Shape.MOVETO, Shape.LINETO, Shape.LINETO])
    return MarkerStyle(Shape.make_compound_path(dial, hands))


def draw_pins(ax: Axes, frame: Frame, rows: pd.DataFrame) -> None:
    """Pins and, for "near", the circle that the text allows; newest on top."""
    rows = rows.sort_values(["date_end", "incident_id"], na_position="first", kind="stable")
    circles = rows[rows["place_precision"].eq("near") & rows["radius_km"].gt(0)]
    for x, y, radius_km, kind in zip(
        *frame.xy(circles["lon"], circles["lat"]), circles["radius_km"], circles["type"], strict=True
    ):
        colour = type_styles()[kind].colour
        ax.add_patch(
            Circle((x, y), radius_km * 1000, facecolor=colour, edgecolor=colour, alpha=0.13, linewidth=0.7, zorder=4)
        )
    faint = (rows["background"] | rows["aggregate"]).to_numpy(bool)
    colours = np.array([type_styles()[kind].colour for kind in rows["type"]], dtype=object)
    colours[faint] = [pale(colour) for colour in colours[faint]]
    for status in STATUSES:
        mine = rows["status"].eq(status).to_numpy()
        for which, zorder in ((mine & faint, 5.5), (mine & ~faint, 6)):
            if which.any():
                x, y = frame.xy(rows["lon"].to_numpy()[which], rows["lat"].to_numpy()[which])
                pin(ax, x, y, list(colours[which]), status, zorder)


def pale(colour: str) -> str:
    """A colour half way to white: context and totals stand behind single events."""
    r, g, b = (round(255 - (255 - int(colour[i : i + 2], 16)) * FAINT) for i in (1, 3, 5))
    return f"#{r:02X}{g:02X}{b:02X}"


def pin(ax: Axes, x: object, y: object, colour: object, status: str, zorder: float = 6) -> None:
    """Symbols of one status: filled = occurred, hollow = claimed, dashed = alleged, clock = planned."""
    style: dict[str, object] = {"s": PIN_AREA_PT2, "zorder": zorder}
    if status == "occurred":
        style |= {"facecolors": colour, "edgecolors": "white", "linewidths": 0.7}
    else:
        style |= {"facecolors": "white", "edgecolors": colour, "linewidths": 1.5}
    if status == "alleged":
        style["linestyles"] = [(0, (1.6, 1.1))]
    if status == "planned":
        style |= {"marker": clock(), "linewidths": 1.1, "s": PIN_AREA_PT2 * 1.5}
    ax.scatter(x, y, **style)  # type: ignore[arg-type]


def draw_surfaces(ax: Axes, frame: Frame, rows: pd.DataFrame) -> None:
    """Provinces and areas: a hatched polygon (a hatched disc where no polygon is known) with a count."""
    polygons = visible("admin1", frame).set_index("id") if len(rows) else None
    for place_id, group in rows.groupby(rows["place_id"].fillna(rows["place"]), sort=True):
        colour = type_styles()[str(group["type"].mode().iloc[0])].colour
        style = {"facecolor": "none", "edgecolor": colour, "linewidth": 0.9, "zorder": 4}
        x, y = frame.xy(float(group["lon"].iloc[0]), float(group["lat"].iloc[0]))
        if polygons is not None and place_id in polygons.index:
            polygons.loc[[place_id]].plot(ax=ax, hatch="////", alpha=0.55, aspect=None, **style)
            inner = polygons.loc[[place_id]].geometry.iloc[0].representative_point()
            x, y = inner.x, inner.y
        else:
            radius_m = 1000 * float(group["radius_km"].fillna(40).iloc[0])
            ax.add_patch(Circle((x, y), radius_m, hatch="////", alpha=0.55, linestyle=(0, (4, 2)), **style))
        count = group["incident_id"].nunique()
        halo = [withStroke(linewidth=3, foreground="white")]
        ax.text(
            x,
            y,
            str(count),
            ha="center",
            va="center",
            fontsize=9,
            weight="bold",
            color=colour,
            zorder=5,
            path_effects=halo,
        )


def draw_seas(ax: Axes, frame: Frame, rows: pd.DataFrame) -> None:
    """At sea or in the air: a dashed circle."""
    xs, ys = frame.xy(rows["lon"].to_numpy(), rows["lat"].to_numpy())
    for x, y, radius_km, kind in zip(xs, ys, rows["radius_km"].fillna(50), rows["type"], strict=True):
        ring = Circle((x, y), radius_km * 1000, facecolor="none", linestyle=(0, (4, 3)), linewidth=1, zorder=4)
        ring.set_edgecolor(type_styles()[kind].colour)
        ax.add_patch(ring)


def draw_badges(ax: Axes, rows: pd.DataFrame) -> None:
    """Incidents known to a country only: a count in the margin, never a pin."""
    if rows.empty:
        return
    counts = rows.groupby("place")["incident_id"].nunique().sort_values(ascending=False, kind="stable")
    lines = [f"{name}  {n}" for name, n in counts.head(8).items()]
    if len(counts) > len(lines):
        lines.append(f"{len(counts) - len(lines)} more countries")
    ax.text(
        0.985,
        0.975,
        "Country only\n" + "\n".join(lines),
        transform=ax.transAxes,
        ha="right",
        va="top",
        fontsize=8,
        color=INK,
        zorder=10,
        linespacing=1.45,
        parse_math=False,
        bbox={"facecolor": "white", "edgecolor": MUTED, "linewidth": 0.5, "boxstyle": "round,pad=0.5", "alpha": 0.93},
    )


def draw_labels(ax: Axes, frame: Frame, rows: pd.DataFrame) -> None:
    """Names of the places with most incidents, each only where it covers no other."""
    spots = rows.groupby("place").agg(lon=("lon", "first"), lat=("lat", "first"), n=("incident_id", "nunique"))
    spots = spots.reset_index().sort_values(["n", "place"], ascending=[False, True], kind="stable").head(3 * MAX_LABELS)
    if spots.empty:
        return
    x, y = frame.xy(spots["lon"].to_numpy(), spots["lat"].to_numpy())
    to_points = ax.transData.transform(np.column_stack([x, y])) * 72 / ax.figure.dpi
    taken: list[tuple[float, float, float, float]] = [(px - 3, py - 3, px + 3, py + 3) for px, py in to_points]
    placed = 0
    for name, (px, py), dx, dy in zip(spots["place"], to_points, x, y, strict=True):
        size = 7.2
        box = (px + 5, py - size / 2, px + 6 + 0.56 * size * len(str(name)), py + size / 2)
        if placed >= MAX_LABELS or _hits(box, taken):
            continue
        taken.append(box)
        placed += 1
        ax.annotate(
            str(name),
            (dx, dy),
            xytext=(5.5, 0),
            textcoords="offset points",
            fontsize=size,
            va="center",
            color=INK,
            zorder=7,
            parse_math=False,
            path_effects=[withStroke(linewidth=2.2, foreground="white")],
            annotation_clip=True,
        )


def _hits(box: tuple[float, float, float, float], taken: Iterable[tuple[float, float, float, float]]) -> bool:
    return any(box[0] < t[2] and t[0] < box[2] and box[1] < t[3] and t[1] < box[3] for t in taken)


def legend_types(present: Iterable[str]) -> list[tuple[str, str, str]]:
    """(type, label, colour) of the types that are drawn, in the legend's order."""
    have = set(present)
    return [(t, type_styles()[t].label, type_styles()[t].colour) for t in TYPES if t in have]


#: What the outline of a symbol and its shape say, in the legend's order.
STATUS_WORDS = {"occurred": "occurred", "claimed": "claimed by a side", "alleged": "alleged", "planned": "planned"}
SHAPE_WORDS = {"near": "near a place", "surface": "province or area", "sea_air": "at sea or in the air"}


def shape_of(precision: str) -> str:
    """The legend's word for a precision; provinces, districts and areas share one."""
    return "surface" if precision in SURFACE_PRECISIONS else precision


def legend_marks(rows: pd.DataFrame) -> list[tuple[str, str, str]]:
    """(shape, colour, words) of every symbol that `rows` (all of them drawn) need."""
    marks = [("type", colour, label) for _type, label, colour in legend_types(rows["type"])]
    statuses, shapes = set(rows["status"]), {shape_of(p) for p in rows["place_precision"]}
    marks += [(status, INK, words) for status, words in STATUS_WORDS.items() if status in statuses]
    return marks + [(shape, INK, words) for shape, words in SHAPE_WORDS.items() if shape in shapes]
