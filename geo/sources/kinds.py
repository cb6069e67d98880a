"""What a file of articles is: told by its first bytes where they say it, else by its extension."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from geo.errors import InputError
from geo.model import Article
from geo.sources.channel import MARK, read_channel
from geo.sources.decode import MAX_BYTES
from geo.sources.failure import Failure
from geo.sources.feed import MAX_FEED_BYTES, read_feed
from geo.sources.jsonl import read_jsonl
from geo.sources.mail import MAX_MAIL_BYTES, article_from_archive, article_from_mail
from geo.sources.office import MAX_FILE_BYTES, article_from_docx
from geo.sources.page import MAX_PAGE_BYTES, article_from_page
from geo.sources.pdf import MAX_PDF_BYTES, article_from_pdf
from geo.sources.table import read_table
from geo.sources.text import article_from_bytes
from geo.sources.warc import read_warc

#: So many of a file's first bytes are looked at.
HEAD_BYTES = 4096
_HTML = re.compile(
    rb"(?:<\?xml[^>]{0,200}\?>\s{0,99}|<!--.{0,2000}?-->\s{0,99})*<(?:!doctype\s{1,9}html|html)\b", re.I | re.S
)
_FEED = re.compile(rb"<(?:rss|feed|rdf:rdf)\b", re.I)


class One(Protocol):
    """Reads a file that holds one article."""

    def __call__(self, data: bytes, name: str, *, identity: str | None = None) -> Article:
        """The article, or an ``InputError``."""


Many = Callable[[BinaryIO, str], Iterator[Article | Failure]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file, with one article in it (``one``) or several (``many``)."""

    words: str  #: what people call it
    extensions: tuple[str, ...]
    one: One | None = None
    many: Many | None = None
    most_bytes: int | None = None  #: of a larger one nothing is read; None = it is read piece by piece


def _feed(stream: BinaryIO, name: str) -> Iterator[Article | Failure]:
    return read_feed(stream.read(MAX_FEED_BYTES + 1), name)


def _channel(stream: BinaryIO, name: str) -> Iterator[Article | Failure]:
    return read_channel(stream.read(), name)


TEXT = Kind("text", (".txt", ".md"), article_from_bytes, most_bytes=MAX_BYTES)
JSONL = Kind("JSON Lines", (".jsonl",), many=read_jsonl)
PAGE = Kind("web pages", (".html", ".htm", ".xhtml"), article_from_page, most_bytes=MAX_PAGE_BYTES)
ARCHIVE = Kind("web archives", (".mht", ".mhtml"), article_from_archive, most_bytes=MAX_MAIL_BYTES)
MAIL = Kind("e-mails", (".eml",), article_from_mail, most_bytes=MAX_MAIL_BYTES)
WORD = Kind("Word documents", (".docx",), article_from_docx, most_bytes=MAX_FILE_BYTES)
PDF = Kind("PDF", (".pdf",), article_from_pdf, most_bytes=MAX_PDF_BYTES)
CHANNEL = Kind("exported channels", (), many=_channel, most_bytes=MAX_PAGE_BYTES)
TABLE = Kind("tables", (".csv", ".tsv"), many=read_table)
FEED = Kind("feeds", (".rss", ".atom", ".xml"), many=_feed, most_bytes=MAX_FEED_BYTES)
WARC = Kind("web crawls", (".warc", ".warc.gz", ".warc.zst"), many=read_warc)
KINDS = (TEXT, JSONL, PAGE, ARCHIVE, MAIL, WORD, PDF, CHANNEL, TABLE, FEED, WARC)
EXTENSIONS = tuple(extension for kind in KINDS for extension in kind.extensions)
#: Of files that hold one article, so that their name may tell its day.
ONE_ARTICLE = tuple(extension for kind in KINDS if kind.one for extension in kind.extensions)


def by_name(name: str) -> Kind | None:
    """The kind that a file's extension says."""
    low = name.lower()
    return next((kind for kind in KINDS if low.endswith(kind.extensions) and Path(low).suffix), None)


def kind_of(head: bytes, name: str) -> Kind | None:
    """The kind of the file `name` that begins with `head`; None where neither says it."""
    named = by_name(name)
    if b"%PDF-" in head[:1024] and named is not MAIL:
        return PDF
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return WORD
    if head.startswith(b"WARC/"):
        return WARC
    if named in (MAIL, ARCHIVE, JSONL, TABLE, WARC):
        return named
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if _HTML.match(start):
        return CHANNEL if MARK.search(head) else PAGE
    if start.startswith(b"<") and _FEED.search(start):
        return FEED
    return named


def check_size(kind: Kind, size_bytes: int, name: str) -> None:
    """Refuse what is too large, best before it is read: here alone the limits of files are held."""
    if kind.most_bytes and size_bytes > kind.most_bytes:
        most = f"{kind.most_bytes / 1e6:.0f} MB"
        msg = f"{name}: {size_bytes / 1e6:.1f} MB is too large for one article (at most {most} in {kind.words}). "
        msg += "Split it into one file per article, or into a .jsonl file with one article a line"
        raise InputError(msg)


def read_kind(kind: Kind, data: bytes, name: str, identity: str | None = None) -> Iterator[Article | Failure]:
    """The articles of a file of this `kind`.

    Raises
    ------
    InputError
        When the file as a whole cannot be read, or is larger than its kind may be.
    """
    check_size(kind, len(data), name)
    if kind.many:
        yield from kind.many(io.BytesIO(data), name)
    elif kind.one:
        yield kind.one(data, name, identity=identity)
