"""Places of an article in another language than English: by the gazetteer, endings, prefixes and the words before them.

The models learn from English articles alone, so nothing is said of what a name stands for or what happened there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from geo.places.resolve import resolve
from geo.reading.document import Name, Sentence
from geo.reading.toponym_scripts import AREAS, Lookup, scripts_words, with_other_scripts
from geo.reading.toponym_surroundings import in_text
from geo.reading.toponym_tokens import Token, tokenise
from geo.reading.toponym_view import Lookup as Gazetteer
from geo.reading.toponym_view import Option

#: People of a town that counts anywhere in such an article, and of one behind a preposition.
PEOPLE_ALONE, PEOPLE_CUED = 20_000, 1_000
#: A name has at most so many words, and at least so many letters.
MAX_WORDS, SHORTEST = 4, 3
#: "l'Ukraine", "d’Alep": what stands before the apostrophe is at most this long.
ELIDED = 2


def find_foreign(text: str, sentences: Sequence[Sentence], gazetteer: Gazetteer) -> tuple[Name, ...]:
    """The places that are named in `text`, in its order, each resolved among the others."""
    tokens = tokenise(text, sentences)
    latin = list(_latin(tokens, gazetteer.lookup))
    names = with_other_scripts(latin, tokens, gazetteer.lookup, people_alone=PEOPLE_ALONE)
    found = resolve(in_text(tokens, names), gazetteer.lookup, countries=Counter())
    return tuple(
        Name(o.start, o.end, o.surface, "literal", "", place=r.place, score=r.score, alternatives=r.alternatives)
        for o, r in zip(names, found, strict=True)
        if r.place is not None
    )


def _latin(tokens: Sequence[Token], lookup: Lookup) -> Iterator[Option]:
    at = 0
    while at < len(tokens):
        option = _from(tokens, at, lookup)
        if option is not None:
            if option.places[0].level in AREAS or not _in_longer(tokens, at, option.last):
                yield option
            at = option.last
        at += 1


def _from(tokens: Sequence[Token], first: int, lookup: Lookup) -> Option | None:
    """The longest known name in Latin writing that begins at a token."""
    cut = _elided(tokens[first].text)
    head = tokens[first].text[cut:]
    if tokens[first].kind != "word" or len(head) < SHORTEST or not head[0].isupper() or head[0] > "\u024f":
        return None
    opens = first == 0 or tokens[first - 1].sentence != tokens[first].sentence
    cued = cut > 0 or (not opens and tokens[first - 1].low in scripts_words())
    for last in reversed(range(first, min(first + MAX_WORDS, len(tokens)))):
        run = tokens[first : last + 1]
        if any(t.kind != "word" or t.sentence != run[0].sentence for t in run):
            continue
        if last > first and not run[-1].text[:1].isupper():
            continue
        surface = " ".join([head, *(t.text for t in run[1:])])
        if run[-1].end - run[0].start - cut != len(surface):
            continue
        places = lookup(surface)
        if not places or (opens and not cued):
            continue
        people = places[0].population or 0
        if places[0].level in AREAS or people >= (PEOPLE_CUED if cued else PEOPLE_ALONE):
            return Option(first, last, tokens[first].start + cut, tokens[last].end, surface, places)
    return None


def _in_longer(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a name stands within a longer one that is no place, as Juan and Santos do in "Juan Manuel Santos"."""
    before = first - 1 if _follows(tokens, first - 1) else first
    opens = before == 0 or tokens[before - 1].sentence != tokens[before].sentence
    return (before < first and not opens) or _follows(tokens, last)


def _follows(tokens: Sequence[Token], at: int) -> bool:
    """Whether two words in capitals stand side by side, the first of them at `at`."""
    if not 0 <= at < len(tokens) - 1:
        return False
    one, other = tokens[at], tokens[at + 1]
    side_by_side = one.sentence == other.sentence and other.start == one.end + 1
    return side_by_side and all(
        t.kind == "word" and t.text[:1].isupper() and t.text[0] <= "\u024f" for t in (one, other)
    )


def _elided(word: str) -> int:
    """How many letters an article or preposition takes that is written in one word with the name."""
    at = next((at for at, letter in enumerate(word[: ELIDED + 1]) if letter in "'’"), -1)
    return at + 1 if word[:1].islower() else 0
