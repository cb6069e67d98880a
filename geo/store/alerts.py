"""Rules that a person wants to be told by ("three shellings in a day in …"), and what of them was seen already.

Kept as notes of the store: they are few. What was seen is kept as hashes, eight bytes each.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

import numpy as np
import sqlalchemy as sa

from geo.store.engine import transaction
from geo.store.meta import note, notes
from geo.store.schema import meta

_RULE, _SEEN = "alert:", "alert-seen:"
Per = Literal["day", "week"]


@dataclass(frozen=True, slots=True)
class Alert:
    """A rule. Empty codes, ``km`` 0 and an empty ``area`` mean all."""

    id: str
    name: str
    types: tuple[str, ...] = ()
    sub_types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    lat: float = 0.0  #: degrees, of the middle of a circle
    lon: float = 0.0
    km: float = 0.0  #: radius of the circle; 0 = no circle
    area: str = ""  #: a country (ISO 3166-1 alpha-2), or "country|province"
    at_least: int = 1  #: incidents in a ``per``; 1 = each new incident
    per: Per = "day"

    @classmethod
    def of(cls, plain: dict[str, Any]) -> Alert:
        """A rule as it was kept; what a newer Sitmap added to it is left aside."""
        known = {field.name for field in fields(cls)}
        held: dict[str, Any] = {n: tuple(v) if isinstance(v, list) else v for n, v in plain.items() if n in known}
        return cls(**held)


class Alerts:
    """The rules of a store."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def list(self) -> tuple[Alert, ...]:
        """All rules, by id."""
        with transaction(self._engine, write=False) as connection:
            held = notes(connection)
        return tuple(Alert.of(json.loads(held[key])) for key in sorted(held) if key.startswith(_RULE))

    def save(self, alert: Alert, seen: Iterable[str] = ()) -> None:
        """Keep a rule in the place of the one with its id; what is `seen` will not be told as new."""
        with transaction(self._engine, write=True) as connection:
            note(connection, _RULE + alert.id, json.dumps(asdict(alert), ensure_ascii=False))
            note(connection, _SEEN + alert.id, _packed(seen))

    def remove(self, ids: Iterable[str]) -> int:
        """Remove rules; returns how many there were."""
        with transaction(self._engine, write=True) as connection:
            gone = [connection.execute(meta.delete().where(meta.c.key == _RULE + one)).rowcount for one in ids]
            held = notes(connection)
            left = {key.removeprefix(_RULE) for key in held if key.startswith(_RULE)}
            stale = [key for key in held if key.startswith(_SEEN) and key.removeprefix(_SEEN) not in left]
            connection.execute(meta.delete().where(meta.c.key.in_(stale)))
        return sum(gone)

    def see(self, alert_id: str, keys: Iterable[str]) -> None:
        """Note that what has these `keys` was seen, and nothing else."""
        with transaction(self._engine, write=True) as connection:
            if _RULE + alert_id in notes(connection):
                note(connection, _SEEN + alert_id, _packed(keys))

    def unseen(self, alert_id: str, keys: Sequence[str]) -> Sequence[bool]:
        """For each of the `keys`, whether it is new."""
        with transaction(self._engine, write=False) as connection:
            held = notes(connection).get(_SEEN + alert_id, "")
        seen = np.frombuffer(base64.b64decode(held), "<u8")
        return [not one for one in np.isin(_hashes(keys), seen).tolist()]


def _hashes(keys: Iterable[str]) -> np.ndarray:
    digests = [hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest() for key in keys]
    return np.frombuffer(b"".join(digests), "<u8")


def _packed(keys: Iterable[str]) -> str:
    return base64.b64encode(np.unique(_hashes(keys)).tobytes()).decode()
