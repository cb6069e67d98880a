"""Files and folders to articles: sorted, hidden files left out, one bad file never in the way of the others."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from geo.errors import InputError
from geo.model import Article
from geo.sources.decode import printable
from geo.sources.failure import Failure
from geo.sources.kinds import EXTENSIONS, HEAD_BYTES, PAGE, Kind, by_name, check_size, kind_of, read_kind

#: A browser that saves a page as "X.html" puts what belongs to it into a folder of this name.
PAGE_FOLDER = "_files"


def read_paths(paths: Iterable[str | Path]) -> Iterator[Article | Failure]:
    """The articles of files and folders, each as an Article or a Failure, files in the order of their names.

    A folder gives its files of known extensions, those of its subfolders too; links to folders are not followed.
    """
    for path in map(Path, paths):
        try:
            is_folder = path.is_dir()
        except OSError:  # such as a name that is too long for any file; reading it says so
            is_folder = False
        yield from _folder(path) if is_folder else _file(path)


def read_upload(data: bytes, name: str) -> Iterator[Article | Failure]:
    """The articles of an uploaded file; its name tells what it is, and is nothing else: no path is opened."""
    name = printable(name)
    try:
        kind = _kind(data[:HEAD_BYTES], name)
        yield from read_kind(kind, data, name)
    except InputError as error:
        yield Failure(name, error)


def files_in(folder: Path) -> Iterator[Path]:
    """The files of a folder and its subfolders that may hold articles, by name; links to folders are not followed."""
    for here, folders, names in os.walk(folder, onerror=None):
        saved = {Path(name).stem + PAGE_FOLDER for name in names if by_name(name) is PAGE}
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in saved)
        yield from (Path(here) / name for name in sorted(names) if not name.startswith(".") and by_name(name))


def _folder(folder: Path) -> Iterator[Article | Failure]:
    found = False
    for path in files_in(folder):
        found = True
        yield from _file(path)
    if not found:
        name = printable(str(folder))
        msg = f"{name}: there are no articles in this folder (looked for {', '.join(EXTENSIONS)})"
        yield Failure(name, InputError(msg))


def _file(path: Path) -> Iterator[Article | Failure]:
    for item in _read(path):
        yield replace(item, path=_again(path)) if isinstance(item, Failure) else item


def _again(path: Path) -> str | None:
    """Where the file can be read again; None where its path is no text."""
    whole = str(path.absolute())
    return whole if printable(whole) == whole else None


def _read(path: Path) -> Iterator[Article | Failure]:
    name = printable(str(path))
    try:
        if not path.exists():
            msg = f"{name}: there is no such file or folder"
            raise InputError(msg)
        if not path.is_file():
            _kind(b"", name)
            msg = f"{name}: this is not a file with text in it"
            raise InputError(msg)
        with path.open("rb") as stream:
            kind = _kind(stream.read(HEAD_BYTES), name)
            stream.seek(0)
            check_size(kind, path.stat().st_size, name)  # before it is read
            if kind.many:
                yield from kind.many(stream, name)
            else:
                yield from read_kind(kind, stream.read(), name, _identity(path))
    except OSError as error:
        yield Failure(name, InputError(f"{name}: it cannot be read ({error.strerror or error}). Check its permissions"))
    except InputError as error:
        yield Failure(name, error)


def _identity(path: Path) -> str:
    """What a file is known by: its whole path, also where its name is no UTF-8."""
    return "path:" + os.fsencode(path.resolve()).decode("utf-8", "backslashreplace")


def _kind(head: bytes, name: str) -> Kind:
    kind = kind_of(head, name)
    if kind is None:
        msg = f"{name}: articles come as {', '.join(EXTENSIONS)} files. Rename it if it is plain text"
        raise InputError(msg)
    return kind
