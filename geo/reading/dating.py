"""Which of the dates in a text dates an event: its own clause first, then the scene, then the publication day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from geo.model import EventDate, Span, Timex
from geo.reading.dates import NO_PUBLICATION_DATE, _is_statement
from geo.reading.document import Sentence

_CLAUSE = re.compile(
    r"[;:]|,\s(?:and|but|while|which|who|where|after|before|when|as)\b|\s(?:after|before|while|when|but)\s|,"
)
_SINCE = re.compile(r"\b(?:since|from)\s(?:(?:at\sleast|late|early|mid)\s)?(?:on\s|the\s)?$", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:until|till|through)\s(?:on\s|the\s)?$", re.IGNORECASE)
_BY = re.compile(r"\bby\s(?:the\s)?$", re.IGNORECASE)
_BEFORE = re.compile(r"\b(?:before|ahead\sof)\s(?:the\s)?$", re.IGNORECASE)
_AFTER_SAID = re.compile(r",\s[^,.;]{0,60}\b(?:said|told|reported|announced|added|wrote)\b[^,.;]{0,30}$")
_SCENE = re.compile(
    r"^(?:The|It|He|She|They|His|Her|Their|Its|Another|A second|Two others|Both|One of|In the same|At the same|Nearby|"
    r"Also)\b"
)
ONE = timedelta(days=1)


def date_event(
    sentence: Sentence,
    trigger: Span,
    dates: Sequence[Timex],
    *,
    published: date | None,
    future: bool,
    perfect: bool,
    previous: EventDate | None,
) -> EventDate:
    """The interval of an event, with the phrase and the rule that gave it.

    Parameters
    ----------
    sentence
        The sentence that tells of it.
    trigger
        The words that name the event, as offsets into the article.
    dates
        The calendar expressions of the article.
    published
        Publication day; None leaves relative dates open.
    future, perfect
        Whether the verb speaks of what is to come, or of what "has" happened.
    previous
        The date of the event told just before in the same paragraph.
    """
    mine = [d for d in dates if sentence.start <= d.start < sentence.end]
    own, said = _own(sentence, trigger, mine)
    if own is not None:
        return _widened(sentence, own, published=published, future=future)
    if said is not None:
        return _upper(said, f"the statement's own date: {said.rule}")
    if published is None:
        open_date = mine[0] if mine else None
        return EventDate(expression=open_date.text if open_date else None, rule=NO_PUBLICATION_DATE)
    if future:
        return (
            EventDate(published, None, "unknown", None, "planned, no day named", published)
            if False
            else EventDate(rule="planned, no day named", anchor=published)
        )
    if previous is not None and previous.expression and not perfect and _SCENE.match(sentence.text):
        return replace(previous, rule=f"the scene goes on: {previous.rule}")
    return EventDate(None, published, "on_or_before", None, "no date named: on or before publication", published)


def _own(sentence: Sentence, trigger: Span, mine: Sequence[Timex]) -> tuple[Timex | None, Timex | None]:
    """The expression that dates the event, and the one that dates only the statement."""
    best: tuple[float, Timex] | None = None
    said: Timex | None = None
    for timex in mine:
        at = timex.start - sentence.start
        if _is_statement(sentence.text, at) or _AFTER_SAID.search(sentence.text[max(0, at - 110) : at]):
            said = said or timex
            continue
        a, b = sorted((timex.start, trigger.start))
        between = sentence.text[a - sentence.start : b - sentence.start]
        cost = len(between) + 40 * len(_CLAUSE.findall(between))
        if timex.precision == "year":
            cost += 30
        if best is None or cost < best[0]:
            best = (cost, timex)
    return (best[1] if best else None), said


def _upper(timex: Timex, why: str) -> EventDate:
    if timex.last is None:
        return EventDate(expression=timex.text, rule=timex.rule)
    return EventDate(None, timex.last, "on_or_before", timex.text, why, timex.anchor)


def _widened(sentence: Sentence, timex: Timex, *, published: date | None, future: bool) -> EventDate:
    """The interval of an expression with the "since", "until" or "by" before it."""
    at = timex.start - sentence.start
    before = sentence.text[max(0, at - 24) : at]
    first, last, rule, text = timex.first, timex.last, timex.rule, timex.text
    if first is None or last is None:
        return EventDate(expression=text, rule=rule, anchor=timex.anchor)
    lead = next((m[0].strip() for p in (_SINCE, _UNTIL, _BY, _BEFORE) if (m := p.search(before))), "")
    text = f"{lead} {text}".strip()
    if _SINCE.search(before) and "since" in lead.lower() and published and first <= published:
        return EventDate(first, published, "range", text, f"since {rule}", published)
    if _UNTIL.search(before) and published and future and last >= published:
        return EventDate(published, last, "range", text, f"until {rule}", published)
    if _BY.search(before) and published:
        if future and last >= published:
            return EventDate(published, last, "range", text, f"by {rule}", published)
        return EventDate(None, last, "on_or_before", text, f"by {rule}", published)
    if _BEFORE.search(before) and published and future and first > published:
        return EventDate(published, first, "range", text, f"before {rule}", published)
    return EventDate(first, last, timex.precision, text, rule, timex.anchor)
