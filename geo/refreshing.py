"""Incidents are made anew where reports, or what people corrected in them, have changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.correcting.apply import added_reports, correct
from geo.merging.copies import find_copies
from geo.merging.merge import MERGER, merge
from geo.model import Reading

if TYPE_CHECKING:
    from geo.store.store import Store


def refresh(store: Store) -> None:
    """Make the incidents anew where reports, or what people corrected in them, have changed since they were made."""
    while store.is_stale(MERGER):
        revision, reports = store.reports()
        corrected = _corrected(store)
        told = [one for one in reports if one.article_id not in corrected]
        told += [one for reading in corrected.values() for one in reading.reports]
        decisions = store.decisions(added_reports(corrected.values()))
        copies = store.known_copies(MERGER)
        if copies is None:  # a decision changes no text: those of last time hold
            copies = find_copies(store.texts())
        made = merge(told, decisions, store.publishers(), copies)
        store.replace_incidents(made, MERGER, revision, copies, corrected)


def _corrected(store: Store) -> dict[str, Reading]:
    """The articles in which people corrected something, as they corrected it, by id."""
    corrections, readings = store.corrections.concerned()
    mended = {name: correct(reading, corrections) for name, reading in readings.items()}
    return {name: reading for name, reading in mended.items() if reading != readings[name]}
