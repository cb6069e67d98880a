"""What stands in the place of an article that could not be read; the others go on."""

from __future__ import annotations

from dataclasses import dataclass

from geo.errors import InputError
from geo.model import Article


@dataclass(frozen=True, slots=True)
class Failure:
    """An article that could not be read, and why."""

    origin: str  #: the file, or the file and line
    error: InputError
    id: str | None = None  #: of the article, where it is known
    path: str | None = None  #: of its file, where it lies in one that may be read again
    article: Article | None = None  #: where its text was understood and reading it failed
