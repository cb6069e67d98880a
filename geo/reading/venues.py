"""Names that hold an incident from outside its clause: offered venues, and places that "where" takes up."""

from __future__ import annotations

from collections.abc import Sequence

from geo.reading.document import Name
from geo.reading.standing import standing
from geo.reading.triggers import SentenceView, Trigger

#: Verbs that offer a town for talks.
_OFFERS = tuple(
    f"{verb} {article}"
    for article in ("", "the ")
    for verb in ("suggested", "suggests", "proposed", "proposes", "favours", "chose", "named", "offered", "offers")
)
_HELD = (", held in ", ", held at ", ", convened in ", ", hosted in ")
_VIOLENT = frozenset({"battle", "explosion_remote", "violence_civilians", "protest", "riot"})
_CROWDS = frozenset({"protest", "riot"})


def taken_up(names: Sequence[Name], seen: SentenceView, trigger: Trigger) -> list[Name]:
    """The name that "where" takes up ("in Niger, where generals seized power"), or a truce's: "that holds in X"."""
    text, start = seen.sentence.text, seen.sentence.start
    after = seen.clauses[trigger.clause_index + 1 : trigger.clause_index + 2]
    if trigger.sub_type == "agreement" and after and text[seen.span(after[0]).start - start :].startswith("that "):
        span = seen.span(after[0])
        return [n for n in names if n.sense == "literal" and span.start <= n.start < span.end]
    taking = ("where ", "which ") if trigger.rule == "gained_which" else "where "  # "the town, which our army took"
    if not text[trigger.clause.start - start :].startswith(taking):
        return []
    return [n for n in names if n.sense == "literal" and 0 <= trigger.clause.start - n.end <= len(", ")]


def held(names: Sequence[Name], seen: SentenceView, trigger: Trigger) -> list[Name]:
    """Where talks are said to be held, whatever they are about: "talks on the roads of A, held in X"."""
    if trigger.sub_type != "talks":
        return []
    text, start = seen.sentence.text, seen.sentence.start
    return [n for n in names if n.sense == "literal" and text[: n.start - start].endswith(_HELD)]


def venue(names: Sequence[Name], seen: SentenceView, trigger: Trigger) -> list[Name]:
    """A town that is offered for talks stands for itself: "suggested X for the next round"."""
    if trigger.sub_type != "talks":
        return []
    text, start = seen.sentence.text, seen.sentence.start
    offered = [n for n in names if n.place is not None and n.place.level in ("city", "facility")]
    return [
        n
        for n in offered
        if text[n.end - start :].startswith((" for ", " as ")) and text[: n.start - start].lower().endswith(_OFFERS)
    ]


def further(names: Sequence[Name], seen: SentenceView, trigger: Trigger, triggers: Sequence[Trigger]) -> list[Name]:
    """Names in a relative clause behind the trigger that tells of those who were hit: "shot people who dug near X"."""
    if trigger.type not in _VIOLENT:
        return []
    crowd = trigger.type in _CROWDS
    taken = [t.clause for t in triggers if t is not trigger and not (crowd and t.type in _CROWDS)]
    found: list[Name] = []
    for clause in seen.clauses[trigger.clause_index + 1 : trigger.clause_index + 2]:
        span = seen.span(clause)
        if clause.kind == "relative" and span not in taken:
            held = [n for n in names if n.sense == "literal" and span.start <= n.start < span.end]
            found += [n for n in held if standing(n, seen.sentence).kind in ("", "topic")]
    return found


def behind_topic(name: Name, seen: SentenceView, trigger: Trigger) -> bool:
    """Whether just a name stands between the talks and this one: "a conference on Sudan in London"."""
    tokens, start = seen.marked.tokens, seen.sentence.start
    first = next((k for k, t in enumerate(tokens) if t.start >= trigger.end - start), 0)
    last = next((k for k, t in enumerate(tokens) if t.start >= name.start - start), 0)
    return tokens[last - 1].text == "in" and any(
        (m.first, m.last) == (first + 1, last - 1) for m in seen.marked.of("LOC")
    )


def says_there(trigger: Trigger, seen: SentenceView) -> bool:
    """Whether a trigger's clause says "there": the place named just before is meant."""
    clause = seen.clauses[trigger.clause_index]
    return any(t.text == "there" for t in seen.marked.tokens[clause.first : clause.last])
