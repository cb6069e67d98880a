"""Opening the store: connections, transactions, migrations, and database errors in words a person can act on.

SQLite runs in WAL mode with one writer at a time. Every write begins IMMEDIATE, because a deferred transaction that
turns into a write fails at once when another process has written in between, and its work is lost. PostgreSQL keeps the
same promises by other means (``geo.store.postgres``): one writer at a time, and readers who see one moment.
"""

from __future__ import annotations

import errno
import glob
import os
import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.pool import StaticPool
from sqlalchemy.sql.compiler import SQLCompiler

from geo.errors import BusyError, GeoError, MissingError, UsageError
from geo.store import postgres
from geo.store.schema import HEAD

#: How long to wait for another writer before giving up.
BUSY_TIMEOUT_MS = 5000
#: How SQLite's databases begin, and its logs in either order of bytes.
_SQLITE = (b"SQLite format 3\x00", b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")
#: What a disk answers that has no links.
_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)
MIGRATIONS = Path(__file__).resolve().parent / "migrations"


def make_engine(url: str, *, read_only: bool) -> sa.Engine:
    """An engine on the store at `url`; the folder of an SQLite file is made unless `read_only`.

    Raises
    ------
    UsageError
        When `url` is no SQLAlchemy URL.
    MissingError
        When its driver is not installed, or a store to be read is not there.
    """
    try:
        parsed = sa.make_url(url)
        backend = parsed.get_backend_name()
        sqlite = backend == "sqlite"
        if sqlite:
            _prepare_file(parsed, read_only=read_only)
        memory = sqlite and parsed.database in (None, "", ":memory:")
        extra: dict[str, Any] = (
            {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}} if memory else {}
        )
        engine = sa.create_engine(parsed, **extra)
    except (exc.ArgumentError, ValueError) as error:
        msg = f"GEO_STORE must be an SQLAlchemy URL such as sqlite:////home/me/store.db, got {url!r}"
        raise UsageError(msg) from error
    except ImportError as error:
        shown = parsed.render_as_string(hide_password=True)
        msg = (
            f"the store {shown} needs a database driver that is not installed ({error}); for PostgreSQL: "
            "`python -m pip install -r requirements-postgres.txt` and an address that begins with postgresql+psycopg://"
        )
        raise MissingError(msg) from error
    if sqlite:
        _set_up_sqlite(engine, read_only=read_only)
        if not memory and not str(parsed.database).startswith("file:"):
            _follow(engine, Path(str(parsed.database)))
    elif backend == "postgresql":
        postgres.set_up(engine, busy_timeout_ms=BUSY_TIMEOUT_MS)
    else:
        msg = f"GEO_STORE names a store of {backend}; Sitmap keeps its store in SQLite or PostgreSQL"
        raise UsageError(msg)
    return engine


def _prepare_file(url: sa.URL, *, read_only: bool) -> None:
    if url.database in (None, "", ":memory:") or str(url.database).startswith("file:"):
        return
    path = Path(str(url.database))
    if trouble := emptied(path):
        raise MissingError(trouble)
    if read_only:
        if not path.exists():
            msg = f"there is no store at {path}: add articles first with `python -m geo ingest PATH`"
            raise MissingError(msg)
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        is_new = not path.exists()
    except OSError as error:
        msg = f"cannot make the folder of the store {path}: {error.strerror}. Set GEO_STORE to a place you may write to"
        raise MissingError(msg) from error
    if is_new:
        _begin(path)


def _begin(path: Path) -> None:
    """Put a database of one page, in which nothing was made yet, at `path`, unless somebody else just did.

    It comes whole under its name: no start that is stopped leaves a store of 0 bytes, so one of 0 bytes was cut.

    Raises
    ------
    MissingError
        When the disk is full, or the folder may not be written to.
    """
    if not os.access(path.parent, os.W_OK):
        return  # SQLite says so when it is asked, with what to do
    part = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}.part")
    try:
        with closing(sqlite3.connect(part)) as database:
            database.execute("PRAGMA journal_mode=WAL")  # which need not say that it failed
        if not part.stat().st_size:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        with suppress(FileExistsError):
            os.link(part, path)  # unlike a renaming, it never puts itself in the place of what is there
    except (sqlite3.Error, OSError) as error:
        if isinstance(error, OSError) and error.errno in _NO_LINKS:
            return  # SQLite makes it there itself
        msg = f"cannot make the store {path} ({error}). Free some space, or set GEO_STORE to another place"
        raise MissingError(msg) from error
    finally:
        for one in (part, part.with_name(f"{part.name}-journal")):
            one.unlink(missing_ok=True)


def emptied(path: Path) -> str:
    """What to say of a store of 0 bytes: it was cut, for a new one is at once of a page (``_begin``); "" of others."""
    try:
        if not path.is_file() or path.stat().st_size:
            return ""
        others = (one for one in sorted(path.parent.glob(f"{glob.escape(path.stem)}[-._ ]*")) if one != path)
        kept = [one for one in others if one.is_file() and _is_database(one)]
    except OSError:
        return ""  # what is wrong is said when the file is opened
    if not kept:
        return (
            f"the store {path} is empty (0 bytes): it was cut, for Sitmap leaves none like that. It was left as it is: "
            "put a backup in its place with `python -m geo restore FILE`, or, to begin anew, delete it"
        )
    return (
        f"the store {path} is empty (0 bytes), but {', '.join(one.name for one in kept)} beside it is not: it was cut. "
        "It was left as it is: put a backup in its place with `python -m geo restore FILE`, or, to begin anew, move "
        "these files to another folder and delete it"
    )


