"""Every text of a stranger, through every way to every output: it stands there as it is, and nothing of it runs."""

from __future__ import annotations

import csv
import io
import json
import os
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyogrio
import pytest
from pypdf import PdfReader

from geo.dashboard.evidence import panel_html
from geo.dashboard.marked import reading_html
from geo.dashboard.words import html_text, plain
from geo.export.formats import Snapshot, take_snapshot, write_data
from geo.export.look import Look
from geo.export.request import Request
from geo.export.room import one_line
from geo.imports.overlay import MAX_TITLE
from geo.maps.assemble import incident_map, map_script
from geo.maps.columns import encode
from geo.model import Selection
from geo.store.store import Store
from tests.maps.hostile import CANARY, PAYLOADS, RAN, TRAP, Page
from tests.safety.hostile_store import fill_with_payloads, unpacked

ALL = Selection(background=True)
#: Columns that hold the payload and nothing else.
WHOLE = ("place", "date_phrase", "date_rule", "attribution", "admin1", "article_title")
#: What makes a PDF do something.
ACTIONS = (b"/JavaScript", b"/JS", b"/Launch", b"/OpenAction", b"/EmbeddedFile", b"/URI")
FORMULA = tuple("=+-@＝＋－＠")
#: The first two articles tell of one incident, for a person said so.
ALONE = tuple(enumerate(PAYLOADS))[2:]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return fill_with_payloads(Store.open("sqlite://"), tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def frame(store: Store) -> pd.DataFrame:
    return store.incidents()


@pytest.fixture(autouse=True)
def no_canary() -> Iterator[None]:
    """Nothing ran on the server, whatever the test was."""
    yield
    assert CANARY not in os.environ
    assert not Path(f"/tmp/{CANARY}").exists()  # noqa: S108 named by a payload


def written(fmt: str, frame: pd.DataFrame) -> bytes:
    out = io.BytesIO()
    write_data(out, fmt, frame)
    return out.getvalue()


def of_article(rows: list[dict[str, Any]], number: int) -> dict[str, Any]:
    return next(row for row in rows if row["article_id"] == f"a{number:03d}")


def shot(store: Store, fmt: str, selection: Selection = ALL) -> Snapshot:
    request = Request(fmt, selection, title=" ".join(PAYLOADS), look=Look(scale=1))
    return take_snapshot(request, store.incidents(), sources=store.sources(), left_out=store.not_on_map())


def test_the_store_holds_every_payload_as_it_came(store: Store, frame: pd.DataFrame) -> None:
    assert len(PAYLOADS) >= 70
    for number, payload in enumerate(PAYLOADS):
        article = store.article(f"a{number:03d}")
        assert article is not None
        assert (article.title, article.source) == (payload, payload)
    assert len(store.articles()) == len(PAYLOADS)
    assert len(frame["dataset"].dropna()) >= len(PAYLOADS) - 3  # blank places are no rows of their own


def test_geojson_says_every_payload_as_it_came(frame: pd.DataFrame) -> None:
    rows = [one["properties"] for one in json.loads(written("geojson", frame))["features"]]
    for number, payload in ALONE:
        assert {of_article(rows, number)[name] for name in WHOLE} == {payload}


def test_csv_says_every_payload_and_no_cell_is_a_formula(frame: pd.DataFrame) -> None:
    rows = list(csv.DictReader(io.StringIO(written("csv", frame).decode(), newline="")))
    for number, payload in ALONE:
        cells = {of_article(rows, number)[name] for name in WHOLE}
        assert cells in ({payload}, {f"'{payload}"})
    for row in rows:
        for name, cell in row.items():
            risky = cell.lstrip().startswith(FORMULA) or cell[:1] in ("\t", "\r", "\n")
            number = name in ("lat", "lon") or name.endswith(("_best", "_low", "_high"))
            assert number or not risky, (name, cell)


def test_xlsx_says_every_payload_as_text(frame: pd.DataFrame) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(written("xlsx", frame))).active
    assert sheet is not None
    head, *lines = sheet.iter_rows()
    names = [str(cell.value) for cell in head]
    assert {cell.data_type for line in lines for cell in line} <= {"s", "n", "b", "d", "inlineStr"}
    assert not [cell for line in lines for cell in line if cell.hyperlink]
    rows = [dict(zip(names, (cell.value for cell in line), strict=True)) for line in lines]
    for number, payload in ALONE:
        if all(unicodedata.category(sign) not in ("Cc", "Cn") for sign in payload):
            assert of_article(rows, number)["place"] == payload


def test_kml_says_every_payload_as_text(frame: pd.DataFrame) -> None:
    root = ET.fromstring(written("kml", frame))  # noqa: S314 what we wrote ourselves
    space = "{http://www.opengis.net/kml/2.2}"
    tags = {element.tag.removeprefix(space) for element in root.iter()}
    assert tags == {
        "kml", "Document", "Schema", "SimpleField", "Folder", "name", "Placemark", "TimeSpan", "begin", "end",
        "ExtendedData", "SchemaData", "SimpleData", "Point", "coordinates",
    }  # fmt: skip
    said = {element.text for element in root.iter(f"{space}SimpleData") if element.get("name") == "place"}
    plain_ones = [one for one in PAYLOADS if one.isprintable()]
    assert set(plain_ones) <= said


