"""Reads a table of the user's own: places that GeoNames lacks, or better points and names for those that it has."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from geo.errors import InputError
from geo.model import LEVELS, Level, Place
from geo.places import keys, tables
from geo.places.addition_files import Source
from geo.places.addition_rows import BadRowError, Line, Tally, checked_int, checked_name, checked_point

#: What is kept of a row. Empty cells leave the place as it is, or take the usual value of a new one.
KEPT_COLUMNS = (
    *("id", "name", "lat", "lon", "level", "country", "admin1", "radius_km", "population", "geonameid"),
    *("aliases", "source"),
)
_NEEDED = ("name", "lat", "lon")
#: Other headings that tables have for our columns.
_SAME = {"latitude": "lat", "longitude": "lon", "lng": "lon", "long": "lon", "names": "aliases", "alias": "aliases"}
_DELIMITERS = (",", ";", "\t")
_OWN_SOURCE = "added by the user"
#: Such a table is kept in memory while the gazetteer is built.
MAX_ROWS = 300_000
_MAX_RADIUS_KM = 5_000.0
#: Radius in km of a new place whose row gives none.
_RADIUS_KM: dict[str, float] = {"admin1": 80.0, "admin2": 25.0, "region": 50.0, "water": 25.0, "country": 300.0}
_SMALL_KM = 3.0


def rows(source: Source, data_dir: Path, tally: Tally) -> Iterator[Line]:
    """The places of a table.

    Parameters
    ----------
    source
        The open file: CSV with a heading line, fields separated by commas, semicolons or tabs; one row a line.
    data_dir
        Where the list of countries is.
    tally
        Counts what is kept and what is bad.

    Raises
    ------
    InputError
        If the heading lacks a column that is needed, or there are too many rows.
    """
    heading, delimiter = _heading(source)
    countries = {line["iso2"] for line in tables.own_table(data_dir, "countries.csv")}
    for number, content in source.lines():
        if number == 1 or (content is not None and not content.strip()):
            continue
        if tally.kept >= MAX_ROWS:
            raise InputError(f"{source.file}: expected at most {MAX_ROWS} rows, got more. Add it in parts")
        try:
            row = _row(_cells(content, heading, delimiter), countries)
        except BadRowError as error:
            tally.note(number, error)
            continue
        tally.kept += 1
        yield row


def new_row(line: Mapping[str, str]) -> tables.Row:
    """A place that the gazetteer does not have yet.

    Parameters
    ----------
    line
        A kept row.
    """
    level: Level = line["level"] or "city"  # type: ignore[assignment]
    population = int(line["population"]) if line["population"] else None
    usual = tables.town_radius_km(population or 0) if level == "city" else _RADIUS_KM.get(level, _SMALL_KM)
    place = Place(
        id=line["id"],
        name=line["name"],
        lat=float(line["lat"]),
        lon=float(line["lon"]),
        level=level,
        country=line["country"] or None,
        admin1=line["admin1"] or None,
        geonameid=int(line["geonameid"]) if line["geonameid"] else None,
        radius_km=float(line["radius_km"]) if line["radius_km"] else usual,
        population=population,
        source=line["source"],
    )
    return tables.Row(place, (line["name"], *tables.split_names(line["aliases"])))


def override(row: tables.Row, line: Mapping[str, str]) -> tables.Row:
    """A place of the gazetteer with what the user says of it; its names are kept and the user's added.

    Parameters
    ----------
    row
        The place as it was.
    line
        A kept row of the same id.
    """
    level: Level = line["level"] or row.place.level  # type: ignore[assignment]
    place = replace(
        row.place,
        name=line["name"],
        lat=float(line["lat"]),
        lon=float(line["lon"]),
        level=level,
        country=line["country"] or row.place.country,
        admin1=line["admin1"] or row.place.admin1,
        radius_km=float(line["radius_km"]) if line["radius_km"] else row.place.radius_km,
        population=int(line["population"]) if line["population"] else row.place.population,
        source=line["source"],
    )
    return replace(row, place=place, own=(line["name"], *tables.split_names(line["aliases"]), *row.own))


def _heading(source: Source) -> tuple[list[str], str]:
    """Our names of the file's columns, and what separates them."""
    try:
        first = source.first_line.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        first = ""
    best: list[str] = []
    for delimiter in _DELIMITERS:
        try:
            cells = [cell.strip().lower() for cell in next(csv.reader([first], delimiter=delimiter), [])]
        except csv.Error:  # such as of a cell beyond all measure: no heading
            continue
        found = [_SAME.get(cell, cell) for cell in cells]
        if all(name in found for name in _NEEDED):
            return found, delimiter
        best = max(best, found, key=len)
    msg = (
        f"{source.file}: expected a GeoNames dump (19 columns separated by tabs) or a CSV table with the columns "
        f"name, lat and lon, got {', '.join(best)[:120]!r}"
    )
    raise InputError(msg)


