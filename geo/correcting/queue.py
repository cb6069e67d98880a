"""What deserves a look first: little confidence where much depends on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import log2

from geo.model import DRAWN_STATUSES
from geo.store.claims import Waiting

#: What is unsure even of an incident that the reader is sure of. Our judgement, as are the weights below.
ALWAYS_UNSURE = 0.15
NEW_PLACE, DISAGREEMENT, CLAIMED_ONLY, OFF_THE_MAP = 0.5, 1.0, 0.75, 0.5


@dataclass(frozen=True, slots=True)
class Item:
    """An incident in the queue, how much it deserves a look, and why."""

    incident_id: str
    weight: float
    why: str


def queue(waiting: Iterable[Waiting]) -> tuple[Item, ...]:
    """The incidents that nobody has looked at, those first that deserve it most: doubt times what depends on it."""
    every = list(waiting)
    seen = Counter(one.place_id for one in every if one.place_id)
    items = [_item(one, seen) for one in every if not one.confirmed]
    return tuple(sorted(items, key=lambda item: (-item.weight, item.incident_id)))


def _item(one: Waiting, seen: Counter[str]) -> Item:
    impact, why = 1.0, [f"confidence {one.confidence:.2f}"]
    if one.killed:
        impact += log2(1 + one.killed)
        why.append(f"{one.killed:,} killed")
    if one.differs:
        impact += DISAGREEMENT
        why.append(f"accounts differ on {one.differs.replace('; ', ', ')}")
    if one.status in ("claimed", "alleged"):
        impact += CLAIMED_ONLY
        why.append(f"only {one.status}")
    if one.place_id and seen[one.place_id] == 1:
        impact += NEW_PLACE
        why.append("the only incident at this place")
    if one.place_id is None and one.status in DRAWN_STATUSES:
        impact += OFF_THE_MAP
        why.append("no place was found")
    return Item(one.incident_id, (1 - one.confidence + ALWAYS_UNSURE) * impact, ", ".join(why))
