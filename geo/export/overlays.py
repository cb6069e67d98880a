"""Lines and areas that a person brought (front lines, areas of control) on pictures and pages, and when they hold."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
import shapely
from matplotlib.axes import Axes

from geo.export.cartography import Frame, draw_shapes
from geo.store.overlays import Overlay, Shelf

#: How they are drawn, as the live map does: dashes, and the ground under an area a little darker.
DASHES, WIDTH_PT, LINE_ALPHA, FILL_ALPHA = (0, (5, 3)), 1.1, 0.8, 0.07


@dataclass(frozen=True, slots=True, eq=False)
class Brought:
    """An overlay, and of its shapes (``geo.imports.overlay``) those that are there."""

    about: Overlay
    features: tuple[dict[str, Any], ...] = field(repr=False)

    @property
    def state(self) -> str | None:
        """The day whose state it shows, where each day is a state of the whole; None where it shows several."""
        days = {one["from"] for one in self.features} if self.about.dated == "states" else set()
        return days.pop() if len(days) == 1 else None

    def plain(self) -> dict[str, Any]:
        """What a manifest says of it."""
        one = self.about
        return {
            "id": one.id, "title": one.title, "licence": one.licence, "files": one.file_names, "sha256": one.sha256,
            "state": self.state, "shapes": len(self.features),
        }  # fmt: skip


def load_overlays(shelf: Shelf) -> tuple[Brought, ...]:
    """All overlays of a store, whole."""
    bodies = ((one, shelf.body(one.id)) for one in shelf.list())
    return tuple(Brought(one, tuple(json.loads(gzip.decompress(body))["features"])) for one, body in bodies if body)


def in_days(brought: Sequence[Brought], first: date | None, last: date | None) -> tuple[Brought, ...]:
    """What of them is there in a window: of states, those of the last day that has begun (as static/overlay.js)."""
    begin, end = (first or date.min).isoformat(), (last or date.max).isoformat()
    found = (replace(one, features=tuple(_there(one, begin, end))) for one in brought)
    return tuple(one for one in found if one.features)


def through_days(brought: Sequence[Brought], first: date | None, last: date | None) -> tuple[Brought, ...]:
    """What of them is there on any day of a window: of states, all from the one that it begins with."""
    begin, end = (first or date.min).isoformat(), (last or date.max).isoformat()
    found = []
    for one in brought:
        shapes = _there(one, begin, end)
        if one.about.dated == "states":
            start = max(((s["from"] or "") for s in one.features if (s["from"] or "") <= begin), default="")
            shapes = [s for s in one.features if start <= (s["from"] or "") <= end]
        found.append(replace(one, features=tuple(shapes)))
    return tuple(one for one in found if one.features)


def for_page(brought: Brought) -> tuple[str, str, bytes]:
    """Title, licence and shapes for ``geo.maps.standalone``."""
    about, shapes = brought.about, {"dated": brought.about.dated, "features": brought.features}
    return about.title, about.licence, json.dumps(shapes, ensure_ascii=False, sort_keys=True).encode()


def _there(brought: Brought, begin: str, end: str) -> list[dict[str, Any]]:
    if brought.about.dated == "always":
        return list(brought.features)
    begun = [one for one in brought.features if (one["from"] or "") <= end]
    if brought.about.dated == "intervals":
        return [one for one in begun if one["to"] is None or one["to"] >= begin]
    newest = max(((one["from"] or "") for one in begun), default="")
    return [one for one in begun if (one["from"] or "") == newest]


def draw_overlays(ax: Axes, frame: Frame, brought: Sequence[Brought]) -> None:
    """Draw them over the ground and under the incidents; points as small rings."""
    for one in brought:
        shapes = np.array([shapely.geometry.shape(feature["geometry"]) for feature in one.features], dtype=object)
        flat = shapely.get_parts(shapely.transform(shapes, frame.to_xy.transform, interleaved=False))
        ink = frame.theme.ink
        kinds = shapely.get_type_id(flat)
        areas, lines = flat[kinds == shapely.GeometryType.POLYGON], flat[kinds == shapely.GeometryType.LINESTRING]
        draw_shapes(ax, areas, facecolor=ink, alpha=FILL_ALPHA, linewidth=0, zorder=3.4)
        style: dict[str, Any] = {"edgecolor": ink, "linewidth": WIDTH_PT, "linestyle": DASHES, "alpha": LINE_ALPHA}
        for some in (areas, lines):  # in one path the lines would be closed like the areas
            draw_shapes(ax, some, facecolor="none", zorder=3.5, **style)
        spots = flat[kinds == shapely.GeometryType.POINT]
        ax.scatter(shapely.get_x(spots), shapely.get_y(spots), s=14, facecolors="none", edgecolors=ink, zorder=3.5)


def credit(overlays: Sequence[dict[str, Any]], *, changing: bool = False) -> str:
    """The line that names the overlays of a manifest; `changing` where a picture shows several days of them."""
    told = []
    for one in overlays:
        state = f", state of {one['state']}" if one["state"] and not changing else ""
        told.append(f"{one['title']}{state} ({one['licence'] or 'no licence given'})")
    return f"Overlay: {'; '.join(told)}" if told else ""
