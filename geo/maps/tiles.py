"""Other grounds for the map, only where the user chooses one: tiles of a server, or of an MBTiles or PMTiles file here.

A server learns what is looked at, so its host is named beside the choice and nothing is asked before it is chosen.
"""

from __future__ import annotations

import html
import json
import re
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote, urlsplit

from geo.errors import InputError
from geo.maps.wmts import as_template, described
from geo.model import web_host

#: Between the entries of GEO_TILES, and before what must be named with one.
ENTRIES, CREDIT = "|", "#"
OSM = "https://tile.openstreetmap.org/{z}/{x}/{y}.png#© OpenStreetMap contributors"
#: What a picture begins with: a tile that is none of these is not handed on.
_PICTURES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"RIFF": "image/webp"}
MAX_ZOOM, MAX_TILE_BYTES, MAX_DIRECTORY_BYTES, MAX_DEPTH = 22, 4 << 20, 16 << 20, 4
_TAG = re.compile(r"<[^<>]{0,400}>")


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground that may be chosen.

    Attributes
    ----------
    name
        What the choice says.
    url
        Template of the tiles' addresses; empty for a file of this machine.
    host
        Who is asked for them; empty for a file.
    credit
        What must be named, as HTML without a meaning of its own.
    path
        The file; None for a server.
    """

    name: str
    url: str
    host: str
    credit: str
    path: Path | None = None
    max_zoom: int = 19


def grounds(entries: str) -> tuple[Ground, ...]:
    """The grounds that GEO_TILES names, and OpenStreetMap.

    Parameters
    ----------
    entries
        Addresses with ``{z}``, ``{x}`` and ``{y}`` (XYZ) or with ``{TileMatrix}``, ``{TileCol}`` and ``{TileRow}``
        (WMTS), files of tiles, and descriptions of WMTS services (.xml), with ``|`` between them; a credit may follow
        after ``#``, of a description the name of a layer.

    Raises
    ------
    InputError
        When one is neither.
    """
    return tuple(_ground(one.strip()) for one in [*entries.split(ENTRIES), OSM] if one.strip())


def _ground(entry: str) -> Ground:
    where, _, credit = entry.partition(CREDIT)
    if where.lower().endswith(".xml") and not where.startswith(("http://", "https://")):
        layer = described(Path(where).expanduser(), credit.strip())
        host = urlsplit(layer.template).hostname or ""
        name = _TAG.sub("", layer.title)[:100]
        return Ground(name, layer.template, host, html.escape(_TAG.sub("", layer.credit)[:300]), None, layer.max_zoom)
    where = as_template(where)
    named = web_host(where)
    if named and all(sign in where for sign in ("{z}", "{x}", "{y}")):
        return Ground(named, where, named, html.escape(credit.strip()))
    path = Path(where).expanduser()
    if path.suffix.lower() not in (".mbtiles", ".pmtiles"):
        expected = "an address with {z}, {x} and {y}, an .mbtiles or .pmtiles file, or a WMTS description (.xml)"
        msg = f"GEO_TILES: expected {expected}, got {entry!r}"
        raise InputError(msg)
    about = describe(path)
    said = _TAG.sub("", credit or about.get("attribution", ""))[:300]
    return Ground(path.name, "", "", html.escape(said.strip()), path, int(about.get("maxzoom") or 14))


def describe(path: Path) -> dict[str, str]:
    """What a file of tiles says of itself: its ``format``, ``attribution`` and ``maxzoom``.

    Raises
    ------
    InputError
        When it cannot be read, or holds no pictures.
    """
    try:
        about = _mb_about(path) if path.suffix.lower() == ".mbtiles" else _pm_about(path)
    except (OSError, sqlite3.Error, ValueError, zlib.error) as e:
        msg = f"expected a file of map tiles, got {str(path)!r}, which cannot be read as one: {e}"
        raise InputError(msg) from e
    if about.get("format") not in ("png", "jpg", "jpeg", "webp"):
        msg = f"expected tiles that are pictures (png, jpg, webp), got {about.get('format')!r} in {str(path)!r}"
        raise InputError(msg)
    return about


def tile(path: Path, z: int, x: int, y: int) -> tuple[bytes, str] | None:
    """A tile of a file with its media type; None where there is none, or no picture."""
    if not (0 <= z <= MAX_ZOOM and 0 <= x < 1 << z and 0 <= y < 1 << z):
        return None
    try:
        found = _mb_tile(path, z, x, y) if path.suffix.lower() == ".mbtiles" else _pm_tile(path, z, x, y)
    except (OSError, sqlite3.Error, ValueError, zlib.error):
        return None
    kinds = [kind for start, kind in _PICTURES.items() if found and found.startswith(start)]
    return (found, kinds[0]) if found and kinds else None


# -- MBTiles: a SQLite file, rows counted from the south


def _mb(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1", uri=True)


def _mb_about(path: Path) -> dict[str, str]:
    with closing(_mb(path)) as file:
        return {str(name): str(value) for name, value in file.execute("SELECT name, value FROM metadata LIMIT 100")}


def _mb_tile(path: Path, z: int, x: int, y: int) -> bytes | None:
    asked = "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?"
    with closing(_mb(path)) as file:
        row = file.execute(asked, (z, x, (1 << z) - 1 - y)).fetchone()
    return bytes(row[0]) if row and row[0] is not None else None


# -- PMTiles 3 (https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md): a header, directories, and the tiles


@dataclass(frozen=True, slots=True)
class _Header:
    root: tuple[int, int]
    about: tuple[int, int]
    leaves: int
    tiles: int
    packed: int  #: of directories: 1 as they are, 2 gzip
    kind: int
    max_zoom: int


_KINDS = {2: "png", 3: "jpg", 4: "webp"}


def _read(path: Path, start: int, length: int, most: int) -> bytes:
    if not 0 <= length <= most:
        msg = f"a part of {length} bytes"
        raise ValueError(msg)
    with path.open("rb") as file:
        file.seek(start)
        return file.read(length)


def _header(path: Path) -> _Header:
    head = _read(path, 0, 127, 127)
    if len(head) < 127 or head[:8] != b"PMTiles\x03":
        msg = "no PMTiles file of version 3"
        raise ValueError(msg)
    n = [int.from_bytes(head[at : at + 8], "little") for at in range(8, 72, 8)]
    return _Header((n[0], n[1]), (n[2], n[3]), n[4], n[6], head[97], head[99], head[101])


def _unpacked(content: bytes, packed: int) -> bytes:
    if packed == 1:
        return content
    if packed != 2:
        msg = "directories that are not packed with gzip"
        raise ValueError(msg)
    return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(content, MAX_DIRECTORY_BYTES)


def _pm_about(path: Path) -> dict[str, str]:
    head = _header(path)
    told = json.loads(_unpacked(_read(path, *head.about, MAX_DIRECTORY_BYTES), head.packed) or b"{}")
    words = {name: str(told[name]) for name in ("name", "attribution") if isinstance(told, dict) and name in told}
    return words | {"format": _KINDS.get(head.kind, f"kind {head.kind}"), "maxzoom": str(head.max_zoom)}


def _pm_tile(path: Path, z: int, x: int, y: int) -> bytes | None:
    head, wanted = _header(path), tile_id(z, x, y)
    start, length = head.root
    for _ in range(MAX_DEPTH):
        entries = _directory(str(path), path.stat().st_mtime_ns, start, length, head.packed)
        below = [entry for entry in entries if entry[0] <= wanted]
        if not below:
            return None
        first, run, size, offset = below[-1]
        if run:
            return _read(path, head.tiles + offset, size, MAX_TILE_BYTES) if wanted < first + run else None
        start, length = head.leaves + offset, size
    return None


@lru_cache(maxsize=64)
def _directory(path: str, _changed: int, start: int, length: int, packed: int) -> tuple[tuple[int, int, int, int], ...]:
    """(first id, how many in a row, bytes, offset) of each entry; a row of none is a directory below."""
    numbers = _varints(_unpacked(_read(Path(path), start, length, MAX_DIRECTORY_BYTES), packed))
    n = next(numbers, 0)
    columns = [[next(numbers, 0) for _ in range(n)] for _ in range(4)]
    made: list[tuple[int, int, int, int]] = []
    tile_number = end = 0
    for step, run, size, offset in zip(*columns, strict=True):
        tile_number += step
        at = end if offset == 0 and made else offset - 1
        made.append((tile_number, run, size, at))
        end = at + size
    return tuple(made)


def _varints(content: bytes) -> Iterator[int]:
    value = shift = 0
    for byte in content:
        value |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            yield value
            value = shift = 0


def tile_id(z: int, x: int, y: int) -> int:
    """The number of a tile along the Hilbert curves of all zooms, one after the other."""
    found = ((1 << (2 * z)) - 1) // 3
    half = (1 << z) >> 1
    while half:
        right, low = int(bool(x & half)), int(bool(y & half))
        found += half * half * ((3 * right) ^ low)
        if not low:
            if right:
                x, y = half - 1 - (x & (half - 1)), half - 1 - (y & (half - 1))
            x, y = y, x
        half >>= 1
    return found
