"""Which of two named places lies in the other, and which of them a chain of names is about ("Raqqa, Syria")."""

from __future__ import annotations

import re
from collections.abc import Mapping

from geo.model import Level, Place
from geo.reading.document import Name, Sentence
from geo.reading.sphere import distance_km

#: Narrow to wide.
_RANK: Mapping[Level, int] = {
    "facility": 0,
    "neighbourhood": 1,
    "city": 2,
    "line": 2,
    "admin2": 4,
    "region": 5,
    "water": 5,
    "admin1": 6,
    "country": 8,
}
#: What stands between a wider place and the one in it that it owns: "Ukraine's northeastern Sumy region".
_OWNED = re.compile(r"['’]s\s(?:[a-z-]{2,20}\s){0,3}$")
#: What stands between a place and the wider one that closes its chain.
_CHAIN = re.compile(r"(?:,\s|\sin\s|,\sin\s)(?:the\s)?(?:(?:northern|southern|eastern|western|central)\s)?$")


def contains(wide: Name, small: Name) -> bool:
    """Whether one resolved name is a wider place around another."""
    a, b = wide.place, small.place
    if a is None or b is None or _RANK[a.level] <= _RANK[b.level]:
        return False
    if a.level == "country":
        return a.country == b.country
    if a.level == "admin1":
        return a.country == b.country and (
            not b.admin1 or not a.name or _same_admin(a, b) or distance_km(a, b) < a.radius_km * 1.5
        )
    return distance_km(a, b) <= max(2.0 * a.radius_km, 60.0)


def _same_admin(a: Place, b: Place) -> bool:
    return (a.admin1 or a.name) == b.admin1


def closes_chain(narrow: Name, wide: Name, sentence: Sentence) -> bool:
    """Whether a wider place only says where the one right before it lies: "Raqqa, Syria", "Palmyra in Syria"."""
    if not narrow.end <= wide.start or not contains(wide, narrow):
        return False
    return bool(_CHAIN.fullmatch(sentence.text[narrow.end - sentence.start : wide.start - sentence.start]))


def opens_chain(wide: Name, narrow: Name, sentence: Sentence) -> bool:
    """Whether a wider place only owns the one right behind it: "Ukraine's northeastern Sumy region"."""
    if not wide.end <= narrow.start or not contains(wide, narrow):
        return False
    return bool(_OWNED.fullmatch(sentence.text[wide.end - sentence.start : narrow.start - sentence.start]))
