"""Payloads in a real Chromium: pages, a saved page, a brief and a picture are walked; nothing runs or is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from geo.dashboard import shell
from geo.dashboard.evidence import panel_html
from geo.dashboard.marked import reading_html
from geo.export.formats import take_snapshot
from geo.export.look import Look
from geo.export.request import Request
from geo.model import Selection
from geo.places.gazetteer import Gazetteer
from geo.store.store import Store
from tests.browser.conftest import Window, serve
from tests.browser.test_dashboard import open_map
from tests.browser.waiting import OPEN_MS, settle
from tests.maps.hostile import PAYLOADS
from tests.safety.hostile_store import payload_folder

pytestmark = pytest.mark.browser

PAGES = tuple(path for _, path, *_ in shell.PAGES if path != "map")
ALL = Selection(background=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return payload_folder(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def store(folder: Path) -> Store:
    return Store.open(f"sqlite:///{folder / 'store.db'}")


@pytest.fixture(scope="module")
def hostile(browser: Any, home: Path, gazetteer: Gazetteer, folder: Path) -> Iterator[str]:
    del browser, gazetteer
    with serve(home, folder) as url:
        yield url


def nothing_ran(page: Any) -> None:
    assert page.evaluate("() => window.PWN ?? null") is None
    assert page.evaluate("() => document.title === '1234000'") is False
    assert all(frame.evaluate("() => window.PWN ?? null") is None for frame in page.frames)


def test_all_pages_of_the_dashboard_run_nothing(window: Callable[..., Window], hostile: str) -> None:
    page = open_map(window(), hostile)
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None)
    for k in range(26, 34):  # what aims at a browser
        page.evaluate("(k) => { Object.values(Sitmap.stages).at(-1).layer.fire('incidents', { incidents: [k] }); }", k)
        page.wait_for_selector(".sm-panel")
        settle(page)
        nothing_ran(page)
    for tab in page.get_by_role("tab").all():
        tab.click()
        settle(page)
    nothing_ran(page)
    for name in PAGES:
        page.goto(f"{hostile}/{name}")
        page.wait_for_selector('[data-testid="stMainBlockContainer"] >> text=/./', timeout=OPEN_MS)
        settle(page)
        nothing_ran(page)
    assert refused == []  # the policy had nothing to stop


def test_every_panel_and_every_marked_article_is_text_even_without_streamlits_cleaning(
    window: Callable[..., Window], store: Store, tmp_path: Path
) -> None:
    ids = list(dict.fromkeys(store.incidents()["incident_id"]))
    parts = [panel_html(incident, store, str) for one in ids if (incident := store.incident(one))]
    parts += [reading_html(reading) for n in range(len(PAYLOADS)) if (reading := store.reading(f"a{n:03d}"))]
    path = tmp_path / "parts.html"
    path.write_text(f"<!doctype html><meta charset=utf-8>{''.join(parts)}", encoding="utf-8")
    page = window().page
    page.goto(path.as_uri())
    page.wait_for_timeout(500)
    nothing_ran(page)
    assert page.evaluate("() => document.querySelectorAll('script,img,svg,iframe,style,link,form,object').length") == 0
    assert len(parts) > 2 * len(PAYLOADS) - 4


def test_a_saved_page_shows_all_cards_and_runs_nothing(
    window: Callable[..., Window], store: Store, tmp_path: Path
) -> None:
    request = Request("html", ALL, title=" ".join(PAYLOADS), look=Look(scale=1))
    path = tmp_path / "page.html"
    path.write_bytes(take_snapshot(request, store.incidents(), sources=store.sources()).content)
    page = window().page
    page.goto(path.as_uri())
    page.wait_for_selector('[data-ready="true"]', state="attached")
    shown = page.evaluate("""async () => {
      const { layer } = Sitmap.stages.map_sitmap, seen = new Set();
      for (let k = 0; k < layer.col.n; k++) {
        layer.fire("incidents", { incidents: [k] });
        await new Promise((done) => setTimeout(done, 15));
        seen.add(document.querySelector("#card").textContent);
      }
      return seen.size;
    }""")
    assert shown > len(PAYLOADS)
    nothing_ran(page)


@pytest.mark.parametrize("fmt", ["report.html", "svg"])
def test_a_brief_and_a_picture_run_nothing(
    window: Callable[..., Window], store: Store, tmp_path: Path, fmt: str
) -> None:
    request = Request(fmt, ALL, title=" ".join(PAYLOADS), look=Look(scale=1))
    path = tmp_path / f"made.{fmt.rpartition('.')[2]}"
    made = take_snapshot(request, store.incidents(), sources=store.sources(), left_out=store.not_on_map())
    path.write_bytes(made.content)
    page = window().page
    page.goto(path.as_uri())
    page.wait_for_timeout(800)
    nothing_ran(page)
