"""Nearly the same text in several articles (the copies of an agency's report): recognised, so that they count once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from rensa import RMinHash, RMinHashLSH

#: A text is known by the hashes of its runs of so many words.
RUN_WORDS = 4
#: Of a text of fewer words, a few that are the same say little.
SHORTEST_WORDS = 40
#: So much of a text is looked at (characters): a copy begins like what it was copied from.
READ_CHARACTERS = 50_000
#: Two texts are copies when they share this part of all their runs. Half of them leaves room for a cut end and another
#: first paragraph; two reports of one event in different words share less than a tenth.
ALIKE = 0.5
#: Number of hashes, in so many bands: a pair that shares half of its runs is found in nine of ten cases, one that
#: shares three quarters always.
HASHES, BANDS, SEED = 128, 32, 11
#: Nobody is a copy of anybody.
NO_COPIES: Mapping[str, str] = {}

_WORD = re.compile(r"\w+")


def find_copies(texts: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Article id -> the smallest id of those with nearly the same text; articles without copies are left out.

    Parameters
    ----------
    texts
        Ids and texts, in any order: the answer is the same.
    """
    sketches: dict[int, RMinHash] = {}
    names: list[str] = []
    near = RMinHashLSH(threshold=ALIKE, num_perm=HASHES, num_bands=BANDS)
    root: dict[int, int] = {}
    for name, text in sorted(texts):
        words = _WORD.findall(text[:READ_CHARACTERS].casefold())
        if len(words) < SHORTEST_WORDS:
            continue
        sketch = RMinHash(num_perm=HASHES, seed=SEED)
        sketch.update([" ".join(words[at : at + RUN_WORDS]) for at in range(len(words) - RUN_WORDS + 1)])
        number = len(names)
        names.append(name)
        root[number] = number
        for other in sorted(near.query(sketch)):
            if sketch.jaccard(sketches[other]) >= ALIKE:
                root[_top(root, number)] = _top(root, other)
        near.insert(number, sketch)
        sketches[number] = sketch
    groups: dict[int, list[str]] = defaultdict(list)
    for number, name in enumerate(names):
        groups[_top(root, number)].append(name)
    return {name: min(group) for group in groups.values() if len(group) > 1 for name in group}


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


def _top(root: dict[int, int], number: int) -> int:
    while root[number] != number:
        root[number] = root[root[number]]
        number = root[number]
    return number
