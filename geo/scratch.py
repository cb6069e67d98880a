"""What is made on the way to something else: it goes with its use, or, after a kill, with the next one.

Folders lie in the system's folder for such files, parts beside the file in whose place they are put; each holds a lock
that ends with the process, however that ends.
"""

from __future__ import annotations

import glob
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform != "win32":  # there a file that is open cannot be deleted, which says the same
    import fcntl

PREFIX = "sitmap-"
_LOCK = ".lock"
#: What SQLite keeps beside a file, and the file itself.
_WITH = ("-journal", "-wal", "-shm", "")
_mine: set[Path] = set()  #: those that this process has in use


@contextmanager
def scratch() -> Iterator[Path]:
    """An empty folder that is deleted at the end; what killed processes left of theirs goes now."""
    sweep()
    outer = Path(tempfile.mkdtemp(prefix=PREFIX))
    _mine.add(outer)
    try:
        with (outer / "new").open("wb") as lock:
            if sys.platform != "win32":
                fcntl.flock(lock, fcntl.LOCK_EX)
                (outer / "new").rename(outer / _LOCK)  # it is there only when it is held
            inner = outer / "files"
            inner.mkdir()
            yield inner
    finally:
        shutil.rmtree(outer, ignore_errors=True)
        _mine.discard(outer)


def drop() -> None:
    """Delete those in use too: the process is about to end, and whoever uses them is not waited for."""
    for one in tuple(_mine):
        shutil.rmtree(one, ignore_errors=True)


def left() -> list[Path]:
    """The folders whose processes are gone."""
    here = Path(tempfile.gettempdir())
    return [one for one in sorted(here.glob(f"{PREFIX}*")) if _is_left(one)]


def sweep() -> int:
    """Delete the folders whose processes are gone; returns how many there were."""
    found = left()
    for one in found:
        shutil.rmtree(one, ignore_errors=True)
    return len(found)


def _is_left(folder: Path) -> bool:
    try:
        if sys.platform == "win32":
            (folder / "new").unlink()
            return True
        if folder.stat().st_uid != os.getuid():
            return False
        with (folder / _LOCK).open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # it is held, or this is no such folder
        return False
    return True


@contextmanager
def part_of(path: Path) -> Iterator[Path]:
    """An empty file beside `path`, hidden, that only its owner may read, to be put in its place when it is whole.

    What is not put there is deleted at the end; what killed processes left of theirs goes now.
    """
    drop_parts(path)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".new")
    part = Path(name).with_suffix(".part")
    try:
        if sys.platform == "win32":
            os.close(descriptor)  # there nobody could write it else, or rename it
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        Path(name).rename(part)  # it is there only when it is held
        yield part
    finally:
        if sys.platform != "win32":
            os.close(descriptor)
        Path(name).unlink(missing_ok=True)
        _drop(part)


def parts_left(path: Path) -> list[Path]:
    """The parts of `path` whose processes are gone."""
    return [one for one in sorted(path.parent.glob(f".{glob.escape(path.name)}.*.part")) if not _is_held(one)]


def drop_parts(path: Path) -> int:
    """Delete the parts of `path` whose processes are gone; returns how many there were."""
    found = parts_left(path)
    for one in found:
        _drop(one)
    return len(found)


def _drop(part: Path) -> None:
    for end in _WITH:
        with suppress(OSError):
            part.with_name(part.name + end).unlink()


def _is_held(part: Path) -> bool:
    if sys.platform == "win32":
        return False  # it cannot be deleted then, which says the same
    try:
        with part.open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    return False
