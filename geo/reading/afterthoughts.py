"""What the rest of an article says of an incident in one sentence: planted bombs, rounds of votes, repetitions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from geo.reading.document import Document, Name
from geo.reading.drafts import Draft
from geo.reading.linking import UNPLACED

#: Aircraft and what they drop, anywhere in an article; and words of talks.
_AIR = re.compile(
    r"(?i)\b(?:air(?:craft|\sforces?|[\s-]?strikes?|[\s-]?raids?)|planes?|(?:war|\w*)jets?|warplanes?|drones?"
    r"|bombers?|glid(?:e|er|ing)|guided|barrel|pilots?|sorties?|bombard\w*)\b"
)
_TALKING = frozenset({"talks", "negotiations", "negotiators", "envoys", "delegations", "mediators", "dialogue"}) | {
    *("side", "sides"),  # "a further round with the other side"
}
#: Acts that are nothing to a reader of a map without a place, a day or a figure.
_PLACED = frozenset(
    {"air_drone_strike", "shelling_missile", "ied_landmine", "armed_clash", "attack", "grenade", "peaceful"}
    | {"displacement"}
)


def bombs_by_hand(draft: Draft, document: Document) -> Draft:
    """Bombs in an article that knows no aircraft were planted: "two bombs killed 20 people at Mass"."""
    made = any(t.text.endswith("-made") for t in draft.seen.marked.tokens)  # "American-made bombs"
    if draft.trigger.rule == "bombs" and not made and not _AIR.search(document.article.text):
        draft.trigger = replace(draft.trigger, sub_type="ied_landmine")
    return draft


def round_of_votes(draft: Draft, drafts: Sequence[Draft]) -> bool:
    """Whether "the second round" is none of talks: nobody talked before, and nothing in its sentence says so."""
    if draft.trigger.rule not in ("talks", "talks_noun") or any(d.trigger.sub_type == "talks" for d in drafts):
        return False
    start, tokens = draft.sentence.start, draft.seen.marked.tokens
    word = draft.sentence.text[draft.trigger.start - start : draft.trigger.end - start].lower()
    return word.endswith("round") and not _TALKING & {t.text for t in tokens}


def nowhere(draft: Draft, names: Sequence[Name]) -> bool:
    """Whether an act of violence has neither a place, named or known, nor a day, nor a figure: it repeats another."""
    open_ = draft.placed is UNPLACED and draft.date.expression is None and draft.trigger.sub_type in _PLACED
    return open_ and not draft.seen.marked.of("NUM") and not any(n.sense == "literal" for n in names)
