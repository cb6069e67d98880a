"""How the whole dashboard does with many incidents: `python tests/bench/bench_dashboard.py [N …]` prints a table.

Made-up incidents over ten years are put into a store of its own, the dashboard is started anew on it and driven in a
Chromium at 1280 x 800. With STORES=FOLDER the stores are kept there. The machine should have nothing else to do.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from drive import ROOT, WATCH_FRAMES, Page, chromium, of, peak_mb, server, wire
from exports import made_up

from geo.store.datasets import Dataset
from geo.store.store import Store

STAGE = '[data-testid="sitmap-stage"][data-ready="true"]'
WINDOW = f'{STAGE} [role="slider"][data-handle="window"]'
#: A tenth of the ten years.
QUERY = "?from=2018-01-01&to=2018-12-31"
STEPS, CLICKS = 60, 9
#: Steps of the window one after the other: milliseconds to count and draw each, and the longest task of the page.
DRAWN = """async ([steps, cumulative]) => {
  const stage = Object.values(window.Sitmap.stages).at(-1), { layer, brush } = stage, out = [];
  const [a, b] = layer.all, width = cumulative ? 0 : 364;
  const start = cumulative ? b - steps - 1 : a + 365;
  const draw = layer._draw.bind(layer);
  let from = cumulative ? a : start, to = cumulative ? start : start + width;
  layer.from = from; layer.to = to; layer.count(); draw();
  for (let k = 0; k < steps; k++) {
    if (!cumulative) from++;
    to++;
    const t = performance.now();
    layer.from = brush.from = from; layer.to = brush.to = to;
    layer.count(); draw(); brush._label(layer.summary);
    out.push(performance.now() - t);
    await new Promise((ok) => requestAnimationFrame(ok));
  }
  return out;
}"""
#: A place on the map, in pixels of the page, where something is drawn.
SPOT = """(k) => {
  const { layer, map } = Object.values(window.Sitmap.stages).at(-1), box = map.getContainer().getBoundingClientRect();
  const seen = [];
  for (let n = 0; n < layer._spots.length && seen.length < 4000; n += 1 + (layer._spots.length / 4000 | 0)) {
    const [x, y] = layer._xy(layer._spots[n]).map((v, j) => v + (j ? layer._min.y : layer._min.x));
    const p = map.layerPointToContainerPoint([x, y]);
    const inside = p.x > 120 && p.y > 60 && p.x < box.width - 400 && p.y < box.height - 90;
    if (inside) seen.push([box.left + p.x, box.top + p.y]);
  }
  return seen[Math.floor(seen.length * k) % seen.length];
}"""
#: From a click to the panel that it opens, in the page's own clock.
AWAIT_PANEL = """() => {
  window.__opened = new Promise((ok) => {
    let start = 0;
    const words = () => (document.querySelector(".sm-panel") || {}).innerHTML, before = words();
    addEventListener("click", () => { start = performance.now(); }, { capture: true, once: true });
    const watch = new MutationObserver(() => {
      if (!start || !words() || words() === before) return;
      watch.disconnect(); ok(performance.now() - start);
    });
    watch.observe(document.body, { childList: true, subtree: true, characterData: true });
  });
}"""


def store_of(n: int, folder: Path) -> str:
    """The address of a store with `n` made-up rows."""
    path = folder / f"store{n}.db"
    if not path.exists():
        store = Store.open(f"sqlite:///{path}")
        facts = Dataset("bench", "Made up", "table", "CC0", "", "", "bench.csv", "0" * 64, "bench 1", n, 0)
        store.save_dataset(facts, made_up(n))
        store.close()
    return f"sqlite:///{path}"


def ready(seen: Page, url: str | None = None) -> float:
    """Seconds until the map stands, after `url` was opened or the page loaded again."""
    start = time.perf_counter()
    if url:
        seen.page.goto(url, wait_until="commit")
    else:
        seen.page.reload(wait_until="commit")
    seen.page.wait_for_selector(STAGE, state="attached", timeout=120_000)
    taken = time.perf_counter() - start
    seen.quiet()
    return taken


def scrub(seen: Page, url: str) -> tuple[list[float], float, float]:
    """Milliseconds between frames while the keyboard moves the window; bytes for one step, packed and unpacked."""
    seen.page.focus(WINDOW)
    seen.page.evaluate(WATCH_FRAMES)
    for _ in range(STEPS):
        seen.page.keyboard.press("ArrowRight")
        seen.page.wait_for_timeout(16)
    frames = seen.frames()
    seen.page.wait_for_timeout(600)
    seen.quiet()
    sizes, packed = [], []
    for _ in range(3):
        before, sent = seen.received, wire(url)
        seen.page.keyboard.press("ArrowRight")
        seen.page.wait_for_timeout(600)
        seen.quiet()
        sizes.append(seen.received - before)
        packed.append(wire(url) - sent)
    return frames, sorted(packed)[1], sorted(sizes)[1]


def clicks(seen: Page) -> list[float]:
    """Milliseconds from each click on the map to its evidence in the page."""
    taken = []
    for k in range(CLICKS):
        x, y = seen.page.evaluate(SPOT, (k + 0.5) / CLICKS)
        seen.page.evaluate(AWAIT_PANEL)
        seen.page.mouse.click(x, y)
        taken.append(float(seen.page.evaluate("window.__opened")))
        seen.page.wait_for_timeout(300)
        seen.quiet()
    return taken[1:]  # the first opens the panel, the others change it; both are told apart by the caller


def filtered(seen: Page) -> list[float]:
    """Seconds from a click on a type to the last message of the run that it makes."""
    taken = []
    for name in ("battle", "protest", "protest", "battle"):
        start = time.perf_counter()
        seen.page.click(f".st-key-type-{name} label")
        seen.page.wait_for_timeout(100)
        taken.append(seen.quiet() - start)
    return taken


def measure(n: int, folder: Path) -> dict[str, Any]:
    """All figures for `n` rows."""
    env = {"GEO_STORE": store_of(n, folder)}
    with server(ROOT / "app.py", env, folder) as (url, process), chromium() as seen:
        cold = ready(seen, url)
        warm = ready(seen)
        first = seen.received
        ready(seen, f"{url}/{QUERY}")
        frames, packed, step = scrub(seen, url)
        opened = clicks(seen)
        changed = filtered(seen)
        drawn = {name: seen.page.evaluate(DRAWN, [STEPS, name == "cumulative"]) for name in ("window", "cumulative")}
        heap = seen.heap_mb()
        return {
            "map ready, cold, s": f"{cold:.1f}",
            "map ready, loaded again, s": f"{warm:.1f}",
            "frame while scrubbing a tenth, median / p95, ms": f"{of(frames, 0.5):.0f} / {of(frames, 0.95):.0f}",
            "its step: count and draw, median / p95, ms": _pair(drawn["window"]),
            "cumulative step: count and draw, median / p95, ms": _pair(drawn["cumulative"]),
            "click to evidence, median / slowest, ms": f"{of(opened, 0.5):.0f} / {max(opened):.0f}",
            "filter to the end of its run, median / slowest, s": f"{of(changed, 0.5):.2f} / {max(changed):.2f}",
            "websocket, a page, kB": f"{first / 2000:.0f}",
            "websocket, a step: on the wire / before it is packed, kB": f"{packed / 1000:.1f} / {step / 1000:.1f}",
            "server, peak, MB": f"{peak_mb(process):.0f}",
            "page: objects and arrays, MB": f"{heap:.0f}",
        }


def _pair(values: list[float]) -> str:
    return f"{of(values, 0.5):.1f} / {of(values, 0.95):.1f}"


def main() -> None:
    """Print the table, one column per number of rows."""
    sizes = [int(arg) for arg in sys.argv[1:]] or [100_000, 1_000_000]
    with tempfile.TemporaryDirectory() as made:
        folder = Path(os.environ.get("STORES") or made)
        found = [measure(n, folder) for n in sizes]
    print("| | " + " | ".join(f"{n:,}" for n in sizes) + " |\n|---|" + "---|" * len(sizes))
    for name in found[0]:
        print(f"| {name} | " + " | ".join(one[name] for one in found) + " |")


if __name__ == "__main__":
    main()
