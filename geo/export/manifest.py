"""The provenance of an export: what was asked, what it holds, what read it and from which sources. No clock in it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pandas as pd

from geo import __version__
from geo.export.summary import Summary

#: Who must be named wherever a map of Sitmap is shown.
CREDITS = "Basemap: Natural Earth (public domain). Place names: GeoNames (CC BY 4.0)."
#: Which borders are drawn, and after whom.
BORDER_POLICY = "Borders after Natural Earth; Crimea and Sevastopol as Ukraine (UN General Assembly resolution 68/262)."


def dataset_hash(frame: pd.DataFrame) -> str:
    """SHA-256 (first 16 hex digits) over the rows as CSV: same rows, same hash."""
    return hashlib.sha256(frame.to_csv(index=False, date_format="%Y-%m-%d").encode()).hexdigest()[:16]


def make_manifest(summary: Summary, *, versions: dict[str, str], sources: list[dict[str, Any]]) -> dict[str, Any]:
    """The manifest of one snapshot, ready for JSON.

    Parameters
    ----------
    summary
        What the snapshot shows.
    versions
        Version of each part that had a hand in it.
    sources
        One record per article of the store; the manifest names those whose sentences are the evidence.
    """
    used = set(summary.shown["article_id"].dropna())
    selection = summary.selection
    return {
        "title": summary.title,
        "sample": summary.sample,
        "window": {
            "from": summary.first.isoformat() if summary.first else None,
            "to": summary.last.isoformat() if summary.last else None,
            "asked_from": selection.first.isoformat() if selection.first else None,
            "asked_to": selection.last.isoformat() if selection.last else None,
        },
        "filters": {
            "types": sorted(selection.types),
            "statuses": sorted(selection.statuses),
            "bbox": list(selection.bbox) if selection.bbox else None,
            "background": selection.background,
            "words": list(summary.filters),
        },
        "counts": {
            "incidents": summary.incidents,
            "on_the_map": summary.drawn,
            "in_the_margin": summary.in_margin,
            "without_place": summary.unplaced,
            "listed_only": summary.listed,
            "not_dated": summary.undated,
            "filtered_out": summary.filtered_out,
            "by_type": summary.by_type,
            "by_status": summary.by_status,
        },
        "dataset_sha256_16": dataset_hash(summary.shown),
        "sources": [s for s in sources if s.get("id") in used],
        "versions": {"sitmap": __version__, **versions},
        "credits": CREDITS,
        "borders": BORDER_POLICY,
    }


def manifest_json(manifest: dict[str, Any]) -> str:
    """The manifest as text: sorted keys, so that the same manifest has the same bytes."""
    return json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
