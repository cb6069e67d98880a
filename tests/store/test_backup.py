"""A backup is whole while others write, a restore loses nothing, and what is damaged is neither copied nor put back."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from geo.errors import InputError, MissingError, UsageError
from geo.store.backup import backup, examine, restore, store_file
from geo.store.store import Store
from tests.makers import fill_store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


def filled(path: Path) -> Store:
    store = Store.open(f"sqlite:///{path}")
    fill_store(store)
    return store


def damage(path: Path) -> None:
    """Overwrite the middle of the file, its header apart."""
    size = path.stat().st_size
    with path.open("rb+") as stream:
        stream.seek(size // 3)
        stream.write(b"\xa5" * (size // 3))


def test_a_backup_is_one_file_with_all_rows_though_the_log_was_not_folded_in(path: Path, tmp_path: Path) -> None:
    store = filled(path)  # still open: its rows are in the write-ahead log
    health = backup(path, tmp_path / "copy.db")
    assert (health.problems, health.rows["articles"]) == ((), 1)
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.startswith((".", "copy"))) == ["copy.db"]
    copy = Store.open(f"sqlite:///{tmp_path / 'copy.db'}")
    assert copy.incidents().equals(store.incidents())


@pytest.mark.parametrize("refused", ["fsync", "replace"])
def test_a_backup_that_the_disk_refuses_says_so_and_leaves_nothing(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: str
) -> None:
    filled(path).close()

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os if refused == "fsync" else Path, refused, refuse)
    with pytest.raises(MissingError, match="No space left"):
        backup(path, tmp_path / "copy.db")
    assert [p.name for p in tmp_path.iterdir() if "copy" in p.name] == []


def test_a_restore_that_the_disk_refuses_leaves_the_store_in_its_place(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(path).close()
    backup(path, tmp_path / "copy.db")
    path.write_bytes(b"what cannot be opened, so that its log stays as it is" * 100)
    path.with_name("store.db-wal").write_bytes(b"a log")
    really = Path.replace

    def refuse_the_copy(self: Path, target: Path) -> Path:
        if self.suffix == ".part":
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return really(self, target)

    there = sorted(p.name for p in tmp_path.iterdir())
    monkeypatch.setattr(Path, "replace", refuse_the_copy)
    with pytest.raises(MissingError, match="Input/output error"):
        restore(tmp_path / "copy.db", path)
    assert sorted(p.name for p in tmp_path.iterdir()) == there


def test_a_backup_taken_while_another_writes_is_sound(path: Path, tmp_path: Path) -> None:
    filled(path).close()
    stop = threading.Event()

    def write() -> None:
        with sqlite3.connect(path, timeout=60) as database:
            number = 0
            while not stop.is_set():
                number += 1
                database.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (f"k{number}", "x" * 500))
                database.commit()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(5):
            assert backup(path, tmp_path / "copy.db").problems == ()
    finally:
        stop.set()
        writer.join()


def test_a_restore_puts_the_old_rows_back_and_keeps_the_newer_store_beside_them(path: Path, tmp_path: Path) -> None:
    store = filled(path)
    backup(path, tmp_path / "copy.db")
    store.eraser.articles([str(store.articles()["article_id"][0])])
    store.close()
    kept = restore(tmp_path / "copy.db", path)
    assert len(Store.open(f"sqlite:///{path}").articles()) == 1
    assert kept is not None
    assert len(Store.open(f"sqlite:///{kept}").articles()) == 0
    assert restore(tmp_path / "copy.db", path) != kept


def test_a_damaged_store_is_not_copied_over_a_good_backup(path: Path, tmp_path: Path) -> None:
    filled(path).close()
    backup(path, tmp_path / "copy.db")
    good = (tmp_path / "copy.db").read_bytes()
    damage(path)
    with pytest.raises(InputError, match="damaged"):
        backup(path, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_bytes() == good
    kept = restore(tmp_path / "copy.db", path)
    assert kept is not None
    assert kept.exists()
    assert examine(path).problems == ()


@pytest.mark.parametrize("content", [b"", b"no store at all" * 400, b"SQLite format 3\x00" + b"\x00" * 4000])
def test_what_is_no_backup_leaves_the_store_as_it_is(path: Path, tmp_path: Path, content: bytes) -> None:
    filled(path).close()
    before = path.read_bytes()
    (tmp_path / "x.db").write_bytes(content)
    with pytest.raises(InputError):
        restore(tmp_path / "x.db", path)
    assert path.read_bytes() == before
    assert not list(tmp_path.glob("*before-restore*"))


def test_a_backup_of_a_newer_sitmap_is_refused(path: Path, tmp_path: Path) -> None:
    filled(path).close()
    backup(path, tmp_path / "copy.db")
    with sqlite3.connect(tmp_path / "copy.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(MissingError, match="newer Sitmap"):
        restore(tmp_path / "copy.db", path)


def test_the_former_store_is_whole_without_its_log(path: Path, tmp_path: Path) -> None:
    store = filled(path)  # still open: its rows are in the write-ahead log
    backup(path, tmp_path / "copy.db")
    kept = restore(tmp_path / "copy.db", path)
    assert kept is not None
    shutil.copy(kept, tmp_path / "alone.db")
    assert examine(tmp_path / "alone.db").rows["articles"] == 1
    store.close()


class Killed(BaseException):
    """Ends the process, as far as a test can."""


@pytest.mark.parametrize("links", [True, False])
def test_a_restore_that_is_killed_before_its_last_step_leaves_the_former_store_in_its_place(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    filled(path).close()
    backup(path, tmp_path / "copy.db")
    before, really = path.read_bytes(), Path.replace

    def kill(self: Path, target: Path) -> Path:
        if self.suffix == ".part":
            raise Killed
        return really(self, target)

    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(Path, "replace", kill)
    if not links:
        monkeypatch.setattr(os, "link", refuse)
    with pytest.raises(Killed):
        restore(tmp_path / "copy.db", path)
    (kept,) = tmp_path.glob("*.before-restore-*")
    assert kept.read_bytes() == before
    assert path.exists() is links
    assert not links or path.read_bytes() == before


def test_a_store_on_a_server_has_tools_of_its_own() -> None:
    with pytest.raises(UsageError, match="pg_dump"):
        store_file("postgresql://u:secret@host/db")
    with pytest.raises(UsageError):
        store_file("sqlite://")


@pytest.mark.parametrize("left", ["store.db-wal", "store.db.before-restore-1", "store-copy.db"])
def test_a_store_that_was_cut_to_nothing_is_not_made_anew_beside_what_tells_so(
    path: Path, tmp_path: Path, left: str
) -> None:
    store = filled(path)
    shutil.copy(path.with_name(left) if left.endswith("-wal") else path, tmp_path / "kept")
    store.close()
    path.write_bytes(b"")
    shutil.copy(tmp_path / "kept", path.with_name(left))
    for read_only in (False, True):
        with pytest.raises(MissingError, match=f"0 bytes.*{left}.*geo restore"):
            Store.open(f"sqlite:///{path}", read_only=read_only)
    assert (path.stat().st_size, path.with_name(left).read_bytes()) == (0, (tmp_path / "kept").read_bytes())
    path.with_name(left).unlink()
    with pytest.raises(MissingError, match=r"0 bytes.*geo restore.*delete it"):
        Store.open(f"sqlite:///{path}")
    path.unlink()
    Store.open(f"sqlite:///{path}").close()


@pytest.mark.parametrize("refused", [errno.ENOSPC, errno.EIO, errno.EPERM])
def test_a_disk_that_refuses_a_new_store_leaves_none_of_0_bytes(
    path: Path, monkeypatch: pytest.MonkeyPatch, refused: int
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(refused, os.strerror(refused))

    monkeypatch.setattr(os, "link", refuse)
    if refused == errno.EPERM:  # a disk without links
        Store.open(f"sqlite:///{path}").close()
        return
    with pytest.raises(MissingError, match="cannot make the store"):
        Store.open(f"sqlite:///{path}")
    assert list(path.parent.iterdir()) == []


def test_a_store_that_was_cut_to_nothing_comes_back_from_its_backup(path: Path, tmp_path: Path) -> None:
    filled(path).close()
    backup(path, tmp_path / "store-copy.db")
    path.write_bytes(b"")
    restore(tmp_path / "store-copy.db", path)
    assert len(Store.open(f"sqlite:///{path}").articles()) == 1


def test_a_store_whose_making_was_stopped_half_way_is_looked_over_and_backed_up(path: Path, tmp_path: Path) -> None:
    filled(path).close()
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode=DELETE")
        database.execute("PRAGMA cache_size=1")
        database.execute("BEGIN IMMEDIATE")
        for number in range(400):  # more than fits in memory: some of it is written before the end
            database.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (f"half {number}", "x" * 500))
        stopped = tmp_path / "stopped.db"
        for end in ("", "-journal"):  # what is there when the power goes
            shutil.copy(path.with_name(path.name + end), stopped.with_name(stopped.name + end))
        database.rollback()
    health = backup(stopped, tmp_path / "copy.db")
    assert (health.problems, health.rows["articles"]) == ((), 1)
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        assert copy.execute("SELECT count(*) FROM meta WHERE key LIKE 'half%'").fetchone()[0] == 0
