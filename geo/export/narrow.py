"""Filters beyond a ``Selection`` (a text search, a source, an actor …): the rule, and its words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.export.shades import WORDS
from geo.export.words import confidence, country_name, label
from geo.language import language_name
from geo.maps.columns import mercator
from geo.model import PRECISIONS
from geo.settings import EVERYWHERE, Region
from geo.sides import sides_of
from geo.store.columns import CONFIDENCE_WORDS

Area = tuple[tuple[float, float], ...]
Mask = npt.NDArray[np.bool_]
CONFIDENCES = tuple(word for _, word in CONFIDENCE_WORDS)
#: What stands for no side.
SEPARATOR = "; "  #: between the names that the store joins
_ROLE = re.compile(r" \([a-z_ ]{1,30}\)$")
#: The columns that a text search looks into.
SEARCHED = ("evidence", "place", "actors", "article_title")
#: The columns that a filter may look at.
LOOKED_AT = (
    *SEARCHED,
    *("place_precision", "sub_type", "confidence", "sources", "languages", "attribution", "country", "lat", "lon"),
)


@dataclass(frozen=True, slots=True)
class Narrow:
    """What else a row must have; empty means all."""

    precisions: frozenset[str] = frozenset()
    sub_types: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()
    confidences: frozenset[str] = frozenset()  #: words: high, medium, low
    sources: frozenset[str] = frozenset()
    text: str = ""
    area: Area = ()  #: the corners (lon, lat) of a drawn polygon
    languages: frozenset[str] = frozenset()  #: of the articles (ISO 639)
    region: Region = EVERYWHERE  #: what has no place passes too
    sides: frozenset[str] = frozenset()  #: who says so (``geo.sides``)

    def words(self) -> tuple[str, ...]:
        """The filters in words."""
        words = []
        if self.precisions:
            chosen = (label("precision", p).lower() for p in PRECISIONS if p in self.precisions)
            words.append("precision: " + ", ".join(chosen))
        if self.sub_types:
            words.append("kind: " + ", ".join(sorted(label("sub_type", code).lower() for code in self.sub_types)))
        if self.actors:
            words.append("actor: " + ", ".join(sorted(self.actors)))
        if self.confidences:
            words.append("confidence: " + ", ".join(word for word in CONFIDENCES if word in self.confidences))
        if self.sources:
            words.append("source: " + ", ".join(sorted(self.sources)))
        if self.sides:
            words.append("according to: " + ", ".join(WORDS.get(one, one) for one in sorted(self.sides)))
        if self.text:
            words.append(f"text: “{self.text}”")
        if self.area:
            words.append("inside a drawn area")
        if self.languages:
            words.append("articles in " + ", ".join(sorted(map(language_name, self.languages))))
        if not self.region.is_everywhere:
            words.append("region: " + region_words(self.region))
        return tuple(words)

    def plain(self) -> dict[str, Any]:
        """Its filters for a manifest; ``Narrow.of`` reads them back."""
        held = {field.name: getattr(self, field.name) for field in fields(self)}
        region = held.pop("region")
        plain: dict[str, Any] = {
            name: value if isinstance(value, str) else [list(one) for one in value] if name == "area" else sorted(value)
            for name, value in held.items()
            if value
        }
        if not region.is_everywhere:
            plain["region"] = {"countries": list(region.countries), "box": list(region.box) if region.box else None}
        return plain

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Narrow:
        """What ``plain`` made."""
        shapes = ("area", "region")
        held: dict[str, Any] = {
            n: v if isinstance(v, str) else frozenset(v) for n, v in plain.items() if n not in shapes
        }
        if told := plain.get("region"):
            box = tuple(float(one) for one in told["box"]) if told["box"] else None
            held["region"] = Region(tuple(map(str, told["countries"])), box)  # type: ignore[arg-type]
        return cls(**held, area=tuple((float(lon), float(lat)) for lon, lat in plain.get("area", ())))

    def mask(self, frame: pd.DataFrame) -> Mask:
        """Which rows of `frame` pass."""
        keep = np.ones(len(frame), dtype=bool)
        if self.precisions:
            keep &= frame["place_precision"].isin(sorted(self.precisions)).to_numpy(bool)
        if self.sub_types:
            keep &= frame["sub_type"].isin(sorted(self.sub_types)).to_numpy(bool)
        if self.confidences:
            keep &= frame["confidence"].map(confidence).isin(sorted(self.confidences)).to_numpy(bool)
        for column, wanted in (("actors", self.actors), ("sources", self.sources), ("languages", self.languages)):
            if wanted:
                codes, lists = pd.factorize(frame[column].fillna(""))
                keep &= np.array([bool(wanted & names_in(str(joined))) for joined in lists], dtype=bool)[codes]
        if self.sides:
            codes, lists = pd.factorize(frame["attribution"].fillna(""))
            keep &= np.array([bool(self.sides & sides_of(str(joined))) for joined in lists], dtype=bool)[codes]
        if self.text:
            found = np.zeros(len(frame), dtype=bool)
            for column in SEARCHED:
                folded = frame[column].fillna("").astype("str").str.casefold()
                found |= folded.str.contains(self.text.casefold(), regex=False).to_numpy(bool)
            keep &= found
        if self.area:
            x, y = mercator(frame["lon"].to_numpy(float), frame["lat"].to_numpy(float))
            keep &= inside(x, y, self.area) & frame["lat"].notna().to_numpy(bool)
        if not self.region.is_everywhere:
            keep &= in_region(frame, self.region)
        return keep


#: No further filter.
NOTHING_MORE = Narrow()


def in_region(frame: pd.DataFrame, region: Region) -> Mask:
    """Which rows of `frame` (country, lat, lon) lie in a region, or have no place of which it could be said."""
    lat, lon = frame["lat"].to_numpy(float), frame["lon"].to_numpy(float)
    keep: Mask = np.isnan(lat) | frame["country"].isin(region.countries).to_numpy(bool)
    if region.box is not None:
        west, south, east, north = region.box
        across = (lon >= west) & (lon <= east) if west <= east else (lon >= west) | (lon <= east)
        keep |= across & (lat >= south) & (lat <= north)
    return keep


def region_words(region: Region) -> str:
    """A region in words: "Ukraine, Russia, and 28 to 41.5 east, 41 to 47 north" (degrees)."""
    parts = [", ".join(map(country_name, region.countries))] if region.countries else []
    if region.box is not None:
        west, south, east, north = (f"{one:g}°" for one in region.box)
        parts.append(f"longitude {west} to {east}, latitude {south} to {north}")
    return ", and ".join(parts)


def names_in(joined: str) -> frozenset[str]:
    """The names in "Russia (initiator); civilians (target)"."""
    parts = (part.strip() for part in joined.split(SEPARATOR))
    return frozenset(_ROLE.sub("", part) for part in parts if part)


def inside(x: npt.NDArray[np.uint32], y: npt.NDArray[np.uint32], area: Area) -> Mask:
    """Which points of the square world lie in a polygon whose edges are straight on the map (even-odd rule).

    The browser tests the same in the same arithmetic (static/columns.js).
    """
    corners = np.array(area)
    cx, cy = (v.astype(float) for v in mercator(corners[:, 0], corners[:, 1]))
    px, py = x.astype(float), y.astype(float)
    odd: Mask = np.zeros(len(x), dtype=bool)
    for k in range(len(area)):
        x0, y0, x1, y1 = cx[k - 1], cy[k - 1], cx[k], cy[k]
        if y0 != y1:
            odd = odd ^ (((y0 > py) != (y1 > py)) & (px < (x1 - x0) * (py - y0) / (y1 - y0) + x0))
    return odd
