"""Claims: the incident that lies on a reviewer's desk is nobody else's for a while."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from geo.store.engine import transaction
from geo.store.schema import claims

#: So long an incident that somebody opened is theirs; whoever goes on working on it claims it again.
LEASE = timedelta(minutes=5)


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
