"""Pins on a picture: colour is type, outline is status, a number is how many incidents stand on one spot."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.markers import MarkerStyle
from matplotlib.patches import Circle
from matplotlib.path import Path as Shape
from matplotlib.patheffects import withStroke

from geo.export.cartography import INK, Frame
from geo.export.room import Room
from geo.model import TYPES
from geo.settings import DATA

#: Precisions that are a spot; the others are surfaces, badges or lists.
PIN_PRECISIONS = ("facility", "settlement", "near")
SURFACE_PRECISIONS = ("admin1", "admin2", "area")
PIN_AREA_PT2 = 46.0
#: Area of the pin of several incidents, from so many incidents on.
STACK_AREAS_PT2 = ((100, 230.0), (10, 160.0), (2, 112.0))
WIDE_SHARE = 0.66  #: share of its area that a pin keeps on a wide picture
FAINT = 0.45  #: share of its colour that a faint symbol keeps
#: More stacks than this keep their size and lose their number.
MAX_NUMBERS = 400
#: What the outline of a symbol and its shape say, in the legend's order.
STATUS_WORDS = {"occurred": "occurred", "claimed": "claimed by a side", "alleged": "alleged", "planned": "planned"}
SHAPE_WORDS = {
    "stack": "several on one spot, newest shown",
    "near": "near a place",
    "surface": "province or area",
    "sea_air": "at sea or in the air",
}


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


def main_colour(rows: pd.DataFrame) -> str:
    """The colour of the type that most of `rows` have."""
    return type_styles()[str(rows["type"].mode().iloc[0])].colour


def clock() -> MarkerStyle:
    """The mark of what is planned: a dial with two hands."""
    dial = Shape.unit_circle()
    hands = Shape([(0, 0.65), (0, 0), (0.45, 0)], [Shape.MOVETO, Shape.LINETO, Shape.LINETO])
    return MarkerStyle(Shape.make_compound_path(dial, hands))


def pale(colour: str) -> str:
    """A colour half way to white: context and totals stand behind single events."""
    r, g, b = (round(255 - (255 - int(colour[i : i + 2], 16)) * FAINT) for i in (1, 3, 5))
    return f"#{r:02X}{g:02X}{b:02X}"


def stacks(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per spot: its newest incident, and in ``n`` how many incidents stand there.

    What happened stands before what is planned, single events before background and totals; the result is in the
    order of drawing, single incidents first, then by size.
    """
    faint = rows["background"] | rows["aggregate"]
    rows = rows.assign(faint=faint, planned=rows["status"].eq("planned"), lon_=rows["lon"].round(4))
    rows = rows.assign(lat_=rows["lat"].round(4), newest=rows["date_end"].fillna(rows["date_start"]))
    order = ["planned", "faint", "newest", "incident_id"]
    rows = rows.sort_values(order, ascending=[False, False, True, True], na_position="first", kind="stable")
    rows["n"] = rows.groupby(["lon_", "lat_"])["incident_id"].transform("nunique")
    rows = rows.drop_duplicates(["lon_", "lat_"], keep="last")
    return rows.sort_values(["n", *order], ascending=[True, False, False, True, True], na_position="first")


def draw_circles(ax: Axes, frame: Frame, rows: pd.DataFrame) -> None:
    """For "near": the circle that the text allows, one per spot and type."""
    near = rows[rows["place_precision"].eq("near") & rows["radius_km"].gt(0)]
    near = near.drop_duplicates(["lon", "lat", "radius_km", "type"])
    xs, ys = frame.xy(near["lon"].to_numpy(), near["lat"].to_numpy())
    for x, y, radius_km, kind in zip(xs, ys, near["radius_km"], near["type"], strict=True):
        ring = Circle((x, y), radius_km * 1000, alpha=0.13, linewidth=0.7, zorder=4)
        ring.set_color(type_styles()[kind].colour)
        ax.add_patch(ring)


def draw_pins(ax: Axes, frame: Frame, spots: pd.DataFrame, room: Room) -> None:
    """Pins of `spots` (``stacks``), planned ones below; each keeps its place free of names."""
    if spots.empty:
        return
    x, y = (np.asarray(v) for v in frame.xy(spots["lon"].to_numpy(), spots["lat"].to_numpy()))
    colours = np.array([type_styles()[kind].colour for kind in spots["type"]], dtype=object)
    faint = spots["faint"].to_numpy(bool)
    colours[faint] = [pale(colour) for colour in colours[faint]]
    planned = spots["planned"].to_numpy(bool)
    areas = np.where(planned, PIN_AREA_PT2, [_area(n) for n in spots["n"]]) * (WIDE_SHARE if frame.wide else 1)
    status = spots["status"].to_numpy(object)
    for which, zorder in ((planned, 5.5), (~planned, 6.0)):
        _scatter(ax, x[which], y[which], colours[which], status[which], areas[which], zorder)
    points = room.points(x, y)
    radii = np.sqrt(areas / np.pi)
    room.take(*np.column_stack([points - radii[:, None], points + radii[:, None]]))
    _numbers(ax, spots, points, radii, colours, 5.4 if frame.wide else 6.4)


