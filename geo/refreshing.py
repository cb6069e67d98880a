"""Incidents are made anew where reports, or what people corrected in them, have changed.

Only what the change can reach is merged again: the result is, to the byte, what merging all reports would give. All
are merged where nobody knows what the incidents were made of (the first time, other rules), or where much has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from geo.correcting.apply import HAND, added_reports, correct
from geo.errors import BusyError
from geo.merging.by_hand import key_of
from geo.merging.copies import group_copies
from geo.merging.merge import MERGER, merge
from geo.merging.part import blocks_of, filed, near, reach
from geo.merging.sketch import SKETCHED, sketch
from geo.model import Decision, Reading, Report, ReportKey
from geo.store.reading_rows import sha256

if TYPE_CHECKING:
    from geo.store.merged import Changed, Part
    from geo.store.store import Store

#: Stamp of a text -> its sketch, where another process has made it already.
Sketches = Mapping[str, bytes]
NO_SKETCHES: Sketches = {}

#: Where more than this share of the articles has changed, or of the reports may be reached, all are merged.
MUCH = 0.3
#: Up to so many articles or reports, a part is merged whatever its share.
FEW = 50


def refresh(store: Store, *, patient: bool = True, sketches: Sketches = NO_SKETCHES) -> None:
    """Make the incidents anew where reports, or what people corrected in them, have changed since they were made.

    Unless `patient`, once and without waiting for anybody: while another process adds articles, it would be done over
    and over again, and whoever adds them does it in the end. `sketches` need not be made again.

    Raises
    ------
    BusyError
        When another process was writing.
    """
    while store.is_stale(MERGER):
        changed = store.merged.changed(MERGER, SKETCHED)
        part = None if changed is None else part_of(store, changed, sketches)
        if changed is None or part is None:
            kept = refresh_all(store, wait=patient, sketches=sketches)
        else:
            kept = store.merged.amend(part, changed, MERGER, wait=patient)
        if not kept and not patient:
            msg = "another process is adding articles"
            raise BusyError(msg)


def refresh_all(store: Store, *, wait: bool = True, sketches: Sketches = NO_SKETCHES) -> bool:
    """Make all incidents anew; False where reports changed meanwhile, and nothing was written."""
    from geo.store.merged import Basis

    revision, reports = store.reports()
    corrections, readings = store.corrections.concerned()
    corrected = _changed({name: correct(reading, corrections) for name, reading in readings.items()}, readings)
    told = [one for one in reports if one.article_id not in corrected]
    told += [one for reading in corrected.values() for one in reading.reports]
    decisions = store.decisions(added_reports(corrected.values()))
    new, copies = sketched(store, sketches)
    made = merge(told, decisions, store.publishers(), copies)
    basis = Basis(filed(told), decisions, tuple(one.id for one in corrections), new, SKETCHED)
    return store.replace_incidents(made, MERGER, revision, copies, corrected, basis, wait=wait)


def sketched(store: Store, sketches: Sketches) -> tuple[dict[str, bytes], dict[str, str]]:
    """The sketches that are not kept yet, by article, and the copies among all articles."""
    new = {name: _sketch(text, sketches) for name, text in store.merged.unsketched(SKETCHED)}
    return new, group_copies(store.merged.sketches(SKETCHED) | new)


def part_of(store: Store, changed: Changed, sketches: Sketches = NO_SKETCHES) -> Part | None:
    """The incidents that what has `changed` can reach, made anew; None where that is so much that all should be."""
    from geo.store.merged import Basis, Part, words_of

    if len(changed.came) + len(changed.gone) > max(FEW, MUCH * changed.n_articles):
        return None
    was = store.merged
    corrections, readings = store.corrections.concerned(changed.corrections, changed.came)
    corrected = _changed({name: correct(reading, corrections) for name, reading in readings.items()}, readings)
    looked_at = changed.came | was.otherwise(corrected, readings.keys())
    own = {key_of(one): one for one in _now(store, looked_at, corrected)}
    decisions = _decisions(store, corrected, looked_at)
    new = {name: _sketch(text, sketches) for name, text in was.texts(changed.came)}
    copies = _copies(store, changed, new)

    now = {words_of(one): (*one.one, *one.other) for one in decisions}
    other = [now.get(one) or changed.decisions[one] for one in now.keys() ^ changed.decisions.keys()]
    seeds = {*own, *(key for keys in other for key in keys)}
    differ = {name for name in copies.keys() | changed.copies.keys() if copies.get(name) != changed.copies.get(name)}
    touched = looked_at | changed.gone
    seeds |= {key for keys in was.incidents(touched | differ).values() for key in keys}
    seeds |= {key_of(one) for one in was.filed(near(was.blocks(touched)))}
    whole = _Reports(store, touched, own)
    at_most = max(FEW, int(MUCH * was.n_reports()))
    while (found := reach(seeds, decisions, whole.told, whole.filed, at_most)) is not None:
        there = was.incidents({name for name, _ in found} | touched)
        replaced = {name: keys for name, keys in there.items() if any(k in found or k[0] in touched for k in keys)}
        missing = {key for keys in replaced.values() for key in keys if key not in found and key[0] not in touched}
        if not missing:
            made = merge(found.values(), decisions, was.publishers({name for name, _ in found}), copies)
            basis = Basis(filed(own.values()), decisions, tuple(one.id for one in corrections), new, SKETCHED)
            kept = {name: reading for name, reading in corrected.items() if name in looked_at}
            return Part(made, frozenset(replaced), copies, kept, frozenset(looked_at), basis)
        if missing <= seeds:  # it is not there, though nothing of its article has changed
            return None
        seeds |= missing
    return None


class _Reports:
    """The reports as they are to be merged: those of changed articles, and of the others as they were."""

    def __init__(self, store: Store, touched: Iterable[str], own: Mapping[ReportKey, Report]) -> None:
        self._was, self._touched, self._own = store.merged, frozenset(touched), own
        self._blocks = {key: blocks_of(one) for key, one in own.items()}

    def told(self, keys: set[ReportKey]) -> list[Report]:
        """Those of `keys` that are there."""
        others = self._was.reports({name for name, _ in keys if name not in self._touched})
        return [self._own[key] for key in keys if key in self._own] + [one for one in others if key_of(one) in keys]

    def filed(self, blocks: set[str]) -> list[Report]:
        """Those that are filed in `blocks`, and others of the same articles."""
        found = [one for one in self._was.filed(blocks) if one.article_id not in self._touched]
        return found + [self._own[key] for key, held in self._blocks.items() if held & blocks]


def _sketch(text: str, sketches: Sketches) -> bytes:
    return (sketches.get(sha256(text)) if sketches else None) or sketch(text)


def _changed(mended: Mapping[str, Reading], readings: Mapping[str, Reading]) -> dict[str, Reading]:
    """The articles in which people corrected something, as they corrected it, by id."""
    return {name: reading for name, reading in mended.items() if reading != readings[name]}


def _now(store: Store, names: Iterable[str], corrected: Mapping[str, Reading]) -> list[Report]:
    """The reports of articles as they are read now, corrected where people did."""
    read = store.merged.reports({name for name in names if name not in corrected}, as_read=True)
    return read + [one for name in names if name in corrected for one in corrected[name].reports]


def _decisions(store: Store, corrected: Mapping[str, Reading], looked_at: Iterable[str]) -> tuple[Decision, ...]:
    """The decisions that stand, also on reports that people added."""
    if not store.corrections.has_decisions():
        return ()
    added = {one.article.id: one for one in store.merged.corrected(f'"{HAND}"') if one.article.id not in set(looked_at)}
    added |= {name: reading for name, reading in corrected.items() if name in set(looked_at)}
    return store.decisions(added_reports(added[name] for name in sorted(added)))


def _copies(store: Store, changed: Changed, new: Mapping[str, bytes]) -> Mapping[str, str]:
    """The copies among all articles: looked for among those that came, and where one is gone that had some."""
    if not new and not changed.gone & changed.copies.keys():
        return changed.copies
    kept = store.merged.sketches(SKETCHED)
    sketches = {name: held for name, held in kept.items() if name not in changed.gone} | dict(new)
    return group_copies(sketches, changed.copies, new.keys())
