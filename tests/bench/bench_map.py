"""How fast the map scrubs: `python tests/bench/bench_map.py [N …]` prints a table (needs a Chromium).

Made-up incidents over ten years and a rectangle around Ukraine, drawn by the real layer in a real browser. For each
step the window is moved, counted and drawn, 60 times; figures are milliseconds in the page, median / 95th percentile.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from geo.maps.columns import encode
from geo.maps.packed import Cards
from geo.maps.standalone import standalone_html
from geo.model import TYPES

FIRST, DAYS, SEED = date(2015, 1, 1), 3650, 7
STEPS = """(share) => {
  const { layer } = Object.values(window.Sitmap.stages)[0], [a, b] = layer.all, out = [];
  const days = Math.round((b - a) * share);
  for (let k = 0; k < 60; k++) {
    const from = share >= 1 ? a : a + Math.round(((b - a - days) * k) / 59);
    layer.col._last = layer._split = layer._counted = null; if (layer._raster) layer._raster.key = null; // anew
    const t = performance.now();
    layer.from = from; layer.to = from + days; layer.count(); layer._draw();
    out.push(performance.now() - t);
  }
  layer.setFilters({}); const t = performance.now(); layer.histogram(a, b, 150);
  return { steps: out.sort((x, y) => x - y), histogram: performance.now() - t };
}"""


def rows(n: int) -> pd.DataFrame:
    """`n` made-up rows with the columns that the layer reads."""
    rng = np.random.default_rng(SEED)
    day = pd.Timestamp(FIRST) + pd.to_timedelta(rng.integers(0, DAYS, n), unit="D")
    return pd.DataFrame(
        {
            "incident_id": np.arange(n).astype(str),
            "place_no": 0,
            "type": rng.choice(list(TYPES)[:7], n),
            "status": rng.choice(["occurred", "claimed"], n),
            "date_start": day.astype("datetime64[s]"),
            "date_end": day.astype("datetime64[s]"),
            "date_precision": "day",
            "place": "Somewhere",
            "place_precision": "settlement",
            "place_id": "made-up",
            "lat": rng.uniform(44, 52, n),
            "lon": rng.uniform(22, 40, n),
            "radius_km": 5.0,
            "country": "UA",
            "mapped": True,
            "background": False,
            "aggregate": False,
            "confidence": 0.8,
        }
    )


def measure(page: Any, n: int, folder: Path) -> list[str]:
    """One row of the table."""
    start = time.perf_counter()
    columns = encode(rows(n))
    encoded = time.perf_counter() - start
    html = standalone_html(columns, Cards(), title="bench", window=(FIRST, FIRST + timedelta(days=365)))
    path = folder / f"{n}.html"
    path.write_text(html, encoding="utf-8")
    start = time.perf_counter()
    page.goto(path.as_uri())
    page.wait_for_selector('[data-ready="true"]', state="attached", timeout=120_000)
    ready = time.perf_counter() - start
    told = [f"{n:,}", f"{len(columns.data) / 1e6:.1f}", f"{encoded:.2f}", f"{ready:.1f}"]
    for share in (0.01, 0.1, 0.5, 1.0):
        found = page.evaluate(STEPS, share)
        steps = found["steps"]
        told.append(f"{steps[len(steps) // 2]:.1f} / {steps[int(0.95 * len(steps))]:.1f}")
    told.append(f"{found['histogram']:.1f}")
    return told


def main() -> None:
    """Print the table for each number of rows."""
    sizes = [int(arg) for arg in sys.argv[1:]] or [10_000, 100_000, 1_000_000]
    print("| rows | MB | encode s | ready s | 1 % window | 10 % window | half | all | histogram |")
    print("|---|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        for n in sizes:
            print("| " + " | ".join(measure(page, n, Path(folder))) + " |")
        browser.close()


if __name__ == "__main__":
    main()
