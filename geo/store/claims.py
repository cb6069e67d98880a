"""Claims: the incident that lies on a reviewer's desk is nobody else's for a while."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from geo.store.engine import transaction
from geo.store.schema import claims, incident_rows

#: So long an incident that somebody opened is theirs; whoever goes on working on it claims it again.
LEASE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An incident that was read in articles, as far as a reviewer's order of work asks."""

    incident_id: str
    confidence: float
    killed: int  #: at least; 0 where nobody says
    place_id: str | None
    status: str
    differs: str | None  #: on what its accounts contradict each other
    confirmed: str | None  #: what a person set or accepted
    day: str | None


class Claims:
    """Who looks at what."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def take(self, wanted: Sequence[str], reviewer: str, now: datetime, lease: timedelta = LEASE) -> str | None:
        """Claim the first of the `wanted` incidents that is free, or the reviewer's own; what they held before is free.

        Returns
        -------
        The id of the incident, None where all of them lie on other desks.
        """
        with transaction(self._engine, write=True) as connection:
            old = (claims.c.until <= now.isoformat()) | (claims.c.reviewer == reviewer)
            connection.execute(claims.delete().where(old))
            taken = set(connection.execute(sa.select(claims.c.incident_id)).scalars())
            free = next((one for one in wanted if one not in taken), None)
            if free is not None:
                row = {"incident_id": free, "reviewer": reviewer, "until": (now + lease).isoformat()}
                connection.execute(claims.insert(), row)
        return free

    def held(self, reviewer: str, now: datetime) -> frozenset[str]:
        """The incidents that lie on the desks of others."""
        with transaction(self._engine, write=False) as connection:
            others = (claims.c.reviewer != reviewer) & (claims.c.until > now.isoformat())
            return frozenset(connection.execute(sa.select(claims.c.incident_id).where(others)).scalars())

    def incidents(self) -> tuple[Waiting, ...]:
        """All incidents that were read in articles, by id; what is background is nobody's work."""
        row = incident_rows.c
        killed = sa.func.coalesce(row.fatalities_best, row.fatalities_low, 0)
        query = (
            sa.select(
                *(row.incident_id, row.confidence, killed, row.place_id, row.status, row.accounts_differ),
                *(row.confirmed, sa.func.coalesce(row.date_end, row.date_start)),
            )
            .where((row.place_no == 0) & (row.background == 0))
            .order_by(row.incident_id)
        )
        with transaction(self._engine, write=False) as connection:
            return tuple(Waiting(*found) for found in connection.execute(query))
