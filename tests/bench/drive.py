"""What the benchmarks of the map share: a Streamlit server of their own and a Chromium that tells what it costs."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
#: As the tests start it: no GPU, and the browser itself calls nobody.
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
#: Notes the time between frames from now on.
WATCH_FRAMES = """() => {
  const gaps = (window.__gaps = []); let last = performance.now();
  const tick = (now) => {
    if (window.__gaps !== gaps) return;
    gaps.push(now - last); last = now; requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}"""


@contextmanager
def server(script: Path, env: dict[str, str], folder: Path, path: str = "") -> Iterator[tuple[str, int]]:
    """Address and process number of a Streamlit server on `script`, stopped at the end.

    Parameters
    ----------
    script
        What it runs.
    env
        Beside this process's environment.
    folder
        Where its log goes.
    path
        A further folder of Python packages.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    places = [str(ROOT), path, os.environ.get("PYTHONPATH", "")]
    more = {"PYTHONPATH": os.pathsep.join(p for p in places if p), "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false"}
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.headless=true", f"--server.port={port}"]
    with (folder / "log").open("a") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=os.environ | more | env, stdout=log, stderr=log)
        try:
            url = f"http://127.0.0.1:{port}"
            for _ in range(600):
                try:
                    urllib.request.urlopen(f"{url}/_stcore/health", timeout=2)  # noqa: S310 - our own server
                    break
                except OSError:
                    time.sleep(0.1)
            yield url, process.pid
        finally:
            process.terminate()
            process.wait(20)


@dataclass
class Page:
    """A page with what came over its websocket and what its process holds."""

    page: Any
    tools: Any
    received: int = 0  #: bytes of all messages, as they were before compression
    last: float = field(default_factory=time.perf_counter)  #: when the last of them came

    def message(self, body: str | bytes) -> None:
        """Count a message."""
        self.received += len(body)
        self.last = time.perf_counter()

    def quiet(self, seconds: float = 0.5, most: float = 60) -> float:
        """Wait until no message has come for `seconds`; when the last one came."""
        end = time.perf_counter() + most
        while time.perf_counter() - self.last < seconds and time.perf_counter() < end:
            self.page.wait_for_timeout(50)
        return self.last

    def heap_mb(self) -> float:
        """Objects and arrays that the page holds after a collection."""
        self.tools.send("HeapProfiler.collectGarbage")
        held = self.tools.send("Runtime.getHeapUsage")
        return (held["usedSize"] + held.get("backingStorageSize", 0)) / 1e6

    def frames(self) -> list[float]:
        """Milliseconds between the frames since ``WATCH_FRAMES``, sorted; the watch ends."""
        gaps: list[float] = self.page.evaluate("() => { const g = window.__gaps; window.__gaps = null; return g; }")
        return sorted(gaps)


@contextmanager
def chromium(width: int = 1280, height: int = 800) -> Iterator[Page]:
    """A page in a Chromium of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        context = browser.new_context(viewport={"width": width, "height": height})
        page = context.new_page()
        made = Page(page, context.new_cdp_session(page))
        page.on("websocket", lambda ws: ws.on("framereceived", made.message))
        yield made
        browser.close()


def wire(url: str) -> int:
    """Bytes that a server has sent over the connections that are open, as they went over the wire; 0 without ``ss``."""
    if not shutil.which("ss"):
        return 0
    told = subprocess.run(["ss", "-Htin", f"sport = :{urlsplit(url).port}"], capture_output=True, text=True, check=True)
    return sum(int(n) for n in re.findall(r"bytes_sent:(\d+)", told.stdout))


def peak_mb(process: int) -> float:
    """The most memory that a process has had."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def of(values: Sequence[float], share: float) -> float:
    """The value below which a share of sorted `values` lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]
