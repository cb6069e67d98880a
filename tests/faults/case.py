"""What a bad input is: how it is made, and what has to be said of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

#: An ordinary article that must get through whatever stands beside it.
BODY = "Shelling of Kherson killed two people on Monday, officials said. "
GOOD = f"title: Kherson shelled\npublished: 2024-03-04\n\n{BODY}\n"


def _nothing(_folder: Path) -> None:
    """Most inputs need no cleaning."""


@dataclass(frozen=True, slots=True)
class Case:
    """One bad input."""

    row: str  #: of the table of bad inputs in docs/reliability.md
    name: str
    make: Callable[[Path], Path]  #: makes it in a folder and returns its path
    code: int = 65  #: the exit code of the command on it
    says: str = ""  #: part of the message
    command: str = "ingest"
    held: bool = True  #: what fails is kept to be tried again
    heavy: bool = False  #: only the script runs it
    clean: Callable[[Path], None] = _nothing


def file(name: str, content: str | bytes) -> Callable[[Path], Path]:
    """Makes a file of this name and content."""

    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
        return path

    return make
