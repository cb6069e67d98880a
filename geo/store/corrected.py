"""Articles as people corrected them: kept beside what was read, made anew with the incidents, gone with the article."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa

from geo.model import Reading, Report
from geo.store.article_rows import article_of, with_found
from geo.store.codec import load, plain, record, written
from geo.store.reading_rows import FOUND, sha256
from geo.store.rows import left_out
from geo.store.schema import articles, corrected, reports
from geo.store.schema import left_out as left_out_table

#: Nobody corrected anything.
UNCORRECTED: Mapping[str, Reading] = {}
#: Articles in one question to the database.
_AT_ONCE = 500


def write(connection: sa.Connection, made: Mapping[str, Reading], among: Collection[str] | None = None) -> None:
    """Put `made` (article id -> corrected reading) in the place of all corrected ones, or of those `among` them.

    What did not change stays.
    """
    there = _there(connection, among)
    new = {name: _row(reading) for name, reading in made.items()}
    gone = [name for name in there if name not in new or there[name] != _body(new[name])]
    for name in gone:
        connection.execute(corrected.delete().where(corrected.c.article_id == name))
        if name not in new:
            read = reading_of(connection, name, as_read=True)
            if read is not None:
                _leave_out(connection, name, read)
    for name, row in new.items():
        if name in gone or name not in there:
            connection.execute(corrected.insert(), row)
            _leave_out(connection, name, made[name])


def otherwise(connection: sa.Connection, made: Mapping[str, Reading], among: Collection[str]) -> set[str]:
    """Those of some articles that are not kept as `made` has them: corrected in another way, or not at all."""
    there = _there(connection, among)
    new = {name: _body(_row(reading)) for name, reading in made.items()}
    return {name for name in among if there.get(name) != new.get(name)}


def _there(connection: sa.Connection, among: Collection[str] | None) -> dict[str, tuple[str, str]]:
    """What is kept of all corrected articles, or of those `among` them: what was found in them, and the reports."""
    query = sa.select(corrected.c.article_id, corrected.c.found, corrected.c.reports)
    if among is None:
        return {row.article_id: (row.found, row.reports) for row in connection.execute(query)}
    ids = list(among)
    parts = (query.where(corrected.c.article_id.in_(ids[at : at + _AT_ONCE])) for at in range(0, len(ids), _AT_ONCE))
    return {row.article_id: (row.found, row.reports) for part in parts for row in connection.execute(part)}


def _body(row: Mapping[str, Any]) -> tuple[str, str]:
    return row["found"], row["reports"]


def _leave_out(connection: sa.Connection, name: str, reading: Reading) -> None:
    connection.execute(left_out_table.delete().where(left_out_table.c.article_id == name))
    if rows := left_out(reading):
        connection.execute(left_out_table.insert(), rows)


def _row(reading: Reading) -> dict[str, Any]:
    held = plain(reading)
    return {
        "article_id": reading.article.id,
        "found": written({name: held[name] for name in FOUND}),
        "reports": written(held["reports"]),
    }


def stamps(connection: sa.Connection, among: Collection[str] | None = None) -> dict[str, str]:
    """Article id -> a short text that changes with what was corrected in it; the others lack."""
    return {name: sha256("".join(body))[:16] for name, body in _there(connection, among).items()}


def reports_of(connection: sa.Connection, article_id: str) -> tuple[Report, ...] | None:
    """The reports of a corrected article; None where nothing in it was corrected."""
    body = connection.execute(sa.select(corrected.c.reports).where(corrected.c.article_id == article_id)).scalar()
    return None if body is None else tuple(record(Report, one) for one in load(list, body))


def report_of(connection: sa.Connection, article_id: str, report_id: str) -> Report | None:
    """A report as it stands now: corrected, where somebody did; None where there is none."""
    told = reports_of(connection, article_id)
    if told is not None:
        return next((one for one in told if one.id == report_id), None)
    which = (reports.c.article_id == article_id) & (reports.c.report_id == report_id)
    body = connection.execute(sa.select(reports.c.body).where(which)).scalar()
    return None if body is None else load(Report, body)


def reading_of(connection: sa.Connection, article_id: str, *, as_read: bool) -> Reading | None:
    """All that was read in an article, corrected, or `as_read`."""
    row = connection.execute(articles.select().where(articles.c.article_id == article_id)).first()
    if row is None:
        return None
    mended = connection.execute(corrected.select().where(corrected.c.article_id == article_id)).first()
    if mended is not None and not as_read:
        told = tuple(record(Report, one) for one in load(list, mended.reports))
        return with_found(article_of(row), mended.found, told)
    bodies = connection.execute(
        sa.select(reports.c.body).where(reports.c.article_id == article_id).order_by(reports.c.position)
    ).scalars()
    return with_found(article_of(row), row.found, tuple(load(Report, body) for body in bodies))
