"""Any table as chunks of text: CSV with its delimiter and encoding found out, XLSX, and layers that GDAL reads."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any, cast

import numpy as np
import pandas as pd

from geo.errors import InputError, MissingError
from geo.imports import bounds

CHUNK_ROWS = 50_000
#: How much of a file tells its encoding and its delimiter, in bytes.
SAMPLE_BYTES = 1 << 16
#: The longest cell that is taken, in characters.
MAX_CELL = 1 << 20
DELIMITERS = ("\t", ";", "|", ",")
GEO_SUFFIXES = (".geojson", ".json", ".gpkg", ".shp", ".fgb", ".kml")
SHEET_SUFFIXES = (".xlsx", ".xlsm")


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that could not be taken, and why."""

    line: int  #: in the file, counted from 1; for a layer, the number of the feature
    reason: str


@dataclass(slots=True)
class Chunk:
    """Some rows: a column of text per name, missing where the cell is empty, and the line each row stood on."""

    cells: pd.DataFrame
    lines: np.ndarray
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class Sheet:
    """A table that is about to be read."""

    names: list[str]  #: of the columns; for a file without a header, empty
    first: list[str]  #: the cells of the first row
    rows: Iterator[tuple[int, list[str]]]  #: line and cells, the first row included
    is_layer: bool = False

    def chunks(
        self, names: Sequence[str], wanted: frozenset[str] | None = None, first_rows: int | None = None
    ) -> Iterator[Chunk]:
        """The rows in chunks, with `names` for their columns; if given, only `wanted` columns and `first_rows`."""
        keep = [k for k, name in enumerate(names) if wanted is None or name in wanted]
        rows = islice(self.rows, first_rows)
        while batch := list(islice(rows, CHUNK_ROWS)):
            problems = [Problem(line, _misfit(row, len(names))) for line, row in batch if len(row) != len(names)]
            fit = [(line, row) for line, row in batch if len(row) == len(names)]
            cells = {names[k]: pd.array([row[k].strip() or None for _, row in fit], dtype="str") for k in keep}
            yield Chunk(pd.DataFrame(cells), np.array([line for line, _ in fit], dtype="int64"), problems)


def _misfit(row: list[str], expected: int) -> str:
    return f"it has {len(row)} cells, the table has {expected} columns"


def open_sheet(path: Path) -> Sheet:
    """Open the table at `path`.

    Raises
    ------
    MissingError
        When there is no such file.
    InputError
        When it is no table that can be read.
    """
    if not path.is_file():
        msg = f"there is no file {str(path)!r}"
        raise MissingError(msg)
    suffix = path.suffix.lower()
    try:
        if suffix in GEO_SUFFIXES:
            return _layer(path)
        found = _workbook(path) if suffix in SHEET_SUFFIXES else _text(path)
    except InputError:
        raise
    except (OSError, ValueError, RuntimeError, EOFError, LookupError, zipfile.BadZipFile, SyntaxError) as error:
        msg = f"{path}: cannot be read as a table ({type(error).__name__}: {error})"
        raise InputError(msg) from error
    return _with_header(found, path)


def _with_header(rows: Iterator[tuple[int, list[str]]], path: Path) -> Sheet:
    """Take the first row for a header when all its cells are names, none of them a number."""
    for line, first in rows:
        if any(cell.strip() for cell in first):
            names = [cell.strip() for cell in first]
            bounds.check_columns(len(names), path)
            if len(names) > 1 and all(names) and not any(_is_number(name) for name in names):
                return Sheet(_distinct(names), names, rows)
            return Sheet([], first, chain([(line, first)], rows))
    msg = f"{path}: the table is empty"
    raise InputError(msg)


def _distinct(names: list[str]) -> list[str]:
    """A column whose name came before gets its number behind it."""
    return [name if name not in names[:k] else f"{name}_{k + 1}" for k, name in enumerate(names)]


def _is_number(cell: str) -> bool:
    return cell.replace(".", "", 1).replace("-", "", 1).isdigit()


def _text(path: Path) -> Iterator[tuple[int, list[str]]]:
    with _opened(path) as stream:
        sample = stream.read(SAMPLE_BYTES)
    bounds.check_text(sample)
    encoding = _encoding(sample)
    text = io.TextIOWrapper(_opened(path), encoding=encoding, errors="replace", newline="")
    delimiter = _delimiter(sample.decode(encoding, "replace"))
    csv.field_size_limit(MAX_CELL)
    return _csv_rows(csv.reader(bounds.lines(text, path), delimiter=delimiter), path)


def _opened(path: Path) -> IO[bytes]:
    if path.suffix.lower() != ".gz":
        return path.open("rb")
    packed = cast("IO[bytes]", gzip.open(path))  # noqa: SIM115 closed with what wraps it
    return io.BufferedReader(bounds.Counted(packed, path))


def _csv_rows(reader: Any, path: Path) -> Iterator[tuple[int, list[str]]]:
    while True:
        begun = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield begun, []  # a cell beyond all measure: told as a row that does not fit
            continue
        except (OSError, EOFError, zlib.error) as error:
            msg = f"{path}: it is damaged at line {begun} ({error})"
            raise InputError(msg) from error
        if any(row):
            yield begun, row


def _encoding(sample: bytes) -> str:
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        sample[: sample.rfind(b"\n") + 1 or None].decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _delimiter(sample: str) -> str:
    """The delimiter that splits the first lines most evenly into most cells."""
    lines = [line for line in sample.splitlines()[:20] if line.strip()][:10]

    def score(delimiter: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
        return (min(widths, default=1), widths[0] if widths else 1)

    return max(DELIMITERS, key=score)


def _workbook(path: Path) -> Iterator[tuple[int, list[str]]]:
    import openpyxl

    bounds.check_workbook(path)
    book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    sheet = book.worksheets[0]

    def rows() -> Iterator[tuple[int, list[str]]]:
        width = 0
        for line, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            cells = [_cell(value) for value in row]
            while cells and not cells[-1]:
                cells.pop()
            width = width or len(cells)
            if cells:
                yield line, cells + [""] * (width - len(cells))
        book.close()

    return rows()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, date) else str(value)


def _layer(path: Path) -> Sheet:
    """A vector layer: its attributes, and longitude and latitude of its features in two more columns."""
    import shapely

    from geo.imports.layer import read_layer

    table = read_layer(path)
    columns: dict[str, list[str]] = {}
    if "geometry" in table:
        if table.crs is not None and not table.crs.equals("EPSG:4326"):
            table = table.to_crs("EPSG:4326")
        spots = shapely.point_on_surface(table.geometry.to_numpy())
        for name, values in (("longitude", shapely.get_x(spots)), ("latitude", shapely.get_y(spots))):
            columns[name] = ["" if np.isnan(value) else repr(float(value)) for value in values]
        table = table.drop(columns=["geometry", *(c for c in ("longitude", "latitude") if c in table)])
    columns = {name: [known_text(value) for value in table[name].astype(object)] for name in table} | columns
    cells = zip(*columns.values(), strict=True)
    rows = ((number, list(row)) for number, row in enumerate(cells, start=1))
    return Sheet(list(columns), list(columns), rows, is_layer=True)


def known_text(value: Any) -> str:
    """A cell of a layer as text; "" where it is empty."""
    return "" if value is None or value is pd.NA or value != value else _cell(value)
