"""The table under the map: a head sorts all rows, pages turn, a row opens its evidence, a symbol finds its row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.conftest import Window
from tests.browser.test_dashboard import click_symbol, open_map
from tests.browser.waiting import OPEN_MS, settle, until

pytestmark = pytest.mark.browser

TABLE = '.sm-table[data-ready="true"]'
OPEN_ROW = f'{TABLE} tr[aria-selected="true"]'


def cells(page: Any, column: str) -> list[str]:
    found: list[str] = page.locator(f"{TABLE} tbody .sm-col-{column}").all_inner_texts()
    return found


def asked(page: Any) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_the_table_is_sorted_turned_and_linked_with_the_map(window: Callable[..., Window], dashboard: str) -> None:
    made = window()
    page = open_map(made, dashboard)
    page.wait_for_selector(TABLE, timeout=OPEN_MS, state="attached")
    settle(page)
    days = cells(page, "day")
    page.evaluate("() => { window.__table = document.querySelector('.sm-table'); }")

    page.click(f'{TABLE} [data-sort="killed"]')
    page.wait_for_selector(f'{TABLE} th.sm-col-killed[aria-sort="descending"]')
    killed = [int(text.rstrip("+").replace(",", "")) for text in cells(page, "killed")]
    assert killed == sorted(killed, reverse=True)
    assert killed[0] >= 100
    settle(page)
    until(page, lambda: asked(page).get("sort") == ["-killed"], lambda: page.url)
    assert page.evaluate("() => document.activeElement.dataset.sort") == "killed", "the focus stays where it was"

    page.click(f'{TABLE} [data-turn="next"]')
    page.wait_for_function("() => document.querySelector('.sm-table-says').textContent.startsWith('11 to 20')")
    until(page, lambda: asked(page).get("page") == ["2"], lambda: page.url)
    settle(page)
    # By keyboard: down over the end of the page to the next one, and the evidence of its first row.
    page.locator(f"{TABLE} tbody tr").last.focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_function("() => document.querySelector('.sm-table-says').textContent.startsWith('21 to 30')")
    settle(page)
    page.keyboard.press("Enter")
    page.wait_for_selector(".sm-panel .sm-evidence", state="attached")
    settle(page)
    chosen = page.get_attribute(OPEN_ROW, "data-incident")
    # The panel and the map are told in the same rerun, and each draws in its own time.
    page.wait_for_function("() => Object.values(window.Sitmap.stages).at(-1).layer.selected >= 0")
    assert page.locator(f"{OPEN_ROW} .sm-col-place").inner_text().split(";")[0] in page.inner_text(".sm-where")
    assert page.evaluate("() => window.__table.isConnected"), "the table was not made anew"

    # A symbol of the map turns to the page on which its incident stands.
    page.evaluate("() => document.querySelector('.stMain').scrollTo(0, 0)")
    click_symbol(page)
    page.wait_for_function(
        "(was) => { const row = document.querySelector('.sm-table tr[aria-selected=\"true\"]');"
        " return row && row.dataset.incident !== was; }",
        arg=chosen,
    )

    made.page.goto(f"{dashboard}/?sort=day")  # a link shows the same order
    page.wait_for_selector(f'{TABLE} th.sm-col-day[aria-sort="ascending"]', timeout=OPEN_MS, state="attached")
    assert cells(page, "day")[0] < days[-1]
