"""Writing incidents: those whose reports are as before stay as they are, so that one new article costs little."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

import sqlalchemy as sa

from geo.model import Incident
from geo.store import corrected
from geo.store import engine as db
from geo.store.codec import written
from geo.store.corrections import stamp
from geo.store.rows import Source, incident_rows
from geo.store.schema import articles, incidents
from geo.store.schema import incident_rows as row_table
from geo.store.sheets import Sheet, body_of

T = TypeVar("T")

#: Incidents per statement.
BATCH = 500
#: No article is nearly the same as another.
NO_COPIES: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Written:
    """Which incidents were written, and which are no longer there as they were."""

    new: frozenset[str]
    gone: frozenset[str]


def replace_incidents(
    connection: sa.Connection,
    made: Iterable[Incident],
    copies: Mapping[str, str] = NO_COPIES,
    *,
    anew: bool,
    among: Collection[str] | None = None,
) -> Written:
    """Put `made` in the place of all incidents, or of those `among` them; with `anew`, write also what is unchanged.

    `copies` (article id -> what stands for all of nearly the same text) counts as part of the reports.
    """
    made = list(made)
    names = None if among is None else {report.article_id for one in made for report in one.reports}
    by_hand = corrected.stamps(connection, names)
    marks = {
        name: read[:16] + copies.get(name, "") + by_hand.get(name, "")
        for name, read in _rows(connection, _STAMP, names)
    }
    keys = {
        incident.id: written(
            [[told.article_id, told.id, marks[told.article_id] + decided] for told in incident.reports]
        )
        for incident in made
        for decided in (stamp(incident.decisions),)
    }
    there = dict(_rows(connection, _MADE_OF, among))
    kept = set() if anew else {name for name, reports in there.items() if keys.get(name) == reports}
    gone = [one for one in there if one not in kept]
    for table in (incidents, row_table):
        for some in batches(gone):
            connection.execute(table.delete().where(table.c.incident_id.in_(some)))
    new = [incident for incident in made if incident.id not in kept]
    for batch in batches(new):
        told = {report.article_id for one in batch for report in one.reports}
        sources = shown(connection, told)
        heads = [{"incident_id": one.id, "body": body_of(one), "reports": keys[one.id]} for one in batch]
        db.insert(connection, incidents, heads)
        db.insert(connection, row_table, [row for one in batch for row in incident_rows(one, sources.__getitem__)])
    return Written(frozenset(one.id for one in new), frozenset(gone))


def read_marks(connection: sa.Connection, copies: Mapping[str, str]) -> dict[str, str]:
    """Article id -> a stamp of what was read in it and of whose copy it is."""
    return {name: read[:16] + copies.get(name, "") for name, read in connection.execute(_STAMP)}


def fill(connection: sa.Connection, made: Iterable[Sheet], marks: Mapping[str, str]) -> None:
    """Write incidents, which nobody had a hand in, where they are not: what ``replace_incidents`` would write."""
    for batch in batches(made):
        heads = [
            {"incident_id": one.id, "body": one.body, "reports": written([[*key, marks[key[0]]] for key in one.told])}
            for one in batch
        ]
        db.insert(connection, incidents, heads)
        db.insert(connection, row_table, [row for one in batch for row in one.rows])


#: What rows show of each article (``Source``), a stamp of all that was read in it, and what incidents were made of.
_SHOWN = sa.select(
    articles.c.article_id, *(articles.c[name] for name in ("title", "source", "origin", "text", "language"))
)
_STAMP = sa.select(articles.c.article_id, articles.c.reading_sha256)
_MADE_OF = sa.select(incidents.c.incident_id, incidents.c.reports)


def shown(connection: sa.Connection, article_ids: Collection[str]) -> dict[str, Source]:
    """What rows show of some articles, by their ids."""
    return {row[0]: Source(*row[1:]) for row in _rows(connection, _SHOWN, article_ids)}


def _rows(connection: sa.Connection, query: sa.Select[Any], among: Collection[str] | None) -> Iterator[Any]:
    """What a question for articles or incidents finds, or for those `among` them, by their ids."""
    if among is None:
        yield from connection.execute(query)
        return
    for some in batches(among):
        yield from connection.execute(query.where(query.selected_columns[0].in_(some)))


def batches(items: Iterable[T]) -> Iterator[list[T]]:
    """`items` in lists of at most ``BATCH``."""
    left = iter(items)
    while batch := list(islice(left, BATCH)):
        yield batch
