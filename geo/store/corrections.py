"""What people corrected, kept in words that outlast a new reading (``geo.store.remembered``).

A correction is never changed, only undone. What it is about is found anew each time: a report by the article, the
sentence, then by kind, place and day; a name by the article, its letters and the text around. One whose article is gone
waits; it counts again when that comes back.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

import sqlalchemy as sa

from geo.errors import MissingError
from geo.model import Decision, Reading, Report, ReportKey
from geo.store.article_rows import article_of, with_found
from geo.store.codec import dump, load, plain, record
from geo.store.corrected import report_of
from geo.store.engine import transaction
from geo.store.meta import touch
from geo.store.remembered import Anchor, Correction, Field, Scope, Spot, anchor_of, likest, made_in
from geo.store.schema import articles, corrected, corrections, reports

Told = list[tuple[Anchor, ReportKey]]


class Corrections:
    """The corrections of a store."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def add(
        self,
        field: Field,
        *,
        one: Iterable[ReportKey] = (),
        other: Iterable[ReportKey] = (),
        spot: Spot | None = None,
        value: Mapping[str, Any] | None = None,
        scope: Scope = "here",
        author: str,
        made: datetime,
        reason: str,
    ) -> str:
        """Keep a correction; returns its id. Incidents are stale from then on.

        Raises
        ------
        MissingError
            When a report is not in the store (any more).
        """
        with transaction(self._engine, write=True) as connection:
            sides = [tuple(_anchor(connection, key) for key in sorted(keys)) for keys in (one, other)]
            kept = Correction("", field, sides[0], sides[1], author, made, reason, spot, dict(value or {}), scope)
            row = _row(kept)
            _insert(connection, [row])
            touch(connection)
        return str(row["correction_id"])

    def put(self, brought: Iterable[Correction]) -> int:
        """Keep corrections that come from elsewhere with their stories; returns how many were not there yet."""
        with transaction(self._engine, write=True) as connection:
            n = _insert(connection, [_row(one) for one in brought])
            if n:
                touch(connection)
        return n

    def undo(self, correction_id: str, *, author: str, made: datetime) -> bool:
        """Take a correction back; False where there is none, or it was taken back already."""
        which = (corrections.c.correction_id == correction_id) & corrections.c.undone.is_(None)
        values = {"undone": made.isoformat(), "undone_by": author}
        with transaction(self._engine, write=True) as connection:
            done = connection.execute(corrections.update().where(which).values(**values)).rowcount > 0
            if done:
                touch(connection)
        return done

    def history(self) -> tuple[Correction, ...]:
        """All corrections, oldest first, those that were undone or wait for their articles included."""
        with transaction(self._engine, write=False) as connection:
            return history(connection)

    def has_decisions(self) -> bool:
        """Whether somebody ever put reports together or apart."""
        with transaction(self._engine, write=False) as connection:
            asked = sa.select(corrections.c.correction_id).where(corrections.c.kind.in_(("split", "merge")))
            return connection.execute(asked.limit(1)).first() is not None

    def concerned(
        self, stood: Collection[str] | None = None, came: Collection[str] = ()
    ) -> tuple[tuple[Correction, ...], dict[str, Reading]]:
        """The corrections of what was read that stand, and each article that they may be about, as it was read.

        Where it is known which of them `stood` (ids) the last time, only the articles that `came` since, and those that
        are concerned by what was said or taken back since.
        """
        with transaction(self._engine, write=False) as connection:
            told = [one for one in history(connection) if not _is_decision(one)]
            kept = tuple(one for one in told if one.undone is None)
            if stood is None:
                asked = [sa.or_(*_about(kept))] if kept else []
            elif not {one.id for one in told}.issuperset(stood):  # deleted with their articles: what did they say?
                asked = [sa.or_(*_about(kept), articles.c.article_id.in_(sa.select(corrected.c.article_id)))]
            else:
                other = [one for one in told if (one.undone is None) != (one.id in stood)]
                asked = [sa.or_(*_about(other))] if other else []
                asked += [sa.or_(*_about(kept)) & articles.c.article_id.in_(some) for some in _some(came) if kept]
            found = {row.article_id: row for each in asked for row in connection.execute(articles.select().where(each))}
            read: dict[str, list[Report]] = {one: [] for one in found}
            bodies = sa.select(reports.c.article_id, reports.c.body).order_by(reports.c.position)
            for some in _some(found):
                for article_id, body in connection.execute(bodies.where(reports.c.article_id.in_(some))):
                    read[article_id].append(load(Report, body))
        rows = ((name, found[name]) for name in sorted(found))
        return kept, {name: with_found(article_of(row), row.found, tuple(read[name])) for name, row in rows}


def _some(ids: Iterable[str]) -> Iterator[list[str]]:
    """Ids, so many at a time as a question to the database takes."""
    left = iter(ids)
    while some := list(islice(left, _AT_ONCE)):
        yield some


_AT_ONCE = 500


def _is_decision(one: Correction) -> bool:
    return one.field in ("split", "merge")


def _about(kept: Sequence[Correction]) -> list[sa.ColumnElement[bool]]:
    """What an article fulfils that one of the corrections may be about."""
    known = [each for one in kept for each in made_in(one)]
    found: list[sa.ColumnElement[bool]] = [
        articles.c.identity.in_({one.identity for one in known}),
        articles.c.article_id.in_({one.article_id for one in known}),
    ]
    for one in kept:
        if one.spot and one.scope in ("source", "always"):
            named = articles.c.text.contains(one.spot.quote, autoescape=True)
            found.append(named if one.scope == "always" else named & (articles.c.source == one.spot.source))
    return found


