"""The feeds that a person subscribed to, and what their servers said when they were last asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from geo.store.engine import transaction
from geo.store.schema import feeds


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


class Feeds:
    """The feeds of a store."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def list(self) -> tuple[Feed, ...]:
        """All of them, by address."""
        with transaction(self._engine, write=False) as connection:
            rows = connection.execute(feeds.select().order_by(feeds.c.url)).mappings()
            return tuple(Feed(**row) for row in rows)

    def add(self, urls: Iterable[str], now: datetime) -> int:
        """Add feeds; returns how many were not there before."""
        with transaction(self._engine, write=True) as connection:
            there = set(connection.execute(sa.select(feeds.c.url)).scalars())
            new = [url for url in dict.fromkeys(urls) if url not in there]
            for url in new:
                connection.execute(feeds.insert(), _row(Feed(url, stamped(now))))
        return len(new)

    def remove(self, urls: Iterable[str]) -> int:
        """Remove feeds; the articles that came from them stay. Returns how many there were."""
        with transaction(self._engine, write=True) as connection:
            return sum(connection.execute(feeds.delete().where(feeds.c.url == url)).rowcount for url in urls)

    def note(self, feed: Feed) -> None:
        """Keep what became of asking a feed, unless it was removed meanwhile."""
        with transaction(self._engine, write=True) as connection:
            connection.execute(feeds.update().where(feeds.c.url == feed.url).values(**_row(feed)))


def stamped(moment: datetime) -> str:
    """A moment as it is kept: UTC, ISO, whole seconds, so that text sorts as time."""
    return moment.isoformat(timespec="seconds")


def _row(feed: Feed) -> dict[str, object]:
    return {name: getattr(feed, name) for name in Feed.__slots__}
