"""What the odd ways of ``tests.faults.odd_pages`` type, upload and put into addresses."""

from __future__ import annotations

import gzip
import io
import zipfile

LONG = "Kherson " * 40_000  # 320 kB
HUGE = "Shelling of Kherson killed two people. " * 260_000  # 10 MB
SIGNS = {
    "blank": "   \t ",
    "nul": "nul\x00 bell\x07",
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈💥" * 20,
    "bidi": "\u202egnp.exe\u202c \u2066שלום\u2069",
    "template": "{{7*7}} {% x %} ${7*7}",
    "html": "<img src=x onerror=alert(1)></script><script>alert(1)</script>",
    "markdown": "![x](http://trap.example/a.png) [y](javascript:alert(1)) :material/home: $x$ :red[z]",
    "formula": '=HYPERLINK("http://trap.example")',
    "sql": "'; DROP TABLE articles; --",
    "fts": '"Kherson NEAR(x y) * -z OR AND title:',
    "regex": "(a+)+$ [ .* \\",
    "percent": "%_%%\\%",
    "braces": "{n} {0} {} {{",
    "path": "../../etc/passwd\\..\\x",
    "300": "x" * 300,
    "lines": "a\nb\r\nc\u2028d",
}
ADDRESSES: dict[str, dict[str, str]] = {
    "year 1": {"from": "0001-01-01", "to": "0001-01-01"},
    "year 1 to 9999": {"from": "0001-01-01", "to": "9999-12-31"},
    "year 9999": {"from": "9999-12-31", "to": "9999-12-31"},
    "reversed": {"from": "2024-05-01", "to": "2023-05-01"},
    "one day": {"from": "2024-03-05", "to": "2024-03-05"},
    "only from": {"from": "9999-12-31"},
    "only to": {"to": "0001-01-01"},
    "no days": {"from": "31.02.2024", "to": "<script>"},
    "garbage": dict.fromkeys(
        ("type", "status", "kind", "precision", "confidence", "language", "area", "sort", "page"), "<x>|"
    ),
    "huge page": {"page": "9999999", "sort": "-killed"},
    "page of other digits": {"page": "²", "sort": "--day"},
    "page of arabic digits": {"page": "٣"},
    "names of nobody": {"source": "Nobody|{{7*7}}|", "actor": "<b>|x", "side": "Mars"},
    "area of one point": {"area": "30,50"},
    "area out of range": {"area": "300,50;1,2;3,4"},
    "area of no number": {"area": "nan,nan;nan,nan;nan,nan"},
    "area of infinity": {"area": "inf,1;2,3;4,5"},
    "area of a line": {"area": "30,50;30,50;30,50"},
    "area of 1,000 corners": {"area": ";".join(f"{n % 180},{n % 90}" for n in range(1000))},
    "a project that is none": {"project": "../../etc"},
    "an incident that is none": {"incident": "<script>"},
    "a search of 100 kB": {"q": "x" * 100_000},
}


