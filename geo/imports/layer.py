"""A layer of shapes read through GDAL, once its content is what its name says and names no other file and no server.

What GDAL may read at all is held in ``geo.gdal``; here a file is refused that it would take for something else.
"""

from __future__ import annotations

import json
import mmap
import re
from pathlib import Path
from typing import Any

from geo.errors import InputError

#: A layer is read whole, so its file is bounded, in bytes.
MAX_LAYER_BYTES = 500_000_000
#: So many of a file's first bytes tell what it is, and so many behind its name what reference system is meant.
HEAD_BYTES, SYSTEM_BYTES = 65_536, 10_000
#: How files begin, by suffix; of JSON what stands before is blank, of KML there may be comments.
_BEGINS = {
    ".geojson": re.compile(rb"\s*[{\x1e]"),
    ".json": re.compile(rb"\s*[{\x1e]"),
    ".kml": re.compile(rb"(?:\s|<\?.*?\?>|<!--.*?-->)*<(?:\w{1,20}:)?kml\b", re.DOTALL),
    ".gpkg": re.compile(rb"SQLite format 3\x00"),
    ".shp": re.compile(rb"\x00\x00\x27\x0a"),
    ".fgb": re.compile(rb"fgb"),
}
#: JSON in which this stands at the beginning is carried out by GDAL, where that driver is loaded: it may open any file.
_PIPELINE = b"gdal_streamed_alg"
#: "crs" as the key of an object, in any way that a parser of JSON takes it.
_SYSTEM = re.compile(rb"""["'](?:[cC]|\\u00[46]3)(?:[rR]|\\u00[57]2)(?:[sS]|\\u00[57]3)["']""")
_NO_OBJECT = re.compile(rb"""\s*(?:[,\]}]|:\s*(?:null|true|false|"|\[|-?\d))""")
_OBJECT = re.compile(rb"\s*:\s*(?=\{)")
#: Reference systems that are named; others are addresses, which GDAL would ask.
_NAMED = frozenset({"name", "epsg", "ogc"})


def read_layer(path: Path) -> Any:
    """The first layer of a file as a frame (of geopandas where it has shapes), moments as text.

    Raises
    ------
    InputError
        When the file is too large, something else than its suffix says, or names a server.
    OSError, ValueError, RuntimeError
        Whatever GDAL says of a file that it cannot read.
    """
    from geo.gdal import pyogrio

    check_layer(path)
    whole = path.resolve()
    return pyogrio.read_dataframe(whole, layer=pyogrio.list_layers(whole)[0][0], datetime_as_string=True)


def check_layer(path: Path) -> None:
    """Refuse a file that is too large, or that GDAL would take for a pointer to others.

    Raises
    ------
    InputError
        With the reason.
    """
    size_bytes = path.stat().st_size
    if size_bytes > MAX_LAYER_BYTES:
        msg = f"{path}: {size_bytes / 1e6:,.0f} MB are too much for a layer (at most {MAX_LAYER_BYTES / 1e6:,.0f} MB)"
        raise InputError(msg)
    suffix = path.suffix.lower()
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
        if not _BEGINS[suffix].match(_plain(head)):
            msg = f"{path}: it does not begin as a {suffix} file does; save the layer again, or name it as what it is"
            raise InputError(msg)
        if suffix in (".geojson", ".json"):
            if _PIPELINE in _plain(head):
                msg = f"{path}: it is a command for GDAL and no layer; carry it out, and import what it makes"
                raise InputError(msg)
            with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
                _check_systems(content, path)


def _plain(head: bytes) -> bytes:
    """`head` without a byte order mark, and in eight bits where it has sixteen."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) // 2 * 2].decode("utf-16", "replace").encode()
    return head.removeprefix(b"\xef\xbb\xbf")


def _check_systems(content: mmap.mmap, path: Path) -> None:
    """Refuse JSON with a reference system that is not named but lies at an address."""
    for found in _SYSTEM.finditer(content):
        if _NO_OBJECT.match(content, found.end()):
            continue
        start = _OBJECT.match(content, found.end())
        if start is None or not _is_named(content[start.end() : start.end() + SYSTEM_BYTES]):
            msg = f"{path}: its reference system (crs) is not given by name; save the layer in degrees (EPSG:4326)"
            raise InputError(msg)


def _is_named(text: bytes) -> bool:
    try:
        given, _ = json.JSONDecoder(object_pairs_hook=list).raw_decode(text.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return False
    kinds = [value for key, value in given if key.casefold() == "type"]
    return all(isinstance(kind, str) and kind.casefold() in _NAMED for kind in kinds)
