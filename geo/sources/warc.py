"""Crawls of the web (WARC, and Common Crawl's CC-NEWS): one page after the other, never the whole file in memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from geo.errors import InputError
from geo.model import Article
from geo.sources.decode import printable
from geo.sources.failure import Failure
from geo.sources.page import MAX_PAGE_BYTES, article_from_page

#: What the answer of a server must be for its page to be read.
_PAGE_TYPES = ("text/html", "application/xhtml+xml")


def read_warc(stream: BinaryIO, name: str) -> Iterator[Article | Failure]:
    """The articles of a crawl, in its order; answers that are no page, or no success, are passed over.

    Raises
    ------
    InputError
        When it is no WARC file, or FastWARC is not installed.
    """
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ImportError as error:
        msg = f"{name}: crawls need FastWARC: python -m pip install -r requirements-warc.txt"
        raise InputError(msg) from error
    number = 0
    try:
        records = ArchiveIterator(
            stream, record_types=WarcRecordType.response, parse_http=True, max_content_length=MAX_PAGE_BYTES
        )
        for number, record in enumerate(records, start=1):
            found = _article(record, f"{name}, record {number}")
            if found is not None:
                yield found
    except (ValueError, OSError, EOFError) as error:
        msg = f"{name}: this crawl is damaged after record {number} ({error}). What came before was read"
        raise InputError(msg) from error
    if not number:
        msg = f"{name}: there are no pages in this crawl. Is it a WARC file?"
        raise InputError(msg)


def _article(record: Any, where: str) -> Article | Failure | None:
    answer = record.http_headers
    kind = (record.http_content_type or "").lower()
    if answer is None or answer.status_code != 200 or kind not in _PAGE_TYPES:
        return None
    url = printable(record.headers.get("WARC-Target-URI", "").strip("<>"))[:2000]
    web = url if url.startswith(("http://", "https://")) else None
    try:
        content = record.reader.read(MAX_PAGE_BYTES + 1)
        return article_from_page(content, where, url=web)
    except InputError as error:
        return Failure(where, error)
