"""Opens a file that is to be added to the gazetteer, plain or in a .zip, and gives its lines, all sizes bounded."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from geo.errors import InputError

#: GeoNames' dump of all countries has 1.7 GB.
MAX_BYTES = 4 << 30
#: GeoNames' own archives shrink to a quarter; a bomb shrinks to a thousandth.
MAX_RATIO = 60
MAX_MEMBERS = 64
#: GeoNames allows 10,000 letters of alternative names.
MAX_LINE = 1 << 17
#: What a damaged file or archive, or one packed in an unusual way, makes of itself.
_UNREADABLE = (OSError, EOFError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, RuntimeError, NotImplementedError)


class Source:
    """The lines of one file, as bytes, and how far they have been read."""

    def __init__(self, file: Path, stream: IO[bytes], size: int) -> None:
        self.file = file
        self._stream = stream
        self._size = max(1, size)
        self._read = 0
        self.first_line = self._next() or b""

    def lines(self) -> Iterator[tuple[int, bytes | None]]:
        """Number, from 1, and bytes of each line without its end; None for a line that is too long.

        Raises
        ------
        InputError
            If there is more than an archive said, or it is damaged.
        """
        number, line = 1, self.first_line
        while line:
            yield number, line.rstrip(b"\r\n") if len(line) <= MAX_LINE else None
            number += 1
            line = self._next()

    def share_read(self) -> float:
        """How much of it has been read, 0..1."""
        return min(1.0, self._read / self._size)

    def _next(self) -> bytes:
        """The next line; of a longer one than ``MAX_LINE`` only the beginning is kept."""
        try:
            line = part = self._stream.readline(MAX_LINE + 1)
            self._count(part)
            while len(part) > MAX_LINE and not part.endswith(b"\n"):
                part = self._stream.readline(MAX_LINE + 1)
                self._count(part)
        except _UNREADABLE as error:
            msg = f"{self.file}: it cannot be read ({error}). Fetch it again"
            raise InputError(msg) from error
        return line

    def _count(self, part: bytes) -> None:
        self._read += len(part)
        if self._read > min(MAX_BYTES, self._size):
            msg = f"{self.file}: expected {self._size} bytes, got more; the file is damaged or harmful"
            raise InputError(msg)


@contextmanager
def open_source(file: Path) -> Iterator[Source]:
    """The lines of a file; of a .zip archive those of the one table in it.

    Parameters
    ----------
    file
        A text file, or an archive as GeoNames ships it (the table, and maybe a readme.txt).

    Raises
    ------
    InputError
        If it cannot be opened, is too large, or is no archive of one table.
    """
    with ExitStack() as stack:
        try:
            if not file.is_file():
                raise InputError(f"{file}: there is no such file. Check the path")
            if zipfile.is_zipfile(file):
                archive = stack.enter_context(zipfile.ZipFile(file))
                member = _table_of(file, archive)
                stream, size = stack.enter_context(archive.open(member)), member.file_size
            else:
                stream, size = stack.enter_context(file.open("rb")), file.stat().st_size
        except _UNREADABLE as error:
            msg = f"{file}: it cannot be opened ({error}). Check the file, or fetch it again"
            raise InputError(msg) from error
        if size > MAX_BYTES:
            raise InputError(f"{file}: expected at most {MAX_BYTES} bytes, got {size}. Add it in parts")
        yield Source(file, stream, size)


def _table_of(file: Path, archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise InputError(f"{file}: expected an archive of one table, got {len(members)} files")
    found = [
        one
        for one in members
        if one.filename.lower().endswith((".txt", ".csv", ".tsv")) and Path(one.filename).name.lower() != "readme.txt"
    ]
    if len(found) != 1:
        raise InputError(
            f"{file}: expected an archive of one table (.txt, .csv), got {len(found)}. Unpack it and add one"
        )
    member = found[0]
    if member.flag_bits & 1:
        raise InputError(f"{file}: it is locked with a password. Unpack it first")
    if member.file_size > MAX_RATIO * max(1, member.compress_size):
        raise InputError(f"{file}: expected a table that shrinks to 1/{MAX_RATIO} at most; the archive looks harmful")
    return member
