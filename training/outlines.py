"""Outlines made whole: valid areas, cut where they cross the 180th meridian."""

from __future__ import annotations

import numpy as np
import shapely
import shapely.affinity
from shapely.geometry.base import BaseGeometry


def polygons(shape: BaseGeometry) -> BaseGeometry:
    """The areas of a valid geometry, without lines and points."""
    shape = shapely.make_valid(shape)
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return shape
    return shapely.union_all([part for part in shapely.get_parts(shape) if "Polygon" in part.geom_type])


def unwrapped(ring: BaseGeometry) -> np.ndarray:
    """Coordinates of a ring without jumps over the 180th meridian."""
    xy = np.asarray(ring.coords)[:, :2].copy()
    step = np.diff(xy[:, 0])
    xy[:, 0] += np.concatenate([[0], -360 * np.cumsum((step > 180).astype(int) - (step < -180).astype(int))])
    return xy


def cut_at_antimeridian(shape: BaseGeometry) -> BaseGeometry:
    """A polygon that crosses the 180th meridian, as pieces on both sides."""
    outer = unwrapped(shape.exterior)
    if abs(outer[0, 0] - outer[-1, 0]) > 1:  # goes round a pole
        pole = -90 if outer[:, 1].mean() < 0 else 90
        outer = np.vstack([outer, [outer[-1, 0], pole], [outer[0, 0], pole], outer[0]])
    whole = shapely.make_valid(shapely.Polygon(outer, [unwrapped(hole) for hole in shape.interiors]))
    pieces = []
    for turn in (-1, 0, 1):
        piece = shapely.intersection(whole, shapely.box(-180 + 360 * turn, -90, 180 + 360 * turn, 90))
        if not piece.is_empty:
            pieces.append(shapely.affinity.translate(polygons(piece), -360 * turn))
    return polygons(shapely.union_all(pieces))


def crosses(shape: BaseGeometry) -> bool:
    """Whether a polygon jumps over the 180th meridian."""
    return any(
        (np.abs(np.diff(np.asarray(ring.coords)[:, 0])) > 180).any() for ring in [shape.exterior, *shape.interiors]
    )


def whole(shape: BaseGeometry) -> BaseGeometry:
    """A valid multi-polygon within -180..180."""
    parts = [cut_at_antimeridian(part) if crosses(part) else polygons(part) for part in shapely.get_parts(shape)]
    flat = [piece for part in parts for piece in shapely.get_parts(part) if piece.geom_type == "Polygon"]
    return shapely.MultiPolygon([piece for piece in flat if not piece.is_empty])
