"""``watch``: read what is put into a folder, until stopped."""

from __future__ import annotations

import time
from pathlib import Path

import click

from geo.cli.progress import open_gazetteer
from geo.cli.say import say
from geo.errors import InputError
from geo.settings import Settings

#: How often a folder is looked through, at least and unless said otherwise (s).
LEAST_S, USUAL_S = 0.1, 30.0


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--every", "every_s", type=click.FloatRange(min=LEAST_S), default=USUAL_S, show_default=True, metavar="S")
@click.option("--once", is_flag=True, help="Look once, take all that is there, and end.")
def watch(folder: Path, *, every_s: float, once: bool) -> None:
    """Read the articles that are put into FOLDER, and those that change there; Ctrl-C ends it.

    A file is taken when it has not changed between two looks. What was read before, also by an earlier run, is not
    read again.
    """
    from geo.pipeline import ingest, open_store
    from geo.sources.watched import Watched

    if not folder.is_dir():
        msg = f"{folder}: this is no folder. Make it first, or name another one"
        raise InputError(msg)
    settings = Settings.from_env()
    store, gazetteer, watched = open_store(settings), open_gazetteer(settings), Watched(folder)
    say(f"watching {folder}, every {every_s:g} s", err=True)
    while True:
        found = list(watched.look(settled=not once))
        if found:
            summary = ingest(found, store, gazetteer)
            parts = [f"{summary.added} added", f"{summary.replaced} replaced", f"{summary.unchanged} unchanged"]
            say(f"articles: {', '.join(parts)}, {len(summary.failures)} failed")
            for failure in summary.failures:
                say(f"failed: {failure.error}", err=True)
        if once:
            store.close()
            return
        time.sleep(every_s)
