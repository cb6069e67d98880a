"""A file into the store as a dataset of its own: guess what it is, convert its rows, keep those that can be taken."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.errors import InputError
from geo.imports.convert import Converted, Report, convert
from geo.imports.kinds import KNOWN, guess_kind, kind_of
from geo.imports.sheet import Problem, open_sheet
from geo.store.datasets import LINE, SCHEMA, Dataset
from geo.store.keeping import Saved
from geo.store.store import Store

#: Name and version of what makes the rows; where this changes, a file is imported again.
IMPORTER = "sitmap-import 1"


@dataclass(slots=True)
class Imported:
    """What became of a file."""

    dataset: Dataset
    saved: Saved
    problems: list[Problem] = field(default_factory=list)  #: rows that could not be taken, by line
    columns: Mapping[str, str] = field(default_factory=dict)  #: of a table: what each column was taken for
    repeated: int = 0  #: rows that another dataset of the kind has already


def import_file(
    path: Path,
    store: Store,
    *,
    kind: str | None = None,
    name: str | None = None,
    licence: str | None = None,
    columns: Mapping[str, str] | None = None,
    report: Report | None = None,
) -> Imported:
    """Import the file at `path`; one that was imported exactly like this before is left as it is.

    Parameters
    ----------
    path
        A CSV (``.gz`` too), XLSX or vector file.
    store
        Where the rows go.
    kind
        One of ``kinds.KINDS``; guessed by default.
    name
        Id of the dataset; by default made of the file's name. One of the same id is replaced.
    licence
        Of the data; by default the one that its publisher gives.
    columns
        For a table: target -> header, in the place of the guess.
    report
        Called with the share that is done, 0..1 (0 while unknown), and the number of rows in words.

    Raises
    ------
    InputError
        When no row can be taken.
    UsageError
        When its columns do not fit the kind.
    """
    sheet = open_sheet(path)
    about = kind_of(kind or guess_kind(sheet))
    digest = _digest(path, about.kind, licence, columns or {})
    dataset_id = name or _id_of(path)
    for one in store.datasets():
        if (one.id, one.sha256, one.importer) == (dataset_id, digest[0], f"{IMPORTER} {digest[1]}"):
            return Imported(one, "unchanged")
    done = convert(sheet, about.kind, dataset_id, columns or {}, report=report)
    rows, repeated = _first_of_each(done, store, about.kind, dataset_id)
    if not len(rows) and not repeated:
        why = f"; line {done.problems[0].line}: {done.problems[0].reason}" if done.problems else ""
        msg = f"{path}: no row can be taken{why}"
        raise InputError(msg)
    title = f"{about.title}: {dataset_id}" if about.title else dataset_id
    rights = licence or about.licence or _licences(rows)
    made = Dataset(
        dataset_id, title, about.kind, rights, about.citation, about.url, path.name, digest[0],
        f"{IMPORTER} {digest[1]}", len(rows), len(done.problems),
    )  # fmt: skip
    saved = store.save_dataset(made, _named(rows, made))
    return Imported(made, saved, sorted(done.problems, key=lambda p: p.line), done.columns, repeated)


#: Licences of rows that are named one by one as those of their dataset.
MAX_LICENCES = 4


def _licences(rows: pa.Table) -> str:
    """What the rows themselves say of their licence."""
    said = sorted(filter(None, pc.unique(rows.column("licence").cast(pa.string())).to_pylist()))
    return "; ".join(said) if len(said) <= MAX_LICENCES else f"{len(said)} licences, one with each row"


def _id_of(path: Path) -> str:
    stem = path.name.split(".", 1)[0].casefold()
    return re.sub(r"[^\w-]+", "_", stem)[:60] or "dataset"


def _digest(path: Path, kind: str, licence: str | None, columns: Mapping[str, str]) -> tuple[str, str]:
    """The hash of the file, and a short one of how it is to be imported."""
    with path.open("rb") as stream:
        of_file = hashlib.file_digest(stream, "sha256").hexdigest()
    return of_file, hashlib.sha256(repr((kind, licence, sorted(columns.items()))).encode()).hexdigest()[:8]


def _first_of_each(done: Converted, store: Store, kind: str, dataset_id: str) -> tuple[pa.Table, int]:
    """All rows, without those whose id came before in the file, or is held by another dataset of the kind."""
    rows = pa.concat_tables(done.tables).unify_dictionaries() if done.tables else SCHEMA.empty_table()
    ids = rows.column("incident_id")
    again = pd.Index(ids.to_pandas()).duplicated() if len(rows) else []
    for row in [k for k, twice in enumerate(again) if twice]:
        done.problems.append(Problem(rows.column(LINE)[row].as_py(), f"the id {ids[row].as_py()!r} came before"))
    keep = pa.array([not twice for twice in again], pa.bool_())
    held = pa.array([False] * len(rows), pa.bool_())
    if kind in KNOWN:
        held = pc.is_in(ids, value_set=store.ids_of_kind(kind, but=dataset_id).combine_chunks())
        held = held.combine_chunks() if isinstance(held, pa.ChunkedArray) else held
    repeated = pc.sum(pc.and_(keep, held)).as_py() or 0
    return rows.filter(pc.and_(keep, pc.invert(held))), repeated


def _named(rows: pa.Table, dataset: Dataset) -> pa.Table:
    """The rows with the dataset they came with, its title as their source, and its licence where they have none."""
    kind = pa.dictionary(pa.int32(), pa.string())
    for name, value in (("dataset", dataset.id), ("sources", dataset.title), ("licence", dataset.licence)):
        position = rows.schema.get_field_index(name)
        same = pa.repeat(pa.scalar(value or None, pa.string()), len(rows))
        if name == "licence":
            same = pc.coalesce(rows.column(position).cast(pa.string()), same)
            same = same.combine_chunks() if isinstance(same, pa.ChunkedArray) else same
        rows = rows.set_column(position, pa.field(name, kind), same.dictionary_encode())
    return rows
