"""``gazetteer``: the table that places come from, and what the user adds to it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from geo.cli.progress import open_gazetteer, progress
from geo.cli.say import say, say_json
from geo.errors import InputError
from geo.settings import Settings


@click.group()
def gazetteer() -> None:
    """Build the gazetteer of places, add places to it, or say what it holds."""


@gazetteer.command("build")
def build_gazetteer() -> None:
    """Build the gazetteer anew, from what is installed on this machine; nothing is downloaded."""
    from geo.places.gazetteer import build

    with progress("Building the gazetteer of places") as report:
        made = build(Settings.from_env(), report)
    say(f"built {made}")


@gazetteer.command("add")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_context
def add_places(context: click.Context, file: Path) -> None:
    """Add the places of FILE; they are kept in your data folder and survive every rebuild.

    FILE is a GeoNames country dump (UA.zip or UA.txt as geonames.org ships it: 19 columns separated by tabs), or a CSV
    table of your own with the columns name, lat, lon and, as you like, id, geonameid, level, country, admin1,
    radius_km, population, aliases (separated by |), source. A row with the id of a known place (gn:703845) corrects
    it. A file of the same name takes the place of the one added before. Bad rows are named, counted and left out.
    """
    from geo.places import additions
    from geo.places.gazetteer import build

    settings = Settings.from_env()
    with progress(f"Adding {file.name}") as report:
        added = additions.add(settings, file, report)
    made = added.addition
    for problem in added.problems:
        say(f"failed: {file}: {problem}", err=True)
    if made.bad > len(added.problems):
        say(f"failed: {file}: and {made.bad - len(added.problems)} more rows", err=True)
    if not added.unchanged:
        with progress("Building the gazetteer of places") as report:
            build(settings, report)
    state = "was there already" if added.unchanged else "added"
    left = f", {made.left_out} of other kinds left out" if made.left_out else ""
    say(f"{made.name} {state}: {made.places} places{left}, {made.bad} bad rows")
    context.exit(InputError.exit_code if made.bad else 0)


@gazetteer.command("remove")
@click.argument("name")
def remove_places(name: str) -> None:
    """Take an added file out again, by the name that `gazetteer info` gives it."""
    from geo.places import additions

    gone = additions.remove(Settings.from_env(), name)
    say(f"removed {gone.name}: {gone.places} places")


@gazetteer.command("info")
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
def gazetteer_info(*, as_json: bool) -> None:
    """Say where the gazetteer is, what it holds, where that comes from, and what you added."""
    from geo.places import additions

    settings = Settings.from_env()
    info = open_gazetteer(settings).info()
    added = additions.listing(settings)
    if as_json:
        info |= {"added": [asdict(one) for one in added]}
        say_json(info)
        return
    for key, value in info.items():
        say(f"{key}: {value}")
    for one in added:
        say(f"added: {one.name} from {one.file}: {one.places} places")
