"""``jobs`` and ``work``: reading that goes on outside the page and the terminal, and the process that does it."""

from __future__ import annotations

import time
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from geo.cli.articles import MOST_WORKERS
from geo.cli.feeds import Period
from geo.cli.progress import open_gazetteer
from geo.cli.say import say, say_json
from geo.errors import BusyError, InputError
from geo.projects import sources
from geo.settings import Settings, data_folder

if TYPE_CHECKING:
    from geo.store.jobs import Job, Jobs, Wish

#: How often an idle worker looks for work, and how long it stays with --until-idle (s).
LOOK_S, IDLE_S = 1.0, 4.0
#: Databases number rows with eight bytes.
NUMBER = click.IntRange(max=2**63 - 1)


@click.group()
def jobs() -> None:
    """List, pause, resume or cancel work that is done in the background; `python -m geo work` does it."""


@jobs.command("add")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True), metavar="PATH...")
@click.option("--workers", type=click.IntRange(1, MOST_WORKERS), default=1, show_default=True)
def add_job(paths: tuple[Path, ...], workers: int) -> None:
    """Have files and folders read in the background, as `ingest` reads them."""
    whole = [str(path.resolve()) for path in paths]
    title = ", ".join(path.name or str(path) for path in paths)[:200]
    number = _jobs().add("paths", title, {"paths": whole, "workers": workers}, datetime.now(UTC))
    say(f"job {number} waits; `python -m geo work` does it")


@jobs.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_jobs(*, as_json: bool) -> None:
    """List the jobs, the newest first: number, state, how far, what became of the articles, title."""
    for job in _jobs().list():
        if as_json:
            say_json({name: value for name, value in asdict(job).items() if name != "worker"})
        else:
            wanted = f", to be {'paused' if job.wanted == 'pause' else 'cancelled'}" if job.wanted else ""
            say(f"{job.number}\t{job.state}{wanted}\t{job.share:.0%}\t{_counted(job)}\t{job.title}")
            if job.message:
                say(f"\t{job.message}")


def _counted(job: Job) -> str:
    one = job.counts
    return f"{one.added} added, {one.replaced} replaced, {one.unchanged} unchanged, {one.failed} failed"


@jobs.command("pause")
@click.argument("numbers", nargs=-1, required=True, type=NUMBER, metavar="NUMBER...")
@click.pass_context
def pause_jobs(context: click.Context, numbers: tuple[int, ...]) -> None:
    """Stop jobs after the article they are at; what was read stays."""
    _ask(context, numbers, "pause")


@jobs.command("resume")
@click.argument("numbers", nargs=-1, required=True, type=NUMBER, metavar="NUMBER...")
@click.pass_context
def resume_jobs(context: click.Context, numbers: tuple[int, ...]) -> None:
    """Go on with jobs that were paused, or try again what failed."""
    _ask(context, numbers, "resume")


@jobs.command("cancel")
@click.argument("numbers", nargs=-1, required=True, type=NUMBER, metavar="NUMBER...")
@click.pass_context
def cancel_jobs(context: click.Context, numbers: tuple[int, ...]) -> None:
    """End jobs for good; what was read stays."""
    _ask(context, numbers, "cancel")


@jobs.command("clear")
def clear_jobs() -> None:
    """Forget the jobs that are over; what they read stays."""
    say(f"forgot {_jobs().clear()}")


@click.command()
@click.option("--until-idle", is_flag=True, help="End when nothing waits any more.")
@click.option("--feeds", "feeds_s", type=Period(), metavar="TIME", help="Look so often (15m) which feeds are due.")
@click.option(
    "--lists", "lists_s", type=Period(), metavar="TIME", help="Fetch so often (1d) what the project's lists name."
)
def work(*, until_idle: bool, feeds_s: float | None, lists_s: float | None) -> None:
    """Do the jobs that wait, one after the other, until stopped; the dashboard starts this by itself.

    Several may run, also on several machines that share a store on a server. When one is killed, another takes its job
    over after a minute.
    """
    from geo.pipeline import open_store
    from geo.sources.polite import Guest
    from geo.work.polling import have_lists_read, poll
    from geo.work.worker import Worker

    settings = Settings.from_env()
    guest = Guest(settings) if feeds_s is not None or lists_s is not None else None
    store, gazetteer = open_store(settings), open_gazetteer(settings)
    worker = Worker(settings, store, gazetteer, lambda: datetime.now(UTC))
    feeds_due, lists_due, idle = _Due(feeds_s), _Due(lists_s), time.monotonic()
    try:
        while not until_idle or time.monotonic() - idle < IDLE_S:
            try:
                worker.greet()
                if (job := worker.work_one()) is not None:
                    say(f"job {job.number}: {job.title}")
                    idle = time.monotonic()
                    continue
                if lists_due.is_now() and have_lists_read(store.jobs, _lists(settings), datetime.now(UTC)):
                    continue
                if guest is not None and feeds_due.is_now():
                    done = poll(store, gazetteer, guest, lambda: datetime.now(UTC))
                    say(f"feeds: {done.added} added, {done.replaced} replaced, {done.unchanged} unchanged")
            except BusyError as error:
                say(f"note: {error}", err=True)
            time.sleep(LOOK_S)
    finally:
        worker.part()
        store.close()


class _Due:
    """Something that is done at once, and again each time so many seconds have passed; never where there are none."""

    def __init__(self, every_s: float | None) -> None:
        self._every_s, self._next = every_s, time.monotonic()

    def is_now(self) -> bool:
        """Whether it is time; from then on the next time is counted."""
        now = time.monotonic()
        if self._every_s is None or now < self._next:
            return False
        self._next = now + self._every_s
        return True


def _lists(settings: Settings) -> tuple[str, ...]:
    """The lists of the project, as they are set now; none where GEO_STORE names the store."""
    return sources(settings.project, data_folder()).lists if settings.project else ()


def _jobs() -> Jobs:
    """The jobs; incidents are not made anew for them, for that would wait for the very work that is asked about."""
    from geo.store.store import Store

    return Store.open(Settings.from_env().store_url).jobs


def _ask(context: click.Context, numbers: tuple[int, ...], wish: Wish) -> None:
    held = _jobs()
    refused = [number for number in dict.fromkeys(numbers) if not held.ask(number, wish, datetime.now(UTC))]
    for number in refused:
        there = held.get(number)
        why = f"it is {there.state}" if there else "there is no such job; `python -m geo jobs list` names them"
        say(f"failed: job {number}: {why}", err=True)
    context.exit(InputError.exit_code if refused else 0)
