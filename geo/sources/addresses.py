"""Lists of documents by their web addresses: one a line, or what GDELT publishes every fifteen minutes.

GDELT's files are tables without a header: events (61 columns, the address in the last), mentions (16, in the sixth)
and the Global Knowledge Graph (27, in the fifth), plain or as the one file of a ``.zip``; and the answers of its search
(JSON with ``articles``, JSON Lines, or a table with a column ``url``). Only the addresses are taken.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
import zlib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import IO

from geo.errors import InputError
from geo.sources.decode import printable

#: Number of columns -> the column of the address.
GDELT = {61: 60, 58: 57, 16: 5, 27: 4}
MAX_LINE_BYTES = 1 << 20
#: An answer in JSON of more bytes is none; GDELT's search gives 250 articles at most.
MAX_JSON_BYTES = 20_000_000
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
            for address in _addresses(_lines(stream, name)):
                if address and address.encode() not in seen:
                    seen.add(address.encode())
                    yield address
    except OSError as error:
        msg = f"{name}: it cannot be read ({error.strerror or error})"
        raise InputError(msg) from error
    except (zipfile.BadZipFile, zlib.error, csv.Error, NotImplementedError, RuntimeError, EOFError) as error:
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


def _addresses(lines: Iterator[bytes]) -> Iterator[str]:
    first = next(lines, b"").removeprefix(b"\xef\xbb\xbf")
    head = [cell.strip().strip('"').lower() for cell in first.decode("utf-8", "replace").split(",")]
    if first.lstrip().startswith((b"{", b"[")):
        yield from map(_web, _of_json(first, lines))
    elif "url" in head and len(head) > 1:
        rows = csv.reader(line.decode("utf-8", "replace") for line in lines)
        at = head.index("url")
        yield from (_web(row[at]) for row in rows if at < len(row))
    else:
        yield from map(_address, chain([first], lines))


def _of_json(first: bytes, lines: Iterator[bytes]) -> Iterator[str]:
    """The ``url`` of each object of JSON Lines, or of each article in a whole of at most ``MAX_JSON_BYTES``."""
    try:
        told = json.loads(first)
        rest = lines if isinstance(told, dict) and "url" in told else iter(())
    except (ValueError, RecursionError):
        told, rest = None, iter(())
    try:
        if told is None:
            whole = bytearray(first)
            for line in lines:
                whole += line
                if len(whole) > MAX_JSON_BYTES:
                    return
            told = json.loads(whole)
    except (ValueError, RecursionError):
        return
    listed = told.get("articles", [told]) if isinstance(told, dict) else told
    for one in chain(listed if isinstance(listed, list) else (), map(_object, rest)):
        if isinstance(one, dict) and isinstance(one.get("url"), str):
            yield one["url"]


def _object(line: bytes) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _address(line: bytes) -> str:
    fields = line.rstrip(b"\r\n").split(b"\t")
    at = GDELT.get(len(fields))
    found = (
        fields[at] if at is not None else next((one for one in fields if one.strip().lower().startswith(b"http")), b"")
    )
    return _web(found.decode("utf-8", "replace"))


def _web(text: str) -> str:
    text = text.strip()
    return text if text.lower().startswith(("http://", "https://")) else ""
