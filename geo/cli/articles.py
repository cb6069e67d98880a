"""``ingest``, ``articles list`` and ``articles remove``."""

from __future__ import annotations

import os
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from geo.cli.progress import open_gazetteer, progress
from geo.cli.say import say, say_json
from geo.crew.pool import Crew
from geo.errors import InputError, UsageError
from geo.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.model import Article
    from geo.reading.remote import RemoteReader
    from geo.sources.failure import Failure
    from geo.store.store import Store

#: How many columns of a title ``articles list`` shows.
TITLE_WIDTH = 60
MOST_WORKERS = 256


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(), metavar="PATH...")
@click.option("--remote", is_flag=True, help="Read with the language model of GEO_READER_URL: it is sent the articles.")
@click.option(
    "--workers",
    type=click.IntRange(0, MOST_WORKERS),
    default=1,
    show_default=True,
    help="Processes that read; 0 is one for each core. The store is the same for any number.",
)
@click.option("--list", "as_lists", is_flag=True, help="PATHs are lists of web addresses, or GDELT's: fetch the pages.")
@click.pass_context
def ingest(context: click.Context, paths: tuple[str, ...], *, remote: bool, workers: int, as_lists: bool) -> None:
    """Read articles into the store: files and folders of them.

    Text, JSON Lines, saved web pages, e-mails, Word, PDF, feeds, tables of texts (.csv), crawls (.warc).

    A web address (https://…) is fetched only where GEO_FETCH=on allows it. With --list, PATHs are lists: an address a
    line, or GDELT's files of events, mentions or GKG (.csv, .zip); pages that are here already are not fetched again.

    An article that is there already is left as it is; one whose text has changed is read again and replaced. A file
    that cannot be read is named at the end, and the others go on.
    """
    from geo.sources.fetch import check_allowed
    from geo.sources.web import is_address

    workers = workers or os.cpu_count() or 1
    if remote and workers > 1:
        msg = "--remote asks a server, one article after the other: leave out --workers"
        raise UsageError(msg)
    settings = Settings.from_env()
    if as_lists or any(map(is_address, paths)):
        check_allowed(settings)
    with Crew(workers, settings) if workers > 1 else nullcontext() as crew:
        from geo.pipeline import open_store  # the crew loads the reader meanwhile

        reader = remote_reader(settings) if remote else None
        store = open_store(settings)
        gazetteer = open_gazetteer(settings)
        found = _of_lists(paths, store, settings) if as_lists else _found(paths, settings)
        with progress("Reading articles", quiet=True) as report:
            if crew is not None:
                from geo.crew.ingest import ingest as take_together

                summary = take_together(found, store, gazetteer, crew, report)
            else:
                from geo.keeper import AT_ONCE
                from geo.pipeline import ingest as take

                at_once = 1 if as_lists or reader else AT_ONCE
                summary = take(found, store, gazetteer, report, reader=reader, at_once=at_once)
    incidents = store.n_incidents()
    store.close()
    parts = [f"{summary.added} added", f"{summary.replaced} replaced", f"{summary.unchanged} unchanged"]
    if summary.failures:
        parts.append(f"{len(summary.failures)} failed")
    say(f"articles: {', '.join(parts)}; the store now holds {incidents} incidents")
    for notice in summary.notices:
        say(f"note: {notice}", err=True)
    for failure in summary.failures:
        say(f"failed: {failure.error}", err=True)
    if summary.failures:
        say("They are held: `python -m geo articles retry` reads them again, `articles failed` lists them.", err=True)
    context.exit(InputError.exit_code if summary.failures else 0)


def _found(paths: tuple[str, ...], settings: Settings) -> Iterator[Article | Failure]:
    """What the paths and web addresses hold, in their order."""
    from geo.sources.paths import read_paths
    from geo.sources.web import is_address, read_address

    for one in paths:
        yield from read_address(one, settings) if is_address(one) else read_paths([one])


def _of_lists(paths: tuple[str, ...], store: Store, settings: Settings) -> Iterator[Article | Failure]:
    from geo.sources.polite import Guest
    from geo.work.polling import of_lists

    return of_lists(map(Path, paths), store, Guest(settings))


def remote_reader(settings: Settings) -> RemoteReader:
    """The reader that the settings name; says what leaves the machine before anything does."""
    from geo.reading.endpoint import Endpoint
    from geo.reading.remote import RemoteReader

    reader = RemoteReader(Endpoint.of(settings))
    say(reader.notice, err=True)
    return reader


@click.group()
def articles() -> None:
    """List or remove the articles of the store, and those that could not be read."""


@articles.command("list")
@click.option("--language", "languages", multiple=True, metavar="uk", help="Only articles in it; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_articles(languages: tuple[str, ...], *, as_json: bool) -> None:
    """List the articles: id, publication day and why, number of reports, language where it is not English, title."""
    from geo.language import ENGLISH, language_name, places_only
    from geo.pipeline import look_into

    frame = look_into(Settings.from_env()).articles()
    if languages:
        frame = frame[frame["language"].isin([one.strip().lower() for one in languages])]
    for row in frame.astype(object).where(frame.notna(), None).to_dict("records"):
        day = row["published"].date().isoformat() if row["published"] is not None else None
        if as_json:
            say_json({**row, "published": day})
        else:
            title = " ".join((row["title"] or row["origin"] or "").split())[:TITLE_WIDTH]
            basis = row["published_basis"]
            told = f"{row['n_reports']} reports"
            if row["language"] != ENGLISH:
                only = ", places only" if places_only(row["language"], row["n_reports"]) else ""
                told += f", in {language_name(row['language'])}{only}"
            say(f"{row['article_id']}\t{day or 'undated'} ({basis})\t{told}\t{title}")


@articles.command("remove")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.pass_context
def remove_articles(context: click.Context, ids: tuple[str, ...]) -> None:
    """Delete articles for good, with all that was read in them and every decision about it."""
    from geo.pipeline import open_store, remove

    store = open_store(Settings.from_env())
    missing = [one for one in dict.fromkeys(ids) if store.article(one) is None]
    gone = remove(store, dict.fromkeys(ids))
    store.close()
    say(f"removed {gone} of {len(dict.fromkeys(ids))} articles")
    for one in missing:
        say(f"failed: there is no article {one!r}; `python -m geo articles list` names them", err=True)
    context.exit(InputError.exit_code if missing else 0)
