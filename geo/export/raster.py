"""Very many spots as one image of dots: as fast for a million as for a thousand, and small in an SVG or a PDF."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb

from geo.export.cartography import Frame
from geo.export.look import colours_of

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
    core = _topmost(row[order], column[order], (height, width), radius - edge)
    full = _topmost(row[order], column[order], (height, width), radius)
    image = _painted(spots[["type", "status", "faint"]].iloc[order], frame, core, full)
    ax.imshow(
        image, extent=(*frame.xlim, *frame.ylim), zorder=6, aspect="auto", interpolation="antialiased", origin="upper"
    )


def _layers(spots: pd.DataFrame) -> list[np.ndarray]:
    """Background and plans first, then what happened, oldest first."""
    back = (spots["faint"] | spots["planned"]).to_numpy(bool)
    return [back, ~back]


def _topmost(row: np.ndarray, column: np.ndarray, shape: tuple[int, int], radius: float) -> np.ndarray:
    """For each pixel the last dot of `radius` pixels that covers it, or -1."""
    height, width = shape
    reach = int(np.ceil(radius))
    top = np.full((height + 2 * reach, width + 2 * reach), -1, dtype="i4")
    index = np.arange(len(row), dtype="i4")
    for down in range(-reach, reach + 1):
        for right in range(-reach, reach + 1):
            if np.hypot(down, right) <= radius:
                seen = np.full_like(top, -1)
                seen[row + down + reach, column + right + reach] = index  # of equal pixels the last one stays
                np.maximum(top, seen, out=top)
    return top[reach : reach + height, reach : reach + width]


def _painted(spots: pd.DataFrame, frame: Frame, core: np.ndarray, full: np.ndarray) -> np.ndarray:
    """The image, RGBA."""
    names, codes = np.unique(colours_of(spots["type"], spots["faint"], frame.theme).astype(str), return_inverse=True)
    colours = (np.array([to_rgb(name) for name in names]).reshape(-1, 3)[codes] * 255).astype("u1")
    halo = (np.array(to_rgb(frame.theme.halo)) * 255).astype("u1")
    filled = spots["status"].eq("occurred").to_numpy(bool)
    image = np.zeros((*core.shape, 4), dtype="u1")
    drawn = full >= 0
    inner, top = drawn & (core == full), full[drawn]
    image[drawn, :3] = np.where(filled[top][:, None], halo, colours[top])  # the edge
    top = full[inner]
    image[inner, :3] = np.where(filled[top][:, None], colours[top], halo)
    image[drawn, 3] = 255
    return image
