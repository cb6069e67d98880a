"""``feeds``: RSS and Atom feeds by their web addresses, asked again and again where GEO_FETCH allows it."""

from __future__ import annotations

import re
import time
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from geo.cli.progress import open_gazetteer
from geo.cli.say import say, say_json
from geo.errors import InputError
from geo.settings import Settings

if TYPE_CHECKING:
    from geo.store.feeds import Feed

_UNITS_S = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


class Period(click.ParamType[float]):
    """A time such as 15m, 2h or 90 (seconds), given back in seconds."""

    name = "period"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Seconds, or a usage error."""
        found = re.fullmatch(r"(\d{1,6})([smhd]?)", str(value).strip().lower())
        if not found or not int(found[1]):
            self.fail(f"expected a time such as 15m, 2h or 90s, got {str(value)[:40]!r}", param, ctx)
        return float(int(found[1]) * _UNITS_S[found[2] or "s"])


@click.group()
def feeds() -> None:
    """Subscribe to RSS and Atom feeds, and read what is new in them."""


@feeds.command("add")
@click.argument("urls", nargs=-1, required=True, metavar="URL...")
@click.option("--pages/--no-pages", default=None, help="Fetch the pages behind the entries too; also of feeds there.")
def add_feeds(urls: tuple[str, ...], *, pages: bool | None) -> None:
    """Add feeds by their web addresses; nothing is fetched until `feeds poll`."""
    from geo.pipeline import open_store
    from geo.sources.address import parse

    for url in urls:
        parse(url)
    store = open_store(Settings.from_env())
    new = store.feeds.add(urls, datetime.now(UTC), pages=pages)
    store.close()
    say(f"feeds: {new} added, {len(set(urls)) - new} there already")


@feeds.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_feeds(*, as_json: bool) -> None:
    """List the feeds: when each was asked last, what came of it, its address."""
    from geo.pipeline import look_into

    for feed in look_into(Settings.from_env()).feeds.list():
        say_json(asdict(feed)) if as_json else _tell(feed)


@feeds.command("remove")
@click.argument("urls", nargs=-1, required=True, metavar="URL...")
@click.pass_context
def remove_feeds(context: click.Context, urls: tuple[str, ...]) -> None:
    """Remove feeds; the articles that came from them stay."""
    from geo.pipeline import open_store

    store = open_store(Settings.from_env())
    missing = set(urls) - {feed.url for feed in store.feeds.list()}
    gone = store.feeds.remove(urls)
    store.close()
    say(f"feeds: {gone} removed")
    for url in sorted(missing):
        say(f"failed: there is no feed {url!r}; `python -m geo feeds list` names them", err=True)
    context.exit(InputError.exit_code if missing else 0)


@feeds.command("poll")
@click.option("--every", "every_s", type=Period(), metavar="TIME", help="Go on, and look so often (15m, 2h).")
def poll_feeds(*, every_s: float | None) -> None:
    """Ask the feeds that are due and read what is new: once, or with --every until stopped by Ctrl-C.

    Only where GEO_FETCH=on allows it. One request at a time goes to a host, two seconds apart; a feed is sent again
    only if it has changed, is asked every five minutes at most, and is left alone for longer the more often it fails.
    """
    from geo.pipeline import open_store
    from geo.sources.polite import Guest
    from geo.work.polling import poll

    settings = Settings.from_env()
    guest = Guest(settings)
    store, gazetteer = open_store(settings), open_gazetteer(settings)
    while True:
        done = poll(store, gazetteer, guest, lambda: datetime.now(UTC), _tell)
        say(f"articles: {done.added} added, {done.replaced} replaced, {done.unchanged} unchanged")
        if every_s is None:
            store.close()
            return
        time.sleep(every_s)


def _tell(feed: Feed) -> None:
    pages = "\twith pages" if feed.pages else ""
    say(f"{feed.asked or 'never asked'}\t{feed.outcome or '-'}\t{feed.url}{pages}")
