"""Progress on standard error: a bar on a terminal, a few quiet lines elsewhere. Standard output is for results."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from geo.cli.say import inert, say
from geo.settings import Settings

if TYPE_CHECKING:
    from geo.places.gazetteer import Gazetteer

Report = Callable[[float, str], None]


@contextmanager
def progress(what: str, *, quiet: bool = False) -> Iterator[Report]:
    """A function to report progress with: the share done, 0..1, and what is being done now.

    Parameters
    ----------
    what
        The whole task, in words.
    quiet
        Off a terminal, say nothing.
    """
    if not sys.stderr.isatty():
        yield _lines(what, quiet=quiet)
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[now]}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(escape(inert(what)), total=None, now="")

        def report(share: float, now: str) -> None:
            bar.update(task, total=1.0 if share else None, completed=share, now=escape(inert(now[-60:])))

        yield report


def _lines(what: str, *, quiet: bool) -> Report:
    said = False

    def report(_share: float, _now: str) -> None:
        nonlocal said
        if not said and not quiet:
            say(f"{what} …", err=True)
        said = True

    return report


def open_gazetteer(settings: Settings) -> Gazetteer:
    """The gazetteer, built on first use with a progress bar."""
    from geo.places.gazetteer import Gazetteer

    with progress("Building the gazetteer of places, once") as report:
        made = Gazetteer.open(settings, report)
    if not made.is_kept:
        say(f"note: {settings.cache_dir} cannot be written: the gazetteer is built anew each time", err=True)
    return made
