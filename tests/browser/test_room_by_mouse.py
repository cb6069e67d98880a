"""In the reading room: what hovers, what is offered of elsewhere and how far it holds, and words selected by mouse."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from geo import pipeline
from geo.places.gazetteer import Gazetteer
from geo.sources.text import article_from_text
from geo.store.store import Store
from tests.browser.conftest import Window, serve
from tests.browser.test_by_keyboard import done
from tests.browser.test_review import Person
from tests.browser.waiting import settle

pytestmark = pytest.mark.browser

TEXTS = {
    "one": "Shelling of Kherson on Monday killed one person, officials said.",
    "two": "Missiles hit Kherson on Friday and killed three people, the governor said.",
}


def test_a_name_is_set_as_elsewhere_for_always_and_what_was_missed_is_selected(
    window: Callable[..., Window], home: Path, gazetteer: Gazetteer, tmp_path: Path
) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'store.db'}")
    made = [
        article_from_text(text, title=title, source=f"Wire {title}", published=date(2024, 3, 12))
        for title, text in TEXTS.items()
    ]
    pipeline.ingest(made, store, gazetteer)

    def roles() -> dict[str, str]:
        """Title -> what the name stands for."""
        found = [one for name in store.articles()["article_id"] if (one := store.reading(name))]
        return {str(one.article.title): m.role for one in found for m in one.mentions if m.name == "Kherson"}

    with serve(home, tmp_path) as address:
        page = window().page
        person = Person(page, address, store)
        person.opens("one")
        page.locator('[class*="st-key-room-author"] input').fill("Ada")
        page.keyboard.press("Enter")
        settle(page)
        hover = page.locator(".sm-room-text .sm-role", has_text="Kherson").first.get_attribute("title")
        assert "named in the same clause" in hover, "the rule"
        assert "Kherson Oblast, Ukraine (0." in hover.split("; not ")[1], "score and runners-up"
        person.clicks_name("Kherson")
        person.clicks("[data-role=background]")
        done(page, lambda: roles() == {"one": "background", "two": "location"})
        person.opens("two")
        person.clicks_name("Kherson")
        page.locator('.sm-room-panel select[aria-label="Holds for"]').select_option("always")
        page.locator(".sm-room-panel button", has_text="as Ada set it").first.click()
        done(page, lambda: roles() == {"one": "background", "two": "background"})
        assert [one.scope for one in store.corrections.history()] == ["here", "always"]
        page.keyboard.press("u")
        done(page, lambda: roles() == {"one": "background", "two": "location"})
        person.selects("Friday")
        page.locator('.sm-room-panel input[type="date"]').fill("2024-03-07")
        page.locator("[data-do=add-date]").click()
        done(page, lambda: "2024-03-07" in store.incidents()["date_start"].astype(str).tolist())
        person.selects("the governor said")
        page.locator(".sm-room-panel select").last.select_option("accusation")
        page.locator("[data-do=add-incident]").click()
        done(page, lambda: "accusation" in store.incidents()["sub_type"].tolist())
