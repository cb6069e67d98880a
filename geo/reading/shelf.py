"""Things of a text in the order in which they stand there, looked up by offset without a look at all of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Generic, Protocol, TypeVar


class Placed(Protocol):
    """What stands at an offset of a text."""

    @property
    def start(self) -> int:
        """Offset of its first character."""


Item = TypeVar("Item", bound=Placed)
_START = attrgetter("start")


class Shelf(Generic[Item]):
    """Items sorted by their offset."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._items = sorted(items, key=_START)
        self._starts = [item.start for item in self._items]

    def between(self, start: int, end: int) -> Sequence[Item]:
        """Those that begin at ``start`` or later, and before ``end``."""
        return self._items[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def last_before(self, offset: int) -> Item | None:
        """The last one that begins at ``offset`` or before, None where none does."""
        at = bisect_right(self._starts, offset)
        return self._items[at - 1] if at else None


def between(items: Sequence[Item], start: int, end: int) -> Sequence[Item]:
    """Those of a sorted row that begin at ``start`` or later, and before ``end``."""
    return items[bisect_left(items, start, key=_START) : bisect_left(items, end, key=_START)]
