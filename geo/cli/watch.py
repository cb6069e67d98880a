"""``watch``: read what is put into a folder, until stopped."""

from __future__ import annotations

import time
from pathlib import Path

import click

from geo.cli.progress import open_gazetteer
from geo.cli.say import say
from geo.errors import InputError, UsageError
from geo.settings import Settings, data_folder

#: How often a folder is looked through, at least and unless said otherwise (s).
LEAST_S, USUAL_S = 0.1, 30.0


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option("--every", "every_s", type=click.FloatRange(min=LEAST_S), default=USUAL_S, show_default=True, metavar="S")
@click.option("--once", is_flag=True, help="Look once, take all that is there, and end.")
def watch(folder: Path | None, *, every_s: float, once: bool) -> None:
    """Read the articles that are put into FOLDER, and those that change there; Ctrl-C ends it.

    Without FOLDER, the folders of the project are watched (`projects show --folder PATH`). A file is taken when it has
    not changed between two looks. What was read before, also by an earlier run, is not read again.
    """
    from geo.pipeline import ingest, open_store
    from geo.sources.watched import Watched

    settings = Settings.from_env()
    folders = [folder] if folder is not None else _own_folders(settings)
    for one in folders:
        if not one.is_dir():
            msg = f"{one}: this is no folder. Make it first, or name another one"
            raise InputError(msg)
    store, gazetteer, watched = open_store(settings), open_gazetteer(settings), [Watched(one) for one in folders]
    say(f"watching {', '.join(map(str, folders))}, every {every_s:g} s", err=True)
    while True:
        found = [item for one in watched for item in one.look(settled=not once)]
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


def _own_folders(settings: Settings) -> list[Path]:
    from geo.projects import sources

    own = sources(settings.project, data_folder()).folders if settings.project else ()
    if not own:
        msg = "name a FOLDER: this project has none; `python -m geo projects show --folder PATH` gives it one"
        raise UsageError(msg)
    return [Path(one) for one in own]
