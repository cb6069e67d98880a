"""A person at the review desk corrects ten errors of a reader, each in three steps at most; all of it is remembered."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from geo import pipeline
from geo.desk import export_corrections, import_corrections
from geo.places.gazetteer import Gazetteer
from geo.store.store import Store
from tests.browser.conftest import Window, serve
from tests.browser.planted import TRUE, articles, facts, planted, renumbered
from tests.browser.waiting import OPEN_MS, settle, until

pytestmark = pytest.mark.browser

ROOM = '.sitmap-room[data-ready="true"]'
MOST_STEPS = 3


class Person:
    """Somebody at the review desk, whose steps are counted."""

    def __init__(self, page: Any, url: str, store: Store) -> None:
        self.page, self.url, self.store = page, url, store
        self.steps = 0

    def opens(self, title: str) -> None:
        """Come to the first incident of an article; that is no step of a correction."""
        rows = self.store.incidents()
        mine = rows[rows["sources"].str.contains(f"Wire {title}", regex=False)]
        self.page.goto(f"{self.url}/review?incident={mine['incident_id'].iloc[0]}")
        self.page.wait_for_selector(ROOM, timeout=OPEN_MS)
        self.page.wait_for_selector(".sm-room-panel [data-fix=status]")
        settle(self.page)
        self.steps = 0

    def clicks(self, what: str) -> None:
        """One step."""
        self.page.locator(what).first.click()
        self.steps += 1

    def clicks_name(self, name: str) -> None:
        """One step."""
        self.page.locator(".sm-room-text .sm-role", has_text=name).first.click()
        self.steps += 1

    def chooses(self, what: str, code: str) -> None:
        """One step."""
        self.page.locator(what).select_option(code)
        self.steps += 1

    def types(self, what: str, text: str) -> None:
        """Two steps: to type, and Enter."""
        self.page.locator(what).fill(text)
        self.page.locator(what).press("Enter")
        self.steps += 2

    def selects(self, name: str) -> None:
        """One step: words of the article, with the mouse."""
        box = self.page.evaluate(
            """(name) => {
              const spans = [...document.querySelectorAll(".sm-room-text span")];
              const span = spans.find((s) => s.textContent.includes(name));
              const range = document.createRange(), at = span.textContent.indexOf(name);
              range.setStart(span.firstChild, at); range.setEnd(span.firstChild, at + name.length);
              const box = range.getBoundingClientRect();
              return [box.left, box.right, (box.top + box.bottom) / 2];
            }""",
            name,
        )
        self.page.mouse.move(box[0] + 1, box[2])
        self.page.mouse.down()
        self.page.mouse.move(box[1] - 1, box[2], steps=5)
        self.page.mouse.up()
        self.steps += 1


#: title -> what the person does.
STEPS: dict[str, Callable[[Person], None]] = {
    "country": lambda p: (p.clicks_name("Tripoli"), p.clicks('[data-place="gn:266826"]'))[0],
    "metonym": lambda p: (p.clicks_name("Moscow"), p.clicks("[data-role=metonym]"))[0],
    "weekday": lambda p: p.types("[data-day=first]", "2022-07-14"),
    "claimed": lambda p: p.chooses("[data-fix=status]", "claimed"),
    "told once": lambda p: (p.clicks("[data-do=near]"), p.clicks("[data-join]"))[0],
    "toll": lambda p: p.types("[data-figure=fatalities]", "21"),
    "missed": lambda p: (p.selects("Dnipro"), p.clicks("[data-do=add-place]"))[0],
    "precision": lambda p: p.chooses("[data-fix=precision]", "settlement"),
    "boilerplate": lambda p: (p.page.keyboard.press("x"), setattr(p, "steps", p.steps + 1))[0],
    "neighbour one": lambda p: p.clicks("[data-do=take-out]"),
}


def test_ten_errors_are_corrected_in_three_steps_each_and_stay_so(
    window: Callable[..., Window],
    home: Path,
    gazetteer: Gazetteer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    store = Store.open(url)
    monkeypatch.setattr(pipeline, "read", planted(pipeline.read))
    pipeline.ingest(articles(), store, gazetteer)
    fresh = facts(store)
    assert [title for title in TRUE if fresh[title] == TRUE[title]] == []
    with serve(home, tmp_path) as address:
        page = window().page
        person = Person(page, address, store)
        person.opens("country")
        page.locator('[class*="st-key-room-author"] input').fill("Ada")
        page.keyboard.press("Enter")
        settle(page)
        for title, correct in STEPS.items():
            if title != "country":
                person.opens(title)
            correct(person)
            assert person.steps <= MOST_STEPS, title
            so = partial(lambda name: facts(store)[name] == TRUE[name], title)
            until(page, so, lambda: page.inner_text(".sm-room-panel"))
        page.reload()
        page.get_by_text("incidents looked at").wait_for(timeout=OPEN_MS)
    assert {one.author for one in store.corrections.history()} == {"Ada"}
    store.close()
    again = Store.open(url)  # restarted, and read once more by a reader that makes the same errors
    monkeypatch.setattr(pipeline, "EXTRACTOR", "a newer reader")
    monkeypatch.setattr(pipeline, "read", renumbered(pipeline.read))
    assert pipeline.ingest(articles(), again, gazetteer).replaced == len(articles())
    assert facts(again) == TRUE
    elsewhere = Store.open("sqlite://")
    import_corrections(elsewhere, export_corrections(again), gazetteer)
    pipeline.ingest(articles(), elsewhere, gazetteer)
    assert facts(elsewhere) == TRUE
