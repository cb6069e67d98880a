"""The order of the steps, written once: articles are read, their reports kept, and incidents made of all reports."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable, Iterable, Iterator, Sized
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from geo.errors import BusyError, GeoError, InputError, MissingError
from geo.keeper import (
    MAX_CHARACTERS,
    TOGETHER,
    Came,
    Keeper,
    Progress,
    Summary,
    held_as,
    keep_all,
    marks_of,
    together,
)
from geo.merging.merge import MERGER
from geo.model import Article, Reading
from geo.places import weights
from geo.places.build import database_path
from geo.reading.version import EXTRACTOR
from geo.settings import Settings
from geo.sources.failure import Failure
from geo.sources.kinds import ONE_ARTICLE
from geo.sources.paths import read_paths
from geo.store.reading_rows import Rows, rows_of

if TYPE_CHECKING:  # reading does without pandas and SQLAlchemy, exports without what reads
    from geo.places.gazetteer import Gazetteer
    from geo.reading.publication import Published
    from geo.reading.remote import RemoteReader, Told
    from geo.store.keeping import Known
    from geo.store.store import Store

T = TypeVar("T")
log = logging.getLogger(__name__)

EDITED_REASON = "set by hand"


@dataclass(frozen=True, slots=True)
class View:
    """The store to look at."""

    store: Store
    is_sample: bool  #: the user's own store is empty, and these are the sample articles


def open_store(settings: Settings) -> Store:
    """The user's store, its incidents up to date even if an earlier run was stopped half-way.

    Nobody waits here for another process that writes: the incidents are as they were before that, until it is done.
    """
    from geo.refreshing import refresh

    store = look_into(settings)
    try:
        refresh(store, patient=False)
    except (BusyError, MissingError) as error:  # a full disk, or another writer: what is there can still be read
        log.warning("the incidents are as an earlier run left them: %s", error)
    return store


def look_into(settings: Settings) -> Store:
    """The user's store, for what does not depend on its incidents: none are made anew, so nothing is waited for."""
    from geo.store.store import Store

    return Store.open(settings.store_url)


def ingest(
    articles: Iterable[Article | Failure],
    store: Store,
    gazetteer: Gazetteer,
    progress: Progress | None = None,
    *,
    reader: RemoteReader | None = None,
    summary: Summary | None = None,
    at_once: int = 1,
) -> Summary:
    """Read `articles` into `store`, by the rules or with `reader`; those that fail are in the summary (new, or given).

    `at_once` of them are written in one transaction: with one, an article is in the store before the next is asked for.

    An article that came exactly like this before is not read again. One whose day was set by hand keeps that day. One
    that fails is held in the store's quarantine until it is read after all.
    """
    summary = summary or Summary()
    keeper = Keeper(store, summary, at_once)
    by_rules = extractor_version(gazetteer)
    extractor = f"{reader.extractor}, {by_rules}" if reader else by_rules
    told = _known(articles, keeper, extractor, TOGETHER if at_once > 1 else 1)
    came = (_read_here(article, known, gazetteer, reader, summary.notices) for article, known in told)
    return keep_all(came, keeper, progress, len(articles) if isinstance(articles, Sized) else 0)


def _known(
    articles: Iterable[Article | Failure], keeper: Keeper, extractor: str, most: int
) -> Iterator[tuple[Article | Failure, Known | None]]:
    """Each article with what the store says of it, of so many asked at once."""
    for some in together(articles, most):
        known = iter(keeper.known_all([one for one in some if isinstance(one, Article)], extractor))
        before: set[str] = set()
        for one in some:
            if isinstance(one, Failure):
                yield one, None
                continue
            was, marks = next(known), marks_of(one)
            yield one, was if before.isdisjoint(marks) else keeper.known(one, extractor)
            before.update(marks)