def _area(n: int) -> float:
    return next((area for least, area in STACK_AREAS_PT2 if n >= least), PIN_AREA_PT2)


def _scatter(ax: Axes, x: Any, y: Any, colours: Any, statuses: Any, areas: Any, zorder: float) -> None:
    """Symbols: filled = occurred, hollow = claimed, dashed = alleged, clock = planned."""
    known, colours, areas = [str(s) for s in statuses], list(colours), np.asarray(areas)
    if not known:
        return
    if known[0] == "planned":
        style = {"marker": clock(), "facecolors": "white", "edgecolors": colours, "linewidths": 1.1, "s": areas * 1.5}
        ax.scatter(x, y, zorder=zorder, **style)
        return
    filled = [s == "occurred" for s in known]
    ax.scatter(
        x,
        y,
        s=areas,
        zorder=zorder,
        facecolors=[c if f else "white" for c, f in zip(colours, filled, strict=True)],
        edgecolors=["white" if f else c for c, f in zip(colours, filled, strict=True)],
        linewidths=[0.7 if f else 1.5 for f in filled],
        linestyles=[(0, (1.6, 1.1)) if s == "alleged" else "solid" for s in known],
    )


def pin(ax: Axes, x: float, y: float, status: str, area: float = PIN_AREA_PT2) -> None:
    """One symbol of a status in the legend's ink."""
    _scatter(ax, [x], [y], [INK], [status], [area], 6)


def _numbers(
    ax: Axes, spots: pd.DataFrame, points: np.ndarray, radii: np.ndarray, colours: np.ndarray, size: float
) -> None:
    """The number of a stack stands in its pin, unless a pin drawn later covers it."""
    found = [k for k, n in enumerate(spots["n"]) if n > 1]
    planned = spots["planned"].to_numpy(bool)
    for k in found[-MAX_NUMBERS:]:
        rest = slice(k + 1, None)
        apart = np.hypot(*(points[rest] - points[k]).T)
        if (apart < (radii[rest] + 3.2)).any():
            continue
        filled = spots["status"].iloc[k] == "occurred"
        ax.annotate(
            str(spots["n"].iloc[k]),
            points[k] / 72,
            xycoords=ax.figure.dpi_scale_trans,
            xytext=(radii[k] + 2.4, -radii[k] - 1.4) if planned[k] else (0, -0.3),
            textcoords="offset points",
            fontsize=size,
            weight="bold",
            ha="center",
            va="center",
            color=ink_on(colours[k]) if filled else INK,
            zorder=6.5,
            annotation_clip=False,
            path_effects=[withStroke(linewidth=2, foreground="white")] if planned[k] else None,
        )


def ink_on(colour: str) -> str:
    """White or dark, whichever reads better on `colour` (relative luminance, WCAG 2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return "white" if 0.2126 * r + 0.7152 * g + 0.0722 * b < 0.36 else INK


def shape_of(precision: str) -> str:
    """The legend's word for a precision; provinces, districts and areas share one."""
    return "surface" if precision in SURFACE_PRECISIONS else precision


def legend_types(present: Iterable[str]) -> list[tuple[str, str, str]]:
    """(type, label, colour) of the types that are drawn, in the legend's order."""
    have = set(present)
    return [(t, type_styles()[t].label, type_styles()[t].colour) for t in TYPES if t in have]


def legend_marks(rows: pd.DataFrame) -> list[tuple[str, str, str]]:
    """(shape, colour, words) of every symbol that `rows` (all of them drawn) need on the live map."""
    marks = [("type", colour, label) for _type, label, colour in legend_types(rows["type"])]
    spots = rows[~rows["place_precision"].isin((*SURFACE_PRECISIONS, "country"))]  # only these have an outline
    statuses, shapes = set(spots["status"]), {shape_of(p) for p in rows["place_precision"]}
    marks += [(status, INK, words) for status, words in STATUS_WORDS.items() if status in statuses]
    return marks + [(shape, INK, words) for shape, words in SHAPE_WORDS.items() if shape in shapes]
