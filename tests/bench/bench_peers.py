"""Sitmap beside what else draws points in Streamlit: `python tests/bench/bench_peers.py [N …] [--npm FOLDER]`.

Needs tests/bench/requirements.txt beside the development requirements. All draw the same made-up rows of ten years, a
year of them at a time, in a Chromium at 1280 x 800, each with a server of its own. Peers take their scripts from
content networks; with --npm they are answered out of FOLDER, made by ``npm install --ignore-scripts --prefix FOLDER``
and the names of ``PACKAGES``, so that no way through the network is measured. The machine should have nothing else to
do.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import io
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import folium
import matplotlib.image
import pandas as pd
import playwright.sync_api as playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from bench_dashboard import QUERY, STAGE, WINDOW, store_of
from drive import ROOT, WATCH_FRAMES, Page, chromium, of, peak_mb, server
from exports import made_up

PACKAGES = (
    *("leaflet@1.9.3", "jquery@3.7.1", "bootstrap@5.2.2", "leaflet.markercluster@1.1.0", "moment@2.18.1"),
    *("jquery-ui-dist@1.12.1", "iso8601-js-period@0.2.1", "leaflet-timedimension@1.1.1"),
)
#: Part of an address -> the file that answers it; style sheets that are not here do not matter to what is measured.
FILES = {
    "leaflet@1.9.3/": "leaflet/dist",
    "jquery-3.7.1": "jquery/dist/jquery.min.js",
    "jquery/3.7.1": "jquery/dist/jquery.min.js",
    "bootstrap@": "bootstrap/dist/js/bootstrap.bundle.min.js",
    "leaflet.markercluster/": "leaflet.markercluster/dist",
    "jquery-ui": "jquery-ui-dist/jquery-ui.min.js",
    "iso8601": "iso8601-js-period/iso8601.js",
    "leaflet-timedimension": "leaflet-timedimension/dist",
    "moment": "moment/min/moment.min.js",
}
LIMIT_S, STEPS, FRAMES, MONTH = 60, 3, 20, 30
#: What tells in the frame that something was drawn.
DRAWN = {
    "clusters": ":is(.marker-cluster, .leaflet-marker-icon):not([data-old])",
    "stamped": "path.leaflet-interactive",
    "heat": "canvas.heatmap-canvas",
}
#: Marks what is drawn now, so that what a step draws is told from it.
MARK = f"() => document.querySelectorAll('{DRAWN['clusters']}').forEach((e) => {{ e.dataset.old = 1; }})"
NAMES = {
    "sitmap": "Sitmap",
    "clusters": "st_folium + MarkerCluster",
    "stamped": "st_folium + TimestampedGeoJson",
    "heat": "HeatMapWithTime (in a frame)",
    "deck": "st.pydeck_chart, scatter plot",
}
#: Resolves once the page draws two frames in a row without delay.
IDLE = """() => new Promise((ok) => { let last = performance.now(), calm = 0;
  const tick = (now) => {
    calm = now - last < 50 ? calm + 1 : 0; last = now;
    if (calm > 1) ok(now); else requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick); })"""


@dataclasses.dataclass
class Row:
    """A line of the table; what was not reached stays empty."""

    first_s: float | None = None
    step_ms: float | None = None
    frame_ms: float | None = None
    first_kb: float | None = None
    step_kb: float | None = None
    server_mb: float | None = None
    heap_mb: float | None = None
    why: str = ""

    def words(self) -> list[str]:
        """Its cells."""

        def cell(value: float | None, form: str) -> str:
            return "–" if value is None else format(value, form)

        first = self.why or cell(self.first_s, ".1f")
        parts = [(self.step_ms, ",.0f"), (self.frame_ms, ",.0f"), (self.first_kb, ",.0f"), (self.step_kb, ",.1f")]
        return [first, *(cell(*part) for part in [*parts, (self.server_mb, ",.0f"), (self.heap_mb, ",.0f")])]


def answer(route: Any, npm: Path) -> None:
    """A script of a content network out of the folder of packages or of Folium itself."""
    url = route.request.url
    if urlsplit(url).hostname == "127.0.0.1":
        route.continue_()
        return
    name = Path(urlsplit(url).path).name
    found = Path(folium.__file__).parent / "templates" / name
    if not found.exists():
        where = next((place for part, place in FILES.items() if part in url), None)
        found = npm / "node_modules" / (where or "nothing")
        found = found / name if found.is_dir() else found
    if found.is_file() and not (name.endswith(".css") and found.suffix != ".css"):
        route.fulfill(path=found)
    elif name.endswith((".css", ".png")) or "awesome-markers" in name:
        route.fulfill(body="", content_type="text/css" if name.endswith(".css") else "text/javascript")
    else:
        route.abort()


def painted(seen: Page) -> int:
    """How many pixels of a screenshot have the red of the scatter plot."""
    picture = matplotlib.image.imread(io.BytesIO(seen.page.screenshot()), format="png")
    r, g, b = (picture[..., k] for k in range(3))
    return int(((r > 0.7) & (g < 0.4) & (b < 0.3)).sum())


def stands(seen: Page, peer: str) -> bool:
    """Whether the picture is there."""
    if peer == "sitmap":
        return seen.page.query_selector(STAGE) is not None
    if peer == "deck":
        return painted(seen) > 50
    for frame in seen.page.frames[1:]:
        with contextlib.suppress(playwright.Error):  # a frame that has just gone
            if frame.query_selector(DRAWN[peer]) is not None:
                return True
    return False


def until(seen: Page, peer: str, start: float) -> float | None:
    """Seconds from `start` until the picture stands and the page draws again; None past the limit."""
    while time.perf_counter() - start < LIMIT_S:
        if stands(seen, peer):
            seen.page.evaluate(IDLE)
            return time.perf_counter() - start
        seen.page.wait_for_timeout(20)
    return None


def step(seen: Page, peer: str) -> float | None:
    """Milliseconds for one step of the window until its picture stands."""
    page = seen.page
    if peer == "sitmap":
        start = time.perf_counter()
        was = page.get_attribute(STAGE, "data-from")
        page.keyboard.press("ArrowRight")
        page.wait_for_function("([s, was]) => document.querySelector(s).dataset.from !== was", arg=[STAGE, was])
    elif peer in ("stamped", "heat"):
        inside = next(frame for frame in page.frames[1:] if frame.query_selector(DRAWN[peer]))
        start = time.perf_counter()
        inside.evaluate("() => document.querySelector('.timecontrol-forward').click()")
    else:
        slider = page.locator('[data-testid="stSlider"] input[type="range"]')
        slider.focus()
        day = int(slider.input_value()) + MONTH
        if peer == "clusters":
            for frame in page.frames[1:]:
                frame.evaluate(MARK)
        start = time.perf_counter()
        page.keyboard.press("ArrowRight")
        if peer == "clusters":
            taken = until(seen, peer, start)
            return None if taken is None else taken * 1000
        page.get_by_text(f"from day {day}").wait_for(timeout=LIMIT_S * 1000)
    page.evaluate(IDLE)
    return (time.perf_counter() - start) * 1000


def measure(peer: str, n: int, rows: Path, stores: Path, npm: Path | None, folder: Path) -> Row:
    """One line of the table."""
    ours = peer == "sitmap"
    script = ROOT / "app.py" if ours else Path(__file__).with_name("peer_app.py")
    env = {"GEO_STORE": store_of(n, stores)} if ours else {"PEER": peer, "ROWS": str(rows)}
    found = Row()
    with server(script, env, folder) as (url, process), chromium() as seen:
        if npm:
            seen.page.context.route(re.compile(r"^https?://"), lambda route: answer(route, npm))
        start = time.perf_counter()
        seen.page.goto(url + (f"/{QUERY}" if ours else ""), wait_until="commit")
        found.first_s = until(seen, peer, start)
        found.server_mb = peak_mb(process)
        if found.first_s is None:
            found.why = f"> {LIMIT_S}"
            return found
        seen.quiet(1.0)
        found.first_kb = seen.received / 1000
        if ours:
            seen.page.focus(WINDOW)
        steps, sizes = [], []
        for _ in range(STEPS):
            before = seen.received
            taken = step(seen, peer)
            if taken is None:
                return found
            steps.append(taken)
            seen.page.wait_for_timeout(600)
            seen.quiet(1.0)
            sizes.append((seen.received - before) / 1000)
        found.step_ms, found.step_kb = of(steps, 0.5), of(sizes, 0.5)
        seen.page.evaluate(WATCH_FRAMES)
        for _ in range(FRAMES if peer in ("sitmap", "stamped", "heat") else 2):
            step(seen, peer)
        found.frame_ms = of(seen.frames(), 0.95)
        found.heap_mb = seen.heap_mb()
        found.server_mb = peak_mb(process)
    return found


def in_time(peer: str, n: int, rows: Path, stores: Path, npm: Path | None) -> Row:
    """The same in a process of its own: a page that hangs answers nobody, so it is ended."""
    given = [sys.executable, __file__, str(n), "--only", peer, "--rows", str(rows), "--stores", str(stores)]
    child = subprocess.Popen(
        [*given, *(("--npm", str(npm)) if npm else ())], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        told, _ = child.communicate(timeout=2 * LIMIT_S)
        return Row(**json.loads(told.splitlines()[-1]))
    except (subprocess.TimeoutExpired, IndexError, ValueError):
        return Row(why=f"> {LIMIT_S}")
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)


def main() -> None:
    """Print the table: all of them for each number of rows; who failed is not asked again with more."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[1_000, 10_000, 100_000, 1_000_000])
    parser.add_argument("--npm", type=Path)
    parser.add_argument("--only", nargs="*", default=list(NAMES))
    parser.add_argument("--rows", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--stores", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.rows:  # one of them, for ``in_time``
        with tempfile.TemporaryDirectory() as folder:
            found = measure(asked.only[0], asked.sizes[0], asked.rows, asked.stores, asked.npm, Path(folder))
        print(json.dumps(dataclasses.asdict(found)))
        return
    print("| rows | | first map s | a step ms | frame p95 ms | websocket kB, first | a step kB | server MB | page MB |")
    print("|---|---|---|---|---|---|---|---|---|")
    failed: set[str] = set()
    with tempfile.TemporaryDirectory() as made:
        folder, stores = Path(made), Path(os.environ.get("STORES") or made)
        for n in asked.sizes:
            table = made_up(n)
            rows = folder / f"{n}.parquet"
            points = {name: table[name].to_pandas() for name in ("lat", "lon")}
            pd.DataFrame({**points, "day": pd.to_datetime(table["date_start"].to_pandas())}).to_parquet(rows)
            store_of(n, stores)
            for peer in asked.only:
                if peer in failed:
                    print(f"| {n:,} | {NAMES[peer]} | not tried |" + " |" * 6, flush=True)
                    continue
                found = in_time(peer, n, rows, stores, asked.npm)
                if found.why or found.step_ms is None:
                    failed.add(peer)
                print(f"| {n:,} | {NAMES[peer]} | " + " | ".join(found.words()) + " |", flush=True)


if __name__ == "__main__":
    main()
