"""Place names of an article: where they stand, what they stand for, and which place they mean.

Spans come from longest gazetteer matches and from unknown capitalised words in a place's position
(``toponym_options``); evidence of the whole article accepts or rejects them (``toponym_evidence``);
``senses`` tells places from governments and organisations; ``places.resolve`` picks the row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

from geo.model import Demonym, Place
from geo.places.resolve import Cue, NameInText, resolve
from geo.reading.document import Name, Sentence
from geo.reading.senses import decide, sense_features
from geo.reading.toponym_evidence import Evidence, collect, name_features, name_score
from geo.reading.toponym_lexicon import agent_verbs, cues
from geo.reading.toponym_options import find_options, find_persons, runs_of
from geo.reading.toponym_relations import find_datelines, read_relation
from geo.reading.toponym_tokens import Token, tokenise
from geo.reading.toponym_view import MAX_LIST, Option, left_of, link_lists, right_of

#: A span is taken as a place name from this probability on.
THRESHOLD = 0.5
#: "US forces": abbreviations are names only where they are nouns.
_ABBREVIATIONS = frozenset({"us", "u.s.", "uk", "u.k.", "un", "u.n.", "eu", "e.u.", "uae", "u.a.e.", "drc"})
_ADJECTIVAL = frozenset({"us", "u.s.", "uk", "u.k.", "eu", "e.u.", "un", "u.n."})
_NEVER = frozenset({"un", "u.n.", "eu", "e.u."})


class Lookup(Protocol):
    """What is needed of a gazetteer."""

    def lookup(self, name: str) -> tuple[Place, ...]:
        """Rows of that name, best known first."""

    def demonym(self, word: str) -> Place | None:
        """The country of a word of nationality."""


def find_names(
    text: str, sentences: Sequence[Sentence], gazetteer: Lookup
) -> tuple[tuple[Name, ...], tuple[Demonym, ...]]:
    """Find every place name and every word of nationality.

    Parameters
    ----------
    text
        The whole article; offsets of the results index it.
    sentences
        Its sentences; text outside of them is read line by line.
    gazetteer
        Names to places, words of nationality to countries.

    Returns
    -------
    tuple of tuple of Name, tuple of Demonym
        Both in the order of the text; names do not overlap each other.
    """
    tokens = tokenise(text, sentences)
    demonyms, demonym_tokens = _find_demonyms(text, tokens, gazetteer)
    options, evidence = propose(tokens, demonym_tokens, gazetteer)
    names = accept(options, evidence)
    link_lists(tokens, names)
    resolutions = resolve(
        [_in_text(tokens, names, number) for number in range(len(names))],
        gazetteer.lookup,
        countries=Counter(
            demonym.country.country for demonym in demonyms if demonym.country and demonym.country.country
        ),
    )
    datelines = find_datelines(text, names)
    found = []
    for number, (option, resolution) in enumerate(zip(names, resolutions, strict=True)):
        headline = evidence.headlines.get(tokens[option.first].sentence, False)
        sense, reason, _ = decide(sense_features(option, names, number, tokens, headline))
        relation = None
        if number in datelines:
            sense, reason = "dateline", "opens the report as its dateline"
        elif sense == "literal":
            relation = read_relation(text, option, names, number, tokens)
        found.append(
            Name(
                option.start,
                option.end,
                option.surface,
                sense,
                reason,
                resolution.place,
                resolution.score,
                resolution.alternatives,
                relation,
            )
        )
    return tuple(found), tuple(demonyms)


def _find_demonyms(text: str, tokens: Sequence[Token], gazetteer: Lookup) -> tuple[list[Demonym], set[int]]:
    """Words of nationality ("Ukrainian", "North Korean"), also inside longer names, and their tokens."""
    found: list[Demonym] = []
    taken: set[int] = set()
    for at, token in enumerate(tokens):
        if not token.cap or at in taken:
            continue
        if at + 1 < len(tokens) and tokens[at + 1].kind == "word" and tokens[at + 1].start - token.end == 1:
            country = gazetteer.demonym(f"{token.text} {tokens[at + 1].text}") if tokens[at + 1].cap else None
            if country is not None:
                found.append(Demonym(token.start, tokens[at + 1].end, text[token.start : tokens[at + 1].end], country))
                taken.update((at, at + 1))
                continue
        country = gazetteer.demonym(token.text)
        if country is not None:
            found.append(Demonym(token.start, token.end, token.text, country))
            taken.add(at)
    return found, taken


def propose(tokens: Sequence[Token], demonyms: set[int], gazetteer: Lookup) -> tuple[list[Option], Evidence]:
    """All spans that may be names, with the evidence of the whole article."""
    lookup = lru_cache(maxsize=4096)(gazetteer.lookup)
    runs = runs_of(tokens)
    persons, words = find_persons(tokens, runs, lookup)
    options = [
        option for option in find_options(tokens, runs, lookup, demonyms) if not _is_adjective(tokens, option, demonyms)
    ]
    link_lists(tokens, options)
    return options, collect(tokens, persons, words, demonyms, options)


def _is_adjective(tokens: Sequence[Token], option: Option, demonyms: set[int]) -> bool:
    """Whether the option is "US", "UK" … before a noun ("US forces", "U.S.-led"); UN and EU never are places."""
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
    left = left_of(tokens, option)
    beside = option.last + 2
    joined = following.low in {",", "and", "or"} and beside < len(tokens)
    if joined and (beside in demonyms or tokens[beside].low in _ADJECTIVAL | {"royal"}):
        return True
    if following.kind != "word":
        return following.kind == "num"
    return not (
        following.low in cues()["noun_follower"]
        or (
            left.article
            and following.low.endswith(("ed", "s"))
            and not following.cap
            and following.low in agent_verbs()
        )
    )


def accept(options: Sequence[Option], evidence: Evidence) -> list[Option]:
    """The options that are place names: the likeliest first, none overlapping another."""
    scored = []
    for number, option in enumerate(options):
        score = name_score(name_features(option, evidence, options, number))
        if score >= THRESHOLD:
            scored.append((score, option))
    taken: set[int] = set()
    names: list[Option] = []
    for _, option in sorted(scored, key=lambda item: (-item[0], -(item[1].end - item[1].start), item[1].start)):
        span = range(option.first, option.last + 1)
        if taken.isdisjoint(span):
            taken.update(span)
            names.append(option)
    return sorted(names, key=lambda option: option.start)


def _in_text(tokens: Sequence[Token], names: Sequence[Option], number: int) -> NameInText:
    """A name with the cues that tell its level and the wider places it was said to lie in."""
    option = names[number]
    following = _following(tokens, option)
    typed = f"{option.surface} {following}" if following in cues()["admin_after"] | cues()["facility_word"] else ""
    return NameInText(option.surface, _cue(tokens, names, number), typed, tuple(_parents(tokens, names, number)))


def _cue(tokens: Sequence[Token], names: Sequence[Option], number: int) -> Cue:
    option = names[number]
    right = _following(tokens, option)
    left = left_of(tokens, option)
    for at in range(number, min(number + MAX_LIST, len(names))):
        right = _following(tokens, names[at])
        if right not in {",", "and", "or"} or names[at].listed_after is None:
            break
    right = right if at == number or right.endswith("s") else ""
    if right in cues()["admin2_word"] or (left.word == "of" and left.before in cues()["admin2_word"]):
        return "admin2"
    if right in cues()["admin_after"] or (left.word == "of" and left.before in cues()["admin_before"]):
        return "admin1"
    if right in cues()["facility_word"]:
        return "facility"
    if right in cues()["water_word"] or (option.surface.lower().split()[-1] in cues()["water_word"]):
        return "water"
    if (
        right in cues()["town_word"]
        or (left.word == "of" and left.before in cues()["town_word"])
        or left.word in cues()["town_word"]
    ):
        return "settlement"
    return "none"


def _following(tokens: Sequence[Token], option: Option) -> str:
    at = option.last + 1
    if at < len(tokens) and tokens[at].sentence == tokens[option.last].sentence:
        return tokens[at].low
    return ""


def _parents(tokens: Sequence[Token], names: Sequence[Option], number: int) -> list[str]:
    """Wider places: "X, Y", "X in Y", "Y's X", "X in the Y region"."""
    option = names[number]
    found: list[str] = []
    if number + 1 < len(names):
        after = names[number + 1]
        between = [token.low for token in tokens[option.last + 1 : after.first]]
        same = tokens[option.last].sentence == tokens[after.first].sentence
        if (
            same
            and (
                between == [","]
                or (
                    len(between) <= 6
                    and between[:1]
                    in (
                        ["in"],
                        [
                            ",",
                        ],
                    )
                    and "in" in between[:2]
                )
            )
        ) or (same and len(between) <= 4 and between and between[-1] in {"of", "the"} and "in" in between):
            found.append(after.surface)
    if number:
        before = names[number - 1]
        between = [token.low for token in tokens[before.last + 1 : option.first]]
        same = tokens[before.last].sentence == tokens[option.first].sentence
        if same and between and len(between) <= 5 and tokens[before.last + 1].kind == "poss":
            found.append(before.surface)
    return found
