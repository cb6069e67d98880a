"""What governs a name in its sentence: the preposition and what hangs before it, the verbs, acts told beside it.

Words are generalised to the classes that events are read by ("behind a noun of STRIKE_N, in"), so that a cue holds for
words that were never seen in training.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from geo.reading.document import Name, Sentence
from geo.reading.drafts import Draft
from geo.reading.role_surroundings import Surroundings
from geo.reading.triggers import SentenceView

_PREPOSITIONS = frozenset(
    {"in", "at", "on", "near", "from", "to", "of", "for", "into", "around", "outside", "over", "across", "towards"}
    | {"toward", "against", "between", "through", "along", "off", "by", "with", "about", "inside", "behind", "beyond"}
    | {"above", "under", "within", "throughout", "via", "opposite", "as"}
)
#: Words between a preposition and its name, or between a noun and its preposition.
_SKIPPED = frozenset(
    {"the", "a", "an", "its", "their", "his", "her", "southern", "northern", "eastern", "western", "central", "nearby"}
    | {"city", "town", "village", "port", "same", "south", "north", "east", "west", "occupied", "besieged", "both"}
    | {"neighbouring", "whole", "rest", "parts", "part", "outskirts", "edge", "centre", "center", "suburb", "suburbs"}
    | {"area", "areas", "vicinity", "district", "region", "province"}
)
_JOINS = frozenset({",", "and", "or"})
#: How many such words, names of a list included, may stand before the one that governs.
_REACH = 6
#: Words at the head of a sentence that take up what was told, or set a scene of their own.
_OPENINGS = frozenset(
    {"most", "others", "some", "many", "they", "he", "she", "it", "another", "both", "all", "two", "three", "about"}
    | {"around", "more", "at", "the", "a", "in", "on"}
)
_SCENES = frozenset({"in", "on", "at"})
_HELPERS = frozenset(
    {"is", "are", "was", "were", "has", "have", "had", "will", "would", "could", "may", "might", "can", "should", "be"}
)
#: Classes of words of ``data/lexicons/event_words.csv`` that say what a name's surroundings tell of.
CLASSES = (
    "ABDUCT", "ARREST", "FIRE_V", "HARM_V", "DAMAGE_V", "IMPACT_V", "SHELL_V", "TAKE_V", "ATTACK_W", "STRIKE_N",
    "AIR_N", "SHELL_N", "BLAST_N", "BOMB_N", "BOMB_V", "FIGHT", "CLASH", "DOWN_V", "MOVE_V", "MOVE_STRONG", "FLEE_V",
    "DISPLACE_X", "ARRIVE_V", "TALKS_N", "TALK_V", "MEET_V", "VISIT_V", "SIGN_V", "DEAL_N", "PROTEST", "PROTEST_ACT",
    "RIOT", "BLOCK_V", "RAID_W", "ASSAULT_N", "ASSAULT_V", "OFFENSIVE", "EXPLODE", "MINE", "MURDER", "BODY", "FOUND_V",
    "AID_N", "AID_V", "EXERCISE", "REPEL_V", "TROOPS", "ARMED", "CIVIL", "PERSON", "FACILITY", "PROPERTY", "SPEAKER",
    "SAY", "LEADER", "ROUTE", "PLACE_N", "DRONE_SEEN", "SEIZE_P", "WEAPON_N", "SANCTION", "PRISONER", "SWAP", "BURN_V",
    "NUM", "CROWD", "MEDIA", "GUN_I", "AIR_I", "PROJECTILE",
)  # fmt: skip
_MOST_CLASSES = 4
#: What makes an act doubtful, and stands before or behind the name.
_DOUBTS = ("CUE_DENY", "CUE_RETRACT", "NOT_NEG", "CUE_PROPOSE", "CUE_FUTURE", "NOT_HYPO")


def governed(name: Name, sentence: Sentence, seen: SentenceView, all_: Surroundings) -> Iterator[str]:
    """Features of the words that govern a name, and of what is told beside it."""
    tokens = seen.marked.tokens
    first = bisect_left(tokens, name.start - sentence.start + 1, key=lambda t: t.end)
    last = bisect_left(tokens, name.end - sentence.start, key=lambda t: t.start)
    linked = (name.start, name.end) in all_.used
    at = _governor(first, seen, sentence, all_)
    case = _case(at, seen)
    yield f"case={case}"
    yield f"case={case}, linked={linked}"
    yield from _head(at, case, seen, all_, linked=linked)
    yield from _verbs(name, first, last, case, seen, all_, linked=linked)
    yield from _told_beside(name, sentence, case, all_, linked=linked)
    for cue in _DOUBTS:
        marks = seen.marked.of(cue)
        if marks:
            before = any(mark.first < first for mark in marks)
            yield f"{cue} before={before}, linked={linked}"
            yield f"{cue} before={before}, case={case}, linked={linked}"


def _governor(first: int, seen: SentenceView, sentence: Sentence, all_: Surroundings) -> int:
    """Number of the token that governs the name at token ``first``, behind articles and the list it ends; -1: none."""
    tokens, at = seen.marked.tokens, first - 1
    for _ in range(_REACH):
        if at < 0:
            break
        if tokens[at].text in _SKIPPED:
            at -= 1
            continue
        if tokens[at].text not in _JOINS or at == 0:
            break
        comma = at - 1 if tokens[at - 1].text == "," else at
        before = all_.ending.get(sentence.start + tokens[comma - 1].end) if comma else None
        if before is None:
            break
        at = bisect_left(tokens, before.start - sentence.start, key=lambda t: t.start) - 1
    return at


def _case(at: int, seen: SentenceView) -> str:
    """How a name hangs in its sentence: its preposition, or "object", "word", "sign", "opening"."""
    if at < 0:
        return "opening"
    word = seen.marked.tokens[at].text
    if word in _PREPOSITIONS:
        return word
    if at in seen.marked.verbs:
        return "object"
    return "word" if word.isalpha() else "sign"


def _head(at: int, case: str, seen: SentenceView, all_: Surroundings, *, linked: bool) -> Iterator[str]:
    """The noun or verb that the preposition hangs on, or the verb that has the name as its object."""
    if case in ("object", "word"):
        for kind in _classes(at, seen, all_):
            yield f"object of {kind}"
        return
    tokens, head = seen.marked.tokens, at - 1
    while head >= 0 and tokens[head].text in _SKIPPED:
        head -= 1
    if case not in _PREPOSITIONS or head < 0:
        return
    yield f"head={tokens[head].text} {case}"
    for kind in _classes(head, seen, all_):
        yield f"head in {kind}, {case}"
        yield f"head in {kind}, linked={linked}"
    if head in seen.marked.verbs:
        yield f"head is a verb, {case}, linked={linked}"


def _verbs(
    name: Name, first: int, last: int, case: str, seen: SentenceView, all_: Surroundings, *, linked: bool
) -> Iterator[str]:
    """The verbs of the name's clause before and behind it."""
    clause = next((c for c in seen.clauses if seen.span(c).start <= name.start < seen.span(c).end), None)
    tokens = seen.marked.tokens
    if clause is None:
        return
    before = max((v for v in seen.marked.verbs if clause.first <= v < first), default=None)
    behind = min((v for v in seen.marked.verbs if last <= v < clause.last), default=None)
    if before is not None:
        for kind in _classes(before, seen, all_):
            yield f"verb before in {kind}"
            yield f"verb before in {kind}, case={case}"
    if behind is not None:
        yield f"verb behind={tokens[behind].text}"
        for kind in _classes(behind, seen, all_):
            yield f"verb behind in {kind}, linked={linked}"
        if behind == last:
            yield f"subject, linked={linked}"
    if before is None and behind is None:
        yield f"no verb, case={case}"
    if last < len(tokens) and tokens[last].text in _HELPERS:
        yield f"then {tokens[last].text}, linked={linked}"


