"""What stands around a date and bends it: early, earlier, since, until, by, for three days, for a fourth day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from geo.model import DatePrecision, EventDate, Span, Timex
from geo.reading.date_tense import speaks_of_future
from geo.reading.date_words import NUMBER, ORDINALS, month_span, number, shift_months
from geo.reading.document import Sentence

ONE = timedelta(days=1)
_PART = re.compile(
    r"\b(?:the\s)?(?:very\s)?(?P<q>early|earlier|mid|late|later|beginning|start|middle|end|first\shalf|second\shalf|rest|latter\spart)"
    r"(?:[\s-](?:of|in|on))?[\s-](?:the\s)?$",
    re.IGNORECASE,
)
#: Days of a month for its parts (first, last).
_THIRDS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31), "first half": (1, 15), "second half": (16, 31)}
#: Months of a year for its parts.
_OF_YEAR = {"early": (1, 3), "mid": (5, 8), "late": (10, 12), "first half": (1, 6), "second half": (7, 12)}
_SAME = {
    "beginning": "early",
    "start": "early",
    "earlier": "early",
    "middle": "mid",
    "end": "late",
    "later": "late",
    "rest": "late",
    "latter part": "second half",
}
_SINCE = re.compile(r"\bsince\s(?:[\w’'-]+\s){0,8}?$", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:until|till|through)\s(?:late\s|early\s|at\sleast\s)?(?:on\s|the\s)?$", re.IGNORECASE)
_BY = re.compile(r"\bby\s(?:the\s)?$", re.IGNORECASE)
_BEFORE = re.compile(r"\b(?:before|ahead\sof)\s(?:the\s)?(?:[\w’'-]+\s[\w’'-]+\sin\s)?$", re.IGNORECASE)
_INTO = re.compile(r"\b(?:night|overnight)\s(?:to|into|on)\s$", re.IGNORECASE)
_UNIT = r"(?P<u>day|night|hour|week|month|year)"
_NTH = re.compile(
    r"\b(?:a|an|the|its|their|his)\s(?P<k>second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\s(?:straight\s|consecutive\s|successive\s)?"
    r"(?:day|night)(?:\srunning|\sin\sa\srow)?\s(?:on\s)?$"
)
_FOR = re.compile(
    rf"\bfor\s(?P<n>{NUMBER})\s{_UNIT}s?,?\s(?P<w>on|from|starting|beginning|until|till|to|ending)\s(?:on\s)?$",
    re.IGNORECASE,
)
_LASTING = re.compile(rf"\b(?:(?P<n>{NUMBER})-{_UNIT}(?:-long)?|(?P<long>day|week|month|year)-?long)\b", re.IGNORECASE)
#: What is agreed for a length of time does not last that long up to the day: "a 30-day ceasefire".
_TERM = re.compile(
    r"\s(?:[\w-]+\s){0,2}?(?:truce|ceasefire|cease-fire|pause|halt|deadline|ultimatum|extension|moratorium|sentence|term|plan|deal|"
    r"period|notice|agreement|mandate|trial|window|lull)s?\b",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\b(?:end(?:ed|s|ing)|conclud(?:ed|es)|complet(?:ed|es)|finish(?:ed|es)|wrapped\sup|wound\sup|closed|after|following)\b",
    re.IGNORECASE,
)
_AFTER = re.compile(r"\b(?:after|following)\s(?:a|an|the)\s$")
_BEGINS = re.compile(r"\b(?:beg[ai]ns?|started|starts|opened|opens|launched|launches|hold|holds|from)\b", re.IGNORECASE)
#: A duration governs a date at most so far away (characters).
_REACH = 120


@dataclass(frozen=True, slots=True)
class Phrase:
    """An expression, or both ends of a range, with the days it stands for before its surroundings are weighed."""

    start: int
    end: int
    first: date
    last: date
    precision: DatePrecision
    rule: str
    anchor: date | None

    @property
    def is_current(self) -> bool:
        """Whether it is "this week", "this month" …"""
        return self.rule.startswith("this, last or next")


def phrase_of(own: Timex, mine: Sequence[Timex], sentence: Sentence) -> Phrase | None:
    """The phrase that an expression belongs to: alone, or as one end of a range; None where it has no days."""
    k = next(i for i, d in enumerate(mine) if d is own)
    a = b = own
    if "start of a " in own.rule and k + 1 < len(mine):
        b = mine[k + 1]
    elif "end of a " in own.rule and k:
        a = mine[k - 1]
    else:
        a, b = _and_again(own, k, mine, sentence)
    if not (a.first and a.last and b.first and b.last):
        return None
    first, last = min(a.first, b.first), max(a.last, b.last)
    if a is b:
        return Phrase(own.start, own.end, first, last, own.precision, own.rule, own.anchor)
    return Phrase(
        a.start, b.end, first, last, "range", own.rule.replace("start of a ", "").replace("end of a ", ""), own.anchor
    )


def _and_again(own: Timex, k: int, mine: Sequence[Timex], sentence: Sentence) -> tuple[Timex, Timex]:
    """One phrase of two days: "on Tuesday and again on Wednesday"."""
    for i, j in ((k, k + 1), (k - 1, k)):
        if i < 0 or j >= len(mine) or mine[i].precision != "day" or mine[j].precision != "day":
            continue
        between = sentence.text[mine[i].end - sentence.start : mine[j].start - sentence.start]
        if re.fullmatch(r"\s(?:and|or)(?:\s(?:again|also|then))?(?:\son)?\s(?:the\s)?", between):
            return mine[i], mine[j]
    return own, own


def event_date(
    own: Timex, mine: Sequence[Timex], sentence: Sentence, trigger: Span, *, upto: date | None, future: bool
) -> EventDate:
    """The days of an event that an expression dates, with what stands around the expression.

    Parameters
    ----------
    own
        The expression that dates the event.
    mine
        All expressions of the sentence, in their order.
    sentence
        The sentence.
    trigger
        The words that name the event.
    upto
        The day that "since" runs to: that of publication, or of the entry.
    future
        Whether the event is still to come.
    """
    published = upto
    phrase = phrase_of(own, mine, sentence)
    if phrase is None:
        return EventDate(expression=own.text, rule=own.rule, anchor=own.anchor)
    at = phrase.start - sentence.start
    before = sentence.text[max(0, at - 90) : at]
    text = sentence.text[at : phrase.end - sentence.start]
    if phrase.is_current:
        future = future or speaks_of_future(sentence.text, at, phrase.end - sentence.start)
    if found := _with_duration(phrase, before, text, sentence, trigger):
        return found
    if phrase.rule == "overnight":
        phrase = _night(phrase, mine)
    elif _INTO.search(before) and phrase.first == phrase.last:
        return EventDate(
            phrase.first - ONE, phrase.last, "range", f"night to {text}", "the night to a day", phrase.anchor
        )
    narrowed, words = _narrowed(phrase, before, published, future=future)
    before = before[: len(before) - len(words)] if words else before
    if lead := _SINCE.search(before):
        inside = phrase.start - len(lead[0]) - len(words) <= trigger.start < phrase.start
        if inside or (
            re.match(r",?\swhen\s", sentence.text[phrase.end - sentence.start :]) and trigger.start > phrase.end
        ):
            before = ""  # "since leaving on July 17", "since Thursday, when guards fired": the day of that act
    return _bounded(narrowed, before, f"{words}{text}", mine, published=published, future=future)


def _narrowed(phrase: Phrase, before: str, published: date | None, *, future: bool) -> tuple[Phrase, str]:
    """The part of a unit that "early", "mid-", "the end of" pick, and these words."""
    part = _PART.search(before)
    first, last, words = phrase.first, phrase.last, ""
    if part and phrase.precision in ("week", "month", "year", "season") and "week of" not in phrase.rule:
        words = part[0]
        q = " ".join(part["q"].lower().split())
        holds = published is not None and first <= published <= last
        which = _SAME.get(q, q)
        if holds and phrase.is_current and published and q in ("earlier", "early", "later", "rest"):
            first, last = (first, published) if q in ("earlier", "early") else (published, last)
        elif phrase.precision == "month":
            low, high = _THIRDS[which]
            first, last = first.replace(day=low), first.replace(day=min(high, last.day))
        elif phrase.precision == "year":
            low, high = _OF_YEAR[which]
            first, last = date(first.year, low, 1), month_span(first.year, high)[1]
        return _changed(phrase, first, last), words
    if published and first < published < last and (future or phrase.is_current) and phrase.precision != "range":
        first, last = (published, last) if future else (first, published)
        return _changed(phrase, first, last, phrase.precision), ""
    return phrase, ""


def _changed(phrase: Phrase, first: date, last: date, precision: DatePrecision = "range") -> Phrase:
    return Phrase(phrase.start, phrase.end, first, last, precision, phrase.rule, phrase.anchor)


def _bounded(
    phrase: Phrase, before: str, text: str, mine: Sequence[Timex], *, published: date | None, future: bool
) -> EventDate:
    """With "since", "until", "by", "before" in front of it."""
    first, last, rule = phrase.first, phrase.last, phrase.rule
    if (lead := _SINCE.search(before)) and published and first <= published and not future:
        return EventDate(first, published, "range", f"{lead[0]}{text}", f"since {rule}", published)
    if lead := _UNTIL.search(before):
        text = f"{lead[0]}{text}"
        if published and future and last >= published:
            return EventDate(published, last, "range", text, f"until {rule}", published)
        begun = next(
            (d for d in mine if d.end <= phrase.start and d.first and d.precision == "day" and d.first < last), None
        )
        if begun and begun.first:
            return EventDate(begun.first, last, "range", f"{begun.text} ... {text}", f"until {rule}", phrase.anchor)
    if (lead := _BY.search(before)) and published:
        text = f"{lead[0]}{text}"
        if future and last >= published:
            return EventDate(published, last, "range", text, f"by {rule}", published)
        return EventDate(None, last, "on_or_before", text, f"by {rule}", published)
    if (lead := _BEFORE.search(before)) and published and future and last > published:
        return EventDate(published, last, "range", f"{lead[0]}{text}", f"before {rule}", published)
    return EventDate(first, last, phrase.precision, text, rule, phrase.anchor)


def _night(phrase: Phrase, mine: Sequence[Timex]) -> Phrase:
    """The night that ends on the day beside which "overnight" stands."""
    for other in mine:
        gap = min(abs(other.start - phrase.end), abs(phrase.start - other.end))
        if other.precision == "day" and other.first and gap <= 16 and other.rule != "time of day":
            return Phrase(phrase.start, phrase.end, other.first - ONE, other.first, "range", "overnight", other.anchor)
    return phrase


def _with_duration(phrase: Phrase, before: str, text: str, sentence: Sentence, trigger: Span) -> EventDate | None:
    """With a length of time: "for two days on Saturday", "for a third day on Monday", "a week-long drive on Sunday"."""
    if phrase.precision not in ("day", "range"):
        return None
    if m := _NTH.search(before):
        begun = phrase.last - (ORDINALS[m["k"]] - 1) * ONE
        return EventDate(begun, phrase.last, "range", f"{m[0]}{text}", f"{phrase.rule}, counted back", phrase.anchor)
    if m := _FOR.search(before):
        ending = m["w"].lower() in ("until", "till", "to", "ending")
        return _stretched(phrase, m["n"], m["u"], back=ending, text=f"{m[0]}{text}")
    if phrase.first != phrase.last:
        return None
    at = phrase.start - sentence.start
    low = max(0, at - _REACH)
    around = sentence.text[low : at + _REACH]
    for m in _LASTING.finditer(around):
        lead = around[max(0, m.start() - 40) : m.start()]
        if _TERM.match(around, m.end()):
            continue
        n, unit = (m["n"] or "one"), (m["u"] or m["long"])
        if _AFTER.search(lead) and trigger.start < sentence.start + low + m.start():
            continue  # "reopened on Wednesday after a three-week closure"
        ends = _ENDS.search(lead) or _ENDS.search(around[m.end() : m.end() + 40].split(",")[0])
        if ends:
            return _stretched(phrase, n, unit, back=True, text=f"{m[0]} ... {text}")
        if _BEGINS.search(lead) or before.endswith("from "):
            return _stretched(phrase, n, unit, back=False, text=f"{m[0]} ... {text}")
    return None


def _stretched(phrase: Phrase, n: str, unit: str, *, back: bool, text: str) -> EventDate | None:
    """So many units that end, or begin, with a day; the day itself counts."""
    count, unit = number(n), unit.lower()
    if not 0 < count <= 400:
        return None
    if unit in ("month", "year"):
        months = count * (12 if unit == "year" else 1)
        first, last = (
            (shift_months(phrase.last, -months), phrase.last)
            if back
            else (phrase.first, shift_months(phrase.first, months))
        )
    else:
        days = count // 24 if unit == "hour" else count * (7 if unit == "week" else 1) - 1
        first, last = (phrase.last - days * ONE, phrase.last) if back else (phrase.first, phrase.first + days * ONE)
    how = "counted back" if back else "counted on"
    return EventDate(first, last, "day" if first == last else "range", text, f"{phrase.rule}, {how}", phrase.anchor)
