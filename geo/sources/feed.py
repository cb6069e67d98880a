"""RSS and Atom feeds: an article for each entry that says something, with its address and day."""

from __future__ import annotations

import io
from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from geo.errors import InputError
from geo.model import Article
from geo.sources.decode import printable
from geo.sources.failure import Failure
from geo.sources.page import paragraphs
from geo.sources.text import YEARS, content_id, web_address

MAX_FEED_BYTES = 5_000_000
MAX_ENTRIES = 5_000
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
    plain = data.replace(b"\x00", b"").upper()  # UTF-16 puts a NUL between the letters
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        msg = f"{name}: this feed declares a document type or entities, which no feed needs. It was not read"
        raise InputError(msg)
    import feedparser

    # a stream of bytes: given text, feedparser would open it as a file or an address
    try:
        parsed = feedparser.parse(io.BytesIO(data), sanitize_html=True, resolve_relative_uris=False)
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
    url = web_address(entry.get("link"))
    day = _day(entry.get("published_parsed") or entry.get("updated_parsed"))
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


def _day(when: Any) -> date | None:
    try:
        day = datetime.fromtimestamp(timegm(when), UTC).date() if when else None
    except (ValueError, OverflowError, TypeError, OSError):
        return None
    return day if day and day.year in YEARS else None
