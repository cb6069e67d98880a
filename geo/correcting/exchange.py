"""Corrections as a file: what people decided in one store, taken to another one, or kept apart from all stores."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from geo.correcting.values import check
from geo.errors import InputError, UsageError
from geo.store.codec import plain, record
from geo.store.remembered import Correction, made_in

FORMAT = "sitmap corrections 1"


@dataclass(frozen=True, slots=True)
class SetDay:
    """A publication day that was set by hand."""

    identity: str
    article_id: str
    published: date


@dataclass(frozen=True, slots=True)
class Brought:
    """What a file of corrections holds."""

    corrections: tuple[Correction, ...]
    days: tuple[SetDay, ...]


def write(corrections: Iterable[Correction], days: Iterable[SetDay]) -> str:
    """Corrections with their whole stories, and publication days that were set by hand, as JSON."""
    held = {"format": FORMAT, "corrections": plain(tuple(corrections)), "publication_days": plain(tuple(days))}
    return json.dumps(held, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def read(text: str) -> Brought:
    """What ``write`` wrote.

    Raises
    ------
    InputError
        Where it is something else, or one of the corrections cannot be applied, with what was wrong.
    """
    number = 0
    try:
        held: dict[str, Any] = json.loads(text)
        if held["format"] != FORMAT:
            msg = f"the format {held['format']!r}"
            raise ValueError(msg)
        found = []
        for one in held["corrections"]:
            number += 1
            found.append(_checked(record(Correction, one)))
        number = 0
        return Brought(tuple(found), tuple(record(SetDay, one) for one in held.get("publication_days", [])))
    except (UsageError, KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        where = f"correction {number}: " if number else ""
        msg = f"expected a file that `corrections export` wrote ({FORMAT}), got {where}{type(error).__name__}: {error}"
        raise InputError(msg) from error


def _checked(one: Correction) -> Correction:
    check(one.field, one.value, one.scope)
    texts = [one.id, one.author, one.reason, *(text for each in made_in(one) for text in (each.identity, each.quote))]
    if not texts[1:3] or not all(isinstance(text, str) and text for text in texts):
        msg = "it lacks its id, author, reason, or what it is about"
        raise ValueError(msg)
    if one.field in ("split", "merge") and not (one.one and one.other):
        msg = "two sides are needed"
        raise ValueError(msg)
    return one
