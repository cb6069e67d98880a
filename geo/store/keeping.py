"""What was read, written: each article whole, in the order in which they come, and many of them in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import sqlalchemy as sa

from geo.model import Article
from geo.store import engine as db
from geo.store.article_rows import adds_day, day, find, find_all
from geo.store.meta import touch
from geo.store.reading_rows import Rows, came_sha256, identity, sha256
from geo.store.schema import articles, reports
from geo.store.schema import left_out as left_out_table

Saved = Literal["added", "replaced", "unchanged"]


@dataclass(frozen=True, slots=True)
class Known:
    """What the store holds under an article's identity."""

    same: bool  #: the article came exactly like this before, and the same extractor read it
    edited: bool  #: its publication day was set by hand
    published: date | None  #: the publication day it has now

    @property
    def day_by_hand(self) -> date | None:
        """The publication day that a person set."""
        return self.published if self.edited else None


def known(connection: sa.Connection, asked: Sequence[Article], extractor: str) -> list[Known | None]:
    """What is stored under the identity of each article as it came (or of the same text elsewhere), if anything."""
    rows = find_all(connection, [(identity(article), sha256(article.text)) for article in asked])
    return [row and _known(row, article, extractor) for row, article in zip(rows, asked, strict=True)]


def _known(row: Any, article: Article, extractor: str) -> Known:
    same = row.identity != identity(article) or row.came_sha256 == came_sha256(article, extractor)
    return Known(same, bool(row.published_edited), day(row.published))


def keep(connection: sa.Connection, made: Sequence[Rows]) -> list[Saved]:
    """Write what was read in some articles; what was stored under the same identity is replaced."""
    there = _there(connection, made)
    saved: list[Saved] = []
    new: list[Rows] = []
    for one in made:
        marks = {one.article["identity"], one.article["text_sha256"]}
        if marks & there:
            _insert(connection, new)
            new = []
            saved.append(_put(connection, one))
        else:
            new.append(one)
            saved.append("added")
        there |= marks
    _insert(connection, new)
    if any(one != "unchanged" for one in saved):
        touch(connection)
    return saved


def _there(connection: sa.Connection, made: Sequence[Rows]) -> set[str]:
    """The identities and the stamps of texts that are stored already, of those of `made`."""
    found: set[str] = set()
    for name in ("identity", "text_sha256"):
        column = articles.c[name]
        found |= set(connection.execute(sa.select(column).where(column.in_([r.article[name] for r in made]))).scalars())
    return found


def _put(connection: sa.Connection, made: Rows) -> Saved:
    """Write one article that was there before, as it seems."""
    row = made.article
    old = find(connection, row["identity"], row["text_sha256"])
    if old is not None and old.identity != row["identity"] and not adds_day(old, row["came_published"]):
        return "unchanged"  # the same text under another name
    if old is not None and old.identity == row["identity"] and old.reading_sha256 == row["reading_sha256"]:
        stamps = {name: row[name] for name in row if name.startswith("came_")}
        stamps |= {name: row[name] for name in ("published_edited", "language")}
        connection.execute(articles.update().where(articles.c.article_id == old.article_id).values(**stamps))
        return "unchanged"
    if old is not None:
        connection.execute(articles.delete().where(articles.c.article_id == old.article_id))
    _insert(connection, [made])
    return "added" if old is None else "replaced"


def _insert(connection: sa.Connection, made: Sequence[Rows]) -> None:
    """Write articles that are not there."""
    tables: list[tuple[sa.Table, list[dict[str, Any]]]] = [
        (articles, [one.article for one in made]),
        (reports, [row for one in made for row in one.reports]),
        (left_out_table, [row for one in made for row in one.left_out]),
    ]
    for table, rows in tables:
        db.insert(connection, table, rows)
