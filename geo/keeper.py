"""What was read goes into the store in the order in which it comes; what could not be read is held; all is counted."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from geo.errors import MissingError
from geo.model import Article
from geo.sources.failure import Failure
from geo.store.reading_rows import Rows, identity, sha256

if TYPE_CHECKING:  # reading does without pandas and SQLAlchemy
    from geo.store.keeping import Known, Saved
    from geo.store.store import Store

#: Called with the share that is done, 0..1 (0 while the number of articles is unknown), and what is being read.
Progress = Callable[[float, str], None]
#: So many articles are written together, or those of so many seconds.
AT_ONCE, AT_ONCE_S = 50, 2.0
#: The store is asked of so many articles at once, of so many characters, or of those that come within so many seconds.
TOGETHER, TOGETHER_S, TOGETHER_CHARACTERS = 32, 0.02, 1_000_000
#: So many sketches of texts are kept until incidents are made (60 MB).
SKETCHES = 100_000
#: An article of more characters (20,000 words) is held, for reading it may take more than 5 s (docs/reliability.md).
MAX_CHARACTERS = 120_000


@dataclass(slots=True)
class Summary:
    """What became of the articles of one ``ingest``."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    failures: list[Failure] = field(default_factory=list)
    article_ids: list[str] = field(default_factory=list)  #: of those added or replaced
    notices: list[str] = field(default_factory=list)  #: of a remote reader, where it failed or was refused

    def count(self, saved: Saved, article_id: str) -> None:
        """Take note of one article."""
        setattr(self, saved, getattr(self, saved) + 1)
        if saved != "unchanged":
            self.article_ids.append(article_id)


@dataclass(frozen=True, slots=True)
class Came:
    """An article that came, and what was read in it."""

    name: str  #: of its file
    article: Article | None = None
    rows: Rows | None = None  #: None where it came exactly like this before
    failure: Failure | None = None  #: why it could not be read
    sketch: bytes = b""  #: of its text (``geo.merging.sketch``), where one was made


class Keeper:
    """Writes what was read in its order: `at_once` articles in one transaction, each of them whole."""

    def __init__(self, store: Store, summary: Summary, at_once: int = 1) -> None:
        self.store, self.summary = store, summary
        self._at_once = at_once
        self._held = store.quarantine.origins()
        self._waiting: list[tuple[str, Rows]] = []
        self._marks: set[str] = set()
        self._since = 0.0
        self.sketches: dict[str, bytes] = {}  #: stamp of a text -> its sketch, of the first of those that came

    def known(self, article: Article, extractor: str) -> Known | None:
        """What the store says of `article`, once those that came before it are written."""
        return self.known_all([article], extractor)[0]

    def known_all(self, articles: Sequence[Article], extractor: str) -> list[Known | None]:
        """The same of several articles, in one question; what one of them will change for another is not in it."""
        if self._marks and not self._marks.isdisjoint(mark for article in articles for mark in marks_of(article)):
            self.flush()
        return self.store.known(articles, extractor) if articles else []

    def take(self, came: Came) -> None:
        """Write what was read in an article, at once or with those that follow."""
        if came.failure is not None:
            hold(came.failure, self.store, self.summary)
            return
        article = came.article
        if article is None:
            return
        if came.rows is None:
            self.summary.count("unchanged", article.id)
        else:
            self._since = self._since if self._waiting else monotonic()
            self._waiting.append((article.id, came.rows))
            if came.sketch and len(self.sketches) < SKETCHES:
                self.sketches[came.rows.article["text_sha256"]] = came.sketch
            self._marks |= {came.rows.article["identity"], came.rows.article["text_sha256"]}
        held = self._held & may_be_held_as(article) if self._held else ()
        if held or len(self._waiting) >= self._at_once or monotonic() - self._since > AT_ONCE_S:
            self.flush()
            self.store.quarantine.release(held)

    def flush(self) -> None:
        """Write all that waits."""
        waiting, self._waiting, self._marks = self._waiting, [], set()
        if not waiting:
            return
        try:
            saved = self.store.keep_all([rows for _, rows in waiting])
        except MissingError:  # a full disk, or an article that the database refuses: those before it are kept
            for name, rows in waiting:
                self.summary.count(self.store.keep(rows), name)
            return
        for (name, _), how in zip(waiting, saved, strict=True):
            self.summary.count(how, name)


def marks_of(article: Article) -> tuple[str, str]:
    """By what an article may be known already: its identity, and the stamp of its text."""
    return identity(article), sha256(article.text)


def together(items: Iterable[Article | Failure], most: int) -> Iterator[list[Article | Failure]]:
    """`items` some at a time: at most so many, and only what comes at once, so that nobody waits for a slow source."""
    some: list[Article | Failure] = []
    characters, until = 0, 0.0
    try:
        for item in items:
            until = until if some else monotonic() + TOGETHER_S
            some.append(item)
            characters += len(item.text) if isinstance(item, Article) else 0
            if len(some) >= most or characters > TOGETHER_CHARACTERS or monotonic() > until:
                yield some
                some, characters = [], 0
    except Exception:  # the source fails: what came before it counts
        if some:
            yield some
        raise
    if some:
        yield some


def keep_all(
    came: Iterable[Came],
    keeper: Keeper,
    progress: Progress | None,
    total: int = 0,
    *,
    merge: Callable[[Keeper], object] = lambda keeper: None,
) -> Summary:
    """Write what was read, here or in other processes, in its order, and make incidents of it at the end.

    What `merge` leaves to be done at the end is done after it.
    """
    from geo.refreshing import refresh  # processes that only read do without

    try:
        try:
            for number, one in enumerate(came):
                if progress:
                    progress(number / total if total else 0.0, f"article {number + 1}: {one.name}")
                keeper.take(one)
        finally:
            keeper.flush()
        merge(keeper)
    finally:
        refresh(keeper.store, sketches=keeper.sketches)
    if progress:
        progress(1.0, "done")
    return keeper.summary


def hold(failure: Failure, store: Store, summary: Summary) -> None:
    """Note that an article could not be read, and keep it with its reason until it can."""
    summary.failures.append(failure)
    if failure.path is not None and not os.path.lexists(failure.path):
        return  # nothing to be tried again
    held = failure.article if failure.article is not None and len(failure.article.text) <= MAX_CHARACTERS else None
    store.quarantine.put(held_as(failure), str(failure.error), path=failure.path, article=held)


def held_as(failure: Failure) -> str:
    """Where it came from, in full: the same file is held once, however it was named."""
    if failure.path is None:
        return f"pasted text {failure.id}" if failure.origin == "pasted" and failure.id else failure.origin
    _, line, number = failure.origin.rpartition(", line ")
    return failure.path + (line + number if line else "")


def may_be_held_as(article: Article) -> frozenset[str]:
    """What an article may be held as."""
    return frozenset({o := article.origin or article.id, f"pasted text {article.id}", str(Path(o).absolute())})