def _read_here(
    article: Article | Failure,
    known: Known | None,
    gazetteer: Gazetteer,
    reader: RemoteReader | None,
    notices: list[str],
) -> Came:
    if isinstance(article, Failure):
        return Came(Path(article.origin).name, failure=article)
    name = Path(article.origin or str(article.id)).name
    try:
        return Came(name, article, read_unless_known(article, known, gazetteer, reader, notices))
    except InputError as error:
        return Came(name, article, failure=Failure(article.origin or article.id, error, article.id, article=article))


def retry(
    store: Store, gazetteer: Gazetteer, origins: Iterable[str] | None = None, progress: Progress | None = None
) -> Summary:
    """Read again what is held in quarantine: all of it, or `origins`; what came by upload must be added again."""
    wanted = None if origins is None else frozenset(origins)
    held = [one for one in store.quarantine.list() if wanted is None or one.origin in wanted]
    again = list(read_paths(dict.fromkeys(one.path for one in held if one.path)))
    again += [one.article for one in held if one.article is not None and not one.path]
    summary = ingest(again, store, gazetteer, progress)
    still = {held_as(one) for one in summary.failures}
    store.quarantine.release(one.origin for one in held if (one.path or one.article) and one.origin not in still)
    return summary


def redate(store: Store, gazetteer: Gazetteer, article_id: str, day: date | None) -> None:
    """Set an article's publication day by hand and read it again; None takes it back to what came with it.

    Raises
    ------
    MissingError
        When there is no such article.
    """
    from geo.refreshing import refresh

    came = store.article(article_id, as_it_came=True)
    if came is None:
        msg = f"there is no article {article_id!r} in the store; `python -m geo articles list` names them"
        raise MissingError(msg)
    edited = day is not None
    reading = read_article(dated(came, day) if edited else came, gazetteer)
    store.save(reading, came=came, extractor=extractor_version(gazetteer), edited=edited)
    refresh(store)


def remove(store: Store, article_ids: Iterable[str]) -> int:
    """Delete articles for good: with all that was read in them, and every decision about it; returns how many."""
    from geo.refreshing import refresh

    gone = store.eraser.articles(article_ids)
    refresh(store)
    if gone:
        store.eraser.scrub()
    return gone


def with_published(article: Article) -> Article:
    """`article` with the publication day that came with it, or the one that its file name or text implies, if any."""
    if article.published is not None:
        return article
    file = Path(article.origin or "")
    found = infer_published(
        article.text,
        declared=None,
        header=None,
        file_name=file.name if file.suffix.lower() in ONE_ARTICLE else None,
    )
    return replace(article, published=found.day, published_basis=found.basis, published_reason=found.reason)


def view(settings: Settings, gazetteer: Gazetteer, progress: Progress | None = None) -> View:
    """The user's store or, while that is empty, one of the sample articles, kept in the cache folder."""
    store = open_store(settings)
    if not store.is_empty():
        return View(store, is_sample=False)
    samples = sorted((settings.data_dir / "articles").glob("*.txt"))
    if not samples:
        return View(store, is_sample=False)
    store.close()
    return View(_sample_store(samples, settings.cache_dir, gazetteer, progress), is_sample=True)


def extractor_version(gazetteer: Gazetteer) -> str:
    """What reads the articles; where this has changed, they are read again."""
    return f"{EXTRACTOR}, models {weights.version()}, gazetteer {gazetteer.version}"


def versions(store: Store, settings: Settings) -> dict[str, str]:
    """What had a hand in what `store` holds and in a picture of it: code, models, gazetteer, basemap, merging."""
    from geo.maps.basemap import basemap_version  # brings shapely along

    return {
        "reader": EXTRACTOR,
        "models": weights.version(),
        "gazetteer": database_path(settings).stem.removeprefix("gazetteer-"),  # without opening it
        "basemap": basemap_version(),
        "merging": MERGER,
        "store": store.version(),
    }


