"""The address of the map is a link to the very same picture; an area is drawn on it and filters everything."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.conftest import Window
from tests.browser.test_brush import BARS, MAP
from tests.browser.test_dashboard import mark, open_map, stands, state
from tests.browser.waiting import comes, settle, until

pytestmark = pytest.mark.browser

VIEW = """() => {
  const { map } = Object.values(window.Sitmap.stages).at(-1), at = map.getCenter();
  return [at.lat, at.lng, map.getZoom()];
}"""


def drag(page: Any, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Drag from one point of the map to another, both in shares of its frame."""
    box = page.locator(".sitmap-map").bounding_box()
    points = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in (start, end)]
    page.mouse.move(*points[0])
    page.mouse.down()
    page.mouse.move(*points[1], steps=5)
    page.mouse.up()
    settle(page)


def test_a_link_restores_exactly_the_same_picture(window: Callable[..., Window], dashboard: str) -> None:
    page = open_map(window(), f"{dashboard}/?from=2023-01-01&to=2024-12-31")
    page.select_option('[aria-label="How to draw"]', "density")
    page.click('[aria-label="Logarithmic axis"]')
    page.select_option('[aria-label="Step"]', "day")
    page.click(".sitmap-fade")
    page.click(".st-key-type-diplomatic label")
    settle(page)
    drag(page, (0.5, 0.5), (0.6, 0.55))
    page.click('[aria-label="Draw a rectangle"]')
    drag(page, (0.2, 0.2), (0.85, 0.85))
    page.keyboard.press("Escape")
    page.mouse.move(5, 5)
    parts = ("from=", "to=", "type=", "view=", "draw=density", "axis=log", "step=day", "fade=off", "area=")
    until(page, lambda: all(part in page.url for part in parts), lambda: page.url)
    settle(page)
    address, seen = page.url, [state(page), page.evaluate(MAP), page.evaluate(BARS)]
    view = page.evaluate(VIEW)
    other = open_map(window(), address)
    comes(other, lambda: state(other), seen[0])
    settle(other)
    assert [other.evaluate(MAP), other.evaluate(BARS)] == seen[1:]
    assert other.evaluate(VIEW) == pytest.approx(view, abs=0.01), "to a fraction of a pixel"
    comes(other, lambda: other.url, address)


def test_moving_the_map_changes_the_address_and_runs_no_page(window: Callable[..., Window], dashboard: str) -> None:
    made = window()
    frames: list[int] = []
    made.page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(len(frame))))
    page = open_map(made, dashboard)
    page.wait_for_timeout(1500)  # the view is written into the address up to then
    settle(page)
    before = page.url
    frames.clear()
    drag(page, (0.5, 0.5), (0.3, 0.4))
    until(page, lambda: page.url != before and "view=" in page.url)
    assert not frames


def test_a_drawn_area_filters_the_map_and_the_lists_and_is_forgotten_again(
    window: Callable[..., Window], dashboard: str
) -> None:
    page = open_map(window(), dashboard)
    before = state(page)
    mark(page)
    page.click('[aria-label="Draw a polygon"]')
    box = page.locator(".sitmap-map").bounding_box()
    for x, y in ((0.3, 0.3), (0.8, 0.35), (0.55, 0.8)):
        page.mouse.click(box["x"] + x * box["width"], box["y"] + y * box["height"])
    page.keyboard.press("Enter")
    until(page, lambda: 0 < state(page)["count"] < before["count"])
    page.wait_for_selector(".st-key-area-clear button")
    settle(page)
    after = state(page)
    assert stands(page)

    def counted() -> int:
        """How many incidents the choices of type tell of, together."""
        texts = page.locator('[class*="st-key-type-"] p').all_inner_texts()
        return sum(int(text.split()[-1].strip("()").replace(",", "")) for text in texts)

    comes(page, counted, after["count"])
    page.click(".st-key-area-clear button")
    comes(page, lambda: state(page), before)
    until(page, lambda: "area=" not in page.url, lambda: page.url)
    assert stands(page)


def test_the_counts_beside_every_choice_are_those_of_the_window(window: Callable[..., Window], dashboard: str) -> None:
    page = open_map(window(), f"{dashboard}/?from=2024-01-01&to=2024-12-31")
    page.get_by_text("More filters").click()
    settle(page)
    page.locator(".st-key-filter-actor input").click()
    option = page.locator('[role="option"]', has_text="(").first
    option.wait_for()
    settle(page)
    n = option.inner_text().rpartition(" ")[2]
    option.click()
    comes(page, lambda: state(page)["count"], int(n.strip("()").replace(",", "")))
    until(page, lambda: "actor=" in page.url)
    settle(page)
    before = state(page)["to"]
    page.focus('[role="slider"][data-handle="to"]')
    page.keyboard.press("ArrowLeft")
    until(page, lambda: state(page)["to"] < before and f"to={state(page)['to']}" in page.url, lambda: page.url)
    settle(page)
    assert "actor=" in page.url, "the choice survives the window"
