"""Writing incidents: those whose reports are as before stay as they are, so that one new article costs little."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from itertools import islice
from typing import Any, TypeVar

import sqlalchemy as sa

from geo.model import Incident
from geo.store import corrected
from geo.store import engine as db
from geo.store.codec import plain, written
from geo.store.corrections import stamp
from geo.store.rows import Source, incident_rows
from geo.store.schema import articles, incidents
from geo.store.schema import incident_rows as row_table

T = TypeVar("T")

#: Incidents per statement.
BATCH = 500
#: No article is nearly the same as another.
NO_COPIES: Mapping[str, str] = {}


def replace_incidents(
    connection: sa.Connection, made: Iterable[Incident], copies: Mapping[str, str] = NO_COPIES, *, anew: bool
) -> None:
    """Put `made` in the place of all incidents; with `anew`, write even those whose reports are unchanged.

    `copies` (article id -> what stands for all of nearly the same text) counts as part of the reports.
    """
    made = list(made)
    sources, stamps = _sources(connection)
    by_hand = corrected.stamps(connection)
    marks = {name: mark + copies.get(name, "") + by_hand.get(name, "") for name, mark in stamps.items()}
    keys = {
        incident.id: written(
            [[told.article_id, told.id, marks[told.article_id] + decided] for told in incident.reports]
        )
        for incident in made
        for decided in (stamp(incident.decisions),)
    }
    kept = set()
    if not anew:
        there = connection.execute(sa.select(incidents.c.incident_id, incidents.c.reports))
        kept = {incident_id for incident_id, reports in there if keys.get(incident_id) == reports}
    for table in (incidents, row_table):
        found = connection.execute(sa.select(table.c.incident_id).distinct()).scalars()
        for gone in batches([one for one in found if one not in kept]):
            connection.execute(table.delete().where(table.c.incident_id.in_(gone)))
    for batch in batches([incident for incident in made if incident.id not in kept]):
        db.insert(connection, incidents, [_incident_row(one, keys[one.id]) for one in batch])
        db.insert(connection, row_table, [row for one in batch for row in incident_rows(one, sources.__getitem__)])


def _incident_row(incident: Incident, reports: str) -> dict[str, Any]:
    body = {f.name: plain(getattr(incident, f.name)) for f in fields(incident) if f.name != "reports"}
    return {"incident_id": incident.id, "body": written(body), "reports": reports}


def _sources(connection: sa.Connection) -> tuple[dict[str, Source], dict[str, str]]:
    """What rows show of each article, and a stamp of all that was read in it."""
    shown = ("title", "source", "origin", "text", "language")
    query = sa.select(articles.c.article_id, articles.c.reading_sha256, *(articles.c[name] for name in shown))
    rows = connection.execute(query).all()
    return {row[0]: Source(*row[2:]) for row in rows}, {row[0]: row[1][:16] for row in rows}


def batches(items: Iterable[T]) -> Iterator[list[T]]:
    """`items` in lists of at most ``BATCH``."""
    left = iter(items)
    while batch := list(islice(left, BATCH)):
        yield batch
