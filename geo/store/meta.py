"""What the store notes of itself: how often its reports have changed, and what the incidents were made of."""

from __future__ import annotations

import sqlalchemy as sa

from geo.store.schema import meta


def notes(connection: sa.Connection) -> dict[str, str]:
    """All notes, by key."""
    return {row.key: row.value for row in connection.execute(sa.select(meta.c.key, meta.c.value))}


def note(connection: sa.Connection, key: str, value: str) -> None:
    """Put a note in the place of the one with its key."""
    connection.execute(meta.delete().where(meta.c.key == key))
    connection.execute(meta.insert(), {"key": key, "value": value})


def revision(connection: sa.Connection) -> int:
    """How often reports have changed."""
    return int(notes(connection).get("revision", "0"))


def touch(connection: sa.Connection, *, since: int | None = None) -> None:
    """Say that reports have changed, since the revision of now or `since`: the incidents are stale from now on."""
    note(connection, "revision", str((revision(connection) if since is None else since) + 1))
