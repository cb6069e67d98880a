"""Names that hold an incident from outside its clause: offered venues, and places that "where" takes up."""

from __future__ import annotations

from collections.abc import Sequence

from geo.reading.document import Name
from geo.reading.standing import standing
from geo.reading.triggers import SentenceView, Trigger

#: Verbs that offer a town for talks.
_OFFERS = tuple(f"{verb} " for verb in ("suggested", "suggests", "proposed", "proposes", "favours", "chose", "named"))
_VIOLENT = frozenset({"battle", "explosion_remote", "violence_civilians", "protest", "riot"})
_CROWDS = frozenset({"protest", "riot"})


def taken_up(names: Sequence[Name], seen: SentenceView, trigger: Trigger) -> list[Name]:
    """The name that "where" takes up: "in Niger, where generals seized power"."""
    text, start = seen.sentence.text, seen.sentence.start
    if not text[trigger.clause.start - start :].startswith("where "):
        return []
    return [n for n in names if n.sense == "literal" and 0 <= trigger.clause.start - n.end <= len(", ")]


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
