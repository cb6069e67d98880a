"""PostgreSQL as the store: what SQLite does by itself is asked for, and its errors are put in words to act on.

Writes wait for one lock of the database, so that there is one writer at a time as on SQLite and no rule of the store
has to know which it runs on; reads see one moment, however many statements they make. The schema wants PostGIS.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc

from geo.errors import BusyError, GeoError, MissingError

#: The advisory lock that a write holds: any number, the same in every Sitmap.
WRITERS = 0x5172

_UNREACHABLE = ("connection refused", "could not translate", "no such file", "timeout expired", "server closed")


def set_up(engine: sa.Engine, *, busy_timeout_ms: int) -> None:
    """Have every transaction of `engine` begin as a write or as a read of one moment, and each question planned anew.

    A plan for any window looks through all of them: after ten questions the server would take one and keep it, and
    answer a hundred times more slowly. Compiling a question takes longer than answering it.
    """

    @sa.event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        connection.autocommit = True  # or the settings would go with the first transaction that is rolled back
        connection.execute("SET plan_cache_mode = force_custom_plan")
        connection.execute("SET jit = off")
        connection.autocommit = False

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        options = connection.get_execution_options()
        if not options.get("write", False):
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            return
        # READ COMMITTED: a snapshot taken before the lock is there would not show what its last holder wrote
        timeout_ms = busy_timeout_ms if options.get("wait", True) else 1  # 0 would be for ever
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {timeout_ms}")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS})")


def prepare(connection: sa.Connection) -> None:
    """See that PostGIS is there before the tables are made.

    Raises
    ------
    MissingError
        When the server has none, or this user may not switch it on.
    """
    if connection.exec_driver_sql("SELECT 1 FROM pg_extension WHERE extname = 'postgis'").first():
        return
    try:
        with connection.begin_nested():
            connection.exec_driver_sql("CREATE EXTENSION postgis")
    except exc.DBAPIError as error:
        msg = (
            "the store on PostgreSQL needs PostGIS in its database: install it on the server (on Debian: "
            "postgresql-15-postgis-3) and let an administrator run `CREATE EXTENSION postgis` in that database "
            f"({_first_line(error.orig)})"
        )
        raise MissingError(msg) from error


def explain(error: BaseException | None, where: str) -> GeoError:
    """An error of the server at `where` as one of ours, with what to do."""
    state = getattr(error, "sqlstate", None) or ""
    text = _first_line(error)
    if state in ("55P03", "40001", "40P01", "57014"):  # lock not available, serialization, deadlock, cancelled
        return BusyError(f"another process is writing to the store {where}: try again in a moment")
    if state.startswith("53"):  # disk full, out of memory, too many connections
        return MissingError(f"the server of the store {where} is out of room ({text}); nothing of this step was kept")
    if state in ("42501", "25006"):  # insufficient privilege, read-only transaction
        return MissingError(f"cannot write to the store {where} ({text}): the user needs rights on its tables")
    if not state and any(sign in text.lower() for sign in _UNREACHABLE):
        return MissingError(f"the server of the store {where} does not answer ({text}); is it running?")
    return MissingError(f"the store {where} answered: {text}")


def _first_line(error: BaseException | None) -> str:
    return next(iter(str(error).strip().splitlines()), "no reason given")
