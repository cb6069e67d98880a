"""Words of a text as the place-name reader needs them: hyphens, possessives and abbreviations apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from geo.reading.document import Sentence

#: Abbreviations (U.S., D.C.), words with apostrophes inside (N'Djamena), numbers, single signs.
#: The possessive ending is a token of its own; no part can repeat without eating a character.
#: "low" is a plain word in small letters, as most are: nothing more need be asked of it.
_TOKEN = re.compile(
    r"(?P<low>[a-z]{1,40}(?=[ \n,.]))"
    r"|(?P<abbr>(?:[A-Z]\.){2,8})"
    r"|(?P<poss>['’]s\b)"
    r"|(?P<word>[^\W\d_]+(?:['’`ʼ‘](?!s\b)[^\W\d_]+)*)"
    r"|(?P<num>\d+(?:[.,:]\d+)*)"
    r"|(?P<nl>\n)"
    r"|(?P<sign>[^\w\s]|_)"
)
_LETTERED = frozenset(("word", "abbr"))
#: Longest word that can be part of a name; longer strings are noise.
MAX_WORD = 40


@dataclass(slots=True)
class Token:
    """One word or sign with what its shape tells."""

    start: int
    end: int
    text: str
    low: str
    kind: str  #: abbr, poss, word, num, nl or sign
    cap: bool  #: starts with a capital
    upper: bool  #: all capitals, two letters or more
    sentence: int  #: number of its sentence, -1 - line outside of all sentences
    first: bool = False  #: first word of its sentence
    settled: bool = False  #: a name in a sentence that is written in capitals throughout


def tokenise(text: str, sentences: Sequence[Sentence]) -> list[Token]:
    """Cut ``text`` into tokens and give each the number of its sentence."""
    bounds = [(sentence.start, sentence.end) for sentence in sentences]
    bounds.append((len(text) + 1, len(text) + 1))
    tokens: list[Token] = []
    line = at = 0
    begin, end_of = bounds[0]
    seen: set[int] = set()
    current = len(bounds)
    first = False
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "sign"
        start, end = match.span()
        if kind == "nl":
            line += 1
            continue
        while end_of <= start:
            at += 1
            begin, end_of = bounds[at]
        number = at if begin <= start else -1 - line
        if number != current:
            current = number
            first = number not in seen
        word = match.group()
        if kind == "low":
            tokens.append(Token(start, end, word, word, "word", False, False, number, first))
        elif kind in _LETTERED and end - start <= MAX_WORD:
            low = word.lower()
            cap = low != word and word[0].istitle()
            upper = cap and end - start > 1 and word.isupper()
            tokens.append(Token(start, end, word, low, kind, cap, upper, number, first))
        else:
            tokens.append(Token(start, end, word, word.lower(), kind, False, False, number))
            continue
        if first:
            seen.add(number)
            first = False
    return tokens


def sentence_bounds(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """First and last token (exclusive) of each stretch of tokens of one sentence, in order."""
    bounds: list[tuple[int, int]] = []
    first, current = 0, tokens[0].sentence if tokens else 0
    for at, token in enumerate(tokens):
        if token.sentence != current:
            bounds.append((first, at))
            first, current = at, token.sentence
    if tokens:
        bounds.append((first, len(tokens)))
    return bounds


def opens_clause(tokens: Sequence[Token], index: int) -> bool:
    """Whether a capital at this token may be due to its position: first word, after a colon, quote, bullet or dash."""
    token = tokens[index]
    if token.first or index == 0:
        return True
    before = tokens[index - 1]
    return before.sentence != token.sentence or before.text in {
        ":",
        "“",
        '"',
        "‘",
        "—",
        "–",
        "•",
        ".",
        "!",
        "?",
        "*",
        "|",
    }


def in_title_case(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether nearly all longer words of tokens ``first``..``last`` are capitalised, as in a headline."""
    words = [token for token in tokens[first:last] if token.kind == "word" and len(token.text) > 3]
    return len(words) >= 3 and sum(token.cap for token in words) >= 0.8 * len(words)
