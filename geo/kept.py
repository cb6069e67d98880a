"""What Sitmap keeps on this machine, where, and the deletion of all of it that people brought."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import BusyError, GeoError, UsageError
from geo.pipeline import open_store
from geo.refreshing import refresh
from geo.scratch import drop_parts, parts_left, sweep
from geo.settings import MAIN_PROJECT, Settings
from geo.store.backup import beside, former_stores, shown_url, store_file

if TYPE_CHECKING:
    from geo.store.store import Store


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that is kept."""

    what: str
    where: str
    size_bytes: int
    personal: bool  #: people brought it, or it tells what they looked for: "delete everything" deletes it


def kept(settings: Settings) -> list[Kept]:
    """All that is kept, the personal first; nothing is opened or made."""
    found = [*_stores(settings)]
    for folder in _other_projects(settings):
        size = sum(path.stat().st_size for path in folder.iterdir() if path.is_file())
        found.append(Kept(f"the project {folder.name}", str(folder), size, personal=True))
    if settings.projects_dir is not None and settings.project != MAIN_PROJECT:
        main = settings.projects_dir.parent / "store.db"
        found.append(Kept(f"the project {MAIN_PROJECT}", str(main), _size(main), personal=True))
    cache = settings.cache_dir
    found += _group("answers of an online geocoder", cache, "geocoder.db*", personal=True)
    if settings.additions_dir is not None:
        found += _group("places that you added to the gazetteer", settings.additions_dir, "*", personal=True)
    found += _group("the gazetteer, made from what ships", cache, "gazetteer-*", personal=False)
    found += _group("the sample articles as read", cache, "samples-*", personal=False)
    return found


def _stores(settings: Settings) -> list[Kept]:
    """The store, its log, and former stores that lie beside it."""
    try:
        path = store_file(settings.store_url)
    except UsageError:
        where = shown_url(settings.store_url)
        return [Kept("articles, reports, incidents, decisions, datasets, overlays", where, 0, personal=True)]
    found = [Kept("articles, reports, incidents, decisions, datasets, overlays", str(path), _size(path), personal=True)]
    former = "a former store, kept when a backup was put back"
    found += [Kept(former, str(one), _size(one), personal=True) for one in former_stores(path)]
    left = "a copy that was not finished when its process was ended"
    return found + [Kept(left, str(one), _size(one), personal=True) for one in parts_left(path)]


def _other_projects(settings: Settings) -> list[Path]:
    """The folders of the projects that are not worked on; the main one lies in the data folder itself."""
    if settings.projects_dir is None or not settings.projects_dir.is_dir():
        return []
    return [one for one in sorted(settings.projects_dir.iterdir()) if one.is_dir() and one.name != settings.project]


def _group(what: str, folder: Path, pattern: str, *, personal: bool) -> list[Kept]:
    files = [path for path in folder.glob(pattern) if path.is_file()] if folder.is_dir() else []
    return [Kept(what, str(folder / pattern), sum(map(_size, files)), personal)] if files else []


def _size(path: Path) -> int:
    return sum(one.stat().st_size for one in (path, *beside(path)) if one.exists())


def remove_datasets(store: Store, ids: Iterable[str]) -> int:
    """Delete imported datasets for good, with all their rows; returns how many there were."""
    gone = store.remove_datasets(ids)
    if gone:
        store.eraser.scrub()
    return gone


def empty(store: Store) -> None:
    """Delete for good all that a store holds."""
    store.eraser.everything()
    refresh(store)
    store.eraser.scrub()


def delete_everything(settings: Settings) -> list[Kept]:
    """Delete for good all that people brought, and what tells what they looked for; returns what there was.

    The store's file stays, empty, so that an open dashboard goes on; one that cannot be opened goes whole. Backups
    that were written elsewhere, exports and the articles' own files are not Sitmap's and stay.

    Raises
    ------
    BusyError
        When another process is writing: nothing is deleted then.
    """
    gone = [one for one in kept(settings) if one.personal]
    files = _emptied(settings)
    sweep()
    files += settings.cache_dir.glob("geocoder.db*")
    if settings.additions_dir is not None and settings.additions_dir.is_dir():
        files += [path for path in settings.additions_dir.iterdir() if path.is_file()]
    try:
        path = store_file(settings.store_url)
        drop_parts(path)
        for former in former_stores(path):
            files += [former, *beside(former)]
    except UsageError:
        pass  # on a server there is nothing beside it
    others = _other_projects(settings)
    files += [path for folder in others for path in folder.iterdir() if path.is_file()]
    if settings.projects_dir is not None and settings.project != MAIN_PROJECT:
        main = settings.projects_dir.parent / "store.db"
        files += [main, *beside(main), settings.projects_dir.parent / "project.json"]
    for path in files:
        path.unlink(missing_ok=True)
    for folder in others:
        with suppress(OSError):  # somebody put a folder of his own there
            folder.rmdir()
    return gone


def _emptied(settings: Settings) -> list[Path]:
    """Empty the store; returns the files that have to go because what is in them cannot be opened."""
    try:
        store = open_store(settings)
        empty(store)
        store.close()
    except BusyError:
        raise
    except GeoError:
        path = store_file(settings.store_url)
        return [path, *beside(path)]
    return []
