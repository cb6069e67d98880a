"""Dates that frame a stretch of text: a heading that is a day, or the period that a bulletin says it covers.

What names no day of its own below them has theirs. A frame is told by the prefix of its rule.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from geo.model import Timex
from geo.reading.document import Sentence

HEADING = "heading: "
PERIOD = "reporting period: "
#: A bulletin is recognised by its first lines (number of lines with text in them).
_HEAD_LINES = 2
#: The opening of a body is its first sentences.
_OPENING = 4
#: So many lines that begin with a bullet or a label make a list.
_LIST_LINES = 3
_REPORT = re.compile(
    r"\b(?:report(?:ing)?|bulletin|summary|update|snapshot|overview|log|period|cover(?:s|ing)|week of|digest|"
    r"assessment|brief(?:ing)?|monitoring|sitrep|situation|incidents|diary|what happened|events of|review|tally|"
    r"round-?up)\b",
    re.IGNORECASE,
)
_COVERS = re.compile(
    r"\b(?:(?:report|bulletin|update|summary|overview|document)\s(?:covers|covering|for|describes)|reporting\speriod|period\s(?:covered|under\sreview))\b",
    re.IGNORECASE,
)
_LOG_OF = re.compile(
    r"\b(?:log|events|incidents|diary|tally|record|report|summary)\s(?:of|for|on)\s(?:the\s)?$", re.IGNORECASE
)
_ITEM = re.compile(r"\s{0,4}(?:[-–•*·▪►.]\s|[^\W\d_][\w’' ()-]{2,40}(?::|\.)\s|\d{1,2}[.:]\d\d\b)")
#: "16 July, Mpeketoni: …"
_LABELS = re.compile(r"(?:,\s[^\W\d_][^:.\n]{1,40})?:\s")
_WORD = re.compile(r"[^\W\d_]{2}")
_LED_BY = re.compile(r"\s*(?:on\s|over\s|during\s|in\s)?$", re.IGNORECASE)
_DAY_HOURS = re.compile(r"\b(?:24\shours|day|night)\b", re.IGNORECASE)


def mark_frames(text: str, sentences: Sequence[Sentence], found: Sequence[Timex]) -> Timeline:
    """The expressions of a text, those that frame what follows with a prefix to their rule.

    Parameters
    ----------
    text
        The article.
    sentences
        Its sentences, in their order.
    found
        Its expressions, in their order.
    """
    out = list(found)
    starts = [t.start for t in found]
    listed = _is_list(text)
    paragraphs = sorted({s.paragraph for s in sentences})[: _HEAD_LINES + 1]
    for sentence in sentences:
        here = range(bisect_left(starts, sentence.start), bisect_left(starts, sentence.end))
        if not here:
            continue
        prefix = _prefix(sentence, [found[k] for k in here], text, listed=listed, paragraphs=paragraphs)
        for k in _chosen(prefix, here, found, sentence):
            out[k] = replace(found[k], rule=prefix + found[k].rule)
    return Timeline(out)


def _prefix(sentence: Sentence, dates: list[Timex], text: str, *, listed: bool, paragraphs: list[int]) -> str:
    """The kind of frame that a sentence's dates make, or nothing."""
    opens_line = sentence.start == 0 or text[sentence.start - 1] == "\n"
    if opens_line and len(sentence.text) <= 60 and dates[0].precision == "day" and _only_dates(sentence, dates):
        return HEADING
    if opens_line and dates[0].precision == "day" and _LABELS.match(text, dates[0].end) and _leads(dates[0], sentence):
        return HEADING
    head = sentence.paragraph in paragraphs[:_HEAD_LINES] and sentence.index <= _OPENING
    if _COVERS.search(sentence.text):
        return PERIOD
    if head and _REPORT.search(sentence.text) and _is_stretch(dates, sentence):
        return PERIOD
    if sentence.text.endswith(":") and dates[0].rule == "past days" and _leads(dates[0], sentence):
        return PERIOD
    if opens_line and sentence.index <= _OPENING and sentence.paragraph in paragraphs and _leads(dates[0], sentence):
        past = dates[0].rule == "past days" and _DAY_HOURS.search(dates[0].text)
        return PERIOD if past or (listed and dates[0].precision == "day" and dates[0].last) else ""
    return ""


def _chosen(prefix: str, here: range, found: Sequence[Timex], sentence: Sentence) -> list[int]:
    """Which of a sentence's expressions are the frame."""
    if not prefix:
        return []
    for k in here:
        if found[k].rule.startswith("start of a ") and k + 1 in here:
            return [k, k + 1]
    if prefix == HEADING:
        return [here[0]]
    for k in here:
        before = sentence.text[: found[k].start - sentence.start]
        if found[k].rule == "past days" or _LOG_OF.search(before):
            return [k]
    return [here[0]]


def _is_stretch(dates: Sequence[Timex], sentence: Sentence) -> bool:
    """Whether a head names a period ("1 to 7 June", "the previous 24 hours") or a log's day, not just its own day."""
    return any(
        d.rule.startswith("start of a ")
        or (d.rule == "past days" and d.first)
        or bool(_LOG_OF.search(sentence.text[: d.start - sentence.start]))
        for d in dates
    )


def _leads(found: Timex, sentence: Sentence) -> bool:
    return bool(_LED_BY.match(sentence.text, 0, found.start - sentence.start)) and bool(
        _LED_BY.fullmatch(sentence.text[: found.start - sentence.start])
    )


def _only_dates(sentence: Sentence, dates: Sequence[Timex]) -> bool:
    rest, at = [], 0
    for found in dates:
        rest.append(sentence.text[at : found.start - sentence.start])
        at = found.end - sentence.start
    rest.append(sentence.text[at:])
    return not _WORD.search(" ".join(rest))


def _is_list(text: str) -> bool:
    return sum(bool(_ITEM.match(line)) for line in text.split("\n")[:80]) >= _LIST_LINES


class Timeline(tuple[Timex, ...]):
    """The expressions of a text in their order; it knows which of them are frames."""

    @cached_property
    def frames(self) -> tuple[int, ...]:
        """Numbers of those that frame what follows, in their order."""
        return tuple(k for k, found in enumerate(self) if found.rule.startswith((HEADING, PERIOD)))


def frame_before(dates: Sequence[Timex], at: int) -> tuple[Timex, ...]:
    """The frame that holds at an offset: one expression, the two ends of a range, or nothing."""
    frames = (dates if isinstance(dates, Timeline) else Timeline(dates)).frames
    before = bisect_left(frames, bisect_left(dates, at, key=lambda d: d.start))
    if not before:
        return ()
    k = frames[before - 1]
    both = k and dates[k].rule.startswith(f"{PERIOD}end of a ")
    return (dates[k - 1], dates[k]) if both else (dates[k],)
