"""Evidence of the words and of the article: what a span is made of, what stands beside it, what else is written of it.

Where ``toponym_evidence`` names cues that people know from grammar, these are the words themselves (the model keeps
those that were worth a weight) and how the name's rows agree with the countries that the article speaks of.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import log10

from geo.model import Place
from geo.places.keys import fold
from geo.reading.toponym_lexicon import common_words, given_names, person_titles
from geo.reading.toponym_tokens import Token
from geo.reading.toponym_view import Option

#: Rows of a name that are compared with the article's countries; further namesakes are smaller still.
_ROWS = 12
#: What a name says of the article's countries: a country itself, a province, a town of some size.
_VOTE = {"country": 1.5, "admin1": 1.0}
_TOWN_VOTE, _TOWN_PEOPLE = 0.4, 15_000
#: Upper limits of the classes of a share.
_SHARES = ((0.0, "none"), (0.1, "little"), (0.3, "some"), (0.6, "much"))
_FEW = 3


@dataclass(slots=True)
class Votes:
    """How much an article speaks of countries and provinces, before its names are known for certain."""

    countries: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    provinces: defaultdict[tuple[str, str], float] = field(default_factory=lambda: defaultdict(float))
    own: dict[str, tuple[str, str, float]] = field(default_factory=dict)  #: surface -> what it added
    total: float = 0.0  #: of all countries

    def share(self, option: Option) -> tuple[str, bool]:
        """How well the option's best-supported row agrees: the class of its country's share, and the province's."""
        own_country, own_province, own = self.own.get(option.surface, ("", "", 0.0))
        total = self.total - own
        best, province = 0.0, False
        for place in option.places[:_ROWS]:
            if not place.country:
                continue
            votes = self.countries[place.country] - (own if place.country == own_country else 0.0)
            best = max(best, votes / total if total > 0.3 else 0.0)
            if place.admin1:
                key = (place.country, place.admin1)
                mine = own if (own_country, own_province) == key else 0.0
                province = province or self.provinces[key] - mine > 0.3
        return next((name for limit, name in _SHARES if best <= limit), "most"), province


def count_votes(options: Sequence[Option], peoples: Mapping[str, float], persons: set[int]) -> Votes:
    """Votes of the surfaces that are well known, and of the words of nationality."""
    votes = Votes()
    votes.countries.update({code: min(4.0, float(count)) for code, count in peoples.items()})
    for option in options:
        if not option.places or option.surface in votes.own or option.first in persons:
            continue
        best = option.places[0]
        weight = _VOTE.get(best.level, 0.0)
        if best.level == "city" and (best.population or 0) >= _TOWN_PEOPLE:
            weight = _TOWN_VOTE
        if not weight or not best.country:
            continue
        province = best.name if best.level == "admin1" else best.admin1 or ""
        votes.countries[best.country] += weight
        if province:
            votes.provinces[best.country, province] += weight
        votes.own[option.surface] = (best.country, province, weight)
    votes.total = sum(votes.countries.values())
    return votes


def row_class(option: Option) -> str:
    """What the gazetteer's best row is: level, tenfold people, and whether the name is its own."""
    if not option.places:
        return "unknown"
    best = option.places[0]
    size = f"{int(log10(best.population + 1))}" if best.level == "city" and best.population else ""
    own = "" if fold(best.name) == fold(option.surface) else "~"
    return f"{best.level}{size}{own}"


def coarse_class(option: Option) -> str:
    """Whether the best row is unknown, a town or an area, as a letter."""
    return "u" if not option.places else "t" if option.places[0].level == "city" else "a"


@lru_cache(maxsize=16_384)
def shape(text: str) -> str:
    """Letters as X and x, digits as 0, repeated ones once."""
    found: list[str] = []
    for letter in text[:24]:
        sign = "X" if letter.isupper() else "x" if letter.isalpha() else "0" if letter.isdigit() else letter
        if not found or found[-1] != sign:
            found.append(sign)
    return "".join(found)[:8]


def neighbours_elsewhere(tokens: Sequence[Token], options: Sequence[Option]) -> dict[str, int]:
    """Surface -> how often it stands beside a capitalised word that no gazetteer knows."""
    known = {at for option in options if option.places for at in range(option.first, option.last + 1)}
    found: defaultdict[str, int] = defaultdict(int)
    for option in options:
        for at in (option.first - 1, option.last + 1):
            if (
                0 <= at < len(tokens)
                and tokens[at].cap
                and at not in known
                and not tokens[at].first
                and tokens[at].sentence == tokens[option.first].sentence
            ):
                found[option.surface.lower()] += 1
    return found


def _word(tokens: Sequence[Token], at: int, sentence: int) -> str:
    if not 0 <= at < len(tokens) or tokens[at].sentence != sentence:
        return "|"
    token = tokens[at]
    return "0" if token.kind == "num" else token.low