def _is_database(path: Path) -> bool:
    """Whether a file begins as SQLite's databases and logs do."""
    with path.open("rb") as stream:
        return stream.read(16).startswith(_SQLITE)


def _set_up_sqlite(engine: sa.Engine, *, read_only: bool) -> None:
    @sa.event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not begin on its own; see `begin`
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA secure_delete=ON")  # what is deleted is overwritten
        if read_only:
            cursor.execute("PRAGMA query_only=ON")
        else:
            cursor.execute("PRAGMA journal_mode=WAL")
            cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.close()

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        options = connection.get_execution_options()
        if not options.get("write", False):
            connection.exec_driver_sql("BEGIN")
            return
        if options.get("wait", True):
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            return
        connection.exec_driver_sql("PRAGMA busy_timeout=0")
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        finally:
            connection.exec_driver_sql(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")


def _follow(engine: sa.Engine, path: Path) -> None:
    """Work on the file at `path`, not on what lay there when a connection was made.

    A file that is deleted or replaced lives on for those who have it open: what they write would be lost with them.
    """
    met = False

    @sa.event.listens_for(engine, "do_connect")
    def begin(*_: Any) -> None:
        if met and not path.exists():  # SQLite would make an empty one
            msg = (
                f"the store {path} is no longer there: it was moved or deleted while Sitmap was running. Put it back, "
                "or start Sitmap anew to begin with an empty one"
            )
            raise MissingError(msg)

    @sa.event.listens_for(engine, "connect")
    def made(_connection: Any, record: Any) -> None:
        nonlocal met
        met, record.info["file"] = True, _number(path)

    @sa.event.listens_for(engine, "checkout")
    def taken(_connection: Any, record: Any, _proxy: Any) -> None:
        if record.info["file"] != _number(path):
            raise exc.DisconnectionError  # the pool makes another connection


def _number(path: Path) -> tuple[int, int] | None:
    """What tells a file from one that took its name."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


@contextmanager
def transaction(engine: sa.Engine, *, write: bool, wait: bool = True) -> Iterator[sa.Connection]:
    """One transaction: all of it is kept, or, after any error, nothing.

    Raises
    ------
    BusyError
        When another process holds the store for longer than the busy timeout, or, unless we `wait`, at all.
    MissingError
        When the file is damaged, not a store, full or not writable.
    """
    try:
        with engine.connect().execution_options(write=write, wait=wait) as connection, connection.begin():
            yield connection
    except exc.DBAPIError as error:
        raise explain(error, engine.url) from error


def insert(connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert `rows`, which all name the same columns; SQLAlchemy looks at each value, as long as writing takes."""
    if not rows:
        return
    text, names = _insertion(table, tuple(rows[0]), connection.dialect)
    connection.exec_driver_sql(text, list(map(itemgetter(*names), rows)) if names else list(rows))


@lru_cache(maxsize=32)
def _insertion(table: sa.Table, columns: tuple[str, ...], dialect: sa.Dialect) -> tuple[str, tuple[str, ...]]:
    """The statement, and the order of its values where they have no names."""
    made = table.insert().compile(dialect=dialect, column_keys=list(columns))
    return str(made), tuple(made.positiontup or ()) if isinstance(made, SQLCompiler) else ()


def explain(error: exc.DBAPIError, url: sa.URL) -> GeoError:
    """The error of the database as one of ours, with what to do."""
    text = str(error.orig)
    where = url.render_as_string(hide_password=True)
    if url.get_backend_name() == "postgresql":
        return postgres.explain(error.orig, where)
    if "locked" in text or "busy" in text:
        return BusyError(f"another process is writing to the store {where}: try again in a moment")
    if "full" in text:
        return MissingError(f"the disk of the store {where} is full; nothing of this step was kept. Free some space")
    if "readonly" in text or "unable to open" in text:
        return MissingError(f"cannot write to the store {where} ({text}). Set GEO_STORE to a place you may write to")
    if "malformed" in text or "not a database" in text:
        return MissingError(
            f"the store {where} is damaged or no store ({text}). It was left as it is: move it away and ingest again, "
            "or set GEO_STORE to another file"
        )
    return MissingError(f"the store {where} answered: {text}")


def migrate(engine: sa.Engine, *, read_only: bool) -> None:
    """Bring the tables to the newest schema; does nothing, fast, where they are there already.

    Raises
    ------
    MissingError
        When a newer Sitmap wrote the store, or it must be migrated but was opened to be read only.
    """
    with transaction(engine, write=False) as connection:
        found = _revision(connection)
    if found == HEAD:
        return
    _refuse_newer(found, engine)
    if read_only:
        msg = f"the store {engine.url} has an older form ({found}); open it once for writing to bring it up to date"
        raise MissingError(msg)
    with transaction(engine, write=True) as connection:
        if engine.dialect.name == "postgresql":
            postgres.prepare(connection)
        if _revision(connection) != HEAD:  # another process may have migrated while this one waited
            _upgrade(connection)


def _revision(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    return revision


def _refuse_newer(found: str | None, engine: sa.Engine) -> None:
    if found is not None and found > HEAD:
        msg = (
            f"a newer Sitmap wrote the store {engine.url.render_as_string(hide_password=True)} "
            f"(schema {found}, this one knows {HEAD}). Install that newer Sitmap, or set GEO_STORE to another file"
        )
        raise MissingError(msg)


def _upgrade(connection: sa.Connection) -> None:
    from alembic import command  # 0.3 s to import, and rarely needed
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
