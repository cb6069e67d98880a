"""The store's file copied while in use, put back, and looked over; SQLite alone: servers have tools of their own."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from geo.errors import BusyError, GeoError, InputError, MissingError, UsageError
from geo.scratch import part_of
from geo.store.engine import BUSY_TIMEOUT_MS
from geo.store.schema import HEAD, metadata

#: Pages copied at a time; between two steps others may write.
STEP_PAGES = 2048
_TABLES = ("articles", "incidents", "datasets")
_BESIDE = ("-wal", "-shm")
#: SQLite's codes for a store that is damaged, or on a disk that cannot read it; all others are about the copy.
_UNREADABLE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_CORRUPTFS)


@dataclass(frozen=True, slots=True)
class Health:
    """What a store's file is like."""

    schema: str  #: "" of a file in which nothing was made yet
    problems: tuple[str, ...]  #: of SQLite's own checks; empty where the file is sound
    rows: dict[str, int]  #: by table


def store_file(url: str) -> Path:
    """The file behind a store's URL.

    Raises
    ------
    UsageError
        When the store is on a server or in memory.
    """
    parsed = sa.make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        where = shown_url(url)
        msg = f"expected a store in an SQLite file, got {where}; a server has tools of its own, such as pg_dump"
        raise UsageError(msg)
    return Path(str(parsed.database))


def shown_url(url: str) -> str:
    """A store's URL as people may see it, without its password."""
    return sa.make_url(url).render_as_string(hide_password=True)


