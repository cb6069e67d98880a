"""Sentences that must not be shown or published unasked: graphic ones, and those that expose people who were harmed.

One sentence at a time, in English, by the words of ``data/lexicons/sensitive.csv``: a word says so by itself (graphic,
sexual_violence, torture), or with another one (a child and harm; a prisoner and how they are treated or shown; the
name of a private person and what was done to them). It errs on the side of marking; a person has the last word.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from geo.model import SENSITIVE as REASONS
from geo.settings import DATA

if TYPE_CHECKING:
    from geo.model import Report


#: These words alone say it.
_ALONE = ("graphic", "sexual_violence", "torture")
#: Between a prisoner and what is done to them stand at most so many words.
_NEAR = 8
#: And between a part of a body and what maimed it.
_BESIDE = 3
#: Who is younger is a child.
_GROWN_UP = 18
_NUMBERS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
_AGES = {word: number for number, word in enumerate(_NUMBERS.split(), start=1)}
#: So much of what an imported row tells is looked at, in characters; a sentence that was read is never longer.
_LOOKED_AT = 10_000
_AGE = re.compile(
    r"\b(?P<before>\d{1,2}|[a-z]{3,9})[ -](?:year|month|week|day)s?[ -]old\b"
    r"|\baged? (?P<after>\d{1,2}|[a-z]{3,9})\b(?! (?:per|and over))"
    r"|\b(?:boy|girl|son|daughter|brother|sister)s? of (?P<of>\d{1,2}|[a-z]{3,9})\b"
)
_WORD = re.compile(r"[^\W\d_]+")
#: A word of a listed phrase, with its "*".
_PART = re.compile(rf"{_WORD.pattern}\*?")
_CAPITAL = r"[A-Z][^\W\d_]+(?:['’-][^\W\d_]+)*"
#: Two to four words in capitals, an initial or a particle among them.
_NAME = re.compile(rf"\b{_CAPITAL}(?: (?:[A-Z]\.|al|el|bin|ibn|abu|van|von|de|da|dos)){{0,2}}(?: {_CAPITAL}){{1,2}}")
#: "Dayton, 42, of Woodbridge": one name and an age.
_MONTH = r"(?!Jan|Feb|Mar|Apr|May\b|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_AGED = re.compile(rf"\b{_MONTH}{_CAPITAL},? \(?(?:aged )?\d{{1,2}}\)?,")
#: What may stand between a name and what was done: an age, or what the person was.
_ASIDE = r"(?:,? \(?(?:aged )?\d{1,2}\)?,?)?(?:, (?:an? |the |who |of )[^,.;]{1,60},)?"
_BE = r"(?: (?:was|were|is|are|has been|had been|have been|being|got))?(?: (?:also|later|badly|fatally|seriously))?"
_NOT_BEFORE = r"(?!(?:near|from|with|during|around|outside|inside|for|and|when|after|before|into|over|across|under)\b)"
_WHOM = rf"(?: (?:the|an?|his|her|their|its|one|local|young)){{0,2}}(?: {_NOT_BEFORE}[a-z-]{{3,20}}){{0,3}}"


@lru_cache(maxsize=32)
def _listed(name: str) -> tuple[str, ...]:
    with (DATA / "lexicons" / "sensitive.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(word for row in csv.DictReader(lines) if row["class"] == name for word in row["words"].split("|"))


@lru_cache(maxsize=32)
def _words(name: str) -> re.Pattern[str]:
    """What finds the words of a class in a sentence in small letters."""
    forms = [_form(word) for word in sorted(_listed(name), key=len, reverse=True)]
    return re.compile(rf"\b(?:{'|'.join(forms)})\b")


def _form(word: str) -> str:
    """A word or phrase as a pattern: "*" at its end stands for any ending, by itself for up to three words."""
    parts = [rf"{re.escape(part[:-1])}\w{{0,12}}" if part[-1:] == "*" else re.escape(part) for part in word.split()]
    parts = [r"\S{1,30}(?: \S{1,30}){0,2}" if part == r"\w{0,12}" else part for part in parts]
    return " ".join(parts)


#: The classes one of which every sensitive sentence holds.
_NEEDED = (*_ALONE, "harm", "prisoner", "harmed", "dies", "harms", "bereaved", "among", "blood", "maiming")


@lru_cache(maxsize=1)
def any_words() -> str:
    """A pattern for a quick first look at many texts in small letters: where it finds nothing, nothing is marked."""
    exact, stems = (sorted({word for name in _NEEDED for word in _telling(name)[k]}) for k in (0, 1))
    return rf"\b(?:{'|'.join(exact)})\b|\b(?:{'|'.join(stems)})"


#: Words that stand in nearly every sentence: none of them tells a phrase from others.
_SAID_OFTEN = (
    "a after among an and are as at been both by for found from had has he her him himself his in into is left lost "
    "make men of on one out set she taken that the their them themselves they to took until used was were who with"
)
_COMMON = frozenset(_SAID_OFTEN.split())


@lru_cache(maxsize=32)
def _telling(name: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Of each word or phrase of a class the one word without which it is not there: whole words, and beginnings."""
    told = [_most_telling(one) for one in _listed(name)]
    return frozenset(word for word in told if word[-1] != "*"), tuple(sorted({w[:-1] for w in told if w[-1] == "*"}))


