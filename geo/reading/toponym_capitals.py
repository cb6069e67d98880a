"""Sentences that are written in capitals throughout: only what may be a name keeps its capital."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from geo.reading.toponym_lexicon import common_words, cue_words, not_places
from geo.reading.toponym_tokens import Token

#: So many words make a sentence, and so many of them may be a name.
_LEAST_WORDS, _LONGEST_NAME = 3, 3
#: Shorter words are never looked up: many are codes of states too ("IN", "OR", "ME").
_SHORTEST = 3
_CODES = frozenset(("us", "uk", "eu", "un"))


def settle_capitals(tokens: Sequence[Token], bounds: Sequence[tuple[int, int]], known: Callable[[str], bool]) -> None:
    """Take the capitals off words in all-capital sentences that nothing knows as a name.

    Parameters
    ----------
    tokens
        All tokens of a text; changed in place.
    bounds
        First and last token (exclusive) of each sentence.
    known
        Whether a text is the name of a place or a word of nationality.
    """
    for first, last in bounds:
        if _in_capitals(tokens, first, last):
            _settle(tokens[first:last], known)


def _in_capitals(tokens: Sequence[Token], first: int, last: int) -> bool:
    words = 0
    for at in range(first, last):
        token = tokens[at]
        if token.kind == "word" and len(token.text) > 1:
            if not token.upper:
                return False  # mostly at the first or the second word
            words += 1
    return words >= _LEAST_WORDS


def _settle(sentence: Sequence[Token], known: Callable[[str], bool]) -> None:
    kept = {at for at, token in enumerate(sentence) if token.kind != "word" or token.low in _CODES}
    for at, token in enumerate(sentence):
        if token.kind == "word" and at not in kept:
            kept.update(range(at, at + _known_from(sentence, at, known)))
    for at, token in enumerate(sentence):
        token.upper, token.settled = False, token.upper
        token.cap = token.cap and at in kept


def _known_from(sentence: Sequence[Token], at: int, known: Callable[[str], bool]) -> int:
    """Tokens of the longest known name that begins here."""
    text, longest = sentence[at].text, 0
    ordinary = _ordinary(sentence[at])
    governs = sentence[at].low in cue_words("at", "toward", "of") | {"the", "a", "an", "and", "as"}
    if not ordinary and known(text):
        longest = 1
    for last in range(at + 1, min(at + 2 * _LONGEST_NAME, len(sentence))):
        token = sentence[last]
        gap = token.start - sentence[last - 1].end
        if gap > 1 or not (token.kind == "word" or token.text == "-"):
            break
        text += " " * gap + token.text
        ordinary = ordinary and (token.kind != "word" or _ordinary(token))
        if token.kind == "word" and not ordinary and not _ordinary(token) and not governs and known(text):
            longest = last - at + 1
    return longest


def _ordinary(token: Token) -> bool:
    return len(token.text) < _SHORTEST or token.low in common_words() or token.low in not_places()
