"""``corrections list``, ``undo``, ``export``, ``import`` and ``gold``."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from geo.cli.output import output
from geo.cli.progress import open_gazetteer
from geo.cli.say import say, say_json
from geo.errors import InputError, MissingError
from geo.settings import Settings

if TYPE_CHECKING:
    from geo.store.remembered import Correction

#: Letters of a quote that the list shows.
QUOTE_WIDTH = 60
MAX_FILE_BYTES = 256 << 20


@click.group()
def corrections() -> None:
    """What people corrected: list it, take it back, carry it to another store, make gold of it."""


@corrections.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_corrections(*, as_json: bool) -> None:
    """List all corrections, oldest first, with those that were undone: id, day, by whom, what, why."""
    from geo.pipeline import look_into
    from geo.store.codec import plain

    for one in look_into(Settings.from_env()).corrections.history():
        if as_json:
            say_json(plain(one))
        else:
            undone = f"\tundone by {one.undone_by}" if one.undone else ""
            what = f"{one.field} ({one.scope})" if one.spot else one.field
            say(f"{one.id}\t{one.made.date()}\t{one.author}\t{what}\t{_about(one)}\t{one.reason}{undone}")


def _about(one: Correction) -> str:
    from geo.store.remembered import made_in

    quote = " ".join(next((each.quote for each in made_in(one)), "").split())
    return quote if len(quote) <= QUOTE_WIDTH else quote[: QUOTE_WIDTH - 1] + "…"


@corrections.command("undo")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option("--author", required=True, help="Who takes it back.")
def undo_corrections(ids: tuple[str, ...], author: str) -> None:
    """Take corrections back; the list still names them."""
    from geo.desk import undo
    from geo.pipeline import open_store

    store = open_store(Settings.from_env())
    for one in ids:
        undo(store, one, author=author, made=datetime.now(UTC))
    store.close()
    say(f"undone: {len(ids)}")


@corrections.command("export")
@click.argument("file", type=click.Path(), metavar="FILE.json")
def export_corrections(file: str) -> None:
    """Write all corrections with their stories, and the publication days that were set by hand; - is the output."""
    from geo.desk import export_corrections as written
    from geo.pipeline import look_into

    store = look_into(Settings.from_env())
    text, n = written(store), len(store.corrections.history())
    store.close()
    with output(file) as stream:
        stream.write(text.encode("utf-8", "surrogateescape"))
    say(f"{n} corrections written to {file}", err=True)


@corrections.command("import")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.json")
def import_corrections(file: Path) -> None:
    """Take the corrections that `corrections export` wrote.

    Each finds its article and its sentence by itself; one whose article is not there waits for it.
    """
    from geo.desk import import_corrections as take
    from geo.pipeline import open_store

    try:
        if file.stat().st_size > MAX_FILE_BYTES:
            msg = f"{file}: larger than {MAX_FILE_BYTES >> 20} MB"
            raise InputError(msg)
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        msg = f"{file} cannot be read: {error}"
        raise InputError(msg) from error
    settings = Settings.from_env()
    store = open_store(settings)
    taken = take(store, text, open_gazetteer(settings))
    store.close()
    say(f"corrections: {taken.added} added, {taken.known} there already")
    if taken.days_waiting:
        say(f"note: {taken.days_waiting} publication days belong to articles that are not here", err=True)


@corrections.command("gold")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER")
@click.option("--all", "every", is_flag=True, help="Also articles of which only some incidents were looked at.")
def gold_corrections(folder: Path, *, every: bool) -> None:
    r"""Write the corrected articles as annotated ones: to measure the reader on them, and to train its models anew.

    \b
    python -m geo corrections gold my-gold
    python -m geo evaluate my-gold
    python training/retrain.py    (trains on them itself, from the store)
    """
    from geo.correcting.gold import gold, is_whole
    from geo.desk import corrected_readings
    from geo.pipeline import open_store

    store = open_store(Settings.from_env())
    found = corrected_readings(store)
    taken = [one for one in found if every or is_whole(one)]
    store.close()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        msg = f"cannot make the folder {folder}: {error.strerror}. Choose another one"
        raise MissingError(msg) from error
    for one in taken:
        with output(str(folder / f"{one.article.id}.json")) as stream:
            stream.write(json.dumps(gold(one), ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass"))
    say(f"{len(taken)} annotated articles written to {folder}")
    if rest := len(found) - len(taken):
        say(f"note: {rest} more have incidents that nobody accepted yet; --all takes them too", err=True)
