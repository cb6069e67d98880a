"""Feeds by their addresses: asked politely, sent again only when changed, left alone when they fail."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from geo.errors import InputError, UsageError
from geo.places.gazetteer import Gazetteer
from geo.settings import Settings
from geo.sources.addresses import read_addresses
from geo.sources.fetch import AnsweredError
from geo.sources.polite import Guest, later_s
from geo.store.feeds import Feed
from geo.store.store import Store
from geo.work.polling import of_lists, poll
from tests.commands import Run, runner
from tests.makers import TEXT
from tests.sources.trap import Trap, page, resolve, serving

ALLOWED = Settings.from_env({"GEO_FETCH": "on"})
URL = "http://good.example/feed.xml"
START = datetime(2026, 3, 4, 12, tzinfo=UTC)
RSS = "application/rss+xml"


def rss(*numbers: int) -> bytes:
    items = (
        f"<item><title>{n}</title><link>https://news.example/{n}</link><description>{TEXT} {n}</description></item>"
        for n in numbers
    )
    return f"<rss version='2.0'><channel><title>Wire</title>{''.join(items)}</channel></rss>".encode()


class Clock:
    """Time that passes only when somebody waits."""

    def __init__(self) -> None:
        self.now = START
        self.waits: list[float] = []

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += timedelta(seconds=seconds)

    def monotonic(self) -> float:
        return (self.now - START).total_seconds()

    def __call__(self) -> datetime:
        return self.now


def guest(trap: Trap, clock: Clock) -> Guest:
    return Guest(ALLOWED, wait=clock.wait, clock=clock.monotonic, resolve=resolve, connect=trap.connect)


@pytest.fixture
def store() -> Iterator[Store]:
    made = Store.open("sqlite://")
    made.feeds.add([URL], START)
    yield made
    made.close()


def asked(store: Store, gazetteer: Gazetteer, clock: Clock, *answers: bytes) -> tuple[list[bytes], Feed, Any]:
    """Poll once; what the server heard, the feed afterwards, and what became of the articles."""
    with serving(*answers) as trap:
        done = poll(store, gazetteer, guest(trap, clock), clock)
    return trap.heard, store.feeds.list()[0], done


def test_a_feed_is_sent_again_only_when_it_has_changed(store: Store, gazetteer: Gazetteer) -> None:
    clock = Clock()
    first = page(rss(1, 2), RSS, 'ETag: "v1"', "Last-Modified: Wed, 04 Mar 2026 11:00:00 GMT")
    heard, feed, done = asked(store, gazetteer, clock, first)
    assert (done.added, feed.outcome, feed.etag) == (2, "2 new", '"v1"')
    assert b"If-None-Match" not in heard[0]
    assert b"User-Agent: sitmap/" in heard[0]
    assert asked(store, gazetteer, clock)[0] == []  # not due yet
    clock.wait(300)
    heard, feed, done = asked(store, gazetteer, clock, page(b"", RSS, status="304 Not Modified"))
    assert b'If-None-Match: "v1"\r\n' in heard[0]
    assert b"If-Modified-Since: Wed, 04 Mar 2026 11:00:00 GMT\r\n" in heard[0]
    assert (done.added, done.unchanged, feed.outcome, feed.etag) == (0, 0, "unchanged", '"v1"')
    clock.wait(300)
    _, feed, done = asked(store, gazetteer, clock, page(rss(1, 2, 3), RSS, 'ETag: "v2"'))
    assert (done.added, done.unchanged, feed.outcome) == (1, 2, "1 new")
    assert (feed.etag, feed.last_modified) == ('"v2"', "")


def test_a_feed_that_fails_is_left_alone_longer_each_time(store: Store, gazetteer: Gazetteer) -> None:
    clock = Clock()
    pauses = []
    for _ in range(9):
        _, feed, done = asked(store, gazetteer, clock, page(b"x", status="500 Oh no"))
        assert not done.failures
        pauses.append((datetime.fromisoformat(feed.not_before) - clock()).total_seconds())
        clock.wait(pauses[-1])
    assert pauses == [900.0 * 2**n for n in range(7)] + [86_400.0] * 2
    _, feed, _ = asked(store, gazetteer, clock, page(rss(1), RSS))
    assert (feed.failures, feed.outcome) == (0, "1 new")


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Unavailable"])
def test_a_host_that_says_when_to_come_again_is_left_alone_until_then(
    store: Store, gazetteer: Gazetteer, status: str
) -> None:
    clock = Clock()
    store.feeds.add(["http://good.example/other.xml"], START)
    heard, feed, _ = asked(
        store, gazetteer, clock, page(b"", status=status, kind="text/plain; x=1\r\nRetry-After: 7200")
    )
    assert len(heard) == 1  # the second feed of that host was not asked
    assert all(one.not_before >= "2026-03-04T14:00:00" for one in store.feeds.list())
    assert status[:3] in feed.outcome


def test_how_long_to_wait_is_understood_and_bounded() -> None:
    assert later_s("120", START) == 120
    assert later_s("Wed, 04 Mar 2026 12:01:00 GMT", START) == 60
    assert later_s("Wed, 04 Mar 2020 12:01:00 GMT", START) == 0
    assert later_s("99999999999", START) == 86_400
    assert later_s("soon", START) == later_s("", START) == 600


def test_a_stamp_is_kept_only_once_its_articles_are_in_the_store(
    store: Store, gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr(store, "keep_all", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        asked(store, gazetteer, clock, page(rss(1), RSS, 'ETag: "v1"'))
    assert store.feeds.list()[0].etag == ""


def test_a_header_that_would_forge_another_is_not_kept(store: Store, gazetteer: Gazetteer) -> None:
    _, feed, _ = asked(store, gazetteer, Clock(), page(rss(1), RSS, "ETag: " + "x" * 600))
    assert feed.etag == ""


def test_a_host_is_asked_once_in_two_seconds_and_others_at_once(store: Store, gazetteer: Gazetteer) -> None:
    clock = Clock()
    store.feeds.add(["http://good.example/b.xml", "http://other.example/c.xml"], START)
    heard, *_ = asked(store, gazetteer, clock, *(page(rss(n), RSS) for n in range(3)))
    assert len(heard) == 3
    assert clock.waits == [2.0]


def test_nothing_is_fetched_unless_it_is_allowed_nor_inside_this_network(store: Store, gazetteer: Gazetteer) -> None:
    with pytest.raises(UsageError, match="GEO_FETCH"):
        Guest(Settings.from_env({}))
    store.feeds.add(["http://inside.example/feed"], START)
    asked(store, gazetteer, Clock(), page(rss(1), RSS))
    inside = next(feed for feed in store.feeds.list() if "inside" in feed.url)
    assert "this machine" in inside.outcome


ROBOTS = b"User-agent: *\nDisallow: /private\nCrawl-delay: 7\n"


def test_the_pages_of_a_list_are_fetched_where_robots_txt_lets_us(
    store: Store, gazetteer: Gazetteer, tmp_path: Path
) -> None:
    clock = Clock()
    listed = tmp_path / "list.txt"
    listed.write_text("http://good.example/a\nhttp://good.example/private/b\nno address\nhttp://good.example/c\n")
    with serving(page(ROBOTS), page(TEXT.encode()), page(TEXT.encode() + b" Again.")) as trap:
        found = list(of_lists([listed], store, guest(trap, clock)))
    assert [getattr(one, "url", None) for one in found] == ["http://good.example/a", None, "http://good.example/c"]
    assert "robots.txt" in str(found[1].error)  # type: ignore[union-attr]
    assert max(clock.waits) == 7.0
    with serving(page(b"", status="503 Down")) as trap:
        (one, *_) = of_lists([listed], store, guest(trap, Clock()))
    assert "robots.txt" in str(one.error)  # type: ignore[union-attr]


def test_a_page_that_is_here_already_is_not_fetched_again(store: Store, gazetteer: Gazetteer, tmp_path: Path) -> None:
    from geo.pipeline import ingest

    listed = tmp_path / "list.txt"
    listed.write_text("http://good.example/a\n")
    with serving(page(b"", status="404 None"), page(TEXT.encode())) as trap:
        assert ingest(of_lists([listed], store, guest(trap, Clock())), store, gazetteer).added == 1
    with serving() as trap:
        assert list(of_lists([listed], store, guest(trap, Clock()))) == []
    assert trap.wanted == []


def row(columns: int, at: int, url: str) -> str:
    return "\t".join(url if n == at else f"https://not-this.example/{n}" for n in range(columns)) + "\n"


@pytest.mark.parametrize(("columns", "at"), [(61, 60), (16, 5), (27, 4), (58, 57)])
def test_gdelts_files_are_lists_of_addresses(tmp_path: Path, columns: int, at: int) -> None:
    rows = "".join(row(columns, at, f"https://news.example/{n % 3}") for n in range(9)) + row(
        columns, at, "BBC Monitoring"
    )
    plain, packed = tmp_path / "x.csv", tmp_path / "x.zip"
    plain.write_text(rows)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("x.csv", rows)
    for path in (plain, packed):
        assert list(read_addresses(path)) == [f"https://news.example/{n}" for n in range(3)]


def test_what_gdelts_search_answers_is_a_list_of_addresses(tmp_path: Path) -> None:
    urls = ["https://news.example/a,1.html", "https://news.example/b?c=d"]
    found = [{"url": url, "title": "T, https://not-this.example/"} for url in urls]
    answers = {
        "whole": json.dumps({"articles": found}, indent=1),
        "one line": json.dumps({"articles": found}),
        "list": json.dumps(found),
        "lines": "\n".join(["\n".join(map(json.dumps, found)), "no json", '{"url": 7}']),
        "table": "\ufeffURL,MobileURL,Date,Title\n" + "".join(f'"{url}",,2024-05-07,"T, x"\n' for url in urls),
    }
    for name, content in answers.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
        assert list(read_addresses(tmp_path / name)) == urls, name
    (tmp_path / "cut").write_text(answers["whole"][:-20])
    with pytest.raises(InputError):
        list(read_addresses(tmp_path / "cut"))


def test_a_list_that_is_none_is_refused(tmp_path: Path) -> None:
    for name, content in {"empty": b"", "words": b"no\naddress", "cut": b"PK\x03\x04xx"}.items():
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(InputError):
            list(read_addresses(path))
    with pytest.raises(InputError):
        list(read_addresses(tmp_path / "none"))


def test_feeds_on_the_command_line(at_home: str, capfd: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    run: Run = runner(capfd)
    assert run("feeds", "add", URL, "https://b.example/f").out == "feeds: 2 added, 0 there already\n"
    assert run("feeds", "add", "file:///etc/passwd").code == 65
    assert run("feeds", "list").out.count("never asked") == 2
    assert run("feeds", "poll").code == 2
    monkeypatch.setenv("GEO_FETCH", "on")
    monkeypatch.setattr(
        "geo.sources.polite.fetch", lambda *_, **__: (_ for _ in ()).throw(AnsweredError("no", 410, ""))
    )
    outcome = run("feeds", "poll")
    assert (outcome.code, outcome.out.count("\tno\t")) == (0, 2)
    assert run("feeds", "poll", "--every", "soon").code == 2
    assert run("feeds", "remove", URL).code == 0
    assert run("feeds", "remove", URL).code == 65
