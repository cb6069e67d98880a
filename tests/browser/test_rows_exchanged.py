"""After a decision the map stands as it stood, with other rows: the same as one that is loaded anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from geo.desk import correct, join, undo
from geo.merging.by_hand import key_of
from geo.pipeline import ingest
from geo.places.gazetteer import Gazetteer
from geo.sources.text import article_from_text
from geo.store.store import Store
from tests.browser.conftest import Window, serve
from tests.browser.test_dashboard import PICTURE, STAGE, click_symbol, mark, open_map, press, stands
from tests.browser.waiting import comes, settle

pytestmark = pytest.mark.browser

NEWS = (
    ("Morning Wire", "Shelling killed two people in Kherson on Monday, officials said."),
    ("Evening Wire", "Five people were killed in Kherson on Monday by Russian shelling, the mayor said."),
    ("Daily", "On Tuesday a drone hit a bus in Nikopol and wounded three people. Troops clashed near Sumy on Sunday."),
    ("Weekly", "On Monday shelling wounded nine people in Kharkiv Oblast. A missile hit a depot in Odesa on Friday."),
)
MAP = "window.Sitmap.stages.map_sitmap"
#: All that the layer draws from, the rows in view and their number.
DATA = """() => {
  const { layer } = Object.values(window.Sitmap.stages).at(-1), { col, meta } = layer, told = {};
  for (const name of ["x", "y", "first", "last", "incident", "surface", "place", "radius"].concat(
    ["type", "status", "precision", "flags"]))
    told[name] = Array.from(new Uint8Array(col[name].buffer, col[name].byteOffset, col[name].byteLength)).join(" ");
  return [told, meta, Array.from(layer.rows), layer.summary.count, layer.selected, layer.span, layer.all];
}"""
SIGNED: dict[str, Any] = {"author": "Ada", "made": datetime(2024, 3, 9, tzinfo=UTC)}


@pytest.fixture
def store(tmp_path: Path, gazetteer: Gazetteer) -> Store:
    made = Store.open(f"sqlite:///{tmp_path / 'store.db'}")
    ingest(
        [article_from_text(text, title=who, source=who, published=date(2024, 3, 6)) for who, text in NEWS],
        made,
        gazetteer,
    )
    return made


def anew(page: Any, window: Callable[..., Window]) -> tuple[Any, str]:
    """What a map shows that is loaded anew from the address of this one; the incident that is open is not in it."""
    other = open_map(window(), page.url)
    found = other.evaluate(DATA), other.evaluate(PICTURE)
    other.context.close()
    return found


def test_the_rows_of_another_version_come_into_the_map_that_stands(
    window: Callable[..., Window], home: Path, tmp_path: Path, store: Store
) -> None:
    with serve(home, tmp_path) as url:
        page = open_map(window(), url)
        press(page, "to", "ArrowLeft", 1)
        page.evaluate("() => { (window.__held = document.querySelector('.sitmap-mode')).focus(); }")
        mark(page)
        picture = page.evaluate(PICTURE)

        def steps() -> list[Callable[[], object]]:
            def pair() -> list[Any]:
                ids = list(dict.fromkeys(store.incidents()["incident_id"]))
                return [one for one in map(store.incident, ids) if one is not None]

            kherson = next(one for one in pair() if len(one.reports) > 1)
            about = [key_of(report) for report in kherson.reports[:1]]
            gone = {"verdict": "rejected"}
            return [
                lambda: correct(store, "verdict", gone, reports=about, reason="no", **SIGNED),
                lambda: join(store, *pair()[:2], reason="same", **SIGNED),
                lambda: undo(store, store.corrections.history()[0].id, **SIGNED),
                lambda: [undo(store, one.id, **SIGNED) for one in store.corrections.history() if one.undone is None],
            ]

        for days, step in zip((-1, 1, -1, 1), steps(), strict=True):
            step()
            page.evaluate(f"() => {{ window.__col = {MAP}.layer.col; }}")
            # A moved window makes the page run again, and leaves the focus where it is.
            page.evaluate(f"() => {{ const {{ brush }} = {MAP}; brush.set(brush.from, brush.to + {days}); }}")
            page.wait_for_function(f"() => {MAP}.layer.col !== window.__col")
            settle(page)
            assert stands(page)
            assert page.evaluate("() => document.activeElement === window.__held")
            assert "The map shows the change: " in page.inner_text(".sitmap-said")
            data, drawn = anew(page, window)
            assert page.evaluate(DATA) == data
            assert page.evaluate(PICTURE) == drawn
        assert page.evaluate(PICTURE) == picture, "all was taken back"


def test_what_is_chosen_and_the_page_around_it_stay(
    window: Callable[..., Window], home: Path, tmp_path: Path, store: Store
) -> None:
    with serve(home, tmp_path) as url:
        page = open_map(window(), url)
        click_symbol(page)
        page.wait_for_selector(".sm-panel")
        settle(page)
        mark(page)
        chosen = f"() => {{ const {{ layer }} = {MAP}; return [layer.selected, layer.col.incident.length]; }}"
        view = f"() => {{ const {{ map }} = {MAP}; return [map.getCenter().lat, map.getCenter().lng, map.getZoom()]; }}"
        at, (number, rows) = page.evaluate(view), page.evaluate(chosen)
        assert number >= 0
        page.get_by_role("button", name="Join with another").click()
        page.locator('[class*="st-key-join-which"] input').click()
        page.keyboard.press("Enter")
        page.locator('[class*="st-key-join-"][class*="-who"] input').fill("Ada")
        page.evaluate(f"() => {{ window.__col = {MAP}.layer.col; }}")
        page.get_by_role("button", name="Join them").click()
        page.get_by_text("by Ada").first.wait_for()
        page.wait_for_function(f"() => {MAP}.layer.col !== window.__col")
        settle(page)
        assert stands(page)
        assert page.evaluate(view) == at
        assert page.evaluate(chosen)[0] >= 0
        page.get_by_role("button", name="Undo").first.click()
        comes(page, lambda: page.evaluate(chosen)[1], rows)
        settle(page)
        assert stands(page)
        assert page.evaluate(chosen)[0] >= 0, "one of the two is open"
        assert page.locator(STAGE).count() == 1
