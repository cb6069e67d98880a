"""A person draws where something happened, with the mouse and by keys alone; the map shows what was drawn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from geo import pipeline
from geo.outlines import ring_of
from geo.places.gazetteer import Gazetteer
from geo.sources.text import article_from_text
from geo.store.store import Store
from tests.browser.conftest import Window, serve
from tests.browser.test_accessible import serious, tab_to
from tests.browser.waiting import OPEN_MS, settle, until

pytestmark = pytest.mark.browser

TEXT = "Missiles struck the port of Odesa on Saturday, Ukraine's military said."
CORNERS = ((-60, -40), (80, -50), (60, 60))


def test_a_place_is_drawn_by_mouse_and_by_keys(
    window: Callable[..., Window], home: Path, gazetteer: Gazetteer, tmp_path: Path
) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'store.db'}")
    pipeline.ingest([article_from_text(TEXT, title="Odesa", published=date(2022, 7, 24))], store, gazetteer)

    def place(before: str | None) -> str:
        now = lambda: str(store.incidents()["place_id"].iloc[0])  # noqa: E731
        until(page, lambda: now() != before, lambda: page.inner_text(".sm-room-panel"))
        return now()

    read = str(store.incidents()["place_id"].iloc[0])
    with serve(home, tmp_path) as address:
        page = window().page
        page.goto(f"{address}/review?incident={store.incidents()['incident_id'].iloc[0]}")
        page.wait_for_selector(".sm-room-panel [data-fix=status]", timeout=OPEN_MS)
        settle(page)
        page.locator('[class*="st-key-room-author"] input').fill("Ada")
        page.keyboard.press("Enter")
        settle(page)
        page.locator(".sm-room-text .sm-role", has_text="Odesa").first.click()
        page.locator("[data-do=aim]").click()
        board = page.locator('.sitmap-places[data-ready="true"]')
        board.wait_for()
        settle(page)
        board.scroll_into_view_if_needed()
        page.locator("[data-draw=area]").click()
        box = board.bounding_box()
        for right, down in CORNERS:
            page.mouse.click(box["x"] + box["width"] / 2 + right, box["y"] + box["height"] / 2 + down)
            page.wait_for_timeout(400)  # slower than a double click
        page.locator("[data-draw=done]").click()
        drawn = place(read)
        assert len(ring_of(drawn) or ()) == len(CORNERS) + 1
        page.get_by_text("(area drawn by hand)").first.wait_for()
        settle(page)
        page.locator(".sm-room-text").focus()
        page.keyboard.press("m")  # to the next name
        page.keyboard.press("b")  # and back
        tab_to(page, "[data-do=aim]")
        page.keyboard.press("Enter")
        page.wait_for_selector('.sitmap-places[data-ready="true"]')
        settle(page)
        tab_to(page, ".sitmap-places .leaflet-container")
        tab_to(page, "[data-draw=line]")
        page.keyboard.press("Enter")
        tab_to(page, "[data-draw=km]")
        page.keyboard.press("Control+a")
        page.keyboard.type("5")
        for _ in range(60):
            page.keyboard.press("Shift+Tab")
            if page.evaluate("() => document.activeElement.classList.contains('leaflet-container')"):
                break
        assert page.locator(".sm-cross").is_visible()
        page.keyboard.press("Enter")
        page.keyboard.press("ArrowRight")
        settle(page)  # the map glides
        page.keyboard.press("Enter")
        assert serious(page, "a map that is drawn on") == []
        page.keyboard.press("Enter")  # the same spot again
        line = place(drawn)
        west, east = (pick(lon for lon, _ in ring_of(line) or ()) for pick in (min, max))
        row = store.incidents().iloc[0]
        assert (row["place"], row["place_precision"]) == ("Odesa", "area")
        assert row["radius_km"] > 5
        assert east > west
        page.wait_for_selector(".sitmap-places", state="detached")
        settle(page)
        page.keyboard.press("u")
        assert place(line) == drawn
