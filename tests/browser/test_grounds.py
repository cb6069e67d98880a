"""Whatever the map does, it asks this machine only; tiles of a server come once the server's name is chosen."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import Window
from tests.browser.test_dashboard import mark, open_map, stands, state
from tests.browser.waiting import comes, settle

pytestmark = pytest.mark.browser

HOST = "tile.openstreetmap.org"
#: The smallest picture there is.
GIF = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b")


def test_no_way_of_drawing_asks_another_machine(window: Callable[..., Window], dashboard: str) -> None:
    made = window()
    page = open_map(made, dashboard)
    for mode in ("symbols", "density", "counts", "auto"):
        page.select_option('[aria-label="How to draw"]', mode)
        page.wait_for_timeout(200)
    page.click('[aria-label="Logarithmic axis"]')
    page.click('[aria-label="Play"]')
    page.click(".leaflet-control-zoom-in")
    page.wait_for_timeout(1500)
    assert made.outside == []


def test_tiles_of_a_server_are_asked_for_only_once_its_name_is_chosen(
    window: Callable[..., Window], dashboard: str
) -> None:
    made = window()
    made.page.route(f"https://{HOST}/**", lambda route: route.fulfill(body=GIF, content_type="image/gif"))
    page = open_map(made, dashboard)
    before = state(page)
    mark(page)
    assert made.outside == []
    page.select_option('[aria-label="Ground of the map"]', label=f"tiles from {HOST}")
    page.wait_for_selector(f'img.leaflet-tile[src^="https://{HOST}/"]', state="attached")
    settle(page)
    assert {urlsplit(url).hostname for url in made.outside} == {HOST}
    assert "OpenStreetMap contributors" in page.inner_text(".leaflet-control-attribution")
    assert "openstreetmap" not in page.url, "a link chooses no server for whoever follows it"
    page.select_option('[aria-label="Ground of the map"]', label="plain map")
    page.wait_for_selector("img.leaflet-tile", state="detached")
    settle(page)
    assert stands(page)
    comes(page, lambda: state(page), before)
    made.outside.clear()
    page.click(".leaflet-control-zoom-in")
    settle(page)
    assert made.outside == []
