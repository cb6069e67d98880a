"""``geocode``: names to places and points to places; offline, unless the user asks otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from geo.cli.progress import open_gazetteer
from geo.cli.say import say, say_json
from geo.errors import GeoError
from geo.model import Place
from geo.settings import Settings

if TYPE_CHECKING:
    from geo.places.chain import ChainAnswer, GeocoderChain


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--reverse", "point", metavar="LAT,LON", help="What holds a point, and the settlements near it.")
@click.option("--online", is_flag=True, help="Ask the geocoder of GEO_GEOCODER for names that are not there.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line: the name and its places.")
@click.option("--limit", default=5, show_default=True, type=click.IntRange(1, 1000), help="Places for each name.")
@click.option("--country", metavar="CODE", help="Only places of this country (ISO 3166-1 alpha-2).")
@click.pass_context
def geocode(
    context: click.Context,
    names: tuple[str, ...],
    *,
    point: str | None,
    online: bool,
    as_json: bool,
    limit: int,
    country: str | None,
) -> None:
    """Look names up in the gazetteer: best-known place first. A name that is not there is said to be so.

    "Springfield, Illinois" looks within the wider place. With --online, names that the gazetteer lacks are sent to the
    geocoder that GEO_GEOCODER (nominatim, photon or pelias) and GEO_GEOCODER_URL set up; otherwise nothing is sent.
    """
    if bool(names) == (point is not None) or (point is not None and online):
        msg = "give NAMEs, or --reverse LAT,LON alone"
        raise click.UsageError(msg)
    settings = Settings.from_env()
    if point is not None:
        _reverse(settings, point, as_json=as_json, limit=limit)
        return
    chain = _chain(settings, online=online)
    failed = 0
    for name in names:
        try:
            answer = chain.places(name)
        except GeoError as error:
            failed = error.exit_code
            say(f"failed: {name}: {error}", err=True)
            continue
        found = [place for place in answer.places if country in (None, "", place.country)][:limit]
        _print(name, found, answer, as_json=as_json)
    context.exit(failed)


def _chain(settings: Settings, *, online: bool) -> GeocoderChain:
    from geo.places.chain import GeocoderChain

    if not online:
        return GeocoderChain(open_gazetteer(settings))
    from geo.places.online import OnlineGeocoder

    asked = OnlineGeocoder(settings)
    say(asked.notice, err=True)
    return GeocoderChain(open_gazetteer(settings), asked)


def _print(name: str, found: Sequence[Place], answer: ChainAnswer, *, as_json: bool) -> None:
    if as_json:
        line = {"name": name, "places": [_shown(place) for place in found], "attribution": answer.attribution}
        say_json(line)
        return
    for place in found:
        say(f"{name}\t{_line(place)}")
    if found and answer.online:
        say(f"{name}\t{answer.attribution}", err=True)
    if not found:
        say(f"{name}\tnot in the gazetteer{', nor known online' if answer.online else ''}")


def _reverse(settings: Settings, point: str, *, as_json: bool, limit: int) -> None:
    from geo.places.search import parse_point

    where = parse_point(point)
    if where is None:
        msg = f"expected a point such as 48.59,38.0 (lat, lon in degrees), got {point!r}"
        raise click.UsageError(msg)
    from geo.places.around import around

    found = around(open_gazetteer(settings), settings.data_dir, *where, limit=limit)
    district, centre_km = found.district or (None, None)
    holds = {
        "country": found.country_name,
        "province": found.province.name if found.province else None,
        "district": district.name if district else None,
        "district_centre_km": centre_km,
        "regions": [place.name for place in found.regions],
    }
    if as_json:
        places = [{**_shown(place), "distance_km": km} for place, km in found.settlements]
        say_json({"lat": where[0], "lon": where[1], **holds, "places": places})
        return
    parts = [found.country_name or "in no country", found.province.name if found.province else ""]
    parts += [f"{district.name} (centre {centre_km} km away)"] if district else []
    parts.append(", ".join(place.name for place in found.regions))
    say(f"in\t{' › '.join(filter(None, parts))}")
    for place, km in found.settlements:
        say(f"{km:.1f} km\t{_line(place)}")
    if not found.settlements:
        say("no settlement within about 400 km")


def _line(place: Place) -> str:
    where = ", ".join(filter(None, (place.admin1, place.country)))
    point = f"{place.lat:.4f}\t{place.lon:.4f}"
    return f"{place.name}\t{where}\t{point}\t{place.level}\t{place.population or ''}\t{place.id}"


def _shown(place: Place) -> dict[str, Any]:
    fields = ("id", "name", "lat", "lon", "level", "country", "admin1", "geonameid", "population", "source")
    return {field: getattr(place, field) for field in fields}
