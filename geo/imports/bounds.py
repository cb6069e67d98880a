"""What an import may take: archives that swell, lines without an end and tables without bounds are refused early."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from geo.errors import InputError

#: An archive may swell to so many bytes, and beyond them to so many times its size. Text shrinks by 5 to 30 times.
FREE_BYTES, MAX_RATIO = 20_000_000, 100
#: One line of a table, in characters: GDELT's longest has 20,000.
MAX_LINE = 4_000_000
#: Columns of a table. GDELT has 61.
MAX_COLUMNS = 1_000


class Counted(io.RawIOBase):
    """A stream of unpacked bytes that stops when there are far too many of them."""

    def __init__(self, stream: IO[bytes], path: Path) -> None:
        self._stream, self._path = stream, path
        self._limit = max(FREE_BYTES, MAX_RATIO * path.stat().st_size)
        self._read = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: object) -> int:
        """Read into `buffer`; returns how many bytes."""
        view = memoryview(buffer)  # type: ignore[arg-type]
        got = self._stream.read(len(view))
        view[: len(got)] = got
        self._read += len(got)
        if self._read > self._limit:
            msg = f"{self._path}: it unpacks to more than {MAX_RATIO} times its size; unpack it by hand if you trust it"
            raise InputError(msg)
        return len(got)


def lines(stream: io.TextIOBase, path: Path) -> Iterator[str]:
    """The lines of a table.

    Raises
    ------
    InputError
        When one is longer than ``MAX_LINE``.
    """
    while line := stream.readline(MAX_LINE + 1):
        if len(line) > MAX_LINE:
            msg = f"{path}: a line has more than {MAX_LINE:,} characters; this is no table"
            raise InputError(msg)
        yield line


def check_columns(number: int, path: Path) -> None:
    """Refuse a table of too many columns."""
    if number > MAX_COLUMNS:
        msg = f"{path}: {number:,} columns are more than a table of incidents has (at most {MAX_COLUMNS:,})"
        raise InputError(msg)


def check_text(sample: bytes) -> None:
    """Refuse what is no text, by its first bytes."""
    wide = sample.startswith((b"\xff\xfe", b"\xfe\xff"))
    if sample.startswith((b"\x89PNG", b"PK\x03\x04", b"%PDF", b"SQLite format")) or (b"\0" in sample and not wide):
        msg = "it is no text"
        raise ValueError(msg)


def check_workbook(path: Path) -> None:
    """Refuse a workbook that swells beyond measure, or whose members would lie outside of it."""
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
    size_bytes = sum(one.file_size for one in members)
    if size_bytes > max(FREE_BYTES, MAX_RATIO * path.stat().st_size):
        msg = f"{path}: it unpacks to {size_bytes / 1e6:,.0f} MB, more than {MAX_RATIO} times its size"
        raise InputError(msg)
    if any(
        one.filename.startswith(("/", "\\")) or ".." in Path(one.filename.replace("\\", "/")).parts for one in members
    ):
        msg = f"{path}: it is no workbook: its parts would lie outside of it"
        raise InputError(msg)
