"""The tables. Days are ISO text, flags 0 and 1, nested records JSON, so that SQLite can hold them STRICT.

Text sorts by its bytes on every database, so that the same content comes in the same order everywhere.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from geo.store.columns import COUNT, FLAG, NOT_ON_MAP, READ_COLUMNS, REAL, SORTED_BY

#: The newest migration in geo/store/migrations/versions.
HEAD = "0014"

#: SQLite's REAL and INTEGER have eight bytes, PostgreSQL's four.
DOUBLE: sa.types.TypeEngine[float] = sa.REAL().with_variant(sa.Double(), "postgresql")
INTEGER: sa.types.TypeEngine[int] = sa.Integer().with_variant(sa.BigInteger(), "postgresql")
TEXT: sa.types.TypeEngine[str] = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

metadata = sa.MetaData()


def _text(name: str, *, null: bool = True) -> sa.Column[str]:
    return sa.Column(name, TEXT, nullable=null)


articles = sa.Table(
    "articles",
    metadata,
    sa.Column("article_id", TEXT, primary_key=True),
    sa.Column("identity", TEXT, nullable=False, unique=True),
    sa.Column("text_sha256", TEXT, nullable=False, index=True),
    _text("came_sha256", null=False),  # of the article as it came, and of the extractor that read it
    _text("reading_sha256", null=False),  # of all that was read in it
    _text("title"),
    _text("source"),
    _text("url"),
    _text("origin"),
    _text("published"),
    _text("published_basis", null=False),
    _text("published_reason", null=False),
    _text("came_published"),  # as it came, before inference and edits
    _text("came_published_basis", null=False),
    _text("came_published_reason", null=False),
    sa.Column("published_edited", INTEGER, nullable=False),  # 1 = the day was set by hand
    _text("text", null=False),
    _text("found", null=False),  # JSON: mentions, demonyms, dates, skipped
    _text("language"),  # ISO 639, told from the text
    sa.Index("ix_articles_read", "article_id", "reading_sha256"),
    sqlite_strict=True,
)

reports = sa.Table(
    "reports",
    metadata,
    sa.Column("article_id", TEXT, sa.ForeignKey("articles.article_id", ondelete="CASCADE"), primary_key=True),
    sa.Column("report_id", TEXT, primary_key=True),
    sa.Column("position", INTEGER, nullable=False),  # its place in the article's list of reports
    _text("body", null=False),  # JSON
    sqlite_strict=True,
)

left_out = sa.Table(
    "left_out",
    metadata,
    sa.Column("article_id", TEXT, sa.ForeignKey("articles.article_id", ondelete="CASCADE"), nullable=False, index=True),
    *(sa.Column(c, INTEGER if d == "int64" else TEXT, nullable=False) for c, d in list(NOT_ON_MAP.items())[1:]),
    sqlite_strict=True,
)

incidents = sa.Table(
    "incidents",
    metadata,
    sa.Column("incident_id", TEXT, primary_key=True),
    _text("body", null=False),  # JSON, without its reports
    _text("reports", null=False),  # JSON: [[article_id, report_id], …], the leading one first
    sqlite_strict=True,
)


def _column(name: str, dtype: str) -> sa.Column[object]:
    kind: sa.types.TypeEngine[Any] = DOUBLE if dtype == REAL else INTEGER if dtype in (COUNT, FLAG, "int64") else TEXT
    return sa.Column(name, kind, primary_key=name in ("incident_id", "place_no"))


#: What leaves the store, column by column (geo/store/columns.py).
incident_rows = sa.Table(
    "incident_rows",
    metadata,
    *(_column(name, dtype) for name, dtype in READ_COLUMNS.items()),
    # the days on which the row counts in a window (``geo.store.select.days_of``), and how many they are
    _text("first_day"),
    _text("last_day"),
    sa.Column("n_days", INTEGER),
    # On PostgreSQL there is also "point", made of lat and lon, with a spatial index.
    sa.Index("ix_incident_rows_window", "first_day", "last_day", "type", "lat", "lon"),
    sa.Index("ix_incident_rows_long", "n_days"),
    sa.Index("ix_incident_rows_box", "lat", "lon"),
    sqlite_strict=True,
)

#: ``columns.SORTED_BY`` as every database sorts.
ROW_ORDER = (incident_rows.c.date_start.is_(None), *(incident_rows.c[name] for name in SORTED_BY))

#: What people decided, never changed but to be undone; which reports it is about is found anew at every reading.
corrections = sa.Table(
    "corrections",
    metadata,
    sa.Column("correction_id", TEXT, primary_key=True),
    _text("kind", null=False),  # what is corrected (``geo.store.remembered.Field``)
    _text("subject", null=False),  # JSON: what it is about, in words that outlast a new reading
    _text("value", null=False),  # JSON: what it is set to; {} for a split or merge
    _text("scope"),  # how far it reaches: here, article, source, always
    _text("author", null=False),
    _text("made", null=False),  # UTC, ISO
    _text("reason", null=False),
    _text("undone"),  # UTC, ISO; then it no longer counts
    _text("undone_by"),
    sqlite_strict=True,
)

#: Articles as people corrected them, made anew with the incidents: beside what was read, which stays as it is.
corrected = sa.Table(
    "corrected",
    metadata,
    sa.Column("article_id", TEXT, sa.ForeignKey("articles.article_id", ondelete="CASCADE"), primary_key=True),
    _text("found", null=False),  # JSON, as in articles
    _text("reports", null=False),  # JSON: the reports
    sqlite_strict=True,
)

#: What the incidents were last made of (``geo.store.merged``), written with them: each article as it was read then, the
#: blocks of place and time in which its reports are filed, and the incidents that it tells of.
merged = sa.Table(
    "merged",
    metadata,
    sa.Column("article_id", TEXT, primary_key=True),
    _text("reading_sha256", null=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

blocks = sa.Table(
    "blocks",
    metadata,
    sa.Column("block", TEXT, primary_key=True),
    sa.Column("article_id", TEXT, primary_key=True, index=True),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

told_by = sa.Table(
    "told_by",
    metadata,
    sa.Column("incident_id", TEXT, primary_key=True),
    sa.Column("article_id", TEXT, primary_key=True, index=True),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

#: What texts are compared by, to find copies (``geo.merging.sketch``).
sketches = sa.Table(
    "sketches",
    metadata,
    sa.Column("article_id", TEXT, sa.ForeignKey("articles.article_id", ondelete="CASCADE"), primary_key=True),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sqlite_strict=True,
)

#: Which incident lies on whose desk, so that two reviewers do not look at the same one.
claims = sa.Table(
    "claims",
    metadata,
    sa.Column("incident_id", TEXT, primary_key=True),
    _text("reviewer", null=False),
    _text("until", null=False),  # UTC, ISO; afterwards anybody may take it
    sqlite_strict=True,
)

#: What a person imported, and its rows: Parquet, so that a million of them are written and read in seconds.
datasets = sa.Table(
    "datasets",
    metadata,
    sa.Column("dataset_id", TEXT, primary_key=True),
    *(_text(name, null=False) for name in ("title", "kind", "licence", "citation", "url", "file_name", "sha256")),
    _text("importer", null=False),  # name and version of what made the rows
    sa.Column("n_rows", INTEGER, nullable=False),
    sa.Column("n_rejected", INTEGER, nullable=False),
    sqlite_strict=True,
)

dataset_chunks = sa.Table(
    "dataset_chunks",
    metadata,
    sa.Column("dataset_id", TEXT, sa.ForeignKey("datasets.dataset_id", ondelete="CASCADE"), primary_key=True),
    sa.Column("chunk_no", INTEGER, primary_key=True),
    _text("first_day"),  # of all its rows; missing where none has a day
    _text("last_day"),
    sa.Column("n_rows", INTEGER, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),  # the last one: what it holds is asked of all chunks
    sqlite_strict=True,
)

#: Front lines and areas that a person brought.
overlays = sa.Table(
    "overlays",
    metadata,
    sa.Column("overlay_id", TEXT, primary_key=True),
    *(_text(name, null=False) for name in ("title", "licence", "file_names", "sha256")),
    _text("dated", null=False),  # states, intervals, always
    _text("first_day"),
    _text("last_day"),
    sa.Column("n_features", INTEGER, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),  # gzipped JSON
    sqlite_strict=True,
)

#: Articles that could not be read, until they are read after all or forgotten.
quarantine = sa.Table(
    "quarantine",
    metadata,
    sa.Column("origin", TEXT, primary_key=True),
    _text("reason", null=False),
    _text("path"),  # of the file, to be read again
    _text("body"),  # JSON: the article, where its text was understood and reading it failed
    sqlite_strict=True,
)

#: Feeds that a person subscribed to, and what their servers said last (``geo.store.feeds``).
feeds = sa.Table(
    "feeds",
    metadata,
    sa.Column("url", TEXT, primary_key=True),
    *(_text(name, null=False) for name in ("added", "etag", "last_modified", "asked", "not_before")),  # UTC, ISO
    sa.Column("failures", INTEGER, nullable=False),
    _text("outcome", null=False),
    sa.Column("pages", INTEGER, nullable=False, server_default="0"),  # 1 = the pages behind the entries are fetched
    sqlite_strict=True,
)

#: Pages behind the entries of feeds, so that each is asked for once, and again only when its entry has changed.
feed_pages = sa.Table(
    "feed_pages",
    metadata,
    sa.Column("feed", TEXT, sa.ForeignKey("feeds.url", ondelete="CASCADE"), primary_key=True),
    sa.Column("url", TEXT, primary_key=True),
    *(_text(name, null=False) for name in ("entry_sha256", "etag", "last_modified")),
    sa.Column("failures", INTEGER, nullable=False),
    sqlite_strict=True,
)

#: Work outside the page (``geo.store.jobs``); its files are deleted when it is done.
jobs = sa.Table(
    "jobs",
    metadata,
    sa.Column("number", INTEGER, primary_key=True, autoincrement=False),
    *(_text(name, null=False) for name in ("kind", "title")),
    _text("task", null=False),  # JSON
    *(_text(name, null=False) for name in ("state", "wanted", "now", "message")),
    *(_text(name, null=False) for name in ("created", "started", "finished", "heartbeat")),  # UTC, ISO
    _text("worker", null=False),  # who runs it
    *(sa.Column(name, INTEGER, nullable=False) for name in ("added", "replaced", "unchanged", "failed", "tries")),
    sa.Column("share", DOUBLE, nullable=False),  # done, 0..1
    sqlite_strict=True,
)

job_files = sa.Table(
    "job_files",
    metadata,
    sa.Column("number", INTEGER, sa.ForeignKey("jobs.number", ondelete="CASCADE"), primary_key=True),
    sa.Column("position", INTEGER, primary_key=True),
    _text("name", null=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sqlite_strict=True,
)

#: The workers that are there, and when each said so last (UTC, ISO).
workers = sa.Table(
    "workers",
    metadata,
    sa.Column("worker", TEXT, primary_key=True),
    _text("seen", null=False),
    sqlite_strict=True,
)

meta = sa.Table(
    "meta",
    metadata,
    sa.Column("key", TEXT, primary_key=True),
    _text("value", null=False),
    sqlite_strict=True,
)
