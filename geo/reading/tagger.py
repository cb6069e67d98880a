"""Which of the proposed spans are place names: a linear model over readable cues, words and the whole article.

Trained by ``training/place_models.py``; the weights lie in the folder of models.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import repeat

from geo.places import weights
from geo.reading.toponym_context import (
    Facts,
    article_features,
    coarse_class,
    count_votes,
    neighbours_elsewhere,
    row_class,
    word_features,
)
from geo.reading.toponym_evidence import Evidence, name_features
from geo.reading.toponym_lexicon import common_words
from geo.reading.toponym_tokens import Token
from geo.reading.toponym_view import Option

MODEL = "toponyms"
GROUP = "name"
#: What follows "the village of" is a name, whatever its letters: the training articles have too few endings.
_NAMED = frozenset(("named as a settlement, unknown", "named as a settlement, known", "labels a line, as places do"))
#: So many lines that open with a known place and a colon make a list of places: "Sake: …".
_LABELS = 3
_PERSON = "in a person's name"
_SURE = 0.5
#: Half of the training text is local news of the United States, full of people called like towns: what looks like no
#: person and no common word has this much more log-odds. Tried on 16 articles of war for which no rule was written,
#: before the exceptions for verbs and "in": 97.5 names in a hundred are found, not 93.2, and 97.7 are right, not 98.1.
LENIENT = 1.2
#: Nobody is "in" a person.
_THERE = "after at, known"
#: A town that people know is rarely a person where troops reach it or shells hit it: this much more log-odds.
_REACHED = "after reach, known"
_KNOWN_TOWNS = frozenset({"kind=city million", "kind=city large", "kind=city medium"})
REACHED = 0.6
_END_OF_LATIN = 0x250
_DOUBTFUL = frozenset(
    {_PERSON, "capital before, known", "capital before, unknown", "common word", "common word, capital by position"}
    | {"before verb, known", "before verb, unknown"}
)


@lru_cache(maxsize=1)
def trained() -> Mapping[str, float]:
    """Feature -> weight, from the folder of models."""
    return weights.load(MODEL)[GROUP]


def features_of(options: Sequence[Option], evidence: Evidence, peoples: Mapping[str, float]) -> list[list[str]]:
    """The features that hold for each option.

    Parameters
    ----------
    options
        The spans in question, in order.
    evidence
        What the whole article tells of its words.
    peoples
        ISO 3166-1 alpha-2 code -> mentions of words of nationality.
    """
    tokens = evidence.tokens
    times = Counter(option.surface.lower() for option in options)
    votes = count_votes(options, peoples, evidence.persons)
    facts = Facts(votes, times, neighbours_elsewhere(tokens, options))
    found = []
    labels = _labels(options, tokens)
    for number, option in enumerate(options):
        kind, coarse = row_class(option), coarse_class(option)
        features = name_features(option, evidence, options, number)
        features += word_features(option, tokens, kind, coarse)
        features += article_features(option, options, number, tokens, facts, (kind, coarse))
        if number in labels:
            features.append("labels a line, as places do")
        found.append(features)
    return found


def _labels(options: Sequence[Option], tokens: Sequence[Token]) -> frozenset[int]:
    """Numbers of unknown words that open a line before a colon, where most that do so are known places."""
    opens = [
        number
        for number, option in enumerate(options)
        if tokens[option.first].first and [t.low for t in tokens[option.last + 1 : option.last + 2]] == [":"]
    ]
    known = sum(bool(options[number].places) for number in opens)
    unknown = [n for n in opens if not options[n].places and options[n].first == options[n].last]
    if known < _LABELS or len(unknown) > known:
        return frozenset()
    return frozenset(n for n in unknown if options[n].surface.lower() not in common_words())


def scores(features: Sequence[Sequence[str]], model: Mapping[str, float]) -> list[float]:
    """Log-odds of each option being a place name."""
    get = model.get
    nothing = repeat(0.0)
    totals = [sum(map(get, found, nothing)) for found in features]
    for number, found in enumerate(features):
        if totals[number] < _SURE and not _NAMED.isdisjoint(found) and _PERSON not in found:
            totals[number] = _SURE
    return totals


def find(options: Sequence[Option], features: Sequence[Sequence[str]], model: Mapping[str, float]) -> list[Option]:
    """The options that are place names by their features, in order, none overlapping another."""
    return accept(options, _lenient(options, features, scores(features, model)))


def _lenient(options: Sequence[Option], features: Sequence[Sequence[str]], totals: Sequence[float]) -> list[float]:
    """The log-odds with what speaks for war reports added; in other scripts a first name looks like any other word."""
    more = []
    for option, found, total in zip(options, features, totals, strict=True):
        if (_DOUBTFUL.isdisjoint(found) or _THERE in found) and _latin(option.surface):
            total += LENIENT
            if _REACHED in found and not _KNOWN_TOWNS.isdisjoint(found):
                total += REACHED
        more.append(total)
    return more


def _latin(text: str) -> bool:
    return text.isascii() or all(ord(letter) < _END_OF_LATIN for letter in text)


def accept(options: Sequence[Option], found: Sequence[float]) -> list[Option]:
    """The options that are place names: the likeliest first, none overlapping another.

    Parameters
    ----------
    options
        Spans, which may overlap.
    found
        Log-odds of each.
    """
    likely = [(score, option) for score, option in zip(found, options, strict=True) if score >= 0.0]
    taken: set[int] = set()
    names: list[Option] = []
    for _, option in sorted(likely, key=lambda item: (-item[0], -(item[1].end - item[1].start), item[1].start)):
        span = range(option.first, option.last + 1)
        if taken.isdisjoint(span):
            taken.update(span)
            names.append(option)
    return sorted(names, key=lambda option: option.start)
