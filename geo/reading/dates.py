"""Finds calendar expressions and reads each as an interval of days, with the rule and the anchor that gave it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date

from geo.model import Timex
from geo.reading import date_relative
from geo.reading.date_rules import RULES, Interval, Rule, Scene
from geo.reading.date_words import MONTH, YEAR
from geo.reading.document import Sentence

__all__ = ["NO_PUBLICATION_DATE", "date_relative", "find_dates"]

NO_PUBLICATION_DATE = "no publication date"
#: Words that show that a verb speaks of what is to come.
_FUTURE = re.compile(
    r"\b(?:will|shall|would|due|is to|are to|were to|was to|to be|plans?|planned|planning|expect(?:ed|s)?|set to|"
    r"scheduled|"
    r"going to|about to|intends?|hopes?|begins?|starts?|opens?|leaves?|meets?|vote(?:s)? on|until|by|ahead of|"
    r"next round|"
    r"to (?:meet|hold|discuss|resume|begin|start|visit|travel|attend|return|sign|vote|open|host|arrive))\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:was|were|had|has|have|did|said|told|struck|hit|took|began|left|met|held|shot|fell|broke|came|went|fought|fled|"
    r"sent|lost|made|gave|brought|drove|blew|burnt|sank|cut|set|put|won|wrote|rose|saw|found|shut|\w{3,14}ed)\b"
)
_REPORTING = re.compile(
    r"\b(?:said|told|announced|reported|added|warned|confirmed|claimed|wrote|stated|denied)(?:\s\w+){0,2}?\s(?:on\s|late\s|early\s|late\son\s)?$"
)
#: A text with so many dates of its own long before its publication is a history.
_HISTORY_DATES = 6
_HISTORY_DAYS = 550
_OWN_YEAR = re.compile(rf"\b(?:{MONTH}\s(?:\d{{1,2}},?\s)?|in\s){YEAR}\b")
_NOT_A_DATE = re.compile(r"^\s?(?:Brigade|Division|Battalion|Regiment|Army|Corps|Resolution)")


def find_dates(text: str, sentences: Sequence[Sentence], published: date | None) -> tuple[Timex, ...]:
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
    history = _is_history(text, published)
    found: list[Timex] = []
    anchor = published
    told: tuple[date, date] | None = None
    for sentence in sentences:
        heading = _heading_day(sentence, published)
        for match, rule in _matches(sentence.text):
            future = not history and _speaks_of_future(sentence.text, match.start(), match.end())
            scene = Scene(anchor, future, told, history and anchor != published)
            timex = _timex(sentence, match, rule, scene)
            if timex is None:
                continue
            found.append(timex)
            if timex.first and timex.last and not _is_statement(sentence.text, match.start()):
                short = (timex.last - timex.first).days <= 31
                told = (timex.first, timex.last) if short else told
                if history and short and not future:
                    anchor = timex.last
        if heading:
            anchor = heading
    return tuple(found)


def _matches(text: str) -> list[tuple[re.Match[str], Rule]]:
    """Matches that do not overlap: the longer wins, then the earlier rule."""
    every = [(m, r, k) for k, r in enumerate(RULES) for m in r.pattern.finditer(text)]
    every.sort(key=lambda x: (-(x[0].end() - x[0].start()), x[2], x[0].start()))
    starts: list[int] = []
    ends: list[int] = []
    kept: list[tuple[re.Match[str], Rule]] = []
    for match, found_by, _ in every:
        at = bisect_right(starts, match.start())
        if (at and ends[at - 1] > match.start()) or (at < len(starts) and starts[at] < match.end()):
            continue
        if match.start() == match.end() or _NOT_A_DATE.match(text[match.end() : match.end() + 14]):
            continue
        starts.insert(at, match.start())
        ends.insert(at, match.end())
        kept.append((match, found_by))
    return sorted(kept, key=lambda x: x[0].start())


def _timex(sentence: Sentence, match: re.Match[str], found_by: Rule, scene: Scene) -> Timex | None:
    start, end = sentence.start + match.start(), sentence.start + match.end()
    if scene.today is None and found_by.relative:
        return Timex(start, end, match[0], None, None, "unknown", NO_PUBLICATION_DATE)
    try:
        read: Interval | None = found_by.read(match, scene)
    except (ValueError, OverflowError):  # a calendar without that day
        read = None
    if read is None:
        return None
    first, last, precision = read
    return Timex(
        start, end, match[0], first, last, precision, found_by.name, scene.today if found_by.relative else None
    )


def _speaks_of_future(text: str, start: int, end: int) -> bool:
    """Whether the verb nearest to an expression speaks of what is to come."""
    if _is_statement(text, start):
        return False
    clause = text[max(0, start - 160) : start]
    cut = max(clause.rfind(";"), clause.rfind(":"))
    clause = clause[cut + 1 :]
    future = max((m.start() for m in _FUTURE.finditer(clause)), default=-1)
    past = max((m.start() for m in _PAST.finditer(clause)), default=-1)
    if future >= 0 or past >= 0:
        between = clause[future:] if future > past else ""
        return future > past or (future >= 0 and past - future < 12 and not between)
    after = text[end : end + 80]
    later = _FUTURE.search(after)
    earlier = _PAST.search(after)
    return bool(later and (not earlier or later.start() <= earlier.start()))


def _is_statement(text: str, start: int) -> bool:
    """Whether an expression stands at the verb of saying: "said on Thursday that …"."""
    return bool(_REPORTING.search(text[max(0, start - 60) : start]))


def _heading_day(sentence: Sentence, published: date | None) -> date | None:
    """The day of a heading that is nothing but a date ("FEBRUARY 28")."""
    if len(sentence.text) > 40 or published is None:
        return None
    found = _matches(sentence.text)
    if not found:
        return None
    rest = sentence.text
    for match, _ in found:
        rest = rest.replace(match[0], "")
    if re.search(r"[^\W\d_]{2}", rest) or not re.search(MONTH, sentence.text):
        return None
    read = found[0][1].read(found[0][0], Scene(published, False, None))
    return read[0] if read and read[0] == read[1] and read[0] and read[0] <= published else None


def _is_history(text: str, published: date | None) -> bool:
    years = [int(m[0][-4:]) for m in _OWN_YEAR.finditer(text)]
    if published is None:
        return len(years) >= _HISTORY_DATES
    old = [y for y in years if (published.year - y) * 365 > _HISTORY_DAYS]
    return len(old) >= _HISTORY_DATES and len(old) * 2 > len(years)
