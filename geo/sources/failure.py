"""What stands in the place of an article that could not be read; the others go on."""

from __future__ import annotations

from dataclasses import dataclass

from geo.errors import InputError


@dataclass(frozen=True, slots=True)
class Failure:
    """An article that could not be read, and why."""

    origin: str  #: the file, or the file and line
    error: InputError
    id: str | None = None  #: of the article, where it is known
