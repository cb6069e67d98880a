"""Faults of what is around the store, as far as they are quick; tests/faults/around.py runs the others."""

from __future__ import annotations

import errno
import io
import itertools
import os
import shutil
import socket
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from geo import pipeline
from geo.errors import BusyError, MissingError
from geo.export.formats import write_data
from geo.export.rows import Rows
from geo.model import Selection
from geo.places import gazetteer as gazetteers
from geo.places import online, weights
from geo.places.build import database_path, seal_path
from geo.places.gazetteer import Gazetteer
from geo.places.online import OnlineGeocoder
from geo.settings import DATA, Settings
from geo.store import engine as db
from geo.store.backup import examine
from geo.store.store import Store
from tests.commands import runner
from tests.makers import fill_store


@pytest.mark.parametrize("content", [b"", b"a\tb\t0.5\na\tc\t0.", b"\xff\xfe\x00noise", b"a\tb\n"], ids=repr)
def test_a_model_that_is_empty_cut_short_or_noise_is_refused_by_its_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "roles.tsv").write_bytes(content)
    with pytest.raises(MissingError, match=r"roles\.tsv"):
        weights.read(tmp_path / "roles.tsv")


def test_a_cache_that_cannot_be_written_costs_time_and_nothing_else(
    gazetteer: Gazetteer, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a file").write_text("")
    blocked = replace(settings, cache_dir=tmp_path / "a file" / "sitmap")

    def build(where: Settings, _progress: object) -> Path:
        where.cache_dir.mkdir(parents=True, exist_ok=True)
        made = database_path(where)
        shutil.copy(gazetteer.path, made)
        shutil.copy(seal_path(gazetteer.path), seal_path(made))
        return made

    monkeypatch.setattr(gazetteers, "build", build)
    found = Gazetteer.open(blocked)
    assert found.known("Kherson")
    assert not found.is_kept
    assert gazetteer.is_kept


def test_nowhere_to_build_the_gazetteer_is_said_with_what_to_do(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def build(*_: object) -> Path:
        msg = "database or disk is full"
        raise sqlite3.OperationalError(msg)

    monkeypatch.setattr(gazetteers, "build", build)
    with pytest.raises(MissingError, match="Free some space"):
        Gazetteer.open(replace(settings, cache_dir=tmp_path))


@pytest.mark.parametrize("error", [MissingError("the disk is full"), BusyError("another process is writing")])
def test_a_store_whose_incidents_cannot_be_made_anew_can_still_be_read(
    at_home: str, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    fill_store(Store.open(at_home)).close()

    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(Store, "replace_incidents", refuse)
    assert len(pipeline.open_store(Settings.from_env()).incidents()) == 1


def test_whoever_looks_into_a_store_that_is_being_written_does_not_wait_for_it(
    at_home: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_store(Store.open(at_home)).close()
    tries = []

    def outrun(*_: object, wait: bool) -> bool:
        tries.append(wait)
        return False  # reports have changed meanwhile

    monkeypatch.setattr(Store, "replace_incidents", outrun)
    assert len(pipeline.open_store(Settings.from_env()).incidents()) == 1
    assert tries == [False]


def test_a_full_disk_is_what_a_workbook_on_it_says() -> None:
    class Full(io.BytesIO):
        def write(self, _: object) -> int:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    rows = Rows.stored(fill_store(Store.open("sqlite://")), Selection(background=True))
    with pytest.raises(OSError, match="No space left"):
        write_data(Full(), "xlsx", rows)


def test_lists_are_read_while_another_process_writes(
    at_home: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    store = fill_store(Store.open(at_home))
    monkeypatch.setattr("geo.refreshing.refresh", lambda *_, **__: pytest.fail("incidents are made for a list"))
    run = runner(capfd)
    with db.transaction(store._engine, write=True):
        for group in ("alerts", "articles", "corrections", "datasets", "feeds", "jobs", "overlays"):
            assert run(group, "list").code == 0
        assert run("articles", "failed").code == 0
        assert run("corrections", "export", "-").code == 0


def test_a_migration_that_fails_at_any_statement_is_made_whole_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = db.make_engine
    for nth in itertools.count(1, 3):
        path = tmp_path / f"{nth}.db"
        count = itertools.count(1)

        def fail(*_: Any, count: Any = count, nth: int = nth) -> None:
            if next(count) == nth:
                raise KeyboardInterrupt

        def engine(url: str, *, read_only: bool, fail: Callable[..., None] = fail) -> sa.Engine:
            made = real(url, read_only=read_only)
            sa.event.listen(made, "before_cursor_execute", fail)
            return made

        with monkeypatch.context() as broken:
            broken.setattr(db, "make_engine", engine)
            try:
                Store.open(f"sqlite:///{path}").close()
                break
            except KeyboardInterrupt:
                pass
        with closing(sqlite3.connect(path)) as database:
            assert database.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (0,)
        Store.open(f"sqlite:///{path}").close()
        assert examine(path).problems == ()
    assert nth > 10


@pytest.fixture
def server() -> Iterator[tuple[str, list[Callable[[socket.socket], None]]]]:
    """A server that does what the list's only entry does with a connection, and its address."""
    listening = socket.create_server(("127.0.0.1", 0))
    acts: list[Callable[[socket.socket], None]] = []

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with connection:
                connection.recv(4096)
                try:
                    acts[0](connection)
                except OSError:
                    continue  # the other end has had enough

    threading.Thread(target=serve, daemon=True).start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}", acts
    listening.close()


def _drip(connection: socket.socket) -> None:
    for letter in b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + b" " * 1000:
        connection.sendall(bytes([letter]))
        time.sleep(0.05)


def _hang(connection: socket.socket) -> None:
    while connection.recv(4096):  # until the other end has had enough
        pass


def _flood(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 900000000\r\n\r\n" + b"[" * 2_000_000)


def _nest(connection: socket.socket) -> None:
    body = b"[" * 100_000
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)


def _break_off(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n[")


@pytest.mark.parametrize("act", [_hang, _drip, _flood, _nest, _break_off])
def test_a_geocoder_that_hangs_drips_floods_or_breaks_off_is_left_in_time_and_then_left_alone(
    server: tuple[str, list[Callable[[socket.socket], None]]],
    act: Callable[[socket.socket], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url, acts = server
    acts.append(act)
    monkeypatch.setattr(online, "_PACE", online._Pace())
    monkeypatch.setattr(online, "TIMEOUT_S", 0.3)
    own = Settings("sqlite://", tmp_path, DATA / "models", geocoder="nominatim", geocoder_url=url)
    asker = OnlineGeocoder(own, sleep=lambda _seconds: None)
    with pytest.raises((BusyError, MissingError)) as told:
        asker.ask("Prykladivka")
    assert told.type is BusyError or act not in (_hang, _drip)  # not waited for until it ends by itself
    if told.type is BusyError:
        with pytest.raises(BusyError, match="did not answer a moment ago"):
            asker.ask("Another name")
    asker.close()
