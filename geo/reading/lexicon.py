"""Tokens of a sentence and the classes of word they belong to (weapons, armed people, verbs of harm …).

The words stand in ``data/lexicons/event_words.csv``; verbs and nouns are inflected here, so that the table
holds one form of each (``v`` all forms of a verb, ``vp`` those that no noun shares, ``n`` a noun with its plural,
``x`` as it stands). ``blow/blew/blown up`` gives the irregular past forms, ``set * on fire`` a short gap.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from geo.settings import DATA

LEXICONS = DATA / "lexicons"
_TABLES = ("event_words.csv", "status_cues.csv", "non_event_cues.csv")
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

#: Form of a word: how a verb stands, or "n" for anything else.
BASE, THIRD, PAST, ING, NOUN = "base", "third", "past", "ing", "n"


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or sign; offsets count from the start of the sentence."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mark:
    """Tokens ``first`` to ``last`` (exclusive) belong to a class of words, in a form."""

    first: int
    last: int
    form: str


@dataclass(slots=True)
class Marked:
    """A sentence with its tokens and the marks of every class in it."""

    tokens: tuple[Token, ...]
    marks: dict[str, list[Mark]] = field(default_factory=dict)
    verbs: set[int] = field(default_factory=set)  #: tokens that begin a known verb

    def of(self, name: str) -> Sequence[Mark]:
        """Marks of a class, or, for a word in lower case, its occurrences."""
        return self.marks.get(name, ())


def tokenize(text: str) -> tuple[Token, ...]:
    """Cut a sentence into lower-case words, numbers and signs; a possessive ending is left off."""
    out = []
    for match in _TOKEN.finditer(text):
        word = match.group().lower().replace("’", "'")
        end = match.end()
        if word.endswith("'s"):
            word, end = word[:-2], end - 2
        out.append(Token(word, match.start(), end))
    return tuple(out)


def mark(text: str, masked: Sequence[tuple[int, int]] = ()) -> Marked:
    """Find all classes of words in one sentence; words inside ``masked`` (names, dates) carry none."""
    tokens = tokenize(text)
    found = Marked(tokens)
    table = _table()
    for i, token in enumerate(tokens):
        if any(token.start < end and token.end > start for start, end in masked):
            continue
        found.marks.setdefault(token.text, []).append(Mark(i, i + 1, NOUN))
        if token.text[0].isdigit():
            found.marks.setdefault("NUM", []).append(Mark(i, i + 1, NOUN))
        before = tokens[i - 1].text if i else ""
        noun = before in DETERMINERS or before in _COUNTS or before[:1].isdigit()
        for rest, name, form in table.get(token.text, ()):
            last = _match(tokens, i + 1, rest)
            if last is None or (noun and form in (BASE, THIRD, ING)):
                continue
            found.marks.setdefault(name, []).append(Mark(i, last, form))
            if form in (PAST, THIRD, BASE):
                found.verbs.add(i)
    return found


def _match(tokens: Sequence[Token], at: int, rest: Sequence[str]) -> int | None:
    """Where the rest of a phrase ends if it stands at ``at``; "*" spans one to MAX_GAP tokens."""
    for k, word in enumerate(rest):
        if word == "*":
            for gap in range(1, MAX_GAP + 1):
                end = _match(tokens, at + gap, rest[k + 1 :])
                if end is not None:
                    return end
            return None
        if at >= len(tokens) or tokens[at].text != word:
            return None
        at += 1
    return at if at <= len(tokens) else None


@lru_cache(maxsize=1)
def _table() -> dict[str, list[tuple[tuple[str, ...], str, str]]]:
    """First word -> (other words of the phrase, class, form)."""
    table: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    rows = [row for name in _TABLES for row in read_rows(LEXICONS / name)]
    for row in rows:
        for entry in row["words"].split("|"):
            for phrase, form in _forms(entry.strip().lower(), row["pos"]):
                first, *rest = [t.text for t in tokenize(phrase)]
                item = (tuple(rest), row["class"], form)
                bucket = table.setdefault(first, [])
                if item not in bucket:
                    bucket.append(item)
    for bucket in table.values():
        bucket.sort(key=lambda item: -len(item[0]))
    return table


def words_of(name: str) -> frozenset[str]:
    """Single words of a class, for tests outside a marked sentence."""
    return frozenset(first for first, bucket in _table().items() for rest, cls, _ in bucket if cls == name and not rest)


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
