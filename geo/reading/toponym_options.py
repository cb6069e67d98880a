"""Which spans may be place names: longest gazetteer matches in runs of capitalised words, and unknown names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from geo.model import Place
from geo.reading.toponym_lexicon import (
    abbreviations,
    cues,
    not_places,
    organisation_words,
    person_titles,
)
from geo.reading.toponym_persons import well_known
from geo.reading.toponym_runs import Lookup, hyphened, slice_of
from geo.reading.toponym_tokens import Token, opens_clause
from geo.reading.toponym_view import Option

#: Longest name, in tokens ("Democratic Republic of the Congo" has five).
MAX_TOKENS = 7
#: The English names that keep their article.
_STARTS = frozenset(("the", "new"))
_WITH_ARTICLE = frozenset({"the hague"})


def find_options(
    tokens: Sequence[Token], runs: Sequence[tuple[int, int]], lookup: Lookup, skip: set[int]
) -> list[Option]:
    """All spans that may be place names, in order; they may overlap where a run is partly known.

    Parameters
    ----------
    tokens, runs
        The words of the text and its runs of capitalised words.
    lookup
        Name to gazetteer rows.
    skip
        Tokens that are demonyms: never a name on their own.
    """
    options: list[Option] = []
    covered = 0
    for first, last in runs:
        _read_run(tokens, max(covered, _lower_article(tokens, first)), last, lookup, skip, options)
        covered = max((option.last + 1 for option in options[-3:]), default=0)
    options.sort(key=lambda option: (option.start, -option.end))
    return options


def _lower_article(tokens: Sequence[Token], first: int) -> int:
    """Start of a name that begins with a small article: "al-Bab"."""
    joined = first >= 2 and tokens[first - 1].text == "-" and tokens[first - 1].end == tokens[first].start
    return first - 2 if joined and tokens[first - 2].low in cues()["article"] else first


def _read_run(
    tokens: Sequence[Token], at: int, last: int, lookup: Lookup, skip: set[int], options: list[Option]
) -> None:
    """Add the options of one run: its longest known names, and what is unknown between them."""
    unknown: list[int] = []
    while at <= last:
        option = _longest(tokens, at, last, lookup, skip)
        if option is None:
            if tokens[at].cap and at not in skip and tokens[at].low not in not_places() and not _bank_of(tokens, at):
                unknown.append(at)
            elif unknown and not _joins(tokens, at):
                _add_unknown(tokens, unknown, options)
                unknown = []
            at += 1
            continue
        if unknown:
            _add_unknown(tokens, [*unknown, option.last], options)
            _add_unknown(tokens, unknown, options)
            unknown = []
        options.append(option)
        at = option.last + 1
        tail = _tail(tokens, option.last, last, skip)
        joined = tail > option.last + 1 and tokens[option.last + 1].text == "-"
        if tail > option.last and not (joined and lookup(slice_of(tokens, option.last + 2, tail))):
            _add_unknown(tokens, [option.first, tail], options)
    if unknown:
        _add_unknown(tokens, unknown, options)


def _bank_of(tokens: Sequence[Token], at: int) -> bool:
    """Whether an organisation's name begins here: "Bank of …"."""
    return (
        tokens[at].text in organisation_words()["before"]
        and at + 1 < len(tokens)
        and tokens[at + 1].low in {"of", "for"}
    )


def _joins(tokens: Sequence[Token], at: int) -> bool:
    """Whether a small word or sign may stand inside a name."""
    return tokens[at].text in {"-", "."} or tokens[at].low in cues()["particle"] or hyphened(tokens, at)


def _tail(tokens: Sequence[Token], at: int, last: int, skip: set[int]) -> int:
    """Last token of an unknown rest that may belong to the known name that ends at ``at``."""
    end = at
    for number in range(at + 1, min(last, at + 4) + 1):
        token = tokens[number]
        if token.cap:
            if _is_type_word(token) or number in skip or opens_clause(tokens, number):
                break
            return number
        if not _joins(tokens, number):
            break
    return end


def _is_type_word(token: Token) -> bool:
    organisation = organisation_words()
    return (
        token.low in cues()["admin_after"]
        or token.low in cues()["place_after"]
        or token.text in organisation["after"]
        or token.text in person_titles()
        or token.low in not_places()
    )


def _add_unknown(tokens: Sequence[Token], at: list[int], options: list[Option]) -> None:
    first, last = at[0], at[-1]
    if last - first <= 4:
        options.append(Option(first, last, tokens[first].start, tokens[last].end, slice_of(tokens, first, last), ()))


def _longest(tokens: Sequence[Token], first: int, limit: int, lookup: Lookup, skip: set[int]) -> Option | None:
    """The longest run of tokens from ``first`` that the gazetteer knows, generics and directions trimmed."""
    head = tokens[first]
    if not head.cap and head.low not in cues()["article"]:
        return None
    if head.text in _abbreviation_heads() and (short := _abbreviated(tokens, first, lookup)) is not None:
        return short
    article = head.low in cues()["article"] and first < limit and not head.first
    ordinary = head.low in not_places() and not _is_country_code(tokens, first)
    plain = ordinary and head.low not in cues()["compass"] and head.low not in _STARTS and not article
    ends = [at for at in range(first, _reach(tokens, first) + 1) if tokens[at].cap]
    prefixed = _after_prefix(tokens, first)
    for last in reversed(ends):
        if last < prefixed:
            break
        if last == first and (first in skip or ordinary):
            continue
        surface = slice_of(tokens, first, last)
        if last > first and surface.lower() in not_places():
            return None
        if head.low == "the" and surface.lower() not in _WITH_ARTICLE:
            continue
        places = _rows(tokens, first, last, surface, lookup)
        if plain and not (last > first and well_known(places) and _same_start(places[0], surface)):
            continue
        grown = _with_generic(tokens, first, last)
        if grown > last and (places or all(token.kind != "poss" for token in tokens[first:last])):
            whole = slice_of(tokens, first, grown)
            return Option(first, grown, head.start, tokens[grown].end, whole, lookup(whole) or places)
        if places:
            return Option(first, last, head.start, tokens[last].end, surface, places)
    if prefixed > first and not plain:
        return Option(first, prefixed, head.start, tokens[prefixed].end, slice_of(tokens, first, prefixed), ())
    return None


