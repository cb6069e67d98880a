"""Crawls of the web (WARC, and Common Crawl's CC-NEWS): one page after the other, never the whole file in memory."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from itertools import islice
from typing import Any, BinaryIO

from geo.errors import InputError
from geo.model import Article
from geo.sources.decode import printable
from geo.sources.failure import Failure
from geo.sources.page import MAX_PAGE_BYTES, article_from_page
from geo.sources.text import web_address

_HEX = re.compile(rb"[0-9a-fA-F]{1,8}")
#: What the answer of a server must be for its page to be read.
_PAGE_TYPES = ("text/html", "application/xhtml+xml")

#: How gzip is told to the library of it, alone or beside zlib; how it begins; so much is unpacked at once (bytes).
GZIP, EITHER, GZIP_MARK, PIECE_BYTES = 31, 32, b"\x1f\x8b", 1 << 18


def read_warc(stream: BinaryIO, name: str, *, first: int = 1, most: int | None = None) -> Iterator[Article | Failure]:
    """The articles of a crawl, in its order; answers that are no page, or no success, are passed over.

    Parameters
    ----------
    stream
        The file, at its beginning or at a record that ``offsets`` named.
    name
        Its name, for messages and origins.
    first
        The number of that record.
    most
        So many records are read; None: all that follow.

    Raises
    ------
    InputError
        When it is no WARC file, or FastWARC is not installed.
    """
    number = last = 0
    try:
        records = islice(_records(stream, name, parse_http=True), most)
        for number, record in enumerate(records, start=first):
            last = record.stream_pos
            found = _article(record, f"{name}, record {number}")
            if found is not None:
                yield found
    except InputError:  # it says itself what is wrong
        raise
    except (ValueError, OSError, EOFError) as error:
        msg = f"{name}: this crawl is damaged after record {number} ({error}). What came before was read"
        raise InputError(msg) from error
    if most is None and number and _is_cut(stream, last):
        msg = f"{name}: this crawl is damaged after record {number} (its end is missing). What came before was read"
        raise InputError(msg)
    if not number:
        msg = f"{name}: there are no pages in this crawl. Is it a WARC file?"
        raise InputError(msg)


def offsets(stream: BinaryIO, name: str, *, every: int) -> list[int]:
    """Where every so-manyth record begins, so that a crawl can be read in parts.

    Raises
    ------
    InputError
        As ``read_warc``.
    """
    try:
        return [one.stream_pos for one in islice(_records(stream, name, parse_http=False), None, None, every)]
    except InputError:
        raise
    except (ValueError, OSError, EOFError) as error:
        msg = f"{name}: this crawl is damaged ({error})"
        raise InputError(msg) from error


def _records(stream: BinaryIO, name: str, *, parse_http: bool) -> Iterator[Any]:
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ImportError as error:
        msg = f"{name}: crawls need FastWARC: python -m pip install -r requirements-warc.txt"
        raise InputError(msg) from error
    kind = WarcRecordType.response
    yield from ArchiveIterator(stream, record_types=kind, parse_http=parse_http, max_content_length=MAX_PAGE_BYTES)


def _is_cut(stream: BinaryIO, last: int) -> bool:
    """Whether a packed crawl (gzip) ends within a record, of which the library says nothing; one began at `last`."""
    stream.seek(last)
    if stream.read(len(GZIP_MARK)) != GZIP_MARK:
        return False  # not packed, or as a whole
    stream.seek(last)
    unpacker, rest = zlib.decompressobj(GZIP), b""
    try:
        while piece := rest or stream.read(PIECE_BYTES):
            if unpacker.eof:
                unpacker = zlib.decompressobj(GZIP)
            while piece and not unpacker.eof:
                unpacker.decompress(piece, PIECE_BYTES)
                piece = unpacker.unconsumed_tail
            rest = unpacker.unused_data
    except zlib.error:
        return False  # not packed so, or something else behind it
    return not unpacker.eof


def _article(record: Any, where: str) -> Article | Failure | None:
    answer = record.http_headers
    kind = (record.http_content_type or "").lower()
    if answer is None or answer.status_code != 200 or kind not in _PAGE_TYPES:
        return None
    web = web_address(printable(record.headers.get("WARC-Target-URI", "").strip("<>")))
    try:
        # unpacked here: where the library does it, it loses its way behind a record that is not read to its end
        content = _unpacked(record.reader.read(MAX_PAGE_BYTES + 1), {k.lower(): v.lower() for k, v in answer})
        return article_from_page(content, where, url=web)
    except InputError as error:
        return Failure(where, error)


def _unpacked(content: bytes, answer: dict[str, str]) -> bytes:
    """What a server sent in pieces or packed, of which never more than a page is unpacked; or as it is."""
    if answer.get("transfer-encoding") == "chunked":
        content = _put_together(content) or content
    if answer.get("content-encoding") in ("gzip", "x-gzip", "deflate"):
        try:
            return zlib.decompressobj(zlib.MAX_WBITS | EITHER).decompress(content, MAX_PAGE_BYTES + 1)
        except zlib.error:
            return content  # the crawler has unpacked it, and kept what the server said
    return content


def _put_together(content: bytes) -> bytes:
    """What was sent in pieces, each with its length before it; nothing where it was not."""
    whole, at = bytearray(), 0
    while (end := content.find(b"\r\n", at, at + 100)) >= 0:
        said = content[at:end].split(b";")[0].strip()
        if not _HEX.fullmatch(said):
            return b""
        size = int(said, 16)
        if not size:
            break
        whole += content[end + 2 : end + 2 + size]
        at = end + size + 4
    return bytes(whole)
