"""The time brush: keys, pointer, touch, play and axis, on a page that opens from disk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.browser.conftest import Window
from tests.browser.test_layer import FIRST, made_up, saved_page

pytestmark = pytest.mark.browser

LAST = FIRST + timedelta(days=30)
#: What the canvas under the map shows.
BARS = "() => document.querySelector('.sitmap-track canvas').toDataURL()"
#: What the canvas of the map shows; drawn anew, for the first letters of a page may differ from later ones in a shade.
MAP = """() => {
  Object.values(window.Sitmap.stages).at(-1).layer._draw();
  return document.querySelector('canvas.sitmap-incidents').toDataURL();
}"""
DRAWN = "() => new Promise((done) => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(done)), 60))"
BRUSH = "Object.values(window.Sitmap.stages)[0].brush"


@pytest.fixture
def page(window: Callable[..., Window], tmp_path: Path) -> Any:
    return saved_page(window, tmp_path, made_up(np.random.default_rng(11)))


def days(page: Any) -> tuple[date, date]:
    """First and last day of the window, once it is drawn."""
    page.evaluate(DRAWN)
    stage = page.query_selector(".sitmap-stage")
    first, last = (date.fromisoformat(stage.get_attribute(f"data-{name}")) for name in ("from", "to"))
    return first, last


def focus(page: Any, handle: str) -> None:
    page.focus(f'[role="slider"][data-handle="{handle}"]')


def span(page: Any) -> tuple[date, date]:
    """The days that the axis shows."""
    a, b = page.evaluate(f"() => [{BRUSH}.a, {BRUSH}.b]")
    return date(1970, 1, 1) + timedelta(days=a), date(1970, 1, 1) + timedelta(days=b)


def bar_x(page: Any, day: date) -> float:
    """Where on the page a day of the axis is."""
    box = page.locator(".sitmap-track").bounding_box()
    first, last = span(page)
    return float(box["x"] + box["width"] * ((day - first).days + 0.5) / ((last - first).days + 1))


def test_arrows_move_by_the_chosen_step_and_with_shift_by_ten(page: Any) -> None:
    focus(page, "to")
    page.select_option('[aria-label="Step"]', "day")
    focus(page, "to")
    page.keyboard.press("ArrowRight")
    assert days(page) == (FIRST, LAST + timedelta(days=1))
    page.keyboard.press("Shift+ArrowRight")
    assert days(page) == (FIRST, LAST + timedelta(days=11))
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("ArrowDown")
    assert days(page) == (FIRST, LAST)
    page.select_option('[aria-label="Step"]', "week")
    focus(page, "window")
    page.keyboard.press("ArrowRight")
    assert days(page) == (FIRST + timedelta(days=7), LAST + timedelta(days=7))
    page.select_option('[aria-label="Step"]', "month")
    focus(page, "window")
    page.keyboard.press("ArrowRight")
    assert days(page)[0] == date(2024, 2, 8)


def test_home_and_end_go_to_the_ends_of_the_axis(page: Any) -> None:
    first, last = span(page)
    focus(page, "to")
    page.keyboard.press("End")
    assert days(page) == (FIRST, last)
    focus(page, "from")
    page.keyboard.press("Home")
    assert days(page) == (first, last)
    page.keyboard.press("End")
    assert days(page) == (last, last)
    focus(page, "window")
    page.keyboard.press("Home")
    assert days(page) == (first, first)


def test_each_handle_is_a_slider_that_says_its_day(page: Any) -> None:
    days(page)
    told = {
        name: page.get_attribute(f'[role="slider"][data-handle="{name}"]', "aria-valuetext")
        for name in ("from", "to", "window")
    }
    assert told["from"] == "from 1 January 2024"
    assert told["to"] == "to 31 January 2024"
    assert told["window"].startswith("1 January 2024 to 31 January 2024, ")
    assert told["window"].endswith(" incidents")
    assert all(page.get_attribute(f'[data-handle="{name}"]', "aria-label") for name in told)


def test_space_plays_and_stops_and_a_cumulative_window_keeps_its_first_day(page: Any) -> None:
    page.select_option('[aria-label="Window or cumulative"]', "cumulative")
    page.select_option('[aria-label="Speed of play"]', "4")
    first = days(page)[0]
    focus(page, "to")
    page.keyboard.press("Space")
    page.wait_for_function(f"last => {BRUSH}.to > last + 2", arg=(LAST - date(1970, 1, 1)).days)
    page.keyboard.press("Space")
    stopped = days(page)
    assert stopped[0] == first
    page.wait_for_timeout(500)
    assert days(page) == stopped


def test_the_axis_is_linear_or_logarithmic_and_the_picture_stays(page: Any) -> None:
    days(page)
    linear, drawn = page.evaluate(BARS), page.evaluate(MAP)
    page.click('[aria-label="Logarithmic axis"]')
    assert page.get_attribute('[aria-label="Logarithmic axis"]', "aria-pressed") == "true"
    assert page.evaluate(BARS) != linear
    assert page.evaluate(MAP) == drawn
    page.click('[aria-label="Logarithmic axis"]')
    assert page.evaluate(BARS) == linear


def test_age_fades_and_need_not(page: Any) -> None:
    days(page)
    faded = page.evaluate(MAP)
    page.click(".sitmap-fade")
    days(page)
    assert page.evaluate(MAP) != faded
    page.click(".sitmap-fade")
    days(page)
    assert page.evaluate(MAP) == faded


def test_a_click_on_a_bar_takes_its_days_and_a_double_click_all(page: Any) -> None:
    day = FIRST + timedelta(days=200)
    y = page.locator(".sitmap-track").bounding_box()["y"] + 30
    page.mouse.click(bar_x(page, day), y)
    first, last = days(page)
    assert first <= day <= last
    assert (last - first).days < 10
    page.mouse.move(bar_x(page, day) + 1, y)
    told = page.get_attribute(".sitmap-track", "title")
    assert told.startswith(f"{first} → {last} · "), "the bar under the pointer says its days and its number"
    page.mouse.dblclick(bar_x(page, day + timedelta(days=60)), y)
    assert days(page) == span(page)


def test_the_ends_and_the_window_are_dragged(page: Any) -> None:
    y = page.locator(".sitmap-track").bounding_box()["y"] + 30

    def drag(start: float, end: float) -> tuple[date, date]:
        page.mouse.move(start, y)
        page.mouse.down()
        page.mouse.move((start + end) / 2, y)
        page.mouse.move(end, y)
        page.mouse.up()
        return days(page)

    to_edge = bar_x(page, LAST + timedelta(days=1))
    first, last = drag(to_edge, bar_x(page, LAST + timedelta(days=100)))
    assert first == FIRST
    assert abs((last - LAST).days - 100) < 5
    middle = first + timedelta(days=60)
    moved = drag(bar_x(page, middle), bar_x(page, middle + timedelta(days=50)))
    assert moved[1] - moved[0] == last - first
    assert abs((moved[0] - first).days - 50) < 5


def test_a_finger_drags_a_window_and_two_widen_it(window: Callable[..., Window], tmp_path: Path) -> None:
    page = saved_page(window, tmp_path, made_up(np.random.default_rng(11)), width=390, height=844, has_touch=True)
    box = page.locator(".sitmap-track").bounding_box()
    client = page.context.new_cdp_session(page)
    y, start, end = box["y"] + 25, bar_x(page, date(2024, 6, 1)), bar_x(page, date(2024, 8, 1))

    def touch(kind: str, *x: float) -> None:
        points = [{"x": one, "y": y, "id": k} for k, one in enumerate(x)]
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", start)
    touch("touchMove", (start + end) / 2)
    touch("touchMove", end)
    touch("touchEnd")
    first, last = days(page)
    assert abs((first - date(2024, 6, 1)).days) < 6
    assert abs((last - date(2024, 8, 1)).days) < 6
    middle = (start + end) / 2
    touch("touchStart", middle - 20, middle + 20)
    for apart in (25, 30, 40):
        touch("touchMove", middle - apart, middle + apart)
    touch("touchEnd")
    wider, later = days(page)
    assert (later - wider).days == pytest.approx(2 * (last - first).days, abs=8)
    assert abs((wider - first) - (last - later)) < timedelta(days=6)
    touch("touchStart", middle - 40, middle + 40)
    for apart in (30, 20):
        touch("touchMove", middle - apart, middle + apart)
    touch("touchEnd")
    assert abs((days(page)[0] - first).days) < 6


def test_what_is_planned_stands_in_a_marked_future(window: Callable[..., Window], tmp_path: Path) -> None:
    frame = made_up(np.random.default_rng(3)).head(400)
    frame = frame[frame["date_precision"].eq("day")]
    late = frame["date_start"] > frame["date_start"].quantile(0.8)
    frame = frame.assign(status=np.where(late, "planned", "occurred"))
    page = saved_page(window, tmp_path, frame)
    marked = page.evaluate(
        f"""() => {{
          const brush = {BRUSH}, future = brush._future, seen = [];
          brush._future = (ctx, x, w) => {{ seen.push(x / w); future.call(brush, ctx, x, w, 40); }};
          brush.set(...brush.layer.all); brush._paint();
          return seen.at(-1);
        }}"""
    )
    assert 0.6 < marked < 0.95
