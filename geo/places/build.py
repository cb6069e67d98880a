"""Builds the gazetteer: one SQLite file from GeoNames' settlements and our own tables, written once, then read."""

from __future__ import annotations

import hashlib
import json
import os
import re
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from math import cos, log10, radians
from pathlib import Path

from geo.model import Place
from geo.places import additions, key_filter, keys, tables, types, user_table
from geo.settings import Settings

Progress = Callable[[float, str], None]

#: Goes up when the meaning of the tables changes; the code that builds is part of the hash anyway.
SCHEMA = 3
#: What a row of ``name`` says of a name.
OWN, OTHER, CODE, OWN_BARE, OTHER_BARE, ABBREVIATION = range(6)
#: Degrees of the cells for "what is near this point".
CELL_DEG = 0.5
#: A settlement needs this many people to be found under a mere skeleton of its name.
SKELETON_POPULATION = 5_000
_COMMON_WORDS = Path("lexicons") / "toponym_common_words.csv"
_BATCH = 20_000
_DIGIT = re.compile(r"[0-9]")
#: The first letter that is not Latin (Greek begins here, later ones follow).
_BEYOND_LATIN = 0x370
_KEPT_FILES = 3
#: How well known a row is, where there is no population: in tenfold people.
_RANK = {"country": 9.0, "region": 6.0, "water": 5.0, "line": 4.5, "facility": 4.5, "neighbourhood": 3.6, "city": 3.4}
#: What is taken off the population of provinces and districts: a bare name is first the town.
_RANK_OFF = {"admin1": 1.2, "admin2": 2.2}
_RANK_PEOPLE = {"admin1": 300_000, "admin2": 30_000}

_TABLES = """
PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA page_size=8192;
CREATE TABLE place(n INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, lat REAL NOT NULL, lon REAL NOT NULL,
  level TEXT NOT NULL, country TEXT, admin1 TEXT, geonameid INTEGER, radius_km REAL NOT NULL, population INTEGER,
  source TEXT NOT NULL, rank REAL NOT NULL, cell INTEGER) STRICT;
CREATE TABLE raw(key TEXT NOT NULL, n INTEGER NOT NULL, kind INTEGER NOT NULL);
CREATE TABLE raw_skeleton(key TEXT NOT NULL, n INTEGER NOT NULL);
CREATE TABLE name(key TEXT NOT NULL, n INTEGER NOT NULL, kind INTEGER NOT NULL,
  PRIMARY KEY(key, n)) WITHOUT ROWID, STRICT;
CREATE TABLE skeleton(key TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY(key, n)) WITHOUT ROWID, STRICT;
CREATE TABLE ordinary(key TEXT PRIMARY KEY) WITHOUT ROWID, STRICT;
CREATE TABLE demonym(key TEXT PRIMARY KEY, country TEXT NOT NULL) WITHOUT ROWID, STRICT;
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID, STRICT;
CREATE TABLE filter(bits BLOB NOT NULL) STRICT;
"""
_FINISH = (
    "INSERT INTO name SELECT key, n, min(kind) FROM raw GROUP BY key, n ORDER BY key, n",
    "INSERT INTO skeleton SELECT DISTINCT key, n FROM raw_skeleton ORDER BY key, n",
    "DROP TABLE raw",
    "DROP TABLE raw_skeleton",
    "CREATE UNIQUE INDEX place_id ON place(id)",
    "CREATE INDEX place_cell ON place(cell) WHERE cell IS NOT NULL",
)
#: Set before skeletons in the filter of keys, where both kinds of keys are.
SKELETON_SIGN = "~"


def cell(lat: float, lon: float) -> int:
    """Number of the cell of ``CELL_DEG`` degrees that a point lies in."""
    return int((lat + 90) / CELL_DEG) * 100_000 + int((lon + 180) % 360 / CELL_DEG)


