"""The page Places in a Chromium: a search draws numbered pins, a point its surroundings, and no request leaves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.conftest import Window
from tests.browser.test_accessible import go_to
from tests.browser.waiting import OPEN_MS, settle, until

pytestmark = pytest.mark.browser

MAP = '[data-testid="sitmap-places"][data-ready="true"]'


def search(page: Any, text: str, points: int) -> None:
    page.locator(".st-key-place-query input").fill(text)
    page.keyboard.press("Enter")
    page.wait_for_selector(f'{MAP}[data-points="{points}"]')
    settle(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_name_and_a_point_are_shown_on_the_map(window: Callable[..., Window], dashboard: str, theme: str) -> None:
    page = window(theme=theme).page
    page.goto(f"{dashboard}/places")
    page.wait_for_selector(MAP, timeout=OPEN_MS)
    settle(page)
    search(page, "Tripoli", 10)
    assert page.locator(".sm-place-pin").count() == 10
    assert page.locator(".sm-place-first").inner_text() == "1"
    assert "times as many" in page.inner_text(".sm-why-first")
    until(page, lambda: "q=Tripoli" in page.url)
    page.evaluate("() => { window.__places = document.querySelector('.sitmap-places .sitmap-map'); }")
    search(page, "50.91, 34.80", 9)
    assert page.locator(".sm-place-asked").count() == 1
    assert page.locator(".sitmap-places canvas, .sitmap-places path").count() > 0
    assert "Sumy Oblast" in page.inner_text("body")
    assert page.evaluate("() => window.__places.isConnected")
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")


def test_the_map_of_incidents_stands_again_after_the_page_of_places(
    window: Callable[..., Window], dashboard: str
) -> None:
    page = window().page
    page.goto(f"{dashboard}/places?q=Sumy")
    page.wait_for_selector(MAP, timeout=OPEN_MS)
    settle(page)
    page.get_by_role("link", name="Map", exact=True).click()
    page.wait_for_selector('[data-testid="sitmap-stage"][data-ready="true"]', state="attached")
    settle(page)
    go_to(page, "Places")
    page.wait_for_selector(MAP)
