"""The rows of a version of the store out of those of the version before: what a few steps touched is read anew."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.store import datasets as imports
from geo.store import engine as db
from geo.store.coded import CODED, WORDS, Coded, frame_of, mark_of, n_left_out_of
from geo.store.replace import batches
from geo.store.schema import incident_rows as row_table
from geo.store.steps import touched
from geo.store.stream import read_rows


def patched(before: Coded, version: str) -> Coded | None:
    """The rows as ``coded.load_coded`` reads them; None where that must be done, for what has changed is not known.

    Parameters
    ----------
    before
        All columns of an earlier version.
    version
        Of the store now.
    """
    with db.transaction(before.engine, write=False) as connection:
        mark = mark_of(connection)
        was, now = before.mark.split(" "), mark.split(" ")
        ids = touched(before.engine, was[0], now[0]) if was[1] == now[1] else None
        if ids is None or not before.is_whole or not before.n_read:
            return None
        n_left_out = n_left_out_of(connection)
        rows = [
            part
            for some in batches(sorted(ids))
            for part in read_rows(connection, CODED, [row_table.c.incident_id.in_(some)])
        ]
    came = frame_of(rows)
    frame = before.frame
    if before.n_read < len(frame):
        back = np.empty(len(frame), dtype="i8")
        back[before.at] = np.arange(len(frame))
        frame = frame.take(back)
    read = _put(frame.iloc[: before.n_read], came, ids)
    if read.empty:
        return None
    order = imports.order_of(read)
    read = read.take(order).reset_index(drop=True)
    whole = read if before.n_read == len(frame) else _put(read, frame.iloc[before.n_read :], ())
    whole = _by_appearance(whole)
    at = np.arange(len(whole), dtype="i4")
    if before.n_read < len(frame):
        order = imports.order_of(whole)
        whole, at = whole.take(order).reset_index(drop=True), order.astype("i4")
    return Coded(version, before.engine, whole, at, len(read), n_left_out, mark)


def _put(frame: pd.DataFrame, more: pd.DataFrame, without: Collection[str]) -> pd.DataFrame:
    """The rows of both, one below the other, but those of `frame` whose incident is among `without`."""
    ids = pa.array(frame["incident_id"], pa.large_string(), from_pandas=True)
    ids = ids.combine_chunks() if isinstance(ids, pa.ChunkedArray) else ids
    gone = pc.is_in(ids, pa.array(sorted(without), pa.large_string()))
    stay = np.flatnonzero(~gone.to_numpy(zero_copy_only=False))
    made: dict[str, Any] = {}
    for name in CODED:
        above, below = frame[name], more[name]
        if name in WORDS:
            made[name] = _words(above.array.take(stay), below.array)
        elif name == "incident_id":
            made[name] = pd.concat([above.take(stay), below], ignore_index=True).array
        else:
            made[name] = np.concatenate([above.to_numpy()[stay], below.to_numpy()])
    return pd.DataFrame(made, copy=False)


def _words(above: pd.Categorical, below: pd.Categorical) -> pd.Categorical:
    """One column of two; new words come after the known ones."""
    known, new = above.categories, below.categories
    numbers = known.get_indexer(new)
    missing = numbers < 0
    numbers[missing] = len(known) + np.arange(missing.sum())
    codes = np.where(below.codes < 0, -1, np.append(numbers, -1)[below.codes])
    return pd.Categorical.from_codes(
        np.concatenate([above.codes.astype("i4"), codes.astype("i4")]), categories=known.append(new[missing])
    )


def _by_appearance(frame: pd.DataFrame) -> pd.DataFrame:
    """With the words of each column in the order in which they appear, and no other words."""
    made: dict[str, Any] = {name: frame[name].array for name in CODED}
    for name in WORDS:
        column = frame[name].array
        numbers, found = pd.factorize(column.codes)
        table: npt.NDArray[np.int32] = np.full(len(found), -1, dtype="i4")
        there = found >= 0
        table[there] = np.arange(there.sum())
        made[name] = pd.Categorical.from_codes(table[numbers], categories=column.categories.take(found[there]))
    return pd.DataFrame(made, copy=False)
