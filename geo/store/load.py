"""Incidents out of the tables, in columns: those that were read and those that were imported, in one order."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pandas as pd
import sqlalchemy as sa

from geo.store import datasets as imports
from geo.store.columns import COLUMNS, DERIVED, NOT_ON_MAP, READ_COLUMNS, TEXT, as_frame, confidence_words
from geo.store.schema import ROW_ORDER
from geo.store.schema import incident_rows as row_table
from geo.store.schema import left_out as left_out_table

_HIDDEN_BY = ["mapped", "incident_id", "place_no", "evidence", "status", "place", "lat", "dataset"]


def load_incidents(connection: sa.Connection, columns: list[str], words: Collection[str] = ()) -> pd.DataFrame:
    """The rows of all incidents, read ones and imported ones, with these `columns`; those in `words` as categories."""
    kept = [name for name in columns if name not in DERIVED]
    if len(kept) == len(columns):
        return _kept(connection, columns, words)
    frame = _kept(connection, kept if "confidence" in kept else [*kept, "confidence"], words)
    frame.insert(columns.index("confidence_word"), "confidence_word", confidence_words(frame["confidence"]))
    return frame if "confidence" in kept else frame[columns]


def _kept(connection: sa.Connection, columns: list[str], words: Collection[str]) -> pd.DataFrame:
    read = [name for name in columns if name in READ_COLUMNS]
    query = sa.select(*(row_table.c[name] for name in read)).order_by(*ROW_ORDER)
    frame = as_frame(map(tuple, connection.execute(query)), {name: COLUMNS[name] for name in read})
    for name in columns:
        if name not in read:
            frame[name] = pd.Series([None] * len(frame), dtype=TEXT)
    frame = frame.astype({name: "category" for name in columns if name in words})
    imported = imports.load_rows(connection, columns, words)
    if not imported:
        return frame
    if frame.empty and len(imported) == 1:
        return pd.DataFrame(imported[0], copy=False)
    read_rows: list[dict[str, Any]] = [] if frame.empty else [{name: frame[name] for name in columns}]
    return imports.in_order([*read_rows, *imported], columns)


def left_off(connection: sa.Connection) -> pd.DataFrame:
    """What is not on the map, and why (``columns.NOT_ON_MAP``); imported rows come last."""
    first = row_table.c.place_no == 0
    any_drawn = sa.select(row_table.c.incident_id).where(row_table.c.mapped == 1)
    hidden = sa.select(row_table).where(first, row_table.c.incident_id.not_in(any_drawn))
    found = [tuple(row) for row in connection.execute(sa.select(*(left_out_table.c[c] for c in NOT_ON_MAP)))]
    found += [
        (row.article_id, row.evidence_start, row.evidence_end, row.evidence, "incident", _why_hidden(row))
        for row in connection.execute(hidden)
    ]
    imported = [_imported_left_off(pd.DataFrame(part)) for part in imports.load_rows(connection, _HIDDEN_BY)]
    return pd.concat([as_frame(sorted(found), NOT_ON_MAP), *imported], ignore_index=True)


def _imported_left_off(rows: pd.DataFrame) -> pd.DataFrame:
    drawn = rows.loc[rows["mapped"], "incident_id"]
    hidden = rows[(rows["place_no"] == 0) & ~rows["incident_id"].isin(drawn)].reset_index(drop=True)
    reason = hidden["status"] + ": listed, never drawn"
    reason = reason.mask(hidden["lat"].isna(), "the dataset gives no point for it")
    made = {
        "article_id": hidden["dataset"],
        "start": 0,
        "end": hidden["evidence"].str.len().fillna(0).astype("int64"),
        "text": hidden["evidence"].fillna(""),
        "kind": "incident",
        "reason": reason,
    }
    return pd.DataFrame(made).astype(dict(NOT_ON_MAP))


def _why_hidden(row: Any) -> str:
    if row.lat is None:
        return "the text names no place for it" if row.place is None else f"{row.place!r} is not in the gazetteer"
    return f"{row.status}: listed, never drawn"
