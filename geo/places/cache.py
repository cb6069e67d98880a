"""What online geocoders answered, kept in a small SQLite file of the cache folder until it is too old."""

from __future__ import annotations

import json
import logging
import sqlite3
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock
from typing import Literal

from geo.model import Place

log = logging.getLogger(__name__)

OutcomeKind = Literal["hit", "miss", "error"]
#: How long an answer is believed, in seconds: places move seldom, a name may be mapped tomorrow, a fault passes.
TTL_S: dict[OutcomeKind, float] = {"hit": 180 * 86_400.0, "miss": 7 * 86_400.0, "error": 600.0}
_KEPT = 50_000
_BUSY_S = 5.0
_TABLE = """
CREATE TABLE IF NOT EXISTS answer(service TEXT NOT NULL, url TEXT NOT NULL, query TEXT NOT NULL, kind TEXT NOT NULL,
  places TEXT NOT NULL, message TEXT NOT NULL, asked_s REAL NOT NULL, until_s REAL NOT NULL,
  PRIMARY KEY(service, url, query)) STRICT
"""
#: What is too old, and what is more than so many.
_DROP = """
DELETE FROM answer WHERE until_s <= ? OR asked_s <= (SELECT asked_s FROM answer ORDER BY asked_s DESC LIMIT 1 OFFSET ?)
"""

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a question ended."""

    kind: OutcomeKind
    places: tuple[Place, ...] = ()
    message: str = ""  #: of an error


class AnswerCache:
    """Answers by (service, address, question). A file that cannot be used is made anew, or done without."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self._database = self._open()

    def get(self, key: Key, now_s: float) -> Outcome | None:
        """The outcome that is still believed, None where there is none.

        Parameters
        ----------
        key
            Service, address, question.
        now_s
            Seconds since 1970.
        """
        query = "SELECT kind, places, message FROM answer WHERE service=? AND url=? AND query=? AND until_s>?"
        try:
            with self._lock:
                row = self._database.execute(query, (*key, now_s)).fetchone()
            return None if row is None else Outcome(row[0], _places(row[1]), row[2])
        except (sqlite3.Error, ValueError, TypeError) as error:
            log.warning("the cache of geocoders cannot be read: %s", error)
            return None

    def put(self, key: Key, outcome: Outcome, now_s: float, pause_s: float | None = None) -> None:
        """Keep an outcome for as long as its kind is believed.

        Parameters
        ----------
        key
            Service, address, question.
        outcome
            How it ended.
        now_s
            Seconds since 1970.
        pause_s
            An error is kept at least as long as the server asked us to wait.
        """
        until_s = now_s + max(TTL_S[outcome.kind], pause_s or 0.0)
        places = json.dumps([asdict(place) for place in outcome.places], ensure_ascii=False)
        row = (*key, outcome.kind, places, outcome.message, now_s, until_s)
        try:
            with self._lock:
                self._database.execute("BEGIN IMMEDIATE")
                self._database.execute(f"INSERT OR REPLACE INTO answer VALUES ({','.join('?' * 8)})", row)  # noqa: S608
                self._database.execute(_DROP, (now_s, _KEPT))
                self._database.execute("COMMIT")
        except sqlite3.Error as error:
            log.warning("the cache of geocoders cannot be written: %s", error)
            if self._database.in_transaction:
                self._database.execute("ROLLBACK")

    def counts(self, service: tuple[str, str], now_s: float) -> dict[str, int]:
        """How many answers of a service and address are still believed, by how they ended."""
        query = "SELECT kind, COUNT(*) FROM answer WHERE service=? AND url=? AND until_s>? GROUP BY kind"
        try:
            with self._lock:
                return dict(self._database.execute(query, (*service, now_s)).fetchall())
        except sqlite3.Error as error:
            log.warning("the cache of geocoders cannot be read: %s", error)
            return {}

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def _open(self) -> sqlite3.Connection:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            return _connect(self._path)
        except sqlite3.OperationalError as error:
            log.warning("the cache of geocoders is kept in memory, for %s cannot be opened: %s", self._path, error)
        except sqlite3.DatabaseError as error:
            log.warning("the cache of geocoders was damaged (%s); it is made anew", error)
            self._path.unlink(missing_ok=True)
            return _connect(self._path)
        except OSError as error:
            log.warning("the cache of geocoders is kept in memory: %s", error)
        return _connect(Path(":memory:"))


def _connect(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False)
    try:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute(_TABLE)
    except sqlite3.Error:
        database.close()
        raise
    return database


def _places(text: str) -> tuple[Place, ...]:
    return tuple(Place(**one) for one in json.loads(text))
