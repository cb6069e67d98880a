"""The page that opens from disk unpacks what it carries: rows, brush, filters and each incident's own card."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from geo.export.formats import take_snapshot
from geo.export.overlays import load_overlays
from geo.export.request import Request
from geo.imports.overlay import read_overlay
from geo.store.store import Store
from tests.browser.conftest import Window
from tests.browser.waiting import comes, until
from tests.makers import TEXT, fill_store, make_article, make_date, make_place, make_reading, make_report

MANY = 40


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of forty incidents, each on a day and in a town of its own."""
    reports = [
        make_report(
            f"r{k}",
            date=make_date(date(2024, 3, 1) + timedelta(days=k)),
            places=(make_place(name=f"Town {k}", lat=44 + k / 10, lon=30 + k / 5),),
            status="claimed" if k % 4 == 0 else "occurred",
        )
        for k in range(MANY)
    ]
    store = fill_store(Store.open("sqlite://"), make_reading(make_article("a1", text=TEXT), reports))
    path = tmp_path_factory.mktemp("saved") / "page.html"
    path.write_bytes(take_snapshot(Request("html"), store.incidents(), sources=store.sources()).content)
    return path


def opened(window: Callable[..., Window], path: Path) -> Any:
    """The page in a window without a network, its map drawn."""
    page = window(offline=True).page
    page.goto(path.as_uri())
    page.wait_for_selector('[data-ready="true"]', state="attached")
    return page


def test_a_saved_page_shows_each_incident_its_own_card(window: Callable[..., Window], saved: Path) -> None:
    page = opened(window, saved)
    for k in (0, 7, MANY - 1):
        page.evaluate("(k) => { Sitmap.stages.map_sitmap.layer.fire('incidents', { incidents: [k] }); }", k)
        shown = "(name) => document.querySelector('#card h2')?.textContent.endsWith(name)"
        until(page, lambda shown=shown, k=k: page.evaluate(shown, f"Town {k}"))
        words = page.inner_text("#card")
        day = date(2024, 3, 1) + timedelta(days=k)
        assert f"{day.day} {day:%B %Y} · Town {k}" in words
        assert f"Where: Town {k}" in words
        assert ("Claimed" in words) == (k % 4 == 0)


def test_a_saved_page_is_filtered_and_scrubbed(window: Callable[..., Window], saved: Path) -> None:
    page = opened(window, saved)
    counted = """() => {
      const { layer } = Sitmap.stages.map_sitmap, [a, b] = layer.all;
      return [layer.col.count(a, b).count, layer.col.count(a, a + 9).count];
    }"""
    assert page.evaluate(counted) == [MANY, 10]
    page.evaluate("() => { const { layer } = Sitmap.stages.map_sitmap; layer.setFilters({ statuses: ['claimed'] }); }")
    assert page.evaluate(counted) == [MANY / 4, 3]


def test_a_saved_page_shows_the_overlay_of_its_window_without_a_network(
    window: Callable[..., Window], tmp_path: Path
) -> None:
    files = []
    for day, lon in (("20240301", 31), ("20240320", 33)):
        line = {"type": "LineString", "coordinates": [[lon, 45], [lon, 48]]}
        feature = {"type": "Feature", "properties": {"name": f"<b>{day}</b>"}, "geometry": line}
        files.append(tmp_path / f"front_{day}.geojson")
        files[-1].write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    store = Store.open("sqlite://")
    store.overlays.save(*read_overlay(files, title="Front <line>", licence="CC0"))
    days = [make_report(f"r{k}", date=make_date(date(2024, 3, 1) + timedelta(days=k))) for k in range(MANY)]
    fill_store(store, make_reading(make_article("a1", text=TEXT), days))
    path = tmp_path / "page.html"
    shot = take_snapshot(Request("html"), store.incidents(), brought=load_overlays(store.overlays))
    path.write_bytes(shot.content)
    page = opened(window, path)
    page.wait_for_selector('[data-testid="sitmap-overlays"] path', state="attached")
    credit = page.locator(".leaflet-control-attribution")
    credit.get_by_text("Front <line>, state of 2024-03-20 (CC0)").wait_for()
    page.evaluate("() => { Sitmap.stages.map_sitmap.setWindow('2024-03-01', '2024-03-09'); }")
    # Not by a function that the page itself calls again and again: its policy forbids what that takes.
    until(page, lambda: "state of 2024-03-01" in page.inner_text("body"))
    comes(page, lambda: page.locator('[data-testid="sitmap-overlays"] path').count(), 1)


def test_a_browser_that_cannot_unpack_says_so(window: Callable[..., Window], saved: Path) -> None:
    page = window(offline=True).page
    page.add_init_script("delete window.DecompressionStream;")
    page.goto(saved.as_uri())
    page.locator("#card", has_text="too old to unpack").wait_for()
