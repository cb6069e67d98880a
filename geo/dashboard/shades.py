"""The map coloured by who says so: a number for the side of each incident."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.dashboard.names import Joined
from geo.export.shades import colours_of, foremost, shade_of


@dataclass(frozen=True, eq=False)
class Shades:
    """Colours by who says so: ``names`` are sides and the codes of ``REST``, ``of_row`` counts into them."""

    names: tuple[str, ...]
    colours: tuple[str, ...]
    of_row: npt.NDArray[np.uint8]


def shades_of(sides: Joined, new: npt.NDArray[np.bool_]) -> Shades:
    """Those of all rows; `new` marks the first row of each incident. The sides of most incidents have a colour."""
    own = foremost(sides.counts(np.flatnonzero(new)))
    colours = colours_of(own)
    number = {name: k for k, name in enumerate(colours)}
    return Shades(tuple(colours), tuple(colours.values()), sides.sorted_out(lambda said: number[shade_of(said, own)]))
