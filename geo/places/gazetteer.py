"""The gazetteer: names to places, from one read-only SQLite file that is built on first use."""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

from geo.errors import MissingError
from geo.model import Level, Place
from geo.places import keys, tables
from geo.places.build import (
    ABBREVIATION,
    CELL_DEG,
    CODE,
    OTHER,
    OTHER_BARE,
    OWN,
    OWN_BARE,
    SKELETON_SIGN,
    Progress,
    build,
    cell,
    database_path,
    file_hash,
    lon_cells,
    seal_path,
    write_seal,
)
from geo.places.key_filter import KeyFilter
from geo.places.leaning import stamp, votes
from geo.places.types import Kind, TypeWords
from geo.settings import Interest, Settings
from geo.sphere import distance_km

__all__ = ["Gazetteer", "build"]

log = logging.getLogger(__name__)

_KM_PER_DEG = 111.0
#: What a weaker way of having the name costs, in tenfold people.
_COST = {OWN: 0.0, OTHER: 0.7, CODE: 0.0, OWN_BARE: 0.3, OTHER_BARE: 1.0, ABBREVIATION: 0.0}
_HINT_GAIN = 6.0
#: What a town costs that stands in for a facility or district of its name.
_STAND_IN = 3.0
#: A name may have very many namesakes; the best known ones are given.
_MAX_ROWS = 200
_MAX_NAME = 120
_COLUMNS = "p.id, p.name, p.lat, p.lon, p.level, p.country, p.admin1, p.geonameid, p.radius_km, p.population, p.source"
_BY_NAME = f"SELECT k.kind, p.rank, {_COLUMNS} FROM name k JOIN place p ON p.n = k.n WHERE k.key = ?"  # noqa: S608
_BY_SKELETON = f"SELECT 0, p.rank, {_COLUMNS} FROM skeleton k JOIN place p ON p.n = k.n WHERE k.key = ?"  # noqa: S608
_BY_ID = f"SELECT 0, p.rank, {_COLUMNS} FROM place p WHERE p.id = ?"  # noqa: S608
#: Names that begin alike: so many are looked at.
_MAX_BEGINNING = 5_000
_BY_BEGINNING = (
    f"SELECT k.kind, p.rank, {_COLUMNS} FROM name k JOIN place p ON p.n = k.n "  # noqa: S608
    "WHERE k.key >= ? AND k.key < ? LIMIT ?"
)
_BY_CELLS = f"SELECT 0, p.rank, {_COLUMNS} FROM place p WHERE p.cell BETWEEN ? AND ?"  # noqa: S608
_BY_LEVEL = f"SELECT 0, p.rank, {_COLUMNS} FROM place p WHERE p.level = ? ORDER BY p.id"  # noqa: S608
#: How far, in cells, ``nearest`` looks before it says that nothing is near.
_MAX_RINGS = 8

_Found = tuple[int, float, Place]


