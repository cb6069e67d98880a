"""The first incidents of a store, made by the processes that read its articles: each merges a share of the reports.

It is what merging all of them in one process gives, to the byte. Where something was merged or corrected before, or
there is little to merge, ``geo.refreshing`` does it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from geo.crew.child import LINES
from geo.crew.pool import LIMIT_S, Crew, Task
from geo.errors import GeoError
from geo.merging.merge import MERGER
from geo.merging.shares import shares
from geo.merging.sketch import SKETCHED
from geo.refreshing import Sketches, sketched
from geo.store.codec import written
from geo.store.merged import Basis
from geo.store.rows import Source
from geo.store.sheets import Share, Sheet
from geo.store.store import Store

#: Finds what rows show of articles, by their ids.
Sources = Callable[[Collection[str]], Mapping[str, Source]]
#: Fewer reports are merged before a process has been told of them; with more, a share may take 500 MB of a process.
FEW, MOST = 2_000, 50_000
#: A process is ended when a share takes longer: a hundred times what it needs (s per report).
LIMIT_S_PER_REPORT = 0.05


class LostError(GeoError):
    """A process failed at its share."""


def first_incidents(store: Store, crew: Crew, version: str, sketches: Sketches) -> bool:
    """Make the incidents of a `store` that never had any; False where that is not so, or not worth while.

    Parameters
    ----------
    store
        Holds articles and reports.
    crew
        Has read them.
    version
        Of what it reads with (``Crew.read``).
    sketches
        Of texts, where they were made.
    """
    revision, told = store.merged.bodies()
    if not FEW <= len(told) <= MOST or not store.merged.nothing_yet():
        return False
    new, copies = sketched(store, sketches)
    publishers = store.publishers()

    def made(sources: Sources) -> Iterator[Share]:
        return map(share_of, crew.read(_tasks(told, sources, publishers, copies), version))

    try:
        return store.merged.fill(made, revision, MERGER, copies, Basis(sketches=new, sketched=SKETCHED))
    except LostError:  # nothing was written
        return False


def _tasks(
    told: Sequence[tuple[str, str]], sources: Sources, publishers: Mapping[str, str], copies: Mapping[str, str]
) -> Iterator[Task]:
    for share in shares(json.loads(body) for _, body in told):
        names = sorted({told[number][0] for number in share})
        limit_s = LIMIT_S + LIMIT_S_PER_REPORT * len(share)
        held = {
            "articles": {name: _told_of(one) for name, one in sources(names).items()},
            "publishers": {name: publishers[name] for name in names if name in publishers},
            "copies": {name: copies[name] for name in names if name in copies},
        }
        bodies = ",".join(told[number][1] for number in share)
        head = written({"share": held}).removesuffix("}")
        message = f'{head},"reports":[{bodies}],"limit_s":{limit_s}}}'.encode("utf-8", "surrogatepass")
        yield Task(None, message, len(share), limit_s)


def _told_of(one: Source) -> list[str | None]:
    return [one.title, one.source, one.origin, one.text, one.language]


def share_of(task: Task) -> Share:
    """What a process made of its share.

    Raises
    ------
    LostError
        When it made nothing of it.
    """
    came = task.answer or {}
    if "blocks" not in came:
        raise LostError(str(came))
    heads = map(json.loads, came[LINES][::2])
    sheets = [Sheet(one, told, rows, body) for (one, told, rows), body in zip(heads, came[LINES][1::2], strict=True)]
    return Share(sheets, came["blocks"])
