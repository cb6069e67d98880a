"""A dashboard started as a user starts it, and a Chromium in which every request off this machine is counted."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from geo.places.gazetteer import Gazetteer
from tests.browser.waiting import OPEN_MS, WAIT_MS

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
#: What a container needs, and what keeps the browser itself from calling home.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LOCAL_SCHEMES = ("data", "blob", "about", "file", "chrome")
#: A test that opens many pages takes minutes on a slow machine; the limit is there for one that hangs.
LIMIT_S = 1200
#: So often another port is tried where somebody took the one that was free a moment ago.
TRIES = 5


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give the tests of this folder a limit of their own."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.timeout(LIMIT_S))


@dataclass
class Window:
    """A page, and the requests off this machine and the errors that it gave."""

    page: Any
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def note(self, url: str) -> None:
        """Count a request that does not stay on this machine."""
        parts = urlsplit(url)
        if parts.scheme not in LOCAL_SCHEMES and parts.hostname not in ("127.0.0.1", "localhost"):
            self.outside.append(url)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        if os.environ.get("SITMAP_REQUIRE_BROWSER"):
            pytest.fail("no Chromium was found, and SITMAP_REQUIRE_BROWSER asks for one")
        pytest.skip("no Chromium was found on this machine (Debian: apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def dashboard(
    browser: Any, home: Path, gazetteer: Gazetteer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of a dashboard on an empty store, so that it shows the samples."""
    del browser, gazetteer  # without a browser it is not started; the gazetteer is built by now
    with serve(home, tmp_path_factory.mktemp("dashboard")) as url:
        yield url


@contextmanager
def serve(home: Path, folder: Path) -> Iterator[str]:
    """Start a dashboard on the store in `folder`, in a home of its own, and stop it at the end."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("GEO_", "XDG_"))}
    env |= {f"XDG_{name.upper()}_HOME": str(home / name) for name in ("data", "cache", "config")}
    env["GEO_STORE"] = f"sqlite:///{folder / 'store.db'}"
    for _ in range(TRIES):
        url, process = _start(env, folder / "log")
        if process.poll() is None:
            break
    else:
        pytest.fail(f"the dashboard ended: {(folder / 'log').read_text()[-2000:]}")
    try:
        yield url
    finally:
        process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _start(env: dict[str, str], log: Path) -> tuple[str, subprocess.Popen[bytes]]:
    """The address and the process of a dashboard, which answers by now or has ended."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true", f"--server.port={port}"]
    with log.open("w") as told:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=told, stderr=told)
    url = f"http://127.0.0.1:{port}"
    end = time.monotonic() + OPEN_MS / 1000
    # Its own word that it stands: at a port that was taken meanwhile somebody else would answer.
    while process.poll() is None and not (f":{port}" in log.read_text() and _answers(f"{url}/_stcore/health")):
        if time.monotonic() > end:
            process.kill()
            pytest.fail(f"the dashboard did not answer: {log.read_text()[-2000:]}")
        time.sleep(0.2)
    return url, process


def _answers(url: str) -> bool:
    try:
        urllib.request.urlopen(url, timeout=10)  # noqa: S310 - an address of this test's own
    except OSError:
        return False
    return True


@pytest.fixture
def window(browser: Any) -> Iterator[Callable[..., Window]]:
    """Opens a window of a size and theme; at the end, nothing may have left this machine and no script failed."""
    opened: list[tuple[Any, Window]] = []

    def make(width: int = 1280, height: int = 800, theme: str = "light", **more: Any) -> Window:
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=theme, accept_downloads=True, **more
        )
        context.set_default_timeout(WAIT_MS)
        context.set_default_navigation_timeout(OPEN_MS)
        made = Window(context.new_page())
        context.on("request", lambda request: made.note(request.url))
        made.page.on("websocket", lambda socket: made.note(socket.url))
        made.page.on("pageerror", lambda error: made.errors.append(str(error)))
        opened.append((context, made))
        return made

    yield make
    for context, made in opened:
        context.close()
        assert made.outside == []
        assert made.errors == []
