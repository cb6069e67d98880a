"""Filters beyond a ``Selection`` (a text search, a source, an actor …): the rule, and its words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.export.words import confidence, label
from geo.model import PRECISIONS
from geo.store.columns import CONFIDENCE_WORDS

Mask = npt.NDArray[np.bool_]
CONFIDENCES = tuple(word for _, word in CONFIDENCE_WORDS)
SEPARATOR = "; "  #: between the names that the store joins
_ROLE = re.compile(r" \([a-z_ ]{1,30}\)$")
#: The columns that a text search looks into.
SEARCHED = ("evidence", "place", "actors", "article_title")


@dataclass(frozen=True, slots=True)
class Narrow:
    """What else a row must have; empty means all."""

    precisions: frozenset[str] = frozenset()
    sub_types: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()
    confidences: frozenset[str] = frozenset()  #: words: high, medium, low
    sources: frozenset[str] = frozenset()
    text: str = ""

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
        if self.text:
            words.append(f"text: “{self.text}”")
        return tuple(words)

    def plain(self) -> dict[str, Any]:
        """Its filters for a manifest; ``Narrow.of`` reads them back."""
        held = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value if isinstance(value, str) else sorted(value) for name, value in held.items() if value}

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Narrow:
        """What ``plain`` made."""
        held: dict[str, Any] = {n: v if isinstance(v, str) else frozenset(v) for n, v in plain.items()}
        return cls(**held)

    def mask(self, frame: pd.DataFrame) -> Mask:
        """Which rows of `frame` pass."""
        keep = np.ones(len(frame), dtype=bool)
        if self.precisions:
            keep &= frame["place_precision"].isin(sorted(self.precisions)).to_numpy(bool)
        if self.sub_types:
            keep &= frame["sub_type"].isin(sorted(self.sub_types)).to_numpy(bool)
        if self.confidences:
            keep &= frame["confidence"].map(confidence).isin(sorted(self.confidences)).to_numpy(bool)
        for column, wanted in (("actors", self.actors), ("sources", self.sources)):
            if wanted:
                codes, lists = pd.factorize(frame[column].fillna(""))
                keep &= np.array([bool(wanted & names_in(str(joined))) for joined in lists], dtype=bool)[codes]
        if self.text:
            found = np.zeros(len(frame), dtype=bool)
            for column in SEARCHED:
                folded = frame[column].fillna("").astype("str").str.casefold()
                found |= folded.str.contains(self.text.casefold(), regex=False).to_numpy(bool)
            keep &= found
        return keep


def names_in(joined: str) -> frozenset[str]:
    """The names in "Russia (initiator); civilians (target)"."""
    parts = (part.strip() for part in joined.split(SEPARATOR))
    return frozenset(_ROLE.sub("", part) for part in parts if part)
