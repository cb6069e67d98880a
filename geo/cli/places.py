"""``geocode`` and ``gazetteer``: names to places, and the table they come from."""

from __future__ import annotations

import json
from typing import Any

import click

from geo.cli.progress import open_gazetteer, progress
from geo.model import Place
from geo.settings import Settings


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line: the name and its places.")
@click.option("--limit", default=5, show_default=True, type=click.IntRange(1, 1000), help="Places for each name.")
@click.option("--country", metavar="CODE", help="Only places of this country (ISO 3166-1 alpha-2).")
def geocode(names: tuple[str, ...], *, as_json: bool, limit: int, country: str | None) -> None:
    """Look names up in the gazetteer: best-known place first. A name that is not there is said to be so."""
    gazetteer = open_gazetteer(Settings.from_env())
    for name in names:
        found = [place for place in gazetteer.lookup(name) if country in (None, "", place.country)]
        found = found[:limit]
        if as_json:
            line = {"name": name, "places": [_shown(place) for place in found]}
            click.echo(json.dumps(line, ensure_ascii=False))
            continue
        for place in found:
            where = ", ".join(filter(None, (place.admin1, place.country)))
            point = f"{place.lat:.4f}\t{place.lon:.4f}"
            click.echo(f"{name}\t{place.name}\t{where}\t{point}\t{place.level}\t{place.population or ''}\t{place.id}")
        if not found:
            click.echo(f"{name}\tnot in the gazetteer")


def _shown(place: Place) -> dict[str, Any]:
    fields = ("id", "name", "lat", "lon", "level", "country", "admin1", "geonameid", "population", "source")
    return {field: getattr(place, field) for field in fields}


@click.group()
def gazetteer() -> None:
    """Build the gazetteer of places, or say what it holds."""


@gazetteer.command("build")
def build_gazetteer() -> None:
    """Build the gazetteer anew, from what is installed on this machine; nothing is downloaded."""
    from geo.places.gazetteer import build

    with progress("Building the gazetteer of places") as report:
        made = build(Settings.from_env(), report)
    click.echo(f"built {made}")


@gazetteer.command("info")
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
def gazetteer_info(*, as_json: bool) -> None:
    """Say where the gazetteer is, what it holds and where that comes from."""
    info = open_gazetteer(Settings.from_env()).info()
    if as_json:
        click.echo(json.dumps(info, ensure_ascii=False, default=str))
        return
    for key, value in info.items():
        click.echo(f"{key}: {value}")
