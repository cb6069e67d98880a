"""The layer stands in any Folium map: saved, in a notebook's cell, with its rows in it and nothing to fetch."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import folium
import numpy as np
import pytest

from geo.maps.columns import encode
from geo.maps.layer import IncidentLayer
from geo.maps.offline import offline
from tests.browser.conftest import Window
from tests.browser.test_layer import FIRST, made_up

pytestmark = pytest.mark.browser

READY = '[data-testid="sitmap-stage"][data-ready="true"]'


@pytest.fixture
def anyones() -> folium.Map:
    """A Folium map with a marker of its own, and the layer on it."""
    page = offline(folium.Map(location=(48, 31), zoom_start=5, tiles=None))
    folium.CircleMarker((50, 30), radius=9).add_to(page)
    days = [FIRST.isoformat(), "2024-12-31"]
    IncidentLayer(encode(made_up(np.random.default_rng(3))), options={"window": days}).add_to(page)
    return page


def scrubbed(frame: Any) -> None:
    """The map stands, and the brush moves it."""
    frame.wait_for_selector(READY, state="attached")
    before = int(frame.get_attribute(READY, "data-count"))
    assert before > 100
    assert frame.locator("path.leaflet-interactive").count() == 1, "what was on the map is still there"
    frame.focus('[role="slider"][data-handle="from"]')
    for _ in range(4):
        frame.press('[role="slider"][data-handle="from"]', "Shift+ArrowRight")
    frame.wait_for_function(f"() => document.querySelector('{READY}').dataset.count < {before}")


def test_a_saved_map_opens_from_disk(window: Callable[..., Window], tmp_path: Path, anyones: folium.Map) -> None:
    anyones.save(tmp_path / "map.html")
    page = window(offline=True).page
    page.goto((tmp_path / "map.html").as_uri())
    scrubbed(page)


def test_a_map_stands_in_a_notebook(window: Callable[..., Window], tmp_path: Path, anyones: folium.Map) -> None:
    (tmp_path / "cell.html").write_text(f"<body>{anyones._repr_html_()}</body>", encoding="utf-8")
    page = window(offline=True).page
    page.goto((tmp_path / "cell.html").as_uri())
    scrubbed(page.wait_for_selector("iframe", state="attached").content_frame())
