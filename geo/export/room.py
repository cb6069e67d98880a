"""Where on a picture there is still room for words: boxes in points that no two names may share."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.textpath import TextPath

Box = tuple[float, float, float, float]  #: left, bottom, right, top in points

#: Points a side of the grid on which a surface is searched for room.
GRID = 9


def one_line(text: str) -> str:
    """Text on one line, without control and direction signs that could turn what stands beside it."""
    kept = "".join(" " if sign.isspace() else sign for sign in text if unicodedata.category(sign) not in ("Cf", "Cs"))
    return " ".join("".join(sign for sign in kept if unicodedata.category(sign) != "Cc" and not _is_none(sign)).split())


def _is_none(sign: str) -> bool:
    """Whether Unicode says that this is no character and never will be; XML holds none of them."""
    return ord(sign) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(sign) <= 0xFDEF


@lru_cache(maxsize=4096)
def width_of(words: str, size: float) -> float:
    """Width in points of `words` in the picture's font."""
    if not words.strip():
        return 0.0
    plain = words.replace("$", r"\$")  # else matplotlib reads mathematics between dollars
    across = np.asarray(TextPath((0, 0), plain, size=size).vertices)[:, 0]  # control points: a little too wide at most
    return float(across.max() - across.min())


def inner_points(shape: shapely.Geometry) -> tuple[np.ndarray, np.ndarray]:
    """Points (x, y) inside `shape` on a grid, those near its middle first."""
    middle = shape.representative_point()
    west, south, east, north = shape.bounds
    xs, ys = (v.ravel() for v in np.meshgrid(np.linspace(west, east, GRID), np.linspace(south, north, GRID)))
    inside = shapely.contains_xy(shape, xs, ys)
    xs, ys = np.append(middle.x, xs[inside]), np.append(middle.y, ys[inside])
    order = np.argsort(np.hypot(xs - middle.x, ys - middle.y), kind="stable")
    return xs[order], ys[order]


class Room:
    """The part of a picture that is not taken yet.

    Parameters
    ----------
    ax
        Axes whose limits stand.
    """

    def __init__(self, ax: Axes) -> None:
        self._ax = ax
        corners = ax.transAxes.transform([(0, 0), (1, 1)]) * 72 / ax.figure.dpi
        self.bounds: Box = (*corners[0], *corners[1])
        self._taken = np.empty((0, 4))

    def points(self, x: object, y: object) -> np.ndarray:
        """Metres of the map to points of the picture, one row per spot."""
        return np.asarray(self._ax.transData.transform(np.column_stack([x, y]))) * 72 / self._ax.figure.dpi  # type: ignore[list-item]

    def take(self, *boxes: Box) -> None:
        """Nothing else may stand in any of `boxes`."""
        self._taken = np.vstack([self._taken, np.asarray(boxes, float).reshape(-1, 4)])

    def is_free(self, box: Box) -> bool:
        """Whether `box` lies inside the map and meets nothing that was taken."""
        left, bottom, right, top = self.bounds
        if box[0] < left + 2 or box[1] < bottom + 2 or box[2] > right - 2 or box[3] > top - 2:
            return False
        t = self._taken
        return not bool(((box[0] < t[:, 2]) & (t[:, 0] < box[2]) & (box[1] < t[:, 3]) & (t[:, 1] < box[3])).any())