def read_unless_known(
    article: Article,
    known: Known | None,
    gazetteer: Gazetteer,
    reader: RemoteReader | None = None,
    notices: list[str] | None = None,
) -> Rows | None:
    """What is read in an article, unless it came exactly like this before; what a reader has to say is noted."""
    if known is not None and known.same:
        return None
    by_rules = extractor_version(gazetteer)
    extractor = f"{reader.extractor}, {by_rules}" if reader else by_rules
    edited = known is not None and known.edited
    as_dated = dated(article, known.published) if known and known.edited else article
    if reader is None:
        return rows_of(read_article(as_dated, gazetteer), article, extractor, edited=edited)
    told = read_remotely(as_dated, gazetteer, reader)
    if notices is not None and told.notice:
        notices.append(told.notice)
    # what the rules alone have read is read again by the reader another time
    return rows_of(told.reading, article, by_rules if told.by_rules else extractor, edited=edited)


def dated(article: Article, day: date | None) -> Article:
    """`article` with the publication day that was set by hand."""
    return replace(article, published=day, published_basis="declared", published_reason=EDITED_REASON)


def read(article: Article, gazetteer: Gazetteer) -> Reading:
    """Read an article whose publication day is known, or is known to be unknown."""
    from geo.reading.read import read as by_rules

    return by_rules(article, gazetteer)


def infer_published(text: str, **known: Any) -> Published:
    """The publication day that an article's file name or text implies (``geo.reading.publication``)."""
    from geo.reading.publication import infer_published as infer

    return infer(text, **known)


def read_article(article: Article, gazetteer: Gazetteer) -> Reading:
    """Read one article, after its publication day has been worked out where none came with it.

    Raises
    ------
    InputError
        When reading fails, so that one article never stops the others.
    """
    return _unless_it_fails(article, lambda: read(with_published(article), gazetteer))


def read_remotely(article: Article, gazetteer: Gazetteer, reader: RemoteReader) -> Told:
    """The same with a remote reader, which the user has set up and asked for."""
    return _unless_it_fails(article, lambda: reader.read(with_published(article), gazetteer))


def _unless_it_fails(article: Article, read_it: Callable[[], T]) -> T:
    if len(article.text) > MAX_CHARACTERS:
        name, most = article.origin or article.id, f"at most {MAX_CHARACTERS:,}"
        msg = f"{name}: {len(article.text):,} characters are too long for one article ({most}). Split it into several"
        raise InputError(msg)
    try:
        return read_it()
    except GeoError:
        raise
    except Exception as error:
        log.exception("reading %s failed", article.origin or article.id)
        msg = (
            f"{article.origin or article.id}: Sitmap failed to read it ({type(error).__name__}: {error}). "
            "This is a fault of Sitmap: please report it with the article, or leave the article out"
        )
        raise InputError(msg) from error


def _sample_store(samples: list[Path], cache: Path, gazetteer: Gazetteer, progress: Progress | None) -> Store:
    """The samples' store: made once per version of texts, code and gazetteer, and put in place whole."""
    from geo.store.schema import HEAD
    from geo.store.store import Store

    key = hashlib.sha256(f"{extractor_version(gazetteer)}\n{MERGER}\n{HEAD}".encode())
    for path in samples:
        key.update(path.name.encode() + b"\n" + path.read_bytes() + b"\n")
    made = cache / f"samples-{key.hexdigest()[:16]}.db"
    try:
        cache.mkdir(parents=True, exist_ok=True)
        if not made.exists():
            part = cache / f"{made.name}.{os.getpid()}.part"
            store = Store.open(f"sqlite:///{part}")
            ingest(list(read_paths(samples)), store, gazetteer, progress)
            store.close()
            part.replace(made)
    except (OSError, MissingError) as error:
        log.warning("the samples are kept in memory, for %s cannot be written: %s", cache, error)
        store = Store.open("sqlite://")
        ingest(list(read_paths(samples)), store, gazetteer, progress)
        return store
    return Store.open(f"sqlite:///{made}")
