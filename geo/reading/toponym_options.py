"""Which spans may be place names: longest gazetteer matches in runs of capitalised words, and unknown names."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from geo.model import Place
from geo.reading.toponym_lexicon import cues, given_names, not_places, organisation_words, person_titles
from geo.reading.toponym_tokens import Token, opens_clause
from geo.reading.toponym_view import Option

Lookup = Callable[[str], tuple[Place, ...]]
#: Longest name, in tokens ("Democratic Republic of the Congo" has five).
MAX_TOKENS = 7
#: The English names that keep their article.
_STARTS = frozenset(("the", "new"))
_WITH_ARTICLE = frozenset({"the hague"})


def runs_of(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Runs of capitalised words (first and last token), joined by hyphens, initials' dots and small name particles."""
    runs: list[tuple[int, int]] = []
    at, count = 0, len(tokens)
    while at < count:
        if not tokens[at].cap:
            at += 1
            continue
        first = last = at
        at += 1
        while at < count and tokens[at].sentence == tokens[first].sentence:
            token = tokens[at]
            if token.cap and _close(tokens, at):
                last = at
            elif not (token.low in cues()["particle"] and token.low not in {"of", "the", "and", "e", "y"}) and not (
                token.text in {"-", "–", "."}
                and tokens[at - 1].end == token.start
                and (token.text != "." or (last == at - 1 and _initial(tokens[last])))
            ):
                break
            if at - last > 2:
                break
            at += 1
        runs.append((first, last))
        at = last + 1
    return runs


def _initial(token: Token) -> bool:
    return len(token.text) == 1 or token.low in cues()["prefix_dotted"] or token.text in person_titles()


def _close(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].start - tokens[at - 1].end <= 1


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
        known = lookup(_slice(tokens, titled, last))
        if not (known and known[0].population and known[0].population > 100_000) and begin <= last:
            return begin if tokens[begin].low not in cues()["admin_after"] else None
    whole = lookup(_slice(tokens, first, last)) if last > first else ()
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
    for at in range(first, last):
        follows = at + 1
        if tokens[at].low in given and tokens[follows].cap and tokens[follows].text not in organisation:
            pair = lookup(_slice(tokens, at, follows))
            generic = tokens[follows].text in cues()["generic_inside"] or tokens[follows].low in cues()["admin_after"]
            if not (whole and at == first) and not pair and not generic and not _twin_places(tokens, at, lookup):
                return at
    return None


def _twin_places(tokens: Sequence[Token], at: int, lookup: Lookup) -> bool:
    """Whether token ``at`` is rather a country beside a capitalised word ("Chad Army", "Jordan Field Hospital")."""
    places = lookup(tokens[at].text)
    return bool(places) and places[0].level == "country"


def _slice(tokens: Sequence[Token], first: int, last: int) -> str:
    """Text of tokens ``first``..``last`` with the blanks that stood between them."""
    parts = [tokens[first].text]
    for at in range(first + 1, last + 1):
        if tokens[at].start > tokens[at - 1].end:
            parts.append(" ")
        parts.append(tokens[at].text)
    return "".join(parts)


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
    for first, last in runs:
        at = first
        if first and tokens[first - 1].text == "-" and first >= 2 and tokens[first - 2].low in cues()["article"]:
            at = first - 2  # "al-Bab" begins with a small letter
        unknown: list[int] = []
        while at <= last:
            option = _longest(tokens, at, last, lookup, skip)
            if option is None:
                if tokens[at].cap and at not in skip and tokens[at].low not in not_places():
                    unknown.append(at)
                elif unknown and tokens[at].text not in {"-", "."} and tokens[at].low not in cues()["particle"]:
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
            if (
                at <= last
                and tokens[at].cap
                and not _is_type_word(tokens[at])
                and at not in skip
                and not opens_clause(tokens, at)
            ):
                _add_unknown(tokens, [option.first, at], options)
        if unknown:
            _add_unknown(tokens, unknown, options)
    options.sort(key=lambda option: (option.start, -option.end))
    return options


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
        options.append(Option(first, last, tokens[first].start, tokens[last].end, _slice(tokens, first, last), ()))


def _longest(tokens: Sequence[Token], first: int, limit: int, lookup: Lookup, skip: set[int]) -> Option | None:
    """The longest run of tokens from ``first`` that the gazetteer knows, generics and directions trimmed."""
    head = tokens[first]
    if not head.cap and head.low not in cues()["article"]:
        return None
    if head.low in not_places() and head.low not in cues()["compass"] and head.low not in _STARTS:
        return None
    ends = [at for at in range(first, _reach(tokens, first) + 1) if tokens[at].cap]
    for last in reversed(ends):
        if last == first and (first in skip or head.low in not_places()):
            continue
        surface = _slice(tokens, first, last)
        if head.low == "the" and surface.lower() not in _WITH_ARTICLE:
            continue
        places = _rows(tokens, first, last, surface, lookup)
        grown = _with_generic(tokens, first, last)
        if grown > last:
            whole = _slice(tokens, first, grown)
            return Option(first, grown, head.start, tokens[grown].end, whole, lookup(whole) or places)
        if places:
            return Option(first, last, head.start, tokens[last].end, surface, places)
    if head.text in cues()["generic_prefix"] and first < limit and tokens[first + 1].cap:
        last = min(first + 1, limit)
        return Option(first, last, head.start, tokens[last].end, _slice(tokens, first, last), ())
    return None


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
        elif not (
            token.low in cues()["particle"]
            or token.kind == "poss"
            or (token.text == "-" and joined)
            or abbreviated
            or comma
        ):
            break
    return last


def _rows(tokens: Sequence[Token], first: int, last: int, surface: str, lookup: Lookup) -> tuple[Place, ...]:
    """Rows for a span, or nothing where its first or last word belongs outside ("Northern Iraq", "Anbar Province")."""
    places = lookup(surface)
    if not places or first == last:
        return places
    if tokens[first].low in cues()["compass"]:
        rest = lookup(_slice(tokens, first + 1, last)) if tokens[first + 1].cap else ()
        if rest and rest[0].id == places[0].id:
            return ()
    if tokens[last].low in cues()["admin_after"] and tokens[last].low != "republic" and tokens[last - 1].cap:
        stem = tokens[last - 1].low
        if stem not in cues()["compass"] and lookup(_slice(tokens, first, last - 1)):
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