def inputs_hash(settings: Settings) -> str:
    """A hash of all that the gazetteer is made of: GeoNames' table, our tables, the user's, and the code that reads."""
    digest = hashlib.sha256(f"{SCHEMA} {tables.cities_hash()} {additions.fingerprint(settings)}".encode())
    own = [settings.data_dir / tables.FOLDER / name for name in tables.OWN_TABLES]
    code = [Path(str(module.__file__)) for module in (key_filter, keys, tables, types, user_table)] + [Path(__file__)]
    for path in (*own, settings.data_dir / _COMMON_WORDS, *code):
        digest.update(path.name.encode())
        digest.update(path.read_bytes() if path.is_file() else b"-")
    return digest.hexdigest()[:16]


def database_path(settings: Settings) -> Path:
    """Where the gazetteer of these inputs lies, built or not."""
    return settings.cache_dir / f"gazetteer-{SCHEMA}-{inputs_hash(settings)}.db"


def seal_path(path: Path) -> Path:
    """The small file beside a gazetteer that says what its bytes should be."""
    return path.with_suffix(".json")


def file_hash(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def write_seal(path: Path, sha256: str) -> None:
    """Record the hash of a gazetteer, with the size and time by which a change is noticed."""
    state = path.stat()
    seal = {"sha256": sha256, "size": state.st_size, "mtime_ns": state.st_mtime_ns}
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".json.tmp")
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        json.dump(seal, out)
    Path(name).replace(seal_path(path))


def build(settings: Settings, progress: Progress | None = None) -> Path:
    """Build the gazetteer anew and put it in its place in one step; other processes may do the same meanwhile.

    Parameters
    ----------
    settings
        Where caches and data lie.
    progress
        Called with the share done, 0..1, and what is being done.

    Returns
    -------
    Path
        The SQLite file.

    Raises
    ------
    MissingError
        If a table that it is made of is not there.
    """
    report = progress or (lambda _share, _what: None)
    path = database_path(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".db.tmp")
    os.close(descriptor)
    made = Path(name)
    try:
        with closing(sqlite3.connect(made, isolation_level=None)) as database:
            _Builder(database, settings, report).run()
        with made.open("rb+") as content:
            os.fsync(content.fileno())
        sha256 = file_hash(made)
        made.chmod(0o644)
        made.replace(path)
    finally:
        made.unlink(missing_ok=True)
    write_seal(path, sha256)
    _drop_old(path)
    report(1.0, "the gazetteer is ready")
    return path


def _drop_old(path: Path) -> None:
    """Keep the newest few gazetteers: an older Sitmap may still read its own."""
    found = sorted(path.parent.glob("gazetteer-*.db"), key=lambda one: one.stat().st_mtime_ns, reverse=True)
    for old in found[_KEPT_FILES:]:
        if old != path:
            old.unlink(missing_ok=True)
            seal_path(old).unlink(missing_ok=True)


