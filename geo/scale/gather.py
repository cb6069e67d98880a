"""Between reading and merging: which articles count, and which of their reports may be of one event.

Two reports are looked at together only where they share a key of type, day and place (``merging.same.block_keys``). So
reports that hang together by such keys, however loosely, go into one bin, and what is merged in a bin is what would be
merged from all reports at once.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from geo.merging.same import block_keys
from geo.model import Report
from geo.scale.reading import write
from geo.store.codec import load

#: A bin takes reports that hang together, and others until it holds so many.
BIN_REPORTS = 5000


@dataclass(frozen=True, slots=True)
class Kept:
    """The articles that count: of each part's file the rows, in the order of the parts."""

    keys: list[str]
    rows: list[list[int]]


@dataclass(frozen=True, slots=True)
class Bins:
    """Which bin each report belongs to."""

    sizes: dict[int, int]  #: bin -> reports
    of_part: list[dict[int, list[int]]]  #: of each part: row of its file -> the bins of its reports, in their order


def choose(keys: Sequence[str], folder: Path) -> Kept:
    """Leave out what came twice, as the store does: a text under another name, a former version of an article."""
    where: dict[str, tuple[int, int]] = {}  # identity -> part and row
    texts: dict[str, str] = {}  # text -> the identity that it is stored under
    text_of: dict[str, str] = {}
    for number, key in enumerate(keys):
        names = ("identity", "text_sha256", "failure")
        table = pq.read_table(folder / f"{key}.parquet", columns=list(names))
        for row, (identity, text, failure) in enumerate(
            zip(*(table.column(n).to_pylist() for n in names), strict=True)
        ):
            if failure is not None or (identity not in where and text in texts):
                continue
            if identity in where:
                texts.pop(text_of[identity], None)
            where[identity] = number, row
            text_of[identity] = text
            texts[text] = identity
    rows: list[list[int]] = [[] for _ in keys]
    for number, row in where.values():
        rows[number].append(row)
    return Kept(list(keys), [sorted(one) for one in rows])


def gather(kept: Kept, folder: Path) -> Bins:
    """Put the reports that hang together into bins."""
    top: list[int] = []  # of each report the one that stands for all it hangs together with
    first_under: dict[Any, int] = {}
    places: list[tuple[int, int]] = []

    def root(number: int) -> int:
        while top[number] != number:
            top[number] = top[top[number]]
            number = top[number]
        return number

    for number, (key, rows) in enumerate(zip(kept.keys, kept.rows, strict=True)):
        if not rows:
            continue
        told = pq.read_table(folder / f"{key}.parquet", columns=["reports"]).column("reports")
        for row in rows:
            for one in json.loads(told[row].as_py()):
                here = len(top)
                top.append(here)
                places.append((number, row))
                for found in block_keys(load(Report, one["body"]))[1]:
                    other = first_under.setdefault(found, here)
                    top[root(here)] = root(other)
    groups: dict[int, list[int]] = defaultdict(list)
    for here in range(len(top)):
        groups[root(here)].append(here)
    sizes: dict[int, int] = {}
    of: dict[int, int] = {}
    current = -1
    for group in groups.values():
        if current < 0 or sizes[current] + len(group) > BIN_REPORTS:
            current += 1
            sizes[current] = 0
        sizes[current] += len(group)
        of |= dict.fromkeys(group, current)
    of_part: list[dict[int, list[int]]] = [{} for _ in kept.keys]
    for here, (number, row) in enumerate(places):
        of_part[number].setdefault(row, []).append(of[here])
    return Bins(sizes, of_part)


def shuffle(key: str, rows: list[int], bins: dict[int, list[int]], read: str, folder: str) -> None:
    """Deal the reports of one part out: a file for each bin, ``BIN-KEY.parquet``, with the articles they are from."""
    columns = ["article_id", "title", "source", "url", "origin", "text", "language", "reports"]
    table = pq.read_table(Path(read) / f"{key}.parquet", columns=columns)
    dealt: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        article = table.slice(row, 1).to_pylist()[0]
        bodies = [one["body"] for one in json.loads(article.pop("reports"))]
        for number in set(bins.get(row, ())):
            mine = [body for body, at in zip(bodies, bins[row], strict=True) if at == number]
            dealt[number].append(article | {"reports": mine})
    for number, held in dealt.items():
        write(Path(folder) / f"{number}-{key}.parquet", pa.Table.from_pylist(held))
