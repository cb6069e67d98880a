"""What a page that opens from disk carries, made small: numbers as planes of bytes, cards as words and codes.

``static/packed.js`` reads it back in the browser.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from geo.maps.columns import LAYOUT, Columns

#: Effort of the compression, 1..9; most of what is left are coordinates, which no effort makes smaller.
LEVEL = 6


@dataclass(frozen=True, eq=False)
class Cards:
    """One evidence card per incident, as one list of words per field and a code per incident.

    Attributes
    ----------
    names
        Name of each field: ``type``, ``head``, ``when``, ``place``, ``evidence``, ``veil`` (what hides the
        evidence until it is asked for), ``line`` (as many as a card may have), ``source``, ``url``.
    codes
        For each field the number of each incident's word.
    words
        For each field its words: text only, nothing escaped.
    """

    names: Sequence[str] = ()
    codes: Sequence[np.ndarray] = ()
    words: Sequence[Sequence[str]] = field(default=())

    def card(self, k: int) -> dict[str, Any]:
        """The card of the incident with this number, as the browser puts it together."""
        told = [(name, words[codes[k]]) for name, codes, words in zip(self.names, self.codes, self.words, strict=True)]
        found: dict[str, Any] = {name: word for name, word in told if name != "line"}
        found["lines"] = [word for name, word in told if name == "line" and word]
        found["title"] = " · ".join(word for name, word in told if name in ("when", "place") and word)
        return found

    def packed(self) -> dict[str, Any]:
        """The cards for the page; fields whose codes are the same, as those of a place and its province, share them."""
        kept: list[np.ndarray] = []
        at = []
        for codes in self.codes:
            same = next((k for k, one in enumerate(kept) if np.array_equal(one, codes)), len(kept))
            at.append(same)
            if same == len(kept):
                kept.append(codes)
        words = squeeze(json.dumps(self.words, ensure_ascii=False, separators=(",", ":")).encode())
        return {"names": list(self.names), "at": at, "words": words, "codes": pack_numbers(kept)}


def pack_columns(columns: Columns) -> dict[str, Any]:
    """``columns.data`` for the page."""
    rows, at, parts = columns.meta["rows"], 0, []
    for _, kind in LAYOUT:
        parts.append(np.frombuffer(columns.data, kind, rows, at))
        at += parts[-1].nbytes
    return pack_numbers(parts)


def pack_numbers(parts: Iterable[np.ndarray]) -> dict[str, Any]:
    """Columns of equal length: those that never fall as differences, each as its lowest bytes, then the next ones.

    Numbers of one column share their high bytes, so they compress when these stand together; sorted ones nearly vanish.
    """
    block, widths, sums, rows = bytearray(), [], [], 0
    for part in parts:
        rows = len(part)
        rising = part.dtype.kind in "iu" and part.itemsize == 4 and rows > 1 and bool((part[1:] >= part[:-1]).all())
        whole = part.view("<u4") if part.itemsize == 4 else part
        if rising:
            whole = np.concatenate((whole[:1], np.diff(whole)))
        widths.append(part.itemsize)
        sums.append(int(rising))
        block += np.ascontiguousarray(whole).view("u1").reshape(rows, part.itemsize).T.tobytes()
    return {"rows": rows, "widths": widths, "sums": sums, "bytes": squeeze(bytes(block))}


def squeeze(content: bytes) -> str:
    """Compressed, in base64; no clock in it."""
    return base64.b64encode(gzip.compress(content, compresslevel=LEVEL, mtime=0)).decode()


def unpack_numbers(packed: Mapping[str, Any]) -> list[bytes]:
    """The columns that ``pack_numbers`` was given, as bytes: what the browser does, for who reads a page in Python."""
    block, rows, at, found = gzip.decompress(base64.b64decode(packed["bytes"])), packed["rows"], 0, []
    for width, rising in zip(packed["widths"], packed["sums"], strict=True):
        planes = np.frombuffer(block, "u1", rows * width, at).reshape(width, rows)
        whole = np.ascontiguousarray(planes.T)
        at += rows * width
        found.append(np.cumsum(whole.view("<u4"), dtype="<u4").tobytes() if rising else whole.tobytes())
    return found
