"""Incidents are made anew where reports, or what people corrected in them, have changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.correcting.apply import added_reports, correct
from geo.errors import BusyError
from geo.merging.copies import find_copies
from geo.merging.merge import MERGER, merge
from geo.model import Reading

if TYPE_CHECKING:
    from geo.store.store import Store


def refresh(store: Store, *, patient: bool = True) -> None:
    """Make the incidents anew where reports, or what people corrected in them, have changed since they were made.

    Unless `patient`, once and without waiting for anybody: while another process adds articles, it would be done over
    and over again, and whoever adds them does it in the end.

    Raises
    ------
    BusyError
        When another process was writing.
    """
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
        kept = store.replace_incidents(made, MERGER, revision, copies, corrected, wait=patient)
        if not kept and not patient:
            msg = "another process is adding articles"
            raise BusyError(msg)


def _corrected(store: Store) -> dict[str, Reading]:
    """The articles in which people corrected something, as they corrected it, by id."""
    corrections, readings = store.corrections.concerned()
    mended = {name: correct(reading, corrections) for name, reading in readings.items()}
    return {name: reading for name, reading in mended.items() if reading != readings[name]}
