"""Every error that a page can show is said in the other languages too."""

from __future__ import annotations

import ast
import errno
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo.dashboard import speech

ROOT = Path(__file__).resolve().parents[2]
#: What no page asks for: its errors go to a terminal, or to whoever calls it from Python.
NO_PAGES = (
    *("cli/", "scale/", "crew/", "scoring/", "dashboard/", "store/migrations/", "model.py", "store/backup.py"),
    *("store/copy.py", "places/additions.py", "places/addition_files.py", "places/addition_rows.py", "places/dump.py"),
    *("places/user_table.py", "places/geocoder.py", "correcting/exchange.py", "export/request.py"),
)
FILES = [
    one
    for one in sorted((ROOT / "geo").rglob("*.py"))
    if not one.relative_to(ROOT / "geo").as_posix().startswith(NO_PAGES)
]
ERRORS = {"GeoError", "InputError", "UsageError", "MissingError", "BusyError", "AnsweredError"}
#: Make an error of an address and of why it is not fetched.
WHY_NOT = {"_failed", "_refused"}
GAP = "\0"
OTHERS = [code for code in speech.LANGUAGES if code != "en"]


def said_by(path: Path) -> Iterator[str]:
    """What the errors of a file say, each gap as one sign; where it has two wordings, both."""
    tree = ast.parse(path.read_text("utf-8"))
    known: dict[str, list[str]] = {}
    places = [node for node in ast.walk(tree) if isinstance(node, ast.Assign | ast.AugAssign | ast.Call)]
    for node in sorted(places, key=lambda one: (one.lineno, one.col_offset)):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            known[node.targets[0].id] = wordings(node.value, known)
        elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            more = wordings(node.value, known)
            known[node.target.id] = [a + b for a in known.get(node.target.id, [GAP]) for b in more]
        elif isinstance(node, ast.Call) and node.args:
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in ERRORS:
                yield from wordings(node.args[0], known)
            elif name in WHY_NOT:
                yield from wordings(node.args[1], known)


def wordings(node: ast.expr, known: dict[str, list[str]]) -> list[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        parts = [wordings(one, known) for one in node.values]
    elif isinstance(node, ast.FormattedValue):
        return wordings(node.value, known) if node.conversion == -1 else [GAP]
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        parts = [wordings(node.left, known), wordings(node.right, known)]
    elif isinstance(node, ast.IfExp):
        return wordings(node.body, known) + wordings(node.orelse, known)
    elif isinstance(node, ast.Name):
        return known.get(node.id, [GAP])
    else:
        return [GAP]
    whole = [""]
    for part in parts:
        whole = [a + b for a in whole for b in part]
    return whole


def pattern(text: str) -> re.Pattern[str]:
    """What a sentence of the catalogue is said for, whatever fills its gaps."""
    return re.compile(re.sub(r"\\{\w+\\}", ".+", re.escape(text)), re.S)


def is_said(text: str, said: set[str]) -> bool:
    part = max(re.split(r"\{\w+\}", text), key=len)
    whole = pattern(text)
    return any(part in one and whole.fullmatch(one) for one in said)


def strings() -> set[str]:
    """All texts of the code, each gap as one sign."""
    trees = (ast.parse(path.read_text("utf-8")) for path in (ROOT / "geo").rglob("*.py"))
    nodes = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.JoinedStr | ast.Constant))
    return {text for node in nodes for text in wordings(node, {})}


TOLD = {text for path in FILES for text in said_by(path) if text.strip(GAP)}


@pytest.mark.parametrize("code", OTHERS)
def test_every_error_that_a_page_can_show_has_its_line(code: str) -> None:
    patterns = [pattern(text) for text in speech.catalogue(code)["errors"]]
    assert len(TOLD) > 150
    assert sorted(text for text in TOLD if not any(one.fullmatch(text) for one in patterns)) == []


@pytest.mark.parametrize("code", OTHERS)
def test_no_line_is_of_an_error_that_nothing_says(code: str) -> None:
    held = speech.catalogue(code)["errors"]
    gaps = {text: set(re.findall(r"\{(\w+)\}", text)) for text in held}
    assert [text for text in held if set(re.findall(r"\{(\w+)\}", held[text])) != gaps[text]] == []
    said = TOLD | strings() | {os.strerror(number) for number in errno.errorcode} | {"timed out"}
    assert [text for text in held if not is_said(text, said)] == []


def test_an_error_is_said_with_its_file_its_line_and_its_cause() -> None:
    told = {
        "a.jsonl, line 3: there is no text. Give the article's text in the field 'text'": (
            "a.jsonl, рядок 3: тексту немає. Подайте текст статті в полі 'text'"
        ),
        "near today.txt: 25.3 MB is too large for a page (at most 20 MB)": (
            "near today.txt: 25,3 МБ — завелико для сторінки (щонайбільше 20 МБ)"
        ),
        "https://example.org/a: not fetched: it took longer than 20 s": (
            "https://example.org/a: не завантажено: тривало довше за 20 с"
        ),
        "expected the basemap '/x/y.json', got Permission denied; install Sitmap's data/ folder again": (
            "немає підкладки карти '/x/y.json' (бракує прав доступу); встановіть теку data/ ще раз"
        ),
        "article 568: a.jsonl, line 568": "стаття 568: a.jsonl, рядок 568",
        "said by nobody before": "said by nobody before",
    }
    assert {text: speech._retold(text, "uk") for text in told} == told