class Gazetteer:
    """Places by name, id, nationality and point. Safe for many readers at once."""

    def __init__(self, path: Path, types: TypeWords) -> None:
        self.path = path
        self._lock = Lock()
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        self._database = sqlite3.connect(uri, uri=True, check_same_thread=False)
        self._meta = dict(self._database.execute("SELECT key, value FROM meta").fetchall())
        self._filter = KeyFilter(self._database.execute("SELECT bits FROM filter").fetchone()[0])
        self._demonyms = dict(self._database.execute("SELECT key, country FROM demonym").fetchall())
        self._types = types
        self._folder: TemporaryDirectory[str] | None = None
        self.interest = Interest()
        self._levels: dict[Level, tuple[Place, ...]] = {}
        self._cached = lru_cache(maxsize=65_536)(self._find)

    @classmethod
    def open(cls, settings: Settings, progress: Progress | None = None) -> Gazetteer:
        """Open the gazetteer; build it where there is none yet, or where its file is damaged.

        Parameters
        ----------
        settings
            Where caches and data lie.
        progress
            Called with the share done, 0..1, and what is being done, when it has to be built.

        Raises
        ------
        MissingError
            If a table that it is made of is not there.
        """
        path = database_path(settings)
        state, folder = _state(path), None
        if state != "sound":
            if state == "damaged" and progress is not None:
                progress(0.0, "the gazetteer file was damaged; building it again")
            path, folder = _built(settings, progress)
        types = TypeWords.read(tables.own_table(settings.data_dir, "type_words.csv"))
        try:
            made = cls(path, types)
        except sqlite3.DatabaseError as error:
            msg = f"expected a gazetteer in {str(path)!r}, got {error}; delete that file and start again"
            raise MissingError(msg) from error
        made._folder, made.interest = folder, settings.interest
        return made

    @staticmethod
    def is_built(settings: Settings) -> bool:
        """Whether ``open`` finds it whole, and will not build it."""
        return _state(database_path(settings)) == "sound"

    @property
    def is_kept(self) -> bool:
        """Whether the next process finds it built; otherwise the cache folder cannot be written."""
        return self._folder is None

    @property
    def version(self) -> str:
        """Changes with everything that the gazetteer is made of, and with what the project is about."""
        made = f"{self._meta['schema']}-{self._meta['inputs']}"
        return made if self.interest.is_open else f"{made} for {stamp(self.interest)}"

    def leaning(self, source: str | None) -> Mapping[str, float]:
        """Country -> votes for it in an article of `source`, from what the project is about."""
        return votes(self.interest, source)

    def lookup(self, name: str, *, level_hint: Level | None = None) -> tuple[Place, ...]:
        """All places of a name, best known first.

        Parameters
        ----------
        name
            As it stands in the text. "Sumy Oblast" gives the province, "Sumy" the town and then the province.
        level_hint
            Places of this level come first.

        Returns
        -------
        tuple of Place
            Empty where nothing has that name.
        """
        return self._cached(name.strip(), level_hint)

    def known(self, name: str) -> bool:
        """Whether anything has that name."""
        return bool(self.lookup(name))

    def get(self, place_id: str) -> Place | None:
        """The place of an id ("gn:703845", "admin1:UA-59", "country:UA"), None where there is none."""
        rows = self._rows(_BY_ID, (place_id,))
        return rows[0][2] if rows else None

    def country(self, iso2: str) -> Place | None:
        """The country of an ISO 3166-1 alpha-2 code."""
        return self.get(f"country:{iso2.upper()}")

    def demonym(self, word: str) -> Place | None:
        """The country of a word of nationality: "Ukrainian", "Ukrainians"."""
        code = self._demonyms.get(keys.fold(word))
        return self.country(code) if code else None

    def nearby(self, lat: float, lon: float, *, limit: int = 5) -> tuple[tuple[Place, float], ...]:
        """The settlements nearest to a point with their distance in km, nearest first.

        Parameters
        ----------
        lat, lon
            WGS 84 degrees.
        limit
            At most so many.

        Returns
        -------
        tuple of (Place, float)
            Fewer, or none, where there are not so many within about 400 km.
        """
        best: list[tuple[float, str, Place]] = []
        for rings in (1, 3, _MAX_RINGS):
            found = {
                place.id: (distance_km(lat, lon, place.lat, place.lon), place.id, place)
                for _, _, place in self._around(lat, lon, rings)
            }
            best = sorted(found.values())[:limit]
            if len(best) == limit and best[-1][0] <= rings * CELL_DEG * _KM_PER_DEG:
                break
        return tuple((place, round(km, 1)) for km, _, place in best)

    def beginning(self, start: str, *, limit: int = 10) -> tuple[Place, ...]:
        """Places of which a name begins with these letters, best known first; for search as you type.

        Parameters
        ----------
        start
            At least two letters.
        limit
            At most so many places.
        """
        key = keys.fold(start) if len(start) <= _MAX_NAME else ""
        if len(key) < 2:
            return ()
        rows = self._rows(_BY_BEGINNING, (key, f"{key}\U0010ffff", _MAX_BEGINNING))
        best: dict[str, tuple[float, Place]] = {}
        for kind, rank, place in rows:
            score = rank - _COST[kind]
            if kind not in (CODE, ABBREVIATION) and best.get(place.id, (score - 1, place))[0] < score:
                best[place.id] = (score, place)
        order = sorted(best.values(), key=lambda item: (-item[0], item[1].id))
        return tuple(place for _, place in order[:limit])

    def nearest(self, lat: float, lon: float) -> Place | None:
        """The settlement that is nearest to a point; None where there is none within about 400 km.

        Parameters
        ----------
        lat, lon
            WGS 84 degrees.
        """
        found = self.nearby(lat, lon, limit=1)
        return found[0][0] if found else None

    def names(self, ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """The keys (lower case, accents folded) under which places are found: Latin letters first, short ones first."""
        wanted = dict.fromkeys(ids)
        with self._lock:
            marks = ",".join("?" * len(wanted))
            numbers = dict(self._database.execute(f"SELECT n, id FROM place WHERE id IN ({marks})", [*wanted]))  # noqa: S608
            marks = ",".join("?" * len(numbers))
            kinds = f"{OWN}, {OTHER}, {ABBREVIATION}"
            query = f"SELECT n, key FROM name WHERE n IN ({marks}) AND kind IN ({kinds})"  # noqa: S608
            rows = self._database.execute(query, [*numbers]).fetchall()
        found: dict[str, list[str]] = {}
        for number, key in rows:
            found.setdefault(numbers[number], []).append(key)
        return {
            place_id: tuple(sorted(keys_, key=lambda key: (not key.isascii(), len(key), key)))
            for place_id, keys_ in found.items()
        }

    def of_level(self, level: Level) -> tuple[Place, ...]:
        """All places of a level that is no town: districts, regions, seas."""
        if level not in self._levels:
            rows = self._rows(_BY_LEVEL, (level,))
            self._levels[level] = tuple(place for _, _, place in rows)
        return self._levels[level]

    def info(self) -> dict[str, Any]:
        """Where it is, what it holds and where that comes from."""
        return {
            "path": str(self.path),
            "version": self.version,
            "size_bytes": self.path.stat().st_size,
            "counts": json.loads(self._meta["counts"]),
            "sources": self._meta["sources"],
        }

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def _around(self, lat: float, lon: float, rings: int) -> Iterable[_Found]:
        wide = lon_cells(lat, rings)
        per_round = int(360 / CELL_DEG)
        middle = int((lon + 180) % 360 / CELL_DEG)
        low, high = middle - wide, middle + wide
        spans = (
            [(low, high)] if low >= 0 and high < per_round else [(0, high % per_round), (low % per_round, per_round)]
        )
        if high - low >= per_round:
            spans = [(0, per_round)]
        for ring in range(-rings, rings + 1):
            row_lat = lat + ring * CELL_DEG
            if -90 <= row_lat <= 90:
                base = cell(row_lat, -180.0)
                for first, last in spans:
                    yield from self._rows(_BY_CELLS, (base + first, base + last))

    def _rows(self, query: str, values: tuple[object, ...]) -> list[_Found]:
        with self._lock:
            found = self._database.execute(query, values).fetchall()
        return [(row[0], row[1], Place(*row[2:])) for row in found]

    def _find(self, name: str, level_hint: Level | None) -> tuple[Place, ...]:
        key = keys.fold(name) if 0 < len(name) <= _MAX_NAME else ""
        if not key:
            return ()
        best: dict[str, tuple[float, Place]] = {}
        self._collect(best, name, key)
        for _, rank, place in self._named(dotted) if (dotted := keys.dotted(name)) else ():
            best[place.id] = (rank, place)
        split = self._types.split(key)
        if split is not None:
            self._collect_typed(best, name, *split)
        if not best:
            best = {place.id: (rank, place) for _, rank, place in self._alike(key)}
        gain = {place_id: _HINT_GAIN if place.level == level_hint else 0.0 for place_id, (_, place) in best.items()}
        order = sorted(best.items(), key=lambda item: (-item[1][0] - gain[item[0]], item[0]))
        return tuple(place for _, (_, place) in order[:_MAX_ROWS])

    def _named(self, key: str) -> list[_Found]:
        return self._rows(_BY_NAME, (key,)) if self._filter.may_hold(key) else []

    def _alike(self, key: str) -> list[_Found]:
        """Rows whose names have the skeleton of a key, but nothing for a word of the language or a nationality."""
        bone = keys.skeleton(key)
        if not bone or not self._filter.may_hold(SKELETON_SIGN + bone) or key in self._demonyms:
            return []
        with self._lock:
            ordinary = self._database.execute("SELECT 1 FROM ordinary WHERE key = ?", (key,)).fetchone()
        return [] if ordinary else self._rows(_BY_SKELETON, (bone,))

    def _by_key(self, name: str, key: str) -> list[tuple[float, Place]]:
        """Rows under a key, with and without Arabic articles, each with how well known it is under that name."""
        rows = self._named(key)
        bare = keys.without_article(key)
        if bare != key and len(bare) >= 4:
            rows += [(max(kind, OWN_BARE), rank, place) for kind, rank, place in self._named(bare)]
        capitals = name == name.upper()
        return [(rank - _COST[kind], place) for kind, rank, place in rows if kind != CODE or capitals]

    def _collect(self, best: dict[str, tuple[float, Place]], name: str, key: str) -> None:
        for score, place in self._by_key(name, key):
            if place.id not in best or best[place.id][0] < score:
                best[place.id] = (score, place)

    def _collect_typed(self, best: dict[str, tuple[float, Place]], name: str, stem: str, kind: Kind) -> None:
        """Rows of "Sumy" that "Sumy Oblast" can mean; the town stands in for an unknown facility or district."""
        rows = self._by_key(name, stem)
        fitting = [(score, place) for score, place in rows if place.level in kind.levels]
        if best:
            # "Donetsk airport" is the airport of that name before it is the town
            fitting = [
                (score - (_STAND_IN if place.level != kind.levels[0] else 0.0), place) for score, place in fitting
            ]
        elif not fitting and kind.town_may_stand_in:
            fitting = [(score - _STAND_IN, place) for score, place in rows if place.level == "city"]
        for score, place in fitting:
            if place.id not in best or best[place.id][0] < score:
                best[place.id] = (score, place)


def _built(settings: Settings, progress: Progress | None) -> tuple[Path, TemporaryDirectory[str] | None]:
    """Build it in the cache folder or, where that cannot be written, in one that goes with the process."""
    try:
        return build(settings, progress), None
    except (OSError, sqlite3.OperationalError) as error:
        log.warning("the gazetteer is built for this process alone: %s cannot be used (%s)", settings.cache_dir, error)
    folder = TemporaryDirectory(prefix="sitmap-gazetteer-")
    try:
        return build(replace(settings, cache_dir=Path(folder.name)), progress), folder
    except (OSError, sqlite3.OperationalError) as error:
        msg = (
            f"the gazetteer can be built neither in {str(settings.cache_dir)!r} nor in {folder.name!r} ({error}). "
            "Free some space, or set XDG_CACHE_HOME to a folder that may be written to"
        )
        raise MissingError(msg) from error


def _state(path: Path) -> str:
    """``absent``, ``damaged`` or ``sound``: the bytes are read again only where size or time have changed."""
    if not path.is_file():
        return "absent"
    try:
        seal = json.loads(seal_path(path).read_text(encoding="utf-8"))
        now = path.stat()
        if (seal["size"], seal["mtime_ns"]) == (now.st_size, now.st_mtime_ns):
            return "sound"
        if seal["size"] != now.st_size or file_hash(path) != seal["sha256"]:
            return "damaged"
        with suppress(OSError):  # of a cache that may only be read
            write_seal(path, seal["sha256"])
    except (OSError, ValueError, KeyError, TypeError):
        return "damaged"
    return "sound"
