"""Names in Cyrillic and Arabic writing: found by the gazetteer and a few endings and prefixes, not by the model.

The models learn from English articles alone. In other scripts a name counts where the gazetteer knows it, under its
own form or that of the nominative, and a preposition stands before it or the place is well known.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from geo.model import Place
from geo.reading.toponym_lexicon import LEXICONS
from geo.reading.toponym_tokens import Token
from geo.reading.toponym_view import Option

Lookup = Callable[[str], tuple[Place, ...]]
_MAX_WORDS = 3
_SHORTEST, _SHORTEST_STEM = 3, 2
#: People of a town that counts behind a preposition, and of one that counts anywhere.
_PEOPLE_CUED, _PEOPLE_ALONE = 5_000, 60_000
AREAS = frozenset(("country", "admin1", "region", "water"))
_CYRILLIC, _ARABIC = "cyrillic", "arabic"
_LETTERS = re.compile("[\u0400-\u04ff\u0600-\u06ff]")


@dataclass(frozen=True, slots=True)
class _Words:
    """The table ``toponym_scripts.csv``."""

    before: frozenset[str]  #: prepositions and words such as "town" that stand before names
    endings: tuple[tuple[str, str], ...]  #: of an oblique case and of the nominative
    prefixes: tuple[tuple[str, str], ...]  #: written in one word with the name, and what is left of them
    never: frozenset[str]  #: ordinary words that are a town's name too


@lru_cache(maxsize=1)
def _words() -> _Words:
    with (LEXICONS / "toponym_scripts.csv").open(encoding="utf-8", newline="") as lines:
        rows = [(row["kind"], row["form"], row["becomes"]) for row in csv.DictReader(lines)]

    def pairs(kind: str) -> tuple[tuple[str, str], ...]:
        return tuple((form, becomes) for found, form, becomes in rows if found == kind)

    def forms(kind: str) -> frozenset[str]:
        return frozenset(form for found, form, _ in rows if found == kind)

    return _Words(forms("before"), pairs("ending"), pairs("prefix"), forms("never"))


def in_other_scripts(text: str) -> bool:
    """Whether a text holds any letter of those scripts."""
    return not text.isascii() and _LETTERS.search(text) is not None


def scripts_words() -> frozenset[str]:
    """Prepositions and words such as "town" that stand before names, in all languages of the table."""
    return _words().before


def with_other_scripts(
    names: Sequence[Option], tokens: Sequence[Token], lookup: Lookup, *, people_alone: int = _PEOPLE_ALONE
) -> list[Option]:
    """The names with those in Cyrillic and Arabic writing, in order.

    Parameters
    ----------
    names
        What the model found; of two that overlap, it stays.
    tokens
        All tokens.
    lookup
        Name to gazetteer rows.
    people_alone
        People of a town that counts without a preposition before it.
    """
    taken = {at for name in names for at in range(name.first, name.last + 1)}
    found = list(names)
    at = 0
    while at < len(tokens):
        option = _from(tokens, at, lookup, people_alone) if at not in taken else None
        if option is not None and taken.isdisjoint(range(option.first, option.last + 1)):
            found.append(option)
            at = option.last
        at += 1
    return sorted(found, key=lambda option: option.start)


def _script(token: Token) -> str:
    first = token.text[0]
    if token.kind != "word" or first < "\u0400":
        return ""
    if first <= "\u04ff":
        return _CYRILLIC if token.cap else ""
    return _ARABIC if "\u0600" <= first <= "\u06ff" else ""


def _from(tokens: Sequence[Token], first: int, lookup: Lookup, people_alone: int) -> Option | None:
    """The longest name that begins at a token."""
    script = _script(tokens[first])
    if not script or len(tokens[first].text) < _SHORTEST:
        return None
    cued = first > 0 and tokens[first - 1].low in _words().before and _same(tokens, first)
    for last in reversed(_ends(tokens, first, script)):
        text = _text(tokens, first, last)
        for form, cut in _forms(text, script):
            places = lookup(form)
            if places and _counts(places, form, last > first, cued or cut > 0, people_alone):
                start, surface = tokens[first].start + cut, text[cut:]
                return Option(
                    first, last, start, tokens[last].end, surface, places, form="" if form == surface else form
                )
    return None


def _text(tokens: Sequence[Token], first: int, last: int) -> str:
    later = range(first + 1, last + 1)
    gaps = [" " * (tokens[at].start - tokens[at - 1].end) for at in later]
    return tokens[first].text + "".join(gap + tokens[at].text for gap, at in zip(gaps, later, strict=True))


def _same(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].sentence == tokens[at - 1].sentence


def _ends(tokens: Sequence[Token], first: int, script: str) -> list[int]:
    ends = [first]
    for at in range(first + 1, min(first + 2 * _MAX_WORDS - 1, len(tokens))):
        token = tokens[at]
        if not _same(tokens, at) or token.start - tokens[at - 1].end > 1:
            break
        if _script(token) == script:
            ends.append(at)
        elif token.text != "-":
            break
    return ends


def _forms(text: str, script: str) -> Iterator[tuple[str, int]]:
    """The forms under which a name may be known, each with the letters of the prefix that was taken off."""
    yield text, 0
    table = _words()
    if script == _ARABIC:
        for prefix, left in table.prefixes:
            if text.startswith(prefix) and len(text) - len(prefix) >= _SHORTEST_STEM:
                kept = len(left) if prefix.endswith(left) else 0
                yield left + text[len(prefix) :], len(prefix) - kept
        return
    low = text.lower()
    for ending, nominative in table.endings:
        if low.endswith(ending) and len(text) - len(ending) >= _SHORTEST_STEM:
            yield text[: len(text) - len(ending)] + nominative, 0


def _counts(places: Sequence[Place], form: str, several: bool, cued: bool, people_alone: int) -> bool:
    """Whether the best row is well enough known."""
    best = places[0]
    if not cued and form.lower() in _words().never:
        return False
    if best.level in AREAS or (several and cued):
        return True
    return (best.population or 0) >= (_PEOPLE_CUED if cued else people_alone)
