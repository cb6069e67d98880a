"""What people decided, remembered in words that outlast a new reading: the article and the sentence, no row's number.

A decision is never changed, only undone. Which reports it is about is found anew each time: by the article, by the
sentence, then by kind, place and day. One whose reports are gone waits; it counts again when they come back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

import sqlalchemy as sa

from geo.errors import MissingError
from geo.model import Decision, Report, ReportKey
from geo.store.codec import dump, load, record
from geo.store.schema import articles, corrections, reports

Kind = Literal["split", "merge"]


@dataclass(frozen=True, slots=True)
class Anchor:
    """A report as a decision remembers it."""

    identity: str  #: of the article, which stays when its text changes
    article_id: str  #: of the text as it was, which stays when the file is named another way
    quote: str  #: the evidence
    type: str
    sub_type: str
    place: str | None  #: row of the gazetteer, or name, of its first place
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Correction:
    """A decision with its whole story."""

    id: str
    kind: Kind
    one: tuple[Anchor, ...]
    other: tuple[Anchor, ...]
    author: str
    made: datetime
    reason: str
    undone: datetime | None = None
    undone_by: str | None = None


def decide(
    connection: sa.Connection,
    kind: Kind,
    one: Iterable[ReportKey],
    other: Iterable[ReportKey],
    *,
    author: str,
    made: datetime,
    reason: str,
) -> str:
    """Keep a decision; returns its id.

    Raises
    ------
    MissingError
        When a report is not in the store (any more).
    """
    sides = [[_anchor(connection, key) for key in sorted(keys)] for keys in (one, other)]
    subject = dump({"one": sides[0], "other": sides[1]})
    row = {"kind": kind, "subject": subject, "value": "{}", "author": author, "made": made.isoformat()}
    row |= {"reason": reason}
    correction_id = hashlib.sha256(dump(row).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    there = connection.execute(sa.select(corrections.c.kind).where(corrections.c.correction_id == correction_id))
    if there.first() is None:
        connection.execute(corrections.insert(), row | {"correction_id": correction_id})
    return correction_id


def undo(connection: sa.Connection, correction_id: str, *, author: str, made: datetime) -> bool:
    """Take a decision back; False where there is none, or it was taken back already."""
    which = (corrections.c.correction_id == correction_id) & corrections.c.undone.is_(None)
    values = {"undone": made.isoformat(), "undone_by": author}
    return connection.execute(corrections.update().where(which).values(**values)).rowcount > 0


def history(connection: sa.Connection) -> tuple[Correction, ...]:
    """All decisions, oldest first, those that were undone included."""
    rows = connection.execute(corrections.select().order_by(corrections.c.made, corrections.c.correction_id))
    return tuple(_correction(row) for row in rows)


def standing(connection: sa.Connection) -> tuple[Decision, ...]:
    """The decisions that count now, oldest first, with the reports that they are about now."""
    kept = [one for one in history(connection) if one.undone is None]
    told = _Told(connection, {anchor for one in kept for anchor in (*one.one, *one.other)}) if kept else None
    found = []
    for one in kept:
        assert told is not None  # noqa: S101 - it is there when anything is kept
        sides = [tuple(dict.fromkeys(key for a in side if (key := told.find(a)))) for side in (one.one, one.other)]
        if all(sides):
            found.append(Decision(one.id, one.kind, sides[0], sides[1], one.author, one.made, one.reason))
    return tuple(found)


def _anchor(connection: sa.Connection, key: ReportKey) -> Anchor:
    query = sa.select(articles.c.identity, articles.c.text, reports.c.body).join_from(reports, articles)
    row = connection.execute(query.where((reports.c.article_id == key[0]) & (reports.c.report_id == key[1]))).first()
    if row is None:
        msg = f"report {key[1]!r} of article {key[0]!r} is no longer in the store: it was read again. Open it anew"
        raise MissingError(msg)
    return _remembered(row.identity, load(Report, row.body), row.text)


def _remembered(identity: str, report: Report, text: str) -> Anchor:
    place = next(iter(report.places), None)
    quote = " ".join(text[report.evidence.start : report.evidence.end].split())
    where = None if place is None else place.place_id or place.name
    days = report.date.first, report.date.last
    return Anchor(identity, report.article_id, quote, report.type, report.sub_type, where, *days)


def _correction(row: Any) -> Correction:
    sides = load(dict, row.subject)
    one, other = (tuple(record(Anchor, anchor) for anchor in sides[side]) for side in ("one", "other"))
    made = datetime.fromisoformat(row.made)
    undone = None if row.undone is None else datetime.fromisoformat(row.undone)
    return Correction(row.correction_id, row.kind, one, other, row.author, made, row.reason, undone, row.undone_by)


class _Told:
    """The reports of the articles that decisions are about, as they are read now."""

    def __init__(self, connection: sa.Connection, anchors: Iterable[Anchor]) -> None:
        wanted = list(anchors)
        known = sa.or_(
            articles.c.identity.in_({a.identity for a in wanted}),
            articles.c.article_id.in_({a.article_id for a in wanted}),
        )
        query = sa.select(articles.c.identity, articles.c.text, reports.c.body).join_from(reports, articles)
        self._now: list[tuple[Anchor, ReportKey]] = []
        for row in connection.execute(query.where(known).order_by(reports.c.article_id, reports.c.position)):
            report = load(Report, row.body)
            now = _remembered(row.identity, report, row.text)
            self._now.append((now, (report.article_id, report.id)))

    def find(self, anchor: Anchor) -> ReportKey | None:
        """The report that is most like the remembered one; None where none tells of it any more."""
        likest = [(_likeness(anchor, now), -order, key) for order, (now, key) in enumerate(self._now)]
        likest = [one for one in likest if one[0]]
        return max(likest)[2] if likest else None


def _likeness(old: Anchor, now: Anchor) -> tuple[bool, ...]:
    """How alike two reports are, to be compared; empty where they tell of different things."""
    if old.identity != now.identity and old.article_id != now.article_id:
        return ()
    if not (old.quote in now.quote or now.quote in old.quote):
        return ()
    same = old.quote == now.quote, old.sub_type == now.sub_type, old.type == now.type, old.place == now.place
    return (*same, (old.first, old.last) == (now.first, now.last)) if same[2] or same[3] else ()


def stamp(decisions: Sequence[Decision]) -> str:
    """A short text that changes with the decisions; empty where there are none."""
    return hashlib.sha256(dump([one.id for one in decisions]).encode()).hexdigest()[:16] if decisions else ""
