"""Projects: several stores side by side in the user's data folder, each with what it is about.

The main project is the store that was there first. Others lie in ``projects/NAME`` with their store and
``project.json``; which of them is worked on stands in the file ``project``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.errors import MissingError, UsageError
from geo.settings import MAIN_PROJECT, PROJECT_NAME, Box, Interest, box_of, project_folder, read_interest


@dataclass(frozen=True, slots=True)
class Sources:
    """Where a project's articles come from beside its feeds, which stand in its store: whole paths on this machine."""

    folders: tuple[str, ...] = ()  #: what is put into them is read
    lists: tuple[str, ...] = ()  #: files that name web addresses; their pages are fetched where GEO_FETCH=on


_CODE = re.compile(r"[A-Za-z]{2}")
MAX_SOURCE = 200
_KINDS = ("folders", "lists")


def names(data_home: Path) -> list[str]:
    """All projects, the main one first."""
    folder = data_home / "projects"
    found = [one.name for one in folder.iterdir() if one.is_dir()] if folder.is_dir() else []
    return [MAIN_PROJECT, *sorted(one for one in found if PROJECT_NAME.fullmatch(one) and one != MAIN_PROJECT)]


def make(name: str, data_home: Path) -> Path:
    """Make a project; returns its folder.

    Raises
    ------
    UsageError
        When the name is none, or there is such a project.
    """
    if not PROJECT_NAME.fullmatch(name):
        msg = f"a project is called by 1 to 40 small letters, digits, - and _, got {name[:60]!r}"
        raise UsageError(msg)
    if name in names(data_home):
        msg = f"there is a project {name!r} already"
        raise UsageError(msg)
    folder = project_folder(name, data_home)
    folder.mkdir(parents=True)
    return folder


def use(name: str, data_home: Path) -> None:
    """Work on this project from now on.

    Raises
    ------
    MissingError
        When there is no such project.
    """
    check(name, data_home)
    data_home.mkdir(parents=True, exist_ok=True)
    part = data_home / "project.part"
    part.write_text(f"{name}\n", encoding="utf-8")
    part.replace(data_home / "project")


def check(name: str, data_home: Path) -> None:
    """Refuse a project that is not there.

    Raises
    ------
    MissingError
        When there is no such project.
    """
    if name not in names(data_home):
        msg = f"there is no project {name[:60]!r}; `python -m geo projects list` names them, `projects new` makes one"
        raise MissingError(msg)


def interest(name: str, data_home: Path) -> Interest:
    """What a project is about."""
    check(name, data_home)
    return read_interest(project_folder(name, data_home))


def set_interest(
    name: str,
    data_home: Path,
    *,
    languages: Iterable[str] | None = None,
    countries: Iterable[str] | None = None,
    outlets: Iterable[tuple[str, str]] | None = None,
    box: Iterable[float | str] | None = None,
) -> Interest:
    """Say what a project is about; what is left out stays as it was, and an empty `box` takes the box away.

    Raises
    ------
    UsageError
        When a code has not two letters, an outlet has no name, or a box is none on the globe.
    """
    now = interest(name, data_home)
    new = Interest(
        now.languages if languages is None else tuple(sorted({_code(one).lower() for one in languages})),
        now.countries if countries is None else tuple(sorted({_code(one).upper() for one in countries})),
        now.outlets if outlets is None else tuple(sorted((_source(one), _code(code).upper()) for one, code in outlets)),
        now.box if box is None else _box(tuple(box)),
    )
    _write(
        project_folder(name, data_home),
        languages=list(new.languages),
        countries=list(new.countries),
        outlets=dict(new.outlets),
        box=list(new.box) if new.box else None,
    )
    return new


def sources(name: str, data_home: Path) -> Sources:
    """Where a project's articles come from; nothing where that is not understood."""
    check(name, data_home)
    held = _read(project_folder(name, data_home))
    return Sources(*(tuple(map(str, one)) if isinstance(one := held.get(kind), list) else () for kind in _KINDS))


def set_sources(
    name: str, data_home: Path, *, folders: Iterable[str] | None = None, lists: Iterable[str] | None = None
) -> Sources:
    """Say where a project's articles come from; what is left out stays as it was.

    Raises
    ------
    UsageError
        When a folder or list is not there.
    """
    now = sources(name, data_home)
    new = Sources(
        now.folders if folders is None else _paths(folders, "folder", Path.is_dir),
        now.lists if lists is None else _paths(lists, "list", Path.is_file),
    )
    _write(project_folder(name, data_home), folders=list(new.folders), lists=list(new.lists))
    return new


def _paths(given: Iterable[str], what: str, is_one: Callable[[Path], bool]) -> tuple[str, ...]:
    found = []
    for one in dict.fromkeys(line.strip() for line in given):
        path = Path(one).expanduser()
        try:
            there = bool(one) and is_one(path)
        except (OSError, ValueError):
            there = False
        if not there:
            msg = f"there is no {what} {one[:100]!r} on this machine"
            raise UsageError(msg)
        found.append(str(path.resolve()))
    return tuple(dict.fromkeys(found))


def _read(folder: Path) -> dict[str, Any]:
    try:
        held = json.loads((folder / "project.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return held if isinstance(held, dict) else {}


def _write(folder: Path, **news: Any) -> None:
    """Change what ``project.json`` says; what is not named stays."""
    held = _read(folder) | news
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / "project.json.part"
    part.write_text(json.dumps(held, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    part.replace(folder / "project.json")


def _box(corners: tuple[float | str, ...]) -> Box | None:
    if not corners:
        return None
    try:
        west, south, east, north = (round(one, 4) for one in box_of(corners))
    except ValueError as error:
        raise UsageError(_no_box(corners)) from error
    if west == east or south == north:
        raise UsageError(_no_box(corners))
    return west, south, east, north


def _no_box(corners: tuple[float | str, ...]) -> str:
    got = ", ".join(map(str, corners))[:60]
    return f"a box is four numbers, west, south, east, north in degrees, south below north; got {got}"


def _code(text: str) -> str:
    if not _CODE.fullmatch(text.strip()):
        msg = f"expected a code of two letters such as uk or UA, got {text[:40]!r}"
        raise UsageError(msg)
    return text.strip()


def _source(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > MAX_SOURCE or not name.isprintable():
        msg = f"expected the name of a source, got {text[:60]!r}"
        raise UsageError(msg)
    return name
