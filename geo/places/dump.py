"""Reads a full GeoNames country dump: 19 columns separated by tabs, no heading line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from geo.places import tables
from geo.places.addition_files import Source
from geo.places.addition_rows import BadRowError, Line, Tally, checked_int, checked_name, checked_point

#: The columns of the dump, as GeoNames' readme lists them.
COLUMNS = (
    *("geonameid", "name", "asciiname", "alternatenames", "lat", "lon", "feature_class", "feature_code", "country"),
    *("cc2", "admin1", "admin2", "admin3", "admin4", "population", "elevation", "dem", "timezone", "modified"),
)
FEATURES = "feature_codes.csv"


@dataclass(frozen=True, slots=True)
class _Feature:
    level: str
    radius_km: float | None  #: None: by population


def is_dump(first_line: bytes) -> bool:
    """Whether a file that begins like this is a dump.

    Parameters
    ----------
    first_line
        With or without its end.
    """
    cells = first_line.split(b"\t")
    return len(cells) == len(COLUMNS) and cells[0].strip().isdigit()


def rows(source: Source, data_dir: Path, tally: Tally) -> Iterator[Line]:
    """The places of a dump in the columns of our own tables.

    Parameters
    ----------
    source
        The open file.
    data_dir
        Where ``feature_codes.csv`` and the provinces are.
    tally
        Counts what is kept, what is of a kind that news does not name, and what is bad.
    """
    features = {
        (line["class"], line["code"]): _Feature(line["level"], float(line["radius_km"]) if line["radius_km"] else None)
        for line in tables.own_table(data_dir, FEATURES)
    }
    provinces = tables.provinces(data_dir)
    for number, content in source.lines():
        try:
            row = _row(content, features, provinces)
        except BadRowError as error:
            tally.note(number, error)
            continue
        if row is None:
            tally.left_out += 1
        else:
            tally.kept += 1
            yield row


def _row(content: bytes | None, features: dict[tuple[str, str], _Feature], provinces: dict[str, str]) -> Line | None:
    """One row; None where its kind is left out."""
    if content is None:
        raise BadRowError("the line is too long")
    try:
        cells = dict(zip(COLUMNS, content.decode("utf-8").split("\t"), strict=True))
    except UnicodeDecodeError:
        raise BadRowError("expected UTF-8") from None
    except ValueError:
        raise BadRowError(f"expected {len(COLUMNS)} columns separated by tabs, got {content.count(9) + 1}") from None
    geonameid = checked_int(cells["geonameid"], "geonameid")
    if geonameid is None:
        raise BadRowError("expected geonameid as a whole number, got nothing")
    name = checked_name(cells["name"])
    lat, lon = checked_point(cells["lat"], cells["lon"])
    population = checked_int(cells["population"], "population") or 0
    feature = features.get((cells["feature_class"], cells["feature_code"]))
    if feature is None:
        return None
    code = f"{cells['country']}.{cells['admin1']}"
    radius_km = tables.town_radius_km(population) if feature.radius_km is None else feature.radius_km
    others = [other for other in cells["alternatenames"].replace("|", " ").split(",") if other and other != name]
    return {
        "id": f"gn:{geonameid}",
        "name": name,
        "level": feature.level,
        "country": cells["country"],
        "admin1": provinces.get(code, ""),
        "lat": f"{lat:.5f}",
        "lon": f"{lon:.5f}",
        "radius_km": f"{radius_km:g}",
        "population": str(population or ""),
        "geonameid": str(geonameid),
        "other_names": "|".join(others),
        "gn_codes": code if cells["feature_code"] == "ADM1" else "",
        "source": tables.GEONAMES,
        "licence": "CC BY 4.0",
    }
