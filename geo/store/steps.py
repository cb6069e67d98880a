"""The last changes of incidents that this process made, by version: so that whoever holds the rows of one version has
those of the next by looking at a few.

A step is noted after its transaction has ended well. It says from which version to which it led; whoever else writes
between two of them breaks the chain, and all rows are read anew.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from threading import Lock

import sqlalchemy as sa

#: Steps that are kept for each store, and how many incidents are worth being looked up one by one.
_KEPT, _MOST = 50, 2000

_lock = Lock()
_steps: dict[str, deque[Step]] = {}


@dataclass(frozen=True, slots=True)
class Step:
    """What a change of the incidents did."""

    before: str  #: version of what was read, as the store noted it
    after: str
    touched: frozenset[str]  #: ids of incidents that came or went, or are no longer what they were


def took(engine: sa.Engine, step: Step) -> None:
    """Note a step; not of a store in memory, which has no name that two connections share."""
    if engine.url.database:
        with _lock:
            _steps.setdefault(str(engine.url), deque(maxlen=_KEPT)).append(step)


def touched(engine: sa.Engine, before: str, after: str) -> frozenset[str] | None:
    """The incidents that may differ between two versions; None where nobody can tell, or they are many."""
    if before == after:
        return frozenset()
    with _lock:
        taken = list(_steps.get(str(engine.url), ()))
    start = next((k for k, step in enumerate(taken) if step.before == before), len(taken))
    there = before
    found: set[str] = set()
    for step in taken[start:]:  # from the first time on: of those that are looked at in vain nothing is lost
        if step.before != there:
            return None
        there = step.after
        found |= step.touched
    return frozenset(found) if there == after and len(found) <= _MOST else None