class _Builder:
    """Fills one empty database."""

    def __init__(self, database: sqlite3.Connection, settings: Settings, report: Progress) -> None:
        self._database = database
        self._settings = settings
        self._data_dir = settings.data_dir
        self._inputs = inputs_hash(settings)
        self._report = report
        self._types = types.TypeWords.read(tables.own_table(settings.data_dir, "type_words.csv"))
        self._stop = {keys.fold(line["name"]) for line in tables.own_table(settings.data_dir, "stop_names.csv")}
        common = settings.data_dir / _COMMON_WORDS
        self._common = {keys.fold(line["word"]) for line in tables.read_table(common)} if common.is_file() else set()
        self._places: list[tuple[object, ...]] = []
        self._names: list[tuple[str, int, int]] = []
        self._skeletons: list[tuple[str, int]] = []
        self._counts: defaultdict[str, int] = defaultdict(int)
        self._more = tables.MoreNames.read(settings.data_dir)
        self._overrides = {line["id"]: line for line in additions.kept_rows(settings, "table")}
        #: Numbers of countries, provinces and other areas by GeoNames' id or code: a dump adds to their names only.
        self._areas: dict[str, int] = {}

    def run(self) -> None:
        """All steps, in order; same input, same rows."""
        self._database.executescript(_TABLES)
        self._database.execute("BEGIN")
        self._report(0.0, "reading countries and provinces")
        for row in tables.country_rows(self._data_dir):
            self._add_area(row, ())
        for table in ("admin1.csv", "admin2.csv", "supplement.csv"):
            for line in tables.own_table(self._data_dir, table):
                self._add_area(tables.area_row(line), tables.split_names(line["gn_codes"]))
        for table in ("sites.csv", "airports.csv"):
            for line in tables.own_table(self._data_dir, table):
                # nearly every town has one: "Sumy" alone must not be its airport
                self._add(replace(tables.area_row(line), bare=False))
        seen = self._dumps()
        for row in self._cities():
            if row.place.id not in seen:
                self._add(row)
        for line in self._overrides.values():
            self._insert(user_table.new_row(line))
        self._flush()
        self._demonyms()
        self._meta()
        self._database.execute("COMMIT")
        self._report(0.75, "sorting names")
        for number, statement in enumerate(_FINISH):
            self._database.execute(statement)
            self._report(0.75 + 0.2 * (number + 1) / len(_FINISH), "sorting names")
        self._filter()
        self._database.execute("VACUUM")

    def _filter(self) -> None:
        """By which a name that nothing has is known without a search."""
        query = "SELECT key FROM name UNION ALL SELECT ? || key FROM skeleton"
        (count,) = self._database.execute(
            "SELECT (SELECT count(*) FROM name) + (SELECT count(*) FROM skeleton)"
        ).fetchone()
        found = (key for (key,) in self._database.execute(query, (SKELETON_SIGN,)))
        self._database.execute("INSERT INTO filter VALUES (?)", (key_filter.make(found, count),))

    def _cities(self) -> Iterator[tables.Row]:
        provinces = tables.provinces(self._data_dir)
        for number, (share, item) in enumerate(tables.read_cities(tables.cities_path())):
            if number % 5_000 == 0:
                self._report(0.02 + 0.7 * share, "reading towns and villages")
            yield tables.city_row(item, provinces.get(f"{item['countrycode']}.{item['admin1code']}"))

    def _dumps(self) -> set[str]:
        """Adds the rows of GeoNames dumps that the user gave; returns their ids."""
        seen: set[str] = set()
        for number, line in enumerate(additions.kept_rows(self._settings, "geonames")):
            if number % 20_000 == 0:
                self._report(0.02, "reading the places that you added")
            area = self._areas.get(line["id"]) or self._areas.get(line["gn_codes"])
            row = tables.area_row(line)
            if area is not None:
                names = self._keys(replace(row, own=(), other=(*row.own, *row.other)))
                self._names.extend((key, area, kind) for key, kind in names.items())
            elif row.place.id not in seen:
                seen.add(row.place.id)
                self._add(row)
        return seen

    def _add_area(self, row: tables.Row, codes: Iterable[str]) -> None:
        number = self._add(row)
        for code in codes:
            self._areas.setdefault(code, number)
        if row.place.geonameid is not None:
            self._areas.setdefault(f"gn:{row.place.geonameid}", number)

    def _add(self, row: tables.Row) -> int:
        """A place that we or GeoNames know, as the user may have corrected it; returns its number."""
        override = self._overrides.pop(row.place.id, None)
        return self._insert(self._more.given_to(row if override is None else user_table.override(row, override)))

    def _insert(self, row: tables.Row) -> int:
        place = row.place
        number = self._counts["places"] = self._counts["places"] + 1
        self._counts[place.level] += 1
        at = cell(place.lat, place.lon) if place.level in ("city", "neighbourhood") else None
        self._places.append(
            (
                *(number, place.id, place.name, place.lat, place.lon, place.level, place.country, place.admin1),
                *(place.geonameid, place.radius_km, place.population, place.source, rank(place), at),
            )
        )
        self._names.extend((key, number, kind) for key, kind in self._keys(row).items())
        if len(self._places) >= _BATCH:
            self._flush()
        return number

    def _keys(self, row: tables.Row) -> dict[str, int]:
        """Key -> the strongest thing that is known of it for this row."""
        found: dict[str, int] = {}
        area = row.place.level in ("admin1", "admin2")
        bones = row.place.level != "city" or row.place.source != tables.GEONAMES
        bones = bones or (row.place.population or 0) >= SKELETON_POPULATION
        for name in row.own:
            key = keys.fold(name)
            self._own_key(found, key, OWN)
            split = self._types.split(key) if area else None
            if split is not None and any(level.startswith("admin") for level in split[1].levels):
                self._own_key(found, split[0], OWN)
                key = split[0]
            if row.bare:
                self._facility_key(found, key, row.place.level)
            if bones and (bone := keys.skeleton(key)):
                self._skeletons.append((bone, self._counts["places"]))
        for name in row.other:
            if self._worth_keeping(name):
                # in its own writing a name is as good as the one on the map
                self._own_key(found, keys.fold(name), OTHER if ord(name[0]) < _BEYOND_LATIN else OWN)
        for name in row.codes:
            found.setdefault(keys.fold(name), CODE)
        for name in row.abbreviations:
            found.setdefault(keys.dotted(name), ABBREVIATION)
        return found

    def _facility_key(self, found: dict[str, int], key: str, level: str) -> None:
        """The Zaporizhzhia Nuclear Power Plant is found under "Zaporizhzhia" too, after the town."""
        split = self._types.split(key) if level == "facility" else None
        if split is not None and "facility" in split[1].levels and len(split[0]) >= 4 and split[0] not in self._stop:
            found.setdefault(split[0], OTHER_BARE)

    def _own_key(self, found: dict[str, int], key: str, kind: int) -> None:
        if len(key) < (3 if key.isascii() else 2) or key in self._stop:
            return
        found[key] = min(kind, found.get(key, kind))
        bare = keys.without_article(key)
        if bare != key and len(bare) >= 4 and bare not in self._stop and bare not in self._common:
            found.setdefault(bare, OWN_BARE if kind == OWN else OTHER_BARE)

    def _worth_keeping(self, name: str) -> bool:
        """Alternative names hold codes, romanisations by machine and ordinary words: those are left out."""
        first = name[0]
        if first.isascii() and not first.isupper():
            return False
        if name.isascii() and (len(name) < 4 or name.isupper() or _DIGIT.search(name)):
            return False
        return keys.fold(name) not in self._common

    def _flush(self) -> None:
        self._database.executemany(f"INSERT INTO place VALUES ({','.join('?' * 14)})", self._places)  # noqa: S608
        self._database.executemany("INSERT INTO raw VALUES (?, ?, ?)", self._names)
        self._database.executemany("INSERT INTO raw_skeleton VALUES (?, ?)", self._skeletons)
        self._places.clear()
        self._names.clear()
        self._skeletons.clear()

    def _demonyms(self) -> None:
        found = {
            keys.fold(line["demonym"]): line["country"] for line in tables.own_table(self._data_dir, "demonyms.csv")
        }
        self._database.executemany("INSERT INTO demonym VALUES (?, ?)", sorted(found.items()))
        self._counts["demonyms"] = len(found)
        words = sorted((self._stop | self._common) - {""})
        self._database.executemany("INSERT INTO ordinary VALUES (?)", [(word,) for word in words])

    def _meta(self) -> None:
        facts = {
            "schema": str(SCHEMA),
            "inputs": self._inputs,
            "counts": json.dumps(dict(sorted(self._counts.items()))),
        }
        facts["sources"] = "GeoNames (CC BY 4.0), Natural Earth (public domain), Sitmap's own tables"
        self._database.executemany("INSERT INTO meta VALUES (?, ?)", facts.items())


def rank(place: Place) -> float:
    """How well known a place is, in tenfold people: the order in which rows of one name are given."""
    base = _RANK.get(place.level)
    if place.level == "city" and place.population:
        return round(log10(place.population), 3)
    if base is not None:
        return base
    people = place.population or _RANK_PEOPLE.get(place.level, 1_000)
    return round(max(2.5, log10(people) - _RANK_OFF.get(place.level, 0.0)), 3)


def lon_cells(lat: float, rings: int) -> int:
    """How many cells to look left and right for what reaches ``rings`` cells up and down."""
    return min(360, int(rings / max(0.05, cos(radians(lat)))) + 1)
