"""GDELT 2.0 events: what machines read in the world's news, one row per event code, without figures of deaths.

61 columns, tab-separated, no header (data/imports/gdelt_columns.csv). Countries are FIPS 10-4 codes.
``ActionGeo_Type``: 1 country, 2 state of the USA, 3 city of the USA, 4 city, 5 province. Every row is "alleged": nobody
has looked at it.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from geo.imports import codes, rows
from geo.imports.cells import Cells

WANTED = frozenset(
    [
        "GLOBALEVENTID",
        "SQLDATE",
        "Actor1Name",
        "Actor2Name",
        "IsRootEvent",
        "EventCode",
        "NumMentions",
        "NumSources",
        "NumArticles",
        "ActionGeo_Type",
        "ActionGeo_FullName",
        "ActionGeo_CountryCode",
        "ActionGeo_Lat",
        "ActionGeo_Long",
        "ActionGeo_FeatureID",
        "DATEADDED",
        "SOURCEURL",
    ]
)
PLACES = {"1": "country", "2": "admin1", "3": "settlement", "4": "settlement", "5": "admin1"}
#: A root event stands in the lead of its article.
CONFIDENCE_ROOT, CONFIDENCE_OTHER = 0.4, 0.3
LONGEST_CODE = 4


def convert(cells: Cells) -> dict[str, Any]:
    """The store's columns for the rows of a GDELT file."""
    lat, lon = cells.points("ActionGeo_Lat", "ActionGeo_Long")
    day, added = cells.day("SQLDATE", "SQLDATE"), _added(cells)
    cells.reject(day.isna() & cells.text("SQLDATE").isna(), "it has no date")
    cells.reject(day > added, "its date lies after the day it was added")
    kind = _kind(cells)
    root = cells.text("IsRootEvent").eq("1").fillna(False).astype(bool)
    full = cells.text("ActionGeo_FullName")
    url = cells.text("SOURCEURL")
    code = cells.text("EventCode").fillna("")
    return {
        "incident_id": "gdelt:" + cells.text("GLOBALEVENTID"),
        "type": kind.str.split("/").str[0].astype("str"),
        "sub_type": kind.str.split("/").str[1].astype("str"),
        "status": "alleged",
        "date_start": day,
        "date_end": day,
        "date_precision": "day",
        "date_rule": "GDELT SQLDATE",
        "place": full.str.split(",").str[0].astype("str"),
        "place_precision": cells.mapped(cells.text("ActionGeo_Type"), PLACES, "none").where(lat.notna(), "none"),
        "lat": lat,
        "lon": lon,
        "country": cells.mapped(cells.text("ActionGeo_CountryCode"), codes.countries("fips")),
        "admin1": full.str.split(",").str[1].str.strip().astype("str").where(full.str.count(",") >= 2),
        "actors": rows.actors([(cells.text("Actor1Name"), "initiator"), (cells.text("Actor2Name"), "target")]),
        "attribution": "",
        "numbers": "{}",
        "confidence": root.map({True: CONFIDENCE_ROOT, False: CONFIDENCE_OTHER}).astype("float64"),
        "confidence_reason": "coded by a machine, checked by nobody: GDELT",
        "n_sources": cells.count("NumSources", "NumSources").fillna(1).clip(lower=1).astype("int64"),
        "source_url": url,
        "evidence": "CAMEO " + code + ": " + url.fillna("GDELT names no article."),
    }


def _kind(cells: Cells) -> pd.Series:
    """Type and sub-type by the longest prefix of the CAMEO code that data/imports/cameo.csv has."""
    code = cells.text("EventCode")
    code = code.where(code.str.len() != 1, "0" + code)
    found = pd.Series([None] * len(cells), dtype="str")
    for length in range(LONGEST_CODE, 1, -1):
        found = found.fillna(cells.mapped(code.str[:length], codes.cameo()))
    cells.reject(found.isna(), lambda row: f"EventCode {code[row]!r} is no CAMEO code")
    return found


def _added(cells: Cells) -> pd.Series:
    text = cells.text("DATEADDED").str[:8]
    return pd.to_datetime(text, format="%Y%m%d", errors="coerce").astype("datetime64[s]")
