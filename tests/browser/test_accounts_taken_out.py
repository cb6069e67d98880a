"""A person in a Chromium sees two accounts side by side, takes one out of the incident, and puts it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from geo.pipeline import ingest
from geo.places.gazetteer import Gazetteer
from geo.sources.text import article_from_text
from geo.store.store import Store
from tests.browser.conftest import Window, serve
from tests.browser.test_dashboard import SPOT, open_map
from tests.browser.waiting import settle, until

pytestmark = pytest.mark.browser

ACCOUNTS = (
    ("Morning Wire", "Shelling killed two people in Kherson on Monday, officials said."),
    ("Evening Wire", "Five people were killed in Kherson on Monday by Russian shelling, the mayor said."),
)


def test_a_report_is_taken_out_of_an_incident_and_put_back(
    window: Callable[..., Window], home: Path, gazetteer: Gazetteer, tmp_path: Path
) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'store.db'}")
    articles = [
        article_from_text(text, title=f"Told by {source}", source=source, published=date(2024, 3, 6))
        for source, text in ACCOUNTS
    ]
    ingest(articles, store, gazetteer)
    with serve(home, tmp_path) as url:
        page = open_map(window(), url)
        x, y = page.evaluate(SPOT)
        page.mouse.move(x, y)
        page.wait_for_selector(".sitmap-tip:not([hidden])")
        assert "confidence" in page.inner_text(".sitmap-tip")
        page.mouse.click(x, y)
        page.wait_for_selector(".sm-accounts")
        settle(page)
        assert "They differ on: killed" in page.inner_text(".st-key-panel")
        page.click(".sm-why summary")
        assert "same place: Kherson" in page.inner_text(".sm-why")
        page.get_by_role("button", name="Take a report out").click()
        page.locator('[class*="st-key-split-"][class*="-who"] input').fill("Ada")
        page.get_by_role("button", name="Take it out").click()
        page.get_by_text("A report was taken out by Ada").wait_for()
        page.wait_for_selector(".sm-accounts", state="detached")
        assert len(store.decisions()) == 1
        settle(page)
        page.get_by_role("button", name="Undo").click()
        page.wait_for_selector(".sm-accounts")
        until(page, lambda: store.decisions() == ())
