"""Quarantine: articles that could not be read, each with its reason, until it is read after all or forgotten."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from geo.model import Article
from geo.store.codec import dump, load
from geo.store.engine import transaction
from geo.store.schema import quarantine


@dataclass(frozen=True, slots=True)
class Held:
    """An article that could not be read."""

    origin: str  #: the file, the file and line, or what the text was called
    reason: str
    path: str | None  #: of its file, to be read again; None where it came another way
    article: Article | None  #: where its text was understood and reading it failed


class Quarantine:
    """The quarantine of a store."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def list(self) -> tuple[Held, ...]:
        """All that is held, by origin."""
        with transaction(self._engine, write=False) as connection:
            rows = connection.execute(quarantine.select().order_by(quarantine.c.origin)).all()
        return tuple(
            Held(row.origin, row.reason, row.path, None if row.body is None else load(Article, row.body))
            for row in rows
        )

    def put(self, origin: str, reason: str, *, path: str | None = None, article: Article | None = None) -> None:
        """Hold an article; what was held under its origin before is replaced."""
        row = {"origin": origin, "reason": reason, "path": path, "body": None if article is None else dump(article)}
        with transaction(self._engine, write=True) as connection:
            connection.execute(quarantine.delete().where(quarantine.c.origin == origin))
            connection.execute(quarantine.insert(), row)

    def origins(self) -> frozenset[str]:
        """The origins of all that is held."""
        with transaction(self._engine, write=False) as connection:
            return frozenset(connection.execute(sa.select(quarantine.c.origin)).scalars())

    def release(self, origins: Iterable[str]) -> int:
        """Let go of articles: they were read, or are to be forgotten; returns how many were held."""
        with transaction(self._engine, write=True) as connection:
            drop = quarantine.delete()
            return sum(connection.execute(drop.where(quarantine.c.origin == one)).rowcount for one in origins)