@pytest.mark.parametrize("fmt", ["gpkg", "fgb", "parquet"])
def test_formats_of_other_software_say_every_payload(fmt: str, frame: pd.DataFrame, tmp_path: Path) -> None:
    path = tmp_path / f"incidents.{fmt}"
    path.write_bytes(written(fmt, frame))
    read = pd.read_parquet(path) if fmt == "parquet" else pyogrio.read_dataframe(path, read_geometry=False)
    said = set(read["place"].dropna())
    assert {one for one in PAYLOADS if "\x00" not in one} <= said


def check_page(content: str) -> Page:
    """Nothing in a page that opens from disk runs, but what its policy names, and nothing is asked for."""
    page = Page(content)
    assert page.policy.startswith("default-src 'none'")
    assert page.unlisted_scripts() == []
    assert page.handlers == []
    assert [one for one in page.loads() if not one.startswith("https://trap.example/")] == []
    assert {"iframe", "object", "form", "link", "base", "video", "svg", "math", "body onload"}.isdisjoint(page.tags)
    assert "unsafe-eval" not in page.policy
    return page


def test_a_page_that_opens_from_disk_runs_none(store: Store) -> None:
    content = shot(store, "html").content.decode()
    page = check_page(content)
    assert page.loads() == []
    assert "'unsafe-inline'" not in page.policy.split("script-src")[1]
    running = "".join(code for kind, code in page.scripts if kind != "application/json")
    assert "window.PWN" not in running
    assert RAN not in page.text.replace(" ".join(PAYLOADS[1].split()), "")


def test_a_brief_runs_none_and_links_only_to_the_web(store: Store) -> None:
    content = shot(store, "report.html").content.decode()
    page = check_page(content)
    assert page.scripts == []
    for payload in PAYLOADS:
        if payload.isprintable() and "  " not in payload:
            assert " ".join(payload.split()) in page.text, payload


def test_a_brief_in_pdf_is_made_and_holds_no_action(store: Store) -> None:
    some = Selection(first=date(2024, 4, 1), last=date(2024, 4, 3))  # a page takes Matplotlib two seconds
    content = shot(store, "report.pdf", some).content
    assert not [key for key in ACTIONS if key in content]
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    for number in (28, 29, 30):
        assert PAYLOADS[number] in " ".join(text.split())
    assert RAN not in text.replace("{% for x in range(3) %}1234000", "")


@pytest.mark.parametrize("fmt", ["svg", "png", "pdf"])
def test_a_picture_is_made_and_holds_no_script(store: Store, fmt: str) -> None:
    content = shot(store, fmt).content
    if fmt == "svg":
        root = ET.fromstring(content)  # noqa: S314 what we wrote ourselves
        tags = {str(element.tag).rpartition("}")[2] for element in root.iter()}
        assert {"script", "foreignObject", "a", "iframe", "animate", "set", "handler"} & tags == set()
        values = [value for element in root.iter() for name, value in element.attrib.items() if name.endswith("href")]
        assert [one for one in values if not one.startswith(("#", "data:image/png"))] == []
        assert not [name for element in root.iter() for name in element.attrib if name.lower().startswith("on")]
    if fmt == "pdf":
        assert not [key for key in ACTIONS if key in content]


def test_the_map_and_its_script_hold_no_text_of_an_article(frame: pd.DataFrame) -> None:
    _, script = map_script(incident_map(encode(frame), url="columns"))
    assert "window.PWN" not in script
    assert "{{" not in script
    assert TRAP not in script


def test_the_panel_and_the_marked_article_are_text(store: Store, frame: pd.DataFrame) -> None:
    ids = list(dict.fromkeys(frame["incident_id"]))
    assert len(ids) > len(PAYLOADS)
    for one in ids:
        incident = store.incident(one)
        assert incident is not None
        check_part(panel_html(incident, store, str))
    for number in range(len(PAYLOADS)):
        reading = store.reading(f"a{number:03d}")
        assert reading is not None
        check_part(reading_html(reading))


def check_part(content: str) -> None:
    page = Page(content)
    assert page.scripts == []
    assert page.handlers == []
    assert set(page.tags) <= {
        "div", "span", "p", "a", "b", "i", "h3", "h4", "mark", "details", "summary", "table", "tr", "td", "th", "ul",
        "li", "br", "small", "section", "dl", "dt", "dd", "tbody", "thead", "em", "strong",
    }  # fmt: skip
    assert [one for one in page.addresses if not one.startswith(("https://", "http://"))] == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_label_shows_a_payload_as_it_is(payload: str) -> None:
    # every sign with a meaning to Markdown has a backslash before it, and so none
    shown = plain(payload)
    signs = [sign for k, sign in enumerate(shown) if not sign.isalnum() and sign.isascii() and sign.isprintable()]
    assert all(sign in " \\" or shown[shown.index(sign) - 1] == "\\" for sign in signs)
    assert not set("\r\n\t\u2028\u2029") & set(shown)
    assert Page(html_text(payload)).tags == []


def test_a_picture_writes_words_on_one_line_in_their_order() -> None:
    for payload in PAYLOADS:
        assert not [sign for sign in one_line(payload) if unicodedata.category(sign) in ("Cc", "Cf", "Zl", "Zp")]


def test_an_overlay_goes_to_the_browser_as_data(store: Store) -> None:
    (overlay,) = store.overlays.list()
    body = json.loads(unpacked(store.overlays.body(overlay.id)))
    assert {one["title"] for one in body["features"]} >= {
        one.strip()[:MAX_TITLE] for one in PAYLOADS if one.isprintable()
    }
