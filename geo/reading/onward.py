"""Sentences without an act of their own that say more of one told before: where its people went, where its toll stands.

"Most settled in camps outside X" gives a flight its goal; "the toll in X has risen to five" belongs to what hit X.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geo.reading.document import Name
from geo.reading.drafts import Draft
from geo.reading.linking import incident_place
from geo.reading.standing import standing
from geo.reading.triggers import SentenceView

#: How many sentences behind a flight its goal is told, and how many incidents back a toll may belong.
_NEAR, _BACK = 2, 12
#: Words that take up people told of before, at the head of a sentence or of a part of it.
_WHO = frozenset(
    {"most", "many", "some", "others", "they", "all", "both", "half", "several", "hundreds", "thousands", "dozens"}
    | {"families", "evacuees", "refugees", "rest", "residents", "people", "majority", "about", "around", "nearly"}
)
#: Verbs of those who are on the move, and of those who take them in.
_WENT = frozenset(
    {"went", "moved", "move", "settled", "fled", "taken", "sheltered", "sheltering", "shelter", "refuge", "housed"}
    | {"accommodated", "arrived", "reached", "crossed", "brought", "staying", "stayed", "headed", "travelled"}
    | {"walked", "gone", "sent", "driven", "moving", "heading", "resettled", "relocated", "evacuated"}
)
_TOLLS = frozenset({"toll", "injured", "wounded", "dead", "casualties"})
#: What says that a number was told before.
_REVISED = frozenset(
    {"toll", "risen", "rose", "rises", "corrected", "revised", "count", "stands", "stays", "climbed", "updated"}
)
_VIOLENT = frozenset({"battle", "explosion_remote", "violence_civilians", "riot", "protest"})


def goes_further(drafts: Sequence[Draft], seen: SentenceView, names: Sequence[Name]) -> bool:
    """Give an older draft what a sentence without a trigger adds to it; whether it added anything."""
    free = [n for n in names if n.sense == "literal" and n.place is not None and not standing(n, seen.sentence).kind]
    return bool(free) and (_goal(drafts, seen, free) or _toll(drafts, seen, free))


def _goal(drafts: Sequence[Draft], seen: SentenceView, free: Sequence[Name]) -> bool:
    """Whether the people of the flight just told went to the places named."""
    before = drafts[-1] if drafts else None
    sentence = seen.sentence
    if before is None or before.trigger.sub_type != "displacement" or before.sentence.paragraph != sentence.paragraph:
        return False
    last = before.more[-1] if before.more else before.sentence
    if sentence.index - last.index > _NEAR or not _WHO & {t.text for t in seen.marked.tokens[:2]}:
        return False
    went = min((t.start for t in seen.marked.tokens if t.text in _WENT), default=None)
    goals = [n for n in free if went is not None and n.start - sentence.start > went]
    if not goals:
        return False
    places = [p for p in (incident_place(n, goals, "destination") for n in goals) if p is not None]
    before.placed = replace(before.placed, places=(*before.placed.places, *places), used=(*before.placed.used, *goals))
    before.add_sentence(sentence)
    return True


def _toll(drafts: Sequence[Draft], seen: SentenceView, free: Sequence[Name]) -> bool:
    """Whether a sentence brings the toll of an incident at a place up to date."""
    words = {t.text for t in seen.marked.tokens}
    if not words & _TOLLS or not words & _REVISED:
        return False
    for draft in reversed(drafts[-_BACK:]):
        held = {p.place_id for p in draft.placed.places}
        same = [n for n in free if n.place is not None and n.place.id in held]
        if same and draft.trigger.type in _VIOLENT and draft.status in ("occurred", "claimed", "alleged"):
            draft.placed = replace(draft.placed, used=(*draft.placed.used, *same))
            draft.add_sentence(seen.sentence)
            return True
    return False