def examine(path: Path) -> Health:
    """Read the whole file with SQLite's integrity and foreign-key checks; nothing is written.

    But for what SQLite itself takes back where a writer was stopped in the middle.

    Raises
    ------
    MissingError
        When there is no such file.
    InputError
        When it is no store, or damaged beyond reading.
    """
    with _opened(path) as database:
        try:
            if not database.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
                return Health("", (), {})  # whoever was making it was stopped; it is made when it is next opened
            schema = database.execute("SELECT version_num FROM alembic_version").fetchone()
            found = [str(row[0]) for row in database.execute("PRAGMA integrity_check(20)")]
            strays = [f"a row of {row[0]} belongs to nothing" for row in database.execute("PRAGMA foreign_key_check")]
            names = {row[0] for row in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
            tables = [name for name in _TABLES if name in names]
            found += _missing(names, schema)
            rows = {name: database.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables}  # noqa: S608
        except sqlite3.DatabaseError as error:
            if _is_busy(error):
                msg = f"another process is writing to {path}: try again in a moment"
                raise BusyError(msg) from error
            msg = f"{path} is no store of Sitmap, or damaged ({error})"
            raise InputError(msg) from error
    problems = tuple(one for one in found if one != "ok") + tuple(strays[:20])
    return Health(str(schema[0]) if schema else "", problems, rows)


def backup(source: Path, target: Path) -> Health:
    """Copy the store at `source` to `target` while others read and write it; what was at `target` is replaced whole.

    Returns
    -------
    Health
        Of the copy.

    Raises
    ------
    MissingError
        When there is no store, or the copy cannot be written.
    InputError
        When the store is damaged: no copy is made of it.
    """
    with _opened(source) as database, _part_beside(target) as part:
        _copy(database, part)
        health = examine(part)
        if health.problems:
            msg = f"{source} is damaged ({health.problems[0]}); no backup was made of it"
            raise InputError(msg)
        with _writing(target):
            part.replace(target)
    return health


def restore(source: Path, target: Path) -> Path | None:
    """Put the backup at `source` in the place of the store at `target`, which is kept beside it under another name.

    Returns
    -------
    Path or None
        Where the former store is now; None where there was none.

    Raises
    ------
    MissingError
        When there is no such backup, a newer Sitmap made it, or the folder cannot be written.
    InputError
        When it is no store, or damaged: nothing is changed then.
    """
    health = examine(source)
    if health.problems:
        msg = f"{source} is damaged ({health.problems[0]}); the store was left as it is"
        raise InputError(msg)
    if not health.schema:
        msg = f"{source} is no backup: there is nothing in it; the store was left as it is"
        raise InputError(msg)
    if health.schema > HEAD:
        msg = f"a newer Sitmap made {source} (schema {health.schema}, this one knows {HEAD}); install that newer Sitmap"
        raise MissingError(msg)
    with _part_beside(target) as part:
        with _opened(source) as database:
            _copy(database, part)
        kept = _free_name(target) if target.exists() else None
        with _writing(target):
            _fold_log(target)
            _put(part, target, kept)
    return kept


def _missing(names: set[str], schema: tuple[str] | None) -> list[str]:
    """What a file that SQLite finds sound lacks to be a store: its schema's number, or tables."""
    if schema is None:
        return ["it has no schema: nothing tells which Sitmap made it"]
    lacking = sorted(set(metadata.tables) - names) if schema[0] == HEAD else []
    return [f"the table {name} is missing" for name in lacking]


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    if not path.is_file():
        msg = f"there is no store at {path}"
        raise MissingError(msg)
    try:
        database = _connect(path, "ro")
        if _was_stopped(database):
            database.close()
            database = _connect(path, "rw")  # SQLite takes back what was half written, as at every opening
    except sqlite3.Error as error:
        msg = f"cannot open {path} ({error})"
        raise MissingError(msg) from error
    with closing(database):
        yield database


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode={mode}", uri=True, timeout=BUSY_TIMEOUT_MS / 1000)


def _was_stopped(database: sqlite3.Connection) -> bool:
    """Whether a writer was stopped in the middle, and what it wrote has to be taken back before anybody can read."""
    try:
        database.execute("SELECT count(*) FROM sqlite_schema")
    except sqlite3.Error as error:
        return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_READONLY
    return False


@contextmanager
def _part_beside(target: Path) -> Iterator[Path]:
    with ExitStack() as stack:
        with _writing(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            part = stack.enter_context(part_of(target))
        yield part


def _copy(database: sqlite3.Connection, part: Path) -> None:
    try:
        with closing(sqlite3.connect(part)) as copy:
            database.backup(copy, pages=STEP_PAGES)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, complete by itself
    except sqlite3.Error as error:
        if _is_busy(error):
            msg = "another process is writing to the store: try again in a moment"
            raise BusyError(msg) from error
        kind = InputError if getattr(error, "sqlite_errorcode", 0) in _UNREADABLE else MissingError
        msg = f"the store cannot be copied to {part.parent} ({error})"
        raise kind(msg) from error
    with _writing(part), part.open("rb+") as written:
        os.fsync(written.fileno())


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """What the system refuses while `path` is written or put in its place, in words."""
    try:
        yield
    except OSError as error:
        msg = f"cannot write to {path.parent}: {error.strerror or error}"
        raise MissingError(msg) from error


def beside(path: Path) -> tuple[Path, ...]:
    """The files of its log that SQLite keeps beside a database, whether they are there or not."""
    return tuple(path.with_name(path.name + end) for end in _BESIDE)


def former_stores(path: Path) -> list[Path]:
    """Stores that ``restore`` has put aside."""
    return sorted(one for one in path.parent.glob(f"{path.name}.before-*") if not one.name.endswith(_BESIDE))


def _free_name(target: Path) -> Path:
    number = 1
    while (kept := target.with_name(f"{target.name}.before-restore-{number}")).exists():
        number += 1
    return kept


def _fold_log(path: Path) -> None:
    """Put into a sound store what its log holds, so that the file alone is all of it; any other is left as it is."""
    with suppress(GeoError, sqlite3.Error):
        health = examine(path)
        if health.schema and not health.problems:
            with closing(_connect(path, "rw")) as database:
                database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _put(part: Path, target: Path, kept: Path | None) -> None:
    """Put `part` in the place of `target`, which is called `kept` then; where that cannot be, all is as before.

    At no moment is there no store in its place, whatever ends the process: the former one gets its other name first.
    """
    logs = [(log, there) for log, there in zip(beside(target), beside(kept or target), strict=True) if log.exists()]
    done: list[tuple[Path, Path]] = []
    try:
        for old, new in logs if kept else ():
            old.replace(new)
            done.append((old, new))
        if kept:
            done += _second_name(target, kept)
        part.replace(target)
    except OSError:
        if kept and target.exists():
            kept.unlink(missing_ok=True)
        for old, new in reversed(done):
            new.replace(old)
        raise


def _second_name(target: Path, kept: Path) -> list[tuple[Path, Path]]:
    """Call `target` also `kept`; on a disk without links `kept` alone, which is returned then."""
    try:
        os.link(target, kept)
    except OSError:
        target.replace(kept)
        return [(target, kept)]
    return []


def _is_busy(error: sqlite3.Error) -> bool:
    return "locked" in str(error) or "busy" in str(error)
