"""The columns that leave the store: one row per incident and place, with their dtypes and units.

Map, table and exports all read these columns; their names are constants so that a misspelt one fails early.
An incident without a place is one row whose ``lat`` and ``lon`` are NaN. Rows are sorted by ``date_start``
(undated last), ``incident_id`` and ``place_no``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

TEXT = "str"
DAY = "datetime64[s]"
COUNT = "Int64"
REAL = "float64"
FLAG = "bool"

#: name -> dtype, in the order of the frame. Degrees are WGS 84, days are inclusive.
COLUMNS: Mapping[str, str] = {
    "incident_id": TEXT,
    "place_no": "int64",  # 0, 1, … within the incident
    "type": TEXT,
    "sub_type": TEXT,
    "status": TEXT,
    "mapped": FLAG,  # this row may be drawn: it has a point, and its status is one that is drawn
    "date_start": DAY,  # NaT = open or unknown
    "date_end": DAY,  # NaT = open or unknown
    "date_precision": TEXT,
    "date_phrase": TEXT,  # the words of the article; missing when there are none
    "date_rule": TEXT,
    "date_anchor": DAY,
    "place": TEXT,
    "place_precision": TEXT,
    "place_role": TEXT,  # "origin" or "destination" of a movement, else missing
    "lat": REAL,  # degrees
    "lon": REAL,  # degrees
    "radius_km": REAL,
    "level": TEXT,
    "country": TEXT,  # ISO 3166-1 alpha-2
    "admin1": TEXT,
    "geonameid": COUNT,
    "place_id": TEXT,
    "place_score": REAL,  # 0..1
    "fatalities_best": COUNT,
    "fatalities_low": COUNT,
    "fatalities_high": COUNT,
    "injured_best": COUNT,
    "injured_low": COUNT,
    "injured_high": COUNT,
    "actors": TEXT,  # "Russia (initiator); civilians (target)"
    "numbers": TEXT,  # a JSON object
    "attribution": TEXT,
    "aggregate": FLAG,
    "background": FLAG,
    "confidence": REAL,  # 0..1
    "confidence_word": TEXT,  # high, medium or low
    "confidence_reason": TEXT,
    "accounts_differ": TEXT,  # on what its reports contradict each other; missing where they do not
    "decisions": TEXT,  # what people decided about it: who, when, why; missing where nobody did
    "confirmed": TEXT,  # the values that a person set or accepted: "date; place"; missing where nobody did
    "sensitive": TEXT,  # why its sentences must not be shown unasked: "graphic; child"; missing where they may
    "n_sources": "int64",  # articles that tell of it
    "sources": TEXT,
    "languages": TEXT,  # of those articles: "en; uk" (ISO 639); missing for an imported row
    "article_id": TEXT,  # the leading article, whose sentence is the evidence; missing for an imported row
    "article_title": TEXT,
    "evidence_start": "int64",  # character offsets into that article's text
    "evidence_end": "int64",
    "evidence": TEXT,  # the sentence; for an imported row, what its own source says
    "dataset": TEXT,  # the imported dataset it came with; missing for what was read in articles
    "licence": TEXT,  # of that dataset
    "source_url": TEXT,  # where that dataset says the row comes from
}

#: What rows are sorted by: by day, undated last.
SORTED_BY = ("date_start", "incident_id", "place_no")
#: The columns that only imported rows have.
IMPORTED_ONLY = ("dataset", "licence", "source_url")
#: Those that only rows have which were read in articles.
READ_ONLY = ("accounts_differ", "decisions", "confirmed", "sensitive", "languages")
#: Those that are worked out of others when rows are handed out.
DERIVED = ("confidence_word",)
#: The columns that are kept of what was read in articles, and of imported rows.
READ_COLUMNS: Mapping[str, str] = {n: dtype for n, dtype in COLUMNS.items() if n not in (*IMPORTED_ONLY, *DERIVED)}
IMPORTED_COLUMNS: Mapping[str, str] = {n: dtype for n, dtype in COLUMNS.items() if n not in (*READ_ONLY, *DERIVED)}
#: Confidence in words: from this value on (0..1).
CONFIDENCE_WORDS = ((0.8, "high"), (0.5, "medium"), (0.0, "low"))

#: What is left off the map, and why. ``kind`` is the role of a mention that is no pin (metonym, org, background,
#: dateline, container), "unknown_place" (not in the gazetteer), "skipped" (not read) or "incident" (not drawn).
NOT_ON_MAP: Mapping[str, str] = {
    "article_id": TEXT,
    "start": "int64",
    "end": "int64",
    "text": TEXT,
    "kind": TEXT,
    "reason": TEXT,
}

#: One row per stored article.
ARTICLES: Mapping[str, str] = {
    "article_id": TEXT,
    "title": TEXT,
    "source": TEXT,
    "url": TEXT,
    "published": DAY,
    "published_basis": TEXT,
    "published_reason": TEXT,
    "published_edited": FLAG,  # the day was set by hand
    "origin": TEXT,
    "language": TEXT,  # ISO 639, told from the text
    "characters": "int64",
    "text_sha256": TEXT,
    "n_reports": "int64",
}


def as_frame(rows: Iterable[tuple[Any, ...]], columns: Mapping[str, str] = COLUMNS) -> pd.DataFrame:
    """Rows of plain values, in the order of `columns`, as a frame with exactly those dtypes.

    Days may be ``date`` objects or ISO text, flags 0 and 1, missing values ``None``.
    """
    rows = list(rows)
    frame = pd.DataFrame.from_records(rows, columns=list(columns)) if rows else pd.DataFrame(columns=list(columns))
    return pd.DataFrame({name: _typed(frame[name], dtype) for name, dtype in columns.items()})


def spelled(frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` with text where it has categories: for the few rows that are sorted and filled up as text."""
    return frame.astype({name: TEXT for name, kind in frame.dtypes.items() if kind == "category"})


def confidence_words(values: pd.Series[Any]) -> pd.Series[Any]:
    """Confidences (0..1) in words."""
    steps = [values >= least for least, _ in CONFIDENCE_WORDS[:-1]]
    codes = np.select(steps, range(len(steps)), len(steps))
    words = pa.array([word for _, word in CONFIDENCE_WORDS], pa.large_string()).take(pa.array(codes))
    typed = pd.StringDtype(na_value=np.nan).__from_arrow__(words)  # type: ignore[attr-defined]
    return pd.Series(typed, index=values.index)


def _typed(column: pd.Series[Any], dtype: str) -> Any:
    if dtype == DAY:
        return pd.to_datetime(column, format="ISO8601").astype("datetime64[s]")
    if dtype == COUNT:
        return column.astype("object").where(column.notna(), pd.NA).astype("Int64")
    return pd.Series(column, dtype=dtype)
