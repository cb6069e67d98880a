"""The map coloured by who says so: the sides that say most have a colour each, as have those of no side."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.dashboard.names import Joined
from geo.sides import NOBODY, OTHER

#: Of Paul Tol's colours for those who see red and green alike, on a light and on a dark ground.
COLOURS = ("#4477AA", "#EE6677", "#228833", "#CCBB44", "#AA3377", "#33AACC")
#: What is no single side: code -> colour.
REST = {"another": "#44AA99", "several": "#EE7733", OTHER: "#8A8A8A", NOBODY: "#BFC4C8"}


@dataclass(frozen=True, eq=False)
class Shades:
    """Colours by who says so: ``names`` are sides and the codes of ``REST``, ``of_row`` counts into them."""

    names: tuple[str, ...]
    colours: tuple[str, ...]
    of_row: npt.NDArray[np.uint8]


def shades_of(sides: Joined, new: npt.NDArray[np.bool_]) -> Shades:
    """Those of all rows; `new` marks the first row of each incident. The sides of most incidents have a colour."""
    counts = sides.counts(np.flatnonzero(new))
    often = sorted((one for one in counts if one not in REST), key=lambda one: (-counts[one], one.casefold()))
    own = often[: len(COLOURS)]
    names = (*own, *REST)
    number = {name: k for k, name in enumerate(names)}

    def of(said: frozenset[str]) -> int:
        named = said - {OTHER, NOBODY}
        if len(named) > 1:
            return number["several"]
        (one,) = named or (said & {OTHER} or {NOBODY})
        return number.get(one, number["another"])

    return Shades(names, (*COLOURS[: len(own)], *REST.values()), sides.sorted_out(of))
