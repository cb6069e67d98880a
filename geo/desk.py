"""The desk of those who check: each step that a person may take on what was read, with name, time and reason.

Nothing that was read is overwritten. A step is kept as a correction, incidents are made anew, and it can be undone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from geo.correcting.values import check
from geo.errors import MissingError, UsageError
from geo.merging.by_hand import key_of
from geo.pipeline import read_article, redate
from geo.refreshing import refresh
from geo.store.remembered import Field, Scope, Spot

if TYPE_CHECKING:
    from geo.model import Incident, Reading, Report, ReportKey
    from geo.places.gazetteer import Gazetteer
    from geo.scoring.measures import Score
    from geo.store.store import Store

#: Longest name or reason, in characters.
MAX_SIGNED = 300


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of corrections that were brought."""

    added: int
    known: int  #: that were there already
    days_waiting: int  #: publication days whose articles are not there


def correct(
    store: Store,
    field: Field,
    value: Mapping[str, Any],
    *,
    reports: Iterable[ReportKey] = (),
    spot: Spot | None = None,
    scope: Scope = "here",
    author: str,
    made: datetime,
    reason: str,
) -> str:
    """Set a value of reports, or of a stretch of text, by hand; returns the id of the correction.

    Parameters
    ----------
    store
        Whose incidents are made anew.
    field, value
        What is set, and to what (``geo.correcting.values``).
    reports, spot
        What it is about: one of them.
    scope
        Of a correction of a name: this mention, the name in this article, in this source, or everywhere.

    Raises
    ------
    UsageError
        When nobody signs, no reason is given, or the value is none of this field.
    MissingError
        When a report is no longer there.
    """
    about = sorted(reports)
    if bool(about) == (spot is not None):
        msg = f"a correction is about reports or about a stretch of text, got {len(about)} reports and {spot!r}"
        raise UsageError(msg)
    check(field, value, scope)
    signed = _signed(author, made, reason)
    made_id = store.corrections.add(field, one=about, spot=spot, value=value, scope=scope, **signed)
    refresh(store)
    return made_id


def take_out(store: Store, incident: Incident, report: Report, *, author: str, made: datetime, reason: str) -> str:
    """A person says that `report` does not belong to `incident`; returns the id of what is left of the incident.

    Raises
    ------
    UsageError
        When nobody signs, no reason is given, or the report is the only one.
    """
    rest = [told for told in incident.reports if key_of(told) != key_of(report)]
    if not rest or len(rest) == len(incident.reports):
        msg = f"incident {incident.id!r} has {len(incident.reports)} reports: one of several can be taken out"
        raise UsageError(msg)
    return _decide(store, "split", [report], rest, author=author, made=made, reason=reason)


def join(store: Store, one: Incident, other: Incident, *, author: str, made: datetime, reason: str) -> str:
    """A person says that two incidents are one; returns its id.

    Raises
    ------
    UsageError
        When nobody signs, no reason is given, both are the same, or one was imported.
    """
    if one.id == other.id or not (one.reports and other.reports):
        msg = "two different incidents that were read in articles can be joined; imported rows stay as they are"
        raise UsageError(msg)
    return _decide(store, "merge", other.reports, one.reports, author=author, made=made, reason=reason)


def undo(store: Store, correction_id: str, *, author: str, made: datetime) -> None:
    """Take a correction back, and make the incidents anew.

    Raises
    ------
    MissingError
        When there is no such correction, or it was taken back already.
    """
    if not store.corrections.undo(correction_id, author=_plain("a name", author), made=made):
        msg = f"there is no decision {correction_id!r} that stands; it may have been undone already"
        raise MissingError(msg)
    refresh(store)


def _decide(
    store: Store, kind: Literal["split", "merge"], one: Sequence[Report], other: Sequence[Report], **signed: Any
) -> str:
    store.corrections.add(kind, one=map(key_of, one), other=map(key_of, other), **_signed(**signed))
    refresh(store)
    return store.incident_of(key_of(other[0])) or ""


def _signed(author: str, made: datetime, reason: str) -> dict[str, Any]:
    return {"author": _plain("a name", author), "made": made, "reason": _plain("a reason", reason)}


def _plain(what: str, text: str) -> str:
    plain = " ".join(text.split())
    if not plain or len(plain) > MAX_SIGNED:
        msg = f"a decision needs {what} of 1 to {MAX_SIGNED} letters, got {text[:60]!r}"
        raise UsageError(msg)
    return plain


def export_corrections(store: Store) -> str:
    """All corrections with their stories, and the publication days that were set by hand, as a file's text."""
    from geo.correcting.exchange import SetDay, write

    frame = store.articles()
    edited = set(frame.loc[frame["published_edited"] & frame["published"].notna(), "article_id"])
    held = [one for one in store.every_article() if one.id in edited] if edited else []
    days = [SetDay(one.identity or f"id:{one.id}", one.id, one.published) for one in held if one.published]
    return write(store.corrections.history(), days)


def import_corrections(store: Store, text: str, gazetteer: Gazetteer) -> Taken:
    """Take corrections that ``export_corrections`` wrote: those that are there already stay as they are.

    Raises
    ------
    InputError
        Where the text is something else; nothing is taken then.
    """
    from geo.correcting.exchange import read

    brought = read(text)
    new = store.corrections.put(brought.corrections)
    there = {one.identity or f"id:{one.id}": one for one in (store.every_article() if brought.days else ())}
    by_id = {one.id: one for one in there.values()}
    dated = [(there.get(day.identity) or by_id.get(day.article_id), day.published) for day in brought.days]
    for article, day in dated:
        if article is not None and article.published != day:
            redate(store, gazetteer, article.id, day)
    refresh(store)
    return Taken(new, len(brought.corrections) - new, sum(one is None for one, _ in dated))


def corrected_readings(store: Store) -> list[Reading]:
    """The articles in which somebody corrected something and whose day is known, as corrected, by id."""
    corrections, readings = store.corrections.concerned()
    found = [store.reading(name) for name in readings if corrections]
    return [one for one in found if one is not None and one.article.published and _touched(one, readings)]


def _touched(reading: Reading, read: Mapping[str, Reading]) -> bool:
    """Whether anything is otherwise than it was read, or was confirmed."""
    return reading != read[reading.article.id]


def self_test(store: Store, gazetteer: Gazetteer, *, at_most: int = 200) -> tuple[Score, Score]:
    """The reader held against what people corrected: as the articles lie in the store, and as they would be read now.

    With newly trained models (``GEO_MODELS``) these are the figures before and after.
    """
    from geo.correcting.gold import gold
    from geo.scoring.measures import Score
    from geo.scoring.prediction import prediction
    from geo.scoring.score import score_article

    before, after = Score(), Score()
    for one in corrected_readings(store)[:at_most]:
        truth, read = gold(one), store.reading(one.article.id, as_read=True)
        if read is not None:
            before.add(score_article(truth, prediction(read)))
            after.add(score_article(truth, prediction(read_article(one.article, gazetteer))))
    return before, after
