"""Any table or layer of incidents: columns are guessed by their headers, or named by the user.

Headers that are known: data/imports/columns.csv. A row without a point is listed; one without a date is undated; a type
that is not known is "strategic, other" with its own word kept in ``confidence_reason``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from geo.errors import UsageError
from geo.imports import codes, rows
from geo.imports.cells import Cells
from geo.model import DATE_PRECISIONS, PRECISIONS, STATUSES

#: Codes of other tables for how exactly a day or a place is known.
DATES: dict[str, str | None] = {
    "range_2_6d": "range",
    "over_month": "range",
    "1": "day",
    "2": "week",
    "3": "month",
    "exact": "day",
}
PLACES: dict[str, str | None] = {
    "exact": "settlement",
    "city": "settlement",
    "town": "settlement",
    "village": "settlement",
}
PLACES |= {"province": "admin1", "district": "admin2", "approximate": "near"}
CONFIDENCE = 0.5
OTHER = "strategic/other"


def targets() -> list[str]:
    """What a column can be taken for, in the order of data/imports/columns.csv."""
    return [row["target"] for row in codes.table("columns")]


def guess(names: Sequence[str]) -> dict[str, str]:
    """Which column is taken for what: target -> header, by data/imports/columns.csv; the first header that fits."""
    by_folded = {name.casefold().strip().replace(" ", "_"): name for name in reversed(names)}
    found: dict[str, str] = {}
    for row in codes.table("columns"):
        for known in row["names"].split("|"):
            if known in by_folded and by_folded[known] not in found.values():
                found[row["target"]] = by_folded[known]
                break
    return found


def mapping(names: Sequence[str], chosen: Mapping[str, str]) -> dict[str, str]:
    """The guess, with what the user `chosen` (target -> header, "" for none) in its place.

    Raises
    ------
    UsageError
        When the user names a target or a header that is not there, or nothing tells when and where.
    """
    for target, name in chosen.items():
        if target not in targets() or (name and name not in names):
            msg = f"--column {target}={name}: expected one of {', '.join(targets())} = one of {', '.join(names)}"
            raise UsageError(msg)
    found = {t: n for t, n in guess(names).items() if n not in chosen.values()} | dict(chosen)
    found = {target: name for target, name in found.items() if name}
    if not ({"lat", "lon"} <= set(found) or {"date", "date_start", "type"} & set(found)):
        msg = (
            f"no column tells where or when: the headers are {', '.join(names)}. "
            "Say which ones do (on the command line: --column lat=HEADER --column lon=HEADER --column date=HEADER)"
        )
        raise UsageError(msg)
    return found


def convert(cells: Cells, columns: Mapping[str, str], dataset_id: str) -> dict[str, Any]:
    """The store's columns for the rows of a table whose columns are known."""

    def text(target: str) -> pd.Series:
        return cells.text(columns.get(target, ""))

    lat, lon = cells.points(columns.get("lat", ""), columns.get("lon", ""))
    first = cells.day(columns.get("date_start", columns.get("date", "")), "date")
    last = cells.day(columns.get("date_end", ""), "last day").fillna(first)
    kind, word = _kind(cells, text("sub_type"), text("type"))
    numbers = {name: cells.count(columns.get(name, ""), name) for name in ("best", "low", "high", "injured")}
    ids = text("id").fillna(pd.Series([f"line-{line}" for line in cells.lines], dtype="str"))
    said = text("notes").fillna(text("title")).fillna("The row has no text.")
    return {
        "incident_id": f"{dataset_id}:" + ids,
        "type": kind.str.split("/").str[0].astype("str"),
        "sub_type": kind.str.split("/").str[1].astype("str"),
        "status": cells.mapped(text("status"), {code: code for code in STATUSES}, "occurred"),
        "date_start": first.fillna(last),
        "date_end": last,
        "date_precision": _day_precision(cells, text("date_precision"), first, last),
        "date_rule": "column " + columns.get("date_start", columns.get("date", "missing")),
        "place": text("place").fillna(text("admin1")).fillna(text("country")),
        "place_precision": _precision(cells, text("precision"), lat, has_place="place" in columns),
        "lat": lat,
        "lon": lon,
        "country": cells.mapped(text("country"), codes.countries("names")),
        "admin1": text("admin1"),
        "fatalities_best": numbers["best"],
        "fatalities_low": numbers["low"].fillna(numbers["best"]),
        "fatalities_high": numbers["high"].fillna(numbers["best"]),
        "injured_best": numbers["injured"],
        "injured_low": numbers["injured"],
        "injured_high": numbers["injured"],
        "actors": rows.actors([(text("actor1"), "side_a"), (text("actor2"), "side_b")]),
        "attribution": text("source").str.replace(";", ",", regex=False).fillna(""),
        "numbers": "{}",
        "confidence": CONFIDENCE,
        "confidence_reason": "a row of an imported table" + word,
        "n_sources": cells.number(columns.get("n_sources", ""), "sources").fillna(1).clip(lower=1).astype("int64"),
        "article_title": text("title"),
        "source_url": text("url"),
        "licence": text("licence"),
        "evidence": said,
    }


def _kind(cells: Cells, sub_type: pd.Series, kind: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Type and sub-type, and the row's own word where we have none for it."""
    found = cells.mapped(sub_type, codes.types()).fillna(cells.mapped(kind, codes.types()))
    own = sub_type.fillna(kind)
    word = ("; its own word for the type: " + own).where(found.isna() & own.notna(), "").astype("str").fillna("")
    return found.fillna(OTHER), word


def _day_precision(cells: Cells, code: pd.Series, first: pd.Series, last: pd.Series) -> pd.Series:
    known: dict[str, str | None] = {str(one): str(one) for one in DATE_PRECISIONS}
    made = cells.mapped(code, known | DATES, "day")
    made = made.mask(first.isna() & last.isna(), "unknown").mask(made.eq("unknown") & first.notna(), "day")
    return made.mask(made.eq("day") & last.notna() & first.notna() & first.ne(last), "range")


def _precision(cells: Cells, code: pd.Series, lat: pd.Series, *, has_place: bool) -> pd.Series:
    """What the table says; a bare point stands for itself."""
    known: dict[str, str | None] = {str(one): str(one) for one in PRECISIONS}
    made = cells.mapped(code, known | PLACES, "settlement" if has_place else "facility")
    made = made.mask(made.eq("none") & lat.notna(), "area")
    return made.where(lat.notna() | made.eq("country"), "none")
