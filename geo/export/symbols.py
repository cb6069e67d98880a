"""Pins on a picture: colour is type, outline is status, a number is how many incidents stand on one spot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import EllipseCollection
from matplotlib.markers import MarkerStyle
from matplotlib.path import Path as Shape
from matplotlib.patheffects import withStroke

from geo.export.cartography import Frame
from geo.export.look import LIGHT, Theme, colours_of, type_styles
from geo.export.raster import draw_dots
from geo.export.room import Room
from geo.export.shades import WORDS
from geo.export.summary import incident_numbers
from geo.model import TYPES

#: Precisions that are a spot; the others are surfaces, badges or lists.
PIN_PRECISIONS = ("facility", "settlement", "near")
SURFACE_PRECISIONS = ("admin1", "admin2", "area")
PIN_AREA_PT2 = 46.0
#: Area of the pin of several incidents, from so many incidents on.
STACK_AREAS_PT2 = ((100, 230.0), (10, 160.0), (2, 112.0))
WIDE_SHARE = 0.66  #: share of its area that a pin keeps on a wide picture
#: More stacks than this keep their size and lose their number.
MAX_NUMBERS = 400
#: From so many incidents on the number of a stack is given in thousands.
THOUSANDS = 10_000
#: More spots than this are drawn as one image of dots, without numbers.
MAX_SPOTS = 6000
#: So many circles lie over each other: they are drawn lightly.
MANY_CIRCLES = 150
#: What is kept of a spot's newest incident.
SPOT = ("lon", "lat", "type", "status", "place")
#: What the outline of a symbol and its shape say, in the legend's order.
STATUS_WORDS = {"occurred": "occurred", "claimed": "claimed by a side", "alleged": "alleged", "planned": "planned"}
SHAPE_WORDS = {
    "stack": "several on one spot, newest shown",
    "near": "near a place",
    "surface": "province or area",
    "sea_air": "at sea or in the air",
    "dots": "one dot a spot, newest on top",
}


#: The same sign where places were made coarser on purpose.
SQUARE_WORDS = "somewhere in a square or circle"


def shape_words(*, coarse: bool) -> dict[str, str]:
    """What the shapes say; with `coarse` places, a ring is no circle around a place that the text names."""
    return SHAPE_WORDS | {"near": SQUARE_WORDS} if coarse else SHAPE_WORDS


def main_type(rows: pd.DataFrame) -> str:
    """The type that most of `rows` have."""
    return str(rows["type"].mode().iloc[0])


def clock() -> MarkerStyle:
    """The mark of what is planned: a dial with two hands."""
    dial = Shape.unit_circle()
    hands = Shape([(0, 0.65), (0, 0), (0.45, 0)], [Shape.MOVETO, Shape.LINETO, Shape.LINETO])
    return MarkerStyle(Shape.make_compound_path(dial, hands))


def stacks(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per spot: its newest incident, and in ``n`` how many incidents stand there.

    What happened stands before what is planned, single events before background and totals; the result is in the
    order of drawing, single incidents first, then by size.
    """
    faint = (rows["background"] | rows["aggregate"]).to_numpy(bool)
    planned = rows["status"].eq("planned").to_numpy(bool)
    days = rows["date_end"].fillna(rows["date_start"]).to_numpy("datetime64[D]")
    incident = incident_numbers(rows)
    many = int(incident.max(initial=0)) + 1
    spot = _spots(rows)
    pairs = np.sort(spot * many + incident)
    pairs = pairs[np.diff(pairs, prepend=-1) > 0]  # np.unique would take ten times as long over a million
    n = np.bincount(pairs // many, minlength=int(spot.max()) + 1 if len(spot) else 0)
    weight, heaviest = _weights(days, ~planned, ~faint)
    order = np.argsort(spot * heaviest + weight, kind="stable")
    last = np.sort(order[np.flatnonzero(np.diff(spot[order], append=-1))])  # of each spot, the one on top
    chosen = last[np.argsort(n[spot[last]] * heaviest + weight[last], kind="stable")]
    return rows[list(SPOT)].iloc[chosen].assign(faint=faint[chosen], planned=planned[chosen], n=n[spot[chosen]])


def _weights(days: np.ndarray, happened: np.ndarray, single: np.ndarray) -> tuple[np.ndarray, int]:
    """What stands on top has the greater weight, and a number above all weights: one key sorts faster than four."""
    known = ~np.isnat(days)
    numbers = days.astype("i8")
    oldest = int(numbers[known].min(initial=0)) - 1
    age = np.where(known, numbers - oldest, 0)
    span = int(age.max(initial=0)) + 1
    return (happened * 2 + single) * span + age, 4 * span


def _spots(rows: pd.DataFrame) -> np.ndarray:
    """A number per spot, the same for points that agree to 0.0001 degrees."""
    lon, lat = (np.round(rows[name].to_numpy(float) * 1e4).astype("i8") for name in ("lon", "lat"))
    return np.asarray(pd.factorize(lon * 10_000_000 + lat)[0], dtype="i8")


def draw_circles(ax: Axes, frame: Frame, rows: pd.DataFrame) -> None:
    """For "near": the circle that the text allows, one per spot and type."""
    near = rows[rows["place_precision"].eq("near") & rows["radius_km"].gt(0)]
    near = near.drop_duplicates(["lon", "lat", "radius_km", "type"])
    if near.empty:
        return
    points = np.column_stack(frame.xy(near["lon"].to_numpy(), near["lat"].to_numpy()))
    across = near["radius_km"].to_numpy(float) * 2000
    colours = [frame.theme.colour(kind) for kind in near["type"]]
    alpha = 0.13 if len(near) <= MANY_CIRCLES else 0.04
    rings = EllipseCollection(
        across, across, np.zeros(len(near)), units="xy", offsets=points, offset_transform=ax.transData,
        facecolors=colours, edgecolors=colours, alpha=alpha, linewidths=0.7, zorder=4,
    )  # fmt: skip
    ax.add_collection(rings)


def draw_pins(ax: Axes, frame: Frame, spots: pd.DataFrame, room: Room, *, small: bool = False) -> None:
    """Pins of `spots` (``stacks``), planned ones below; each keeps its place free of names."""
    if spots.empty:
        return
    if len(spots) > MAX_SPOTS:
        draw_dots(ax, frame, spots)
        return
    x, y = (np.asarray(v) for v in frame.xy(spots["lon"].to_numpy(), spots["lat"].to_numpy()))
    colours = colours_of(spots["type"], spots["faint"], frame.theme)
    planned = spots["planned"].to_numpy(bool)
    share = WIDE_SHARE if frame.wide or small else 1.0
    areas = np.where(planned, PIN_AREA_PT2, [_area(n) for n in spots["n"]]) * share
    status, shapes = spots["status"].to_numpy(object), np.array([frame.theme.shape(k) for k in spots["type"]])
    for shape in dict.fromkeys(shapes):
        for which, zorder in ((planned & (shapes == shape), 5.5), (~planned & (shapes == shape), 6.0)):
            marks = _Marks(colours[which], status[which], areas[which], shape, frame.theme, zorder)
            _scatter(ax, x[which], y[which], marks)
    points = room.points(x, y)
    radii = np.sqrt(areas / np.pi)
    room.take(*np.column_stack([points - radii[:, None], points + radii[:, None]]))
    if not small:
        _numbers(ax, frame, spots, points, radii, colours)


def _area(n: int) -> float:
    return next((area for least, area in STACK_AREAS_PT2 if n >= least), PIN_AREA_PT2)


@dataclass(frozen=True, slots=True)
class _Marks:
    """How symbols of one shape are drawn: filled = occurred, hollow = claimed, dashed = alleged, clock = planned."""

    colours: Any
    statuses: Any
    areas: Any
    shape: str
    theme: Theme
    zorder: float


def _scatter(ax: Axes, x: Any, y: Any, marks: _Marks) -> None:
    known, colours, areas = [str(s) for s in marks.statuses], list(marks.colours), np.asarray(marks.areas)
    if not known:
        return
    halo = marks.theme.halo
    if known[0] == "planned":
        style: dict[str, Any] = {
            "marker": clock(),
            "facecolors": halo,
            "edgecolors": colours,
            "linewidths": 1.1,
            "s": areas * 1.5,
        }
        ax.scatter(x, y, zorder=marks.zorder, **style)
        return
    filled = [s == "occurred" for s in known]
    ax.scatter(
        x,
        y,
        s=areas,
        marker=marks.shape,
        zorder=marks.zorder,
        facecolors=[c if f else halo for c, f in zip(colours, filled, strict=True)],
        edgecolors=[halo if f else c for c, f in zip(colours, filled, strict=True)],
        linewidths=[0.7 if f else 1.5 for f in filled],
        linestyles=[(0, (1.6, 1.1)) if s == "alleged" else "solid" for s in known],
    )


def pin(ax: Axes, x: float, y: float, status: str, theme: Theme, area: float = PIN_AREA_PT2, *, kind: str = "") -> None:
    """One symbol of a status in the legend's ink, or in the colour and shape of the type `kind`."""
    colour, shape = (theme.colour(kind), theme.shape(kind)) if kind else (theme.ink, "o")
    _scatter(ax, [x], [y], _Marks([colour], [status], [area], shape, theme, 6))


def _numbers(
    ax: Axes, frame: Frame, spots: pd.DataFrame, points: np.ndarray, radii: np.ndarray, colours: np.ndarray
) -> None:
    """The number of a stack stands in its pin, unless a pin drawn later covers it."""
    theme, size = frame.theme, 5.4 if frame.wide else 6.4
    counts, statuses, planned = (spots[name].to_numpy() for name in ("n", "status", "planned"))
    for k in np.flatnonzero(counts > 1)[-MAX_NUMBERS:]:
        rest = slice(k + 1, None)
        apart = np.hypot(*(points[rest] - points[k]).T)
        if (apart < (radii[rest] + 3.2)).any():
            continue
        words = str(counts[k]) if counts[k] < THOUSANDS else f"{counts[k] // 1000}k"
        ax.annotate(
            words,
            points[k] / 72,
            xycoords=ax.figure.dpi_scale_trans,
            xytext=(radii[k] + 2.4, -radii[k] - 1.4) if planned[k] else (0, -0.3),
            textcoords="offset points",
            fontsize=size - max(0, len(words) - 3),
            weight="bold",
            ha="center",
            va="center",
            color=ink_on(colours[k]) if statuses[k] == "occurred" else theme.ink,
            zorder=6.5,
            annotation_clip=False,
            path_effects=[withStroke(linewidth=2, foreground=theme.halo)] if planned[k] else None,
        )


def ink_on(colour: str) -> str:
    """White or dark, whichever reads better on `colour` (relative luminance, WCAG 2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return "white" if 0.2126 * r + 0.7152 * g + 0.0722 * b < 0.36 else LIGHT.ink


def shape_of(precision: str) -> str:
    """The legend's word for a precision; provinces, districts and areas share one."""
    return "surface" if precision in SURFACE_PRECISIONS else precision


def legend_sides(present: Iterable[str], theme: Theme) -> list[tuple[str, str, str]]:
    """(side, label, colour) of the sides that are drawn, where the picture is coloured by who says so."""
    have = set(present)
    return [(one, WORDS.get(one, one), colour) for one, colour in theme.sides.items() if one in have]


def legend_types(present: Iterable[str]) -> list[tuple[str, str, str]]:
    """(type, label, colour) of the types that are drawn, in the legend's order."""
    have = set(present)
    return [(t, type_styles()[t].label, type_styles()[t].colour) for t in TYPES if t in have]


def legend_marks(rows: pd.DataFrame, *, coarse: bool = False) -> list[tuple[str, str, str]]:
    """(shape, colour, words) of every symbol that `rows` (all of them drawn) need on the live map."""
    marks = [("type", colour, label) for _type, label, colour in legend_types(rows["type"])]
    spots = rows[~rows["place_precision"].isin((*SURFACE_PRECISIONS, "country"))]  # only these have an outline
    statuses, shapes = set(spots["status"]), {shape_of(p) for p in rows["place_precision"]}
    marks += [(status, LIGHT.ink, words) for status, words in STATUS_WORDS.items() if status in statuses]
    return marks + [(shape, LIGHT.ink, words) for shape, words in shape_words(coarse=coarse).items() if shape in shapes]
