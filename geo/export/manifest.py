"""The provenance of an export: what was asked, what it holds, what read it and from which sources. No clock in it."""

from __future__ import annotations

import hashlib
import json
from typing import Any, BinaryIO, cast

import pandas as pd

from geo import __version__
from geo.export.summary import Summary
from geo.export.table import write_csv

#: Who must be named wherever a map of Sitmap is shown.
CREDITS = "Basemap: Natural Earth (public domain). Place names: GeoNames (CC BY 4.0)."
#: Which borders are drawn, and after whom.
BORDER_POLICY = "Borders after Natural Earth; Crimea and Sevastopol as Ukraine (UN General Assembly resolution 68/262)."


def dataset_hash(frame: pd.DataFrame) -> str:
    """SHA-256 (first 16 hex digits) over the rows as CSV: same rows, same hash."""
    digest = _Digest()
    write_csv(cast("BinaryIO", digest), frame)
    return digest.sha.hexdigest()[:16]


class _Digest:
    """Takes bytes like a stream and keeps their hash alone."""

    def __init__(self) -> None:
        self.sha = hashlib.sha256()

    def write(self, data: bytes) -> None:
        self.sha.update(data)


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
    told = used_sources(summary.shown, sources)
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
        **told,
        "versions": {"sitmap": __version__, **versions},
        "credits": CREDITS,
        "borders": BORDER_POLICY,
    }


def used_sources(shown: pd.DataFrame, sources: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """The articles that `shown` quotes, and the datasets that it has rows of, from all `sources` of the store."""
    used = set(shown["article_id"].dropna().unique())
    imported = set(shown["dataset"].dropna().unique())
    return {
        "sources": [s for s in sources if "kind" not in s and s.get("id") in used],
        "datasets": [s for s in sources if "kind" in s and s.get("id") in imported],
    }


def manifest_json(manifest: dict[str, Any]) -> str:
    """The manifest as text: sorted keys, so that the same manifest has the same bytes."""
    return json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