@lru_cache(maxsize=1)
def _abbreviation_heads() -> frozenset[str]:
    """First tokens of abbreviated provinces: "Calif", "N.Y.", "W" of "W.Va."."""
    dotted = (re.match(r"(?:[A-Z]\.){2,8}|\w+", text) for text in abbreviations())
    return frozenset(found.group() for found in dotted if found)


def _abbreviated(tokens: Sequence[Token], first: int, lookup: Lookup) -> Option | None:
    """The longest abbreviated province that begins here, its dot included."""
    for last in range(min(first + 3, len(tokens) - 1), first - 1, -1):
        surface = slice_of(tokens, first, last)
        places = lookup(surface) if surface in abbreviations() else ()
        if places:
            return Option(first, last, tokens[first].start, tokens[last].end, surface, places)
    return None


def _is_country_code(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word that is spelled like a small one is a country's abbreviation: "US", but not in "TELL US"."""
    if tokens[at].text not in {"US", "EU"}:
        return False
    sides = [number for number in (at - 1, at + 1) if 0 <= number < len(tokens)]
    return not any(tokens[number].upper and tokens[number].sentence == tokens[at].sentence for number in sides)


def _same_start(place: Place, surface: str) -> bool:
    return place.name[:4].lower() == surface[:4].lower()


def _after_prefix(tokens: Sequence[Token], first: int) -> int:
    """Last token of "Camp Hurriya", "Lake Chad", "Sea of Azov", or ``first`` where there is no such prefix."""
    if tokens[first].text not in cues()["generic_prefix"]:
        return first
    at = first + 1
    while at < min(first + 3, len(tokens)) and tokens[at].low in {"of", "the"}:
        at += 1
    named = at < len(tokens) and tokens[at].cap and tokens[at].sentence == tokens[first].sentence
    return at if named and tokens[at].start - tokens[at - 1].end == 1 else first


def _joins_name(tokens: Sequence[Token], at: int, joined: bool) -> bool:
    token = tokens[at]
    small = token.low in cues()["particle"] or token.kind == "poss"
    return small or (token.text == "-" and joined) or hyphened(tokens, at)


def _reach(tokens: Sequence[Token], first: int) -> int:
    """Last token that one name starting at ``first`` could reach."""
    last = first
    for at in range(first + 1, min(first + MAX_TOKENS, len(tokens))):
        token = tokens[at]
        if token.sentence != tokens[first].sentence or token.start - tokens[at - 1].end > 1:
            break
        joined = tokens[at - 1].end == token.start
        abbreviated = token.text == "." and joined and tokens[at - 1].low in cues()["prefix_dotted"]
        comma = token.text == "," and at + 1 < len(tokens) and tokens[at + 1].text == "D.C."
        if token.cap:
            last = at
        elif not (_joins_name(tokens, at, joined) or abbreviated or comma):
            break
    return last


def _rows(tokens: Sequence[Token], first: int, last: int, surface: str, lookup: Lookup) -> tuple[Place, ...]:
    """Rows for a span, or nothing where its first or last word belongs outside ("Northern Iraq", "Anbar Province")."""
    places = lookup(surface)
    if not places or first == last:
        return places
    if tokens[last].low in cues()["article"] and tokens[last - 1].text != "-":
        return ()
    if tokens[first].low in not_places() and tokens[first].low in cues()["article"] and tokens[first + 1].text != "-":
        return tuple(place for place in places if place.name.lower().startswith(tokens[first].low))
    if tokens[first].low in cues()["compass"]:
        rest = lookup(slice_of(tokens, first + 1, last)) if tokens[first + 1].cap else ()
        if rest and rest[0].id == places[0].id:
            return ()
    if tokens[last].low in cues()["admin_after"] and tokens[last].low != "republic":
        stem = tokens[last - 1].low
        if stem not in cues()["compass"] and lookup(slice_of(tokens, first, last - 1)):
            return ()
    return places


def _with_generic(tokens: Sequence[Token], first: int, last: int) -> int:
    """Last token after a generic that belongs to the name: "Dnipro River", "Tiyas Military Airfield"."""
    generics = cues()["generic_inside"]
    at = last + 1
    for _ in range(2):
        if (
            at < len(tokens)
            and tokens[at].text in cues()["before_generic"]
            and tokens[at].sentence == tokens[first].sentence
        ):
            at += 1
    if at >= len(tokens) or tokens[at].sentence != tokens[first].sentence or tokens[at].text not in generics:
        return last
    if tokens[at].start - tokens[at - 1].end != 1 or tokens[last].low in not_places():
        return last
    return at
