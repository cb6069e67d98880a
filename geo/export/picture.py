"""One picture: title, map, legend of what is drawn, counts, credits and provenance. Same rows, same bytes."""

from __future__ import annotations

import io
import textwrap
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.textpath import TextPath

from geo.export.cartography import INK, MUTED, draw_ground, draw_scale, fit_extent, make_frame
from geo.export.manifest import BORDER_POLICY, CREDITS
from geo.export.summary import Summary, caption
from geo.export.symbols import (
    PIN_PRECISIONS,
    SHAPE_WORDS,
    STATUS_WORDS,
    SURFACE_PRECISIONS,
    draw_badges,
    draw_labels,
    draw_pins,
    draw_seas,
    draw_surfaces,
    legend_types,
    pin,
    shape_of,
)

WIDTH_IN, HEIGHT_IN, DPI = 11.0, 8.5, 180
MAP_BOX = (0.03, 0.2, 0.94, 0.68)  #: left, bottom, width, height as shares of the figure
LEGEND_BOX = (0.03, 0.125, 0.94, 0.065)
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
    on_ground = rows[~rows["place_precision"].isin(("country", "none"))]
    _left, _bottom, width, height = MAP_BOX
    ax = figure.add_axes(MAP_BOX)
    extent = fit_extent(on_ground["lon"].to_numpy(), on_ground["lat"].to_numpy(), summary.selection.bbox)
    frame = make_frame(extent, (width * WIDTH_IN) / (height * HEIGHT_IN))
    draw_ground(ax, frame)
    draw_surfaces(ax, frame, rows[rows["place_precision"].isin(SURFACE_PRECISIONS)])
    draw_seas(ax, frame, rows[rows["place_precision"].eq("sea_air")])
    pins = rows[rows["place_precision"].isin(PIN_PRECISIONS)]
    draw_pins(ax, frame, pins)
    draw_labels(ax, frame, pins)
    draw_badges(ax, rows[rows["place_precision"].eq("country")])
    draw_scale(ax, frame)
    if not summary.drawn:
        _say_empty(ax)
    _head(figure, summary)
    _legend(figure, summary)
    _foot(figure, summary, manifest)
    out = io.BytesIO()
    about = f"{summary.title}; {summary.window}; dataset {manifest['dataset_sha256_16']}"
    figure.savefig(out, format="png", dpi=DPI, metadata={"Software": "Sitmap", "Description": _latin(about)})
    return out.getvalue()


def _latin(text: str) -> str:
    """PNG text chunks hold Latin-1."""
    return text.encode("latin-1", "replace").decode("latin-1")


def _say_empty(ax: Axes) -> None:
    words = "No incidents on the map in this window with these filters."
    ax.text(0.5, 0.5, words, transform=ax.transAxes, ha="center", va="center", fontsize=13, color=MUTED, zorder=12)


def _head(figure: Figure, summary: Summary) -> None:
    title = textwrap.shorten(summary.title, 90, placeholder=" …")
    figure.text(0.03, 0.957, title, fontsize=16, weight="bold", color=INK, parse_math=False)
    figure.text(0.03, 0.926, summary.window, fontsize=11, color=INK, parse_math=False)
    words = textwrap.shorten("; ".join(summary.filters), 150, placeholder=" …")
    figure.text(0.03, 0.9, words, fontsize=8.5, color=MUTED, parse_math=False)
    if summary.sample:
        figure.text(0.97, 0.957, "SAMPLE ARTICLES", fontsize=10, weight="bold", color="#CC3311", ha="right")


def _legend(figure: Figure, summary: Summary) -> None:
    rows = summary.drawn_rows
    ax = figure.add_axes(LEGEND_BOX)
    ax.set_xlim(0, LEGEND_BOX[2] * WIDTH_IN * 72)  # the axes count in points
    ax.set_ylim(0, 2)
    ax.axis("off")
    x = 4.0
    for kind, label, colour in legend_types(rows["type"]):
        n = rows.loc[rows["type"].eq(kind), "incident_id"].nunique()
        ax.add_patch(Rectangle((x - 3, 1.32), 7, 0.36, facecolor=colour))
        x = _key(ax, x, 1.5, f"{label}  {n}")
    x = 4.0
    for status, words in STATUS_WORDS.items():
        if status in set(rows["status"]):
            pin(ax, [x], [0.5], INK, status)
            x = _key(ax, x, 0.5, words)
    have = {shape_of(p) for p in rows["place_precision"]}
    for shape, words in SHAPE_WORDS.items():
        if shape in have:
            _swatch(ax, x + 2, shape)
            x = _key(ax, x + 4, 0.5, words)


def _key(ax: Axes, x: float, y: float, words: str) -> float:
    """Write the words of a symbol at `x` (points); returns where the next symbol stands."""
    ax.text(x + 9, y, words, fontsize=LEGEND_PT, va="center", color=INK)
    return x + 9 + float(TextPath((0, 0), words, size=LEGEND_PT).get_extents().width) + 20


def _swatch(ax: Axes, x: float, shape: str) -> None:
    if shape == "surface":
        ax.add_patch(Rectangle((x - 6, 0.2), 13, 0.6, facecolor="none", edgecolor=INK, hatch="/////", linewidth=0.7))
        return
    size = 150
    if shape == "near":
        ax.scatter([x], [0.5], s=size, facecolors=INK, alpha=0.15, edgecolors=INK, linewidths=0.6)
        ax.scatter([x], [0.5], s=22, facecolors=INK, edgecolors="white", linewidths=0.5)
    else:
        ax.scatter([x], [0.5], s=size, facecolors="none", edgecolors=INK, linewidths=0.9, linestyles=[(0, (3, 2))])


def _foot(figure: Figure, summary: Summary, manifest: dict[str, Any]) -> None:
    lines = caption(summary)
    for k, line in enumerate(lines):
        figure.text(0.03, 0.103 - 0.02 * k, textwrap.shorten(line, 170, placeholder=" …"), fontsize=8.6, color=INK)
    sources = manifest["sources"]
    names = sorted({str(s.get("source") or "unnamed source") for s in sources})
    listed = textwrap.shorten(", ".join(names), 120, placeholder=" …")
    if sources:
        words = f"{len(sources)} article{'' if len(sources) == 1 else 's'}: {listed}"
        figure.text(0.03, 0.055, words, fontsize=7.4, color=MUTED, parse_math=False)
    figure.text(0.03, 0.036, f"{CREDITS} {BORDER_POLICY}", fontsize=7.4, color=MUTED)
    made = f"Generated by Sitmap {manifest['versions']['sitmap']} from dataset {manifest['dataset_sha256_16']}"
    figure.text(0.03, 0.017, made, fontsize=7.4, color=MUTED)
