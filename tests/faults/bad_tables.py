"""Bad tables and layers for ``import``: coordinates, days, archives that swell, nesting, and files cut short."""

from __future__ import annotations

import gzip
import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.faults.case import Case, file

MB = 1_000_000
COLUMNS = "date,latitude,longitude,place,event_type,killed,notes\n"
ROW = "2024-03-05,46.64,32.62,Kherson,shelling,2,a note\n"
POINTS = {
    "NaN": ("nan", "32"), "infinity": ("inf", "32"), "91": ("91", "32"), "-91": ("-91", "32"),
    "180.0001": ("46", "180.0001"), "the null island": ("0", "0"), "one of two": ("46", ""), "words": ("here", "there"),
}  # fmt: skip
SHEET = "xl/worksheets/sheet1.xml"


def _point(lat: str, lon: str) -> str:
    return f"{COLUMNS}{ROW}2024-03-06,{lat},{lon},Kherson,shelling,1,a note\n"


def zipped(name: str, members: dict[str, bytes], fill: int = 0) -> Callable[[Path], Path]:
    """An archive; the member SHEET gets `fill` bytes of blanks on top."""

    def make(folder: Path) -> Path:
        with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as archive:
            for member, content in members.items():
                with archive.open(member, "w", force_zip64=True) as stream:
                    stream.write(content)
                    for _ in range(fill // MB if member == SHEET else 0):
                        stream.write(b" " * MB)
        return folder / name

    return make


def _gzip_bomb(folder: Path) -> Path:
    path = folder / "bomb.csv.gz"
    with gzip.open(path, "wb", compresslevel=9) as stream:
        stream.write((COLUMNS + ROW).encode())
        for _ in range(200):
            stream.write(b"0" * MB)
    return path


def _gzip_lines(folder: Path) -> Path:
    path = folder / "lines.csv.gz"
    with gzip.open(path, "wb", compresslevel=9) as stream:
        stream.write(COLUMNS.encode())
        for _ in range(200):
            stream.write(b",,,,,,\n" * (MB // 7))
    return path


def _workbook(name: str, rows: int = 0, fill: int = 0, rels: str = "", strings: str = "") -> Callable[[Path], Path]:
    """A workbook made by hand: its first sheet, with `fill` bytes on top."""
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    cells = "".join(f'<row r="{n}"><c t="inlineStr"><is><t>x</t></is></c></row>' for n in range(1, rows + 1))
    members = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType='
        '"application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        f'relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/{SHEET}" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/'
        'officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="a" sheetId="1" '
        'r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="'
        f'{office}/worksheet" Target="{rels or "worksheets/sheet1.xml"}"/></Relationships>',
        SHEET: f'{strings}<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
    }
    return zipped(name, {key: value.encode() for key, value in members.items()}, fill)


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghij", "bcdefghijk", strict=True))
    + "]>"
)


def _geojson(features: list[object]) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def feature(geometry: object, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "geometry": geometry, "properties": {"date": "2024-03-05", "place": "x", **properties}}


POINT = {"type": "Point", "coordinates": [32.62, 46.64]}
FAR = {"type": "Point", "coordinates": [1e308, -1e308]}


def _cut_package(folder: Path) -> Path:
    path = folder / "cut.gpkg"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE t(x)")
        database.executemany("INSERT INTO t VALUES (?)", [("y" * 900,)] * 200)
    database.close()
    path.write_bytes(path.read_bytes()[:50_000])
    return path


def _slip() -> dict[str, bytes]:
    return {"../../x.csv": (COLUMNS + ROW).encode(), "/etc/x.csv": (COLUMNS + ROW).encode()}


def _swollen(folder: Path) -> Path:
    path = folder / "deep.geojson"
    path.write_bytes(b'{"type":"FeatureCollection","features":' + b"[" * 100_000 + b"]" * 100_000 + b"}")
    return path


def table(
    row: str, name: str, make: Callable[[Path], Path], code: int = 65, says: str = "", *, heavy: bool = False
) -> Case:
    return Case(row, name, make, code, says, "import", heavy=heavy)


TABLES = (
    *(table("41", f"a point: {name}", file("x.csv", _point(*at)), says="line 3") for name, at in POINTS.items()),
    table(
        "38",
        "31 February and the year 0 in a table",
        file("x.csv", COLUMNS + ROW + ROW.replace("2024-03-05", "2024-02-31") + ROW.replace("2024", "0000")),
        says="no day of the calendar",
    ),
    table("1", "an empty table", file("x.csv", b""), says="the table is empty"),
    table("1", "a table of blanks", file("x.csv", b" \n,,,\n\n"), says="the table is empty"),
    table("1", "a header and no rows", file("x.csv", COLUMNS), says="no row can be taken"),
    table("5", "a table of noise", file("x.csv", bytes(range(256)) * 4000), says="x.csv"),
    table("6", "a table with NUL bytes", file("x.csv", (COLUMNS + ROW).encode() + b"\0,\0,\0\n"), says="no text"),
    table("7", "one cell of 20 MB", file("x.csv", COLUMNS.encode() + b'"' + b"x" * 20 * MB), says="x.csv"),
    table(
        "7",
        "a header of 100,000 columns",
        file("x.csv", ",".join(f"c{n}" for n in range(100_000)) + "\n1,2\n"),
        says="x.csv",
    ),
    table(
        "27",
        "formulas in cells",
        file(
            "x.csv", COLUMNS + ROW.replace("a note", '"=HYPERLINK(""http://example.org"")"').replace("Kherson", "=1+1")
        ),
        0,
    ),
    table("32", "200 MB of zeros in 200 kB (.gz)", _gzip_bomb, says="a line has more than", heavy=True),
    table("32", "200 MB of empty rows in 200 kB (.gz)", _gzip_lines, says="100 times", heavy=True),
    table(
        "32", "a .gz cut short", file("x.csv.gz", gzip.compress((COLUMNS + ROW).encode() * 2000)[:-40]), says="x.csv.gz"
    ),
    table("32", "a .gz that is none", file("x.csv.gz", b"\x1f\x8bnot at all"), says="x.csv.gz"),
    table("32", "a workbook of 500 MB in 500 kB", _workbook("x.xlsx", 2, 500 * MB), says="x.xlsx", heavy=True),
    table(
        "33",
        "a workbook with entities that swell",
        _workbook("x.xlsx", strings=LAUGHS),
        says="x.xlsx",
    ),
    table(
        "34",
        "a workbook that names a file of the system",
        _workbook("x.xlsx", 2, rels="../../../../etc/passwd"),
        says="x.xlsx",
    ),
    table("36", "a workbook cut short", lambda folder: _cut(_workbook("x.xlsx", 500)(folder)), says="x.xlsx"),
    table("36", "an archive whose members climb out", zipped("x.zip", _slip()), says="x.zip"),
    table("36", "the same as a workbook", zipped("x.xlsx", _slip()), says="x.xlsx"),
    table("31", "GeoJSON nested 100,000 deep", _swollen, says="deep.geojson"),
    table(
        "41",
        "GeoJSON with a point beyond all maps",
        file("x.geojson", _geojson([feature(POINT), feature(FAR)])),
        says="line 2",
    ),
    table("41", "GeoJSON with no shapes", file("x.geojson", _geojson([feature(None)])), 0),
    table("1", "GeoJSON of no features", file("x.geojson", _geojson([])), says="x.geojson"),
    table("1", "GeoJSON that is other JSON", file("x.geojson", b'{"a": [1, 2]}'), says="x.geojson"),
    table("1", "GeoJSON cut short", file("x.geojson", _geojson([feature(POINT)] * 50)[:-90]), says="x.geojson"),
    table(
        "33",
        "KML with entities that swell",
        file("x.kml", LAUGHS + "<kml><Placemark><name>&k;</name></Placemark></kml>"),
        says="x.kml",
    ),
    table(
        "34",
        "KML that names a file of the system",
        file(
            "x.kml",
            '<!DOCTYPE k [<!ENTITY e SYSTEM "file:///etc/passwd">]><kml><Placemark><name>&e;</name></Placemark></kml>',
        ),
        says="x.kml",
    ),
    table("37", "a GeoPackage cut short", _cut_package, says="cut.gpkg"),
    table("37", "a GeoPackage that is none", file("x.gpkg", b"SQLite format 3\0" + b"\0" * 4000), says="x.gpkg"),
    table("37", "a shapefile without its parts", file("x.shp", b"\0\0\x27\x0a" + b"\0" * 96), says="x.shp"),
    table("37", "a picture by the name of a table", file("x.csv", b"\x89PNG\r\n\x1a\n" + b"\0" * 500), says="no text"),
    table("45", "a device", lambda _folder: Path("/dev/zero"), 69, says="no file"),
)


def _cut(path: Path) -> Path:
    path.write_bytes(path.read_bytes()[:-200])
    return path
