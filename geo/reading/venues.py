"""Names that hold an incident from outside its clause: offered venues, and places that "where" takes up."""

from __future__ import annotations

from collections.abc import Sequence

from geo.reading.document import Name
from geo.reading.triggers import SentenceView, Trigger

#: Verbs that offer a town for talks.
_OFFERS = tuple(f"{verb} " for verb in ("suggested", "suggests", "proposed", "proposes", "favours", "chose", "named"))


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
