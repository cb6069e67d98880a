"""Evidence for and against a span being a place name, as named features of a small linear model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from geo.reading.toponym_lexicon import (
    agent_verbs,
    common_words,
    cues,
    given_names,
    not_places,
    organisation_words,
    person_titles,
)
from geo.reading.toponym_surroundings import facility_after
from geo.reading.toponym_tokens import Token, in_title_case, opens_clause
from geo.reading.toponym_view import Left, Option, Right, is_actor, left_of, right_of

#: Population from which a town's name alone is evidence (features in steps of ten).
_STEPS = ((1_000_000, "million"), (100_000, "large"), (15_000, "medium"), (1_500, "small"))


@dataclass(slots=True)
class Evidence:
    """What the whole article tells about its words."""

    tokens: Sequence[Token]
    persons: set[int]  #: tokens inside persons' names
    person_words: set[str]
    demonyms: set[int]
    bounds: dict[int, tuple[int, int]]  #: sentence -> its first and last token (exclusive)
    lower: set[str]  #: words seen in small letters
    located: Counter[str] = field(default_factory=Counter)  #: surfaces seen after "in", "near", …
    _headlines: dict[int, bool] = field(default_factory=dict)  #: sentence -> what ``headline`` has found

    def headline(self, sentence: int) -> bool:
        """Whether a sentence is written in title case, or in capitals throughout."""
        if sentence not in self._headlines:
            first, last = self.bounds[sentence]
            settled = any(token.settled for token in self.tokens[first:last])
            self._headlines[sentence] = settled or in_title_case(self.tokens, first, last)
        return self._headlines[sentence]


def collect(
    tokens: Sequence[Token],
    bounds: Sequence[tuple[int, int]],
    persons: set[int],
    words: set[str],
    demonyms: set[int],
    options: Sequence[Option],
) -> Evidence:
    """Gather the evidence that needs the whole article; ``bounds`` are its sentences, as numbers of tokens."""
    lower = {token.low for token in tokens if token.kind == "word" and not token.cap}
    stretches = {tokens[first].sentence: (first, last) for first, last in bounds}
    evidence = Evidence(tokens, persons, words, demonyms, stretches, lower)
    place_words = cues()["at"]
    for option in options:
        left = left_of(tokens, option)
        if left.word in place_words and not left.article and left.index >= 0:
            evidence.located[option.surface.lower()] += 1
    return evidence


def _kind(option: Option) -> list[str]:
    if not option.places:
        return ["kind=unknown"]
    best = option.places[0]
    if best.level != "city":
        return [f"kind={best.level}", "kind=area"]
    population = best.population or 0
    for limit, name in _STEPS:
        if population >= limit:
            return [f"kind=city {name}"]
    return ["kind=city tiny"]


def name_features(option: Option, evidence: Evidence, options: Sequence[Option], number: int) -> list[str]:
    """Names of the features that hold for an option.

    Parameters
    ----------
    option
        The span in question, at place ``number`` of ``options``.
    evidence
        What the whole article tells.
    """
    tokens = evidence.tokens
    left, right = left_of(tokens, option), right_of(tokens, option)
    found = ["bias", *_kind(option)]
    known = "known" if option.places else "unknown"
    head, low = tokens[option.first], option.surface.lower()
    single = option.first == option.last
    found.append(f"{known} {'single' if single else 'several words'}")
    opens = opens_clause(tokens, option.first)
    headline = evidence.headline(head.sentence)
    if opens:
        found.append(f"opens clause, {known}")
    if headline:
        found.append(f"headline, {known}")
    if head.upper and head.kind == "word":
        found.append("all capitals")
    words = (head.text, tokens[option.last].text)
    if not single and (words[0] in cues()["generic_prefix"] or words[1] in cues()["generic_inside"]):
        found.append(f"generic inside, {known}")
    if len(option.surface) <= 3 and head.kind == "word":
        found.append("short")
    if single and head.low in common_words():
        found.append("common word")
        if opens or headline:
            found.append("common word, capital by position")
    if single and head.low in evidence.lower:
        found.append("in small letters elsewhere")
    if opens and _heads(option, tokens):
        found.append(f"heading, {known}")
    found += _person_features(option, evidence, single)
    found += _left_features(option, left, known, evidence)
    found += _right_features(option, right, known, evidence)
    if evidence.located[low] > (left.word in cues()["at"] and not left.article):
        found.append(f"located elsewhere, {known}")
    if option.listed_before is not None and options[option.listed_before].places:
        found.append(f"in a list, {known}")
    if option.listed_after is not None and options[option.listed_after].places:
        found.append(f"in a list, {known}")
    return found


def _heads(option: Option, tokens: Sequence[Token]) -> bool:
    """Whether the name is a heading: alone on its line, or before a colon, a dash or a full stop."""
    at = option.last + 1
    if at >= len(tokens) or tokens[at].sentence != tokens[option.last].sentence:
        return True
    alone = at + 1 >= len(tokens) or tokens[at + 1].sentence != tokens[option.last].sentence
    return tokens[at].text in {":", "–", "—", "|"} or (tokens[at].text in {".", "]", ")"} and alone)


def _person_features(option: Option, evidence: Evidence, single: bool) -> list[str]:
    tokens, found = evidence.tokens, []
    span = range(option.first, option.last + 1)
    if not evidence.persons.isdisjoint(span):
        found.append("in a person's name")
    elif single and tokens[option.first].low in evidence.person_words:
        found.append("a person's name elsewhere" + (", a country" if is_actor(option) else ""))
        if not evidence.located[tokens[option.first].low]:
            found.append("a person's name elsewhere, nowhere a place")
    if single and tokens[option.first].low in given_names():
        found.append("given name")
    if not evidence.demonyms.isdisjoint(span):
        found.append("demonym inside")
    return found


def _left_features(option: Option, left: Left, known: str, evidence: Evidence) -> list[str]:
    found = _governor_features(option, left, known, evidence.tokens)
    if left.article:
        found.append(f"article, {known}")
    if left.possessive:
        found.append(f"after possessive, {known}")
    if left.direction:
        found.append(f"after direction, {known}")
    return found + _neighbour_features(option, known, evidence)


def _governor_features(option: Option, left: Left, known: str, tokens: Sequence[Token]) -> list[str]:
    """The preposition, verb or noun that governs the span."""
    table = cues()
    article = " with article" if left.article else ""
    if left.word in table["at"]:
        return [f"after at, {known}{article}"]
    if left.word in table["toward"]:
        return [f"after toward, {known}{article}"]
    if left.word == "of" and left.before in table["town_word"] | table["admin2_word"]:
        return [f"named as a settlement, {known}"]
    of_place = left.word == "of" and left.before in (table["place_before"] | table["admin_before"])
    if of_place or left.before in table["compass"]:
        return [f"after place of, {known}"]
    if left.word in table["of"]:
        return [f"after {left.word}, {known}"]
    if left.word in table["reach"]:
        return [f"after reach, {known}"]
    if left.word in table["place_before"] and not left.article:
        return [f"after place, {known}"]
    if left.word in {",", "("} and option.first >= 2 and tokens[option.first - 2].cap:
        return [f"after comma, {known}"]
    return []


def _neighbour_features(option: Option, known: str, evidence: Evidence) -> list[str]:
    """The word that stands right before the span."""
    tokens, found = evidence.tokens, []
    before = tokens[option.first - 1] if option.first else None
    if before is None or before.sentence != tokens[option.first].sentence:
        return []
    plain = before.cap and before.low not in not_places() and option.first - 1 not in evidence.demonyms
    if before.text in person_titles() or before.low.capitalize() in person_titles():
        found.append("after a title")
    elif plain and before.low not in cues()["compass"] and not evidence.headline(before.sentence):
        found.append(f"capital before, {known}")
    if option.first - 1 in evidence.demonyms:
        found.append(f"after demonym, {known}")
    if _organisation_before(option, tokens):
        found.append("organisation of")
    return found


def _organisation_before(option: Option, tokens: Sequence[Token]) -> bool:
    """Whether "Bank of", "Council of the" or a ship's prefix stands right before the name."""
    at = option.first - 1
    words = organisation_words()["before"]
    if tokens[at].text in words and tokens[at].cap:
        return True
    if tokens[at].low == "the":
        at -= 1
    return at >= 1 and tokens[at].low in {"of", "for", "in"} and tokens[at - 1].text in words


