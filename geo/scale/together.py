"""One bin of reports merged into incidents, and written as GeoParquet by the year in which they happened."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from geo.export.gis import write_parquet
from geo.export.rows import Rows
from geo.merging.copies import find_copies
from geo.merging.merge import merge
from geo.model import Report
from geo.store.article_rows import publisher
from geo.store.codec import load
from geo.store.columns import COLUMNS, READ_COLUMNS, SORTED_BY, TEXT, as_frame, confidence_words
from geo.store.rows import Source, incident_rows

UNDATED = "year=undated"


def merge_bin(number: int, folder: str, out: str) -> tuple[int, int, list[str]]:
    """Merge the reports of a bin, and write its rows below `out`; returns incidents, rows, and the files written."""
    articles: list[dict[str, Any]] = []
    for path in sorted(Path(folder).glob(f"{number}-*.parquet")):
        articles += pq.read_table(path).to_pylist()
    reports = [load(Report, body) for article in articles for body in article["reports"]]
    known = {article["article_id"]: article for article in articles}
    publishers = {name: who for name, one in known.items() if (who := publisher(one["source"], one["url"]))}
    copies = find_copies((name, one["text"]) for name, one in known.items())
    made = merge(reports, (), publishers, copies)
    shown = ("title", "source", "origin", "text", "language")
    sources = {name: Source(*(one[column] for column in shown)) for name, one in known.items()}
    frame = _frame([row for incident in made for row in incident_rows(incident, sources.__getitem__)])
    days = frame["date_start"].fillna(frame["date_end"])
    written = []
    for year, part in frame.groupby(days.dt.year, dropna=False):
        name = f"{UNDATED if pd.isna(year) else f'year={int(year)}'}/{number:06d}.parquet"
        _write(Path(out) / name, part)
        written.append(name)
    return len(made), len(frame), written


def _frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """The rows as a store hands them out."""
    frame = as_frame((tuple(row[name] for name in READ_COLUMNS) for row in rows), READ_COLUMNS)
    frame["confidence_word"] = confidence_words(frame["confidence"])
    for name in COLUMNS:
        if name not in frame:
            frame[name] = pd.Series([None] * len(frame), dtype=TEXT)
    return frame[list(COLUMNS)].sort_values(list(SORTED_BY), na_position="last", ignore_index=True)


def _write(path: Path, frame: pd.DataFrame) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_name(f".{path.name}.{os.getpid()}.part")
    with made.open("wb") as out:
        write_parquet(out, Rows.of(frame.reset_index(drop=True)))
    made.replace(path)
