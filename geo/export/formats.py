"""The one list of what can be exported, and the two calls that do it.

``write_data`` streams rows; ``take_snapshot`` makes one picture or page with its manifest.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, BinaryIO

import pandas as pd

from geo.errors import UsageError
from geo.model import Selection

EXPORT_FORMATS: tuple[str, ...] = ("csv", "geojson", "gpkg", "parquet", "fgb", "xlsx", "kml")
#: Those that the dashboard offers.
DATA_FORMATS: tuple[str, ...] = ("csv", "geojson")
SNAPSHOT_FORMATS: tuple[str, ...] = ("png", "html")

#: Called with the share that is written, 0..1, and how many rows that is, in words.
Report = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A finished picture or page and the manifest that says how it was made."""

    content: bytes
    media_type: str
    manifest: dict[str, Any]


def format_of(name: str, explicit: str | None, known: tuple[str, ...]) -> str:
    """The format that an output's extension (or ``--format`` for standard output) names.

    Raises
    ------
    UsageError
        When it is none of `known`.
    """
    found = (explicit or (name.rsplit(".", 1)[-1] if "." in name else "")).lower().lstrip(".")
    if found not in known:
        msg = f"cannot tell the format of {name!r}: give it one of the extensions {', '.join('.' + k for k in known)}"
        raise UsageError(msg + (" or name it with --format" if name == "-" else ""))
    return found


def write_data(out: BinaryIO, fmt: str, frame: pd.DataFrame, report: Report | None = None) -> int:
    """Write rows (``geo.store.columns``) to a binary stream.

    Parameters
    ----------
    out
        Where to.
    fmt
        One of ``EXPORT_FORMATS``.
    frame
        What to write, in this order.
    report
        Called now and then with the share that is done, 0..1, and the number of rows in words.

    Returns
    -------
    The number of rows written: one per incident and place.
    """
    from geo.export import geojson, gis, kml, sheet, table

    writers = {
        "csv": table.write_csv,
        "geojson": geojson.write_geojson,
        "gpkg": gis.write_gpkg,
        "parquet": gis.write_parquet,
        "fgb": gis.write_fgb,
        "xlsx": sheet.write_xlsx,
        "kml": kml.write_kml,
    }
    return writers[fmt](out, frame, report)


def take_snapshot(
    fmt: str,
    frame: pd.DataFrame,
    selection: Selection,
    *,
    title: str | None = None,
    sample: bool = False,
    versions: dict[str, str] | None = None,
    sources: list[dict[str, Any]] | None = None,
    keep: Collection[str] | None = None,
    keep_words: Collection[str] = (),
) -> Snapshot:
    """Make one snapshot of what `selection` leaves of `frame`.

    Parameters
    ----------
    fmt
        One of ``SNAPSHOT_FORMATS``.
    frame
        All rows of the store, unselected: the caption counts what the selection leaves out.
    selection
        Window, area, types and statuses.
    title
        Headline; by default the scope and the window in words.
    sample
        The rows come from the sample articles: the picture says so.
    versions
        What read the articles (code, extractor, gazetteer), for the manifest.
    sources
        One record per article (id, title, source, url, published, sha256), for the manifest.
    keep, keep_words
        Incident ids that further filters (a text search, say) leave, and these filters in words.
    """
    from geo.export import page, picture
    from geo.export.manifest import make_manifest
    from geo.export.summary import summarise

    summary = summarise(frame, selection, title=title, sample=sample, keep=keep, keep_words=keep_words)
    manifest = make_manifest(summary, versions=versions or {}, sources=sources or [])
    if fmt == "png":
        return Snapshot(picture.draw_png(summary, manifest), "image/png", manifest)
    return Snapshot(page.make_page(summary, manifest), "text/html", manifest)
