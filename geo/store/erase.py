"""Deletion that leaves nothing behind: no decision that quotes a deleted article, no byte of it in the store's file.

SQLite overwrites what is deleted (``secure_delete``); afterwards the file is written anew and its log emptied, so that
no former page keeps a sentence. What the disk itself or its backups keep is out of reach.
"""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from geo.store.corrections import history
from geo.store.engine import explain, transaction
from geo.store.meta import revision, touch
from geo.store.remembered import is_about
from geo.store.schema import articles, corrections, feed_pages, metadata


def erase_articles(connection: sa.Connection, ids: Iterable[str]) -> int:
    """Delete articles with all that was read in them and every decision about it; returns how many there were."""
    gone = 0
    for one in ids:
        identity = connection.execute(sa.select(articles.c.identity).where(articles.c.article_id == one)).scalar()
        if identity is None:
            continue
        gone += connection.execute(articles.delete().where(articles.c.article_id == one)).rowcount
        if identity.startswith("url:"):
            connection.execute(feed_pages.delete().where(feed_pages.c.url == identity.removeprefix("url:")))
        about = [kept.id for kept in history(connection) if is_about(kept, identity, one)]
        connection.execute(corrections.delete().where(corrections.c.correction_id.in_(about)))
    return gone


class Eraser:
    """Deletes as a person wants it who deletes. After the first two, ``scrub``."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def articles(self, ids: Iterable[str]) -> int:
        """Delete articles with every decision about them; incidents are stale then. Returns how many there were."""
        with transaction(self._engine, write=True) as connection:
            gone = erase_articles(connection, ids)
            if gone:
                touch(connection)
        return gone

    def everything(self) -> None:
        """Empty the store of all that people brought."""
        with transaction(self._engine, write=True) as connection:
            before = revision(connection)
            for table in reversed(metadata.sorted_tables):  # those that refer to others first
                connection.execute(table.delete())
            touch(connection, since=before)

    def scrub(self) -> bool:
        """Write the store's file anew without what was deleted, and empty its log.

        Returns
        -------
        bool
            False where another reader still holds the log: its next start, or the next deletion, empties it. True on a
            server, which has ways of its own (``VACUUM``).
        """
        if self._engine.url.get_backend_name() != "sqlite":
            return True
        raw = self._engine.raw_connection()
        try:
            cursor = raw.cursor()
            cursor.execute("VACUUM")
            busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            cursor.close()
        except self._engine.dialect.loaded_dbapi.Error as error:
            raise explain(sa.exc.DBAPIError("VACUUM", None, error), self._engine.url) from error
        finally:
            raw.close()
        return not busy
