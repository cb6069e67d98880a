"""Files that are made for a browser leave nothing in the system's temporary folder, however session and server end."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo.places.gazetteer import Gazetteer
from geo.store.datasets import Dataset
from geo.store.store import Store
from tests.bench.exports import made_up
from tests.browser.conftest import OPEN_MS, ROOT, Window, _start
from tests.test_scratch import HOLDS

#: A GeoPackage of so many takes seconds.
ROWS = 40_000


def until(holds: Callable[[], Any]) -> None:
    end = time.monotonic() + OPEN_MS / 1000
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_session_that_is_closed_and_a_server_that_is_ended_leave_no_file(
    window: Callable[..., Window], gazetteer: Gazetteer, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del gazetteer  # it is built by now
    temp = tmp_path / "temp"
    temp.mkdir()
    url = f"sqlite:///{tmp_path / 'store.db'}"
    store = Store.open(url)
    store.save_dataset(
        Dataset("made", "Made up", "table", "CC0", "", "", "made.csv", "0" * 64, "made 1", ROWS, 0), made_up(ROWS)
    )
    store.close()
    env = os.environ | {f"XDG_{name.upper()}_HOME": str(home / name) for name in ("data", "cache", "config")}
    env |= {"GEO_STORE": url, "TMPDIR": str(temp)}

    def made() -> list[Path]:
        return list(temp.glob("sitmap-*"))

    def begin(address: str) -> Any:
        """A session in which a file is being made."""
        page = window().page
        page.goto(f"{address}/export")
        button = page.locator(".st-key-export-gpkg button")
        button.wait_for(timeout=OPEN_MS)
        page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=OPEN_MS)
        before = set(made())  # not their number: that of another session may end meanwhile
        button.click()
        until(lambda: set(made()) - before)
        return page

    killed = subprocess.Popen(
        [sys.executable, "-c", HOLDS], cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    until(made)
    killed.kill()
    killed.communicate()
    address, process = _start(env, tmp_path / "log")
    try:
        until(lambda: not made())  # of one that was killed: swept up when the next one starts
        begin(address).close()
        until(lambda: not made())  # of a session that was closed: made to its end, and deleted
        begin(address)
        begin(address)
        process.terminate()
        process.wait(60)
        assert made() == []
    finally:
        process.kill()
