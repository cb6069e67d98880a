"""Articles as people corrected them: kept beside what was read, made anew with the incidents, gone with the article."""

from __future__ import annotations

from collections.abc import Mapping
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


def write(connection: sa.Connection, made: Mapping[str, Reading]) -> None:
    """Put `made` (article id -> corrected reading) in the place of all corrected ones; what did not change stays."""
    there = {row.article_id: row for row in connection.execute(corrected.select())}
    new = {name: _row(reading) for name, reading in made.items()}
    gone = [name for name in there if name not in new or there[name].reports != new[name]["reports"]]
    gone += [name for name in there if name in new and name not in gone and there[name].found != new[name]["found"]]
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


def stamps(connection: sa.Connection) -> dict[str, str]:
    """Article id -> a short text that changes with what was corrected in it; the others lack."""
    return {row.article_id: sha256(row.found + row.reports)[:16] for row in connection.execute(corrected.select())}


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
