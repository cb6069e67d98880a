"""Which dataset a file is, told by its columns, and what goes with each kind: title, licence, citation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from geo.imports import acled, codes, gdelt, ucdp, viina
from geo.imports.cells import Cells
from geo.imports.sheet import Sheet

KINDS = ("ucdp", "viina", "gdelt", "acled", "table", "geo")
#: Datasets whose ids mean the same in every file of theirs.
KNOWN: Mapping[str, Callable[[Cells], dict[str, Any]]] = {
    "ucdp": ucdp.convert,
    "viina": viina.convert,
    "gdelt": gdelt.convert,
    "acled": acled.convert,
}
#: The columns that an import reads, where a dataset has many more.
WANTED: Mapping[str, frozenset[str]] = {"ucdp": ucdp.WANTED, "gdelt": gdelt.WANTED}
_SIGNS = {
    "ucdp": {"type_of_violence", "where_prec", "date_prec"},
    "viina": {"GEO_PRECISION", "date", "longitude"},
    "gdelt": {"GLOBALEVENTID", "SQLDATE", "EventCode"},
    "acled": {"event_id_cnty", "event_date", "sub_event_type"},
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of dataset."""

    kind: str
    title: str
    licence: str
    citation: str
    url: str


def kind_of(name: str) -> Kind:
    """What is known of a kind (data/imports/datasets.csv)."""
    row = next(row for row in codes.table("datasets") if row["kind"] == name)
    return Kind(**row)


def guess_kind(sheet: Sheet) -> str:
    """The kind of a table, by its columns; of one without a header, by its number of columns and first row."""
    for kind, signs in _SIGNS.items():
        if signs <= set(sheet.names):
            return kind
    if not sheet.names:
        for kind in ("ucdp", "gdelt"):
            if len(sheet.first) == len(codes.table(f"{kind}_columns")) and sheet.first[0].isdigit():
                return kind
    return "geo" if sheet.is_layer else "table"


def columns_of(kind: str, sheet: Sheet) -> list[str]:
    """The columns of a table; those of a known dataset where the file has no header."""
    if sheet.names:
        return sheet.names
    if kind in ("ucdp", "gdelt"):
        names = [row["name"] for row in codes.table(f"{kind}_columns")]
        return names if len(names) == len(sheet.first) else []
    return [f"column_{number}" for number in range(1, len(sheet.first) + 1)]
