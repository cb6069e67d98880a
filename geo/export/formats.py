"""The one list of what can be exported, and the two calls that do it.

``write_data`` streams rows; ``take_snapshot`` makes one picture or page with its manifest.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING, Any, BinaryIO

import pandas as pd

from geo.errors import UsageError
from geo.export.look import Look
from geo.export.progress import Report
from geo.export.request import TO_BE_READ, Request

if TYPE_CHECKING:
    from geo.export.overlays import Brought
    from geo.export.rows import Rows
    from geo.export.summary import Summary
    from geo.store.store import Store

EXPORT_FORMATS: tuple[str, ...] = ("csv", "geojson", "gpkg", "parquet", "fgb", "xlsx", "kml")
PICTURE_FORMATS: tuple[str, ...] = ("png", "svg", "pdf")
FILM_FORMATS: tuple[str, ...] = ("gif", "webp", "mp4")
#: A brief to read: the format of a request is its extension behind "report.".
REPORT_FORMATS: tuple[str, ...] = ("html", "pdf")
SNAPSHOT_FORMATS: tuple[str, ...] = (*PICTURE_FORMATS, "html", *FILM_FORMATS)
#: format -> its media type.
MEDIA = {
    "csv": "text/csv",
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
    "parquet": "application/vnd.apache.parquet",
    "fgb": "application/vnd.flatgeobuf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "kml": "application/vnd.google-earth.kml+xml",
    "png": "image/png",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "html": "text/html",
    "gif": "image/gif",
    "webp": "image/webp",
    "mp4": "video/mp4",
    "report.html": "text/html",
    "report.pdf": "application/pdf",
}


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


def write_data(out: BinaryIO, fmt: str, rows: pd.DataFrame | Rows, report: Report | None = None) -> int:
    """Write rows to a binary stream.

    Parameters
    ----------
    out
        Where to.
    fmt
        One of ``EXPORT_FORMATS``.
    rows
        What to write, in this order: a frame (``geo.store.columns``), or rows that come out of the store one chunk
        after the other.
    report
        Called now and then with the share that is done, 0..1, and the number of rows in words.

    Returns
    -------
    The number of rows written: one per incident and place.
    """
    from geo.export import geojson, gis, kml, sheet, table
    from geo.export.rows import Rows

    writers = {
        "csv": table.write_csv,
        "geojson": geojson.write_geojson,
        "gpkg": gis.write_gpkg,
        "parquet": gis.write_parquet,
        "fgb": gis.write_fgb,
        "xlsx": sheet.write_xlsx,
        "kml": kml.write_kml,
    }
    return writers[fmt](out, rows if isinstance(rows, Rows) else Rows.of(rows), report)


def rows_for(request: Request, store: Store) -> pd.DataFrame:
    """All rows, but only the columns that `request` looks at: all of a million rows would take gigabytes."""
    from geo.export.manifest import HASHED, WORDS

    if request.fmt.startswith("report.") or request.narrow.words():
        return store.incidents()
    if request.fmt == "html":
        from geo.export import page

        return store.incidents(columns=page.READ, words=page.PAGE_WORDS)
    with ThreadPoolExecutor(1) as meanwhile:  # Arrow reads beside Python, which takes as long to load what draws
        meanwhile.submit(import_module, "geo.export.picture")
        more = () if request.look.sides is None else ("attribution",)
        return store.incidents(columns=(*HASHED, *more), words=(*WORDS, *more))


def take_snapshot(
    request: Request,
    frame: pd.DataFrame,
    *,
    sample: bool = False,
    versions: dict[str, str] | None = None,
    sources: list[dict[str, Any]] | None = None,
    left_out: pd.DataFrame | None = None,
    brought: Sequence[Brought] = (),
    report: Report | None = None,
) -> Snapshot:
    """Make one snapshot of what `request` leaves of `frame`.

    Parameters
    ----------
    request
        What is asked for; its format is one of ``SNAPSHOT_FORMATS``.
    frame
        All rows of the store, unselected: the caption counts what the selection leaves out.
    sample
        The rows come from the sample articles: the picture says so.
    versions
        What had a hand in it (reader, models, gazetteer, basemap …), for the manifest.
    sources
        One record per article (id, title, source, url, published, sha256) and dataset, for the manifest.
    left_out
        What was read and is no pin (``Store.not_on_map``), for a brief.
    brought
        The overlays of the store (``geo.export.overlays.load_overlays``).
    report
        Called now and then with the share that is done; what it raises stops the work.

    Raises
    ------
    UsageError
        When a film or small multiples are asked for that would be empty or too long.
    MissingError
        When it is an MP4 and there is no ffmpeg.
    """
    from geo.export import shades
    from geo.export.coarse import check_words, coarse_sources, coarsen, said
    from geo.export.manifest import make_manifest
    from geo.export.overlays import in_days, through_days
    from geo.export.summary import summarise
    from geo.export.withheld import count, marked, withheld, withheld_sources
    from geo.export.withheld import said as withholding

    if request.coarsen:
        check_words(request.narrow.text, request.coarsen, request.narrow.sides or request.look.sides is not None)
        frame, sources = coarsen(marked(frame), request.coarsen), coarse_sources(sources or [], request.coarsen)
    if request.look.sides is not None:
        request = replace(request, look=request.look.of(frame))
    frame = marked(frame)
    sources = withheld_sources(sources or [], request, frame)
    summary = summarise(frame, request.selection, title=request.title, sample=sample, narrow=request.narrow)
    summary = replace(summary, shown=withheld(summary.shown, request))
    if request.fmt in TO_BE_READ:
        summary = replace(summary, filters=(*summary.filters, *withholding(request, count(summary.shown))))
    if request.coarsen:
        summary = replace(summary, filters=(*summary.filters, said(request.coarsen)))
    if request.look.sides is not None:
        summary = replace(summary, filters=(*summary.filters, shades.SAID), sides=request.look.sides)
    shown = (through_days if request.fmt == "html" else in_days)(brought, summary.first, summary.last)
    manifest = make_manifest(summary, request, versions=versions or {}, sources=sources, overlays=shown)
    fmt, look, every = request.fmt, request.look, request.every
    if fmt == "html":
        from geo.export import page

        content = page.make_page(summary, manifest, shown)
    elif fmt.startswith("report."):
        content = _brief(fmt, summary, manifest, look, left_out, brought)
    elif fmt in FILM_FORMATS:
        from geo.export import film

        content = film.draw_film(fmt, summary, manifest, look, every, report, brought)
    elif every:
        from geo.export import panels

        content = panels.draw_panels(fmt, summary, manifest, look, every, report, brought)
    else:
        from geo.export import picture

        content = picture.draw_picture(fmt, summary, manifest, look, brought)
    return Snapshot(content, MEDIA[fmt], manifest)


def _brief(
    fmt: str,
    summary: Summary,
    manifest: dict[str, Any],
    look: Look,
    left_out: pd.DataFrame | None,
    brought: Sequence[Brought],
) -> bytes:
    from geo.export import brief, brief_html, brief_pdf, picture

    made = brief.make_brief(summary, manifest, left_out)
    if fmt == "report.pdf":
        first = picture.lay_out(summary, manifest, Look("a4-portrait", look.inks, sides=look.sides), brought)
        return brief_pdf.make_pdf(made, first, look, picture.about(summary, manifest))
    drawn = picture.draw_picture("png", summary, manifest, look, brought)
    chart = brief_pdf.chart_png(made, look, manifest["dataset_sha256_16"]) if made.periods else b""
    return brief_html.make_html(made, drawn, chart, look.theme)
