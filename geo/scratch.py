"""Folders for what is made on the way to something else: they go with their use, or, after a kill, with the next one.

Each lies in the system's folder for such files and holds a lock that ends with the process, however that ends.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform != "win32":  # there a file that is open cannot be deleted, which says the same
    import fcntl

PREFIX = "sitmap-"
_LOCK = ".lock"
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
