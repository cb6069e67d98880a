"""What the readers of added files share: a row that cannot be used, and the count of what was read."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import isfinite

#: A row as it is kept: column -> text.
Line = dict[str, str]
#: So many bad rows are named; the others are only counted.
MAX_PROBLEMS = 20
MAX_NAME = 120


class BadRowError(ValueError):
    """A row that cannot be used; the message says why."""


@dataclass(slots=True)
class Tally:
    """How many rows were kept, left out for their kind, or bad."""

    kept: int = 0
    left_out: int = 0
    bad: int = 0
    problems: list[str] = field(default_factory=list)

    def note(self, line: int, reason: object) -> None:
        """Count a bad row.

        Parameters
        ----------
        line
            Its number in the file, from 1.
        reason
            Why it cannot be used.
        """
        self.bad += 1
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(f"line {line}: {reason}")


def checked_name(name: str) -> str:
    """A place name without bars and line ends.

    Raises
    ------
    BadRowError
        If there is no letter in it, or it is too long.
    """
    plain = " ".join(name.replace("|", " ").split())
    if not any(letter.isalpha() for letter in plain):
        msg = f"expected a name, got {name[:40]!r}"
        raise BadRowError(msg)
    if len(plain) > MAX_NAME:
        msg = f"expected a name of at most {MAX_NAME} letters, got {len(plain)}: {plain[:40]!r}…"
        raise BadRowError(msg)
    return plain


def checked_degrees(text: str, what: str, limit: float) -> float:
    """Degrees from text.

    Parameters
    ----------
    text
        A decimal number.
    what
        "lat" or "lon", for the message.
    limit
        90 or 180.

    Raises
    ------
    BadRowError
        If it is no number, or beyond the limit.
    """
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not isfinite(value) or abs(value) > limit:
        msg = f"expected {what} in degrees from -{limit:g} to {limit:g}, got {text[:40]!r}"
        raise BadRowError(msg)
    return value


def checked_point(lat: str, lon: str) -> tuple[float, float]:
    """(lat, lon) from text, WGS 84 degrees.

    Raises
    ------
    BadRowError
        If either is wrong, or the point is (0, 0), which stands for an unknown one in so many tables.
    """
    point = checked_degrees(lat, "lat", 90.0), checked_degrees(lon, "lon", 180.0)
    if point == (0.0, 0.0):
        msg = "expected the point of a place, got 0, 0"
        raise BadRowError(msg)
    return point


def checked_int(text: str, what: str) -> int | None:
    """A whole number of at least 0; None for empty text.

    Raises
    ------
    BadRowError
        If it is neither.
    """
    if not text.strip():
        return None
    if not (text.strip().isascii() and text.strip().isdigit() and len(text.strip()) <= 12):
        msg = f"expected {what} as a whole number, got {text[:40]!r}"
        raise BadRowError(msg)
    return int(text)
