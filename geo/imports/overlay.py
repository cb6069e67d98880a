"""Front lines, areas of control and other shapes from files, made light for the map, with the days they hold for.

A shape's days come from its columns (the headers of data/imports/columns.csv) or else from the day in its file's name.
The shapes as JSON: ``{"dated": …, "features": [{"from": day or null, "to": day or null, "title": text, "geometry":
GeoJSON geometry in degrees}]}``.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import InputError, MissingError, UsageError
from geo.imports.cells import day_of
from geo.imports.sheet import GEO_SUFFIXES, known_text
from geo.imports.table import guess
from geo.store.overlays import Dated, Overlay

if TYPE_CHECKING:
    import geopandas as gpd

#: Corners closer to a straight line than this are left out, and degrees are given with so many decimals: about 100 m.
TOLERANCE_DEG, DECIMALS = 0.001, 4
#: More corners than this would stop the map.
MAX_CORNERS = 400_000
MAX_TITLE = 120
_IN_NAME = re.compile(r"(?<!\d)(20\d\d|19\d\d)[-_]?(\d\d)[-_]?(\d\d)(?!\d)")


def read_overlay(
    paths: Sequence[Path], *, name: str | None = None, title: str | None = None, licence: str = ""
) -> tuple[Overlay, bytes]:
    """Make an overlay of vector files; several files are the states of one thing, such as a front line by day.

    Parameters
    ----------
    paths
        GeoJSON, GeoPackage, shapefile, FlatGeobuf or KML.
    name
        Id of the overlay; by default made of the first file's name, without the day in it.
    title
        What the map calls it.
    licence
        Of the shapes.

    Returns
    -------
    tuple of Overlay and bytes
        The description, and the shapes as gzipped JSON.

    Raises
    ------
    MissingError
        When a file is not there.
    InputError
        When a file has no shapes, or too many.
    """
    if not paths:
        msg = "an overlay needs at least one file"
        raise UsageError(msg)
    features, digest, singles = [], hashlib.sha256(), True
    for path in paths:
        found, has_ends = _features(path)
        features += found
        singles = singles and not has_ends
        digest.update(path.read_bytes())
    if not features:
        msg = f"{paths[0]}: there are no shapes in it"
        raise InputError(msg)
    features.sort(key=lambda one: (one["from"] or "", one["to"] or "", one["title"]))
    corners = sum(one.pop("corners") for one in features)
    if corners > MAX_CORNERS:
        msg = f"{paths[0]}: its shapes have {corners:,} corners, more than the map can carry ({MAX_CORNERS:,})"
        raise InputError(msg)
    days = [day for one in features for day in (one["from"], one["to"]) if day]
    dated: Dated = "always" if not days else "states" if singles else "intervals"
    id_ = name or _id_of(paths[0])
    body = json.dumps({"dated": dated, "features": features}, ensure_ascii=False, separators=(",", ":"))
    overlay = Overlay(
        id_, title or id_.replace("_", " "), licence, "; ".join(path.name for path in paths), digest.hexdigest(), dated,
        min(days, default=None), max(days, default=None), len(features),
    )  # fmt: skip
    return overlay, gzip.compress(body.encode("utf-8"), mtime=0)


def _id_of(path: Path) -> str:
    stem = _IN_NAME.sub("", path.name.split(".", 1)[0].casefold())
    return re.sub(r"[^\w-]+", "_", stem).strip("_-")[:60] or "overlay"


def _features(path: Path) -> tuple[list[dict[str, Any]], bool]:
    """The shapes of a file, and whether they have a last day of their own."""
    import shapely

    table = _table(path)
    columns = guess([str(one) for one in table.columns if one != table.geometry.name])
    in_name = _day_in(path.name)
    shapes = shapely.simplify(shapely.force_2d(table.geometry.to_numpy()), TOLERANCE_DEG, preserve_topology=True)
    made = []
    for shape, row in zip(shapes, table.to_dict("records"), strict=True):
        if shape is None or shape.is_empty:
            continue
        first = _day(row, columns, "date_start", "date") or in_name
        last = _day(row, columns, "date_end") or (first if "date_end" not in columns else None)
        if first and last and last < first:
            msg = f"{path}: a shape ends ({last}) before it begins ({first})"
            raise InputError(msg)
        made.append({
            "from": first and first.isoformat(), "to": last and last.isoformat(),
            "title": known_text(row.get(columns.get("title") or columns.get("place") or ""))[:MAX_TITLE],
            "geometry": _rounded(shapely.geometry.mapping(shape)), "corners": int(shapely.get_num_coordinates(shape)),
        })  # fmt: skip
    return made, "date_end" in columns


def _table(path: Path) -> gpd.GeoDataFrame:
    import geopandas as gpd
    import shapely

    from geo.imports.layer import read_layer

    if not path.is_file():
        msg = f"there is no file {str(path)!r}"
        raise MissingError(msg)
    if path.suffix.lower() not in GEO_SUFFIXES:
        msg = f"{path}: shapes come as {', '.join(GEO_SUFFIXES)} files"
        raise InputError(msg)
    try:
        table = read_layer(path)
    except InputError:
        raise
    except shapely.GEOSException as error:  # corners that are no numbers, rings that do not close
        msg = f"{path}: a shape is broken ({str(error).strip()})"
        raise InputError(msg) from error
    except (OSError, ValueError, RuntimeError, IndexError) as error:
        msg = f"{path}: cannot be read as shapes ({type(error).__name__}: {error})"
        raise InputError(msg) from error
    if not isinstance(table, gpd.GeoDataFrame):
        msg = f"{path}: there are no shapes in it"
        raise InputError(msg)
    if table.crs is not None and not table.crs.equals("EPSG:4326"):
        table = table.to_crs("EPSG:4326")
    bounds = table.total_bounds
    if abs(bounds[[0, 2]]).max() > 180.001 or abs(bounds[[1, 3]]).max() > 90.001:  # none is where nothing has a shape
        msg = f"{path}: its coordinates are not in degrees, and it does not say in which projection they are"
        raise InputError(msg)
    return table


def _day(row: dict[str, Any], columns: dict[str, str], *targets: str) -> date | None:
    """The day in the first of the columns that has one."""
    return next((day for t in targets if t in columns and (day := day_of(known_text(row[columns[t]])))), None)


def _day_in(name: str) -> date | None:
    for found in _IN_NAME.finditer(name):
        try:
            return date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            continue
    return None


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, DECIMALS)
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    return [_rounded(one) for one in value] if isinstance(value, list | tuple) else value
