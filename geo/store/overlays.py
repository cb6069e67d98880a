"""Overlays: lines and areas that a person brought, such as a front line by day; drawn below the incidents.

An overlay is a description and its shapes as compressed JSON, as the browser takes them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from typing import Literal

import sqlalchemy as sa

from geo.store.engine import transaction
from geo.store.schema import overlays

#: How the shapes follow the slider: each day is a state of the whole that holds until the next; or each has its own
#: days; or they have none and are always there.
Dated = Literal["states", "intervals", "always"]


@dataclass(frozen=True, slots=True)
class Overlay:
    """What a person brought."""

    id: str
    title: str
    licence: str
    file_names: str  #: separated by "; "
    sha256: str  #: of the files
    dated: Dated
    first_day: str | None  #: ISO; of all shapes
    last_day: str | None
    n_features: int


_DESCRIPTION = [column for column in overlays.c if column.name != "body"]


class Shelf:
    """The overlays of a store."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def list(self) -> tuple[Overlay, ...]:
        """All overlays, by id."""
        with transaction(self._engine, write=False) as connection:
            rows = connection.execute(sa.select(*_DESCRIPTION).order_by(overlays.c.overlay_id))
            return tuple(Overlay(*row) for row in rows)

    def body(self, overlay_id: str) -> bytes | None:
        """The shapes of an overlay as gzipped JSON (``geo.imports.overlay`` says how they look)."""
        with transaction(self._engine, write=False) as connection:
            return connection.execute(sa.select(overlays.c.body).where(overlays.c.overlay_id == overlay_id)).scalar()

    def save(self, overlay: Overlay, body: bytes) -> None:
        """Keep an overlay in the place of the one with its id."""
        values = dict(zip([column.name for column in _DESCRIPTION], astuple(overlay), strict=True))
        with transaction(self._engine, write=True) as connection:
            connection.execute(overlays.delete().where(overlays.c.overlay_id == overlay.id))
            connection.execute(overlays.insert().values(**values, body=body))

    def remove(self, ids: Iterable[str]) -> int:
        """Remove overlays; returns how many there were."""
        with transaction(self._engine, write=True) as connection:
            gone = [connection.execute(overlays.delete().where(overlays.c.overlay_id == one)).rowcount for one in ids]
        return sum(gone)
