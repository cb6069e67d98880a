"""Files and folders to articles: sorted, hidden files left out, one bad file never in the way of the others."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from geo.errors import InputError
from geo.model import Article
from geo.sources.decode import check_size, printable
from geo.sources.failure import Failure
from geo.sources.jsonl import read_jsonl
from geo.sources.text import article_from_bytes

TEXT_EXTENSIONS = (".txt", ".md")
JSONL_EXTENSIONS = (".jsonl",)
EXTENSIONS = TEXT_EXTENSIONS + JSONL_EXTENSIONS


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
    if Path(name).suffix.lower() in JSONL_EXTENSIONS:
        yield from read_jsonl(io.BytesIO(data), name)
        return
    try:
        _check_extension(Path(name), name)
        yield article_from_bytes(data, name)
    except InputError as error:
        yield Failure(name, error)


def _folder(folder: Path) -> Iterator[Article | Failure]:
    found = False
    for here, folders, names in os.walk(folder, onerror=None):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and Path(name).suffix.lower() in EXTENSIONS:
                found = True
                yield from _file(Path(here) / name)
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
        _check_extension(path, name)
        if not path.is_file():
            msg = f"{name}: this is not a file with text in it"
            raise InputError(msg)
        if path.suffix.lower() in JSONL_EXTENSIONS:
            with path.open("rb") as stream:
                yield from read_jsonl(stream, name)
            return
        check_size(path.stat().st_size, name)
        yield article_from_bytes(path.read_bytes(), name, identity=_identity(path))
    except OSError as error:
        yield Failure(name, InputError(f"{name}: it cannot be read ({error.strerror or error}). Check its permissions"))
    except InputError as error:
        yield Failure(name, error)


def _identity(path: Path) -> str:
    """What a file is known by: its whole path, also where its name is no UTF-8."""
    return "path:" + os.fsencode(path.resolve()).decode("utf-8", "backslashreplace")


def _check_extension(path: Path, name: str) -> None:
    if path.suffix.lower() not in EXTENSIONS:
        msg = f"{name}: articles come as {', '.join(EXTENSIONS)} files. Rename it if it is plain text"
        raise InputError(msg)
