"""Deletion that leaves nothing behind: no decision that quotes a deleted article, no byte of it in the store's file.

SQLite overwrites what is deleted (``secure_delete``); afterwards the file is written anew and its log emptied, so that
no former page keeps a sentence. What the disk itself or its backups keep is out of reach.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

import sqlalchemy as sa

from geo.store.corrections import history
from geo.store.engine import explain, transaction
from geo.store.jobs import OVER
from geo.store.meta import revision, touch
from geo.store.remembered import is_about
from geo.store.schema import articles, corrections, feed_pages, job_files, jobs, metadata, quarantine

#: Behind the name of a file that holds several articles: which of them.
_PART = re.compile(r", (?:line|row|entry|record|message)?\s?\S{1,60}$")
#: A name of fewer characters is found in a text only where it is all of it.
SHORTEST_NAME = 5


def erase_articles(connection: sa.Connection, ids: Iterable[str]) -> int:
    """Delete articles with all that was read in them and every decision about it; returns how many there were."""
    gone = 0
    for one in ids:
        found = sa.select(articles.c.identity, articles.c.origin).where(articles.c.article_id == one)
        identity, origin = connection.execute(found).first() or (None, None)
        if identity is None:
            continue
        if origin:
            _forget_origin(connection, origin)
        gone += connection.execute(articles.delete().where(articles.c.article_id == one)).rowcount
        if identity.startswith("url:"):
            connection.execute(feed_pages.delete().where(feed_pages.c.url == identity.removeprefix("url:")))
        about = [kept.id for kept in history(connection) if is_about(kept, identity, one)]
        connection.execute(corrections.delete().where(corrections.c.correction_id.in_(about)))
    return gone


def _forget_origin(connection: sa.Connection, origin: str) -> None:
    """Drop what the quarantine and jobs keep of where a deleted article came from.

    A job that is over goes with its files; of one that is not, the file that held this article alone.
    """
    connection.execute(quarantine.delete().where(quarantine.c.origin == origin))
    connection.execute(job_files.delete().where(job_files.c.name == origin))
    file = _PART.sub("", origin)
    named = sa.select(jobs.c.number, jobs.c.title, jobs.c.task, jobs.c.message).where(jobs.c.state.in_(sorted(OVER)))
    gone = [row.number for row in connection.execute(named) if any(_names(file, text) for text in row[1:])]
    held = sa.select(job_files.c.number).where(job_files.c.name == file)
    gone += connection.execute(held.where(job_files.c.number.in_(sa.select(named.subquery().c.number)))).scalars()
    connection.execute(jobs.delete().where(jobs.c.number.in_(gone)))


def _names(file: str, text: str) -> bool:
    return file == text or (len(file) >= SHORTEST_NAME and (file in text or json.dumps(file)[1:-1] in text))


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
