"""A watched folder: the files in it that are new or have changed since the last look, once they are written whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from geo.model import Article
from geo.sources.failure import Failure
from geo.sources.paths import files_in, read_paths

#: What a file is compared by: size in bytes and time of change in ns.
Mark = tuple[int, int]


class Watched:
    """Remembers what was there at the last look, and what has been read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._seen: dict[Path, Mark] = {}
        self._read: dict[Path, Mark] = {}

    def look(self, *, settled: bool = True) -> Iterator[Article | Failure]:
        """The articles of files that were not read as they are now, in the order in which a folder is read.

        Parameters
        ----------
        settled
            Take a file only when it is as it was at the look before, for it may still be written.
        """
        now = self._marks()
        due = [path for path, mark in now.items() if self._read.get(path) != mark]
        due = [path for path in due if not settled or self._seen.get(path) == now[path]]
        self._seen = now
        for path in due:
            self._read[path] = now[path]
            yield from read_paths([path])

    def _marks(self) -> dict[Path, Mark]:
        found: dict[Path, Mark] = {}
        for path in files_in(self.folder):
            try:
                state = path.stat()
            except OSError:
                continue  # it went while we looked
            found[path] = state.st_size, state.st_mtime_ns
        return found
