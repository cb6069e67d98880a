"""``export`` and ``snapshot``: the incidents of the store as data, or as a picture or page with its manifest."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, BinaryIO, TypeVar, cast

import click

from geo.cli.progress import progress
from geo.cli.say import say
from geo.errors import InputError, MissingError, UsageError
from geo.language import LANGUAGE
from geo.model import COARSER, STATUSES, TYPES, Selection
from geo.scratch import part_of
from geo.settings import Box, Settings, box_of

if TYPE_CHECKING:
    import pandas as pd

    from geo.export.narrow import Narrow
    from geo.export.request import Request
    from geo.store.store import Store

F = TypeVar("F", bound=Callable[..., Any])
#: Letters of a headline.
MAX_HEADLINE = 300
DAY = click.DateTime(["%Y-%m-%d"])
#: What colours are -> as ``geo.export.look.Look`` has it.
SIDES: dict[str, tuple[str, ...] | None] = {"type": None, "side": ()}
_COLOUR = click.option(
    "--colour", type=click.Choice(list(SIDES)), default="type", show_default=True,
    help="What colours are: the type of an incident, or the side that says so. A page (html) has types.",
)  # fmt: skip
_FROM_MANIFEST = click.option(
    "--from-manifest", type=click.Path(), metavar="M.json", help="Make again what this manifest describes."
)


def _selecting(*, background: bool) -> Callable[[F], F]:
    """The options that choose incidents, and the output's format; the same for ``export`` and ``snapshot``."""
    options = (
        click.option("--from", "first", type=DAY, help="First day of the window."),
        click.option("--to", "last", type=DAY, help="Last day of the window."),
        click.option("--bbox", metavar="W,S,E,N", help="Only this area, in degrees."),
        click.option("--type", "types", multiple=True, type=click.Choice(list(TYPES)), help="May be repeated."),
        click.option("--status", "statuses", multiple=True, type=click.Choice(STATUSES), help="May be repeated."),
        click.option("--language", "languages", multiple=True, metavar="uk", help="Of the articles; may be repeated."),
        click.option("--region", is_flag=True, help="Only the region of the project (`projects show`)."),
        click.option(
            "--side",
            "sides",
            multiple=True,
            metavar="NAME",
            help="Only what this side says: a state, an armed group, other or none. May be repeated.",
        ),
        click.option(
            "--background/--no-background",
            default=background,
            show_default=True,
            help="Incidents told only to explain the news.",
        ),
        click.option(
            "--coarsen",
            type=click.Choice(COARSER),
            help="Make places coarser on purpose: degrees, provinces, countries.",
        ),
        click.option(
            "--sensitive/--no-sensitive",
            default=None,
            help="Sentences marked as sensitive; by default in data, not in a page or report.",
        ),
        click.option(
            "--addresses/--no-addresses",
            default=None,
            help="Addresses of articles; by default unless places are made coarser, for they may name them.",
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
@_FROM_MANIFEST
def export(out: str, explicit: str | None, from_manifest: str | None, **chosen: Any) -> None:
    """Write the incidents as data, one row per incident and place. Without options, all of them.

    EXT is csv, geojson, gpkg, parquet (GeoParquet), fgb (FlatGeobuf), xlsx or kml. Beside the file come its
    description (.datapackage.json: columns, units, codes) and its provenance (.manifest.json).
    """
    from geo.export.formats import EXPORT_FORMATS, format_of, write_data
    from geo.export.rows import Rows
    from geo.pipeline import open_store

    fmt = format_of(out, explicit, EXPORT_FORMATS)
    manifest = _manifest(from_manifest)
    request = _again(manifest, fmt) if manifest else _asked(fmt, chosen)
    settings = Settings.from_env()
    store = open_store(settings)
    rows = Rows.stored(
        store, request.selection, request.narrow, request.coarsen,
        sensitive=request.shows_sensitive, addresses=request.shows_addresses,
    )  # fmt: skip
    with progress(f"Writing {out}", quiet=True) as report, output(out) as stream:
        write_data(cast("BinaryIO", stream), fmt, rows, report)
    if out != "-":
        beside, facts = _describe(Path(out), request, rows.counted, store, settings)
        incidents = rows.counted["incident_id"].nunique()
        say(f"{out}: {len(rows)} rows, {incidents} incidents; {', '.join(beside)}")
        _check_same(manifest, facts["sha256"], "sha256")


def _describe(
    out: Path, request: Request, frame: pd.DataFrame, store: Store, settings: Settings
) -> tuple[list[str], dict[str, Any]]:
    """Write the description and the provenance beside an export; returns their names and what the file is."""
    from geo.export.describe import data_manifest, data_package, file_facts
    from geo.export.manifest import manifest_json
    from geo.pipeline import versions

    facts = file_facts(out, request.fmt)
    manifest = data_manifest(frame, request, facts, versions=versions(store, settings), sources=store.sources())
    made = {"datapackage": data_package(facts, manifest), "manifest": manifest}
    names = []
    for kind, content in made.items():
        names.append(f"{out}.{kind}.json")
        with output(names[-1]) as stream:
            stream.write(manifest_json(content).encode())
    return names, facts


@click.command()
@click.argument("out", type=click.Path(), metavar="OUT.EXT|-")
@_selecting(background=False)
@click.option("--title", help="Headline; by default what the picture shows, in words.")
@click.option(
    "--every", type=click.Choice(["day", "week", "month", "quarter", "year"]),
    help="One small map for each, or one frame of a film.",
)  # fmt: skip
@click.option("--page", default="screen", show_default=True, help="screen, wide, square, a4, a4-portrait, a3 …")
@click.option("--theme", "inks", type=click.Choice(["light", "dark", "grey"]), default="light", show_default=True)
@click.option("--scale", type=click.IntRange(1, 4), help="Pixels: 1 to 4; by default 2, of a film 1.")
@_COLOUR
@_FROM_MANIFEST
def snapshot(
    out: str, explicit: str | None, from_manifest: str | None, title: str | None, every: str | None, page: str,
    inks: str, scale: int | None, colour: str, **chosen: Any,
) -> None:  # fmt: skip
    """Make a picture, a film or a page, with its manifest beside it (.manifest.json).

    EXT is png, svg or pdf for a picture (with --every, small multiples); gif, webp or mp4 for a film; html for a page
    that opens offline and still scrubs. An mp4 needs the program ffmpeg. Ctrl-C stops it, and no file is left.
    """
    from geo.export.formats import FILM_FORMATS, SNAPSHOT_FORMATS, format_of
    from geo.export.look import Look

    fmt = format_of(out, explicit, SNAPSHOT_FORMATS)
    wanted = _manifest(from_manifest)
    if wanted:
        request = _again(wanted, fmt)
    else:
        look = Look(page, inks, scale or (1 if fmt in FILM_FORMATS else 2), SIDES[colour])
        request = _asked(fmt, chosen, title=title, look=look, every=every)
    _make(out, request, wanted)


@click.command()
@click.argument("out", type=click.Path(), metavar="OUT.html|OUT.pdf|-")
@_selecting(background=False)
@click.option("--title", help="Headline; by default what it tells of, in words.")
@click.option("--theme", "inks", type=click.Choice(["light", "dark", "grey"]), default="light", show_default=True)
@_COLOUR
@_FROM_MANIFEST
def report(
    out: str,
    explicit: str | None,
    from_manifest: str | None,
    title: str | None,
    inks: str,
    colour: str,
    **chosen: Any,
) -> None:
    """Write a brief to read: map, numbers, the incidents with their sentences and sources, what is missing, method."""
    from geo.export.formats import REPORT_FORMATS, format_of
    from geo.export.look import Look

    fmt = "report." + format_of(out, explicit, REPORT_FORMATS)
    wanted = _manifest(from_manifest)
    look = Look(inks=inks, sides=SIDES[colour])
    request = _again(wanted, fmt) if wanted else _asked(fmt, chosen, title=title, look=look)
    _make(out, request, wanted)


def _make(out: str, request: Request, wanted: dict[str, Any] | None) -> None:
    """Make a picture, page, film or brief, with its manifest beside it."""
    from geo.export.formats import rows_for, take_snapshot
    from geo.export.manifest import manifest_json
    from geo.pipeline import open_store, versions

    settings = Settings.from_env()
    store = open_store(settings)
    left_out = store.not_on_map() if request.fmt.startswith("report.") else None
    with progress(f"Drawing {out}", quiet=True) as tell:
        rows = rows_for(request, store)
        from geo.export.overlays import load_overlays  # what draws is loaded while the rows are read

        shot = take_snapshot(
            request, rows, versions=versions(store, settings), sources=store.sources(),
            left_out=left_out, brought=load_overlays(store.overlays), report=tell,
        )  # fmt: skip
    _check_same(wanted, shot.manifest["dataset_sha256_16"], "dataset_sha256_16")
    _check_same(wanted and {"overlays": [], **wanted}, shot.manifest["overlays"], "overlays")
    with output(out) as stream:
        stream.write(shot.content)
    if out != "-":
        manifest = f"{out}.manifest.json"
        with output(manifest) as stream:
            stream.write(manifest_json(shot.manifest).encode())
        say(f"{out}: {shot.manifest['counts']['incidents']} incidents; {manifest}")


def _manifest(path: str | None) -> dict[str, Any] | None:
    from geo.export.request import read_manifest

    if path is None:
        return None
    try:
        content = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"cannot read the manifest {path}: {error}"
        raise MissingError(msg) from error
    return read_manifest(content, path)


def _again(manifest: dict[str, Any], fmt: str) -> Request:
    """What a manifest asks for."""
    from geo.export.request import Request

    request = Request.of(manifest["request"])
    if request.fmt != fmt:
        msg = f"the manifest is of a .{request.fmt}, the output a .{fmt}: give it the same extension"
        raise UsageError(msg)
    return request


def _check_same(manifest: dict[str, Any] | None, found: Any, key: str) -> None:
    """Refuse to pass off something else as what a manifest describes."""
    if manifest and manifest.get(key) != found:
        msg = (
            f"the store no longer holds what the manifest describes ({key} {manifest.get(key)!r}, now {found!r}); "
            "its versions and sources say what made it"
        )
        raise InputError(msg)


def _asked(fmt: str, chosen: dict[str, Any], **more: Any) -> Request:
    """What the options ask for."""
    from geo.export.request import Request

    if more.get("title"):
        more["title"] = _headline(more["title"])
    held_back = {name: chosen.pop(name) for name in ("coarsen", "sensitive", "addresses")}
    selection, narrow = _chosen(**chosen)
    return Request(fmt, selection, narrow, **held_back, **more)


def _headline(title: str) -> str:
    """A headline as it was typed: bytes that are no text become marks of that.

    Raises
    ------
    UsageError
        When it is too long to stand on one page.
    """
    if len(title) > MAX_HEADLINE:
        msg = f"--title takes at most {MAX_HEADLINE} letters, got {len(title):,}"
        raise UsageError(msg)
    return title.encode("utf-8", "replace").decode("utf-8")


def _chosen(
    languages: tuple[str, ...], *, region: bool, sides: tuple[str, ...], **chosen: Any
) -> tuple[Selection, Narrow]:
    from geo.export.narrow import Narrow
    from geo.sides import side_named

    said = frozenset(map(side_named, sides))

    codes = frozenset(one.strip().lower() for one in languages)
    if wrong := [code for code in codes if not LANGUAGE.fullmatch(code)]:
        msg = f"--language takes a code such as uk or en, got {wrong[0][:40]!r}"
        raise UsageError(msg)
    if not region:
        return _selection(**chosen), Narrow(languages=codes, sides=said)
    home = Settings.from_env().interest.region
    if home.is_everywhere:
        msg = "this project has no region: `python -m geo projects show --countries UA --box W,S,E,N` says what it is"
        raise UsageError(msg)
    return _selection(**chosen), Narrow(languages=codes, region=home, sides=said)


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


def _box(text: str) -> Box:
    try:
        return box_of(text.split(","))
    except ValueError as error:
        msg = f"--bbox takes W,S,E,N in degrees such as 22,44,40.5,52.5, south not above north; got {text!r}"
        raise UsageError(msg) from error


@contextmanager
def output(out: str) -> Iterator[IO[bytes]]:
    """Standard output for "-"; else a file that is put in place only when it is whole."""
    if out == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(out)
    try:
        with part_of(path) as part:
            with part.open("wb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())  # or a power cut leaves the name without its content
            part.chmod(0o644)
            part.replace(path)
    except OSError as error:
        msg = f"cannot write {out}: {error.strerror or error}. Choose a folder that is there and may be written to"
        raise MissingError(msg) from error
