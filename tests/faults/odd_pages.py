"""Odd ways through every page, as clumsy and as hostile users go them, driven by Streamlit's own harness in Ukrainian.

`python -m tests.faults.odd_pages [WORD]` goes them all (or those with WORD in their name), each on a copy of one store
of its own, and prints what each page said. A finding is a traceback, a fault of Sitmap, an answer that takes more
than `LIMIT_S` of the processor, English in a message of the Ukrainian page, or what the try does not expect.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from streamlit import config
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.testing.v1 import AppTest

from geo.dashboard import speech
from geo.dashboard.shell import PAGES
from geo.dashboard.speech import catalogue
from geo.errors import GeoError
from geo.imports.load import import_file
from geo.imports.overlay import read_overlay
from geo.pipeline import ingest, open_store
from geo.places.gazetteer import Gazetteer
from geo.settings import DATA, Settings
from geo.sources.paths import read_paths
from geo.sources.text import article_from_text
from geo.store.store import Store

#: So much of the processor a page may take, and how long it is waited for (s).
LIMIT_S, WAIT_S = 8.0, 600
MODULES = {path: module for _, path, module, _ in PAGES}
ROWS = "date,lat,lon,place,type,notes\n2024-05-01,50.4,30.5,Kyiv,battle,A fight near Kyiv\n"
SHAPE = (
    b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"date":"2024-05-01"},"geometry":'
    b'{"type":"Polygon","coordinates":[[[30,50],[31,50],[31,51],[30,50]]]}}]}'
)
#: What stands in a message as it was given: quoted, a name of a file, a command, a format.
_GIVEN = re.compile(
    r"“[^”]*”|«[^»]*»|„[^“]*“|`[^`]*`|'[^']*'|\"[^\"]*\"|\S*[./\\_]\S*|[A-Z]{2,}\w*|\([^()]*\)"
    r"|(?:а тут|одне з|зватися|одна з|стовпці) .*"
)
_ENGLISH = re.compile(r"\b[A-Za-z][a-z]{2,}\b(?:[ ,;:-]+[A-Za-z][a-z]{2,}\b){2}")


@dataclass
class Bench:
    """A store of its own, the pages opened on it, and all that they said."""

    folder: Path
    said: list[str] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    slowest_s: float = 0.0

    @property
    def path(self) -> Path:
        return self.folder / "store.db"

    def store(self) -> Store:
        return open_store(Settings.from_env())

    def open(self, page: str, params: Mapping[str, str] | None = None, **state: Any) -> AppTest:
        """A page of the dashboard, run once, as a new tab opens it."""
        script = f"from geo.dashboard import shell\nshell._guarded({MODULES[page]!r})()"
        at = AppTest.from_string(script, default_timeout=WAIT_S)
        at.query_params["lang"] = "uk"
        for name, value in (params or {}).items():
            at.query_params[name] = value
        for name, held in state.items():
            at.session_state[name] = held
        return self.run(at)

    def run(self, at: AppTest) -> AppTest:
        """Run the page again and note what it says."""
        begun = time.process_time()
        try:
            at.run()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
            self.findings.append(f"the page broke: {type(error).__name__}: {str(error)[:200]}")
            return at
        took_s = time.process_time() - begun
        self.slowest_s = max(self.slowest_s, took_s)
        if took_s > LIMIT_S:
            self.findings.append(f"slow: {took_s:.1f} s")
        for one in at.exception:
            ours = [" ".join(line.split()) for line in one.stack_trace if "/geo/" in line]
            self.findings.append(f"traceback: {one.message[:200]} {ours[-2:]}")
        for kind in ("error", "warning", "info", "success", "toast"):
            for one in getattr(at, kind):
                self.tell(kind, str(one.value))
        return at

    def tell(self, kind: str, words: str) -> None:
        """Note a message; English in it is a finding."""
        words = words.replace("\\", "")
        if f"{kind}: {words}" not in self.said:
            self.said.append(f"{kind}: {words}")
        left = _GIVEN.sub(" ", words)
        if _ENGLISH.search(left):
            self.findings.append(f"English: {words[:200]}")

    def press(self, at: AppTest, word: str, nth: int = 0) -> AppTest:
        """Press a button by its English word, or its key."""
        words = {word, str(catalogue("uk")["words"].get(word, word))}
        buttons = [one for one in at.button if one.label in words or one.key == word]
        if len(buttons) <= nth:
            self.findings.append(f"no button {word!r}: {[one.label for one in at.button]}")
            return at
        buttons[nth].click()
        return self.run(at)

    def type(self, at: AppTest, **values: Any) -> AppTest:
        """Set fields by key ("_" for "-"), without running."""
        for name, value in values.items():
            key = name.replace("_", "-")
            held = [one for one in (*at.text_input, *at.text_area, *at.date_input, *at.number_input) if one.key == key]
            if held:
                held[0].set_value(value)
            else:
                self.findings.append(f"no field {key!r}")
        return at

    def give(self, at: AppTest, *files: tuple[str, bytes], nth: int = 0, press: str = "") -> AppTest:
        """Choose files, and press the button of their form."""
        many = [(name, data, "application/octet-stream") for name, data in files]
        at.file_uploader[nth].set_value(many if at.file_uploader[nth].accept_multiple_files else many[0])
        return self.press(at, press) if press else self.run(at)

    def expects(self, so: object, why: str) -> None:
        if not so:
            self.findings.append(f"not as expected: {why}")

    def says(self, pattern: str) -> None:
        """Something that the pages said has this in it."""
        if not any(re.search(pattern, one) for one in self.said):
            self.findings.append(f"nobody said {pattern!r}")

    def calls(self, does: Callable[[], object]) -> object:
        """What is no widget of the harness: a message of the browser, carried out; a refusal in words is an answer."""
        from geo.dashboard.speech import _retold

        begun = time.process_time()
        try:
            found = does()
        except GeoError as error:
            self.tell("refused", _retold(str(error), "uk"))
            return error
        except Exception as error:  # noqa: BLE001 - the same
            self.findings.append(f"a fault: {type(error).__name__}: {str(error)[:200]}")
            return error
        if time.process_time() - begun > LIMIT_S:
            self.findings.append(f"slow: {time.process_time() - begun:.1f} s")
        return found


@dataclass(frozen=True, slots=True)
class Try:
    """One odd way."""

    page: str
    kind: str
    name: str
    go: Callable[[Bench], object]


TRIES: list[Try] = []


def way(page: str, kind: str, over: dict[str, Any] | None = None) -> Callable[[Callable[..., object]], Any]:
    """Enter a function as one try, or as one for each of `over`."""

    def enter(go: Callable[..., object]) -> Callable[..., object]:
        if over is None:
            TRIES.append(Try(page, kind, go.__name__.strip("_").replace("_", " "), go))
            return go
        for name, value in over.items():
            words = f"{go.__name__.strip('_').replace('_', ' ')}: {name}"
            TRIES.append(Try(page, kind, words, lambda b, go=go, value=value: go(b, value)))
        return go

    return enter


def picked(b: Bench, at: Any, rows: list[int], key: str = "articles-rows") -> Any:
    at.session_state[key] = {"selection": {"rows": rows, "columns": [], "cells": []}}
    return b.run(at)


def filled(folder: Path) -> Path:
    """A folder with a store in it: sample articles, one of two sides, a dataset, an overlay, what could not be read."""
    os.environ["GEO_STORE"] = f"sqlite:///{folder / 'store.db'}"
    settings = Settings.from_env()
    gazetteer = Gazetteer.open(settings)
    store = open_store(settings)
    samples = sorted((DATA / "articles").glob("*.txt"))
    ingest(read_paths(samples), store, gazetteer)
    undated = article_from_text("Shelling killed two people in Kherson on Monday, officials said.", title="Undated")
    ingest([undated], store, gazetteer)
    (folder / "empty.txt").write_bytes(b"")
    ingest(read_paths([folder / "empty.txt"]), store, gazetteer)
    (folder / "rows.csv").write_text(ROWS, encoding="utf-8")
    import_file(folder / "rows.csv", store, kind="table")
    (folder / "shapes.geojson").write_bytes(SHAPE)
    store.overlays.save(*read_overlay([folder / "shapes.geojson"], title="Front", licence="own"))
    store.close()
    return folder


def go_all(tries: list[Try], out: Callable[[str], object] = print) -> list[tuple[Try, Bench]]:
    """Go every way, each on a copy of one store; returns those with findings."""
    wrong = []
    with tempfile.TemporaryDirectory(prefix="odd-") as place:
        whole = Path(place) / "whole"
        whole.mkdir()
        filled(whole)
        for number, one in enumerate(tries):
            folder = Path(place) / f"{number}"
            shutil.copytree(whole, folder)
            os.environ["GEO_STORE"] = f"sqlite:///{folder / 'store.db'}"
            bench = Bench(folder)
            try:
                one.go(bench)
            except Exception as error:  # noqa: BLE001 - the other ways go on
                bench.findings.append(f"the try broke: {type(error).__name__}: {str(error)[:300]}")
            mark = "FINDING" if bench.findings else "ok"
            out(f"{mark:8}{one.page:18}{one.kind:22}{one.name}  ({bench.slowest_s:.1f} s)")
            for words in (*bench.said, *(f"!! {found}" for found in bench.findings)):
                out(f"            {words[:400]}")
            if bench.findings:
                wrong.append((one, bench))
            shutil.rmtree(folder, ignore_errors=True)
    return wrong


def _spoken(language: Callable[[], str]) -> str:
    """Ukrainian where no page is drawn too: the harness asks there what the choices of a widget are called."""
    return language() if get_script_run_ctx(suppress_warning=True) else "uk"


def main(words: list[str]) -> int:
    """Go the ways and print the sums by kind."""
    from tests.faults import odd_kept, odd_room, odd_tries  # noqa: F401 - each enters its ways
    from tests.faults.odd_pages import TRIES  # not of __main__, which is another module

    asked = [one for one in TRIES if not words or any(word in f"{one.page} {one.kind} {one.name}" for word in words)]
    config.set_option("client.showErrorDetails", "full")  # to be told here, not in the log
    logging.disable()
    speech.language = partial(_spoken, speech.language)  # type: ignore[assignment]
    begun = datetime.now(UTC)
    wrong = go_all(asked)
    print(f"\n{len(asked)} tries, {len(wrong)} with findings, {(datetime.now(UTC) - begun).seconds} s")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
