"""A look over all that Sitmap needs, and the repair of what can be made again; what a person entered is only read."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from geo import scratch
from geo.errors import GeoError, MissingError, UsageError
from geo.merging.merge import MERGER
from geo.pipeline import open_store
from geo.places import weights
from geo.places.build import database_path, file_hash, seal_path
from geo.places.gazetteer import Gazetteer
from geo.settings import Settings
from geo.store.backup import examine, store_file
from geo.store.engine import emptied
from geo.store.schema import HEAD
from geo.store.store import Store

MODELS = ("toponyms", "senses", "ranker", "calibration", "roles")
#: Files of the cache folder that an interrupted step leaves behind.
STRAYS = ("*.part", "*.part-wal", "*.part-shm", "*.tmp")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    what: str
    state: str  #: "sound", "repaired", "ailing" (it can be repaired) or "broken" (a person has to act)
    detail: str


Look = Callable[[Settings, bool], Finding]


def look_over(settings: Settings, *, repair: bool = False) -> list[Finding]:
    """Look at store, incidents, models, gazetteer and cache, in this order; with `repair`, mend what can be made again.

    The store's articles and decisions are only ever read: where its file is damaged, the finding says what to do.
    """
    found = []
    for look in (_store, _incidents, _models, _gazetteer, _cache):
        try:
            found.append(look(settings, repair))
        except GeoError as error:
            found.append(Finding(look.__name__.strip("_"), "broken", str(error)))
    return found


def _store(settings: Settings, _repair: bool) -> Finding:
    try:
        path = store_file(settings.store_url)
    except UsageError:
        Store.open(settings.store_url, read_only=True).close()
        return Finding("store", "sound", "on a server: it answers")
    if not path.exists():
        return Finding("store", "sound", f"none yet; it will be made at {path}")
    if trouble := emptied(path):
        return Finding("store", "broken", trouble)
    health = examine(path)
    if health.problems:
        remedy = "restore a backup (`python -m geo restore FILE`), or move it away and ingest again"
        return Finding("store", "broken", f"{path}: {health.problems[0]}; {remedy}")
    if not health.schema:
        return Finding("store", "sound", f"{path}: nothing was made in it yet; it is made when it is next opened")
    if health.schema > HEAD:
        trouble = f"a newer Sitmap wrote it (schema {health.schema}, this one knows {HEAD})"
        return Finding("store", "broken", f"{path}: {trouble}; install that newer Sitmap, or set GEO_STORE")
    rows = ", ".join(f"{number:,} {name}" for name, number in health.rows.items())
    older = "" if health.schema == HEAD else ", an older form that is brought up to date when it is next opened"
    return Finding("store", "sound", f"{path}: schema {health.schema}{older}, {rows}")


def _incidents(settings: Settings, repair: bool) -> Finding:
    try:
        store = Store.open(settings.store_url, read_only=True)
    except MissingError:
        return Finding("incidents", "sound", "no store, or one of another form: made when it is next opened")
    stale = store.is_stale(MERGER)
    store.close()
    if not stale:
        return Finding("incidents", "sound", "as the reports have them")
    if not repair:
        return Finding("incidents", "ailing", "older than the reports: an earlier run was stopped")
    store = open_store(settings)
    stale = store.is_stale(MERGER)
    store.close()
    if stale:
        return Finding("incidents", "ailing", "older than the reports: another process is writing; try again later")
    return Finding("incidents", "repaired", "made anew from the reports")


def _models(settings: Settings, _repair: bool) -> Finding:
    for name in MODELS:
        weights.read(settings.models_dir / f"{name}.tsv")
    open_ = [name for name in MODELS if weights.sealed(settings.models_dir / f"{name}.tsv") is None]
    told = f"; no card tells whether {', '.join(open_)} was changed" if open_ else ", as their cards have them"
    return Finding("models", "sound", f"{', '.join(MODELS)} in {settings.models_dir}{told}")


def _gazetteer(settings: Settings, repair: bool) -> Finding:
    path = database_path(settings)
    trouble = _trouble(path)
    if not path.exists() and not repair:
        return Finding("gazetteer", "sound", "not built yet: it is built on first use")
    if trouble and not repair:
        return Finding("gazetteer", "ailing", f"{path}: {trouble}")
    if trouble:
        seal_path(path).unlink(missing_ok=True)  # what has no seal is built anew
    version = Gazetteer.open(settings).version
    return Finding("gazetteer", "repaired" if trouble else "sound", f"{path}: version {version}")


def _trouble(path: Path) -> str:
    """What is wrong with a built gazetteer, every byte of it read; "" where nothing is, or none is built."""
    if not path.exists():
        return ""
    try:
        seal = json.loads(seal_path(path).read_text(encoding="utf-8"))
        if file_hash(path) != seal["sha256"]:
            return "its bytes are not those that were built"
        with sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True) as database:
            database.execute("SELECT count(*) FROM place").fetchone()
    except (OSError, ValueError, KeyError, TypeError, sqlite3.Error) as error:
        return f"it cannot be read ({type(error).__name__}: {error})"
    return ""


def _cache(settings: Settings, repair: bool) -> Finding:
    folder = settings.cache_dir
    probe = folder / ".doctor"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        return Finding("cache", "broken", f"{folder} cannot be written ({error.strerror}); set XDG_CACHE_HOME")
    strays = sorted({path for pattern in STRAYS for path in folder.glob(pattern)})
    with suppress(UsageError):  # on a server nothing is copied beside it
        strays += scratch.parts_left(store_file(settings.store_url))
    many = len(strays) + len(scratch.left())
    if many and repair:
        scratch.sweep()
        for path in strays:
            path.unlink(missing_ok=True)
        return Finding("cache", "repaired", f"{folder}: {many} unfinished files removed")
    if many:
        return Finding("cache", "ailing", f"{folder}: {many} unfinished files of a stopped run")
    return Finding("cache", "sound", str(folder))
