"""A reading to the rows of its tables: without SQLAlchemy or pandas, so that processes that only read may make them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Any

from geo.language import language_of
from geo.model import Article, Reading
from geo.store.codec import dump, plain, written
from geo.store.rows import left_out

#: What ``plain(Reading)`` holds beside the article and its reports, which have columns and a table of their own.
FOUND = ("mentions", "demonyms", "dates", "skipped")


@dataclass(frozen=True, slots=True)
class Rows:
    """One reading as rows, ready to be written: numbers and text only, so that another process may make them."""

    article: dict[str, Any]
    reports: list[dict[str, Any]]
    left_out: list[dict[str, Any]]


def rows_of(reading: Reading, came: Article, extractor: str, *, edited: bool) -> Rows:
    """The rows of `reading`.

    Parameters
    ----------
    reading
        What was read in one article.
    came
        The article as it came, before its publication day was inferred or edited.
    extractor
        Name and version of the reader.
    edited
        The publication day was set by hand.

    Raises
    ------
    ValueError
        When a report belongs to another article.
    """
    for report in reading.reports:
        if report.article_id != reading.article.id:
            msg = f"report {report.id!r} belongs to article {report.article_id!r}, not to {reading.article.id!r}"
            raise ValueError(msg)
    held = plain(reading)
    told = [
        {"article_id": report["article_id"], "report_id": report["id"], "position": position, "body": written(report)}
        for position, report in enumerate(held["reports"])
    ]
    return Rows(
        _article_row(held, reading, came, extractor) | {"published_edited": int(edited)}, told, left_out(reading)
    )


def identity(article: Article) -> str:
    """What stays the same when the text of `article` changes."""
    return article.identity or f"id:{article.id}"


def came_sha256(article: Article, extractor: str) -> str:
    """A stamp of `article` as it came, and of the reader."""
    return sha256(dump([plain(_lasting(article)), extractor]))


def _lasting(article: Article) -> Article:
    """`article` without what changes when its file is merely named another way."""
    return replace(article, origin=None, identity=identity(article))


def sha256(text: str) -> str:
    """SHA-256 of `text`, lone surrogates included."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _article_row(held: dict[str, Any], reading: Reading, came: Article, extractor: str) -> dict[str, Any]:
    article = held["article"]
    names = ("title", "source", "url", "origin", "published", "published_basis", "published_reason", "text")
    lasting = plain(_lasting(replace(reading.article, identity=identity(came))))
    return {name: article[name] for name in names} | {
        "article_id": reading.article.id,
        "identity": identity(came),
        "text_sha256": sha256(reading.article.text),
        "came_sha256": came_sha256(came, extractor),
        "reading_sha256": sha256(written(held | {"article": lasting})),
        "came_published": None if came.published is None else came.published.isoformat(),
        "came_published_basis": came.published_basis,
        "came_published_reason": came.published_reason,
        "found": written({name: held[name] for name in FOUND}),
        "language": language_of(reading.article.text),
    }
