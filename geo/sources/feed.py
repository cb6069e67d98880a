"""RSS and Atom feeds: an article for each entry that says something, with its address and day."""

from __future__ import annotations

import io
import re
from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from geo.errors import InputError
from geo.model import Article
from geo.sources.days import YEARS, read_day
from geo.sources.decode import MARKS, is_damaged, old_encoding, printable
from geo.sources.failure import Failure
from geo.sources.page import paragraphs
from geo.sources.text import content_id, web_address

MAX_FEED_BYTES = 5_000_000
MAX_ENTRIES = 5_000
#: There were no feeds before; a number of seconds reads as a year of long ago.
FIRST_YEAR = 1990
#: What is added to the address of an article so that its readers are counted, and is none of it.
_COUNTED = re.compile(
    r"(?:utm_\w{1,20}|at_(?:medium|campaign|format|link_\w{1,20})|fbclid|gclid|yclid|mc_[ce]id)=[^&]*", re.I
)
#: The document type of RSS 0.91, which feeds of that age declare, to the letter.
_NETSCAPE = re.compile(
    rb'<!DOCTYPE\s{1,9}rss\s{1,9}(?:PUBLIC\s{1,9}"-//Netscape Communications//DTD RSS 0\.91//EN"|SYSTEM)\s{1,9}'
    rb'"https?://[a-z.]{0,20}netscape\.com/publish/formats/rss-0\.91\.dtd"\s{0,9}>',
    re.I,
)
_DECLARED = re.compile(rb"\s{0,99}<\?xml[^>]{0,200}\?>")
_ENCODING = re.compile(rb"encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{2,40})")
#: How feedparser ends where elements are closed that were never opened.
_LOST = (LookupError, ValueError, TypeError, AttributeError, AssertionError, RecursionError)


def read_feed(data: bytes, name: str) -> Iterator[Article | Failure]:
    """The entries of a feed, in its order.

    Parameters
    ----------
    data
        The feed as it is.
    name
        Its path, name or address.

    Raises
    ------
    InputError
        When it is no feed, too large, or declares a document type, as only attacks do.
    """
    data = _NETSCAPE.sub(b"", data, count=1)
    plain = data.replace(b"\x00", b"").upper()  # UTF-16 puts a NUL between the letters
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        msg = f"{name}: this feed declares a document type or entities, which no feed needs. It was not read"
        raise InputError(msg)
    import feedparser

    # a stream of bytes: given text, feedparser would open it as a file or an address
    try:
        parsed = feedparser.parse(io.BytesIO(_as_declared(data)), sanitize_html=True, resolve_relative_uris=False)
    except _LOST as error:
        msg = f"{name}: this feed is damaged ({type(error).__name__}). Save it again, or leave it out"
        raise InputError(msg) from error
    if not parsed.entries:
        what = "it has no entries" if parsed.get("version") else "it is no RSS or Atom feed"
        msg = f"{name}: {what}. Save the feed again, or leave it out"
        raise InputError(msg)
    source = " ".join(paragraphs(parsed.feed.get("title") or "").split()) or None
    for number, entry in enumerate(parsed.entries[:MAX_ENTRIES], start=1):
        yield _article(entry, source, f"{name}, entry {number}")


def _article(entry: Any, source: str | None, where: str) -> Article | Failure:
    told = [part.get("value") for part in entry.get("content", [])] + [entry.get("summary")]
    text = max((paragraphs(part or "") for part in told), key=len, default="")  # a damaged entry has None for some
    title = " ".join(paragraphs(entry.get("title") or "").split()) or None
    if not text:
        text = title or ""
    if not text:
        return Failure(where, InputError(f"{where}: there is no text in it. The others of the feed were read"))
    url = web_address(_uncounted(entry.get("link")))
    day = _day(entry, "published") or _day(entry, "updated")
    known = url or (printable(str(entry.get("id")))[:500] if entry.get("id") else None)
    return Article(
        id=content_id(text),
        text=text,
        title=title,
        source=" ".join(paragraphs((entry.get("source") or {}).get("title") or "").split()) or source,
        url=url,
        published=day,
        published_basis="declared" if day else "unknown",
        published_reason="given by the feed" if day else "no publication date",
        origin=where,
        identity=f"url:{url}" if url else f"feed:{known}" if known else None,
    )


def _as_declared(data: bytes) -> bytes:
    """The feed, as UTF-8 where its letters are of an encoding that it does not declare."""
    if data.startswith(tuple(mark for mark, _ in MARKS)):
        return data
    declared = _DECLARED.match(data)
    named = _ENCODING.search(declared[0]) if declared else None
    if named is not None and named[1].lower() not in (b"utf-8", b"utf8", b"iso-8859-1", b"windows-1252", b"us-ascii"):
        return data
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        told = None if is_damaged(data) else old_encoding(data)
        return data[declared.end() if declared else 0 :].decode(told, "replace").encode() if told else data
    return data


def _uncounted(link: object) -> object:
    """A link without what only counts who followed it: the article is known by the rest."""
    if not isinstance(link, str) or not _COUNTED.search(link):
        return link
    try:
        parts = urlsplit(link)
    except ValueError:
        return link
    query = "&".join(one for one in parts.query.split("&") if not _COUNTED.fullmatch(one))
    return urlunsplit(parts._replace(query=query, fragment=""))


def _day(entry: Any, name: str) -> date | None:
    """The day of an entry as its writer's clock had it; as the library reads it where that cannot be told."""
    said = str(dict.get(entry, name) or "").strip()[:80]  # its own ``get`` gives one day for the other, and warns
    when = dict.get(entry, f"{name}_parsed")
    for read in (parsedate_to_datetime, datetime.fromisoformat, lambda value: read_day(value, name)):
        try:
            day: date = read(said)
        except (ValueError, TypeError, IndexError, OverflowError, InputError):
            continue
        day = day.date() if isinstance(day, datetime) else day
        if FIRST_YEAR <= day.year <= YEARS[-1]:
            return day
    try:
        found = datetime.fromtimestamp(timegm(when), UTC).date() if when else None
    except (ValueError, OverflowError, TypeError, OSError):
        return None
    return found if found and FIRST_YEAR <= found.year <= YEARS[-1] else None
