"""Feeds and lists of addresses into the store: each feed when it is due, sent again only where it has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from geo.errors import InputError
from geo.keeper import Progress, Summary
from geo.model import Article
from geo.pipeline import ingest
from geo.places.gazetteer import Gazetteer
from geo.sources.addresses import read_addresses
from geo.sources.decode import printable
from geo.sources.failure import Failure
from geo.sources.fetch import AnsweredError, Fetched, Stamp
from geo.sources.polite import LATER, Guest, later_s
from geo.sources.web import articles_of
from geo.store.feeds import Feed
from geo.store.jobs import Jobs
from geo.store.moments import stamped
from geo.store.store import Store
from geo.work.pages import article_behind, is_told

#: A feed is never asked more often than this, whatever a schedule says (s).
LEAST_S = 300.0
#: After a failure it is left alone for so long, twice as long after each further one, and at most a day (s).
FIRST_BACK_OFF_S, LONGEST_BACK_OFF_S = 900.0, 86_400.0
#: A feed that answers so is no longer there.
GONE = 410


def poll(
    store: Store,
    gazetteer: Gazetteer,
    guest: Guest,
    now: Callable[[], datetime],
    tell: Callable[[Feed], None] | None = None,
    *,
    progress: Progress | None = None,
    summary: Summary | None = None,
) -> Summary:
    """Ask the feeds that are due, and read what is new in them.

    Parameters
    ----------
    now
        The time, with its zone.
    tell
        Called with each feed that was asked, and what became of it.
    progress, summary
        As for ``ingest``.

    Returns
    -------
    What became of their articles. A feed that failed is told of, and asked again later; it is no failed article.
    """
    summary = summary or Summary()
    due = [feed for feed in store.feeds.list() if feed.not_before <= stamped(now())]
    ingest(_of_feeds(due, store, guest, now, tell, summary), store, gazetteer, progress, summary=summary)
    return summary


def _of_feeds(
    feeds: Iterable[Feed],
    store: Store,
    guest: Guest,
    now: Callable[[], datetime],
    tell: Callable[[Feed], None] | None,
    summary: Summary,
) -> Iterator[Article | Failure]:
    for feed in feeds:
        before, added = len(summary.failures), summary.added + summary.replaced
        try:
            found = guest.fetch(feed.url, known=Stamp(feed.etag, feed.last_modified))
            if found.changed:
                # What comes after a yield happens once the article is in the store: the stamp never runs ahead of it.
                yield from _entries(found, feed, store, guest)
            outcome = "unchanged"
            if found.changed:
                new, failed = summary.added + summary.replaced - added, len(summary.failures) - before
                outcome = f"{new} new" + (f", {failed} failed" if failed else "")
            asked = replace(
                feed,
                etag=found.stamp.etag or (feed.etag if not found.changed else ""),
                last_modified=found.stamp.last_modified or (feed.last_modified if not found.changed else ""),
                not_before=_in(LEAST_S, now),
                failures=0,
                outcome=outcome,
            )
        except InputError as error:
            asked = _failed(feed, error, now)
        asked = replace(asked, asked=stamped(now()))
        store.feeds.note(asked)
        if tell:
            tell(asked)


def _entries(found: Fetched, feed: Feed, store: Store, guest: Guest) -> Iterator[Article | Failure]:
    """The entries of a feed or, where that is asked, the pages behind them; no summary of what is there whole."""
    for entry in articles_of(found, feed.url):
        if isinstance(entry, Failure):
            yield entry
            continue
        article, page = article_behind(entry, feed, store, guest) if feed.pages else (entry, None)
        if article is not None and not is_told(article, store):
            yield article
        if page is not None:
            store.feeds.note_behind(feed, page)


def _failed(feed: Feed, error: InputError, now: Callable[[], datetime]) -> Feed:
    pause_s = min(FIRST_BACK_OFF_S * 2**feed.failures, LONGEST_BACK_OFF_S)
    if isinstance(error, AnsweredError) and error.status in LATER:
        pause_s = max(pause_s, later_s(error.retry_after, now()))
    if isinstance(error, AnsweredError) and error.status == GONE:
        pause_s = LONGEST_BACK_OFF_S
    return replace(feed, failures=feed.failures + 1, outcome=str(error)[:400], not_before=_in(pause_s, now))


def _in(seconds: float, now: Callable[[], datetime]) -> str:
    return stamped(now().astimezone(UTC) + timedelta(seconds=seconds))


def have_lists_read(jobs: Jobs, lists: Iterable[str], now: datetime) -> int | None:
    """Have the pages that `lists` (whole paths) name fetched in the background.

    Returns
    -------
    The number of the job; None where there is no list, or the last such job is not over yet.
    """
    paths = list(lists)
    if not paths or any(job.kind == "lists" and not job.is_over for job in jobs.list()):
        return None
    return jobs.add("lists", ", ".join(Path(one).name for one in paths)[:200], {"paths": paths}, now)


def of_lists(lists: Iterable[Path], store: Store, guest: Guest) -> Iterator[Article | Failure]:
    """Fetch the pages whose addresses stand in `lists`, but for those that the store has already."""
    for one in lists:
        try:
            for url in read_addresses(one):
                if not store.has_address(url):
                    yield from _visited(url, guest)
        except InputError as error:
            yield Failure(printable(str(one)), error)


def _visited(url: str, guest: Guest) -> Iterator[Article | Failure]:
    try:
        yield from articles_of(guest.visit(url), url)
    except InputError as error:
        yield Failure(printable(url), error)
