"""Colours by who says so, on the map and in pictures: the sides that say most have one each, those of no side too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from geo.sides import NOBODY, OTHER, sides_of

#: Of Paul Tol's colours for those who see red and green alike, on a light and on a dark ground.
COLOURS = ("#4477AA", "#EE6677", "#228833", "#CCBB44", "#AA3377", "#33AACC")
#: What is no single side: code -> colour.
REST = {"another": "#44AA99", "several": "#EE7733", OTHER: "#8A8A8A", NOBODY: "#BFC4C8"}
#: The same, in words.
WORDS = {"another": "another side", "several": "several sides", OTHER: "others, of no side", NOBODY: "nobody is named"}
#: Said of whatever is coloured so.
SAID = "colours: who says so"


def foremost(counts: Mapping[str, int]) -> tuple[str, ...]:
    """The sides that have a colour of their own, of the numbers of their incidents."""
    often = sorted((one for one in counts if one not in REST), key=lambda one: (-counts[one], one.casefold()))
    return tuple(often[: len(COLOURS)])


def shade_of(said: frozenset[str], own: Collection[str]) -> str:
    """The side whose colour an incident has, of the sides that say so; a code of ``REST`` where it is none of `own`."""
    named = said - {OTHER, NOBODY}
    if len(named) > 1:
        return "several"
    (one,) = named or (said & {OTHER} or {NOBODY})
    return one if one in own or one in REST else "another"


def colours_of(own: Collection[str]) -> dict[str, str]:
    """Side or code of ``REST`` -> colour, in the order of a legend."""
    return dict(zip(own, COLOURS, strict=False)) | REST


def foremost_of(frame: pd.DataFrame) -> tuple[str, ...]:
    """The same of the rows of a store, which has a row for each place of an incident."""
    found: Counter[str] = Counter()
    for joined, n in frame.drop_duplicates("incident_id")["attribution"].value_counts().items():
        for side in sides_of(str(joined)):
            found[side] += int(n)
    return foremost(found)


def shades(frame: pd.DataFrame, own: Collection[str]) -> np.ndarray:
    """For each row the side or code whose colour it has."""
    codes, known = pd.factorize(frame["attribution"])
    names = [shade_of(sides_of(str(joined)), own) for joined in known]
    return np.array([*names, NOBODY], dtype=object)[codes]  # a missing one is the last
