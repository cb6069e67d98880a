"""What a rule of the date grammar is: a shape of calendar expression, and how it is read into an interval of days.

A rule reads the calendar unit that is named ("June", "this month", "2022"); what stands around it ("early", "since",
"by the end of") is weighed where an event is dated. A range ("from 3 to 5 May") is two expressions, its two ends.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from geo.model import DatePrecision
from geo.reading.date_words import MONTHS, SEASONS, WEEKDAYS, make

ONE = timedelta(days=1)
Interval = tuple[date | None, date | None, DatePrecision]


@dataclass(frozen=True, slots=True)
class Scene:
    """What an expression is read against."""

    anchor: date | None  #: publication day, heading, or the last date of a history
    future: bool  #: the verb speaks of what is to come
    event: tuple[date, date] | None  #: the event just told, at most a month long
    history: bool = False  #: the text tells of the past at length: its own dates are the anchor
    told: tuple[date, date] | None = None  #: the last interval that was told, however long
    night: tuple[date, date] | None = None  #: the last evening or night that was told
    quarter: tuple[date, date] | None = None  #: the quarter that a report on business speaks of

    @property
    def today(self) -> date:
        """The anchor. Relative rules alone ask for it, and these are not read where there is none."""
        if self.anchor is None:
            msg = "a relative date was asked for without an anchor"
            raise ValueError(msg)
        return self.anchor


@dataclass(frozen=True, slots=True)
class Pair:
    """The two ends of a range; they stand in the groups ``first`` and ``second`` of the match."""

    first: Interval
    second: Interval


Reader = Callable[[re.Match[str], Scene], Interval | Pair | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A shape and how it is read; ``relative`` shapes mean nothing without an anchor."""

    name: str
    pattern: re.Pattern[str]
    read: Reader
    relative: bool
    needs: int  #: kinds of words (bits of ``kinds_in``) that a sentence must hold for the rule to be tried
    time: bool = False  #: a part of a day, which takes its day from a date beside it


RULES: list[Rule] = []

#: Kinds of words that dates are made of, under the letters that rules name them by: a rule is tried only in sentences
#: that hold a word of each of its kinds, and most sentences hold none.
_KINDS: dict[str, str] = {
    "M": " ".join(MONTHS),
    "W": " ".join(WEEKDAYS),
    "S": " ".join(SEASONS),
    "U": "day days week weeks month months year years hour hours night nights",
    "D": "today tonight yesterday tomorrow overnight night morning afternoon evening",
    "T": "am pm a.m p.m morning afternoon evening noon midday midnight dawn dusk dark daybreak nightfall sunrise "
    "sunset hours",
    "Q": "quarter quarters half halves period semester",
    "H": "christmas easter thanksgiving eve year",
    "N": "nineteen eighteen seventeen thousand",
    "A": "ago",
    "L": "later earlier before after previously",
    "P": "past last previous preceding during in",
    "E": "end",
    "K": "weekend",
    "R": "first second third fourth last",
    "F": "now time",
    "G": "same very that next following later earlier early late",
    "X": "this last next that past the",
    "Z": "year-ago year-earlier ago earlier",
}
_BITS = {letter: 1 << k for k, letter in enumerate((*_KINDS, "Y", "O"))}
_WORDS: dict[str, int] = {}
for _letter, _words in _KINDS.items():
    for _word in _words.split():
        _WORDS[_word] = _WORDS.get(_word, 0) | _BITS[_letter]
_TOKEN = re.compile(r"[ap]\.m\b|[a-z]+")
_DIGITS = re.compile(r"(?<!\d)\d{4}(?!\d)")
_NTH = re.compile(r"\d(?:st|nd|rd|th)\b")


def kinds_in(text: str) -> int:
    """Which kinds of date words a sentence holds, as bits."""
    found = 0
    for token in _WORDS.keys() & set(_TOKEN.findall(text.lower())):
        found |= _WORDS[token]
    if _DIGITS.search(text):
        found |= _BITS["Y"]
    return found | (_BITS["O"] if _NTH.search(text) else 0)


def rule(
    name: str, needs: str, pattern: str, *, relative: bool = True, ignore_case: bool = False, time: bool = False
) -> Callable[[Reader], Reader]:
    """Register a reader for a pattern; earlier rules win where matches are equally long.

    Parameters
    ----------
    name
        Shown with each date that the rule gives.
    needs
        Letters of the kinds of words without which the pattern cannot match.
    pattern
        Where it begins and ends, a word does.
    """

    def register(read: Reader) -> Reader:
        flags = re.IGNORECASE if ignore_case else 0
        compiled = re.compile(rf"(?<![\w$€£])(?:{pattern})(?![\w])", flags)
        RULES.append(Rule(name, compiled, read, relative, sum(_BITS[letter] for letter in needs), time))
        return read

    return register


def span(first: date | None, last: date | None) -> Interval | None:
    """A day, or a range of days; None where the ends are missing or crossed."""
    if first is None or last is None or first > last:
        return None
    return first, last, "day" if first == last else "range"


def pair(first: Interval | None, second: Interval | None) -> Pair | None:
    """Two ends in their order, or None."""
    if not first or not second or not first[0] or not second[0] or first[0] > second[0]:
        return None
    return Pair(first, second)


def nearest_year(month: int, day: int, scene: Scene) -> date | None:
    """A day without a year: the one nearest the anchor that fits the tense."""
    found = [d for y in (-1, 0, 1) if (d := make(scene.today.year + y, month, day))]
    if scene.history:
        return min(found, key=lambda d: abs((d - scene.today).days), default=None)
    if scene.future:
        found = [d for d in found if d >= scene.today - timedelta(days=3)] or found
    else:
        found = [d for d in found if d <= scene.today + timedelta(days=45)] or found
    return min(found, key=lambda d: abs((d - scene.today).days), default=None)
