"""``scale``: many articles on many cores or machines, to partitioned GeoParquet, and from there into the store."""

from __future__ import annotations

from pathlib import Path

import click

from geo.cli.articles import MOST_WORKERS
from geo.cli.progress import open_gazetteer, progress
from geo.cli.say import say
from geo.errors import InputError
from geo.settings import Settings


@click.command()
@click.argument("inputs", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="IN...")
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder of the results.")
@click.option("--scheduler", metavar="ADDRESS", help="A Dask scheduler, tcp://HOST:PORT (default: processes here).")
@click.option("--workers", type=click.IntRange(1, MOST_WORKERS), help="Processes here (default: one for each core).")
@click.option("--load", "into_store", is_flag=True, help="Afterwards put the articles into the store.")
@click.pass_context
def scale(
    context: click.Context, inputs: tuple[Path, ...], out: Path, *, scheduler: str | None, workers: int | None,
    into_store: bool,
) -> None:  # fmt: skip
    """Read IN (.jsonl, .warc, .parquet, folders) with Dask and write incidents as GeoParquet, by year, below --out.

    A run that was stopped goes on where it was: parts that were read are not read again. With --scheduler, every
    machine needs the same version of Sitmap, and sees IN and --out under the same paths.
    """
    from geo.scale.run import run

    settings = Settings.from_env()
    open_gazetteer(settings)
    with progress("Reading at scale") as report:
        made = run(inputs, out, settings, scheduler=scheduler, workers=workers, progress=report)
    say(
        f"{made.articles} articles in {made.parts} parts ({made.parts_read} read now), {made.failures} failed; "
        f"{made.incidents} incidents, {made.rows} rows in {out}"
    )
    if into_store:
        from geo.pipeline import open_store
        from geo.scale.load import load

        store = open_store(settings)
        with progress("Into the store", quiet=True) as report:
            done = load(out, store, report)
        store.close()
        say(f"store: {done.added} added, {done.replaced} replaced, {done.unchanged} unchanged")
    context.exit(InputError.exit_code if made.failures else 0)