def zipped(*files: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files:
            made.writestr(name, data)
    return out.getvalue()


def _locked_zip() -> bytes:
    data = bytearray(zipped(("a.txt", b"hello")))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


NOISE = bytes(range(256)) * 40
BOMB = gzip.compress(b"\0" * 200_000_000)
FILES: dict[str, tuple[str, bytes]] = {
    "0 bytes": ("a.txt", b""),
    "0 bytes of PDF": ("a.pdf", b""),
    "noise as text": ("a.txt", NOISE),
    "noise as PDF": ("a.pdf", NOISE),
    "noise as Word": ("a.docx", NOISE),
    "noise as e-mail": ("a.eml", NOISE),
    "noise as JSON": ("a.jsonl", NOISE),
    "noise as web archive": ("a.mhtml", NOISE),
    "a picture as Word": ("a.docx", b"\x89PNG\r\n\x1a\n" + NOISE),
    "a zip as Word": ("a.docx", zipped(("x.txt", b"hello"))),
    "a locked Word": ("a.docx", _locked_zip()),
    "a bomb as Word": ("a.docx", zipped(("word/document.xml", b" " * 300_000_000))),
    "a bomb as .gz": ("a.warc.gz", BOMB),
    "Word as text": ("a.txt", zipped(("word/document.xml", b"<w/>"))),
    "html as PDF": ("a.pdf", b"<html><script>alert(1)</script></html>"),
    "a name of 300 letters": ("x" * 300 + ".txt", b"Shelling killed two people in Kherson.\n"),
    "a name with slashes": ("../../etc/x.txt", b"Shelling killed two people in Kherson.\n"),
    "a name of signs": ("<img src=x onerror=alert(1)>{{7*7}}.txt", b""),
    "only an ending": (".txt", b""),
    "html": (
        "a.html",
        b"<html><body><p>Shelling killed two people in Kherson.</p><img src=http://trap.example/x></body></html>",
    ),
    "json without text": ("a.jsonl", b'{"a":1}\n[]\n1\n"x"\nnull\n{"text":5,"title":[1]}\n'),
    "a table without text": ("a.csv", b"x,y\n1,2\n"),
}
SIDES: dict[str, dict[str, str]] = {
    "year 1": {"a_first": "0001-01-01", "a_last": "0001-01-01", "b_first": "1799-12-31", "b_last": "1799-12-31"},
    "year 9999": {"a_first": "9999-12-31", "a_last": "9999-12-31"},
    "all time": {"a_first": "0001-01-01", "a_last": "9999-12-31", "rate": "1"},
    "reversed": {"a_first": "2024-05-01", "a_last": "2023-05-01"},
    "half": {"a_first": "2024-05-01", "b_last": "2024-05-01"},
    "no days": {"a_first": "x", "b_last": "31.02.2024"},
    "a layer that is gone": {"a_layer": "gone", "b_layer": "<b>"},
    "an area that is none": {"a_area": "XX", "b_area": "UA|{{7*7}}|x"},
    "the drawn area, and none": {"a_area": "drawn"},
    "a view that is none": {"a_area": "UA", "show": "sideways", "rate": "yes"},
}
POINTS = {
    "commas": "50,5, 30,6",
    "one number": "50.5",
    "out of range": "95, 200",
    "wrong order": "130, 50",
    "letters": "50N 30E",
    "degrees": "50°27'N 30°31'E",
    "infinity": "inf, nan",
    "1e5": "1e5, 1e5",
    "the pole": "90, 180",
    "the other pole": "-90, -180",
    "no digits": ", ,",
    "semicolon": "50.45; 30.52",
    "other digits": "٥٠, ٣٠",
    "long decimals": "50." + "1" * 5000 + ", 30",
}
FEEDS = {
    "no address": "hello",
    "file": "file:///etc/passwd",
    "script": "javascript:alert(1)",
    "half a bracket": "https://[x",
    "this machine": "http://127.0.0.1:22/",
    "300 lines": "\n".join(f"https://example.org/{n}" for n in range(300)),
    "nul": "https://exa\x00mple.org/",
    "blank": " \n \n",
    "10 kB": "https://example.org/" + "x" * 10_000,
    "a word and a password": "https://user:secret@example.org/feed",
}
BOXES = {
    "commas": "28,5, 41,2, 41,5, 47,1",
    "words": "a, b, c, d",
    "three": "1,2,3",
    "beyond": "-500, -95, 500, 95",
    "reversed": "41, 47, 28, 41",
    "nan": "nan, nan, nan, nan",
    "infinity": "-inf,-inf,inf,inf",
    "signs": SIGNS["html"],
}
PATHS = {
    "nowhere": "/nowhere/at/all",
    "relative": "../x",
    "nul": "/home/\x00",
    "device": "/dev/zero",
    "300": "/" + "x" * 300,
    "a file": "/etc/hostname",
    "signs": SIGNS["html"],
}


def csv_of(text: str) -> tuple[str, bytes]:
    return "t.csv", text.encode()


TABLES: dict[str, tuple[str, bytes]] = {
    "0 bytes": csv_of(""),
    "only a head": csv_of("date,lat,lon\n"),
    "no columns that are known": csv_of("a,b\n1,2\n"),
    "columns twice": csv_of("date,date,lat,lat,lon,lon,type,type\n2024-05-01,2024-05-02,50,51,30,31,battle,riot\n"),
    "columns without names": csv_of(",,,\n2024-05-01,50,30,x\n"),
    "100,000 columns": csv_of(",".join(f"c{n}" for n in range(100_000)) + "\n" + ",".join("1" * 100_000) + "\n"),
    "decimal commas": csv_of("date;lat;lon\n2024-05-01;50,45;30,52\n"),
    "lat and lon swapped": csv_of("date,lat,lon\n2024-05-01,130.5,50.4\n"),
    "out of range": csv_of("date,lat,lon\n2024-05-01,950,300\n"),
    "days 1 and 9999": csv_of("date,lat,lon\n0001-01-01,50,30\n9999-12-31,50,30\n"),
    "no days": csv_of("date,lat,lon\nyesterday,50,30\n"),
    "formulas": csv_of("date,lat,lon,notes,place\n2024-05-01,50,30,=1+1,=cmd|x\n"),
    "signs": csv_of("date,lat,lon,notes,place\n2024-05-01,50,30,<img src=x onerror=alert(1)>,{{7*7}}\n"),
    "heads of signs": csv_of("date,lat,lon,<b>{{7*7}}</b>,![x](http://trap.example)\n2024-05-01,50,30,1,2\n"),
    "heads that are a dash": csv_of("date,lat,lon,—\n2024-05-01,50,30,1\n"),
    "rows of other lengths": csv_of("date,lat,lon\n2024-05-01\n2024-05-01,50,30,1,2,3\n"),
    "noise": ("t.csv", NOISE),
    "noise as a workbook": ("t.xlsx", NOISE),
    "a locked workbook": ("t.xlsx", _locked_zip()),
    "a zip as a workbook": ("t.xlsx", zipped(("x.txt", b"hello"))),
    "a bomb as a workbook": (
        "t.xlsx",
        zipped(("xl/workbook.xml", b" " * 300_000_000), ("[Content_Types].xml", b"<x/>")),
    ),
    "a bomb as .gz": ("t.csv.gz", BOMB),
    "noise as GeoJSON": ("t.geojson", NOISE),
    "noise as GeoPackage": ("t.gpkg", NOISE),
    "noise as FlatGeobuf": ("t.fgb", NOISE),
    "noise as KML": ("t.kml", NOISE),
    "a list as GeoJSON": ("t.geojson", b"[1,2,3]"),
    "shapes of nothing": ("t.geojson", b'{"type":"FeatureCollection","features":[]}'),
    "a name with slashes": ("../../x.csv", b"date,lat,lon\n2024-05-01,50,30\n"),
    "only an ending": (".csv", b"date,lat,lon\n2024-05-01,50,30\n"),
    "a name of 300 letters": ("x" * 300 + ".csv", b"date,lat,lon\n2024-05-01,50,30\n"),
    "one cell of 5 MB": csv_of("date,lat,lon,notes\n2024-05-01,50,30," + "x" * 5_000_000 + "\n"),
}
