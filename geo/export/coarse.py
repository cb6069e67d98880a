"""Places made coarser for publication: points, names and all text that would tell the exact spot are left out.

Who asks for it gets it in every format, and every one says so: in its rows, its manifest, its headline and its credits.
It hides a spot from those who have the export alone. Addresses of articles, which often name the place, go too unless
they are asked for (``geo.export.withheld``); whoever knows the article still reads what it says.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from geo.errors import UsageError
from geo.outlines import LINE_PREFIX, PREFIX
from geo.settings import DATA

#: What places may be made coarser to -> in words.
LEVELS: Mapping[str, str] = {
    "0.1": "squares of 0.1° (some 11 km)",
    "1": "squares of 1° (some 110 km)",
    "admin1": "provinces",
    "country": "countries",
}
#: level -> the precisions that are finer than it.
FINER = {
    "0.1": ("facility", "settlement", "near"),
    "1": ("facility", "settlement", "near", "admin2"),
    "admin1": ("facility", "settlement", "near", "admin2"),
    "country": ("facility", "settlement", "near", "admin2", "admin1", "area"),
}
#: Half the diagonal of a square at the equator, in km, rounded up; an area or water of a smaller disc is finer too.
RADIUS_KM = {"0.1": 8.0, "1": 79.0, "admin1": 79.0, "country": 300.0}
KM_A_DEGREE = 111.2
#: Of what stands at the side of the place, all that quotes an article or reasons from its names.
TEXTS = ("date_phrase", "attribution", "confidence_reason", "decisions", "article_title", "evidence", "source_url")
_OFFSETS = ("evidence_start", "evidence_end")
_PLACE = ("place", "place_precision", "lat", "lon", "radius_km", "level", "country", "admin1", "geonameid", "place_id")
#: The columns that are looked at or changed.
TOUCHED = (*_PLACE, *TEXTS, *_OFFSETS, "place_score", "actors")
#: A word of a place's name; an actor that has one in its name ("police of Bakhmut") is left out.
_WORD = re.compile(r"[^\W\d_]{4,40}")


def said(level: str) -> str:
    """What an export says of itself."""
    return f"places made coarser on purpose, to {LEVELS[level]}; finer names, sentences and titles left out"


def check_words(text: str, level: str | None, sides: Collection[str] | bool = ()) -> None:
    """Refuse a search for words in coarse rows: it would tell what is to be hidden, and finds nothing any more.

    A choice of who says so finds nothing either: "the governor of …" is left out.

    Raises
    ------
    UsageError
        When words are searched for: they are looked for in the sentences, and stand in the export. When sides are
        chosen.
    """
    if level and text:
        msg = "a search for words cannot be exported with coarser places: it would tell where they were found. "
        raise UsageError(msg + "Take the search out, or export places as they are")
    if level and sides:
        msg = "who says so is left out where places are made coarser, for it may name them. "
        raise UsageError(msg + "Take the choice of sides out, or export places as they are")


def coarsen(frame: pd.DataFrame, level: str | None) -> pd.DataFrame:
    """Rows whose places are no finer than `level`, one of ``LEVELS``; None leaves them as they are.

    Parameters
    ----------
    frame
        Rows of ``geo.store.columns``; of its columns some may lack, but not those that say where.
    """
    if level is None or frame.empty:
        return frame
    fine = _is_finer(frame, level)
    new: dict[str, pd.Series] = {name: _plain(frame[name]) for name in TOUCHED if name in frame}
    actors = _unnamed(frame) if "actors" in new else None
    for name, value in _spots(new, fine, level).items():
        if name in new:
            new[name] = new[name].mask(fine, pd.Series(value, frame.index))
    if level == "country" and "admin1" in new:
        new["admin1"] = new["admin1"].mask(np.ones(len(frame), dtype=bool))
    for name in (*TEXTS, "geonameid", "place_score"):
        if name in new:
            new[name] = new[name].mask(fine if name in _PLACE else np.ones(len(frame), dtype=bool))
    for name in _OFFSETS:
        if name in new:
            new[name] = pd.Series(0, frame.index)
    if actors is not None:
        new["actors"] = actors
    kept = {n: new[n].astype("str" if _is_words(frame[n]) else frame[n].dtype) for n in new}
    return frame.assign(**kept)


def coarse_table(table: pa.Table, level: str) -> pa.Table:
    """The same for rows in Arrow's form, with all columns and their types."""
    there = [name for name in TOUCHED if name in table.column_names]
    made = coarsen(table.select(there).to_pandas().astype({"geonameid": "Int64"}), level)
    for name in there:
        at = table.schema.get_field_index(name)
        field = table.schema.field(at)
        table = table.set_column(at, field, pa.array(made[name], field.type, from_pandas=True))
    return table


def coarse_tables(tables: Iterable[pa.Table], level: str | None) -> Iterator[pa.Table]:
    """Each of `tables` with places no finer than `level`; None leaves them as they are."""
    for table in tables:
        yield table if level is None else coarse_table(table, level)


def coarse_sources(sources: list[dict[str, Any]], level: str | None) -> list[dict[str, Any]]:
    """Records of articles without their titles, which name places."""
    if level is None:
        return sources
    return [one if "kind" in one else {**one, "title": None} for one in sources]


