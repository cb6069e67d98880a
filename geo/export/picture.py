"""One picture: title, map, legend of what is drawn, counts, credits and provenance. Same rows, same bytes."""

from __future__ import annotations

import io
import textwrap
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from geo.export.cartography import INK, MUTED, corners, draw_ground, draw_scale, fit_extent, make_frame, trim
from geo.export.labels import draw_country_names, draw_place_names, draw_water_names
from geo.export.manifest import BORDER_POLICY, CREDITS
from geo.export.room import Room, one_line, width_of
from geo.export.summary import EMPTY, Summary, caption
from geo.export.surfaces import draw_badges, draw_counts, draw_seas, draw_surfaces
from geo.export.symbols import (
    PIN_PRECISIONS,
    SHAPE_WORDS,
    STACK_AREAS_PT2,
    STATUS_WORDS,
    SURFACE_PRECISIONS,
    draw_circles,
    draw_pins,
    legend_types,
    pin,
    shape_of,
    stacks,
)
from geo.export.words import count

WIDTH_IN, HEIGHT_IN, DPI = 11.0, 8.5, 180
#: Shares of the figure.
LEFT, RIGHT, MAP_BOTTOM, MAP_TOP, MARGIN = 0.03, 0.97, 0.21, 0.885, 0.135
LEGEND_BOX = (LEFT, 0.137, RIGHT - LEFT, 0.065)
LEGEND_PT = 8.2


def draw_png(summary: Summary, manifest: dict[str, Any]) -> bytes:
    """Draw one PNG of 1980 x 1530 pixels.

    Parameters
    ----------
    summary
        What to draw.
    manifest
        Its provenance: the dataset's hash stands at the foot and in the file's metadata.
    """
    figure = Figure(figsize=(WIDTH_IN, HEIGHT_IN), dpi=DPI, facecolor="white")
    rows = summary.drawn_rows
    in_margin = rows[rows["place_precision"].eq("country")]
    right = RIGHT if in_margin.empty else RIGHT - MARGIN - 0.012
    spots = stacks(rows[rows["place_precision"].isin(PIN_PRECISIONS)])
    _draw_map(figure, summary, rows, spots, right)
    if not in_margin.empty:
        draw_badges(figure, in_margin, RIGHT - MARGIN, RIGHT, MAP_TOP)
    _head(figure, summary)
    _legend(figure, rows, spots)
    _foot(figure, summary, manifest)
    out = io.BytesIO()
    about = one_line(f"{summary.title}; {summary.window}; dataset {manifest['dataset_sha256_16']}")
    figure.savefig(out, format="png", dpi=DPI, metadata={"Software": "Sitmap", "Description": _latin(about)})
    return out.getvalue()


def _draw_map(figure: Figure, summary: Summary, rows: pd.DataFrame, spots: pd.DataFrame, right: float) -> None:
    ax = figure.add_axes((LEFT, MAP_BOTTOM, right - LEFT, MAP_TOP - MAP_BOTTOM))
    on_ground = rows[~rows["place_precision"].isin(("country", "none"))]
    lon, lat = on_ground["lon"].to_numpy(), on_ground["lat"].to_numpy()
    if on_ground.empty:
        lon, lat = corners(rows["country"])
    extent = fit_extent(lon, lat, summary.selection.bbox)
    frame = make_frame(extent, ((right - LEFT) * WIDTH_IN) / ((MAP_TOP - MAP_BOTTOM) * HEIGHT_IN))
    draw_ground(ax, frame)
    surfaces = draw_surfaces(ax, frame, rows[rows["place_precision"].isin(SURFACE_PRECISIONS)])
    waters = draw_seas(ax, frame, rows[rows["place_precision"].eq("sea_air")])
    draw_circles(ax, frame, rows)
    trim(ax, frame)
    room = Room(ax)
    draw_pins(ax, frame, spots, room)
    draw_scale(ax, frame, room)
    draw_counts(ax, frame, surfaces, room)
    draw_water_names(ax, waters, room)
    draw_place_names(ax, frame, spots, room)
    if summary.drawn:
        draw_country_names(ax, frame, room)
    else:
        _say_empty(ax, summary)


def _latin(text: str) -> str:
    """PNG text chunks hold Latin-1."""
    return text.encode("latin-1", "replace").decode("latin-1")


def _say_empty(ax: Axes, summary: Summary) -> None:
    words = "Nothing in this window can be drawn." if summary.incidents else EMPTY
    box = {"facecolor": "white", "edgecolor": MUTED, "linewidth": 0.6, "boxstyle": "round,pad=0.7"}
    ax.text(
        0.5, 0.5, words, transform=ax.transAxes, ha="center", va="center", fontsize=12, color=INK, zorder=12, bbox=box
    )


