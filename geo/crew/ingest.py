"""``ingest`` with several reading processes: the same store, to the byte, as with one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sized
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from geo.crew.pool import LIMIT_S, LIMIT_S_PER_CHARACTER, Crew, Task
from geo.crew.worker import encode
from geo.errors import InputError
from geo.model import Article
from geo.pipeline import Progress, Summary, dated, extractor_version, hold, may_be_held_as, refresh, take
from geo.places.gazetteer import Gazetteer
from geo.settings import Settings
from geo.sources.failure import Failure
from geo.store.codec import plain
from geo.store.reading_rows import Rows, identity, sha256
from geo.store.store import Store


@dataclass(frozen=True, slots=True)
class _Came:
    """An article on its way, and what the store said of it when it was sent off."""

    article: Article
    edited: date | None  #: the day that was set by hand
    keys: tuple[str, str]  #: its identity and its text
    again: bool  #: one with the same identity or text is under way before it: the store must be asked once more


def ingest(
    articles: Iterable[Article | Failure],
    store: Store,
    gazetteer: Gazetteer,
    settings: Settings,
    progress: Progress | None = None,
    *,
    workers: int,
    summary: Summary | None = None,
) -> Summary:
    """Read `articles` into `store` with `workers` processes; those that fail are in the summary (new, or given).

    An article at which a process dies or hangs is a failure like any other.

    Raises
    ------
    MissingError
        When the processes cannot start.
    """
    summary, under_way = summary or Summary(), Counter[str]()
    total = len(articles) if isinstance(articles, Sized) else 0
    extractor, held = extractor_version(gazetteer), store.quarantine.origins()
    try:
        with Crew(workers, settings, extractor) as crew:
            tasks = _tasks(articles, store, extractor, under_way)
            for number, task in enumerate(crew.read(tasks)):
                if progress:
                    progress(number / total if total else 0.0, f"article {number + 1}: {_name(task.item)}")
                if isinstance(task.item, Failure):
                    hold(task.item, store, summary)
                else:
                    _keep(task, store, gazetteer, summary)
                    under_way.subtract(task.item.keys)
                    if held and "lost" not in (answer := task.answer or {}) and "failure" not in answer:
                        store.quarantine.release(held & may_be_held_as(task.item.article))
    finally:
        refresh(store)
    if progress:
        progress(1.0, "done")
    return summary


def _tasks(
    articles: Iterable[Article | Failure], store: Store, extractor: str, under_way: Counter[str]
) -> Iterator[Task]:
    for article in articles:
        if isinstance(article, Failure):
            yield Task(article, answer={})
            continue
        keys = identity(article), sha256(article.text)
        again = any(under_way[key] > 0 for key in keys)
        known = store.known(article, extractor)
        edited = known.published if known and known.edited else None
        came = _Came(article, edited, keys, again)
        under_way.update(keys)
        if known and known.same and not again:
            yield Task(came, answer={"unchanged": True})
            continue
        limit_s = LIMIT_S + LIMIT_S_PER_CHARACTER * len(article.text)
        message = {
            "article": plain(dated(article, edited) if known and known.edited else article),
            "came": plain(article),
            "extractor": extractor,
            "edited": bool(known and known.edited),
            "limit_s": limit_s,
        }
        yield Task(came, encode(message), len(article.text), limit_s)


def _keep(task: Task, store: Store, gazetteer: Gazetteer, summary: Summary) -> None:
    came, answer = task.item, task.answer or {}
    article: Article = came.article
    name = article.origin or article.id
    if "lost" in answer:
        msg = (
            f"{name}: it was set aside, for {answer['lost']}. This is a fault of Sitmap: please report it with the "
            "article, or leave the article out"
        )
        hold(Failure(name, InputError(msg), article.id, article=article), store, summary)
    elif "failure" in answer:
        hold(Failure(name, InputError(answer["failure"]), article.id, article=article), store, summary)
    elif "unchanged" in answer:
        summary.count("unchanged", article.id)
    elif came.again:
        _keep_again(came, Rows(**answer["rows"]), store, gazetteer, summary)
    else:
        summary.count(store.keep(Rows(**answer["rows"])), article.id)


def _keep_again(came: _Came, rows: Rows, store: Store, gazetteer: Gazetteer, summary: Summary) -> None:
    """An article that others of its kind went before: what the store knows of it may have changed since."""
    known = store.known(came.article, extractor_version(gazetteer))
    if known and known.same:
        summary.count("unchanged", came.article.id)
    elif (known.published if known and known.edited else None) == came.edited:
        summary.count(store.keep(rows), came.article.id)
    else:
        summary.count(take(came.article, store, gazetteer), came.article.id)


def _name(item: _Came | Failure) -> str:
    if isinstance(item, Failure):
        return Path(item.origin).name
    return Path(item.article.origin or str(item.article.id)).name
