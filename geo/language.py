"""The language of an article: English is read fully; in another one places are listed, and no events are made up.

Told by the letters, and in Latin writing by the common small words. In doubt it is English, for that costs least.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from geo.settings import DATA

ENGLISH = "en"
#: What a code of a language looks like (ISO 639).
LANGUAGE = re.compile(r"[a-z]{2,3}")
#: So much of a text is looked at (characters).
READ_CHARACTERS = 20_000
#: Texts of fewer words are taken for English.
FEWEST_WORDS = 12
#: Another script must hold this part of all letters.
SCRIPT_SHARE = 0.5
#: Letters that only one language of a script has must be this part of its letters.
LETTER_SHARE = 0.004
#: Another language in Latin writing needs this share of its small words, and so many times those of English.
WORD_SHARE, OVER_ENGLISH = 0.10, 2.0

_WORD = re.compile(r"[^\W\d_]+")


class _Signs(NamedTuple):
    scripts: tuple[tuple[int, int, str], ...]  #: first and last code point, language
    letters: dict[str, str]  #: letter -> language
    words: dict[str, frozenset[str]]  #: language -> small words
    names: dict[str, str]


@lru_cache(maxsize=1)
def _signs() -> _Signs:
    with (DATA / "lexicons" / "languages.csv").open(encoding="utf-8", newline="") as lines:
        rows = [(row["kind"], row["language"], row["form"]) for row in csv.DictReader(lines)]
    words: dict[str, set[str]] = defaultdict(set)
    for kind, language, form in rows:
        if kind == "word":
            words[language].add(form)
    return _Signs(
        tuple((int(form[:4], 16), int(form[5:], 16), language) for kind, language, form in rows if kind == "script"),
        {form: language for kind, language, form in rows if kind == "letter"},
        {language: frozenset(forms) for language, forms in words.items()},
        {language: form for kind, language, form in rows if kind == "name"},
    )


def language_of(text: str) -> str:
    """The language of `text` as an ISO 639 code, "en" where it cannot be told."""
    text = text[:READ_CHARACTERS].lower()
    words = _WORD.findall(text)
    if len(words) < FEWEST_WORDS:
        return ENGLISH
    return _by_script(Counter("".join(words))) or _by_words(words)


def language_name(code: str) -> str:
    """What a language is called in English."""
    return names().get(code, code)


def names() -> Mapping[str, str]:
    """Code -> what a language is called in English, for all that are told apart."""
    return _signs().names


def places_only(code: str, reports: int) -> bool:
    """Whether nothing but places was taken from an article in this language, which holds so many reports."""
    return code != ENGLISH and not reports


def _by_script(letters: Counter[str]) -> str | None:
    """The language of a script other than Latin: by a letter that only it has, else the largest one so written."""
    signs = _signs()
    found: Counter[str] = Counter()
    for letter, count in letters.items():
        if letter > "\u036f":
            code = ord(letter)
            found.update({lang: count for first, last, lang in signs.scripts if first <= code <= last})
    if not found:
        return None
    language, count = max(found.items(), key=lambda item: (item[1], item[0]))
    if count < SCRIPT_SHARE * letters.total():
        return None
    own: Counter[str] = Counter()
    for letter, lang in signs.letters.items():
        own[lang] += letters[letter]
    nearest, seen = max(own.items(), key=lambda item: (item[1], item[0]))
    return nearest if seen >= LETTER_SHARE * count else language


def _by_words(words: list[str]) -> str:
    counts = Counter(words)
    found = {lang: sum(counts[word] for word in small) for lang, small in _signs().words.items()}
    language = max(found, key=lambda lang: (found[lang], lang))
    enough = found[language] >= max(WORD_SHARE * len(words), OVER_ENGLISH * found[ENGLISH])
    return language if enough else ENGLISH
