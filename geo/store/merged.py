"""What the incidents were last made of, so that a change is followed only as far as it reaches.

Kept beside the incidents and written with them: each article as it was read then, the blocks in which its reports are
filed, and which incidents it tells of. What came or went since is found by comparing, whoever changed it; where
anything of it does not fit (other rules, a store that an older Sitmap wrote), all incidents are made anew.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import sqlalchemy as sa

from geo.model import Decision, Incident, Reading, Report, ReportKey
from geo.store import corrected as by_hand
from geo.store.article_rows import publishers
from geo.store.codec import dump, load, record, written
from geo.store.corrections import stamp_of
from geo.store.engine import insert, transaction
from geo.store.meta import note, notes
from geo.store.meta import revision as revision_of
from geo.store.reading_rows import sha256
from geo.store.replace import NO_COPIES, batches, fill, read_marks, replace_incidents, shown
from geo.store.rows import Source
from geo.store.schema import articles, blocks, corrected, corrections, incidents, merged, reports, sketches, told_by
from geo.store.sheets import Share
from geo.store.steps import Step, took

#: Makes the first incidents in shares, when it is handed what finds the sources of articles by their ids.
Fill = Callable[[Callable[[Collection[str]], Mapping[str, Source]]], Iterable[Share]]
#: The note of what the tables here belong to: the same as that of the incidents, or they are of no use.
_MADE_OF = "made_of"


@dataclass(frozen=True, slots=True)
class Basis:
    """What incidents are made of beside the reports themselves, to be compared with what there is the next time."""

    blocks: Mapping[str, Collection[str]] = field(default_factory=dict)  #: article id -> where its reports are filed
    decisions: tuple[Decision, ...] = ()
    corrections: tuple[str, ...] = ()  #: ids of those that stand, of what was read
    sketches: Mapping[str, bytes] = field(default_factory=dict)  #: of articles, where they were not kept yet
    sketched: str = ""  #: by which rule


@dataclass(frozen=True, slots=True)
class Changed:
    """What has changed since the incidents were made."""

    revision: int  #: of the store now
    mark: str  #: of the incidents as they are
    n_articles: int
    came: frozenset[str]  #: articles that came, or were read again
    gone: frozenset[str]  #: articles that are gone
    copies: Mapping[str, str]  #: as of then
    decisions: Mapping[str, Collection[ReportKey]]  #: a text that tells one of then -> the reports that it is about
    corrections: frozenset[str]  #: those that stood then


@dataclass(frozen=True, slots=True)
class Part:
    """Incidents that take the place of some others."""

    made: tuple[Incident, ...]
    replaced: frozenset[str]  #: ids of those in whose place they come
    copies: Mapping[str, str]  #: of all articles
    corrected: Mapping[str, Reading]  #: articles as people corrected them, of those in `looked_at`
    looked_at: frozenset[str]  #: articles that came, or in which people corrected something else than before
    basis: Basis  #: its blocks: of the articles in `looked_at`


def words_of(decision: Decision) -> str:
    """A text that tells a decision and what it is about now."""
    return dump([decision.id, decision.kind, decision.one, decision.other])


class Merged:
    """What the incidents of a store were last made of."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def changed(self, rule: str, sketched: str) -> Changed | None:
        """What has changed since the merging `rule` made the incidents; None where that cannot be told."""
        with transaction(self._engine, write=False) as connection:
            held = notes(connection)
            mark = held.get("merged", "")
            if not mark.startswith(f"{rule}@") or held.get(_MADE_OF) != mark or held.get("sketched") != sketched:
                return None
            here, there = articles.outerjoin(merged, _SAME).outerjoin(sketches, _OF), merged.outerjoin(articles, _SAME)
            other = merged.c.article_id.is_(None) | (merged.c.reading_sha256 != articles.c.reading_sha256)
            other |= sketches.c.article_id.is_(None)  # it came again as it was: what was kept of it went with its row
            came = connection.execute(sa.select(articles.c.article_id).select_from(here).where(other)).scalars()
            left = sa.select(merged.c.article_id).select_from(there).where(articles.c.article_id.is_(None))
            decided = load(list, held.get("decisions", "[]"))
            return Changed(
                revision=revision_of(connection),
                mark=mark,
                n_articles=connection.execute(sa.select(sa.func.count()).select_from(merged)).scalar_one(),
                came=frozenset(came),
                gone=frozenset(connection.execute(left).scalars()),
                copies=load(dict, held.get("copies", "{}")),
                decisions={dump(one): [(key[0], key[1]) for key in (*one[2], *one[3])] for one in decided},
                corrections=frozenset(load(list, held.get("corrections", "[]"))),
            )

    def blocks(self, article_ids: Iterable[str]) -> set[str]:
        """The blocks in which reports of articles were filed."""
        return {row[0] for row in self._among(sa.select(blocks.c.block), blocks.c.article_id, article_ids)}

    def filed(self, wanted: Iterable[str]) -> list[Report]:
        """All reports of the articles that have one in a block, as they were merged."""
        found = {row[0] for row in self._among(sa.select(blocks.c.article_id), blocks.c.block, wanted)}
        return self.reports(found)

    def reports(self, article_ids: Collection[str], *, as_read: bool = False) -> list[Report]:
        """The reports of articles as they were merged: corrected, where people did; of none that was read again.

        With `as_read`, as they are read now.
        """
        held = sa.select(corrected.c.article_id, corrected.c.reports)
        rows = () if as_read else self._among(held, corrected.c.article_id, article_ids)
        mended = {row.article_id: load(list, row.reports) for row in rows}
        left = [one for one in article_ids if one not in mended]
        bodies = self._among(sa.select(reports.c.body), reports.c.article_id, left)
        found = [load(Report, row.body) for row in bodies]
        return found + [record(Report, one) for told_there in mended.values() for one in told_there]

    def n_reports(self) -> int:
        """How many reports there are."""
        with transaction(self._engine, write=False) as connection:
            return connection.execute(sa.select(sa.func.count()).select_from(reports)).scalar_one()

    def corrected(self, saying: str) -> list[Reading]:
        """The articles as people corrected them, of those in which a report has the text `saying`."""
        with transaction(self._engine, write=False) as connection:
            like = corrected.c.reports.contains(saying, autoescape=True)
            names = connection.execute(sa.select(corrected.c.article_id).where(like)).scalars().all()
            found = (by_hand.reading_of(connection, one, as_read=False) for one in names)
            return [one for one in found if one is not None]

    def incidents(self, article_ids: Iterable[str]) -> dict[str, list[ReportKey]]:
        """The incidents that articles told of, with the reports that they were made of."""
        query = sa.select(incidents.c.incident_id, incidents.c.reports)
        rows = self._among(query.join_from(told_by, incidents, _TOLD), told_by.c.article_id, article_ids)
        return {row.incident_id: [(one[0], one[1]) for one in load(list, row.reports)] for row in rows}

    def publishers(self, article_ids: Iterable[str]) -> dict[str, str]:
        """Article id -> who published it; those that nobody is known of lack."""
        with transaction(self._engine, write=False) as connection:
            return {k: v for some in batches(article_ids) for k, v in publishers(connection, some).items()}

    def sketches(self, sketched: str) -> dict[str, bytes]:
        """Article id -> what its text is compared by, where a sketch by this rule is kept."""
        with transaction(self._engine, write=False) as connection:
            if notes(connection).get("sketched") != sketched:
                return {}
            return dict(map(tuple, connection.execute(sa.select(sketches.c.article_id, sketches.c.body))))

    def texts(self, article_ids: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Id and text of some articles."""
        yield from map(
            tuple, self._among(sa.select(articles.c.article_id, articles.c.text), articles.c.article_id, article_ids)
        )

    def unsketched(self, sketched: str) -> Iterator[tuple[str, str]]:
        """Id and text of each article of which no sketch by this rule is kept, a few at a time."""
        with transaction(self._engine, write=False) as connection:
            query = sa.select(articles.c.article_id, articles.c.text)
            if notes(connection).get("sketched") == sketched:
                query = query.select_from(articles.outerjoin(sketches, _OF)).where(sketches.c.article_id.is_(None))
            yield from map(tuple, connection.execute(query.execution_options(yield_per=200)))

    def otherwise(self, made: Mapping[str, Reading], looked_at: Collection[str]) -> set[str]:
        """Those of the articles in `looked_at` that are not kept as `made`, which lacks those as they were read."""
        with transaction(self._engine, write=False) as connection:
            return by_hand.otherwise(connection, made, looked_at)

    def amend(self, part: Part, since: Changed, rule: str, *, wait: bool = True) -> bool:
        """Put `part` in its place, unless reports or incidents have changed after `since` was asked (then False)."""
        with transaction(self._engine, write=True, wait=wait) as connection:
            held = notes(connection)
            if revision_of(connection) != since.revision or held.get("merged") != since.mark:
                return False
            by_hand.write(connection, part.corrected, among=part.looked_at)
            written = replace_incidents(connection, part.made, part.copies, anew=False, among=part.replaced)
            away = [*part.looked_at, *since.gone]
            for some in batches(away):
                connection.execute(merged.delete().where(merged.c.article_id.in_(some)))
                connection.execute(blocks.delete().where(blocks.c.article_id.in_(some)))
            for some in batches(written.gone):
                connection.execute(told_by.delete().where(told_by.c.incident_id.in_(some)))
            _file(connection, part.basis, [one for one in part.made if one.id in written.new], part.looked_at)
            decided = load(dict, notes(connection).get("decided", "{}"))
            decided = {name: ids for name, ids in decided.items() if name not in part.replaced}
            finish(connection, rule, since.revision, part.copies, decided | _decided(part.made), part.basis)
            now = notes(connection).get("version", "")
        took(self._engine, Step(held.get("version", ""), now, written.new | written.gone))
        return True

    def nothing_yet(self) -> bool:
        """Whether nothing was merged here and nobody corrected anything: the first incidents are to be made."""
        with transaction(self._engine, write=False) as connection:
            return _is_bare(connection)

    def bodies(self) -> tuple[int, list[tuple[str, str]]]:
        """The revision of the store; and of each report its article and the record as it is kept (JSON)."""
        with transaction(self._engine, write=False) as connection:
            told = connection.execute(sa.select(reports.c.article_id, reports.c.body))
            return revision_of(connection), [(row[0], row[1]) for row in told]

    def fill(self, made: Fill, revision: int, rule: str, copies: Mapping[str, str], sketches: Basis) -> bool:
        """Write the first incidents, as they come; False where something was there or came since `revision`.

        `made` gives them, when it is handed what finds the sources of articles; `sketches` is the basis as far as it
        does not come with them.
        """
        with transaction(self._engine, write=True) as connection:
            if revision_of(connection) != revision or not _is_bare(connection):
                return False
            filed: dict[str, set[str]] = {}
            marks = read_marks(connection, copies)
            for share in made(partial(shown, connection)):
                fill(connection, share.sheets, marks)
                _file_told(connection, ((one.id, {name for name, _ in one.told}) for one in share.sheets))
                for name, names in share.blocks.items():
                    filed.setdefault(name, set()).update(names)
            basis = replace(sketches, blocks=filed)
            _file(connection, basis, (), None)
            finish(connection, rule, revision, copies, {}, basis)
        return True

    def _among(self, query: sa.Select[Any], column: sa.ColumnElement[str], wanted: Iterable[str]) -> Iterator[Any]:
        with transaction(self._engine, write=False) as connection:
            for some in batches(wanted):
                yield from connection.execute(query.where(column.in_(some)))


def replace_all(
    connection: sa.Connection,
    made: list[Incident],
    rule: str,
    revision: int,
    copies: Mapping[str, str],
    basis: Basis | None,
) -> None:
    """Put `made` in the place of all incidents, and note what they were made of, where `basis` says so."""
    anew = not notes(connection).get("merged", "").startswith(f"{rule}@")
    replace_incidents(connection, made, copies, anew=anew)
    for table in (merged, blocks, told_by):
        connection.execute(table.delete())
    if basis is not None:
        if notes(connection).get("sketched") != basis.sketched:
            connection.execute(sketches.delete())
        _file(connection, basis, made, None)
    finish(connection, rule, revision, copies, _decided(made), basis)


def incidents_telling(connection: sa.Connection, article_id: str, words: str) -> list[str]:
    """The ids of the incidents that were made of an article and have `words` in the list of their reports."""
    query = sa.select(incidents.c.incident_id).where(incidents.c.reports.contains(words, autoescape=True))
    if notes(connection).get(_MADE_OF):
        query = query.join_from(incidents, told_by, _TOLD).where(told_by.c.article_id == article_id)
    return list(connection.execute(query).scalars())


def finish(
    connection: sa.Connection,
    rule: str,
    revision: int,
    copies: Mapping[str, str] = NO_COPIES,
    decided: Mapping[str, list[str]] | None = None,
    basis: Basis | None = None,
) -> None:
    """Note what the incidents were made of, and the version of what the store holds now."""
    mark = f"{rule}@{revision}"
    note(connection, "merged", mark)
    note(connection, _MADE_OF, "" if basis is None else mark)
    note(connection, "copies", dump(dict(sorted(copies.items()))))
    note(connection, "decided", dump(decided or {}))
    if basis is not None:
        note(connection, "decisions", f"[{','.join(map(words_of, basis.decisions))}]")
        note(connection, "corrections", dump(sorted(basis.corrections)))
        note(connection, "sketched", basis.sketched)
    read = connection.execute(_READ).all()
    content: list[object] = [rule, list(map(tuple, read))]
    by_people = dict.fromkeys(one for _, ids in sorted((decided or {}).items()) for one in ids)
    content += [stamp_of(by_people)] if by_people else []
    content += [changed] if (changed := by_hand.stamps(connection)) else []
    note(connection, "version", sha256(written(content))[:16])


def _file(connection: sa.Connection, basis: Basis, made: Iterable[Incident], only: Collection[str] | None) -> None:
    """Keep what was merged: the articles in `only` (None: all), their blocks, and who tells of the incidents `made`."""
    read = sa.select(articles.c.article_id, articles.c.reading_sha256)
    if only is None:
        connection.execute(merged.insert().from_select(["article_id", "reading_sha256"], read))
    else:
        for ids in batches(only):
            there = read.where(articles.c.article_id.in_(ids))
            connection.execute(merged.insert().from_select(["article_id", "reading_sha256"], there))
    _file_told(connection, ((one.id, {report.article_id for report in one.reports}) for one in made))
    rows: list[tuple[sa.Table, Iterable[dict[str, Any]]]] = [
        (sketches, ({"article_id": name, "body": body} for name, body in basis.sketches.items())),
        (blocks, ({"block": one, "article_id": name} for name, held in basis.blocks.items() for one in held)),
    ]
    for table, new in rows:
        for some in batches(new):
            insert(connection, table, some)


def _file_told(connection: sa.Connection, made: Iterable[tuple[str, Collection[str]]]) -> None:
    """Keep which articles tell of which incident."""
    for some in batches({"incident_id": one, "article_id": name} for one, names in made for name in sorted(names)):
        insert(connection, told_by, some)


def _is_bare(connection: sa.Connection) -> bool:
    """Whether no article was merged, and nothing was corrected."""
    tables = (incidents, merged, sketches, corrections)
    return all(connection.execute(sa.select(table).limit(1)).first() is None for table in tables)


def _decided(made: Iterable[Incident]) -> dict[str, list[str]]:
    """Incident id -> the decisions that made it what it is; those of nobody lack."""
    return {one.id: [decision.id for decision in one.decisions] for one in made if one.decisions}


_SAME = merged.c.article_id == articles.c.article_id
_OF = sketches.c.article_id == articles.c.article_id
_TOLD = told_by.c.incident_id == incidents.c.incident_id
_READ = sa.select(articles.c.article_id, articles.c.reading_sha256).order_by(articles.c.article_id)