def _insert(connection: sa.Connection, rows: Iterable[dict[str, Any]]) -> int:
    there = set(connection.execute(sa.select(corrections.c.correction_id)).scalars())
    new = {row["correction_id"]: row for row in rows if row["correction_id"] not in there}
    if new:
        connection.execute(corrections.insert(), list(new.values()))
    return len(new)


def history(connection: sa.Connection) -> tuple[Correction, ...]:
    """All corrections, oldest first, those that were undone included."""
    rows = connection.execute(corrections.select().order_by(corrections.c.made, corrections.c.correction_id))
    return tuple(_correction(row) for row in rows)


def standing(connection: sa.Connection, added: Iterable[tuple[Anchor, ReportKey]] = ()) -> tuple[Decision, ...]:
    """The decisions that count now, oldest first, with the reports that they are about now.

    `added` are reports that people added, with the anchors by which they are known: the reader knows nothing of them.
    """
    kept = [one for one in history(connection) if one.undone is None and _is_decision(one)]
    if not kept:
        return ()
    told = _told(connection, [anchor for one in kept for anchor in (*one.one, *one.other)]) + list(added)
    named: dict[str, dict[int, tuple[Anchor, ReportKey]]] = defaultdict(dict)  # by what an anchor knows its article by
    for number, entry in enumerate(told):
        for name in (f"i {entry[0].identity}", f"a {entry[0].article_id}"):
            named[name][number] = entry
    found = []
    for one in kept:
        sides = [tuple(dict.fromkeys(key for a in side if (key := _likest(a, named)))) for side in (one.one, one.other)]
        if all(sides) and one.field in ("split", "merge"):
            kind: Any = one.field
            found.append(Decision(one.id, kind, sides[0], sides[1], one.author, one.made, one.reason))
    return tuple(found)


def _likest(anchor: Anchor, named: Mapping[str, Mapping[int, tuple[Anchor, ReportKey]]]) -> ReportKey | None:
    """The report that is most like `anchor`, looked for in the articles that it may be about."""
    there = {**named.get(f"i {anchor.identity}", {}), **named.get(f"a {anchor.article_id}", {})}
    found: ReportKey | None = likest(anchor, [there[number] for number in sorted(there)])
    return found


def _anchor(connection: sa.Connection, key: ReportKey) -> Anchor:
    query = sa.select(articles.c.identity, articles.c.text, reports.c.body).join_from(reports, articles)
    row = connection.execute(query.where((reports.c.article_id == key[0]) & (reports.c.report_id == key[1]))).first()
    if row is not None:
        return anchor_of(row.identity, load(Report, row.body), row.text)
    held = connection.execute(articles.select().where(articles.c.article_id == key[0])).first()
    added = report_of(connection, *key)
    if held is None or added is None:
        msg = f"report {key[1]!r} of article {key[0]!r} is no longer in the store: it was read again. Open it anew"
        raise MissingError(msg)
    return anchor_of(held.identity, added, held.text)


def _told(connection: sa.Connection, wanted: Sequence[Anchor]) -> Told:
    """The reports of the articles that decisions are about, as they are read now."""
    known = sa.or_(
        articles.c.identity.in_({a.identity for a in wanted}), articles.c.article_id.in_({a.article_id for a in wanted})
    )
    query = sa.select(articles.c.identity, articles.c.text, reports.c.body).join_from(reports, articles)
    found = []
    for row in connection.execute(query.where(known).order_by(reports.c.article_id, reports.c.position)):
        report = load(Report, row.body)
        found.append((anchor_of(row.identity, report, row.text), (report.article_id, report.id)))
    return found


def _row(one: Correction) -> dict[str, Any]:
    subject: dict[str, Any] = {"one": plain(one.one), "other": plain(one.other)}
    if one.spot is not None:
        subject["spot"] = plain(one.spot)
    row = {"kind": one.field, "subject": dump(subject), "value": dump(one.value), "scope": one.scope}
    row |= {"author": one.author, "made": one.made.isoformat(), "reason": one.reason}
    named = one.id or hashlib.sha256(dump(row).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    undone = None if one.undone is None else one.undone.isoformat()
    return row | {"correction_id": named, "undone": undone, "undone_by": one.undone_by}


def _correction(row: Any) -> Correction:
    subject = load(dict, row.subject)
    one, other = (tuple(record(Anchor, anchor) for anchor in subject[side]) for side in ("one", "other"))
    spot = record(Spot, subject["spot"]) if subject.get("spot") else None
    return Correction(
        id=row.correction_id,
        field=row.kind,
        one=one,
        other=other,
        author=row.author,
        made=datetime.fromisoformat(row.made),
        reason=row.reason,
        spot=spot,
        value=load(dict, row.value),
        scope=row.scope or "here",
        undone=None if row.undone is None else datetime.fromisoformat(row.undone),
        undone_by=row.undone_by,
    )


def stamp(decisions: Sequence[Decision]) -> str:
    """A short text that changes with the decisions; empty where there are none."""
    return stamp_of([one.id for one in decisions]) if decisions else ""


def stamp_of(ids: Iterable[str]) -> str:
    """A short text that changes with the decisions that have these ids."""
    return hashlib.sha256(dump(list(ids)).encode()).hexdigest()[:16]
