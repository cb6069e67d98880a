"""The legend of a picture: only what is drawn, set in as many rows as the paper's width asks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from geo.export.look import Theme
from geo.export.overlays import DASHES, LINE_ALPHA, WIDTH_PT
from geo.export.panel import Scene
from geo.export.paper import Paper
from geo.export.room import one_line, width_of
from geo.export.symbols import (
    STACK_AREAS_PT2,
    STATUS_WORDS,
    legend_sides,
    legend_types,
    pin,
    shape_of,
    shape_words,
)

#: Letters of an overlay's title.
MAX_TITLE = 60
LEGEND_PT, ROW_PT, GAP_PT = 8.2, 15.5, 18.0


@dataclass(frozen=True, slots=True)
class _Entry:
    draw: Callable[[Axes, float, float], None]
    words: str
    before: float = 9.0  #: points from the symbol's middle to its words


def draw_legend(paper: Paper, scene: Scene, counts: dict[str, int]) -> None:
    """Draw the legend above what stands at the foot of the paper.

    Parameters
    ----------
    counts
        Incidents by type (or by who says so), as far as they are drawn.
    """
    theme = paper.theme
    rows = _set(_types(scene.rows, counts, theme), paper.across) + _set(_marks(scene, theme), paper.across)
    if not rows:
        return
    height = ROW_PT * len(rows)
    ax = paper.axes(paper.left, paper.bottom, paper.right, paper.bottom + height)
    ax.set_xlim(0, paper.across)  # the axes count in points
    ax.set_ylim(0, height)
    ax.axis("off")
    for k, row in enumerate(rows):
        y = height - ROW_PT * (k + 0.5)
        for x, entry in row:
            entry.draw(ax, x, y)
            ax.text(x + entry.before, y, entry.words, fontsize=LEGEND_PT, va="center", color=theme.ink)
    paper.bottom += height + 4


def _set(entries: list[_Entry], across: float) -> list[list[tuple[float, _Entry]]]:
    """Rows of entries, each with the middle of its symbol."""
    rows: list[list[tuple[float, _Entry]]] = []
    x = across + 1
    for entry in entries:
        wide = entry.before + width_of(entry.words, LEGEND_PT)
        if x + wide > across:
            rows.append([])
            x = 5.0
        at = x + (entry.before - 9.0) / 2
        rows[-1].append((at, entry))
        x = at + wide + GAP_PT
    return rows


def _types(rows: pd.DataFrame, counts: dict[str, int], theme: Theme) -> list[_Entry]:
    def symbol(kind: str) -> Callable[[Axes, float, float], None]:
        def draw(ax: Axes, x: float, y: float) -> None:
            if theme.shapes:
                pin(ax, x, y, "occurred", theme, kind=kind)
            else:
                ax.add_patch(Rectangle((x - 3.5, y - 3.2), 7, 6.4, facecolor=theme.colour(kind)))

        return draw

    present = rows["type"].unique()
    drawn = legend_sides(present, theme) if theme.sides else legend_types(present)
    return [_Entry(symbol(kind), f"{label}  {counts.get(kind, 0):,}") for kind, label, _colour in drawn]


def _marks(scene: Scene, theme: Theme) -> list[_Entry]:
    def status(code: str) -> Callable[[Axes, float, float], None]:
        return lambda ax, x, y: pin(ax, x, y, code, theme)

    def shape(code: str) -> Callable[[Axes, float, float], None]:
        return lambda ax, x, y: _swatch(ax, x, y, code, theme)

    statuses = set(scene.spots["status"].unique())  # hatches, rings and badges have no outline that would tell
    entries = [_Entry(status(code), words) for code, words in STATUS_WORDS.items() if code in statuses]
    have = {shape_of(p) for p in scene.rows["place_precision"].unique()}
    if scene.is_dotted:
        have = (have | {"dots"}) - {"near"}
    elif (scene.spots["n"] > 1).any():
        have.add("stack")
    words_of = shape_words(coarse=scene.coarse)
    entries += [_Entry(shape(code), words, 13.0) for code, words in words_of.items() if code in have]
    lines = [one_line(brought.about.title)[:MAX_TITLE] for brought in scene.brought]
    return entries + [_Entry(lambda ax, x, y: _line(ax, x, y, theme), title, 15.0) for title in lines]


def _line(ax: Axes, x: float, y: float, theme: Theme) -> None:
    ax.plot([x - 9, x + 9], [y, y], color=theme.ink, linewidth=WIDTH_PT, linestyle=DASHES, alpha=LINE_ALPHA)


def _swatch(ax: Axes, x: float, y: float, shape: str, theme: Theme) -> None:
    bold: dict[str, Any] = {"weight": "bold", "ha": "center", "va": "center", "zorder": 7}
    if shape == "stack":
        pin(ax, x, y, "occurred", theme, STACK_AREAS_PT2[-1][1])
        ax.text(x, y - 0.2, "3", fontsize=6.4, color=theme.paper, **bold)
    elif shape == "surface":
        style: dict[str, Any] = {"facecolor": "none", "edgecolor": theme.ink, "hatch": "/////", "linewidth": 0.7}
        ax.add_patch(Rectangle((x - 7.5, y - 5.4), 15, 10.8, **style))
        box = {"facecolor": theme.paper, "edgecolor": theme.ink, "linewidth": 0.7, "boxstyle": "round,pad=0.15"}
        ax.text(x, y - 0.2, "3", fontsize=5.6, color=theme.ink, bbox=box, **bold)
    elif shape == "near":
        ax.scatter([x], [y], s=150, facecolors=theme.ink, alpha=0.15, edgecolors=theme.ink, linewidths=0.6)
        ax.scatter([x], [y], s=22, facecolors=theme.ink, edgecolors=theme.halo, linewidths=0.5)
    elif shape == "dots":
        ax.scatter([x - 4, x, x + 4], [y - 2, y + 2.4, y - 1.4], s=9, facecolors=theme.ink, linewidths=0)
    else:
        ring: dict[str, Any] = {
            "facecolors": "none",
            "edgecolors": theme.ink,
            "linewidths": 0.9,
            "linestyles": [(0, (3, 2))],
        }
        ax.scatter([x], [y], s=150, **ring)
