"""The pages behind the entries of a feed: asked for once, as a guest, with the feed's own words where there is none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from geo.merging.copies import find_copies
from geo.pipeline import ingest
from geo.places.gazetteer import Gazetteer
from geo.sources.paths import read_upload
from geo.sources.polite import Guest
from geo.store.feeds import Feed
from geo.store.store import Store
from geo.work.polling import poll
from tests.makers import TEXT
from tests.sources.trap import page, resolve, serving
from tests.work.test_feeds import ALLOWED, RSS, START, URL, Clock

LINK = "http://other.example/a"
LONG = (
    "The governor said that the strike hit a market in the centre of the town shortly before noon. Rescuers pulled "
    "eleven people out of the rubble, and doctors said that four of them were in a serious condition. The railway "
    "station nearby was closed for the rest of the day, and trains from Odesa were sent another way round."
)


def rss(summary: str = TEXT, link: str = LINK) -> bytes:
    item = f"<item><title>Kherson shelled again</title><link>{link}</link><description>{summary}</description></item>"
    return f"<rss version='2.0'><channel><title>Wire</title>{item}</channel></rss>".encode()


def article(body: str = LONG, title: str = "Kherson shelled again - Wire") -> bytes:
    text = f"<p>{TEXT}</p><p>{body}</p>"
    html = f"<!doctype html><html><head><title>{title}</title></head><body><article><h1>{title}</h1>{text}</article>"
    return page(f"{html}</body></html>".encode(), "text/html", 'ETag: "p1"')


NO_ROBOTS = page(b"", status="404 None")


@pytest.fixture
def store() -> Iterator[Store]:
    made = Store.open("sqlite://")
    made.feeds.add([URL], START, pages=True)
    yield made
    made.close()


def polled(store: Store, gazetteer: Gazetteer, clock: Clock, *answers: bytes) -> tuple[list[bytes], Feed]:
    """Poll once; the requests, and the feed afterwards."""
    with serving(*answers) as trap:
        guest = Guest(ALLOWED, wait=clock.wait, clock=clock.monotonic, resolve=resolve, connect=trap.connect)
        poll(store, gazetteer, guest, clock)
    clock.wait(300)
    return trap.heard, store.feeds.list()[0]


def the_text(store: Store) -> str:
    (one,) = store.articles()["article_id"]
    held = store.article(one)
    assert held is not None
    assert (held.url, held.source, held.title) == (LINK, "Wire", "Kherson shelled again")
    return held.text


def test_the_page_takes_the_place_of_the_summary_and_is_asked_for_once(store: Store, gazetteer: Gazetteer) -> None:
    clock = Clock()
    heard, feed = polled(store, gazetteer, clock, page(rss(), RSS), NO_ROBOTS, article())
    assert [one.split(b" ")[1] for one in heard] == [b"/feed.xml", b"/robots.txt", b"/a"]
    assert feed.outcome == "1 new"
    assert "rubble" in the_text(store)
    heard, feed = polled(store, gazetteer, clock, page(rss(), RSS))
    assert (len(heard), feed.outcome) == (1, "0 new")
    assert "rubble" in the_text(store)


def test_a_summary_does_not_take_the_place_of_a_page_that_was_saved(gazetteer: Gazetteer) -> None:
    store, clock = Store.open("sqlite://"), Clock()
    saved = article().partition(b"\r\n\r\n")[2].replace(b"<head>", f"<head><link rel=canonical href={LINK}>".encode())
    store.feeds.add([URL], START)
    ingest(read_upload(saved, "saved.html"), store, gazetteer)
    for entry in (rss(), rss(f"{TEXT} More soon.", f"{LINK}?utm_source=rss")):
        _, feed = polled(store, gazetteer, clock, page(entry, RSS))
        assert feed.outcome == "0 new"
        (one,) = store.articles()["article_id"]
        held = store.article(one)
        assert held is not None
        assert "rubble" in held.text
    _, feed = polled(store, gazetteer, clock, page(rss(LONG + TEXT + " Trains ran again on Friday."), RSS))
    assert feed.outcome == "1 new"  # what says as much is a new version
    store.close()


def test_a_page_is_asked_for_again_when_its_entry_changed_and_only_if_it_has_too(
    store: Store, gazetteer: Gazetteer
) -> None:
    clock = Clock()
    polled(store, gazetteer, clock, page(rss(), RSS), NO_ROBOTS, article())
    same = page(b"", "text/html", status="304 Not Modified")
    heard, _ = polled(store, gazetteer, clock, page(rss(f"{TEXT} Updated."), RSS), NO_ROBOTS, same)
    assert b'If-None-Match: "p1"\r\n' in heard[-1]
    assert "rubble" in the_text(store)
    again = article(LONG.replace("eleven", "twelve"))
    polled(store, gazetteer, clock, page(rss(f"{TEXT} Twice."), RSS), NO_ROBOTS, again)
    assert "twelve people" in the_text(store)


@pytest.mark.parametrize(
    "answers",
    [
        (NO_ROBOTS, page(b"", status="404 None")),
        (page(b"User-agent: *\nDisallow: /\n"),),
        (NO_ROBOTS, article(title="We value your privacy")[:-1].replace(TEXT.encode(), b"Accept all. ")),
    ],
    ids=["not there", "not allowed", "a wall"],
)
def test_without_its_page_an_entry_is_what_the_feed_says_and_the_page_is_tried_three_times(
    store: Store, gazetteer: Gazetteer, answers: tuple[bytes, ...]
) -> None:
    clock = Clock()
    for _ in range(3):
        heard, _ = polled(store, gazetteer, clock, page(rss(), RSS), *answers)
        assert len(heard) == 1 + len(answers)
        assert the_text(store) == TEXT
    heard, _ = polled(store, gazetteer, clock, page(rss(), RSS))
    assert len(heard) == 1
    polled(store, gazetteer, clock, page(rss(f"{TEXT} Updated."), RSS), NO_ROBOTS, article())
    assert "rubble" in the_text(store)


def test_a_page_that_fails_later_leaves_the_one_that_is_there(store: Store, gazetteer: Gazetteer) -> None:
    clock = Clock()
    polled(store, gazetteer, clock, page(rss(), RSS), NO_ROBOTS, article())
    polled(store, gazetteer, clock, page(rss(f"{TEXT} Updated."), RSS), NO_ROBOTS, page(b"", status="500 Oh no"))
    assert "rubble" in the_text(store)


def test_pages_are_fetched_only_where_that_is_asked_and_from_then_on(store: Store, gazetteer: Gazetteer) -> None:
    clock = Clock()
    store.feeds.add([URL], START, pages=False)
    heard, _ = polled(store, gazetteer, clock, page(rss(), RSS, 'ETag: "v1"'))
    assert len(heard) == 1
    assert store.feeds.add([URL], START, pages=True) == 0
    heard, _ = polled(store, gazetteer, clock, page(rss(), RSS), NO_ROBOTS, article())
    assert b"If-None-Match" not in heard[0]
    assert "rubble" in the_text(store)


def test_what_is_deleted_leaves_no_trace_of_its_page(store: Store, gazetteer: Gazetteer) -> None:
    polled(store, gazetteer, Clock(), page(rss(), RSS), NO_ROBOTS, article())
    (feed,) = store.feeds.list()
    assert store.feeds.behind(feed, LINK)
    store.eraser.articles(store.articles()["article_id"])
    assert store.feeds.behind(feed, LINK) is None


def test_a_page_and_the_copy_of_another_paper_are_one_text(store: Store, gazetteer: Gazetteer) -> None:
    other = "http://good.example/copy.xml"
    store.feeds.add([other], START)
    copied = rss(f"{TEXT} {LONG} Reporting by another desk.", "http://third.example/b")
    clock = Clock()
    with serving(page(copied, RSS), page(rss(), RSS), NO_ROBOTS, article()) as trap:
        poll(store, gazetteer, Guest(ALLOWED, wait=clock.wait, clock=clock.monotonic, resolve=resolve,
                                     connect=trap.connect), clock)  # fmt: skip
    ids = set(store.articles()["article_id"])
    assert len(ids) == 2
    assert set(find_copies(store.texts())) == ids
