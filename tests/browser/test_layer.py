"""The layer in the browser counts and draws exactly what the rules of the store say, for any window and filters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from geo.export.narrow import inside
from geo.maps.columns import encode, mercator
from geo.maps.packed import Cards
from geo.maps.standalone import standalone_html
from geo.model import DRAWN_STATUSES, PRECISIONS, STATUSES, TYPES, Selection
from geo.store.select import in_window, select
from tests.browser.conftest import Window

pytestmark = pytest.mark.browser

FIRST, N, TRIALS = date(2024, 1, 1), 3000, 60
COUNT = """([from, to, filters]) => {
  const { layer } = Object.values(window.Sitmap.stages)[0];
  layer.col.setFilters({ types: null, statuses: null, precisions: null, background: false, ids: null, ...filters });
  const told = layer.col.count(window.Sitmap.dayOf(from), window.Sitmap.dayOf(to));
  return [told.count, told.unplaced, told.rows.length];
}"""
#: Draws all rows as squares of one pixel; tells for how many pixels the newest row is not the one on top.
RASTER = """() => {
  const { layer } = Object.values(window.Sitmap.stages)[0], { col } = layer;
  col.setFilters({ types: null, statuses: null, precisions: null, background: true, ids: null });
  const { rows, from, to } = col.count(...layer.all), raster = new window.Sitmap.Raster(), w = 300, h = 200;
  const scale = w / 4294967296, top = new Map();
  raster.draw(col, rows, { w, h, scale, ox: 0, oy: 0, from, to, colours: layer.meta.colours, size: 1 });
  for (const i of rows) {
    const x = (col.x[i] * scale) | 0, y = (col.y[i] * scale) | 0;
    if (y < h) top.set(y * w + x, i);
  }
  let wrong = 0, painted = 0;
  for (const [at, i] of top) if (raster.near(at % w, (at / w) | 0, 0) !== i) wrong++;
  for (const p of raster.pixels) if (p) painted++;
  return [wrong, painted, top.size];
}"""


#: Draws a view of a window as squares of one pixel, and as a density; the rows under each pixel, and in each cell.
VIEW = """([from, to, filters, lat, lon, zoom, cell]) => {
  const { layer, map } = Object.values(window.Sitmap.stages)[0], { col } = layer, raster = new window.Sitmap.Raster();
  const all = { types: null, statuses: null, precisions: null, background: false, ids: null, area: null };
  col.setFilters({ ...all, ...filters });
  const w = 320, h = 240, scale = 256 * 2 ** zoom / 4294967296, at = map.project([lat, lon], zoom);
  const view = { w, h, scale, ox: Math.round(at.x - w / 2), oy: Math.round(at.y - h / 2) };
  const days = [window.Sitmap.dayOf(from), window.Sitmap.dayOf(to)], middle = Math.round((days[0] + days[1]) / 2);
  const key = String(Math.random()), inks = { colours: layer.meta.colours, ink: layer.meta.dense, size: 1, cell };
  const draw = (how, key) => (to) => {
    const { rows } = col.count(days[0], to);
    raster[how](col, rows, { ...view, ...inks, from: days[0], to, key });
  };
  const grown = draw("draw", key); grown(middle); grown(days[1]);
  const told = { ox: view.ox, oy: view.oy, scale };
  told.drawn = [...raster.pixels].reduce((n, p) => n + (p ? 1 : 0), 0);
  told.top = [...raster.top].flatMap((row, k) => (row ? [k] : []));
  const dense = draw("density", key); dense(middle); dense(days[1]);
  told.cells = [...raster.cells].flatMap((n, k) => (n ? [[k, n]] : []));
  told.columns = Math.ceil(w / cell) + 2;
  const large = { ...view, cell: 7 * cell, kinds: layer.meta.types.length, key };
  const bins = (to) => raster.bins(col, col.count(days[0], to).rows, large);
  bins(middle);
  told.bins = bins(days[1]).map((b) => [b.cx, b.cy, b.n]);
  return told;
}"""
#: Shows a view and a window; tells how many pins the layer found in view, which it drew, and what a click on one finds.
SHOWN = """([from, to, types, lat, lon, zoom]) => {
  const { layer, map } = Object.values(window.Sitmap.stages)[0];
  map.setView([lat, lon], zoom, { animate: false });
  layer.setFilters({ types, statuses: null, precisions: null, background: false, ids: null, area: null });
  layer.from = window.Sitmap.dayOf(from); layer.to = window.Sitmap.dayOf(to);
  layer.count(); layer._draw();
  const { _ox: ox, _oy: oy, _scale: scale, _w: w, _h: h, _spots: spots } = layer, n = layer._counted.n;
  const painted = (i) => {
    const [x, y] = layer._xy(i).map((v) => Math.round(v * layer._dpr));
    return x < 0 || y < 0 || x >= w || y >= h || layer._ctx.getImageData(x, y, 1, 1).data[3] > 0;
  };
  return { ox, oy, scale, w, h, n, spots: spots.length, bare: [...spots].filter((i) => !painted(i)).length };
}"""


def made_up(rng: np.random.Generator) -> pd.DataFrame:
    """Rows with every kind of date, place, type and status; some incidents have several places."""
    n_incidents = N * 2 // 3
    ids = np.concatenate([np.arange(n_incidents), rng.integers(0, n_incidents, N - n_incidents)])
    start = rng.integers(0, 400, n_incidents)
    kind = rng.choice(["day", "range", "on_or_before", "unknown"], n_incidents, p=[0.6, 0.2, 0.1, 0.1])
    length = np.where(kind == "range", rng.integers(1, 40, n_incidents), 0)
    day = np.datetime64(FIRST) + start
    end = day + length
    nat = np.datetime64("NaT")
    type_, status = rng.choice(list(TYPES), n_incidents), rng.choice(list(STATUSES), n_incidents)
    placed = rng.random(N) < 0.8
    frame = pd.DataFrame(
        {
            "incident_id": [f"i{k:05d}" for k in ids],
            "type": type_[ids],
            "status": status[ids],
            "date_precision": kind[ids],
            "date_start": np.where(np.isin(kind, ["on_or_before", "unknown"]), nat, day)[ids].astype("datetime64[s]"),
            "date_end": np.where(kind == "unknown", nat, end)[ids].astype("datetime64[s]"),
            "place": np.where(placed, "Kherson", None),
            "place_id": "gn:706448",
            "place_precision": rng.choice(["settlement", "near", "admin1", "country"], N),
            "lat": np.where(placed, rng.uniform(44, 52, N), np.nan),
            "lon": np.where(placed, rng.uniform(22, 40, N), np.nan),
            "radius_km": 5.0,
            "country": "UA",
            "background": (rng.random(n_incidents) < 0.2)[ids],
            "aggregate": False,
            "confidence": 0.8,
        }
    )
    frame["mapped"] = placed & frame["status"].isin(DRAWN_STATUSES)
    frame["place_no"] = frame.groupby("incident_id").cumcount()
    return frame


def saved_page(window: Callable[..., Window], folder: Path, frame: pd.DataFrame, **more: Any) -> Any:
    """A page that opens from disk with these rows, in a window of its own."""
    html = standalone_html(encode(frame), Cards(), title="test", window=(FIRST, FIRST + timedelta(days=30)))
    path = folder / "page.html"
    path.write_text(html, encoding="utf-8")
    page = window(offline=True, **more).page
    page.goto(path.as_uri())
    page.wait_for_selector('[data-ready="true"]', state="attached")
    return page


@pytest.fixture
def page(window: Callable[..., Window], tmp_path: Path) -> tuple[Any, pd.DataFrame]:
    """A saved page with made-up incidents, and their rows."""
    frame = made_up(np.random.default_rng(11))
    return saved_page(window, tmp_path, frame), frame


def test_counts_in_the_browser_are_those_of_the_store_for_any_window_and_filters(
    page: tuple[Any, pd.DataFrame],
) -> None:
    browser, frame = page
    rng = np.random.default_rng(5)
    for _ in range(TRIALS):
        first = FIRST + timedelta(days=int(rng.integers(-20, 420)))
        last = first + timedelta(days=int(rng.integers(0, 120)))
        types = frozenset(rng.choice(list(TYPES), rng.integers(1, 8), replace=False).tolist())
        statuses = frozenset(rng.choice(list(STATUSES), rng.integers(1, 8), replace=False).tolist())
        background = bool(rng.random() < 0.5)
        precisions = sorted(rng.choice(list(PRECISIONS), rng.integers(3, 9), replace=False).tolist())
        asked = {
            "types": sorted(types),
            "statuses": sorted(statuses),
            "background": background,
            "precisions": precisions,
        }
        told = browser.evaluate(COUNT, [first.isoformat(), last.isoformat(), asked])
        rows = select(frame, Selection(first, last, None, types, statuses, background))
        rows = rows[rows["place_precision"].isin(precisions)]
        mapped = rows[rows["mapped"]]
        expected = rows["incident_id"].nunique()
        assert told == [expected, expected - mapped["incident_id"].nunique(), len(mapped)], (first, last, asked)


def test_the_newest_row_lies_on_top_of_every_pixel(page: tuple[Any, pd.DataFrame]) -> None:
    browser, _ = page
    wrong, painted, expected = browser.evaluate(RASTER)
    assert wrong == 0
    assert painted == expected > 50


def test_pixels_and_cells_are_those_of_numpy_for_any_window_filters_area_and_zoom(
    page: tuple[Any, pd.DataFrame],
) -> None:
    browser, frame = page
    rng = np.random.default_rng(23)
    x, y = (v.astype(float) for v in mercator(frame["lon"].to_numpy(), frame["lat"].to_numpy()))
    for _ in range(TRIALS):
        first = FIRST + timedelta(days=int(rng.integers(-20, 420)))
        last = first + timedelta(days=int(rng.integers(0, 200)))
        zoom = float(rng.choice([3, 4.25, 5, 6.5, 8]))
        lat, lon = float(rng.uniform(45, 51)), float(rng.uniform(24, 38))
        types = sorted(rng.choice(list(TYPES), rng.integers(1, 8), replace=False).tolist())
        corners = [[float(v) for v in pair] for pair in rng.uniform((20, 43), (42, 53), (4, 2)).round(5)]
        area = corners if rng.random() < 0.5 else None
        cell = int(rng.integers(4, 9))
        asked = {"types": types, "area": area}
        told = browser.evaluate(VIEW, [first.isoformat(), last.isoformat(), asked, lat, lon, zoom, cell])
        rows = in_window(frame, Selection(first, last)) & frame["type"].isin(types) & frame["mapped"]
        keep = (rows & ~frame["background"]).to_numpy(bool)
        if area is not None:
            points = mercator(frame["lon"].to_numpy(), frame["lat"].to_numpy())
            keep = keep & inside(*points, tuple(map(tuple, corners)))  # type: ignore[arg-type]
        left, up = np.trunc(x * told["scale"] - told["ox"]), np.trunc(y * told["scale"] - told["oy"])
        seen = keep & (left >= 0) & (up >= 0) & (left < 320) & (up < 240)
        pixels = np.unique((up[seen] * 320 + left[seen]).astype(int)).tolist()
        assert told["top"] == pixels, asked
        assert told["drawn"] == len(pixels), asked
        across, down = (
            (np.floor(v * told["scale"] / cell) - np.floor(told[o] / cell)).astype(int)
            for v, o in ((x, "ox"), (y, "oy"))
        )
        lines = -(-240 // cell) + 2
        there = keep & (across >= 0) & (down >= 0) & (across < told["columns"]) & (down < lines)
        numbers, counts = np.unique(down[there] * told["columns"] + across[there], return_counts=True)
        assert told["cells"] == [list(pair) for pair in zip(numbers.tolist(), counts.tolist(), strict=True)], asked
        wide = 7 * cell
        cells = [np.floor(v * told["scale"] / wide).astype(int) for v in (x, y)]
        touched = keep.copy()
        for at, origin, length in zip(cells, (told["ox"], told["oy"]), (320, 240), strict=True):
            touched &= ((at + 1) * wide >= origin) & (at * wide <= origin + length)
        found = pd.DataFrame({"x": cells[0], "y": cells[1], "incident": frame["incident_id"]})[touched]
        expected = found.groupby(["x", "y"])["incident"].nunique().reset_index().to_numpy().tolist()
        assert sorted(told["bins"]) == sorted(expected), asked


def test_every_pin_in_view_is_drawn_and_no_other_for_any_window_types_and_zoom(
    page: tuple[Any, pd.DataFrame],
) -> None:
    browser, frame = page
    rng = np.random.default_rng(31)
    x, y = (v.astype(float) for v in mercator(frame["lon"].to_numpy(), frame["lat"].to_numpy()))
    pins = frame["place_precision"].isin(["settlement", "near"])
    for _ in range(TRIALS // 3):
        first = FIRST + timedelta(days=int(rng.integers(-20, 420)))
        last = first + timedelta(days=int(rng.integers(0, 200)))
        zoom, lat, lon = float(rng.choice([3, 5, 6.5, 8])), float(rng.uniform(45, 51)), float(rng.uniform(24, 38))
        types = sorted(rng.choice(list(TYPES), rng.integers(1, 8), replace=False).tolist())
        told = browser.evaluate(SHOWN, [first.isoformat(), last.isoformat(), types, lat, lon, zoom])
        keep = in_window(frame, Selection(first, last)) & frame["type"].isin(types) & frame["mapped"] & pins
        left, up = x * told["scale"] - told["ox"], y * told["scale"] - told["oy"]
        seen = keep & ~frame["background"] & (left >= -20) & (up >= -20) & (left <= told["w"] + 20)
        assert told["n"] == told["spots"] == int((seen & (up <= told["h"] + 20)).sum())
        assert told["bare"] == 0


def test_an_incident_that_was_chosen_elsewhere_comes_into_view(page: tuple[Any, pd.DataFrame]) -> None:
    browser, _ = page
    told = browser.evaluate("""() => {
      const { layer, map } = Object.values(window.Sitmap.stages)[0], stage = Object.values(window.Sitmap.stages)[0];
      const pins = layer._spots.map((i) => layer.col.incident[i]), near = pins[0], at = () => map.getCenter();
      map.setView(layer.spotOf(near), 9, { animate: false });
      const before = at(); stage.select(near);
      const still = at().equals(before), far = pins.find((k) => !map.getBounds().contains(layer.spotOf(k)));
      stage.select(far);
      return [still, map.getBounds().contains(layer.spotOf(far))];
    }""")
    assert told == [True, True]


def test_the_box_of_countries_folds_and_the_choice_of_drawing_says_what_it_is(page: tuple[Any, pd.DataFrame]) -> None:
    shown, _ = page
    head = shown.locator(".sitmap-badges-head")
    assert head.get_attribute("aria-expanded") == "true"
    assert shown.locator(".sitmap-badges button").count() > 1
    head.focus()
    shown.keyboard.press("Enter")
    assert head.get_attribute("aria-expanded") == "false"
    assert shown.locator(".sitmap-badges button").count() == 1
    assert shown.evaluate("document.activeElement.className") == "sitmap-badges-head"
    shown.keyboard.press("Enter")
    assert shown.locator(".sitmap-badges button").count() > 1
    auto = shown.locator(".sitmap-mode option").first
    assert auto.text_content() == "auto: symbols"
    shown.select_option(".sitmap-mode >> nth=0", "counts")
    shown.wait_for_function("() => document.querySelector('.sitmap-mode option').textContent === 'auto'")
    assert shown.evaluate("Object.values(window.Sitmap.stages)[0].look().draw") == "counts"


def test_the_number_in_view_and_the_zoom_choose_the_drawing_and_it_does_not_jump_to_and_fro(
    page: tuple[Any, pd.DataFrame],
) -> None:
    shown, _ = page
    drawn = """(steps) => {
      const { layer } = Object.values(window.Sitmap.stages)[0];
      layer.setMode("auto");
      return steps.map(([zoom, n]) => { layer._zoom = zoom; return (layer.how = layer._how(n)); });
    }"""
    steps = [(6, 20_000), (6, 20_001), (6, 60_001), (6, 51_001), (6, 51_000), (6, 60_000), (6, 17_001), (6, 17_000)]
    ways = ["symbols", "points", "density", "density", "points", "points", "points", "symbols"]
    assert shown.evaluate(drawn, steps) == ways
    far = [(3, 60_001), (4, 60_001), (4.25, 60_001), (4.5, 60_001), (4.25, 60_001), (4, 60_001), (3.75, 51_001)]
    ways = ["counts", "counts", "counts", "density", "density", "density", "counts"]
    assert shown.evaluate(drawn, far) == ways
    told = """([n, how]) => {
      const { layer } = Object.values(window.Sitmap.stages)[0];
      Object.assign(layer, { _counted: { n }, how, _zoom: 6 });
      return layer.drawing();
    }"""
    assert [shown.evaluate(told, [n, "density"]) for n in (60_001, 55_000)] == ["", "auto-density"], "for a link"


def test_no_disc_of_a_count_covers_another(page: tuple[Any, pd.DataFrame]) -> None:
    shown, _ = page
    discs = """(zoom) => {
      const { layer, map } = Object.values(window.Sitmap.stages)[0], real = layer._drawBins, seen = [];
      layer._drawBins = (ctx, discs) => {
        seen.push(...discs.map(({ x, y, r }) => [x, y, r]));
        real.call(layer, ctx, discs);
      };
      layer.mode = "counts"; [layer.from, layer.to] = layer.all; layer.count();
      map.setView([48.3, 31.2], zoom, { animate: false });
      layer._drawBins = real;
      return seen;
    }"""
    for zoom in (4, 5.25, 7):
        x, y, r = np.array(shown.evaluate(discs, zoom)).T
        apart = np.hypot(x[:, None] - x, y[:, None] - y) - (r[:, None] + r) + 3 * r.max() * np.eye(len(r))
        assert len(r) > 10
        assert apart.min() > -1e-9


def test_a_name_keeps_clear_of_other_symbols(window: Callable[..., Window], tmp_path: Path) -> None:
    frame = made_up(np.random.default_rng(5)).head(2).assign(place=["West", "East"], place_precision="settlement")
    frame = frame.assign(status="occurred", mapped=True, background=False, lat=48.0, lon=[37.0, 37.05])
    frame = frame.assign(date_precision="day", date_start=pd.Timestamp(FIRST), date_end=pd.Timestamp(FIRST))
    page = saved_page(window, tmp_path, frame.assign(incident_id=["a", "b"]))
    said = page.evaluate(
        """() => {
          const { layer, map } = Object.values(window.Sitmap.stages)[0], said = [], real = layer._text;
          map.setView([48, 37.02], 10, { animate: false });
          layer._text = (...all) => { said.push([all[1], all[2]]); return real.apply(layer, all); };
          layer._draw();
          return [said, [...layer._spots].map((i) => layer._xy(i)[0])];
        }"""
    )
    names, (west, east) = dict(said[0]), sorted(said[1])
    assert east - west < 60
    assert names["West"] < west  # to the right it would cover the other
    assert names["East"] > east
