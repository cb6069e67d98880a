"""``ingest`` with several reading processes: the same store, to the byte, as with one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sized
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from geo.crew.child import encode
from geo.crew.first import first_incidents
from geo.crew.pool import LIMIT_S, LIMIT_S_PER_CHARACTER, Crew, Task
from geo.crew.worker import rows_in
from geo.errors import InputError
from geo.keeper import AT_ONCE, TOGETHER, Came, Keeper, Progress, Summary, keep_all, marks_of, together
from geo.model import Article
from geo.pipeline import extractor_version, read_unless_known
from geo.places.gazetteer import Gazetteer
from geo.sources.failure import Failure
from geo.store.codec import plain
from geo.store.keeping import Known
from geo.store.reading_rows import Rows
from geo.store.store import Store


@dataclass(frozen=True, slots=True)
class _Asked:
    """An article on its way, and what the store said of it when it was sent off."""

    article: Article
    edited: date | None  #: the day that was set by hand
    keys: tuple[str, str]  #: its identity and its text
    again: bool  #: one with the same identity or text is under way before it: the store must be asked once more


def ingest(
    articles: Iterable[Article | Failure],
    store: Store,
    gazetteer: Gazetteer,
    crew: Crew,
    progress: Progress | None = None,
    *,
    summary: Summary | None = None,
) -> Summary:
    """Read `articles` into `store` with a crew that has begun; those that fail are in the summary (new, or given).

    An article at which a process dies or hangs is a failure like any other.

    Raises
    ------
    MissingError
        When the processes cannot start.
    """
    keeper = Keeper(store, summary or Summary(), AT_ONCE)
    total = len(articles) if isinstance(articles, Sized) else 0
    came = _read(crew, articles, keeper, gazetteer)
    version = extractor_version(gazetteer)
    return keep_all(
        came, keeper, progress, total, merge=lambda kept: first_incidents(store, crew, version, kept.sketches)
    )


def _read(crew: Crew, articles: Iterable[Article | Failure], keeper: Keeper, gazetteer: Gazetteer) -> Iterator[Came]:
    under_way = Counter[str]()
    extractor = extractor_version(gazetteer)
    for task in crew.read(_tasks(articles, keeper, extractor, under_way), extractor):
        if isinstance(task.item, Failure):
            yield Came(Path(task.item.origin).name, failure=task.item)
        else:
            yield _came(task, keeper, gazetteer)
            under_way.subtract(task.item.keys)


def _tasks(
    articles: Iterable[Article | Failure], keeper: Keeper, extractor: str, under_way: Counter[str]
) -> Iterator[Task]:
    for some in together(articles, TOGETHER):
        asked = [one for one in some if isinstance(one, Article)]
        told = iter([_asked(*one, under_way) for one in zip(asked, keeper.known_all(asked, extractor), strict=True)])
        for one in some:
            yield Task(one, answer={}) if isinstance(one, Failure) else _task(*next(told), extractor)


def _asked(article: Article, known: Known | None, under_way: Counter[str]) -> tuple[_Asked, Known | None]:
    keys = marks_of(article)
    again = any(under_way[key] > 0 for key in keys)
    under_way.update(keys)
    return _Asked(article, known.day_by_hand if known else None, keys, again), known


def _task(came: _Asked, known: Known | None, extractor: str) -> Task:
    if known and known.same and not came.again:
        return Task(came, answer={"unchanged": True})
    limit_s = LIMIT_S + LIMIT_S_PER_CHARACTER * len(came.article.text)
    day = {} if came.edited is None else {"edited": came.edited.isoformat()}
    message = {"article": plain(came.article), "extractor": extractor, "limit_s": limit_s} | day
    return Task(came, encode(message), len(came.article.text), limit_s)


def _came(task: Task, keeper: Keeper, gazetteer: Gazetteer) -> Came:
    came, answer = task.item, task.answer or {}
    article: Article = came.article
    origin = article.origin or article.id
    name = Path(str(origin)).name
    if "lost" in answer:
        msg = (
            f"{origin}: it was set aside, for {answer['lost']}. This is a fault of Sitmap: please report it with the "
            "article, or leave the article out"
        )
        return Came(name, article, failure=Failure(origin, InputError(msg), article.id, article=article))
    if "failure" in answer:
        return Came(name, article, failure=Failure(origin, InputError(answer["failure"]), article.id, article=article))
    if "unchanged" in answer:
        return Came(name, article)
    rows, sketched = rows_in(answer, article)
    return Came(name, article, _still(came, rows, keeper, gazetteer) if came.again else rows, sketch=sketched)


def _still(came: _Asked, rows: Rows, keeper: Keeper, gazetteer: Gazetteer) -> Rows | None:
    """An article that others of its kind went before: what the store knows of it may have changed since."""
    known = keeper.known(came.article, extractor_version(gazetteer))
    if known and known.same:
        return None
    same_day = (known.day_by_hand if known else None) == came.edited
    return rows if same_day else read_unless_known(came.article, known, gazetteer)
