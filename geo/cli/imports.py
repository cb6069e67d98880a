"""``import``, ``datasets …`` and ``overlays …``."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from geo.cli.output import output
from geo.cli.progress import progress
from geo.cli.say import say, say_json
from geo.errors import InputError, UsageError
from geo.settings import Settings

if TYPE_CHECKING:
    from geo.imports.load import Imported

#: How many rows that could not be taken are named one by one.
NAMED = 20


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option(
    "--as", "kind", type=click.Choice(["ucdp", "viina", "gdelt", "acled", "table", "geo"]),
    help="What it is; by default told by its columns.",
)  # fmt: skip
@click.option("--name", help="Id of the dataset; by default the file's name. One of the same id is replaced.")
@click.option("--licence", help="Licence of the data, where it is not the publisher's usual one.")
@click.option("--column", "columns", multiple=True, metavar="TARGET=HEADER", help="For a table; may be repeated.")
@click.option("--errors", type=click.Path(), metavar="FILE.csv", help="Write every row that could not be taken there.")
@click.pass_context
def import_(
    context: click.Context, file: Path, kind: str | None, name: str | None, licence: str | None,
    columns: tuple[str, ...], errors: str | None,
) -> None:  # fmt: skip
    """Import a dataset: UCDP GED, VIINA, GDELT 2.0, a file in ACLED's format, any CSV, XLSX, GeoJSON or GeoPackage.

    Its rows stay a dataset of their own, with their source and licence, and stand on the map beside what was read in
    articles. A row that cannot be taken is named with its line, and the others go on. Importing a file again changes
    nothing; a newer file of the same name takes the place of the older one.
    """
    from geo.imports.load import import_file
    from geo.pipeline import open_store

    pairs = dict(_pair(one) for one in columns)
    store = open_store(Settings.from_env())
    with progress(f"Importing {file}", quiet=True) as report:
        done = import_file(file, store, kind=kind, name=name, licence=licence, columns=pairs, report=report)
    store.close()
    _tell(done)
    if errors and done.problems:
        with output(errors) as stream:
            stream.write(_listed(done).encode("utf-8"))
    context.exit(InputError.exit_code if done.problems else 0)


def _pair(text: str) -> tuple[str, str]:
    target, equals, header = text.partition("=")
    if not equals:
        msg = f"--column takes TARGET=HEADER such as date=Datum, got {text!r}"
        raise UsageError(msg)
    return target.strip(), header.strip()


def _tell(done: Imported) -> None:
    one = done.dataset
    parts = [f"{one.id}: {one.kind}, {one.rows} rows {done.saved}"]
    if done.repeated:
        parts.append(f"{done.repeated} left out, for another {one.kind} dataset has them")
    if done.problems or one.rejected:
        parts.append(f"{len(done.problems) or one.rejected} rejected")
    say("; ".join(parts))
    if done.columns:
        say("columns: " + ", ".join(f"{target} = {header}" for target, header in done.columns.items()))
    for problem in done.problems[:NAMED]:
        say(f"rejected: line {problem.line}: {problem.reason}", err=True)
    if len(done.problems) > NAMED:
        kinds = Counter(problem.reason.split(":")[0] for problem in done.problems[NAMED:])
        rest = "; ".join(f"{n} × {reason}" for reason, n in kinds.most_common(5))
        say(f"rejected: {len(done.problems) - NAMED} more ({rest}); --errors FILE.csv lists them all", err=True)


def _listed(done: Imported) -> str:
    import io

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("line", "reason"))
    writer.writerows((problem.line, problem.reason) for problem in done.problems)
    return out.getvalue()


@click.group()
def datasets() -> None:
    """List or remove the imported datasets."""


@datasets.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_datasets(*, as_json: bool) -> None:
    """List the datasets: id, kind, rows, licence, file."""
    from geo.pipeline import look_into

    for one in look_into(Settings.from_env()).datasets():
        if as_json:
            say_json(asdict(one))
        else:
            say(f"{one.id}\t{one.kind}\t{one.rows} rows\t{one.licence or 'no licence given'}\t{one.file_name}")


@datasets.command("remove")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.pass_context
def remove_datasets(context: click.Context, ids: tuple[str, ...]) -> None:
    """Delete datasets with all their rows for good."""
    from geo.kept import remove_datasets as remove
    from geo.pipeline import open_store

    store = open_store(Settings.from_env())
    there = {one.id for one in store.datasets()}
    missing = [one for one in dict.fromkeys(ids) if one not in there]
    gone = remove(store, dict.fromkeys(ids))
    store.close()
    say(f"removed {gone} of {len(dict.fromkeys(ids))} datasets")
    for one in missing:
        say(f"failed: there is no dataset {one!r}; `python -m geo datasets list` names them", err=True)
    context.exit(InputError.exit_code if missing else 0)


@click.group()
def overlays() -> None:
    """Lay front lines or areas below the incidents, list them, or remove them."""


@overlays.command("add")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option(
    "--name", help="Id of the overlay; by default the first file's name without a day. One of the same id is replaced."
)
@click.option("--title", help="What the map calls it.")
@click.option("--licence", default="", help="Licence of the shapes; the map shows it.")
def add_overlay(files: tuple[Path, ...], name: str | None, title: str | None, licence: str) -> None:
    """Add GeoJSON, GeoPackage, shapefile, FlatGeobuf or KML shapes as an overlay of the map.

    Columns such as start_date and end_date say when a shape is there. Of several files with a day in their names, or of
    shapes with one day each, the newest that has begun is shown: a front line by day.
    """
    from geo.imports.overlay import read_overlay
    from geo.pipeline import open_store

    made, body = read_overlay(files, name=name, title=title, licence=licence)
    store = open_store(Settings.from_env())
    store.overlays.save(made, body)
    store.close()
    days = f"{made.first_day} to {made.last_day}" if made.first_day else "always there"
    say(f"{made.id}: {made.n_features} shapes, {days}, {len(body) / 1024:.0f} kB")


@overlays.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_overlays(*, as_json: bool) -> None:
    """List the overlays: id, title, shapes, days, licence."""
    from geo.pipeline import look_into

    for one in look_into(Settings.from_env()).overlays.list():
        days = f"{one.first_day}..{one.last_day}" if one.first_day else "always"
        words = f"{one.id}\t{one.title}\t{one.n_features} shapes\t{days}\t{one.licence or 'no licence given'}"
        say_json(asdict(one)) if as_json else say(words)


@overlays.command("remove")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.pass_context
def remove_overlays(context: click.Context, ids: tuple[str, ...]) -> None:
    """Remove overlays."""
    from geo.pipeline import open_store

    store = open_store(Settings.from_env())
    wanted = tuple(dict.fromkeys(ids))
    missing = [one for one in wanted if one not in {each.id for each in store.overlays.list()}]
    say(f"removed {store.overlays.remove(wanted)} of {len(wanted)} overlays")
    store.eraser.scrub()
    store.close()
    for one in missing:
        say(f"failed: there is no overlay {one!r}; `python -m geo overlays list` names them", err=True)
    context.exit(InputError.exit_code if missing else 0)
