"""Counts of dead that were given before, told without their noun: "first reports had spoken of 17", "not ten"."""

from __future__ import annotations

import re
from functools import lru_cache

from geo.reading.quantities import plain_number, words

_N = r"(?:a\s)?(?P<n>\d[\d,]{0,8}|[a-z]{2,9}(?:-[a-z]{2,5})?)"
_FIRST = r"(?:first|initial|earlier|early|previous)"
_SAID = r"(?:announced|reported|said|stated|thought|believed|claimed|given)"
#: What a bare number may be followed by: more words would make it count something else.
_END = r"(?=\s?(?:[,.;:)]|$|dead\b|deaths\b|bodies\b|on\s|at\s|the\s|as\s|in\s|killed\b))"
_SHAPES = (
    rf"\b{_FIRST}\s(?:reports?|counts?|tolls?|figures?|numbers?|word)\b[^.;]{{0,20}}?\b(?:(?:spoke|spoken|told)\sof|been|was|were|(?:put|stood|stands)(?:\sit)?\sat|gave)\s{_N}{_END}",
    rf"\b(?:had|has|have)\s(?:spoken|talked)\sof\s{_N}{_END}",
    rf"\b(?:last\snight|yesterday|at\sfirst|earlier|this\smorning|at\snoon|at\sdawn)\b[^.;]{{0,20}}\bspoke\sof\s{_N}{_END}",
    rf"\b(?:had|has|have)\sput\s(?:the\s(?:number|toll|figure|count)|it|them)\sat\s{_N}{_END}",
    rf"\bnot\s{_N},?\sas\s(?:was\s)?(?:{_FIRST}|initially|previously|at\sfirst)\s{_SAID}",
    rf"\b(?:had|have)\s(?:to\sreport|reported|counted)\s{_N}{_END}",
    rf"\bfrom\s{_N}\s(?:the\s(?:day|night|evening|week)\sbefore|a\s(?:day|week)\searlier|earlier|on\s\w{{6,9}}day)\b",
    rf"\b(?:began|started)\swith\s{_N}\s(?:dead|killed|deaths)\b",
)


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(shape, re.IGNORECASE) for shape in _SHAPES)


def count_before(text: str) -> int | None:
    """The count of dead that a sentence says was given before; None where it tells of none."""
    for pattern in _patterns():
        found = pattern.search(text)
        number = plain_number(words(found["n"].lower()), 0) if found else None
        if number is not None:
            return number[1]
    return None
