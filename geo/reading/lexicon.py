"""Tokens of a sentence and the classes of word they belong to (weapons, armed people, verbs of harm …).

The words stand in ``data/lexicons/event_words.csv``; verbs and nouns are inflected here, so that the table
holds one form of each (``v`` all forms of a verb, ``vp`` those that no noun shares, ``n`` a noun with its plural,
``x`` as it stands). ``blow/blew/blown up`` gives the irregular past forms, ``set * on fire`` a short gap.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from geo.settings import DATA

LEXICONS = DATA / "lexicons"
_TABLES = ("event_words.csv", "status_cues.csv", "non_event_cues.csv")
#: Groups of actors whose names stand for armed people, and the class that these carry.
_GROUPS, _GROUP_CLASS = frozenset({"rebel", "militia"}), "GROUP"
#: Longest stretch, in tokens, that a "*" in a phrase may stand for.
MAX_GAP = 5
_TOKEN = re.compile(r"\d[\d,.:]*\d|\d|[^\W\d_]+(?:['’.\-][^\W\d_]+)*|[^\w\s]")
_DOUBLING = re.compile(r"^[^aeiou]*[aeiou][bdgmnprt]$")

#: Behind one of these a bare form is no verb: "a visit", "the shells".
DETERMINERS = frozenset({"a", "an", "the", "its", "his", "her", "their", "our", "this", "that", "these", "those", "no"})

_COUNTS = frozenset(
    {"two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "several", "many"}
    | {"dozens", "hundreds", "multiple", "numerous", "further", "new", "heavy", "massive", "deadly", "fresh"}
)

#: A word in "-ed" behind one of these is a verb, whatever its class: "killed two and abducted nine".
_JOINS = frozenset({"and", "then"})
_SHORTEST_PARTICIPLE = 5

#: Form of a word: how a verb stands, or "n" for anything else.
BASE, THIRD, PAST, ING, NOUN = "base", "third", "past", "ing", "n"
_FINITE = frozenset({BASE, THIRD, PAST})


#: Makes a named tuple without a call of Python code, for what is made once a word.
_new = tuple.__new__


class Token(NamedTuple):
    """One word, number or sign; offsets count from the start of the sentence."""

    text: str
    start: int
    end: int


class Mark(NamedTuple):
    """Tokens ``first`` to ``last`` (exclusive) belong to a class of words, in a form."""

    first: int
    last: int
    form: str


@dataclass(slots=True)
class Marked:
    """A sentence with its tokens and the marks of every class in it."""

    tokens: tuple[Token, ...]
    #: By class; single words stand here where they open a phrase or a rule, others are found by ``of``.
    marks: dict[str, list[Mark]] = field(default_factory=dict)
    verbs: set[int] = field(default_factory=set)  #: tokens that begin a known verb
    hidden: AbstractSet[int] = frozenset()  #: tokens that carry no class
    _words: dict[str, list[int]] | None = None  #: word -> where it stands; made when first asked for
    _present: AbstractSet[str] | None = None  #: all words and classes; the same

    def of(self, name: str) -> Sequence[Mark]:
        """Marks of a class, or, for a word in lower case, its occurrences."""
        found = self.marks.get(name)
        if found is not None or name[0].isupper():
            return found or ()
        if self._words is None:
            self._words = {}
            for i, token in enumerate(self.tokens):
                if i not in self.hidden:
                    self._words.setdefault(token.text, []).append(i)
        return [Mark(i, i + 1, NOUN) for i in self._words.get(name, ())]

    def lacks(self, names: Iterable[str]) -> bool:
        """Whether the sentence surely holds none of some words and classes, told much faster than by ``of``.

        To be asked only once all marks are set.
        """
        if self._present is None:
            self._present = self.marks.keys() | {token.text for token in self.tokens}
        return self._present.isdisjoint(names)


def tokenize(text: str) -> tuple[Token, ...]:
    """Cut a sentence into lower-case words, numbers and signs; a possessive ending is left off."""
    out = []
    low = text.lower().replace("’", "'")
    same = len(low) == len(text)  # but for a few letters, as the Turkish dotted I, that become two
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        word = low[start:end] if same else text[start:end].lower().replace("’", "'")
        if word.endswith("'s"):
            word, end = word[:-2], end - 2
        out.append(_new(Token, (word, start, end)))
    return tuple(out)


def tokens_in(tokens: Sequence[Token], spans: Iterable[tuple[int, int]]) -> list[list[int]]:
    """For each span of characters, the tokens that it touches."""
    found: list[list[int]] = []
    ends: list[int] = []
    for start, end in spans:
        ends = ends or [token.end for token in tokens]
        at = first = bisect_right(ends, start)
        while at < len(tokens) and tokens[at].start < end:
            at += 1
        found.append(list(range(first, at)))
    return found


def mark(text: str, masked: Sequence[tuple[int, int]] = ()) -> Marked:
    """Find all classes of words in one sentence; words inside ``masked`` (names, dates) carry none."""
    tokens = tokenize(text)
    found = Marked(tokens, hidden={i for inside in tokens_in(tokens, masked) for i in inside})
    marks, hidden = found.marks, found.hidden
    table = _table()
    words = [token.text for token in tokens]
    for i, word in enumerate(words):
        phrases = table.get(word)
        number = word[0].isdigit()
        if (phrases is None and not number) or i in hidden:
            continue
        alone = Mark(i, i + 1, NOUN)
        marks.setdefault(word, []).append(alone)
        if number:
            marks.setdefault("NUM", []).append(alone)
        if phrases is None:
            continue
        before = words[i - 1] if i else ""
        joined = before in _JOINS and word.endswith("ed") and len(word) > _SHORTEST_PARTICIPLE
        noun = before in DETERMINERS or before in _COUNTS or before[:1].isdigit()
        follows = words[i + 1] if i + 1 < len(words) else ""
        for rest, name, form in phrases.by_second.get(follows, phrases.anywhere):
            last = _match(words, i + 1, rest) if rest else i + 1
            if last is None or (noun and form in (BASE, THIRD, ING)):
                continue
            marks.setdefault(name, []).append(Mark(i, last, form))
            if form in _FINITE or (joined and last == i + 1):
                found.verbs.add(i)
    return found


def _match(words: Sequence[str], at: int, rest: Sequence[str]) -> int | None:
    """Where the rest of a phrase ends if it stands at ``at``; "*" spans one to MAX_GAP tokens."""
    for k, word in enumerate(rest):
        if word == "*":
            for gap in range(1, MAX_GAP + 1):
                end = _match(words, at + gap, rest[k + 1 :])
                if end is not None:
                    return end
            return None
        if at >= len(words) or words[at] != word:
            return None
        at += 1
    return at if at <= len(words) else None


_Phrase = tuple[tuple[str, ...], str, str]  #: other words of the phrase, class, form


class _Phrases:
    """The phrases that begin with one word, longest first: the word that follows tells which to try."""

    __slots__ = ("anywhere", "by_second", "every")

    def __init__(self, every: Sequence[_Phrase]) -> None:
        self.every = tuple(sorted(every, key=lambda item: -len(item[0])))
        seconds = {rest[0] for rest, _, _ in self.every if rest and rest[0] != "*"}
        #: Those that need no certain word behind the first.
        self.anywhere = tuple(item for item in self.every if not item[0] or item[0][0] == "*")
        #: Word behind the first -> those that may stand there, among them those of ``anywhere``.
        self.by_second = {
            second: tuple(item for item in self.every if not item[0] or item[0][0] in ("*", second))
            for second in seconds
        }


@lru_cache(maxsize=1)
def _table() -> dict[str, _Phrases]:
    """First word -> the phrases that it opens."""
    table: dict[str, list[_Phrase]] = {}
    rows = [row for name in _TABLES for row in read_rows(LEXICONS / name)]
    for row in rows:
        for entry in row["words"].split("|"):
            for phrase, form in _forms(entry.strip().lower(), row["pos"]):
                first, *rest = [t.text for t in tokenize(phrase)]
                item = (tuple(rest), row["class"], form)
                bucket = table.setdefault(first, [])
                if item not in bucket:
                    bucket.append(item)
    for alias in _armed_groups():
        first, *rest = [t.text for t in tokenize(alias)]
        table.setdefault(first, []).append((tuple(rest), _GROUP_CLASS, NOUN))
    for row in read_rows(LEXICONS / "triggers.csv"):
        for head in row["head"].split("|"):
            if not head[0].isupper():
                table.setdefault(head, [])  # a word that a rule looks for, whatever its class
    return {first: _Phrases(bucket) for first, bucket in table.items()}


def _armed_groups() -> list[str]:
    """Names of rebel groups and militias: what acts may be theirs."""
    rows = read_rows(LEXICONS / "actors.csv")
    named = (row["aliases"] for row in rows if row["group"] in _GROUPS and row["form"] == "name")
    return sorted({alias.strip().lower() for aliases in named for alias in aliases.split("|")})


def words_of(name: str) -> frozenset[str]:
    """Single words of a class, for tests outside a marked sentence."""
    return frozenset(
        first for first, phrases in _table().items() for rest, cls, _ in phrases.every if cls == name and not rest
    )


def read_rows(path: Path) -> list[dict[str, str]]:
    """Rows of a lexicon; every row has all columns."""
    with path.open(encoding="utf-8", newline="") as handle:
        return [{key: (value or "").strip() for key, value in row.items()} for row in csv.DictReader(handle)]


def _forms(entry: str, pos: str) -> Iterator[tuple[str, str]]:
    """All inflected forms of one entry with the form's name."""
    if pos in ("v", "vp"):
        first, _, rest = entry.partition(" ")
        tail = f" {rest}" if rest else ""
        lemma, *past = first.split("/")
        if pos == "v":
            yield lemma + tail, PAST if lemma in past else BASE
            yield _third(lemma) + tail, THIRD
        yield _ing(lemma) + tail, ING
        for form in past or [_past(lemma)]:
            yield form + tail, PAST
    elif pos == "n":
        yield entry, NOUN
        yield _plural(entry), NOUN
    else:
        yield entry, NOUN


def _third(verb: str) -> str:
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "o")) else "s")


def _ing(verb: str) -> str:
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith("ee"):
        return verb[:-1] + "ing"
    return verb + (verb[-1] if _DOUBLING.match(verb) else "") + "ing"


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return verb[:-1] + "ied"
    return verb + (verb[-1] if _DOUBLING.match(verb) else "") + "ed"


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "sh", "ch", "x")) else "s")
