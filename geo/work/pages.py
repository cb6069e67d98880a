"""The page behind an entry of a feed: its whole text in the place of a summary, asked for once and as a guest.

What a page gives is known by the address in the feed, so it takes the place of the summary that was there before it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from geo.errors import InputError
from geo.model import Article
from geo.sources.fetch import NEVER, Fetched, Stamp
from geo.sources.polite import Guest
from geo.sources.web import articles_of
from geo.store.feeds import Behind, Feed
from geo.store.reading_rows import sha256
from geo.store.store import Store

#: So often is a page asked for that fails while its entry stays as it is.
TRIES = 3
#: A page belongs to an entry when it has this part of the long words of its title: a wall or a front page has not.
ALIKE = 0.5
#: A text that is so many times as long as an entry, and has this part of its long words, tells what the entry sums up.
LONGER, SAID = 1.5, 0.8
_LONG_WORD = re.compile(r"\w{4,}")


def article_behind(entry: Article, feed: Feed, store: Store, guest: Guest) -> tuple[Article | None, Behind | None]:
    """What to read of an entry, and what to note of its page once that is in the store.

    Returns
    -------
    The page's article; the entry itself where there is no page to be had, or one that says less; None where the store
    holds it as it is.
    """
    if entry.url is None:
        return entry, None
    said, held = _stamp(entry), store.feeds.behind(feed, entry.url)
    is_there = held is not None and store.has_address(entry.url)
    if held is not None and is_there and held.entry_sha256 == said and not 0 < held.failures < TRIES:
        return None, None
    has_page = held is not None and is_there and not held.failures
    known = Stamp(held.etag, held.last_modified) if held is not None and has_page else NEVER
    try:
        found = guest.visit(entry.url, known=known)
        if not found.changed:
            return None, Behind(entry.url, said, known.etag, known.last_modified)
        page = _page(found, entry)
    except InputError:
        if has_page:  # better an older page than a summary
            return None, None
        before = held.failures if held is not None and held.entry_sha256 == said else 0
        return entry, Behind(entry.url, said, failures=before + 1)
    best = page if len(page.text) > len(entry.text) else entry
    return best, Behind(entry.url, said, found.stamp.etag, found.stamp.last_modified)


def is_told(entry: Article, store: Store) -> bool:
    """Whether the store holds the whole article, from a saved page or a crawl, of which an entry is the summary."""
    held = store.article_at(entry.url) if entry.url else None
    if held is None or len(held.text) < LONGER * len(entry.text):
        return False
    wanted = set(_LONG_WORD.findall(entry.text.casefold()))
    return len(wanted & set(_LONG_WORD.findall(held.text.casefold()))) >= SAID * len(wanted)


def _page(found: Fetched, entry: Article) -> Article:
    """The article of a page, known by what the feed says of it.

    Raises
    ------
    InputError
        When there is none, or it is another one.
    """
    page = next((one for one in articles_of(found, str(entry.url)) if isinstance(one, Article)), None)
    if page is None or not _is_of(entry, page):
        msg = f"{str(entry.url)[:100]}: the page is not the article that the feed names"
        raise InputError(msg)
    dated = entry if entry.published else page
    return replace(
        entry,
        id=page.id,
        text=page.text,
        title=entry.title or page.title,
        source=entry.source or page.source,
        published=dated.published,
        published_basis=dated.published_basis,
        published_reason=dated.published_reason,
    )


def _is_of(entry: Article, page: Article) -> bool:
    wanted = set(_LONG_WORD.findall((entry.title or "").casefold()))
    there = set(_LONG_WORD.findall(f"{page.title or ''} {page.text}".casefold()))
    return len(wanted & there) >= ALIKE * len(wanted)


def _stamp(entry: Article) -> str:
    return sha256(f"{entry.title}\n{entry.published}\n{entry.text}")
