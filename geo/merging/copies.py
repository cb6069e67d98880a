"""Nearly the same text in several articles (the copies of an agency's report): recognised, so that they count once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from geo.merging.sketch import HASHES, sketch

#: Two texts are copies when they share this part of all their runs. Half of them leaves room for a cut end and another
#: first paragraph; two reports of one event in different words share less than a tenth.
ALIKE = 0.5
#: The hashes of a sketch, in so many bands: a pair that shares half of its runs is found in nine of ten cases, one that
#: shares three quarters always.
BANDS = 32
#: Nobody is a copy of anybody.
NO_COPIES: Mapping[str, str] = {}

Flags = npt.NDArray[np.bool_]
#: Odd numbers that spread the hashes of a band over 64 bits.
_MIX = np.array([0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB], dtype="u8")
_SHIFT = np.uint64(29)


def find_copies(texts: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Article id -> the smallest id of those with nearly the same text; articles without copies are left out.

    Parameters
    ----------
    texts
        Ids and texts, in any order: the answer is the same.
    """
    return group_copies({name: sketch(text) for name, text in texts})


def group_copies(
    sketches: Mapping[str, bytes], before: Mapping[str, str] = NO_COPIES, new: Collection[str] | None = None
) -> dict[str, str]:
    """The same for texts of which the sketches are known.

    Parameters
    ----------
    sketches
        Article id -> ``sketch`` of its text.
    before
        The copies that were found last, which hold but for the articles in `new` and those that are gone.
    new
        The articles whose text is another one since then, or was not there; None: nothing is known.
    """
    names = sorted(name for name, held in sketches.items() if held)
    if not names:
        return {}
    anew = np.array([new is None or name in new for name in names])
    root = list(range(len(names)))
    if new is not None:
        _take_over(names, anew, root, before)
    held = np.frombuffer(b"".join(sketches[name] for name in names), dtype="<u4").reshape(len(names), HASHES)
    for bucket in _buckets(held, anew):
        _join_alike(held, anew, root, bucket)
    groups: dict[int, list[str]] = defaultdict(list)
    for number, name in enumerate(names):
        groups[_top(root, number)].append(name)
    return {name: min(group) for group in groups.values() if len(group) > 1 for name in group}


def _take_over(names: Sequence[str], anew: Flags, root: list[int], before: Mapping[str, str]) -> None:
    """Put together what was found together before; a group that lost one, who may have held it together, is new."""
    at = {name: number for number, name in enumerate(names)}
    groups: dict[str, list[str]] = defaultdict(list)
    for name, first in before.items():
        groups[first].append(name)
    for group in groups.values():
        there = [at[name] for name in group if name in at]
        if len(there) < len(group) or anew[there].any():
            anew[there] = True
            continue
        for number in there:
            root[number] = there[0]


def _buckets(held: npt.NDArray[np.uint32], anew: Flags) -> Iterator[npt.NDArray[np.int64]]:
    """The numbers of those that are the same in one of the bands, where one of them is new."""
    rows, seen = HASHES // BANDS, set[bytes]()
    for band in range(BANDS if anew.any() else 0):
        keys = held[:, band * rows] * _MIX[0]
        for row in range(1, rows):
            keys = (keys ^ (keys >> _SHIFT)) * _MIX[row % len(_MIX)] + held[:, band * rows + row]
        asked = np.flatnonzero(np.isin(keys, keys[anew]))
        order = asked[np.argsort(keys[asked], kind="stable")]
        starts = np.flatnonzero(np.diff(keys[order], prepend=~keys[order[:1]]))
        ends = np.append(starts[1:], len(order))
        for start, end in zip(starts[ends - starts > 1], ends[ends - starts > 1], strict=True):
            bucket = order[start:end]
            if (mark := bucket.tobytes()) not in seen:
                seen.add(mark)
                yield bucket


def _join_alike(held: npt.NDArray[np.uint32], anew: Flags, root: list[int], bucket: npt.NDArray[np.int64]) -> None:
    """Put those of a bucket together that share enough; of two, one is new."""
    tops = np.array([_top(root, int(number)) for number in bucket])
    for at, number in enumerate(bucket):
        apart = np.flatnonzero(tops != tops[at]) if anew[number] else ()
        if not len(apart):
            continue
        alike = (held[bucket[apart]] == held[number]).sum(axis=1) >= ALIKE * HASHES
        for other in bucket[apart[alike]]:
            root[_top(root, int(other))] = _top(root, int(number))
        if alike.any():
            tops = np.array([_top(root, int(one)) for one in bucket])


def voices(
    articles: Iterable[str], publishers: Mapping[str, str], copies: Mapping[str, str] = NO_COPIES
) -> Sequence[frozenset[str]]:
    """`articles` in groups that count as one source each: of one publisher, or copies of one text."""
    groups: list[set[str]] = []
    marks: list[set[tuple[str, str]]] = []
    for article in sorted(articles):
        mark = {("by", publishers.get(article, article)), ("text", copies.get(article, article))}
        group = {article}
        for at in reversed(range(len(groups))):
            if marks[at] & mark:
                group |= groups.pop(at)
                mark |= marks.pop(at)
        groups.append(group)
        marks.append(mark)
    return [frozenset(group) for group in groups]


def _top(root: list[int], number: int) -> int:
    while root[number] != number:
        root[number] = root[root[number]]
        number = root[number]
    return number