def _classes(at: int, seen: SentenceView, all_: Surroundings) -> Sequence[str]:
    """Classes of the word at a token."""
    index = seen.sentence.index
    if index not in all_.classes:
        table: dict[int, list[str]] = {}
        for kind in CLASSES:
            for mark in seen.marked.of(kind):
                for token in range(mark.first, mark.last):
                    table.setdefault(token, []).append(kind)
        all_.classes[index] = table
    return all_.classes[index].get(at, [])[:_MOST_CLASSES]


def _told_beside(name: Name, sentence: Sentence, case: str, all_: Surroundings, *, linked: bool) -> Iterator[str]:
    """The incidents of the name's sentence, or else the one that its paragraph told just before."""
    told = all_.told.get(sentence.index, ())
    if not told:
        yield from _goes_on(sentence, case, all_)
        return
    for draft in told[:3]:
        yield f"beside {draft.trigger.sub_type}, case={case}, linked={linked}"
        yield f"beside {draft.status}, case={case}, linked={linked}"
    nearest = min(told, key=lambda d: abs(d.trigger.start - name.start))
    left, right = sorted((nearest.trigger.start, name.start))
    first = bisect_left(all_.row, left, key=lambda n: n.start)
    between = bisect_left(all_.row, right, key=lambda n: n.start) - first
    yield f"names to the trigger={min(between, 2)}, linked={linked}, behind={name.start > nearest.trigger.start}"
    placed = any(sentence.start <= n.start < sentence.end for d in told for n in d.placed.used)
    yield f"place found={placed}, case={case}, linked={linked}"


def _goes_on(sentence: Sentence, case: str, all_: Surroundings) -> Iterator[str]:
    """What the sentences just before told, where this one tells of no act."""
    before: list[Draft] = [
        draft
        for back in (1, 2)
        for draft in all_.told.get(sentence.index - back, ())
        if draft.sentence.paragraph == sentence.paragraph
    ]
    if not before:
        return
    trigger = before[-1].trigger
    word = sentence.text.split(maxsplit=1)[0].lower().strip(",;:“”\"'") if sentence.text.strip() else ""
    yield f"goes on from {trigger.sub_type}"
    yield f"goes on from {trigger.type}, case={case}"
    yield f"goes on from {trigger.sub_type}, case={case}"
    yield f"goes on, opens with {word if word in _OPENINGS else 'another word'}, case={case}"
    if word in _OPENINGS - _SCENES:
        yield f"goes on from {trigger.sub_type}, {word}"