def organisation_after(option: Option, tokens: Sequence[Token]) -> str:
    """The word that makes a longer proper name of an organisation out of the option ("Post", "Cartel"), or ""."""
    words = organisation_words()["after"]
    at = option.last + 1
    for _ in range(5):
        if at >= len(tokens) or tokens[at].sentence != tokens[option.last].sentence:
            return ""
        if tokens[at].text in words:
            return tokens[at].text
        if not (tokens[at].cap or tokens[at].text == "-") or tokens[at].start - tokens[at - 1].end > 1:
            return ""
        at += 1
    return ""


def _right_features(option: Option, right: Right, known: str, evidence: Evidence) -> list[str]:
    tokens, table, found = evidence.tokens, cues(), []
    following = tokens[option.last + 1] if option.last + 1 < len(tokens) else None
    adjacent = following is not None and following.sentence == tokens[option.last].sentence
    if adjacent and following is not None:
        if following.low in table["admin_after"]:
            found.append(f"before admin word, {known}")
        elif organisation_after(option, tokens):
            found.append(f"before organisation word, {known}")
        elif following.low in table["place_after"]:
            found.append(f"before place word, {known}")
        elif facility_after(tokens, option):
            found.append(f"before facility, {known}")
        elif following.cap and not evidence.headline(following.sentence):
            found.append(f"capital after, {known}")
        elif following.kind == "word" and following.low in table["agent_noun_after"]:
            found.append(f"before agent noun, {known}")
        elif following.kind == "word" and following.low in agent_verbs():
            found.append(f"before verb, {known}")
    if right.possessive:
        found.append(f"possessive, {known}")
    if right.hyphen:
        kind = "agent" if right.hyphen in table["hyphen_agent"] | table["hyphen_seat"] else "other"
        found.append(f"hyphen {kind}, {known}")
    if right.comma and right.word in {"who", "whose"}:
        found.append(f"before comma and who, {known}")
    if right.comma and right.cap:
        found.append(f"before comma and capital, {known}")
    return found
