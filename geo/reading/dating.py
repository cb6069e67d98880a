"""Which of the dates in a text dates an event: its own clause first, then the scene, then the publication day."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from geo.model import EventDate, Span, Timex
from geo.reading.date_frames import HEADING, PERIOD, frame_before
from geo.reading.date_qualifiers import event_date
from geo.reading.date_tense import is_statement
from geo.reading.date_words import NUMBER, make, number
from geo.reading.dates import NO_PUBLICATION_DATE
from geo.reading.document import Sentence

_CLAUSE = re.compile(
    r"[;:]|,\s(?:and|but|while|which|who|where|after|before|when|as)\b|\s(?:after|before|while|when|but)\s|\sand\s(?=\w{3,14}ed\b)|,"
)
#: "its third since August", "the largest since 2022": since then nothing like it, not since then.
_NOT_SINCE = re.compile(
    r"\b(?:first|second|third|fourth|fifth|sixth|seventh|\w{3,12}est|most|only|highest|worst)\b[^,.;]{0,60}?\b(?P<p>since)\b[^,.;]{0,50}$",
    re.IGNORECASE,
)
_DENIES = re.compile(r"\b(?:den(?:y|ies|ied)|not\sconfirmed)\b", re.IGNORECASE)
#: A sentence that goes to another place leaves the scene of the one before.
_ELSEWHERE = re.compile(
    r"(?:In|At|Near|Over|Outside|Around|Off)\s(?:(?:the|neighbouring|nearby|occupied)\s)?[^\Wa-z\d_]"
)
#: "two days after the truce was signed": counted from that, which is told behind it.
_COUNTED = re.compile(rf"(?P<n>{NUMBER}|the)\s(?P<u>day|week)s?\s(?P<w>after|before)", re.IGNORECASE)
#: "for the second time in five days after …": how often, not when.
_WITHIN = re.compile(r"\b(?:in|within)\s(?:the\s)?$", re.IGNORECASE)
_EVER_SINCE = re.compile(r"\bever\ssince\b(?!\s\w)", re.IGNORECASE)
_CLAUSE_FOLLOWS = re.compile(r"\s(?!(?:and|but|in|on|at|near|with|when)\b)\w")
_WHEN = re.compile(r",?\swhen\s")
TIME_OF_DAY = "time of day"
ONE = timedelta(days=1)
#: What the distance between a date and the words of an event costs (characters).
_PER_CLAUSE, _YEAR_COST = 40, 30


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
    low, high = (bisect_left(dates, at, key=lambda d: d.start) for at in (sentence.start, sentence.end))
    mine = list(dates[low:high])
    frame = frame_before(dates, sentence.start)
    own, said = _own(sentence, trigger, mine, published, future=future)
    if own is not None and own.rule != TIME_OF_DAY:
        if (counted := _counted(own, trigger, mine, sentence)) is not None:
            return counted
        own = _ahead(own, published) if future else own
        mine = [own if d.start == own.start else d for d in mine]
        upto = frame[0].first if frame and frame[0].rule.startswith(HEADING) else published
        return event_date(own, mine, sentence, trigger, upto=upto, future=future)
    if said is not None and not future:
        return _upper(said, f"the statement's own date: {said.rule}")
    if published is None:
        open_date = mine[0] if mine else None
        return EventDate(expression=open_date.text if open_date else None, rule=NO_PUBLICATION_DATE)
    if future:
        return EventDate(rule="planned, no day named", anchor=published)
    found = _inherited(sentence, frame, previous, published, perfect=perfect and own is None)
    if own is None or (found.expression and found.first):
        return found
    return EventDate(own.first, own.last, own.precision, own.text, own.rule, own.anchor)


def _inherited(
    sentence: Sentence, frame: tuple[Timex, ...], previous: EventDate | None, published: date, *, perfect: bool
) -> EventDate:
    """The date of an event that names none: its scene's, its heading's, or at the latest that of publication."""
    none = EventDate(None, published, "on_or_before", None, "no date named: on or before publication", published)
    if _DENIES.search(sentence.text):
        return none
    if previous is not None and previous.first and _EVER_SINCE.search(sentence.text):
        return EventDate(previous.first, published, "range", "ever since", "since the event just told", published)
    if previous is not None and not perfect and _goes_on(previous, sentence, published):
        told = previous.rule.removeprefix("the scene goes on: ")
        return replace(previous, rule=f"the scene goes on: {told}")
    if not frame or frame[-1].last is None:
        return none
    first, last = frame[0].first, frame[-1].last
    text = " ... ".join(d.text for d in frame)
    rule = frame[-1].rule.removeprefix(HEADING).removeprefix(PERIOD).removeprefix("end of a ")
    if perfect:
        last = last if frame[-1].rule.startswith(HEADING) else published
        return EventDate(None, last, "on_or_before", None, f"no date named: on or before {last}", published)
    kind = "the heading" if frame[-1].rule.startswith(HEADING) else "the reporting period"
    precision = frame[-1].precision if len(frame) == 1 else "range"
    return EventDate(first, last, precision, text, f"{kind}: {rule}", frame[-1].anchor)


def _goes_on(previous: EventDate, sentence: Sentence, published: date) -> bool:
    """Whether a sentence without a date stays in the scene of the one before it."""
    if not previous.expression or previous.last is None or previous.last > published or _ELSEWHERE.match(sentence.text):
        return False
    return not previous.rule.removeprefix("the scene goes on: ").startswith(("since ", "the heading", "the reporting"))


def _own(
    sentence: Sentence, trigger: Span, mine: Sequence[Timex], published: date | None, *, future: bool
) -> tuple[Timex | None, Timex | None]:
    """The expression that dates the event, and the one that dates only the statement."""
    best: tuple[tuple[bool, float], Timex] | None = None
    said: Timex | None = None
    for timex in mine:
        at = timex.start - sentence.start
        if is_statement(sentence.text, at, timex.end - sentence.start):
            said = said or timex
            continue
        if (since := _NOT_SINCE.search(sentence.text, max(0, at - 130), at)) and not (
            sentence.start + since.end("p") <= trigger.start < timex.start
        ):
            continue
        a, b = sorted((timex.start, trigger.start))
        b = max(b, trigger.end if a == timex.start else b)
        between = sentence.text[a - sentence.start : b - sentence.start]
        breaks = len(_CLAUSE.findall(between))
        if _WHEN.match(sentence.text, timex.end - sentence.start) and trigger.start > timex.start:
            breaks -= 1  # "since Thursday, when guards fired"
        later = published and timex.first and timex.first > published
        if breaks and not future and later and not (_base(timex, mine) and _counts_back(timex, trigger, sentence)):
            continue  # what was is not dated by what is to come, told in another clause
        cost = (
            timex.rule == TIME_OF_DAY,
            len(between) + _PER_CLAUSE * breaks + _YEAR_COST * (timex.precision == "year"),
        )
        if best is None or cost < best[0]:
            best = (cost, timex)
    return (best[1] if best else None), said


def _counts_back(timex: Timex, trigger: Span, sentence: Sentence) -> bool:
    """Whether what is told behind "a day after" is what an expression counts from, not what it dates."""
    return bool(
        trigger.start >= timex.end
        and _COUNTED.fullmatch(timex.text)
        and _CLAUSE_FOLLOWS.match(sentence.text, timex.end - sentence.start)
        and not _WITHIN.search(sentence.text, 0, timex.start - sentence.start)
    )


def _base(timex: Timex, mine: Sequence[Timex]) -> Timex | None:
    """The day before an expression, from which it counts."""
    return next((d for d in reversed(mine) if d.end <= timex.start and d.precision == "day"), None)


def _counted(own: Timex, trigger: Span, mine: Sequence[Timex], sentence: Sentence) -> EventDate | None:
    """For "on Tuesday, two days after a truce was signed", the day of the signing."""
    found = _COUNTED.fullmatch(own.text)
    if not found or not _counts_back(own, trigger, sentence):
        return None
    base = _base(own, mine)
    if base is None or base.first is None:
        return None
    days = (1 if found["n"].lower() == "the" else number(found["n"])) * (7 if found["u"].lower() == "week" else 1)
    day = base.first - days * ONE if found["w"].lower() == "after" else base.first + days * ONE
    return EventDate(day, day, "day", f"{base.text} ... {own.text}", f"{own.rule}, from {base.rule}", base.anchor)


def _ahead(timex: Timex, published: date | None) -> Timex:
    """A weekend, weekday, day or month that was read as past, for an event that is to come."""
    first, last = timex.first, timex.last
    if published is None or first is None or last is None or last >= published:
        return timex
    if timex.rule == "weekend" or (timex.rule == "weekday" and (published - last).days < 7):
        return replace(timex, first=first + 7 * ONE, last=last + 7 * ONE)
    if timex.rule in ("month", "date without year", "season") and (published - last).days < 366:
        a, b = make(first.year + 1, first.month, first.day), make(last.year + 1, last.month, last.day)
        return replace(timex, first=a, last=b) if a and b else timex
    return timex


def _upper(timex: Timex, why: str) -> EventDate:
    if timex.last is None:
        return EventDate(expression=timex.text, rule=timex.rule)
    return EventDate(None, timex.last, "on_or_before", timex.text, why, timex.anchor)
