"""Lists of documents by their web addresses: one a line, or what GDELT publishes every fifteen minutes.

GDELT's files are tables without a header: events (61 columns, the address in the last), mentions (16, in the sixth)
and the Global Knowledge Graph (27, in the fifth), plain or as the one file of a ``.zip``. Only the addresses are taken.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from geo.errors import InputError
from geo.sources.decode import printable

#: Number of columns -> the column of the address.
GDELT = {61: 60, 58: 57, 16: 5, 27: 4}
MAX_LINE_BYTES = 1 << 20
#: A packed list of more, unpacked, is no list of a quarter of an hour.
MAX_UNPACKED_BYTES = 500_000_000


def read_addresses(path: Path) -> Iterator[str]:
    """The web addresses of a list, in its order, each once; it is read line by line.

    Raises
    ------
    InputError
        When it cannot be read, or there is no address in it.
    """
    name = printable(str(path))
    seen: set[bytes] = set()
    try:
        with path.open("rb") as stream:
            for line in _lines(stream, name):
                address = _address(line)
                if address and address.encode() not in seen:
                    seen.add(address.encode())
                    yield address
    except OSError as error:
        msg = f"{name}: it cannot be read ({error.strerror or error})"
        raise InputError(msg) from error
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        msg = f"{name}: this packed list is damaged or locked ({error})"
        raise InputError(msg) from error
    if not seen:
        msg = f"{name}: there are no web addresses in it; give one a line, or a file of GDELT's"
        raise InputError(msg)


def _lines(stream: IO[bytes], name: str) -> Iterator[bytes]:
    if stream.read(4) != b"PK\x03\x04":
        stream.seek(0)
        yield from _bounded(stream)
        return
    stream.seek(0)
    with zipfile.ZipFile(stream) as packed:
        files = [one for one in packed.infolist() if not one.is_dir()]
        if len(files) != 1 or files[0].file_size > MAX_UNPACKED_BYTES:
            msg = f"{name}: a packed list holds one file of at most {MAX_UNPACKED_BYTES / 1e6:.0f} MB"
            raise InputError(msg)
        with packed.open(files[0]) as member:
            yield from _bounded(io.BufferedReader(member))  # type: ignore[type-var]


def _bounded(stream: IO[bytes] | io.BufferedReader) -> Iterator[bytes]:
    while line := stream.readline(MAX_LINE_BYTES):
        yield line


def _address(line: bytes) -> str:
    fields = line.rstrip(b"\r\n").split(b"\t")
    at = GDELT.get(len(fields))
    found = (
        fields[at] if at is not None else next((one for one in fields if one.strip().lower().startswith(b"http")), b"")
    )
    text = found.decode("utf-8", "replace").strip()
    return text if text.lower().startswith(("http://", "https://")) else ""
