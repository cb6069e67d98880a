"""Words that say of what kind a named place is: "Sumy Oblast", "Torkham crossing", "Lake Chad", "State of Borno"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from geo.model import LEVELS, Level
from geo.places.keys import fold

_LONGEST = 4


@dataclass(frozen=True, slots=True)
class Kind:
    """What a type word says: the levels that fit, best first, and whether the town of that name may stand in."""

    levels: tuple[Level, ...]
    town_may_stand_in: bool


@dataclass(frozen=True, slots=True)
class TypeWords:
    """Type words by where they stand: after the name, before it, or before it with "of"."""

    after: Mapping[str, Kind]
    before: Mapping[str, Kind]

    @classmethod
    def read(cls, lines: Iterable[Mapping[str, str]]) -> TypeWords:
        """From the rows of ``type_words.csv``."""
        after: dict[str, Kind] = {}
        before: dict[str, Kind] = {}
        for line in lines:
            levels = tuple(level for level in line["levels"].split("|") if level in LEVELS)
            kind = Kind(levels, line["town_may_stand_in"] == "yes")
            word = fold(line["word"])
            if "after" in line["position"]:
                after[word] = kind
            if "before" in line["position"]:
                before[word] = kind
            if "of" in line["position"]:
                before[f"{word} of"] = kind
                before[f"{word} of the"] = kind
        return cls(after, before)

    def split(self, key: str) -> tuple[str, Kind] | None:
        """The name without its type word, and the kind; None where there is no type word.

        Parameters
        ----------
        key
            What ``keys.fold`` gave.
        """
        words = key.split(" ")
        for count in range(min(_LONGEST, len(words) - 1), 0, -1):
            kind = self.after.get(" ".join(words[-count:]))
            if kind is not None:
                return " ".join(words[:-count]), kind
            kind = self.before.get(" ".join(words[:count]))
            if kind is not None:
                return " ".join(words[count:]), kind
        return None
