"""Makes the pictures of docs/guide.md anew: `python docs/screenshots.py` in a development environment with a Chromium.

It starts the dashboard on an empty store, so they show the samples: the map with the
evidence of one incident open, and two halves of the window compared.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
STAGE = '[data-testid="sitmap-stage"][data-ready="true"]'
#: Shows Ukraine, and the newest incident in Sumy as if it had been clicked.
OPEN_ONE = """() => {
  const stage = Object.values(window.Sitmap.stages).at(-1), { layer, map } = stage;
  stage._open([layer.col.incident[layer._spots.findLast((i) => layer.meta.places[layer.col.place[i]] === "Sumy")]], 0);
  setTimeout(() => map.setView([48.7, 33.6], 5.75, { animate: false }), 800);
}"""
QUERY = "?from=2024-06-01&to=2025-06-30"
COMPARED = "?a_first=2022-01-01&a_last=2022-12-31&a_area=UA&b_first=2025-01-01&b_last=2025-12-31&b_area=UA"


def main() -> None:
    """Start, wait, take the picture, stop."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        env = dict(os.environ, GEO_STORE=f"sqlite:///{folder}/store.db")
        command = [
            sys.executable,
            "-m",
            "streamlit",
            "run",
            "app.py",
            "--server.headless=true",
            f"--server.port={port}",
        ]
        server = subprocess.Popen(command, cwd=ROOT, env=env)
        try:
            time.sleep(5)
            take(f"http://127.0.0.1:{port}/", ROOT / "docs")
        finally:
            server.terminate()
            server.wait(20)


def take(url: str, folder: Path) -> None:
    """Open the dashboard at `url` at 1280 x 800 and save what its pages show in `folder`."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.add_init_script("localStorage.setItem('sitmap-tour-closed', '1')")
        page.goto(url + QUERY)
        page.wait_for_selector(STAGE, timeout=150_000, state="attached")
        page.wait_for_timeout(1500)
        page.evaluate(OPEN_ONE)
        page.wait_for_selector(".sm-panel", timeout=20_000)
        page.wait_for_timeout(2500)
        page.screenshot(path=folder / "dashboard.png")
        page.goto(url + "compare" + COMPARED)
        page.wait_for_selector('[data-testid="sitmap-places"][data-ready="true"]', timeout=60_000)
        page.wait_for_timeout(1500)
        page.screenshot(path=folder / "compare.png")
        browser.close()


if __name__ == "__main__":
    main()
