"""Words of nationality ("Ukrainian", "North Korean", "European") and abbreviations used as such ("US forces")."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from geo.model import Demonym, Place
from geo.reading.toponym_lexicon import agent_verbs, cues, peoples
from geo.reading.toponym_tokens import Token
from geo.reading.toponym_view import Lookup, Option, left_of, right_of

#: "US forces": abbreviations are names only where they are nouns; UN and EU are organisations, never places.
_ADJECTIVAL = frozenset({"us", "u.s.", "uk", "u.k.", "eu", "e.u.", "un", "u.n."})
_NEVER = frozenset({"un", "u.n.", "eu", "e.u."})
_NOWHERE = frozenset({"un", "u.n."})
_JOINERS = frozenset({",", "and", "or"})


@lru_cache(maxsize=32_768)
def _country(gazetteer: Lookup, word: str) -> Place | None:
    return gazetteer.demonym(word)


def find_peoples(
    text: str,
    tokens: Sequence[Token],
    gazetteer: Lookup,
    lookup: Callable[[str], tuple[Place, ...]],
) -> tuple[list[Demonym], set[int]]:
    """Words of nationality, also inside longer names, and their tokens.

    Parameters
    ----------
    text
        The article.
    tokens
        Its tokens.
    gazetteer, lookup
        Word of nationality to country; name to places.
    """
    found: list[Demonym] = []
    taken: set[int] = set()
    regional = peoples()
    for at, token in enumerate(tokens):
        if not token.cap or at in taken:
            continue
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if following is not None and following.cap and following.start - token.end == 1:
            pair = f"{token.text} {following.text}"
            place = _country(gazetteer, pair) or _regional(pair, regional, lookup)
            if place is not None:
                found.append(Demonym(token.start, following.end, text[token.start : following.end], place))
                taken.update((at, at + 1))
                continue
        place = _country(gazetteer, token.text) or _regional(token.text, regional, lookup)
        if place is not None:
            found.append(Demonym(token.start, token.end, token.text, place))
            taken.add(at)
    return found, taken


def _regional(word: str, regional: dict[str, str], lookup: Callable[[str], tuple[Place, ...]]) -> Place | None:
    """The region, province or part of a country that a word of ours belongs to."""
    name = regional.get(word)
    if name is None:
        return None
    return next((place for place in lookup(name) if place.level not in ("city", "admin2", "neighbourhood")), None)


def adjectives(
    options: Iterable[Option], tokens: Sequence[Token], taken: set[int]
) -> tuple[list[Option], list[Option]]:
    """Split options into those that may be names and abbreviations that are used like words of nationality.

    Parameters
    ----------
    options
        Proposed spans.
    tokens
        All tokens.
    taken
        Tokens of words of nationality.
    """
    names: list[Option] = []
    found: list[Option] = []
    for option in options:
        if not _is_adjective(tokens, option, taken):
            names.append(option)
        elif option.surface != "us" and option.surface.lower() not in _NOWHERE:
            found.append(option)
    return names, found


def _is_adjective(tokens: Sequence[Token], option: Option, taken: set[int]) -> bool:
    """Whether the option is "US", "UK" … before a noun ("US forces", "U.S.-led"), or never a place."""
    low = option.surface.lower()
    if low not in _ADJECTIVAL:
        return False
    if low in _NEVER or tokens[option.first].text == "us":
        return True
    right = right_of(tokens, option)
    following = tokens[option.last + 1] if option.last + 1 < len(tokens) else None
    if following is None or following.sentence != tokens[option.last].sentence or right.possessive:
        return False
    if right.hyphen:
        return True
    beside = option.last + 2
    joined = following.low in _JOINERS and beside < len(tokens)
    if joined and (beside in taken or tokens[beside].low in _ADJECTIVAL | {"royal"}):
        return True
    if following.kind != "word":
        return following.kind == "num"
    if following.low in cues()["noun_follower"]:
        return False
    verb = following.low.endswith(("ed", "s")) and not following.cap and following.low in agent_verbs()
    return not (verb and left_of(tokens, option).article)
