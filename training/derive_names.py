"""Derives from published packages two tables of the gazetteer, names of countries in other scripts and airports, and
what the pages call countries in Ukrainian.

    npm pack cldr-localenames-full@48.2.0                         (Unicode licence v3)
    python -m pip download --no-deps airportsdata==20260905       (MIT)
    python training/derive_names.py cldr-localenames-full-48.2.0.tgz airportsdata-20260905-py3-none-any.whl

writes data/gazetteer/country_names.csv, data/gazetteer/airports.csv and the table of countries in
geo/dashboard/catalogue/uk_places.toml anew. Same input, same bytes.
"""

from __future__ import annotations

import csv
import io
import json
import sys
import tarfile
import zipfile
from math import cos, hypot, radians
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "data" / "gazetteer"
SPOKEN = ROOT / "geo" / "dashboard" / "catalogue" / "uk_places.toml"
#: Where CLDR's short form is what a newspaper writes, names that it has in another form than we need, or not at all.
SHORT = ("HK", "MO", "PS", "US")
OWN = {"CD": "ДР Конго", "CG": "Республіка Конго", "MM": "М’янма"}
UNLISTED = {
    "Indian Ocean Ter.": "Території в Індійському океані",
    "N. Cyprus": "Північний Кіпр",
    "Siachen Glacier": "льодовик Сіачен",
    "Somaliland": "Сомаліленд",
}
#: Languages whose writing news about armed conflict is most often in, beside the Latin one.
LANGUAGES = ("ar", "be", "bg", "ckb", "fa", "he", "mk", "ps", "ru", "sr", "uk", "ur")
#: CLDR also lists short and other forms under these endings.
FORMS = ("", "-alt-short", "-alt-variant")
CLDR = "CLDR 48.2 territory names through npm cldr-localenames-full"
AIRPORTS = "airportsdata 20260905"
#: Countries at war, or beside one, since 2010: of them all airports with a code are taken, of others the international.
WAR = frozenset(
    (
        *("AF", "AM", "AZ", "BD", "BF", "BI", "BY", "CD", "CF", "CG", "CI", "CM", "CO", "DJ", "DZ", "EC", "EG", "ER"),
        *("ET", "GE", "HT", "IL", "IN", "IQ", "IR", "JO", "KE", "KG", "KH", "KP", "KR", "KW", "LB", "LR", "LY", "MD"),
        *("ML", "MM", "MR", "MX", "MZ", "NE", "NG", "NP", "PG", "PH", "PK", "PS", "RU", "RW", "SA", "SD", "SO", "SS"),
        *("SY", "TD", "TH", "TJ", "TN", "TR", "TW", "UA", "UG", "VE", "XK", "YE", "ZA", "ZW"),
    )
)
#: An airport this near to one of our own list is the same.
SAME_KM = 8.0
RADIUS_KM = 4
COLUMNS = (
    *("id", "name", "level", "country", "admin1", "lat", "lon", "radius_km", "population", "geonameid"),
    *("names", "other_names", "codes", "gn_codes", "source", "licence"),
)
Row = dict[str, str]