def word_features(option: Option, tokens: Sequence[Token], kind: str, coarse: str) -> list[str]:
    """The words of a span and the two on either side of it; ``kind`` and ``coarse`` are the span's classes."""
    head, tail = tokens[option.first], tokens[option.last]
    sentence = head.sentence
    left, right = _word(tokens, option.first - 1, sentence), _word(tokens, option.last + 1, sentence)
    left2, right2 = _word(tokens, option.first - 2, sentence), _word(tokens, option.last + 2, sentence)
    single = option.first == option.last
    surface = option.surface.title() if head.settled else option.surface
    found = [
        f"l1={left}",
        f"l1={left}/{coarse}",
        f"l2={left2} {left}",
        f"r1={right}",
        f"r1={right}/{coarse}",
        f"r2={right} {right2}",
        f"k={kind}",
        f"k={kind}/{'1' if single else '+'}",
        f"sh={shape(surface)}/{coarse}",
        f"s3={tail.low[-3:]}/{coarse}",
        f"s2={tail.low[-2:]}/{coarse}",
        f"n={min(4, option.last - option.first + 1)}/{coarse}",
        f"rows={min(4, len(option.places).bit_length())}/{coarse}",
    ]
    if single:
        if not option.places:
            found.append(f"w={head.low}")
        found.append(f"p3={head.low[:3]}/{coarse}")
        if head.low in common_words():
            found.append(f"k={kind}/common")
        if head.low in given_names():
            found.append(f"k={kind}/given")
    else:
        found += [f"f={head.low}", f"f={head.low}/{coarse}", f"e={tail.low}", f"e={tail.low}/{coarse}"]
    return found + _capitals_beside(option, tokens, coarse, kind)


def _capitals_beside(option: Option, tokens: Sequence[Token], coarse: str, kind: str) -> list[str]:
    """Cues in capitalised words right beside the span: endings, given names, titles."""
    found = []
    after = tokens[option.last + 1] if option.last + 1 < len(tokens) else None
    sentence = tokens[option.first].sentence
    if after is not None and after.cap and after.sentence == sentence:
        found.append(f"R={after.low[-3:]}/{coarse}")
        if tokens[option.last].low in given_names() and after.start - option.end <= 1:
            found.append(f"given, capital after/{coarse}")
    at = option.first - 1
    if at < 0 or not tokens[at].cap or tokens[at].sentence != sentence or option.start - tokens[at].end > 1:
        return found
    before = tokens[at]
    found.append(f"L={before.low[-3:]}/{coarse}")
    if before.low in given_names():
        found += [f"given before/{coarse}", f"given before/{kind}"]
        titled = at > 0 and tokens[at - 1].low.capitalize() in person_titles() and tokens[at - 1].sentence == sentence
        if titled:
            found.append(f"title and given before/{coarse}")
    return found


def article_features(
    option: Option,
    options: Sequence[Option],
    number: int,
    tokens: Sequence[Token],
    facts: Facts,
    classes: tuple[str, str],
) -> list[str]:
    """What the rest of the article says of a span; ``classes`` are what ``row_class`` and ``coarse_class`` give."""
    kind, coarse = classes
    low = option.surface.lower()
    found = [f"times={min(_FEW, facts.times[low])}/{coarse}", f"beside={min(_FEW, facts.beside.get(low, 0))}/{coarse}"]
    if option.places:
        share, province = facts.votes.share(option)
        found += [f"cc={share}/{coarse}", f"cc={share}/{kind}", f"pv={province}/{kind}"]
    for step in (1, -1):
        other = number + step
        if 0 <= other < len(options):
            found += _beside(option, options[other], tokens, step, coarse)
    return found


@dataclass(slots=True)
class Facts:
    """What is counted once per article."""

    votes: Votes
    times: Counter[str]
    beside: dict[str, int]


def _beside(option: Option, other: Option, tokens: Sequence[Token], step: int, coarse: str) -> list[str]:
    """Cues in the neighbouring name: "X, Y", "X in Y", and whether Y contains X."""
    one, two = (option, other) if step > 0 else (other, option)
    gap = two.first - one.last - 1
    if not 1 <= gap <= 3 or tokens[one.last].sentence != tokens[two.first].sentence:
        return []
    between = " ".join(token.low for token in tokens[one.last + 1 : two.first])
    inner, outer = (option.places, other.places) if step > 0 else (other.places, option.places)
    holds = any(contains(wide, place) for wide in outer[:3] for place in inner[:_ROWS])
    side = "R" if step > 0 else "L"
    kind = other.places[0].level if other.places else "unknown"
    return [f"{side}o={between}/{kind}/{coarse}", f"{side}o={between}/{holds}/{coarse}"]


def contains(wide: Place, place: Place) -> bool:
    """Whether ``place`` is said to lie in the country or province ``wide``."""
    if wide.id == place.id or not wide.country or wide.country != place.country:
        return False
    return wide.level == "country" or (wide.level == "admin1" and wide.name == place.admin1)
