"""UCDP GED: lethal events coded by people, with precision codes for place and time and three figures of deaths.

Codes after the UCDP GED codebook 25.1: ``type_of_violence`` 1 state-based, 2 non-state, 3 one-sided; ``where_prec``
1-7; ``date_prec`` 1-5; ``event_clarity`` 2 = the source had already summed events.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from geo.imports import codes, rows
from geo.imports.cells import Cells

#: Columns that an import reads.
WANTED = frozenset(
    [
        "id",
        "type_of_violence",
        "side_a",
        "side_b",
        "number_of_sources",
        "source_article",
        "source_office",
        "source_headline",
        "source_original",
        "where_prec",
        "where_coordinates",
        "adm_1",
        "latitude",
        "longitude",
        "country",
        "country_id",
        "event_clarity",
        "date_prec",
        "date_start",
        "date_end",
        "deaths_a",
        "deaths_b",
        "deaths_civilians",
        "deaths_unknown",
        "best",
        "high",
        "low",
        "dyad_name",
    ]
)
TYPES = {"1": "battle", "2": "battle", "3": "violence_civilians"}
SUB_TYPES = {"1": "armed_clash", "2": "armed_clash", "3": "attack"}
PLACES = {"1": "settlement", "2": "near", "3": "admin2", "4": "admin1", "5": "area", "6": "country", "7": "sea_air"}
DATES = {"1": "day", "2": "range", "3": "week", "4": "month", "5": "range"}
#: How far a record is relied on, by event_clarity.
CONFIDENCE = {"1": 0.85, "2": 0.65}
NO_SOURCE = "The row names no source."


def convert(cells: Cells) -> dict[str, Any]:
    """The store's columns for the rows of a GED file."""
    kind = cells.text("type_of_violence").str.removesuffix(".0")
    cells.reject(~kind.isin(list(TYPES)), lambda row: f"type_of_violence: {kind[row]!r} is none of 1, 2, 3")
    lat, lon = cells.points("latitude", "longitude")
    first, last = cells.day("date_start", "date_start"), cells.day("date_end", "date_end")
    where, when = (cells.text(name).str.removesuffix(".0") for name in ("where_prec", "date_prec"))
    clarity = cells.text("event_clarity").str.removesuffix(".0").fillna("1")
    precision = cells.mapped(where, PLACES, "area").where(lat.notna(), "none")
    country = cells.mapped(cells.text("country_id"), codes.countries("gw"))
    deaths = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
    sources = cells.number("number_of_sources", "number_of_sources")  # -1 stands for unknown
    article = cells.text("source_article").str.strip('"')
    return {
        "incident_id": "ucdp:" + cells.text("id").str.removesuffix(".0"),
        "type": cells.mapped(kind, TYPES),
        "sub_type": cells.mapped(kind, SUB_TYPES),
        "status": "occurred",
        "date_start": first,
        "date_end": last.fillna(first),
        "date_precision": _day_precision(cells, when, first, last),
        "date_rule": "UCDP date_prec " + when.fillna("missing"),
        "place": cells.text("where_coordinates", "adm_1", "country"),
        "place_precision": precision,
        "lat": lat,
        "lon": lon,
        "country": country.fillna(cells.mapped(cells.text("country"), codes.countries("names"))),
        "admin1": cells.text("adm_1"),
        "fatalities_best": cells.count("best", "best"),
        "fatalities_low": cells.count("low", "low"),
        "fatalities_high": cells.count("high", "high"),
        "actors": rows.actors([(cells.text("side_a"), "side_a"), (cells.text("side_b"), "side_b")]),
        "numbers": rows.numbers({f"killed_{name[7:]}": cells.count(name, name) for name in deaths if cells.has(name)}),
        "attribution": cells.text("source_original", "source_office").str.replace(";", ",", regex=False).fillna(""),
        "aggregate": clarity.eq("2"),
        "confidence": clarity.map(CONFIDENCE).fillna(CONFIDENCE["2"]),
        "confidence_reason": "coded by UCDP: event_clarity " + clarity + ", where_prec " + where.fillna("missing"),
        "n_sources": sources.fillna(1).clip(lower=1).astype("int64"),
        "article_title": cells.text("source_headline"),
        "evidence": article.fillna(cells.text("source_headline")).fillna(NO_SOURCE),
    }


def _day_precision(cells: Cells, when: pd.Series, first: pd.Series, last: pd.Series) -> pd.Series:
    made = cells.mapped(when, DATES, "range")
    made = made.mask(first.isna() & last.isna(), "unknown")
    return made.mask(made.eq("day") & last.notna() & first.ne(last), "range")
