"""WMTS, a service of map tiles that describes itself: an address of it, or the description that it gave -> a template.

Only what is laid out like the web's other tiles can be drawn: the world as a square, halved from level to level.
Nothing is fetched here: the description is a file that the user saved (``?service=WMTS&request=GetCapabilities``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from geo.errors import InputError

MAX_BYTES = 16 << 20
_WMTS, _OWS, _XLINK = (
    f"{{http://www.opengis.net/{name}}}" if "/" in name else f"{{http://www.w3.org/1999/{name}}}"
    for name in ("wmts/1.0", "ows/1.1", "xlink")
)
#: Pictures that browsers show, the best first.
FORMATS = ("image/png", "image/png8", "image/webp", "image/jpeg", "image/jpg")
#: Scale of the level at which the world is one tile of 256 pixels (OGC 07-057r7, annex E.4); how far one may be off.
SCALE_0, SCALE_SHARE, TILE_PX, MOST_LEVELS = 559082264.0287178, 0.01, 256, 30
#: Half the world's edge in metres, and by how many metres a corner may be off.
HALF_M, HALF_OFF_M = 20037508.3428, 100.0
_CRS = re.compile(r"(?:3857|900913|3785|102100|102113)$")


@dataclass(frozen=True, slots=True)
class Described:
    """A layer of a service whose tiles can be drawn.

    Attributes
    ----------
    title
        What the service calls it.
    template
        Address of a tile, with ``{z}``, ``{x}`` and ``{y}``.
    max_zoom
        The finest level.
    credit
        Who provides it.
    """

    title: str
    template: str
    max_zoom: int
    credit: str = ""


def as_template(address: str) -> str:
    """An address in WMTS's words (``{TileMatrix}``, ``{TileRow}``, ``{TileCol}``) with ``{z}``, ``{y}`` and ``{x}``."""
    for theirs, ours in (("TileMatrix", "z"), ("TileRow", "y"), ("TileCol", "x")):
        address = re.sub(rf"\{{{theirs}\}}", f"{{{ours}}}", address, flags=re.IGNORECASE)
    return address


def described(path: Path, wanted: str = "") -> Described:
    """The layer that is called `wanted` in a service's description, or the first that can be drawn.

    Parameters
    ----------
    path
        The XML file.
    wanted
        Identifier or title of a layer.

    Raises
    ------
    InputError
        When the file is none, or has no such layer.
    """
    root = _read(path)
    contents = root.find(f"{_WMTS}Contents")
    layers = [] if contents is None else contents.findall(f"{_WMTS}Layer")
    sets = (
        {} if contents is None else {_text(one, "Identifier"): one for one in contents.findall(f"{_WMTS}TileMatrixSet")}
    )
    provider = root.find(f"{_OWS}ServiceProvider/{_OWS}ProviderName")
    credit = (provider.text or "").strip() if provider is not None else ""
    names = [name for layer in layers for name in (_text(layer, "Identifier"), _text(layer, "Title")) if name]
    if wanted and wanted not in names:
        msg = f"{path}: expected one of its layers after #, got {wanted!r}; it has {', '.join(names[:10]) or 'none'}"
        raise InputError(msg)
    for layer in layers:
        if wanted and wanted not in (_text(layer, "Identifier"), _text(layer, "Title")):
            continue
        for name, prefix, last in _grids(layer, sets):
            template = _address(root, layer, name, prefix)
            if template:
                return Described(_text(layer, "Title") or _text(layer, "Identifier"), template, last, credit)
    which = f"the layer {wanted!r}" if wanted else "a layer"
    square = "pictures in Web Mercator (EPSG:3857, 256 pixels, from the whole world on)"
    msg = f"{path}: expected {which} with {square}, got none"
    raise InputError(msg)


def _read(path: Path) -> Any:
    from lxml import etree

    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            msg = f"{path}: more than {MAX_BYTES >> 20} MB, which no description of a service has"
            raise InputError(msg)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        root = etree.fromstring(content, parser)
    except OSError as error:
        msg = f"expected the description of a WMTS service, got {str(path)!r}: {error.strerror}"
        raise InputError(msg) from error
    except (etree.XMLSyntaxError, ValueError) as error:
        msg = f"expected the description of a WMTS service, got {str(path)!r}, which is no XML: {error}"
        raise InputError(msg) from error
    if root.tag != f"{_WMTS}Capabilities" or root.getroottree().docinfo.doctype:
        msg = f"expected the description of a WMTS service (<Capabilities> of WMTS 1.0.0), got {str(path)!r}"
        raise InputError(msg)
    return root


