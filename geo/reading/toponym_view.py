"""What stands around a possible place name: the words that govern it, those that follow it, the list it is part of."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Protocol

from geo.model import Place
from geo.places.keys import fold
from geo.reading.toponym_lexicon import capitals, cues
from geo.reading.toponym_tokens import Token, opens_clause

_DAYS = frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
_QUOTES = frozenset("“”\"'‘’*«»")
_DASHES = frozenset("-–—‑")
#: Longest list of names that is followed from one end to the other.
MAX_LIST = 15


class Lookup(Hashable, Protocol):
    """What is needed of a gazetteer."""

    def lookup(self, name: str) -> tuple[Place, ...]:
        """Rows of that name, best known first."""

    def demonym(self, word: str) -> Place | None:
        """The country of a word of nationality."""


@dataclass(frozen=True, slots=True)
class Left:
    """The word that governs a name from the left, and the one before it."""

    word: str  #: lower case; "" at the start of a clause
    before: str
    further: str
    possessive: bool  #: a possessive stands between ("Ukraine's Sumy")
    article: bool
    direction: bool
    index: int  #: token number of the word, -1 for none


@dataclass(frozen=True, slots=True)
class Right:
    """What follows a name: possessive or hyphen apart, adverbs and days skipped."""

    word: str  #: lower case; "" at the end of the clause
    after: str
    possessive: bool
    hyphen: str  #: the word behind a hyphen: "backed" in "Moscow-backed"
    comma: bool  #: a comma stands between the name and ``word``
    cap: bool  #: ``word`` has a capital
    index: int


@dataclass(slots=True)
class Option:
    """A span that may be a place name, as token numbers, with the gazetteer's rows for it."""

    first: int
    last: int  #: inclusive
    start: int
    end: int
    surface: str
    places: tuple[Place, ...]
    listed_before: int | None = None  #: index of the option before it in a list ("A, B and C")
    listed_after: int | None = None
    left: Left | None = None  #: kept once it has been read
    right: Right | None = None
    form: str = ""  #: under which the gazetteer knows it, where the text has another case or a prefix


def left_of(tokens: Sequence[Token], option: Option) -> Left:
    """Find the governing word to the left of an option, skipping articles, quotes and directions."""
    if option.left is None:
        option.left = _read_left(tokens, option)
    return option.left


def _read_left(tokens: Sequence[Token], option: Option) -> Left:
    compass = cues()["compass"]
    possessive = article = direction = False
    at = option.first - 1
    sentence = tokens[option.first].sentence
    for _ in range(6):
        if at < 0 or tokens[at].sentence != sentence:
            return Left("", "", "", possessive, article, direction, -1)
        low = tokens[at].low
        if tokens[at].kind == "poss":
            possessive = True
            break
        if low in compass:
            direction = True
            if at >= 2 and tokens[at - 1].text in _DASHES:
                at -= 1
        elif low == "the":
            article = True
        elif low not in cues()["skip_left"] and low not in _QUOTES:
            break
        at -= 1
    if at < 0 or tokens[at].sentence != sentence:
        return Left("", "", "", possessive, article, direction, -1)
    before = _low(tokens, at - 1, sentence)
    return Left(tokens[at].low, before, _low(tokens, at - 2, sentence), possessive, article, direction, at)


def right_of(tokens: Sequence[Token], option: Option) -> Right:
    """Find the word that follows an option, skipping adverbs, quotes and "on Tuesday"."""
    if option.right is None:
        option.right = _read_right(tokens, option)
    return option.right


def _read_right(tokens: Sequence[Token], option: Option) -> Right:
    sentence = tokens[option.last].sentence
    at = option.last + 1
    possessive = comma = False
    hyphen = ""
    if _low(tokens, at, sentence) in _DASHES and _touch(tokens, at):
        hyphen = _low(tokens, at + 1, sentence)
        at += 2
    elif (at < len(tokens) and tokens[at].kind == "poss") or (
        _low(tokens, at, sentence) in {"'", "’"} and option.surface.endswith("s")
    ):
        possessive = True
        at += 1
    if _low(tokens, at, sentence) == ",":
        comma = True
        at += 1
    for _ in range(4):
        low = _low(tokens, at, sentence)
        if low in _QUOTES and low:
            at += 1
        elif low == "on" and _low(tokens, at + 1, sentence) in _DAYS:
            at += 2
        elif (low in cues()["skip_right"] and low != "on") or low in _DAYS:
            at += 1
        else:
            break
    word = _low(tokens, at, sentence)
    return Right(
        word,
        _low(tokens, at + 1, sentence),
        possessive,
        hyphen,
        comma,
        bool(word) and tokens[at].cap,
        at if word else -1,
    )


def _low(tokens: Sequence[Token], at: int, sentence: int) -> str:
    return tokens[at].low if 0 <= at < len(tokens) and tokens[at].sentence == sentence else ""


def _touch(tokens: Sequence[Token], at: int) -> bool:
    """Whether a hyphen is written without blanks on either side."""
    return (
        0 < at < len(tokens) - 1 and tokens[at - 1].end == tokens[at].start and tokens[at].end == tokens[at + 1].start
    )


def link_lists(tokens: Sequence[Token], options: Sequence[Option]) -> None:
    """Mark options that stand in one list: "A, B and C", "A and B", "A–B"."""
    for option in options:
        option.listed_after = option.listed_before = None
    skipped = cues()["skip_left"]
    for number in range(1, len(options)):
        one, two = options[number - 1], options[number]
        if tokens[one.last].sentence != tokens[two.first].sentence:
            continue
        between = [token.low for token in tokens[one.last + 1 : two.first] if token.low not in skipped]
        if not 1 <= len(between) <= 3:
            continue
        words = [word for word in between if word not in cues()["compass"] and word not in _QUOTES]
        if words and all(word in {",", "and", "or", "–", "&", "/", ";"} for word in words):
            one.listed_after, two.listed_before = number, number - 1


def list_head(options: Sequence[Option], number: int) -> int:
    """First option of the list that option ``number`` stands in."""
    for _ in range(MAX_LIST):
        before = options[number].listed_before
        if before is None:
            break
        number = before
    return number


def list_tail(options: Sequence[Option], number: int) -> int:
    """Last option of the list that option ``number`` stands in."""
    for _ in range(MAX_LIST):
        after = options[number].listed_after
        if after is None:
            break
        number = after
    return number


def is_actor(option: Option) -> bool:
    """Whether the name is a country's or a capital's: one that newspapers use for its government."""
    if fold(option.surface) in capitals():
        return True
    return bool(option.places) and option.places[0].level == "country"


def at_clause_start(tokens: Sequence[Token], option: Option, left: Left) -> bool:
    """Whether nothing governs the name from the left: it may be the subject."""
    if left.index < 0 or opens_clause(tokens, option.first):
        return True
    return left.word in cues()["clause_opener"]
