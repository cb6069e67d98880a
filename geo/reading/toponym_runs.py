"""Runs of capitalised words, in which names are sought, and the text of a stretch of tokens."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from geo.model import Place
from geo.reading.toponym_lexicon import cues, person_titles
from geo.reading.toponym_tokens import Token

#: Name to gazetteer rows.
Lookup = Callable[[str], tuple[Place, ...]]
#: A longer run of capitalised words without a comma or a small word is no prose, and holds no names to trust.
MAX_RUN = 80


def runs_of(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Runs of capitalised words (first and last token), joined by hyphens, initials' dots and small name particles."""
    runs: list[tuple[int, int]] = []
    at, count = 0, len(tokens)
    while at < count:
        if not tokens[at].cap:
            at += 1
            continue
        first = last = at
        at += 1
        while at < count and tokens[at].sentence == tokens[first].sentence:
            token = tokens[at]
            if token.cap and _close(tokens, at):
                last = at
            elif not _continues(tokens, at, last):
                break
            if at - last > 3:
                break
            at += 1
        if last - first < MAX_RUN:
            runs.append((first, last))
        at = last + 1
    return runs


def _continues(tokens: Sequence[Token], at: int, last: int) -> bool:
    """Whether a run may go on over the small word or sign at ``at``."""
    token = tokens[at]
    if token.text in {"-", "–", "."}:
        joined = tokens[at - 1].end == token.start
        return joined and (token.text != "." or (last == at - 1 and _initial(tokens[last])))
    if hyphened(tokens, at):
        return True
    return token.low in cues()["particle"] and token.low not in {"of", "the", "and", "e", "y"}


def _initial(token: Token) -> bool:
    return len(token.text) == 1 or token.low in cues()["prefix_dotted"] or token.text in person_titles()


def _close(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].start - tokens[at - 1].end <= 1


def slice_of(tokens: Sequence[Token], first: int, last: int) -> str:
    """Text of tokens ``first``..``last`` with the blanks that stood between them."""
    parts = [tokens[first].text]
    for at in range(first + 1, last + 1):
        if tokens[at].start > tokens[at - 1].end:
            parts.append(" ")
        parts.append(tokens[at].text)
    return "".join(parts)


def hyphened(tokens: Sequence[Token], at: int) -> bool:
    """Whether a short word is joined on both sides, as in "Mazar-i-Sharif"."""
    return (
        0 < at < len(tokens) - 1
        and len(tokens[at].text) <= 3
        and tokens[at - 1].text == "-" == tokens[at + 1].text
        and tokens[at - 1].end == tokens[at].start
        and tokens[at].end == tokens[at + 1].start
    )
