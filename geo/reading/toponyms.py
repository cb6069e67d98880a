"""Place names of an article: where they stand, what they stand for, and which place they mean.

Spans come from longest gazetteer matches and from unknown capitalised words (``toponym_options``); a trained model
over the evidence of the whole article accepts or rejects them (``tagger``); ``senses`` tells places from governments
and organisations; ``places.resolve`` picks the row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from geo.model import Demonym, Place
from geo.places.resolve import Resolution, resolve
from geo.reading import tagger
from geo.reading.document import Name, Sense, Sentence
from geo.reading.sense_model import decide
from geo.reading.senses import names_a_scene, sense_features
from geo.reading.toponym_capitals import settle_capitals
from geo.reading.toponym_evidence import Evidence, collect
from geo.reading.toponym_lexicon import abbreviations
from geo.reading.toponym_options import find_options
from geo.reading.toponym_peoples import adjectives, find_peoples
from geo.reading.toponym_persons import find_persons
from geo.reading.toponym_relations import find_datelines, read_relation
from geo.reading.toponym_runs import runs_of
from geo.reading.toponym_scripts import in_other_scripts, with_other_scripts
from geo.reading.toponym_surroundings import in_text
from geo.reading.toponym_tokens import Token, sentence_bounds, tokenise
from geo.reading.toponym_view import Lookup, Option, link_lists

#: Nothing outside the text speaks for a country.
NOWHERE: Mapping[str, float] = {}
_DATELINE: tuple[Sense, str] = ("dateline", "opens the report as its dateline")


@dataclass(frozen=True, slots=True)
class Proposal:
    """The spans of an article that may be names, before they are judged."""

    tokens: list[Token]
    options: list[Option]
    evidence: Evidence
    demonyms: tuple[Demonym, ...]
    peoples: Counter[str]  #: country -> words of nationality

    def features(self) -> list[list[str]]:
        """What speaks for and against each option."""
        return tagger.features_of(self.options, self.evidence, self.peoples)

    def headline(self, option: Option) -> bool:
        """Whether the option's sentence is written in title case."""
        return self.evidence.headline(self.tokens[option.first].sentence)


def find_names(
    text: str, sentences: Sequence[Sentence], gazetteer: Lookup, leaning: Mapping[str, float] = NOWHERE
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
    leaning
        Country -> votes for it that come from outside the text.

    Returns
    -------
    tuple of tuple of Name, tuple of Demonym
        Both in the order of the text; names do not overlap each other.
    """
    proposal = propose(text, sentences, gazetteer)
    names = tagger.find(proposal.options, proposal.features(), tagger.trained())
    if in_other_scripts(text):
        names = with_other_scripts(names, proposal.tokens, gazetteer.lookup)
    link_lists(proposal.tokens, names)
    resolutions = resolve(
        in_text(proposal.tokens, names), rows_of(gazetteer), countries=_together(proposal.peoples, leaning)
    )
    return _with_senses(text, proposal, names, resolutions), proposal.demonyms


def _together(peoples: Mapping[str, float], leaning: Mapping[str, float]) -> Mapping[str, float]:
    return (
        {code: peoples.get(code, 0) + leaning.get(code, 0) for code in {**peoples, **leaning}} if leaning else peoples
    )


def rows_of(gazetteer: Lookup) -> Callable[[str], tuple[Place, ...]]:
    """Name to rows, with the newspapers' abbreviations of provinces spelled out ("Calif.")."""

    def lookup(name: str) -> tuple[Place, ...]:
        full = abbreviations().get(name)
        if full is None:
            return gazetteer.lookup(name)
        return tuple(place for place in gazetteer.lookup(full) if place.level == "admin1")

    return lookup


def propose(text: str, sentences: Sequence[Sentence], gazetteer: Lookup) -> Proposal:
    """All spans that may be names, with the evidence of the whole article."""
    tokens = tokenise(text, sentences)
    bounds = sentence_bounds(tokens)
    lookup = lru_cache(maxsize=4096)(rows_of(gazetteer))
    settle_capitals(tokens, bounds, lambda name: bool(lookup(name)) or gazetteer.demonym(name) is not None)
    demonyms, taken = find_peoples(text, tokens, gazetteer, lookup)
    runs = runs_of(tokens)
    persons, words = find_persons(tokens, runs, lookup)
    options, adjectival = adjectives(find_options(tokens, runs, lookup, taken), tokens, taken)
    demonyms += [Demonym(o.start, o.end, o.surface, o.places[0]) for o in adjectival if o.places]
    link_lists(tokens, options)
    evidence = collect(tokens, bounds, persons, words, taken, options)
    countries = [demonym.country.country for demonym in demonyms if demonym.country and demonym.country.country]
    return Proposal(tokens, options, evidence, tuple(sorted(demonyms, key=lambda d: d.start)), Counter(countries))


def _with_senses(
    text: str, proposal: Proposal, names: Sequence[Option], resolutions: Sequence[Resolution]
) -> tuple[Name, ...]:
    """The names with what they stand for and how they stand to the spot described."""
    tokens = proposal.tokens
    datelines = find_datelines(text, names)
    found = []
    sense: Sense
    for number, (option, resolution) in enumerate(zip(names, resolutions, strict=True)):
        relation = None
        if number in datelines:
            sense, reason = _DATELINE
        else:
            sense, reason, _ = decide(sense_features(option, names, number, tokens, proposal.headline(option)))
            if sense == "metonym" and names_a_scene(option, tokens):
                sense, reason = "literal", "stands before what happened there"
            if sense == "literal":
                relation = read_relation(text, option, names, number, tokens)
        place, score, others = resolution.place, resolution.score, resolution.alternatives
        found.append(Name(option.start, option.end, option.surface, sense, reason, place, score, others, relation))
    return tuple(found)
