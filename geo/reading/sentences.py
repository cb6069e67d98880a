"""Cuts news English into sentences, in linear time: ranks, initials, decimals, times, quotes, bullets and datelines."""

from __future__ import annotations

import csv
import re
from functools import lru_cache

from geo.reading.document import Sentence
from geo.settings import DATA

#: A full stop, question or exclamation mark (or ellipsis) with closing quotes, brackets and footnote marks.
_END = re.compile(r"(?:\.{1,6}|[?!…]{1,4})[\"”’'»)\]]{0,3}(?:\[\d{1,3}\]){0,3}(?=\s|$)")
#: What stands before a sentence and is no part of it: a bullet, or the time stamp of a live blog's entry.
_LEAD = re.compile(
    r"\s*(?:[-–—•*·▪►]{1,2}\s+)?(?:\d{1,2}[.:h]\d{2}(?![\d,])(?:\s?(?:[ap]\.?m\.?|GMT|CET|CEST|UTC|EET|EEST|BST|EDT|EST)){0,2}\s*(?:[-–—:|]\s*)?)?(?:[-–—•*·▪►]{1,2}\s+)?"
)
#: A wire's dateline: "KYIV, April 20 —", "DAMASCUS, Syria (Agency) -". Names in capitals, at most 90 characters.
_DATELINE = re.compile(
    r"\s*[^\Wa-z\d_][^a-z\d\n,;:(—–]{2,40}(?:,[^—–\n]{1,40}){0,3}(?:\s?\([^)\n]{1,30}\))?\s{0,2}(?:—|–|--|-)\s+(?=\S)"
)
_WORD_BEFORE = re.compile(r"[^\s(\[\"“‘'—–]+$")
#: What goes on for longer is cut at a blank: no sentence is as long, and reading takes the square of the length.
MAX_SENTENCE = 3_000
_LOOK_BACK = 24  #: characters; no abbreviation is longer
_OPENING = "\"“‘'«([—–-"


@lru_cache(maxsize=1)
def abbreviations() -> dict[str, str]:
    """Abbreviation (lower case, with its stop) -> whether it "never" or "maybe" ends a sentence."""
    with (DATA / "lexicons" / "abbreviations.csv").open(encoding="utf-8", newline="") as fh:
        return {row["abbreviation"].lower(): row["ends"] for row in csv.DictReader(fh)}


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """All sentences of a text; none crosses a line's end.

    Parameters
    ----------
    text
        The article as it came.
    """
    found: list[Sentence] = []
    start = 0
    for paragraph, line in enumerate(text.split("\n")):
        for a, b in _cut(line) if line else ():
            sentence = text[start + a : start + b]
            found.append(Sentence(len(found), start + a, start + b, sentence, paragraph))
        start += len(line) + 1
    return tuple(found)


def _cut(line: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    begin = body_start(line)
    for match in _END.finditer(line, begin):
        if match.end() < len(line) and not _ends(line, match):
            continue
        _add(spans, line, begin, match.end())
        begin = match.end()
    _add(spans, line, begin, len(line))
    return spans


def body_start(line: str) -> int:
    """Where the prose of a line begins: behind a bullet, a live blog's time stamp or a dateline."""
    lead = _LEAD.match(line)
    at = lead.end() if lead else 0
    if at and not line[at:].strip():
        return 0
    dateline = _DATELINE.match(line, at)
    if dateline and len(dateline.group()) <= 90:
        at = dateline.end()
    return at


def _add(spans: list[tuple[int, int]], line: str, a: int, b: int) -> None:
    while a < b and line[a].isspace():
        a += 1
    while b > a and line[b - 1].isspace():
        b -= 1
    while b - a > MAX_SENTENCE:
        cut = line.rfind(" ", a + MAX_SENTENCE // 2, a + MAX_SENTENCE)
        cut = a + MAX_SENTENCE if cut < 0 else cut
        _add(spans, line, a, cut)
        a = cut
        while a < b and line[a].isspace():
            a += 1
    if a < b:
        spans.append((a, b))


def _ends(line: str, match: re.Match[str]) -> bool:
    """Whether a stop inside a line ends a sentence."""
    follow = line[match.end() : match.end() + 60].lstrip()
    if not follow:
        return True
    first = follow.lstrip(_OPENING)[:1]
    mark = match.group()
    if not mark.startswith("."):
        # “… ?” she asked: the quote goes on
        return not first.islower()
    if first.islower():
        return False
    if mark.startswith(".."):
        return first.isupper()
    at = match.start()
    word = _WORD_BEFORE.search(line, max(0, at - _LOOK_BACK), at)
    before = word.group() if word else ""
    if len(mark) > 1 and mark[1:2] in "\"”’'»)":
        return True
    return _stop_ends(before, first, follow)


def _stop_ends(before: str, first: str, follow: str) -> bool:
    kind = abbreviations().get(before.lower() + ".")
    if kind == "never":
        return False
    if kind == "number":
        return not first.isdigit()
    if kind == "maybe" or re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]", before):
        # "U.S. President", "p.m. on": a sentence only where a usual first word follows
        return follow.split(maxsplit=1)[0].strip("\"“‘'").lower() in _STARTERS
    return not (len(before) == 1 and before.isupper() and before != "I")


#: Words that begin sentences and rarely follow an abbreviation inside one.
_STARTERS = frozenset(
    [
        "the",
        "a",
        "an",
        "in",
        "on",
        "at",
        "it",
        "he",
        "she",
        "they",
        "we",
        "i",
        "but",
        "and",
        "this",
        "that",
        "these",
        "those",
        "there",
        "its",
        "his",
        "her",
        "their",
        "after",
        "before",
        "when",
        "while",
        "as",
        "if",
        "for",
        "from",
        "with",
        "by",
        "no",
        "not",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "one",
        "some",
        "many",
        "several",
        "earlier",
        "later",
        "meanwhile",
        "however",
        "local",
        "police",
        "officials",
        "residents",
        "russian",
        "ukrainian",
    ]
)
