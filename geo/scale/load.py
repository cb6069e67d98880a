"""What was read at scale into the store, by one process, in the order of the input, as ``ingest`` would."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq

from geo.errors import InputError
from geo.keeper import AT_ONCE, Summary, hold
from geo.refreshing import refresh
from geo.scale.gather import choose
from geo.scale.run import READ, SUMMARY
from geo.sources.failure import Failure
from geo.store.reading_rows import Rows
from geo.store.store import Store


def load(folder: Path, store: Store, progress: Callable[[float, str], None] | None = None) -> Summary:
    """Put the articles that a run of ``scale`` left in `folder` into `store`, and make the incidents anew.

    Raises
    ------
    InputError
        When no run ended in that folder.
    """
    try:
        keys = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))["read"]
    except (OSError, ValueError, KeyError) as error:
        msg = f"{folder}: no run of `scale` ended here; run it first"
        raise InputError(msg) from error
    kept, summary = choose(keys, folder / READ), Summary()
    try:
        for number, (key, rows) in enumerate(zip(kept.keys, kept.rows, strict=True)):
            if progress:
                progress(number / len(keys), f"part {number + 1} of {len(keys)}")
            table = pq.read_table(folder / READ / f"{key}.parquet")
            for start in range(0, len(rows), AT_ONCE):
                some = table.take(list(rows[start : start + AT_ONCE])).to_pylist()
                made = [Rows(*(json.loads(one[name]) for name in ("article", "reports", "left_out"))) for one in some]
                for one, how in zip(some, store.keep_all(made), strict=True):
                    summary.count(how, one["article_id"])
            for one in table.filter(table.column("failure").is_valid()).select(["origin", "failure"]).to_pylist():
                hold(Failure(one["origin"], InputError(one["failure"])), store, summary)
    finally:
        refresh(store)
    return summary
