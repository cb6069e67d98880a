"""Crawls of the web (WARC, and Common Crawl's CC-NEWS): one page after the other, never the whole file in memory."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any, BinaryIO

from geo.errors import InputError
from geo.model import Article
from geo.sources.decode import printable
from geo.sources.failure import Failure
from geo.sources.page import MAX_PAGE_BYTES, article_from_page
from geo.sources.text import web_address

#: What the answer of a server must be for its page to be read.
_PAGE_TYPES = ("text/html", "application/xhtml+xml")


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
    number = 0
    try:
        records = islice(_records(stream, name, parse_http=True), most)
        for number, record in enumerate(records, start=first):
            found = _article(record, f"{name}, record {number}")
            if found is not None:
                yield found
    except InputError:  # it says itself what is wrong
        raise
    except (ValueError, OSError, EOFError) as error:
        msg = f"{name}: this crawl is damaged after record {number} ({error}). What came before was read"
        raise InputError(msg) from error
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


def _article(record: Any, where: str) -> Article | Failure | None:
    answer = record.http_headers
    kind = (record.http_content_type or "").lower()
    if answer is None or answer.status_code != 200 or kind not in _PAGE_TYPES:
        return None
    web = web_address(printable(record.headers.get("WARC-Target-URI", "").strip("<>")))
    try:
        content = record.reader.read(MAX_PAGE_BYTES + 1)
        return article_from_page(content, where, url=web)
    except InputError as error:
        return Failure(where, error)
