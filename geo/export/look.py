"""How a picture looks: its paper, its inks (light, dark or grey) and how many pixels it has."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from geo.errors import UsageError
from geo.export.shades import colours_of as colours_of_sides
from geo.export.shades import foremost_of
from geo.settings import DATA

#: Pixels an inch at scale 1; a picture of scale 2 is sharp on most screens, one of scale 4 in print.
DPI = 90
SCALES = (1, 2, 3, 4)
FAINT = 0.45  #: share of its colour that a faint symbol keeps
#: Width and height in inches. A4 and A3 after ISO 216.
PAGES: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "screen": (11.0, 8.5),
        "wide": (13.33, 7.5),
        "square": (9.0, 9.0),
        "a4": (11.69, 8.27),
        "a4-portrait": (8.27, 11.69),
        "a3": (16.54, 11.69),
        "letter-portrait": (8.5, 11.0),
    }
)


@dataclass(frozen=True, slots=True)
class TypeStyle:
    """How a type is called and coloured."""

    label: str
    colour: str


@lru_cache(maxsize=1)
def type_styles() -> dict[str, TypeStyle]:
    """data/types.csv: the one table of colours."""
    with (DATA / "types.csv").open(encoding="utf-8", newline="") as fh:
        return {row["type"]: TypeStyle(row["label"], row["colour"]) for row in csv.DictReader(fh)}


@dataclass(frozen=True, slots=True)
class Theme:
    """The inks of a picture.

    ``greys`` and ``shapes`` (type -> colour, marker) are for a picture without colours; ``sides`` (side of
    ``geo.export.shades`` -> colour) for one that is coloured by who says so.
    """

    name: str
    paper: str
    ink: str
    muted: str
    quiet: str
    sea: str
    land: str
    border: str
    inner: str
    river: str
    halo: str  #: around words and symbols
    alarm: str
    greys: Mapping[str, str] = field(default_factory=dict)
    shapes: Mapping[str, str] = field(default_factory=dict)
    sides: Mapping[str, str] = field(default_factory=dict)

    def colour(self, kind: str) -> str:
        """The colour of a type, or of a side."""
        return self.greys.get(kind) or self.sides.get(kind) or type_styles()[kind].colour

    def pale(self, kind: str) -> str:
        """The colour of a type where it is context or a total."""
        return pale(self.colour(kind), self.land)

    def shape(self, kind: str) -> str:
        """The marker of a type: a disc, but where colour cannot tell the types apart."""
        return self.shapes.get(kind, "o")


LIGHT = Theme(
    "light", "#ffffff", "#1d2733", "#5f6b78", "#8b96a1", "#e9eef2", "#fbfaf6", "#9aa5b0", "#d5d9dc", "#cfdbe4",
    "#ffffff", "#CC3311",
)  # fmt: skip
DARK = Theme(
    "dark", "#14181c", "#e6eaee", "#9aa6b2", "#7c8994", "#171c22", "#262d35", "#5d6a77", "#3a444f", "#1d2a36",
    "#14181c", "#FF8A65",
)  # fmt: skip
_GREYS = {
    "battle": "#1a1a1a", "explosion_remote": "#4d4d4d", "violence_civilians": "#000000", "protest": "#808080",
    "riot": "#a6a6a6", "strategic": "#333333", "diplomatic": "#8c8c8c", "statement": "#bfbfbf",
}  # fmt: skip
_SHAPES = {
    "battle": "s", "explosion_remote": "o", "violence_civilians": "D", "protest": "^", "riot": "v", "strategic": "P",
    "diplomatic": "h", "statement": "X",
}  # fmt: skip
GREY = Theme(
    "grey", "#ffffff", "#111111", "#5c5c5c", "#8a8a8a", "#ececec", "#fcfcfc", "#9c9c9c", "#d8d8d8", "#d2d2d2",
    "#ffffff", "#111111", _GREYS, _SHAPES,
)  # fmt: skip
THEMES: Mapping[str, Theme] = MappingProxyType({one.name: one for one in (LIGHT, DARK, GREY)})


def pale(colour: str, paper: str) -> str:
    """A colour half way to the paper: context and totals stand behind single events."""
    parts = [[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in (colour, paper)]
    r, g, b = (round(under - (under - own) * FAINT) for own, under in zip(*parts, strict=True))
    return f"#{r:02X}{g:02X}{b:02X}"


def colours_of(kinds: pd.Series[str], faint: pd.Series[bool], theme: Theme) -> np.ndarray:
    """The colour of each symbol: of its type, paler for background and totals."""
    codes, known = pd.factorize(kinds)
    full = np.array([theme.colour(kind) for kind in known], dtype=object)
    light = np.array([theme.pale(kind) for kind in known], dtype=object)
    if not len(known):
        return full
    return np.where(faint.to_numpy(bool), light[codes], full[codes])


@dataclass(frozen=True, slots=True)
class Look:
    """Paper, inks and pixels of a picture, and what its colours are.

    ``sides`` None colours by type. Else by who says so: these sides have a colour each; none yet, and they are chosen
    from all rows of the store (``of``).
    """

    page: str = "screen"  #: one of ``PAGES``
    inks: str = "light"  #: one of ``THEMES``
    scale: int = 2  #: one of ``SCALES``
    sides: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        if self.sides is not None:
            object.__setattr__(self, "sides", tuple(str(one) for one in self.sides))  # a manifest has a list
            if self.inks == "grey":
                msg = "colours by who says so need colours: choose light or dark inks"
                raise UsageError(msg)
        for what, value, known in (
            ("page", self.page, tuple(PAGES)),
            ("theme", self.inks, tuple(THEMES)),
            ("scale", self.scale, SCALES),
        ):
            if value not in known:
                msg = f"{what} must be one of {', '.join(map(str, known))}, got {value!r}"
                raise UsageError(msg)

    @property
    def theme(self) -> Theme:
        """Its inks."""
        plain = THEMES[self.inks]
        return plain if self.sides is None else replace(plain, sides=colours_of_sides(self.sides))

    @property
    def size_in(self) -> tuple[float, float]:
        """Width and height of its paper in inches."""
        return PAGES[self.page]

    @property
    def dpi(self) -> int:
        """Pixels an inch."""
        return DPI * self.scale

    def plain(self) -> dict[str, Any]:
        """Its fields, for a manifest; ``Look(**plain)`` is the same look."""
        sides = {} if self.sides is None else {"sides": list(self.sides)}
        return {"page": self.page, "inks": self.inks, "scale": self.scale, **sides}

    def of(self, frame: pd.DataFrame) -> Look:
        """The same look with its sides, which are those that say most of all rows of a store."""
        return replace(self, sides=foremost_of(frame)) if self.sides == () else self
