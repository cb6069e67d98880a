"""VIINA: headlines of news sources on Ukraine, placed and labelled by a machine; no figures of deaths.

A row says what one headline says, and a label may be wrong: its status is "alleged". A row whose editors marked it as
no event (``candidate_status`` DROP…) is "retracted": listed, never drawn.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from geo.imports import codes, rows
from geo.imports.cells import Cells

PLACES = {"street": "facility", "adm3": "settlement", "adm2": "admin2", "adm1": "admin1", "adm0": "country"}
#: A label holds from this probability on, where the file gives no yes or no.
CUT_OFF = 0.5
CONFIDENCE = 0.5
OTHER = ("strategic", "other")


def convert(cells: Cells) -> dict[str, Any]:
    """The store's columns for the rows of a VIINA file."""
    lat, lon = cells.points("latitude", "longitude")
    day = cells.day("date", "date")
    cells.reject(day.isna() & cells.text("date").isna(), "it has no date")
    kind, sub = _types(cells)
    precision = cells.mapped(cells.text("GEO_PRECISION"), PLACES, "area").where(lat.notna(), "none")
    dropped = cells.text("candidate_status").str.startswith("DROP").fillna(False).astype(bool)
    said = cells.text("representative_text", "text").str.replace('"""', '"', regex=False).str.replace('""', '"')
    names = cells.text("sources_matching", "source")
    return {
        "incident_id": "viina:" + cells.text("event_id_1pd", "event_id").str.removesuffix(".0"),
        "type": kind,
        "sub_type": sub,
        "status": pd.Series("alleged", index=dropped.index, dtype="str").mask(dropped, "retracted"),
        "date_start": day,
        "date_end": day,
        "date_precision": "day",
        "date_rule": "VIINA date of the report",
        "place": cells.text("asciiname", "location", "address"),
        "place_precision": precision,
        "lat": lat,
        "lon": lon,
        "country": "UA",  # its gazetteer holds places in Ukraine alone
        "admin1": cells.text("ADM1_NAME"),
        "geonameid": cells.count("geonameid", "geonameid"),
        "actors": _actors(cells),
        "attribution": names.str.replace(";", ",", regex=False).str.replace("|", "; ", regex=False).fillna(""),
        "numbers": "{}",
        "confidence": CONFIDENCE,
        "confidence_reason": "one headline, labelled and placed by a machine",
        "n_sources": cells.count("n_reports_viina", "n_reports_viina").fillna(1).clip(lower=1).astype("int64"),
        "source_url": cells.text("source_urls", "url").str.split("|").str[0].astype("str"),
        "evidence": said.fillna("The row has no text."),
    }


def _yes(cells: Cells, label: str) -> pd.Series:
    """Whether a label holds, from its yes or no (``t_uav_b`` or ``t_uav``) or its probability (``t_uav_pred``)."""
    plain = cells.text(f"{label}_b", label)
    value = pd.to_numeric(plain.fillna(cells.text(f"{label}_pred")), errors="coerce")
    return (value.fillna(0) >= CUT_OFF).astype(bool)


def _types(cells: Cells) -> tuple[pd.Series, pd.Series]:
    """The first label of data/imports/viina.csv that holds."""
    blank = pd.Series([None] * len(cells), dtype="str")
    kind, sub = blank, blank
    for row in codes.table("viina"):
        if any(cells.has(row["label"] + end) for end in ("", "_b", "_pred")):
            hit = _yes(cells, row["label"]) & kind.isna()
            kind, sub = kind.mask(hit, row["type"]), sub.mask(hit, row["sub_type"])
    return kind.fillna(OTHER[0]), sub.fillna(OTHER[1])


def _actors(cells: Cells) -> pd.Series:
    parts = []
    blank = pd.Series([None] * len(cells), dtype="str")
    for label, name in (("a_rus", "Russia"), ("a_ukr", "Ukraine"), ("a_civ", "civilians")):
        began, there = _yes(cells, f"{label}_init"), _yes(cells, label)
        parts.append((blank.mask(began, name), "initiator"))
        parts.append((blank.mask(there & ~began, name), "side_b"))
    return rows.actors(parts)