def _cells(content: bytes | None, heading: list[str], delimiter: str) -> dict[str, str]:
    if content is None:
        raise BadRowError("the line is too long")
    try:
        cells = next(csv.reader([content.decode("utf-8-sig")], delimiter=delimiter, strict=True), [])
    except UnicodeDecodeError:
        raise BadRowError("expected UTF-8") from None
    except csv.Error as error:
        raise BadRowError(f"expected a row of CSV on one line ({error})") from None
    if len(cells) != len(heading):
        raise BadRowError(f"expected {len(heading)} columns, got {len(cells)}")
    return {name: cell.strip() for name, cell in zip(heading, cells, strict=True)}


def _row(cells: Mapping[str, str], countries: set[str]) -> Line:
    name = checked_name(cells["name"])
    lat, lon = checked_point(cells["lat"], cells["lon"])
    level, country = cells.get("level", "").lower(), cells.get("country", "").upper()
    if level and level not in LEVELS:
        raise BadRowError(f"expected a level ({', '.join(LEVELS)}), got {level[:40]!r}")
    if country and country not in countries:
        raise BadRowError(f"expected a country's two letters (ISO 3166-1), got {country[:40]!r}")
    geonameid = checked_int(cells.get("geonameid", ""), "geonameid")
    population = checked_int(cells.get("population", ""), "population")
    place_id = cells.get("id", "") or (f"gn:{geonameid}" if geonameid else _new_id(name, country, lat, lon))
    if any(letter.isspace() for letter in place_id) or len(place_id) > tables.MAX_ID:
        raise BadRowError(f"expected an id without blanks, such as gn:703845, got {place_id[:40]!r}")
    aliases = [checked_name(alias) for alias in tables.split_names(cells.get("aliases", ""))]
    return {
        "id": place_id,
        "name": name,
        "lat": f"{lat:.6f}",
        "lon": f"{lon:.6f}",
        "level": level,
        "country": country,
        "admin1": cells.get("admin1", ""),
        "radius_km": _radius(cells.get("radius_km", "")),
        "population": "" if population is None else str(population),
        "geonameid": "" if geonameid is None else str(geonameid),
        "aliases": "|".join(aliases),
        "source": cells.get("source", "") or _OWN_SOURCE,
    }


def _radius(text: str) -> str:
    if not text:
        return ""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 < value <= _MAX_RADIUS_KM:
        raise BadRowError(f"expected radius_km from 0 to {_MAX_RADIUS_KM:g}, got {text[:40]!r}")
    return f"{value:g}"


def _new_id(name: str, country: str, lat: float, lon: float) -> str:
    """The same row has the same id whenever it is added."""
    mark = hashlib.sha256(f"{name}\n{country}\n{lat:.4f}\n{lon:.4f}".encode()).hexdigest()[:8]
    return f"user:{keys.fold(name).replace(' ', '-')}-{mark}"
