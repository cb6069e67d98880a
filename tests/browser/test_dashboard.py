"""The dashboard as a person meets it: it opens on the samples, the brush moves the map, a pin tells its sentence."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Window
from tests.browser.waiting import OPEN_MS, comes, settle, until

pytestmark = pytest.mark.browser

STAGE = '[data-testid="sitmap-stage"][data-ready="true"]'
#: Where on the page the newest symbol stands that nothing covers (the map is drawn a little beyond its frame).
SPOT = """() => {
  const stage = Object.values(window.Sitmap.stages).at(-1), { layer, map } = stage, frame = map.getContainer();
  const box = frame.getBoundingClientRect();
  for (const i of [...layer._spots].reverse()) {
    const [x, y] = layer._xy(i), at = map.layerPointToContainerPoint([x + layer._min.x, y + layer._min.y]);
    const on = document.elementFromPoint(box.left + at.x, box.top + at.y);
    if (on && frame.contains(on) && !on.closest(".leaflet-control, .sitmap-badges, .sitmap-pager"))
      return [box.left + at.x, box.top + at.y];
  }
  return null;
}"""
#: What the canvas of the incidents shows.
PICTURE = "() => document.querySelector('canvas.sitmap-incidents').toDataURL()"


def open_map(made: Window, url: str) -> Any:
    """The page with a stage that stands."""
    made.page.goto(url)
    made.page.wait_for_selector(STAGE, timeout=OPEN_MS, state="attached")
    settle(made.page)
    return made.page


def state(page: Any) -> dict[str, Any]:
    """What the stage tells of itself, all at one moment."""
    told: dict[str, Any] = page.locator(STAGE).evaluate("(stage) => ({...stage.dataset})")
    return {"from": told["from"], "to": told["to"], "count": int(told["count"])}


def click_symbol(page: Any) -> None:
    """Click the newest symbol on the map, once it stands still."""
    settle(page)
    page.wait_for_function(SPOT)
    page.mouse.click(*page.evaluate(SPOT))


def press(page: Any, handle: str, key: str, times: int) -> None:
    """Press a key on a handle of the brush, and let the map and the lists follow."""
    page.focus(f'{STAGE} [role="slider"][data-handle="{handle}"]')
    for _ in range(times):
        page.keyboard.press(key)
        page.wait_for_timeout(30)
    settle(page)


def mark(page: Any) -> None:
    """Remember the map's element, to see later whether it is still the same one."""
    page.evaluate("() => { window.__map = document.querySelector('.sitmap-map'); }")


def stands(page: Any) -> bool:
    """Whether the map is the very element that was marked."""
    return bool(
        page.evaluate("() => window.__map.isConnected && window.__map === document.querySelector('.sitmap-map')")
    )


def test_the_brush_moves_the_map_and_the_lists_and_reloads_nothing(
    window: Callable[..., Window], dashboard: str
) -> None:
    page = open_map(window(), dashboard)
    before, picture = state(page), page.evaluate(PICTURE)
    assert before["count"] >= 20
    assert "Sample articles" in page.inner_text("body")
    mark(page)
    press(page, "from", "ArrowRight", 40)
    after = state(page)
    assert after["from"] > before["from"]
    assert after["to"] == before["to"]
    assert after["count"] < before["count"]
    assert page.evaluate(PICTURE) != picture
    assert stands(page)
    until(page, lambda: f"from={after['from']}" in page.url)
    press(page, "from", "ArrowLeft", 40)
    comes(page, lambda: state(page), before)


def test_the_whole_window_slides_and_keeps_its_length(window: Callable[..., Window], dashboard: str) -> None:
    page = open_map(window(), f"{dashboard}/?from=2024-03-01&to=2024-04-30")
    assert (state(page)["from"], state(page)["to"]) == ("2024-03-01", "2024-04-30")
    press(page, "window", "ArrowRight", 1)
    after = state(page)
    assert after["from"] > "2024-03-01"
    assert after["to"] > "2024-04-30"


def test_play_moves_the_window_by_itself_and_pause_stops_it(window: Callable[..., Window], dashboard: str) -> None:
    page = open_map(window(), f"{dashboard}/?from=2022-03-01&to=2022-04-30")
    page.click('[aria-label="Play"]')
    until(page, lambda: state(page)["from"] > "2022-03-01")
    page.click('[aria-label="Pause"]')
    settle(page)
    stopped = state(page)
    page.wait_for_timeout(900)
    assert state(page) == stopped


def test_a_clicked_pin_opens_its_sentence_and_the_map_stays(window: Callable[..., Window], dashboard: str) -> None:
    page = open_map(window(), dashboard)
    mark(page)
    click_symbol(page)
    page.wait_for_selector(".sm-panel .sm-evidence", state="attached")
    settle(page)
    panel = page.inner_text(".sm-panel")
    assert "Why here" in panel
    assert "Why this date" in panel
    assert len(page.text_content(".sm-panel .sm-evidence") or "") > 20
    assert stands(page)
    page.click(".st-key-panel-close button")
    page.wait_for_selector(".sm-panel", state="detached")
    assert stands(page)


def test_a_filter_changes_the_count_and_keeps_window_and_view(window: Callable[..., Window], dashboard: str) -> None:
    page = open_map(window(), dashboard)
    before = state(page)
    mark(page)
    page.click(".st-key-type-explosion_remote label")
    until(page, lambda: state(page)["count"] < before["count"])
    settle(page)
    after = state(page)
    assert (after["from"], after["to"]) == (before["from"], before["to"])
    assert stands(page)
    page.goto(page.url)
    page.wait_for_selector(STAGE, timeout=OPEN_MS, state="attached")
    comes(page, lambda: state(page), after)


