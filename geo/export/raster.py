"""Very many spots as one image of dots: as fast for a million as for a thousand, and small in an SVG or a PDF."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb

from geo.export.cartography import Frame

#: Radius of a dot and of its edge, in points: fewer spots get larger dots.
DOT_PT = ((20_000, 1.9), (100_000, 1.4), (10**9, 1.0))
EDGE_PT = 0.35
#: Pixels a point of the image: it does not grow with the picture's scale, so that no file does.
FINENESS = 2.5


def draw_dots(ax: Axes, frame: Frame, spots: pd.DataFrame) -> None:
    """Draw `spots` (``geo.export.symbols.stacks``) as dots, later ones on top; hollow where nothing is certain."""
    box = ax.get_window_extent()
    width, height = (round(side / ax.figure.dpi * 72 * FINENESS) for side in (box.width, box.height))
    x, y = frame.xy(spots["lon"].to_numpy(), spots["lat"].to_numpy())
    column = np.floor((x - frame.xlim[0]) / (frame.xlim[1] - frame.xlim[0]) * width).astype("i8")
    row = np.floor((frame.ylim[1] - y) / (frame.ylim[1] - frame.ylim[0]) * height).astype("i8")
    inside = (column >= 0) & (column < width) & (row >= 0) & (row < height)
    order = np.concatenate([np.flatnonzero(inside & which) for which in _layers(spots)])
    radius = next(size for least, size in DOT_PT if len(spots) <= least) * FINENESS
    edge = max(EDGE_PT * FINENESS, 0.6)
    newest = _newest(row[order], column[order], (height, width), math.ceil(radius))
    core, full = (_topmost(newest, size, math.ceil(radius)) for size in (radius - edge, radius))
    image = _painted(spots, order, frame, core, full)
    ax.imshow(
        image, extent=(*frame.xlim, *frame.ylim), zorder=6, aspect="auto", interpolation="antialiased", origin="upper"
    )


def _layers(spots: pd.DataFrame) -> list[np.ndarray]:
    """Background and plans first, then what happened, oldest first."""
    back = (spots["faint"] | spots["planned"]).to_numpy(bool)
    return [back, ~back]


def _newest(row: np.ndarray, column: np.ndarray, shape: tuple[int, int], margin: int) -> np.ndarray:
    """For each pixel the last dot whose middle it is, or -1; with a margin on all sides."""
    height, width = shape
    found = np.full((height + 2 * margin, width + 2 * margin), -1, dtype="i4")
    found[row + margin, column + margin] = np.arange(len(row), dtype="i4")  # of equal pixels the last one stays
    return found


def _topmost(newest: np.ndarray, radius: float, margin: int) -> np.ndarray:
    """For each pixel the last dot of `radius` pixels that covers it, or -1: the last of all middles around it."""
    height, width = (side - 2 * margin for side in newest.shape)
    top = np.full((height, width), -1, dtype="i4")
    for down in range(2 * margin + 1):
        for right in range(2 * margin + 1):
            if math.hypot(down - margin, right - margin) <= radius:
                np.maximum(top, newest[down : down + height, right : right + width], out=top)
    return top


def _painted(spots: pd.DataFrame, order: np.ndarray, frame: Frame, core: np.ndarray, full: np.ndarray) -> np.ndarray:
    """The image, RGBA; `core` and `full` hold, for each pixel, the dot on top as its place in `order`."""
    halo = _ink(frame.theme.halo)
    drawn = full >= 0
    seen = order[full[drawn]]
    codes, known = pd.factorize(spots["type"])
    faint, happened = spots["faint"].to_numpy(bool), spots["status"].eq("occurred").to_numpy(bool)
    inks = np.array([_ink(told(kind)) for told in (frame.theme.colour, frame.theme.pale) for kind in known])
    own = (codes + len(known) * faint)[seen]
    inner = (core == full)[drawn]
    filled = happened[seen] == inner  # an edge in the colour, round a hollow dot; or a core
    image = np.zeros((*full.shape, 4), dtype="u1")
    image[drawn, :3] = np.where(filled[:, None], inks[own], halo)
    image[drawn, 3] = 255
    return image


def _ink(colour: str) -> np.ndarray:
    return (np.array(to_rgb(colour)) * 255).astype("u1")