def _text(element: Any, name: str) -> str:
    found = element.find(f"{_OWS}{name}")
    return (found.text or "").strip() if found is not None else ""


def _grids(layer: Any, sets: dict[str, Any]) -> Iterator[tuple[str, str, int]]:
    """Of each grid of `layer` that can be drawn: name, what stands before a level's number, and the finest level."""
    for link in layer.findall(f"{_WMTS}TileMatrixSetLink/{_WMTS}TileMatrixSet"):
        name = (link.text or "").strip()
        grid = sets.get(name)
        if grid is None or not _CRS.search(_text(grid, "SupportedCRS")):
            continue
        levels = grid.findall(f"{_WMTS}TileMatrix")[:MOST_LEVELS]
        prefix = _text(levels[0], "Identifier").removesuffix("0") if levels else ""
        fits = 0
        while fits < len(levels) and _is_level(levels[fits], fits, prefix):
            fits += 1
        if fits:
            yield name, prefix, fits - 1


def _is_level(matrix: Any, number: int, prefix: str) -> bool:
    """Whether a level halves the one before it, on the same square."""
    said = {name: (matrix.findtext(f"{_WMTS}{name}") or "").split() for name in ("ScaleDenominator", "TopLeftCorner")}
    sizes = [matrix.findtext(f"{_WMTS}{name}") for name in ("TileWidth", "TileHeight", "MatrixWidth", "MatrixHeight")]
    try:
        scale, (left, top) = float(said["ScaleDenominator"][0]), (float(one) for one in said["TopLeftCorner"])
        across = [int(one or 0) for one in sizes]
    except (ValueError, IndexError):
        return False
    asked = SCALE_0 / 2**number
    return (
        _text(matrix, "Identifier") == f"{prefix}{number}"
        and across == [TILE_PX, TILE_PX, 2**number, 2**number]
        and abs(scale - asked) <= SCALE_SHARE * asked
        and abs(left + HALF_M) <= HALF_OFF_M
        and abs(top - HALF_M) <= HALF_OFF_M
    )


def _address(root: Any, layer: Any, grid: str, prefix: str) -> str:
    """The template of a layer's tiles: its own, else as a question to the service; empty where it gives neither."""
    style = next((_text(one, "Identifier") for one in layer.findall(f"{_WMTS}Style")), "default")
    formats = [(one.text or "").strip() for one in layer.findall(f"{_WMTS}Format")]
    known = {"style": style, "tilematrixset": grid, "tilematrix": f"{prefix}{{z}}", "tilerow": "{y}", "tilecol": "{x}"}
    for one in layer.findall(f"{_WMTS}Dimension"):
        known[_text(one, "Identifier").lower()] = (one.findtext(f"{_WMTS}Default") or "").strip()
    own = [one for one in layer.findall(f"{_WMTS}ResourceURL") if one.get("resourceType") == "tile"]
    for one in sorted(own, key=lambda each: _rank(each.get("format"))):
        template = re.sub(r"\{(\w+)\}", lambda sign: known.get(sign[1].lower(), sign[0]), one.get("template") or "")
        if _rank(one.get("format")) < len(FORMATS) and _is_whole(template):
            return template
    best = min(formats, key=_rank, default="")
    gets = root.iterfind(f"{_OWS}OperationsMetadata/{_OWS}Operation[@name='GetTile']/{_OWS}DCP/{_OWS}HTTP/{_OWS}Get")
    for get in gets:
        parts = urlsplit(get.get(f"{_XLINK}href") or "")
        if _rank(best) == len(FORMATS) or not parts.hostname:
            continue
        kept = [(name, value) for name, value in parse_qsl(parts.query) if name.lower() not in ("service", "request")]
        asked = {
            "service": "WMTS", "request": "GetTile", "version": "1.0.0", "layer": _text(layer, "Identifier"),
            "style": style, "format": best, "tilematrixset": grid, "tilematrix": f"{prefix}{{z}}", "tilerow": "{y}",
            "tilecol": "{x}",
        }  # fmt: skip
        template = urlunsplit(parts._replace(query=urlencode([*kept, *asked.items()], safe="{}:/")))
        if _is_whole(template):
            return template
    return ""


def _rank(kind: str | None) -> int:
    said = (kind or "").split(";")[0].strip().lower()
    return FORMATS.index(said) if said in FORMATS else len(FORMATS)


def _is_whole(template: str) -> bool:
    """Whether a template asks for nothing but the level, the column and the row."""
    return sorted(re.findall(r"\{(\w+)\}", template)) == ["x", "y", "z"] and template.startswith(
        ("http://", "https://")
    )