LINE = {"type": "LineString", "coordinates": [[36, 50], [38, 47]]}
#: A front line in two states, and what of it is drawn: the tooltips' words, and the credit.
OVERLAY = {
    "dated": "states",
    "features": [
        {
            "from": day,
            "to": day,
            "title": title,
            "geometry": {"type": "LineString", "coordinates": [[36, 50], [38, 47]]},
        }
        for day, title in (("2024-01-10", "first"), ("2024-03-10", "<img src=x onerror=window.PWN=1>"))
    ],
}
LAID = """(list) => Object.values(window.Sitmap.stages).at(-1).setOverlays(list)"""
SHOWN = """() => {
  const stage = Object.values(window.Sitmap.stages).at(-1);
  const words = [...stage.overlays.held.values()].flatMap((one) => one.group ? one.group.getLayers() : [])
    .map((shape) => shape.getTooltip().getContent().textContent);
  return [document.querySelectorAll('[data-testid=sitmap-overlays] path').length, words,
    document.querySelector('.leaflet-control-attribution').textContent];
}"""


def test_an_overlay_shows_the_state_that_the_window_ends_in(window: Callable[..., Window], dashboard: str) -> None:
    made = window()
    page = open_map(made, f"{dashboard}/?from=2024-01-01&to=2024-02-01")
    url = f"{dashboard}/overlay-of-the-test.json"  # the page may fetch from its own server alone
    page.route(url, lambda route: route.fulfill(json=OVERLAY))
    page.evaluate(LAID, [{"title": "Line {{7*7}}", "licence": "CC0", "url": url}])
    comes(page, lambda: page.evaluate(SHOWN)[:2], [1, ["first"]])
    assert "Line {{7*7}}, state of 2024-01-10 (CC0)" in page.evaluate(SHOWN)[2]
    page.evaluate("() => Object.values(window.Sitmap.stages).at(-1).setWindow('2024-03-01', '2024-04-01')")
    comes(page, lambda: page.evaluate(SHOWN)[1], ["<img src=x onerror=window.PWN=1>"])
    page.evaluate("() => Object.values(window.Sitmap.stages).at(-1).setWindow('2023-03-01', '2023-04-01')")
    comes(page, lambda: page.evaluate(SHOWN)[0], 0)
    assert page.evaluate("() => window.PWN === undefined")
    page.evaluate(LAID, [])
    until(page, lambda: "Line" not in page.evaluate(SHOWN)[2])
    assert made.outside == []


def test_a_picture_and_a_page_are_downloaded_and_the_page_opens_from_disk(
    window: Callable[..., Window], dashboard: str, tmp_path: Path
) -> None:
    page = open_map(window(), f"{dashboard}/?from=2024-01-01&to=2024-12-31")
    shown = state(page)
    page.get_by_role("link", name="Export").click()
    saved = {}
    for kind in ("png", "html", "png-manifest"):
        button = page.locator(f".st-key-export-{kind} button")
        button.wait_for(timeout=OPEN_MS)
        settle(page)
        with page.expect_download(timeout=OPEN_MS) as download:
            button.click()
        saved[kind] = tmp_path / download.value.suggested_filename
        download.value.save_as(saved[kind])
    assert saved["png"].read_bytes().startswith(b"\x89PNG")
    assert json.loads(saved["png-manifest"].read_text())["counts"]["incidents"] == shown["count"]
    disk = open_map(window(offline=True), saved["html"].as_uri())
    assert state(disk)["count"] == shown["count"]
    press(disk, "from", "ArrowRight", 20)
    assert state(disk)["count"] < shown["count"]
    click_symbol(disk)
    until(disk, lambda: len(disk.inner_text("#card blockquote")) > 20)


def test_one_press_on_the_map_makes_a_picture_of_its_view(window: Callable[..., Window], dashboard: str) -> None:
    page = open_map(window(), f"{dashboard}/?view=34,40,5")
    page.click('[data-testid="sitmap-picture"]')
    page.wait_for_selector('[role="dialog"] img', timeout=OPEN_MS)
    settle(page)
    with page.expect_download(timeout=OPEN_MS) as coming:
        page.get_by_role("button", name="Its manifest (JSON)").click()
    west, south, east, north = json.loads(Path(coming.value.path()).read_text("utf-8"))["request"]["bbox"]
    assert west < 40 < east
    assert south < 34 < north
    assert east - west < 60
    assert page.query_selector(STAGE)


@pytest.mark.parametrize("size", [(1280, 800), (390, 844), (1920, 1080)])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_map_and_brush_are_above_the_fold(
    window: Callable[..., Window], dashboard: str, size: tuple[int, int], theme: str
) -> None:
    page = open_map(window(*size, theme=theme), dashboard)
    box = page.locator(".sitmap-brush").bounding_box()
    assert box["y"] + box["height"] <= size[1]
    assert box["width"] > 0.6 * min(size[0], 600)
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    dark = "() => document.querySelector('.sitmap-stage').classList.contains('sitmap-dark')"
    comes(page, lambda: page.evaluate(dark), theme == "dark")


@pytest.mark.parametrize("path", ["articles", "not-on-the-map", "export", "about"])
def test_every_page_opens_by_its_address(window: Callable[..., Window], dashboard: str, path: str) -> None:
    page = window().page
    page.goto(f"{dashboard}/{path}")
    page.locator('[data-testid="stHeading"]').first.wait_for(timeout=OPEN_MS)
    settle(page)
    assert page.locator('[data-testid="stException"]').count() == 0