def _head(figure: Figure, summary: Summary) -> None:
    title = textwrap.shorten(one_line(summary.title), 78, placeholder=" …")
    figure.text(LEFT, 0.957, title, fontsize=16, weight="bold", color=INK, parse_math=False)
    figure.text(LEFT, 0.928, summary.window, fontsize=11, color=INK, parse_math=False)
    words = textwrap.shorten(one_line("; ".join(summary.filters)), 170, placeholder=" …")
    figure.text(LEFT, 0.902, words, fontsize=8.5, color=MUTED, parse_math=False)
    if summary.sample:
        figure.text(RIGHT, 0.928, "SAMPLE ARTICLES", fontsize=10, weight="bold", color="#CC3311", ha="right")


def _legend(figure: Figure, rows: pd.DataFrame, spots: pd.DataFrame) -> None:
    ax = figure.add_axes(LEGEND_BOX)
    ax.set_xlim(0, LEGEND_BOX[2] * WIDTH_IN * 72)  # the axes count in points
    ax.set_ylim(0, 2)
    ax.axis("off")
    x = 4.0
    for kind, label, colour in legend_types(rows["type"]):
        n = rows.loc[rows["type"].eq(kind), "incident_id"].nunique()
        ax.add_patch(Rectangle((x - 3, 1.32), 7, 0.36, facecolor=colour))
        x = _key(ax, x, 1.5, f"{label}  {n:,}")
    x = 4.0
    statuses = set(spots["status"])  # hatches, rings and badges have no outline that would tell
    for status, words in STATUS_WORDS.items():
        if status in statuses:
            pin(ax, x, 0.5, status)
            x = _key(ax, x, 0.5, words)
    have = {shape_of(p) for p in rows["place_precision"]} | ({"stack"} if (spots["n"] > 1).any() else set())
    for shape, words in SHAPE_WORDS.items():
        if shape in have:
            _swatch(ax, x + 3, shape)
            x = _key(ax, x + 5, 0.5, words)


def _key(ax: Axes, x: float, y: float, words: str) -> float:
    """Write the words of a symbol at `x` (points); returns where the next symbol stands."""
    ax.text(x + 9, y, words, fontsize=LEGEND_PT, va="center", color=INK)
    return x + 9 + width_of(words, LEGEND_PT) + 18


def _swatch(ax: Axes, x: float, shape: str) -> None:
    if shape == "stack":
        pin(ax, x, 0.5, "occurred", STACK_AREAS_PT2[-1][1])
        ax.text(x, 0.48, "3", fontsize=6.4, weight="bold", ha="center", va="center", color="white", zorder=7)
    elif shape == "surface":
        ax.add_patch(Rectangle((x - 8, 0.16), 15, 0.68, facecolor="none", edgecolor=INK, hatch="/////", linewidth=0.7))
        box = {"facecolor": "white", "edgecolor": INK, "linewidth": 0.7, "boxstyle": "round,pad=0.15"}
        ax.text(
            x - 0.5, 0.48, "3", fontsize=5.6, weight="bold", ha="center", va="center", color=INK, zorder=7, bbox=box
        )
    elif shape == "near":
        ax.scatter([x], [0.5], s=150, facecolors=INK, alpha=0.15, edgecolors=INK, linewidths=0.6)
        ax.scatter([x], [0.5], s=22, facecolors=INK, edgecolors="white", linewidths=0.5)
    else:
        ax.scatter([x], [0.5], s=150, facecolors="none", edgecolors=INK, linewidths=0.9, linestyles=[(0, (3, 2))])


def _foot(figure: Figure, summary: Summary, manifest: dict[str, Any]) -> None:
    for k, line in enumerate(caption(summary)):
        figure.text(LEFT, 0.117 - 0.0185 * k, line, fontsize=8.6, color=INK)
    sources = manifest["sources"]
    if sources:
        names = sorted({one_line(str(s.get("source") or "unnamed source")) for s in sources})
        listed = textwrap.shorten(", ".join(names), 140, placeholder=" …")
        words = f"Evidence from {count(len(sources), 'article')}: {listed}"
        figure.text(LEFT, 0.053, words, fontsize=7.4, color=MUTED, parse_math=False)
    figure.text(LEFT, 0.035, f"{CREDITS} {BORDER_POLICY}", fontsize=7.4, color=MUTED)
    made = f"Generated by Sitmap {manifest['versions']['sitmap']} from dataset {manifest['dataset_sha256_16']}"
    figure.text(LEFT, 0.017, made, fontsize=7.4, color=MUTED)
