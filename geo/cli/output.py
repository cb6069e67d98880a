"""``export`` and ``snapshot``: the incidents of the store as data, or as a picture or page with its manifest."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, BinaryIO, TypeVar, cast

import click

from geo.cli.progress import progress
from geo.errors import MissingError, UsageError
from geo.model import STATUSES, TYPES, Selection
from geo.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

    from geo.store.store import Store

F = TypeVar("F", bound=Callable[..., Any])
DAY = click.DateTime(["%Y-%m-%d"])


def _selecting(*, background: bool) -> Callable[[F], F]:
    """The options that choose incidents, and the output's format; the same for ``export`` and ``snapshot``."""
    options = (
        click.option("--from", "first", type=DAY, help="First day of the window."),
        click.option("--to", "last", type=DAY, help="Last day of the window."),
        click.option("--bbox", metavar="W,S,E,N", help="Only this area, in degrees."),
        click.option("--type", "types", multiple=True, type=click.Choice(list(TYPES)), help="May be repeated."),
        click.option("--status", "statuses", multiple=True, type=click.Choice(STATUSES), help="May be repeated."),
        click.option(
            "--background/--no-background",
            default=background,
            show_default=True,
            help="Incidents told only to explain the news.",
        ),
        click.option("--format", "explicit", metavar="EXT", help="The format, where OUT has no extension or is -."),
    )

    def add(command: F) -> F:
        for option in reversed(options):
            command = option(command)
        return command

    return add


@click.command()
@click.argument("out", type=click.Path(), metavar="OUT.EXT|-")
@_selecting(background=True)
def export(out: str, explicit: str | None, **chosen: Any) -> None:
    """Write the incidents as data, one row per incident and place. Without options, all of them.

    EXT is csv, geojson, gpkg, parquet (GeoParquet), fgb (FlatGeobuf), xlsx or kml. Beside the file come its
    description (.datapackage.json: columns, units, codes) and its provenance (.manifest.json).
    """
    from geo.export.formats import EXPORT_FORMATS, format_of, write_data
    from geo.pipeline import open_store

    fmt = format_of(out, explicit, EXPORT_FORMATS)
    selection = _selection(**chosen)
    store = open_store(Settings.from_env())
    frame = store.incidents(selection)
    with progress(f"Writing {out}", quiet=True) as report, output(out) as stream:
        rows = write_data(cast("BinaryIO", stream), fmt, frame, report)
    if out != "-":
        beside = _describe(Path(out), fmt, frame, selection, store)
        incidents = frame["incident_id"].nunique()
        click.echo(f"{out}: {rows} rows, {incidents} incidents; {', '.join(beside)}")


def _describe(out: Path, fmt: str, frame: pd.DataFrame, selection: Selection, store: Store) -> list[str]:
    """Write the description and the provenance beside an export; returns their names."""
    from geo.export.describe import data_manifest, data_package, file_facts
    from geo.export.manifest import manifest_json
    from geo.merging.merge import MERGER
    from geo.reading.read import EXTRACTOR

    facts = file_facts(out, fmt)
    versions = {"reader": EXTRACTOR, "merging": MERGER, "store": store.version()}
    manifest = data_manifest(frame, selection, facts, versions=versions, sources=store.sources())
    made = {"datapackage": data_package(facts, manifest), "manifest": manifest}
    names = []
    for kind, content in made.items():
        names.append(f"{out}.{kind}.json")
        with output(names[-1]) as stream:
            stream.write(manifest_json(content).encode())
    return names


@click.command()
@click.argument("out", type=click.Path(), metavar="OUT.png|OUT.html|-")
@_selecting(background=False)
@click.option("--title", help="Headline; by default what the picture shows, in words.")
def snapshot(out: str, explicit: str | None, title: str | None, **chosen: Any) -> None:
    """Make a picture, or a page that opens offline and still scrubs, with its manifest beside it (.manifest.json)."""
    from geo.export.formats import SNAPSHOT_FORMATS, format_of, take_snapshot
    from geo.export.manifest import manifest_json
    from geo.merging.merge import MERGER
    from geo.pipeline import open_store
    from geo.reading.read import EXTRACTOR

    fmt = format_of(out, explicit, SNAPSHOT_FORMATS)
    selection = _selection(**chosen)
    store = open_store(Settings.from_env())
    versions = {"reader": EXTRACTOR, "merging": MERGER}
    shot = take_snapshot(fmt, store.incidents(), selection, title=title, versions=versions, sources=store.sources())
    with output(out) as stream:
        stream.write(shot.content)
    if out != "-":
        manifest = f"{out}.manifest.json"
        with output(manifest) as stream:
            stream.write(manifest_json(shot.manifest).encode())
        click.echo(f"{out}: {shot.manifest['counts']['incidents']} incidents; {manifest}")


def _selection(
    first: datetime | None,
    last: datetime | None,
    bbox: str | None,
    types: tuple[str, ...],
    statuses: tuple[str, ...],
    *,
    background: bool,
) -> Selection:
    begin, end = (None if day is None else day.date() for day in (first, last))
    _check_window(begin, end)
    box = None if bbox is None else _box(bbox)
    return Selection(begin, end, box, frozenset(types), frozenset(statuses), background)


def _check_window(begin: date | None, end: date | None) -> None:
    if begin and end and begin > end:
        msg = f"--from {begin} is after --to {end}: swap them"
        raise UsageError(msg)


def _box(text: str) -> tuple[float, float, float, float]:
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError as error:
        msg = f"--bbox takes four numbers W,S,E,N such as 22,44,40.5,52.5, got {text!r}"
        raise UsageError(msg) from error
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        msg = f"--bbox must be west,south,east,north in degrees, with south not above north; got {text!r}"
        raise UsageError(msg)
    return west, south, east, north


@contextmanager
def output(out: str) -> Iterator[IO[bytes]]:
    """Standard output for "-"; else a file that is put in place only when it is whole."""
    if out == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(out)
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as stream:
            part = Path(stream.name)
            try:
                yield stream
                stream.flush()
                part.chmod(0o644)
                part.replace(path)
            finally:
                part.unlink(missing_ok=True)
    except OSError as error:
        msg = f"cannot write {out}: {error.strerror or error}. Choose a folder that is there and may be written to"
        raise MissingError(msg) from error
