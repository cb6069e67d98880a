"""Articles to the rows of their tables and back, and which stored row an article that comes again belongs to."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from geo.model import Article, Reading, Report
from geo.store.codec import dump, load, plain
from geo.store.schema import articles

#: What ``plain(Reading)`` holds beside the article and its reports, which have columns and a table of their own.
FOUND = ("mentions", "demonyms", "dates", "skipped")


def identity(article: Article) -> str:
    """What stays the same when the text of `article` changes."""
    return article.identity or f"id:{article.id}"


def find(connection: sa.Connection, article: Article) -> Any:
    """The stored row with the identity of `article`, else one with the same text, else None."""
    row = connection.execute(articles.select().where(articles.c.identity == identity(article))).first()
    same_text = articles.c.text_sha256 == sha256(article.text)
    return row or connection.execute(articles.select().where(same_text).order_by(articles.c.article_id)).first()


def adds_day(old: Any, came: Article) -> bool:
    """Whether a second copy of a text brings the publication day that the first one lacked."""
    return old.came_published is None and not old.published_edited and came.published is not None


def came_sha256(article: Article, extractor: str) -> str:
    """A stamp of `article` as it came, and of the reader."""
    return sha256(dump([plain(_lasting(article)), extractor]))


def _lasting(article: Article) -> Article:
    """`article` without what changes when its file is merely named another way."""
    return replace(article, origin=None, identity=identity(article))


def sha256(text: str) -> str:
    """SHA-256 of `text`, lone surrogates included."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def day(text: str | None) -> date | None:
    """A day of a row."""
    return None if text is None else date.fromisoformat(text)


def article_row(reading: Reading, came: Article, extractor: str, *, edited: bool) -> dict[str, Any]:
    """The row of the article of `reading`, which was `came` before its day was inferred or edited."""
    found = plain(reading)
    article = found["article"]
    names = ("title", "source", "url", "origin", "published", "published_basis", "published_reason", "text")
    return {name: article[name] for name in names} | {
        "article_id": reading.article.id,
        "identity": identity(came),
        "text_sha256": sha256(reading.article.text),
        "came_sha256": came_sha256(came, extractor),
        "reading_sha256": sha256(
            dump(replace(reading, article=_lasting(replace(reading.article, identity=identity(came)))))
        ),
        "came_published": None if came.published is None else came.published.isoformat(),
        "came_published_basis": came.published_basis,
        "came_published_reason": came.published_reason,
        "published_edited": int(edited),
        "found": dump({name: found[name] for name in FOUND}),
    }


def report_row(reading: Reading, position: int) -> dict[str, Any]:
    """The row of one report of `reading`."""
    report = reading.reports[position]
    if report.article_id != reading.article.id:
        msg = f"report {report.id!r} belongs to article {report.article_id!r}, not to {reading.article.id!r}"
        raise ValueError(msg)
    return {"article_id": report.article_id, "report_id": report.id, "position": position, "body": dump(report)}


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
