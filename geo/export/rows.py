"""What a data format is written from: rows as Arrow batches of one size, out of a frame or out of the store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa

from geo.export.arrow import CHUNK_ROWS, from_frame, has_point, schema, with_geometry
from geo.export.coarse import check_words, coarse_tables
from geo.export.narrow import LOOKED_AT, NOTHING_MORE, Narrow
from geo.export.progress import Report
from geo.export.withheld import marked_table, withheld_tables
from geo.model import Selection
from geo.store.columns import COLUMNS
from geo.store.select import matching_rows
from geo.store.store import Store
from geo.store.stream import SCHEMA

Box = tuple[float, float, float, float]
#: What is kept of each row beside the stream: what a manifest counts, and where the points lie.
COUNTED = ("incident_id", "type", "status", "lat", "lon", "article_id", "dataset", "sensitive")
COUNTED_WORDS = ("type", "status", "article_id", "dataset")


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Rows to be written, in their order.

    Attributes
    ----------
    counted
        Their columns ``COUNTED`` (or all of them).
    stream
        Hands them out whole, with the columns ``geo.store.columns.COLUMNS``.
    """

    counted: pd.DataFrame
    stream: Callable[[], Iterator[pa.Table]]

    @classmethod
    def of(cls, frame: pd.DataFrame) -> Rows:
        """The rows of a frame."""
        return cls(frame, lambda: from_frame(frame))

    @classmethod
    def stored(
        cls,
        store: Store,
        selection: Selection,
        narrow: Narrow = NOTHING_MORE,
        coarsen: str | None = None,
        *,
        sensitive: bool = True,
        addresses: bool = True,
    ) -> Rows:
        """Those of the store that `selection` and `narrow` ask for: never all of them in memory.

        With `coarsen`, places are made coarser before any is chosen: a small box would tell what is to be hidden.
        `sensitive` sentences and `addresses` of articles are in the rows unless they are not wanted.
        """

        def marked() -> Iterator[pa.Table]:
            return map(marked_table, store.stream())

        def withhold(found: Iterator[pa.Table]) -> Iterator[pa.Table]:
            return withheld_tables(found, sensitive=sensitive, addresses=addresses)

        if narrow == NOTHING_MORE and coarsen is None:
            counted = store.incidents(selection, columns=COUNTED, words=COUNTED_WORDS)
            return cls(counted, lambda: withhold(_selected(marked(), selection)))
        check_words(narrow.text, coarsen, narrow.sides)

        def stream() -> Iterator[pa.Table]:
            found = _selected(coarse_tables(marked(), coarsen), selection)
            return withhold(found if narrow == NOTHING_MORE else _narrowed(found, narrow))

        parts = (part.select(COUNTED) for part in stream())
        counted = _frame(pa.concat_tables([SCHEMA.empty_table().select(COUNTED), *parts]), COUNTED)
        return cls(counted, stream)

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.counted)

    @property
    def all_placed(self) -> bool:
        """Whether there are rows, and each has a point."""
        return bool(len(self.counted)) and bool(has_point(self.counted).all())

    @property
    def box(self) -> Box | None:
        """West, south, east and north of the points, in degrees."""
        there = self.counted[has_point(self.counted)]
        if there.empty:
            return None
        lon, lat = there["lon"], there["lat"]
        return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())

    def batches(self, *, geometry: bool, report: Report | None = None) -> Iterator[pa.RecordBatch]:
        """Batches of ``CHUNK_ROWS`` rows (the last one may be shorter); unknown values are null.

        The schema is ``geo.export.arrow.schema``; `report` is told the share that is done, and may raise to stop it.
        """
        done = 0
        for batch in _evenly(self.stream()):
            if report:
                report(done / len(self), f"{done:,} rows")
            done += len(batch)
            yield with_geometry(batch) if geometry else batch


def _selected(tables: Iterable[pa.Table], selection: Selection) -> Iterator[pa.Table]:
    everything = selection == Selection(background=True)
    for table in tables:
        yield table if everything else table.filter(pa.array(matching_rows(table, selection)))


def _narrowed(tables: Iterable[pa.Table], narrow: Narrow) -> Iterator[pa.Table]:
    for table in tables:
        yield table.filter(pa.array(narrow.mask(_frame(table, LOOKED_AT))))


def _frame(table: pa.Table, names: Sequence[str]) -> pd.DataFrame:
    """Some columns of a table as the store's own frames have them."""
    held: pd.DataFrame = table.select(names).to_pandas(date_as_object=False)
    return held.astype({name: COLUMNS[name] for name in names})


def _evenly(tables: Iterable[pa.Table]) -> Iterator[pa.RecordBatch]:
    """The same rows in batches of one size, so that the bytes of a file do not depend on where they came from."""
    held, form = list[pa.Table](), schema(geometry=False)
    for table in tables:
        held.append(table)
        while sum(map(len, held)) >= CHUNK_ROWS:
            whole = pa.concat_tables(held)
            yield _one(whole.slice(0, CHUNK_ROWS), form)
            held = [whole.slice(CHUNK_ROWS)]
    if sum(map(len, held)):
        yield _one(pa.concat_tables(held), form)


def _one(table: pa.Table, form: pa.Schema) -> pa.RecordBatch:
    columns = [column.combine_chunks() for column in table.columns]
    whole = [column.chunk(0) if isinstance(column, pa.ChunkedArray) else column for column in columns]
    return pa.RecordBatch.from_arrays(whole, schema=form)
