"""Persons' names in runs of capitalised words: what stands in them is no place."""

from __future__ import annotations

from collections.abc import Sequence

from geo.model import Place
from geo.reading.toponym_lexicon import cue_words, cues, given_names, organisation_words, person_titles
from geo.reading.toponym_runs import Lookup, slice_of
from geo.reading.toponym_tokens import Token, opens_clause

#: People from which a name that could be a person's is rather a town's.
_TOWN = 50_000


def find_persons(tokens: Sequence[Token], runs: Sequence[tuple[int, int]], lookup: Lookup) -> tuple[set[int], set[str]]:
    """Tokens that are part of a person's name, and the words of all such names in lower case."""
    marked: set[int] = set()
    words: set[str] = set()
    for first, last in runs:
        begin = _person_begin(tokens, first, last, lookup)
        if begin is None:
            continue
        marked.update(range(begin, last + 1))
        words.update(tokens[at].low for at in range(begin, last + 1) if tokens[at].cap and len(tokens[at].text) > 2)
    return marked, words


def _person_begin(tokens: Sequence[Token], first: int, last: int, lookup: Lookup) -> int | None:
    """Token where a person's name begins in the run ``first``..``last``, or None."""
    titles, given = person_titles(), given_names()
    if last - first > 12:
        return None
    titled = None
    for at in range(first, last + 1):
        if tokens[at].text in titles and at < last:
            titled = at
    if titled is not None:
        begin = titled + 1
        if tokens[begin].text == ".":
            begin += 1
        known = lookup(slice_of(tokens, titled, last))
        if not (known and known[0].population and known[0].population > 100_000) and begin <= last:
            return begin if tokens[begin].low not in cues()["admin_after"] else None
    whole = lookup(slice_of(tokens, first, last)) if last > first else ()
    before = tokens[first - 1] if first and tokens[first - 1].sentence == tokens[first].sentence else None
    if (
        before is not None
        and before.kind == "word"
        and before.low.capitalize() in titles
        and not whole
        and last > first
    ):
        return first
    organisation = organisation_words()["after"]
    small = cue_words("at", "toward", "of")
    for at in range(first, last):
        follows = at + 1
        if tokens[at].low in small and opens_clause(tokens, at):
            continue  # "In Ukraine": In is a given name somewhere
        if tokens[at].low in given and tokens[follows].cap and tokens[follows].text not in organisation:
            pair = well_known(lookup(slice_of(tokens, at, follows)))
            generic = tokens[follows].text in cues()["generic_inside"] or tokens[follows].low in cues()["admin_after"]
            if not ((well_known(whole) and at == first) or pair or generic or _is_country(tokens, at, lookup)):
                return at
    return None


def well_known(places: tuple[Place, ...]) -> bool:
    """Whether two words that look like a person are rather a place of some size ("San Jose", "Ali Sabieh")."""
    return any((place.population or 0) >= _TOWN or place.level not in ("city", "admin2") for place in places[:1])


def _is_country(tokens: Sequence[Token], at: int, lookup: Lookup) -> bool:
    """Whether token ``at`` is rather a country beside a capitalised word ("Chad Army", "Jordan Field Hospital")."""
    places = lookup(tokens[at].text)
    return bool(places) and places[0].level == "country"
