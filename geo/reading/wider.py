"""Which of two names in a chain is meant and which one only says where it lies: "Raqqa, Syria"."""

from __future__ import annotations

import re

from geo.reading.document import Name, Sentence
from geo.reading.nesting import contains

#: What stands between a wider place and the one in it that it owns: "Ukraine's northeastern Sumy region".
_OWNED = re.compile(r"['’]s\s(?:[a-z-]{2,20}\s){0,3}$")
#: What stands between a part that is not in the gazetteer and the whole.
_PART = re.compile(
    r"\s(?:quarter|district|neighbou?rhood|suburb|area|ward|sector|borough|camp|square|market|port|section)\sof\s(?:the\s)?"
    r"(?:city\sof\s|town\sof\s)?"
    r"|,\s(?:in\s)?(?:the\s)?(?:municipality|district|province|commune|county|township|region|locality)\sof\s(?:the\s)?"
    r"|,?\sin\s(?:the\s)?(?:northern\s|southern\s|eastern\s|western\s)?|,\s"
)
#: What shows that names stand side by side in a list, and none lies in the next.
_LISTED_BEFORE = re.compile(r"[A-Z][\w’'-]{1,30},\s$")
_LISTED_BEHIND = re.compile(r"(?:,\s(?:and\s)?|\sand\s)[A-Z][\w’'-]{1,30}(?:,\s|\sand\s|\.|$)")
#: What stands between a place and the wider one that closes its chain.
_CHAIN = re.compile(r"(?:,\s|\sin\s|,\sin\s)(?:the\s)?(?:(?:northern|southern|eastern|western|central)\s)?$")


def closes_chain(narrow: Name, wide: Name, sentence: Sentence) -> bool:
    """Whether a wider place only says where the one right before it lies: "Raqqa, Syria", "Palmyra in Syria"."""
    if not narrow.end <= wide.start or not contains(wide, narrow):
        return False
    return bool(_CHAIN.fullmatch(sentence.text[narrow.end - sentence.start : wide.start - sentence.start]))


def part_of(part: Name, whole: Name, sentence: Sentence) -> bool:
    """Whether a name that no gazetteer row fits is said to lie in the next: "the Pettah quarter of Colombo"."""
    if part.place is not None or part.sense != "literal" or whole.place is None or not part.end <= whole.start:
        return False
    text, start = sentence.text, sentence.start
    if not _PART.fullmatch(text[part.end - start : whole.start - start]):
        return False
    return not (_LISTED_BEFORE.search(text[: part.start - start]) or _LISTED_BEHIND.match(text[whole.end - start :]))


def opens_chain(wide: Name, narrow: Name, sentence: Sentence) -> bool:
    """Whether a wider place only owns the one right behind it: "Ukraine's northeastern Sumy region"."""
    if not wide.end <= narrow.start or not contains(wide, narrow):
        return False
    return bool(_OWNED.fullmatch(sentence.text[wide.end - sentence.start : narrow.start - sentence.start]))
