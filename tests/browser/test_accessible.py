"""Every page for everybody: axe-core finds nothing serious, light or dark, and every page works by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

import pytest

from geo.dashboard.shell import MENUS, PAGES
from tests.browser.conftest import Window
from tests.browser.test_dashboard import click_symbol, open_map, state
from tests.browser.waiting import OPEN_MS, settle, until

pytestmark = pytest.mark.browser

#: What is Streamlit's own and cannot be changed from here: rule of axe-core -> why it is let through. Nothing is.
STREAMLIT: dict[str, str] = {}
RUN = """() => axe.run(document, {resultTypes: ["violations"]}).then((found) => found.violations.map((one) =>
  ({...one, where: one.nodes.map((node) => `${node.target} ${node.html.slice(0, 200)}`)})))"""
UNFOLD = (
    """() => document.querySelectorAll(".stMain details:not([open]) > summary").forEach((closed) => closed.click())"""
)


@cache
def axe() -> str:
    """The script of axe-core, where the package that carries it is installed."""
    pytest.importorskip("axe_playwright_python", reason="axe-playwright-python carries axe-core: requirements-dev.txt")
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def serious(page: Any, what: str) -> list[str]:
    """What axe-core calls serious or critical, in words."""
    page.evaluate(axe())
    return [
        f"{what}: {one['impact']}: {one['id']}: {one['help']}\n    " + "\n    ".join(one["where"][:5])
        for one in page.evaluate(RUN)
        if one["impact"] in ("serious", "critical") and one["id"] not in STREAMLIT
    ]


def choose_row(page: Any, key: str) -> None:
    """Choose a row of a table as its caption says: arrow keys, and shift with space."""
    page.focus(f".st-key-{key} canvas")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+Space")
    settle(page)


def serious_in_both(page: Any, what: str) -> list[str]:
    """The same in light and in dark."""
    found = []
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        so = "(theme) => getComputedStyle(document.querySelector('.stApp')).colorScheme === theme"
        page.wait_for_function(so, arg=theme)
        settle(page)
        found += serious(page, f"{what}, {theme}")
    return found


def test_axe_finds_nothing_serious_on_any_page(window: Callable[..., Window], dashboard: str) -> None:
    axe()
    page = open_map(window(), dashboard)
    click_symbol(page)
    page.wait_for_selector(".sm-panel .sm-evidence", state="attached")
    settle(page)
    page.get_by_text("More filters").click()
    found = serious_in_both(page, "map, with evidence and all filters")
    for title, *_ in PAGES[1:]:
        go_to(page, title)
        settle(page)
        if title == "Articles":
            choose_row(page, "articles-rows")
        page.evaluate(UNFOLD)
        found += serious_in_both(page, title)
    assert not found, "\n".join(found)


def go_to(page: Any, title: str) -> None:
    """Choose a page in the bar, or in the menu of the bar that holds it."""
    path = next(path for name, path, *_ in PAGES if name == title)
    if path in MENUS:
        page.get_by_test_id("stTopNavSection").filter(has_text=MENUS[path]).click()
    page.locator(f'a[href$="/{path}"]').click()


FOCUS = """(where) => Boolean(document.activeElement && document.activeElement.closest(where))"""


def tab_to(page: Any, where: str, *, most: int = 90) -> None:
    """Press Tab until the focus stands in `where`; where the page was drawn anew on the way, once more from its top."""
    for _ in range(3):
        for _ in range(most):
            page.keyboard.press("Tab")
            if page.evaluate(FOCUS, where):
                return
        settle(page)
    pytest.fail(f"Tab never comes to {where}")


def test_the_map_works_by_keyboard_alone(window: Callable[..., Window], dashboard: str) -> None:
    made = window()
    page = open_map(made, dashboard)
    before = state(page)
    assert page.locator(".sm-tour-target.sitmap-brush").count() == 1
    tab_to(page, ".sm-tour-next")
    page.keyboard.press("Enter")
    assert "2 of 5" in page.inner_text(".sm-tour")
    page.keyboard.press("Escape")
    assert not page.locator(".sm-tour").is_visible()
    tab_to(page, ".st-key-type-explosion_remote")
    page.keyboard.press("Space")
    until(page, lambda: state(page)["count"] < before["count"])
    settle(page)
    tab_to(page, '[data-handle="from"]')
    page.keyboard.press("Shift+ArrowRight")
    until(page, lambda: state(page)["from"] > before["from"])
    settle(page)
    tab_to(page, ".sm-table tbody tr")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector(".sm-panel .sm-evidence", state="attached")
    settle(page)
    tab_to(page, ".st-key-panel-close")
    page.keyboard.press("Enter")
    page.wait_for_selector(".sm-panel", state="detached")
    open_map(made, dashboard)
    assert not page.locator(".sm-tour").is_visible(), "what was closed stays closed"


def test_the_other_pages_work_by_keyboard_alone(window: Callable[..., Window], dashboard: str) -> None:
    page = open_map(window(), dashboard)
    tab_to(page, 'a[href$="/articles"]')
    page.keyboard.press("Enter")
    page.wait_for_selector(".st-key-articles-rows canvas", timeout=OPEN_MS, state="attached")
    settle(page)
    tab_to(page, '[role="tab"]')
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    tab_to(page, ".st-key-paste-text")
    page.keyboard.type("Nothing of this is added.")
    tab_to(page, 'a[href$="/export"]')
    page.keyboard.press("Enter")
    page.wait_for_selector(".st-key-export-png button", timeout=OPEN_MS)
    settle(page)
    tab_to(page, ".st-key-export-png")
    with page.expect_download(timeout=OPEN_MS) as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".png")
    tab_to(page, '[data-testid="stTopNavSection"]')
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.innerText").startswith(MENUS["places"])
    page.keyboard.press("Enter")
    page.locator('a[href$="/places"]').wait_for()
    settle(page)
    page.keyboard.press("ArrowDown")
    page.wait_for_function(FOCUS, arg='a[href$="/places"]')
    page.keyboard.press("Enter")
    page.wait_for_selector('.stMain input[type="text"]', timeout=OPEN_MS)
    settle(page)
    tab_to(page, '.stMain input[type="text"]')
    page.keyboard.type("Sumy")
    page.keyboard.press("Enter")
    page.wait_for_selector(".sm-place")
