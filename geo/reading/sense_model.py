"""The trained model of what a place name stands for: cues of ``senses`` in, a sense with its reason out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import exp

from geo.places import weights
from geo.reading.document import Sense
from geo.reading.senses import Feature
from geo.reading.toponym_lexicon import reasons

_SENSES: tuple[Sense, ...] = ("literal", "metonym", "org")
#: The model in the folder of models; its groups are the senses.
MODEL = "senses"


_Three = tuple[float, float, float]
_NOTHING: tuple[_Three, _Three] = ((0.0, 0.0, 0.0), (0.0, 0.0, 0.0))


@lru_cache(maxsize=1)
def _trained() -> dict[str, tuple[_Three, _Three]]:
    """Feature -> its weight for each sense, and by how much that exceeds the best of the other two."""
    groups = weights.load(MODEL)
    table = {}
    for feature in dict.fromkeys(feature for found in groups.values() for feature in found):
        a, b, c = (groups.get(sense, {}).get(feature, 0.0) for sense in _SENSES)
        table[feature] = ((a, b, c), (a - max(b, c), b - max(a, c), c - max(a, b)))
    return table


def forget() -> None:
    """Read the table anew: the folder of models is another one."""
    _trained.cache_clear()


def decide(features: Sequence[Feature]) -> tuple[Sense, str, float]:
    """Choose the sense: its name, the reason in plain words, and how sure it is (0..1)."""
    table = _trained()
    found = [table.get(name, _NOTHING)[0] for name, _ in features]
    totals = [sum(column) for column in zip(*found, strict=True)] or [0.0] * len(_SENSES)
    top = max(totals)
    best = totals.index(top)
    shares = [exp(total - top) for total in totals]
    return _SENSES[best], _reason(features, best), shares[best] / sum(shares)


def _reason(features: Sequence[Feature], number: int) -> str:
    """The strongest cue for a sense, as a sentence part."""
    table, phrases, sense = _trained(), reasons(), _SENSES[number]

    def push(feature: Feature) -> float:
        return table.get(feature[0], _NOTHING)[1][number]

    for name, word in sorted(features, key=push, reverse=True):
        phrase = phrases.get((name.rsplit(", ", 1)[0], sense))
        if phrase:
            return phrase.replace("{word}", word)
    return {"literal": "names a place", "metonym": "stands for its government", "org": "part of a proper name"}[sense]
