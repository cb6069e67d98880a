"""Finds calendar expressions and reads each as an interval of days, with the rule and the anchor that gave it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from geo.model import Timex
from geo.reading import date_calendar, date_relative, date_units
from geo.reading.date_frames import Timeline, mark_frames
from geo.reading.date_rules import RULES, Interval, Pair, Rule, Scene, kinds_in
from geo.reading.date_tense import is_history, is_statement, speaks_of_future
from geo.reading.date_words import MONTH
from geo.reading.document import Sentence

__all__ = ["NO_PUBLICATION_DATE", "date_calendar", "date_relative", "date_units", "find_dates"]

NO_PUBLICATION_DATE = "no publication date"
#: What is told anchors "the next day" if it is no longer than this (days).
_SHORT_DAYS = 31
#: A time of day belongs to a day that stands this close behind or before it (characters).
_NEAR_AFTER, _NEAR_BEFORE = 28, 14
_NOT_A_DATE = re.compile(r"\s?(?:Brigade|Division|Battalion|Regiment|Army|Corps|Resolution)")
#: "two weeks after the truce of 20 May": the date of what it counts from stands this close (characters).
_NEAR_EVENT = 40
_STOP = re.compile(r"[,.;:]")
_NAME_FOLLOWS = re.compile(r"\s[A-Z][a-z]+")
_WORD_BEFORE = re.compile(r"[^\W\d_]+(?=[ -]$)")
_LEADS = frozenset(
    [
        "on",
        "late",
        "early",
        "by",
        "since",
        "until",
        "from",
        "last",
        "next",
        "this",
        "through",
        "after",
        "before",
        "in",
        "during",
        "for",
        "of",
        "mid",
    ]
)
#: A heading that is a date has at most this many characters.
_HEADING = 48
_NIGHT = re.compile(r"night|evening", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:until|till)\s(?:the\s)?$")
_WORD = re.compile(r"[^\W\d_]{2}")

Match = tuple[re.Match[str], Rule]


@dataclass(slots=True)
class _Told:
    """What the text has told so far, from which the next expressions count."""

    published: date | None
    history: bool
    anchor: date | None
    event: tuple[date, date] | None = None
    last: tuple[date, date] | None = None
    night: tuple[date, date] | None = None
    quarter: tuple[date, date] | None = None

    def scene(self, *, future: bool) -> Scene:
        """What the next expression is read against."""
        own_anchor = self.history and self.anchor != self.published
        return Scene(self.anchor, future, self.event, own_anchor, self.last, self.night, self.quarter)

    def take(self, found: Timex, sentence: Sentence, *, future: bool) -> None:
        """Remember an expression, unless it only dates a statement."""
        at = found.start - sentence.start
        if not (found.first and found.last) or is_statement(sentence.text, at):
            return
        if _UNTIL.search(sentence.text, max(0, at - 12), at):
            return  # how long it went on, not when it was
        counted = found.rule.startswith("so long after") and self.published and found.first > self.published
        if counted and not future:
            return  # "four weeks after the siege began": counted from what is told behind it
        if "quarter" in found.rule and "year before" not in found.rule:
            self.quarter = (found.first, found.last)
        self.last = (found.first, found.last)
        if (found.last - found.first).days <= _SHORT_DAYS:
            self.event = self.last
            if _NIGHT.search(sentence.text, max(0, at - 14), at + len(found.text)):
                self.night = self.last
        elif self.history:
            self.event = None
        if self.history and not future:
            if (found.last - found.first).days <= _SHORT_DAYS:
                self.anchor = found.last
            elif found.precision == "year" and (self.anchor is None or found.first.year != self.anchor.year):
                self.anchor = found.first

    def join(self, found: Sequence[Timex]) -> None:
        """Take the two ends of a range as one stretch, if it is short."""
        if (
            len(found) > 1
            and found[-1].rule.startswith("end of a ")
            and self.event == (found[-1].first, found[-1].last)
        ):
            first, last = found[-2].first, found[-1].last
            if first and last and 0 < (last - first).days <= _SHORT_DAYS:
                self.night = (first, last) if self.night == self.event else self.night
                self.event = (first, last)


def find_dates(text: str, sentences: Sequence[Sentence], published: date | None) -> Timeline:
    """All calendar expressions of a text.

    Parameters
    ----------
    text
        The article as it came.
    sentences
        Its sentences.
    published
        What relative dates count from; without it they stay open, with the rule ``no publication date``.
    """
    told = _Told(published, is_history(text, published), published)
    found: list[Timex] = []
    for sentence in sentences:
        kinds = kinds_in(sentence.text)
        matches = _matches(sentence.text, kinds)
        if not matches:
            continue
        heading = _heading_day(sentence, matches, published)
        for match, rule in matches:
            if rule.time and len(match[0]) == len(sentence.text.strip(".")):
                continue  # the time stamp of a live blog
            asked = rule.relative and not told.history  # an explicit date means the same in every tense
            future = asked and speaks_of_future(sentence.text, match.start(), match.end())
            scene = told.scene(future=future)
            if match[0].lower().endswith((" after", " before")):
                scene = _counted_from(sentence, match, matches, scene)
            for timex in _timexes(sentence, match, rule, scene):
                shown = _with_day(timex, rule, sentence, matches, told)
                found.append(shown)
                told.take(shown, sentence, future=future)
            told.join(found)
        if heading and (not sentence.start or text[sentence.start - 1] == "\n"):
            told.anchor = heading
    return mark_frames(text, sentences, found)


def _matches(text: str, kinds: int) -> list[Match]:
    """Matches that do not overlap: the longer wins, then the earlier rule."""
    every = [(m, r, k) for k, r in _rules_for(kinds) for m in r.pattern.finditer(text)]
    if not every:
        return []
    every.sort(key=lambda x: (-(x[0].end() - x[0].start()), x[2], x[0].start()))
    starts: list[int] = []
    ends: list[int] = []
    kept: list[Match] = []
    for match, found_by, _ in every:
        at = bisect_right(starts, match.start())
        if (at and ends[at - 1] > match.start()) or (at < len(starts) and starts[at] < match.end()):
            continue
        if match.start() == match.end() or _NOT_A_DATE.match(text, match.end()) or _is_name(text, match, found_by):
            continue
        starts.insert(at, match.start())
        ends.insert(at, match.end())
        kept.append((match, found_by))
    return sorted(kept, key=lambda x: x[0].start())


def _is_name(text: str, match: re.Match[str], rule: Rule) -> bool:
    """Whether a bare month or weekday is the first part of a name: "June Carter", "The Sunday Times"."""
    if rule.name not in ("month", "weekday") or not _NAME_FOLLOWS.match(text, match.end()):
        return False
    before = _WORD_BEFORE.search(text, max(0, match.start() - 20), match.start())
    return before is None or (before[0][0].isupper() and before[0].lower() not in _LEADS)


def _counted_from(sentence: Sentence, match: re.Match[str], matches: Sequence[Match], scene: Scene) -> Scene:
    """For "two weeks after the truce of 20 May", the scene whose event is the truce."""
    for other, rule in matches:
        between = sentence.text[match.end() : other.start()]
        if other.start() < match.end() or rule.time or len(between) > _NEAR_EVENT or _STOP.search(between):
            continue
        beside = _timexes(sentence, other, rule, scene)
        if beside and beside[0].first and beside[0].first == beside[0].last:
            return replace(scene, event=(beside[0].first, beside[0].first))
    return scene


@lru_cache(maxsize=4096)
def _rules_for(kinds: int) -> tuple[tuple[int, Rule], ...]:
    """The rules that can match where these kinds of words are, with their rank."""
    return tuple((k, r) for k, r in enumerate(RULES) if (kinds & r.needs) == r.needs)


def _timexes(sentence: Sentence, match: re.Match[str], found_by: Rule, scene: Scene) -> list[Timex]:
    """One expression, or the two ends of a range."""
    offset = sentence.start
    if scene.anchor is None and found_by.relative:
        return [
            Timex(offset + match.start(), offset + match.end(), match[0], None, None, "unknown", NO_PUBLICATION_DATE)
        ]
    try:
        read: Interval | Pair | None = found_by.read(match, scene)
    except (ValueError, OverflowError):  # a calendar without that day
        read = None
    if read is None:
        return []
    anchor = scene.anchor if found_by.relative else None
    if isinstance(read, Pair):
        ends = (("first", read.first, "start"), ("second", read.second, "end"))
        return [
            Timex(
                offset + match.start(g), offset + match.end(g), match[g], *part, f"{which} of a {found_by.name}", anchor
            )
            for g, part, which in ends
        ]
    return [Timex(offset + match.start(), offset + match.end(), match[0], *read, found_by.name, anchor)]


def _with_day(timex: Timex, rule: Rule, sentence: Sentence, matches: Sequence[Match], told: _Told) -> Timex:
    """A time of day with the day that stands beside it, or the day of the event just told in the same sentence."""
    if not rule.time or timex.first is None:
        return timex
    start, end = timex.start - sentence.start, timex.end - sentence.start
    for match, other in matches:
        gap_after, gap_before = match.start() - end, start - match.end()
        if not other.time and (0 <= gap_after <= _NEAR_AFTER or 0 <= gap_before <= _NEAR_BEFORE):
            future = not told.history and speaks_of_future(sentence.text, match.start(), match.end())
            beside = _timexes(sentence, match, other, told.scene(future=future))
            if beside and beside[0].first and beside[0].first == beside[0].last:
                return Timex(
                    timex.start, timex.end, timex.text, beside[0].first, beside[0].last, "day", timex.rule, timex.anchor
                )
    return timex


def _heading_day(sentence: Sentence, matches: Sequence[Match], published: date | None) -> date | None:
    """The day of a heading that is nothing but a date ("FEBRUARY 28")."""
    if len(sentence.text) > _HEADING or published is None or not re.search(MONTH, sentence.text):
        return None
    rest = sentence.text
    for match, _ in matches:
        rest = rest.replace(match[0], "")
    if _WORD.search(rest):
        return None
    read = matches[0][1].read(matches[0][0], Scene(published, False, None))
    if read is None or isinstance(read, Pair):
        return None
    return read[0] if read[0] == read[1] and read[0] and read[0] <= published else None
