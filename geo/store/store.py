"""The store: save what was read in articles, keep the incidents made of it, and hand both out in columns.

One transaction per article, so an article is there with all its reports or not at all. Incidents are made from all
reports together by ``geo.merging`` and written by ``replace_incidents``; ``is_stale`` says when they are out of date.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd
import pyarrow as pa
import sqlalchemy as sa

from geo.model import Article, Decision, Incident, Reading, Report, ReportKey, Selection
from geo.store import corrected as by_hand
from geo.store import datasets as imports
from geo.store import engine as db
from geo.store import keeping
from geo.store.alerts import Alerts
from geo.store.article_rows import article_of, publishers, sources
from geo.store.asked import load_asked
from geo.store.claims import Claims
from geo.store.codec import dump, load, plain, record
from geo.store.coded import Coded, load_coded
from geo.store.columns import ARTICLES, COLUMNS, SORTED_BY, as_frame
from geo.store.corrections import Corrections, standing
from geo.store.datasets import Dataset
from geo.store.erase import Eraser
from geo.store.feeds import Feeds
from geo.store.imported import imported_incident
from geo.store.jobs import Jobs
from geo.store.keeping import Known, Saved
from geo.store.load import left_off, load_incidents
from geo.store.merged import Basis, Merged, incidents_telling, replace_all
from geo.store.meta import notes
from geo.store.meta import revision as revision_of
from geo.store.overlays import Shelf
from geo.store.quarantine import Quarantine
from geo.store.query import narrows
from geo.store.reading_rows import Rows, rows_of, sha256
from geo.store.remembered import Anchor
from geo.store.replace import NO_COPIES
from geo.store.schema import articles, incidents, reports
from geo.store.schema import incident_rows as row_table
from geo.store.select import SELECTED_BY, select
from geo.store.stream import tables

EVERYTHING = Selection(background=True)


class Store:
    """Articles, reports and incidents behind one SQLAlchemy URL. Threads may share it."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self.overlays, self.quarantine, self.eraser = Shelf(engine), Quarantine(engine), Eraser(engine)
        self.corrections, self.claims = Corrections(engine), Claims(engine)
        self.feeds, self.jobs = Feeds(engine), Jobs(engine)
        self.alerts, self.merged = Alerts(engine), Merged(engine)
        self._version: tuple[str, str] | None = None
        self._frame: tuple[str, pd.DataFrame] | None = None

    @classmethod
    def open(cls, url: str, *, read_only: bool = False) -> Store:
        """Open the store at `url`, making or migrating it unless `read_only`.

        Raises
        ------
        UsageError
            When `url` is no SQLAlchemy URL.
        MissingError
            When a store to be read is not there, or is damaged, or a newer Sitmap wrote it.
        BusyError
            When another process holds it.
        """
        engine = db.make_engine(url, read_only=read_only)
        db.migrate(engine, read_only=read_only)
        return cls(engine)

    def close(self) -> None:
        """Let go of the database; on SQLite this folds the write-ahead log back into the file."""
        self._engine.dispose()

    def known(self, asked: Sequence[Article], extractor: str) -> list[Known | None]:
        """What is stored under the identity of each article as it came (or of the same text elsewhere), if anything."""
        with db.transaction(self._engine, write=False) as connection:
            return keeping.known(connection, asked, extractor)

    def save(
        self, reading: Reading, *, came: Article | None = None, extractor: str = "", edited: bool = False
    ) -> Saved:
        """Keep `reading`; what was stored under the same identity is replaced in the same transaction.

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
        """
        return self.keep(rows_of(reading, came or reading.article, extractor, edited=edited))

    def keep(self, made: Rows) -> Saved:
        """The same with rows that ``reading_rows.rows_of`` has made of the reading, maybe in another process."""
        return self.keep_all([made])[0]

    def keep_all(self, made: Sequence[Rows]) -> list[Saved]:
        """The same with what was read in several articles, in one transaction: all of them are kept, or none."""
        with db.transaction(self._engine, write=True) as connection:
            return keeping.keep(connection, made)

    def is_empty(self) -> bool:
        """Whether no article and no dataset is stored."""
        with db.transaction(self._engine, write=False) as connection:
            first = connection.execute(sa.select(articles.c.article_id).limit(1)).first()
            return first is None and not imports.stamp(connection)

    def has_address(self, url: str) -> bool:
        """Whether an article is stored that is known by this web address."""
        with db.transaction(self._engine, write=False) as connection:
            there = sa.select(articles.c.article_id).where(articles.c.identity == f"url:{url}")
            return connection.execute(there).first() is not None

    def article_at(self, url: str) -> Article | None:
        """The article that is known by this web address."""
        with db.transaction(self._engine, write=False) as connection:
            row = connection.execute(articles.select().where(articles.c.identity == f"url:{url}")).first()
        return None if row is None else article_of(row)

    def article(self, article_id: str, *, as_it_came: bool = False) -> Article | None:
        """One article; with `as_it_came`, with the publication day it had before inference and edits."""
        with db.transaction(self._engine, write=False) as connection:
            row = connection.execute(articles.select().where(articles.c.article_id == article_id)).first()
        return None if row is None else article_of(row, as_it_came=as_it_came)

    def every_article(self) -> Iterator[Article]:
        """All articles, by id, in one question to the database."""
        with db.transaction(self._engine, write=False) as connection:
            query = articles.select().order_by(articles.c.article_id).execution_options(yield_per=200)
            yield from map(article_of, connection.execute(query))

    def reading(self, article_id: str, *, as_read: bool = False) -> Reading | None:
        """All that was read in one article, as people corrected it; with `as_read`, as the reader left it."""
        with db.transaction(self._engine, write=False) as connection:
            return by_hand.reading_of(connection, article_id, as_read=as_read)

    def articles(self) -> pd.DataFrame:
        """One row per article (``columns.ARTICLES``), newest first, undated last."""
        told = sa.select(sa.func.count()).where(reports.c.article_id == articles.c.article_id).scalar_subquery()
        size = sa.func.length(articles.c.text).label("characters")
        held = {"characters": size, "n_reports": told.label("n_reports")}
        query = sa.select(*(held[name] if name in held else articles.c[name] for name in ARTICLES)).order_by(
            articles.c.published.is_(None), articles.c.published.desc(), articles.c.article_id
        )
        with db.transaction(self._engine, write=False) as connection:
            return as_frame(map(tuple, connection.execute(query)), ARTICLES)

    def n_undated(self) -> int:
        """How many articles have no publication day."""
        with db.transaction(self._engine, write=False) as connection:
            undated = sa.select(sa.func.count()).where(articles.c.published.is_(None))
            return connection.execute(undated).scalar_one()

    def sources(self) -> list[dict[str, str | None]]:
        """One record per article, by id, for the manifest of an export: id, title, source, url, published, sha256.

        After them one per imported dataset, with its kind, licence and citation.
        """
        with db.transaction(self._engine, write=False) as connection:
            return sources(connection) + [imports.as_source(one) for one in imports.list_datasets(connection)]

    def reports(self) -> tuple[int, list[Report]]:
        """The revision of the store and all its reports; hand the revision back to ``replace_incidents``."""
        with db.transaction(self._engine, write=False) as connection:
            revision = revision_of(connection)
            bodies = connection.execute(sa.select(reports.c.body)).scalars().all()
        return revision, [load(Report, body) for body in bodies]

    def publishers(self) -> dict[str, str]:
        """Article id -> who published it: the source that is named, else the host of its address; the others lack."""
        with db.transaction(self._engine, write=False) as connection:
            return publishers(connection)

    def texts(self) -> Iterator[tuple[str, str]]:
        """Id and text of each article, a few at a time."""
        with db.transaction(self._engine, write=False) as connection:
            query = sa.select(articles.c.article_id, articles.c.text).execution_options(yield_per=200)
            yield from map(tuple, connection.execute(query))

    def copies(self, article_id: str) -> tuple[str, ...]:
        """The ids of the other articles with nearly the same text, as of when the incidents were made."""
        with db.transaction(self._engine, write=False) as connection:
            held = load(dict, notes(connection).get("copies", "{}"))
        return tuple(one for one in held if one != article_id and held[one] == held.get(article_id))

    # -- incidents

    def decisions(self, added: Iterable[tuple[Anchor, ReportKey]] = ()) -> tuple[Decision, ...]:
        """How people put reports together or apart, where that counts now and the reports are there, oldest first.

        `added` are reports that people added, with the anchors by which they are known.
        """
        with db.transaction(self._engine, write=False) as connection:
            return standing(connection, added)

    def incident_of(self, report: ReportKey) -> str | None:
        """The id of the incident that a report is in now."""
        with db.transaction(self._engine, write=False) as connection:
            return next(iter(incidents_telling(connection, report[0], dump(list(report))[:-1])), None)

    def incidents_of(self, article_id: str) -> tuple[Incident, ...]:
        """The incidents that an article tells of, by id."""
        with db.transaction(self._engine, write=False) as connection:
            ids = incidents_telling(connection, article_id, dump([article_id])[:-1])
        found = [self.incident(one) for one in sorted(ids)]
        return tuple(one for one in found if one is not None)

    def is_stale(self, rule: str) -> bool:
        """Whether the incidents must be made again: reports changed, or another merging `rule` made them."""
        with db.transaction(self._engine, write=False) as connection:
            return notes(connection).get("merged", "") != f"{rule}@{revision_of(connection)}"

    def replace_incidents(
        self,
        made: Iterable[Incident],
        rule: str,
        revision: int,
        copies: Mapping[str, str] = NO_COPIES,
        corrected: Mapping[str, Reading] = by_hand.UNCORRECTED,
        basis: Basis | None = None,
        *,
        wait: bool = True,
    ) -> bool:
        """Put `made` in the place of all incidents, unless reports have changed since `revision` (then False).

        Kept beside them: `copies` (article id -> what stands for all articles of nearly the same text), the articles as
        people `corrected` them, by their id, and the `basis` to tell the next time what has changed (``merged``).
        Unless we `wait`, another writer is at once a ``BusyError``.
        """
        with db.transaction(self._engine, write=True, wait=wait) as connection:
            if revision_of(connection) != revision:
                return False
            by_hand.write(connection, corrected)
            replace_all(connection, list(made), rule, revision, copies, basis)
        return True

    def incidents(
        self,
        selection: Selection = EVERYTHING,
        *,
        columns: Sequence[str] = tuple(COLUMNS),
        words: Collection[str] = (),
    ) -> pd.DataFrame:
        """One row per incident and place (``columns.COLUMNS``); by default all, background included.

        Parameters
        ----------
        selection
            Which rows.
        columns
            Only these: a million rows with all columns take about 1 GB.
        words
            Those of them that come as categories, for they repeat themselves.
        """
        with db.transaction(self._engine, write=False) as connection:
            some = words or set(columns) != set(COLUMNS)
            if narrows(selection) and (some or self._frame is None):
                return load_asked(connection, columns, words, selection)
            mark = notes(connection).get("merged", "") + imports.stamp(connection)
            there = self._frame is not None and self._frame[0] == mark
            if narrows(selection) and not there:
                return load_asked(connection, columns, words, selection)
            if some:
                names = [name for name in COLUMNS if name in {*columns, *SELECTED_BY, *SORTED_BY}]
                return select(load_incidents(connection, names, words), selection)[list(columns)]
            if self._frame is None or not there:
                self._frame = None
                self._frame = mark, load_incidents(connection, list(COLUMNS))
            frame = self._frame[1]
        return select(frame, selection)

    def n_incidents(self) -> int:
        """How many there are, read and imported."""
        with db.transaction(self._engine, write=False) as connection:
            n_read = connection.execute(sa.select(sa.func.count(row_table.c.incident_id.distinct()))).scalar_one()
            imported = [part.column(0) for part in imports.batches(connection, ["incident_id"])]
        return n_read + len(pa.chunked_array([c for column in imported for c in column.chunks], pa.string()).unique())

    def stream(self) -> Iterator[Any]:
        """Every row as Arrow tables (``geo.store.stream.SCHEMA``), some at a time, in the order of ``incidents``."""
        with db.transaction(self._engine, write=False) as connection:
            yield from tables(connection)

    def coded(self) -> Coded:
        """All rows as codes and numbers: what a map and its filters need, in a tenth of the memory."""
        return load_coded(self._engine, self.version())

    def incident(self, incident_id: str, *, at: int | None = None) -> Incident | None:
        """One incident with its reports, the leading one first, or with the row it was imported as.

        `at` says where an imported one stands (``Coded.imported_at``): then it is found at once.
        """
        with db.transaction(self._engine, write=False) as connection:
            row = connection.execute(incidents.select().where(incidents.c.incident_id == incident_id)).first()
            if row is None:
                found = imports.find_rows(connection, incident_id, at=at)
                return imported_incident(*found) if found else None
            keys = load(list, row.reports)
            told = [by_hand.report_of(connection, article_id, report_id) for article_id, report_id, _ in keys]
        return record(Incident, load(dict, row.body) | {"reports": [plain(report) for report in told if report]})

    # -- imported datasets

    def datasets(self) -> tuple[Dataset, ...]:
        """What was imported, by id."""
        with db.transaction(self._engine, write=False) as connection:
            return imports.list_datasets(connection)

    def ids_of_kind(self, kind: str, *, but: str) -> Any:
        """The incident ids (an Arrow array) that datasets of `kind` other than `but` hold."""
        with db.transaction(self._engine, write=False) as connection:
            return imports.ids_of_kind(connection, kind, but=but)

    def save_dataset(self, dataset: Dataset, rows: Any) -> Saved:
        """Keep `dataset` with its `rows` (an Arrow table, ``datasets.SCHEMA``) in the place of its last form."""
        bodies = imports.pack(rows)  # before the transaction: it takes seconds, and others may want to write
        with db.transaction(self._engine, write=True) as connection:
            there = {one.id for one in imports.list_datasets(connection)}
            imports.put_dataset(connection, dataset, bodies)
        return "replaced" if dataset.id in there else "added"

    def remove_datasets(self, ids: Iterable[str]) -> int:
        """Remove datasets with all their rows; returns how many there were."""
        with db.transaction(self._engine, write=True) as connection:
            return sum(imports.drop_dataset(connection, one) for one in ids)

    def not_on_map(self) -> pd.DataFrame:
        """Every mention, stretch of text and incident that is no pin, with its reason (``columns.NOT_ON_MAP``)."""
        with db.transaction(self._engine, write=False) as connection:
            return left_off(connection)

    def version(self) -> str:
        """A short text that is the same for the same content, and another one for other content."""
        with db.transaction(self._engine, write=False) as connection:
            version = notes(connection).get("version", "empty")
            imported = imports.stamp(connection)
        return sha256(version + imported)[:16] if imported else version
