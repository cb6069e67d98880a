"""The feeds that a person subscribed to, and what their servers said when they were last asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from geo.store.engine import transaction
from geo.store.moments import stamped
from geo.store.schema import feed_pages, feeds


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed."""

    url: str
    added: str  #: UTC, ISO
    etag: str = ""  #: what the server calls its version that was read last
    last_modified: str = ""
    asked: str = ""  #: UTC, ISO; "" = never
    not_before: str = ""  #: UTC, ISO: not to be asked again until then
    failures: int = 0  #: in a row, up to now
    outcome: str = ""  #: of the last time, in words
    pages: bool = False  #: the pages behind its entries are fetched too


@dataclass(frozen=True, slots=True)
class Behind:
    """What became of the page behind an entry."""

    url: str
    entry_sha256: str  #: of what the feed said of it then
    etag: str = ""  #: what the server calls the page that was read
    last_modified: str = ""
    failures: int = 0  #: in a row, up to now; 0 = what the store holds is the page, or the longer entry


class Feeds:
    """The feeds of a store."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def list(self) -> tuple[Feed, ...]:
        """All of them, by address."""
        with transaction(self._engine, write=False) as connection:
            rows = connection.execute(feeds.select().order_by(feeds.c.url)).mappings()
            return tuple(Feed(**{**row, "pages": bool(row["pages"])}) for row in rows)

    def add(self, urls: Iterable[str], now: datetime, *, pages: bool | None = None) -> int:
        """Add feeds; returns how many were not there before.

        `pages` says, also of those that were there, whether the pages behind their entries are fetched.
        """
        with transaction(self._engine, write=True) as connection:
            there = set(connection.execute(sa.select(feeds.c.url)).scalars())
            new = [url for url in dict.fromkeys(urls) if url not in there]
            for url in new:
                connection.execute(feeds.insert(), _row(Feed(url, stamped(now), pages=bool(pages))))
            for url in there & set(urls) if pages is not None else ():
                other = (feeds.c.url == url) & (feeds.c.pages != int(bool(pages)))
                # without the stamps, all of its entries come again
                news = {"pages": int(bool(pages)), "etag": "", "last_modified": ""}
                connection.execute(feeds.update().where(other).values(**news))
        return len(new)

    def remove(self, urls: Iterable[str]) -> int:
        """Remove feeds; the articles that came from them stay. Returns how many there were."""
        with transaction(self._engine, write=True) as connection:
            return sum(connection.execute(feeds.delete().where(feeds.c.url == url)).rowcount for url in urls)

    def note(self, feed: Feed) -> None:
        """Keep what became of asking a feed, unless it was removed meanwhile."""
        with transaction(self._engine, write=True) as connection:
            connection.execute(feeds.update().where(feeds.c.url == feed.url).values(**_row(feed)))

    def behind(self, feed: Feed, url: str) -> Behind | None:
        """What became of the page behind an entry; None where it was never asked for."""
        which = (feed_pages.c.feed == feed.url) & (feed_pages.c.url == url)
        with transaction(self._engine, write=False) as connection:
            row = connection.execute(feed_pages.select().where(which)).mappings().first()
        return None if row is None else Behind(**{name: row[name] for name in Behind.__slots__})

    def note_behind(self, feed: Feed, page: Behind) -> None:
        """Keep what became of a page, unless its feed was removed meanwhile."""
        which = (feed_pages.c.feed == feed.url) & (feed_pages.c.url == page.url)
        values = {name: getattr(page, name) for name in Behind.__slots__}
        with transaction(self._engine, write=True) as connection:
            connection.execute(feed_pages.delete().where(which))
            if connection.execute(sa.select(feeds.c.url).where(feeds.c.url == feed.url)).first():
                connection.execute(feed_pages.insert(), values | {"feed": feed.url})


def _row(feed: Feed) -> dict[str, object]:
    return {name: getattr(feed, name) for name in Feed.__slots__} | {"pages": int(feed.pages)}
