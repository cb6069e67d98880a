"""Lines of a web page that are no part of the article, though they stand among its paragraphs: dropped, whole."""

from __future__ import annotations

import csv
import re
from functools import lru_cache

from geo.settings import DATA

#: A line of more characters than this is prose, whatever it begins with.
LONGEST = 260
#: A line that ends in a full stop and has so many words or more is a sentence: it is dropped only where it speaks to
#: the reader, for "Subscribers of the operator lost their connection." is news.
SENTENCE_WORDS = 7
_READER = re.compile(
    r"\b(?:you|your|us|our|we|sign up|subscribe to|click|cookies?|subscribers only|log in|register|unlimited access"
    r"|cancel any ?time|reproduction|(?:під|под)пи[сш]\w{1,12}|наш\w{0,4}|вы|ви|abonnez|inscrivez|abonnés|suscr\w{1,8}"
    r"|تابعونا)\b",
    re.IGNORECASE,
)
#: A line that begins so claims rights, whatever it ends in.
_RIGHTS = re.compile(r"(?:©|\(c\)|copyright (?:©|\(c\)|\d))", re.IGNORECASE)
#: The title may be repeated below so many lines of navigation, none longer than this.
_HEAD_LINES, _HEAD_CHARACTERS = 6, 60
_SENTENCE_END = (".", ".”", '."', "!", "?")


@lru_cache(maxsize=1)
def _rules() -> tuple[re.Pattern[str], ...]:
    with (DATA / "lexicons" / "page_lines.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(re.compile(row["pattern"], re.IGNORECASE) for row in csv.DictReader(lines))


def article_lines(lines: list[str], title: str | None) -> list[str]:
    """The lines of an article's body: page furniture dropped, and the title where it is repeated above it."""
    kept = [" ".join(line.split()) for line in lines]
    kept = [line for line in kept if line and not is_furniture(line)]
    heading = " ".join((title or "").split()).casefold()
    for at, line in enumerate(kept[:_HEAD_LINES]):
        if line.casefold() == heading:
            kept = kept[at + 1 :]
            break
        if len(line) > _HEAD_CHARACTERS:
            break
    return [line for line in kept if line.casefold() != heading]


def is_furniture(line: str) -> bool:
    """Whether a whole line sells, links, credits or warns instead of telling."""
    if len(line) > LONGEST:
        return False
    sentence = line.endswith(_SENTENCE_END) and line.count(" ") + 1 >= SENTENCE_WORDS
    if sentence and not _READER.search(line) and not _RIGHTS.match(line):
        return False
    bare = line.strip(" \t·•|–—-*>»›→▶►[]()")
    return not bare or any(rule.fullmatch(bare) for rule in _rules())
