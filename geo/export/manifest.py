"""The provenance of an export: what was asked, what it holds, what read it and from which sources. No clock in it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo import __version__
from geo.export.request import Request
from geo.export.summary import Summary

if TYPE_CHECKING:
    from geo.export.overlays import Brought

#: Who must be named wherever a map of Sitmap is shown.
CREDITS = "Basemap: Natural Earth (public domain). Place names: GeoNames (CC BY 4.0)."
#: What may be done with what stands on a picture beside the articles' facts.
LICENCES = {"basemap": "public domain (Natural Earth)", "place names": "CC BY 4.0 (GeoNames)", "sitmap": "MIT"}
#: Which borders are drawn, and after whom.
BORDER_POLICY = "Borders after Natural Earth; Crimea and Sevastopol as Ukraine (UN General Assembly resolution 68/262)."


#: The columns that tell one dataset from another; all that a picture shows hangs on them.
HASHED = (
    "incident_id", "place_no", "type", "sub_type", "status", "mapped", "date_start", "date_end", "date_precision",
    "place", "place_precision", "lat", "lon", "radius_km", "country", "place_id", "fatalities_best", "injured_best",
    "aggregate", "background", "confidence", "article_id", "dataset",
)  # fmt: skip
#: Those of them that repeat themselves.
WORDS = (
    "type", "sub_type", "status", "date_precision", "place", "place_precision", "country", "place_id", "article_id",
    "dataset",
)  # fmt: skip


def dataset_hash(frame: pd.DataFrame) -> str:
    """SHA-256 (first 16 hex digits) over the columns ``HASHED`` of the rows: same rows, same hash."""
    digest = hashlib.sha256()
    for name in HASHED:
        digest.update(f"{name} {len(frame)}\n".encode())
        for part in _bytes_of(frame[name]):
            digest.update(part)
    return digest.hexdigest()[:16]


def _bytes_of(column: pd.Series[Any]) -> Iterator[Any]:
    """The values of a column as bytes that do not depend on how they lie in memory."""
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        yield np.ascontiguousarray(column.to_numpy("datetime64[D]").astype("<i8"))
    elif isinstance(column.dtype, pd.CategoricalDtype):
        words = pa.array(column.cat.categories.tolist(), pa.large_string())
        codes = column.cat.codes.to_numpy()
        yield np.append(pc.binary_length(words).to_numpy(), -1).astype("<i8")[codes]
        yield _letters(words.take(pa.array(codes, mask=codes < 0)))
    elif isinstance(column.dtype, pd.StringDtype) or column.dtype == object:
        texts = pa.array(column, pa.large_string(), from_pandas=True)
        chunks = texts.chunks if isinstance(texts, pa.ChunkedArray) else [texts]
        for text in chunks:
            sizes = pc.fill_null(pc.binary_length(text), -1)
            yield np.ascontiguousarray(sizes.to_numpy(zero_copy_only=False).astype("<i8"))
        yield from map(_letters, chunks)
    else:
        yield np.ascontiguousarray(column.astype("float64").fillna(np.nan).to_numpy("<f8"))


def _letters(text: pa.Array) -> memoryview:
    """All letters of an array of text (``large_string``), one word after the other."""
    whole = pc.fill_null(text, "")
    _known, ends, letters = whole.buffers()
    bounds = np.frombuffer(ends, "<i8", len(whole) + 1, whole.offset * 8) if len(whole) else np.zeros(1, "i8")
    return memoryview(letters or b"")[bounds[0] : bounds[-1]]


def make_manifest(
    summary: Summary,
    request: Request,
    *,
    versions: dict[str, str],
    sources: list[dict[str, Any]],
    overlays: Sequence[Brought] = (),
) -> dict[str, Any]:
    """The manifest of one snapshot, ready for JSON.

    Parameters
    ----------
    request
        What was asked for.
    summary
        What the snapshot shows.
    versions
        Version of each part that had a hand in it.
    sources
        One record per article of the store; the manifest names those whose sentences are the evidence.
    overlays
        Those that the snapshot shows.
    """
    told = used_sources(summary.shown, sources)
    selection = summary.selection
    return {
        "request": request.plain(),
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
        "overlays": [one.plain() for one in overlays],
        "versions": {"sitmap": __version__, **versions},
        "credits": CREDITS,
        "licences": LICENCES,
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