def _most_telling(phrase: str) -> str:
    """The longest word of a phrase that is not among the common ones; "*" at its end stands for any ending."""
    parts: list[str] = _PART.findall(phrase)
    return max(parts, key=lambda one: (one not in _COMMON, len(one.rstrip("*"))))


class _Sentence:
    """A sentence in small letters, and which classes of words it holds; asked for at most once each."""

    def __init__(self, text: str) -> None:
        self.low = text.lower()
        self.words = frozenset(_WORD.findall(self.low))
        self.text = text if len(text) == len(self.low) else self.low  # a letter grew: offsets must hold in both

    def may_hold(self, name: str) -> bool:
        exact, stems = _telling(name)
        return not exact.isdisjoint(self.words) or (bool(stems) and any(one.startswith(stems) for one in self.words))

    def holds(self, name: str) -> bool:
        return self.may_hold(name) and _words(name).search(self.low) is not None

    def spans(self, name: str) -> list[tuple[int, int]]:
        return [found.span() for found in _words(name).finditer(self.low)] if self.may_hold(name) else []


@lru_cache(maxsize=20_000)
def reasons(sentence: str) -> tuple[str, ...]:
    """Why `sentence` is sensitive, of ``REASONS``; empty where it is not."""
    told = _Sentence(" ".join(sentence[:_LOOKED_AT].split()).replace("’", "'"))
    if not any(told.may_hold(name) for name in _NEEDED):
        return ()
    if told.may_hold("innocent"):
        told.low = _words("innocent").sub(lambda found: "-" * len(found.group()), told.low)
    found = {name for name in _ALONE if told.holds(name)}
    if _is_bloody(told):
        found.add("graphic")
    if (found or told.holds("harm")) and _is_of_children(told):
        found.add("child")
    if _are_treated(told):
        found.add("prisoner")
    if _names_victim(told):
        found.add("victim_named")
    return tuple(name for name in REASONS if name in found)


def of_report(report: Report, text: str) -> tuple[str, ...]:
    """Why the sentences of `report`, of an article with this `text`, are sensitive: a person's word, else by rules."""
    if report.sensitive is not None:
        return report.sensitive
    spans = (report.evidence, *report.evidence_more)
    return together(reasons(text[span.start : span.end]) for span in spans)


def together(found: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """All reasons of several sentences, each once."""
    said = {reason for one in found for reason in one}
    return tuple(name for name in REASONS if name in said)


def _is_of_children(told: _Sentence) -> bool:
    if told.holds("child"):
        return True
    ages = (found.group("before") or found.group("after") or found.group("of") for found in _AGE.finditer(told.low))
    return any((int(age) if age.isdigit() else _AGES.get(age, _GROWN_UP)) < _GROWN_UP for age in ages)


def _are_treated(told: _Sentence) -> bool:
    """Whether a word for prisoners and one for how they are treated stand near each other."""
    return _are_near(told, "prisoner", "treatment", _NEAR)


def _is_bloody(told: _Sentence) -> bool:
    """Whether there is blood, or a part of a body stands beside what maimed it."""
    if told.holds("blood") and not told.holds("not_blood"):
        return True
    return _are_near(told, "body_part", "maiming", _BESIDE)


def _are_near(told: _Sentence, one: str, other: str, words: int) -> bool:
    """Whether a word of each class stands in one stretch, with at most so many `words` between."""
    low, first = told.low, told.spans(one)
    return bool(first) and any(
        low.count(" ", min(a[1], b[1]), max(a[0], b[0])) <= words and ";" not in low[min(a[1], b[1]) : max(a[0], b[0])]
        for a in first
        for b in told.spans(other)
        if a != b
    )


def _names_victim(told: _Sentence) -> bool:
    """Whether a private person is named as one who was harmed."""
    text, low = told.text, told.low
    harmed = told.holds("harmed") or told.holds("dies")
    if harmed and _AGED.search(text):
        return True
    if not (harmed or any(told.holds(name) for name in ("harms", "bereaved", "prisoner", "among"))):
        return False
    after, before = _around()
    for found in _NAME.finditer(text):
        start, end = found.span()
        if found.group().split()[0] not in _given_names() or _holds_office(low, start, end):
            continue
        if after.match(low, end) or before.search(low[max(0, start - 80) : start]):
            return True
        if told.may_hold("among") and _words("among").search(low[:start]):
            return True
    return False


@lru_cache(maxsize=1)
def _around() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands behind the name of a victim, and right before it."""
    harmed, dies, harms, held = (_words(name).pattern for name in ("harmed", "dies", "harms", "prisoner"))
    return (
        re.compile(rf"{_ASIDE}(?:{_BE} {harmed}| {dies})|, (?:an? |the )?{held}"),
        re.compile(rf"(?:{harms}{_WHOM},?|{_words('bereaved').pattern}(?: an?| the| [a-z-]{{3,20}}){{0,3}}) $"),
    )


def _holds_office(low: str, start: int, end: int) -> bool:
    """Whether the name follows the title of an office, or one follows it: then the person is no private one."""
    before = low[max(0, start - 40) : start].split()[-3:]
    behind = low[end : end + 60].split(",")[1:2]
    return any(_words("office").fullmatch(word.strip(".,")) for word in before) or any(
        _words("office").search(part) for part in behind
    )


@lru_cache(maxsize=1)
def _given_names() -> frozenset[str]:
    with (DATA / "lexicons" / "toponym_given_names.csv").open(encoding="utf-8", newline="") as lines:
        return frozenset(row["name"] for row in csv.DictReader(lines))
