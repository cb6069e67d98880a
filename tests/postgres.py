"""A PostgreSQL server of the tests' own: made, started and thrown away; without the programs its tests are skipped."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa

#: Where Debian keeps what a server is run with.
PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
#: For a server that is thrown away.
CARELESS = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c listen_addresses="


class Server:
    """A running server that gives each test a database of its own."""

    def __init__(self, folder: Path, user: str) -> None:
        self._address = f"postgresql+psycopg://{user}@/{{}}?host={folder}"
        self._numbers = count()
        self._run("CREATE DATABASE template_store")
        from geo.store.store import Store

        Store.open(self._address.format("template_store")).close()

    def empty(self) -> str:
        """The address of a new database without tables."""
        name = f"empty_{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name}")
        return self._address.format(name)

    def store(self) -> str:
        """The address of a new store without articles."""
        name = f"store_{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE template_store")
        return self._address.format(name)

    def _run(self, statement: str) -> None:
        engine = sa.create_engine(self._address.format("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)
        engine.dispose()


def _missing() -> str:
    """Why no server can be started here; "" where one can."""
    if not PROGRAMS and shutil.which("initdb") is None:
        return "PostgreSQL is not installed"
    try:
        import psycopg  # noqa: F401
    except ImportError:
        return "psycopg is not installed (requirements-postgres.txt)"
    return ""


@contextmanager
def server() -> Iterator[Server]:
    """Start a server in a folder of its own; skips where there is none, unless the environment insists."""
    missing = _missing()
    if missing and os.environ.get("SITMAP_REQUIRE_POSTGRES"):
        pytest.fail(missing)
    if missing:
        pytest.skip(missing)
    user = "postgres" if os.geteuid() == 0 else None  # a server refuses to run as root
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # pytest's own folders are too long for a socket's name
    if user:
        shutil.chown(folder, user)
    data = folder / "data"
    programs = str(PROGRAMS[0]) + os.sep if PROGRAMS else ""

    def run(*command: str | Path) -> None:
        subprocess.run(command, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL)

    try:
        run(f"{programs}initdb", "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--no-sync")
        run(
            f"{programs}pg_ctl",
            "-D",
            data,
            "-w",
            "-t",
            "300",
            "-l",
            folder / "log",
            "-o",
            f"{CARELESS} -k {folder}",
            "start",
        )
        yield Server(folder, "tester")
    finally:
        subprocess.run([f"{programs}pg_ctl", "-D", data, "-m", "immediate", "stop"], user=user, cwd=folder, check=False)
        shutil.rmtree(folder, ignore_errors=True)