def rows_of(name: str) -> list[Row]:
    """The rows of a table of ours."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def write(name: str, columns: tuple[str, ...], rows: list[Row]) -> None:
    """A table of ours, anew."""
    with (FOLDER / name).open("w", encoding="utf-8", newline="") as out:
        table = csv.DictWriter(out, columns, lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
    print(f"{name}: {len(rows)} rows")


def country_names(archive: Path) -> list[Row]:
    """Names of every country of ours in the languages above."""
    found: dict[str, dict[str, None]] = {line["iso2"]: {} for line in rows_of("countries.csv")}
    with tarfile.open(archive) as package:
        for language in LANGUAGES:
            member = package.extractfile(f"package/main/{language}/territories.json")
            if member is None:
                raise SystemExit(f"expected the names of territories in {language!r}, got none in {archive}")
            names = json.load(member)["main"][language]["localeDisplayNames"]["territories"]
            for code, known in found.items():
                forms = [names.get(f"{code}{form}") for form in FORMS]
                known.update(dict.fromkeys(form for form in forms if form and not form.isascii() and form != code))
    return [
        {"id": f"country:{code}", "kind": "name", "names": "|".join(names), "source": CLDR, "licence": "Unicode-3.0"}
        for code, names in sorted(found.items())
        if names
    ]


def spoken(archive: Path) -> None:
    """What the pages call our countries in Ukrainian; provinces stay as they are written by hand in the same file."""
    with tarfile.open(archive) as package:
        member = package.extractfile("package/main/uk/territories.json")
        if member is None:
            raise SystemExit(f"expected the Ukrainian names of territories, got none in {archive}")
        names = json.load(member)["main"]["uk"]["localeDisplayNames"]["territories"]
    said = {
        line["name"]: OWN.get(code) or names[f"{code}-alt-short" if code in SHORT else code].replace("ʼ", "’")
        for line in rows_of("countries.csv")
        if (code := line["iso2"]) in names
    }
    rows = [
        f"{json.dumps(name, ensure_ascii=False)} = {json.dumps(other, ensure_ascii=False)}"
        for name, other in (*sorted(said.items()), *UNLISTED.items())
    ]
    _, mark, rest = SPOKEN.read_text(encoding="utf-8").partition("\n[provinces]")
    head = (
        f"# English -> Ukrainian. Countries: {CLDR} (Unicode-3.0), by training/derive_names.py; provinces: own list.\n"
    )
    SPOKEN.write_text(head + "[countries]\n" + "\n".join(rows) + "\n" + mark + rest, encoding="utf-8")
    print(f"{SPOKEN.name}: {len(rows)} countries")


def km(a: Row, b: Row) -> float:
    """Distance of two rows that are near each other."""
    lat, lon = float(a["lat"]), float(a["lon"])
    return 111.2 * hypot(float(b["lat"]) - lat, (float(b["lon"]) - lon) * cos(radians(lat)))


def airports(wheel: Path) -> list[Row]:
    """Airports with a code, without those that our own list has."""
    own = [row for row in rows_of("supplement.csv") if any(word in row["name"].lower() for word in ("airport", "air "))]
    with zipfile.ZipFile(wheel) as package:
        lines = io.TextIOWrapper(package.open("airportsdata/airports.csv"), encoding="utf-8", newline="")
        listed = sorted((row for row in csv.DictReader(lines) if row["iata"]), key=lambda row: row["iata"])
    first: set[tuple[str, str]] = set()
    found = []
    for row in sorted(listed, key=lambda row: ("International" not in row["name"], row["iata"])):
        name, city = row["name"].strip(), row["city"].strip()
        wanted = "International" in name or row["country"] in WAR
        if not wanted or any(word in name for word in ("Heliport", "Seaplane", "|")) or "Air" not in name:
            continue
        if any(km(row, one) < SAME_KM for one in own):
            continue
        names = [name.replace(" International", "")] if " International Airport" in name else []
        if city and (row["country"], city) not in first:
            first.add((row["country"], city))
            names += (
                [f"{city} Airport", f"{city} International Airport"] if "International" in name else [f"{city} Airport"]
            )
        found.append(
            dict.fromkeys(COLUMNS, "")
            | {"id": f"airport:{row['iata']}", "name": name, "level": "facility", "country": row["country"]}
            | {"lat": row["lat"], "lon": row["lon"], "radius_km": str(RADIUS_KM)}
            | {"names": "|".join(one for one in dict.fromkeys(names) if one != name)}
            | {"source": AIRPORTS, "licence": "MIT"}
        )
    return sorted(found, key=lambda row: row["id"])


def main() -> None:
    """All three."""
    archive, wheel = (Path(one) for one in sys.argv[1:3])
    write("country_names.csv", ("id", "kind", "names", "source", "licence"), country_names(archive))
    write("airports.csv", COLUMNS, airports(wheel))
    spoken(archive)


if __name__ == "__main__":
    main()
