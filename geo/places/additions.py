"""Places that the user adds to the gazetteer: kept in the user's data folder, so that they survive every rebuild.

Each added file is kept as one table of our own columns (NAME.csv) with a small record beside it (NAME.json); a file of
the same name takes its place. The records are part of the gazetteer's version.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Literal

from geo.errors import InputError, MissingError, UsageError
from geo.places import dump, tables, user_table
from geo.places.addition_files import Source, open_source
from geo.places.addition_rows import Line, Tally
from geo.settings import Settings

Kind = Literal["geonames", "table"]
Progress = Callable[[float, str], None]

_COLUMNS: dict[Kind, tuple[str, ...]] = {"geonames": tables.AREA_COLUMNS, "table": user_table.KEPT_COLUMNS}
_UNSAFE = re.compile(r"[^a-z0-9_-]+")
_MAX_NAME = 60
_EVERY = 2_000


@dataclass(frozen=True, slots=True)
class Addition:
    """The record of one added file."""

    name: str
    kind: Kind
    file: str  #: its name when it was added
    places: int
    left_out: int  #: rows of kinds that news does not name
    bad: int  #: rows that could not be read
    sha256: str  #: of the table that is kept


@dataclass(frozen=True, slots=True)
class Added:
    """What adding a file came to."""

    addition: Addition
    unchanged: bool  #: the same table was there already
    problems: tuple[str, ...]  #: the first bad rows, each with its line and reason


def listing(settings: Settings) -> list[Addition]:
    """The files that were added, by name.

    Parameters
    ----------
    settings
        Where the user's data lie.

    Raises
    ------
    MissingError
        If a record is damaged, or its table is not there.
    """
    if settings.additions_dir is None or not settings.additions_dir.is_dir():
        return []
    return [_record(path) for path in sorted(settings.additions_dir.glob("*.json"))]


def fingerprint(settings: Settings) -> str:
    """Changes with everything that was added."""
    return " ".join(f"{one.name}={one.sha256}" for one in listing(settings))


def kept_rows(settings: Settings, kind: Kind) -> Iterator[dict[str, str]]:
    """The rows of all added files of one kind, file by file."""
    for addition in listing(settings):
        if addition.kind == kind:
            with _folder(settings).joinpath(f"{addition.name}.csv").open(encoding="utf-8", newline="") as lines:
                yield from csv.DictReader(lines)


def add(settings: Settings, file: Path, progress: Progress | None = None) -> Added:
    """Take the places of a file; bad rows are left out and counted.

    Parameters
    ----------
    settings
        Where the user's data lie.
    file
        A GeoNames country dump (19 columns separated by tabs, as .txt or in GeoNames' .zip), or a table of your own:
        CSV with a heading line, columns name, lat, lon and, as you like, id, geonameid, level, country, admin1,
        radius_km, population, aliases (separated by |), source.
    progress
        Called with the share done, 0..1, and what is being done.

    Raises
    ------
    InputError
        If the file cannot be read, is of neither form, or holds no row that can be used.
    """
    report = progress or (lambda _share, _what: None)
    folder = _folder(settings)
    folder.mkdir(parents=True, exist_ok=True)
    with open_source(file) as source:
        kind: Kind = "geonames" if dump.is_dump(source.first_line) else "table"
        tally = Tally()
        rows = _reading(source, kind, settings, tally)
        name = f"{kind}-{_UNSAFE.sub('-', file.stem.lower())[:_MAX_NAME].strip('-') or 'file'}"
        made, sha256 = _write_table(folder, _COLUMNS[kind], _watched(rows, source, report))
    try:
        if not tally.kept:
            raise InputError(_nothing(file, tally))
        addition = Addition(name, kind, file.name, tally.kept, tally.left_out, tally.bad, sha256)
        unchanged = addition in listing(settings)
        made.replace(folder / f"{name}.csv")
    finally:
        made.unlink(missing_ok=True)
    _write_text(folder / f"{name}.json", json.dumps(asdict(addition), ensure_ascii=False, indent=1))
    return Added(addition, unchanged, tuple(tally.problems))


def remove(settings: Settings, name: str) -> Addition:
    """Take an added file out again.

    Raises
    ------
    UsageError
        If nothing of that name was added.
    """
    for addition in listing(settings):
        if addition.name == name:
            _folder(settings).joinpath(f"{name}.json").unlink(missing_ok=True)
            _folder(settings).joinpath(f"{name}.csv").unlink(missing_ok=True)
            return addition
    msg = f"expected the name of an addition, got {name!r}; `python -m geo gazetteer info` lists them"
    raise UsageError(msg)


def _folder(settings: Settings) -> Path:
    if settings.additions_dir is None:
        msg = "expected a folder for additions to the gazetteer, got none; set Settings.additions_dir"
        raise UsageError(msg)
    return settings.additions_dir


def _record(path: Path) -> Addition:
    try:
        found = Addition(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        msg = f"expected the record of an addition in {str(path)!r}, got {error}; delete it and add the file again"
        raise MissingError(msg) from error
    if not path.with_suffix(".csv").is_file():
        msg = (
            f"expected the table {str(path.with_suffix('.csv'))!r}, got no such file; delete {path.name} and add again"
        )
        raise MissingError(msg)
    return found


def _reading(source: Source, kind: Kind, settings: Settings, tally: Tally) -> Iterator[Line]:
    if kind == "geonames":
        return dump.rows(source, settings.data_dir, tally)
    return user_table.rows(source, settings.data_dir, tally)


def _watched(rows: Iterable[Line], source: Source, report: Progress) -> Iterator[Line]:
    for number, row in enumerate(rows):
        if number % _EVERY == 0:
            report(source.share_read(), "reading places")
        yield row


def _write_table(folder: Path, columns: tuple[str, ...], rows: Iterable[Line]) -> tuple[Path, str]:
    """A new table beside the others, not yet in its place, and the hash of its bytes."""
    descriptor, name = tempfile.mkstemp(dir=folder, suffix=".csv.tmp")
    made = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as out:
            _fill(out, columns, rows)
        with made.open("rb") as content:
            return made, hashlib.file_digest(content, "sha256").hexdigest()
    except BaseException:
        made.unlink(missing_ok=True)
        raise


def _fill(out: IO[str], columns: tuple[str, ...], rows: Iterable[Line]) -> None:
    table = csv.DictWriter(out, columns, lineterminator="\n")
    table.writeheader()
    table.writerows(rows)


def _write_text(path: Path, text: str) -> None:
    descriptor, name = tempfile.mkstemp(dir=path.parent, suffix=".json.tmp")
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        out.write(text)
    Path(name).replace(path)


def _nothing(file: Path, tally: Tally) -> str:
    first = f"; first: {tally.problems[0]}" if tally.problems else ""
    return (
        f"{file}: expected places, got none that can be used ({tally.bad} bad rows, {tally.left_out} left out){first}"
    )
