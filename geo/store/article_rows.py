"""The rows of articles back to articles, and which stored row an article that comes again belongs to."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

import sqlalchemy as sa

from geo.model import Article, Reading, Report, web_host
from geo.store.codec import dump, load
from geo.store.schema import articles


def find(connection: sa.Connection, known_as: str, text_sha256: str) -> Any:
    """The stored row of an article known as `known_as` (``identity``), else one with the same text, else None.

    Without its text and what was found in it.
    """
    return connection.execute(_FIND, {"known_as": known_as, "same_text": text_sha256}).first()


_FACTS = sa.select(*(column for column in articles.c if column.name not in ("text", "found")))


def _find() -> sa.Select[Any]:
    own = articles.c.identity == sa.bindparam("known_as")
    either = own | (articles.c.text_sha256 == sa.bindparam("same_text"))
    return _FACTS.where(either).order_by(own.desc(), articles.c.article_id).limit(1)


def _find_all() -> sa.Select[Any]:
    names = articles.c.identity.in_(sa.bindparam("known_as", expanding=True))
    either = names | articles.c.text_sha256.in_(sa.bindparam("same_texts", expanding=True))
    return _FACTS.where(either).order_by(articles.c.article_id)


#: Built once: they are asked of every article that comes.
_FIND, _FIND_ALL = _find(), _find_all()


def find_all(connection: sa.Connection, asked: Collection[tuple[str, str]]) -> list[Any]:
    """What ``find`` says of several articles, each an identity and the stamp of its text, in one question."""
    names, texts = (sorted({pair[k] for pair in asked}) for k in (0, 1))
    rows = connection.execute(_FIND_ALL, {"known_as": names, "same_texts": texts}).all() if asked else []
    by_name = {row.identity: row for row in rows}
    by_text = {row.text_sha256: row for row in reversed(rows)}  # the first by id
    return [by_name.get(known_as) or by_text.get(text) for known_as, text in asked]


def adds_day(old: Any, came_published: str | None) -> bool:
    """Whether a second copy of a text brings the publication day that the first one lacked."""
    return old.came_published is None and not old.published_edited and came_published is not None


def day(text: str | None) -> date | None:
    """A day of a row."""
    return None if text is None else date.fromisoformat(text)


def article_of(row: Any, *, as_it_came: bool = False) -> Article:
    """The article of a row."""
    came = "came_" if as_it_came else ""
    return Article(
        id=row.article_id,
        text=row.text,
        title=row.title,
        source=row.source,
        url=row.url,
        published=day(getattr(row, came + "published")),
        published_basis=getattr(row, came + "published_basis"),
        published_reason=getattr(row, came + "published_reason"),
        origin=row.origin,
        identity=row.identity,
    )


def with_found(article: Article, found: str, told: tuple[Report, ...]) -> Reading:
    """The reading of a row: its article, what was found in it, and its reports."""
    bare: Reading = load(Reading, dump({"article": article} | load(dict, found) | {"reports": told}))
    return bare


def publishers(connection: sa.Connection, among: Collection[str] | None = None) -> dict[str, str]:
    """Article id -> who published it: the source that is named, else the host of its address; the others lack.

    Of all articles, or of some `among` them.
    """
    query = sa.select(articles.c.article_id, articles.c.source, articles.c.url)
    rows = connection.execute(query if among is None else query.where(articles.c.article_id.in_(among))).all()
    return {article_id: name for article_id, source, url in rows if (name := publisher(source, url))}


def publisher(source: str | None, url: str | None) -> str:
    """Who published an article: the source that is named, else the host of its address; "" where neither is known."""
    return (source or web_host(url) or "").strip().casefold()


def sources(connection: sa.Connection) -> list[dict[str, str | None]]:
    """One record per article, by id: id, title, source, url, published, sha256."""
    held = {"id": articles.c.article_id, "sha256": articles.c.text_sha256}
    names = ("id", "title", "source", "url", "published", "sha256")
    query = sa.select(*(held[name] if name in held else articles.c[name] for name in names))
    rows = connection.execute(query.order_by(articles.c.article_id))
    return [dict(zip(names, row, strict=True)) for row in rows]