def _is_finer(frame: pd.DataFrame, level: str) -> np.ndarray:
    """Which rows have a point that is finer than `level`."""
    precision = frame["place_precision"].astype("object")
    small = precision.isin(("area", "sea_air")).to_numpy(bool)
    if "radius_km" in frame:
        small = small & ~(frame["radius_km"].to_numpy(float) >= RADIUS_KM[level])
    found = precision.isin(FINER[level]).to_numpy(bool) | small
    if "place_id" in frame:  # an outline may be narrow, however far it reaches
        found = found | frame["place_id"].astype("object").map(_is_drawn).to_numpy(bool)
    there: np.ndarray = np.isfinite(frame["lat"].to_numpy(float))
    return there & found


def _is_drawn(place_id: object) -> bool:
    return isinstance(place_id, str) and place_id.startswith((PREFIX, LINE_PREFIX))


def _spots(given: Mapping[str, pd.Series], fine: np.ndarray, level: str) -> dict[str, list[Any]]:
    """Where each row stands now; those of no known province or country get a square of 1°. Only `fine` ones count."""
    count = len(fine)
    lat, lon = given["lat"].to_numpy(float), given["lon"].to_numpy(float)
    columns: dict[str, list[Any]] = {name: [None] * count for name in _MADE}
    rows = np.flatnonzero(fine)
    if level == "admin1":
        surfaces = _provinces(given["country"], lat, lon, rows)
    else:
        surfaces = [_countries().get(str(code)) if level == "country" else None for code in given["country"].iloc[rows]]
    square = 0.1 if level == "0.1" else 1.0
    for k, surface in zip(rows, surfaces, strict=True):
        middle = (_middle(lat[k], square, 90), _middle(lon[k], square, 180))
        words = f"about {_degrees(middle[0], 'NS')}, {_degrees(middle[1], 'EW')}"
        kind = "sea_air" if given["place_precision"].iloc[k] == "sea_air" else "near"
        made = surface or (words, None, kind, None, *middle, RADIUS_KM["0.1" if square < 1 else "1"])
        for name, value in zip(_MADE, made, strict=True):
            columns[name][k] = value
    return columns


#: What is made anew of a place: name, row of the gazetteer, precision, kind, point, radius.
_MADE = ("place", "place_id", "place_precision", "level", "lat", "lon", "radius_km")
_Surface = tuple[str | None, str | None, str, str | None, float, float, float]


def _middle(degrees: float, square: float, most: int) -> float:
    """The middle of the square that a latitude or longitude lies in."""
    middle = (np.floor(round(degrees / square, 9)) + 0.5) * square
    return round(float(np.clip(middle, -most + square / 2, most - square / 2)), 5)


def _degrees(value: float, ends: str) -> str:
    return f"{abs(value):.4g}° {ends[value < 0]}"


def _provinces(countries: pd.Series, lat: np.ndarray, lon: np.ndarray, rows: np.ndarray) -> list[_Surface | None]:
    """The province that the point of each of `rows` lies in."""
    from geo.export.cartography import layer  # loads what draws, which data otherwise go without

    ground = layer("admin1", frozenset(str(code) for code in countries.iloc[rows].dropna().unique()))
    found: list[_Surface | None] = [None] * len(rows)
    if not len(ground.shapes):
        return found
    at, which = shapely.STRtree(ground.shapes).query(shapely.points(lon[rows], lat[rows]), predicate="intersects")
    made = {int(one): _province(ground.facts[one], ground.shapes[one]) for one in np.unique(which)}
    for k, one in sorted(zip(at.tolist(), which.tolist(), strict=True), reverse=True):  # on a border the first counts
        found[k] = made[one]
    return found


def _province(fact: Mapping[str, Any], shape: shapely.Geometry) -> _Surface:
    point = shape.representative_point()
    across = shape.area * KM_A_DEGREE**2 * np.cos(np.radians(point.y))
    return (
        *(str(fact["name"]), str(fact["id"]), "admin1", "admin1"),
        *(round(point.y, 5), round(point.x, 5), round(float(np.sqrt(across / np.pi)), 1)),
    )


@lru_cache(maxsize=1)
def _countries() -> dict[str, _Surface]:
    with (DATA / "gazetteer" / "countries.csv").open(encoding="utf-8", newline="") as lines:
        return {
            row["iso2"]: (
                *(row["name"], f"country:{row['iso2']}", "country", "country", float(row["lat"]), float(row["lon"])),
                round(float(np.sqrt(float(row["area_km2"] or 0) / np.pi)), 1),
            )
            for row in csv.DictReader(lines)
        }


def _unnamed(frame: pd.DataFrame) -> pd.Series:
    """The actors of each row without those that have a word of the name of its place in theirs."""
    pairs = pd.DataFrame({"place": _plain(frame["place"]), "actors": _plain(frame["actors"])})
    known: dict[tuple[Any, Any], Any] = {}
    for place, actors in pairs.drop_duplicates().itertuples(index=False):
        if isinstance(place, str) and isinstance(actors, str):
            words = {word.casefold() for word in _WORD.findall(place)}
            kept = [a for a in actors.split("; ") if not words & {w.casefold() for w in _WORD.findall(a)}]
            known[place, actors] = "; ".join(kept) or None
    return pd.Series([known.get((p, a), a) for p, a in pairs.itertuples(index=False)], frame.index, dtype="object")


def _is_words(column: pd.Series) -> bool:
    return isinstance(column.dtype, (pd.CategoricalDtype, pd.StringDtype))


def _plain(column: pd.Series) -> pd.Series:
    """A column of words as objects, None where there is none; others as they are."""
    if not _is_words(column):
        return column
    held = column.astype("object")
    return held.where(held.notna(), None)
