"""Every page is worked by keys alone, on articles of one's own; a new publication day dates an article anew at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from geo import pipeline
from geo.places.gazetteer import Gazetteer
from geo.sources.text import article_from_text
from geo.store.store import Store
from tests.browser.conftest import Window, serve
from tests.browser.test_accessible import FOCUS, choose_row, tab_to
from tests.browser.waiting import OPEN_MS, WAIT_MS, comes, settle, until

pytestmark = pytest.mark.browser

TEXT = "Shelling killed two people in Kherson on Monday, Ukrainian officials said. Moscow said nothing of it."
TABLE = (
    "date,latitude,longitude,place,country,type\n2024-03-05,46.64,32.61,Kherson,UA,battle\n"
    "2024-03-06,50.91,34.80,Sumy,UA,battle\n"
)


@pytest.fixture(scope="module")
def desk(
    browser: Any, home: Path, gazetteer: Gazetteer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Store]]:
    """The address of a dashboard on a store with an article, and the store."""
    del browser
    folder = tmp_path_factory.mktemp("by-keyboard")
    store = Store.open(f"sqlite:///{folder / 'store.db'}")
    pipeline.ingest([article_from_text(TEXT, title="Kherson", published=date(2024, 3, 6))], store, gazetteer)
    with serve(home, folder) as url:
        yield url, store


def read(store: Store) -> Any:
    """The row of the incident that was read in the article."""
    rows = store.incidents()
    return rows[rows["dataset"].isna()].iloc[0]


def opened(window: Callable[..., Window], url: str, page_: str, there: str) -> Any:
    """A page by its name, when `there` stands in it."""
    page = window().page
    page.goto(f"{url}/{page_}")
    page.wait_for_selector(there, timeout=OPEN_MS, state="attached")
    settle(page)
    return page


def pick(page: Any, where: str, text: str) -> None:
    """Choose in a box by typing the beginning of a choice."""
    tab_to(page, where)
    page.keyboard.type(text)
    page.locator('[role="option"]').first.wait_for()
    settle(page)
    page.keyboard.press("Enter")
    settle(page)


def test_a_dataset_is_imported(window: Callable[..., Window], desk: tuple[str, Store], tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text(TABLE)
    page = opened(window, desk[0], "datasets", ".st-key-datasets-add button")
    chosen: list[Any] = []
    page.on("filechooser", lambda one: chosen.append(one))
    where = ".st-key-datasets-add [data-testid=stFileUploaderDropzone] button"
    end = time.monotonic() + WAIT_MS / 1000
    while not chosen and time.monotonic() < end:  # a page that is drawn anew just then takes the key and does nothing
        tab_to(page, where)
        page.keyboard.press("Enter")
        for _ in range(80):
            page.wait_for_timeout(100)
            if chosen:
                break
    chosen[0].set_files(str(table))
    page.wait_for_selector(".st-key-dataset-import button:not([disabled])")
    settle(page)
    tab_to(page, ".st-key-dataset-import")
    page.keyboard.press("Enter")
    comes(page, lambda: [one.rows for one in desk[1].datasets()], [2])


def test_what_is_not_on_the_map_is_chosen_and_searched(window: Callable[..., Window], desk: tuple[str, Store]) -> None:
    page = opened(window, desk[0], "not-on-the-map", ".st-key-left-out-kinds button")
    tab_to(page, ".st-key-left-out-kinds")
    page.keyboard.press("Enter")
    settle(page)
    tab_to(page, ".st-key-left-out-search")
    page.keyboard.type("Moscow")
    page.keyboard.press("Enter")
    settle(page)
    tab_to(page, '[data-testid="stDataFrame"] canvas')


def test_two_sides_are_compared(window: Callable[..., Window], desk: tuple[str, Store]) -> None:
    page = opened(window, desk[0], "compare", ".st-key-compare-b-area")
    pick(page, ".st-key-compare-b-area", "Ukraine")
    until(page, lambda: "b_area=UA" in page.url, lambda: page.url)


def test_a_rule_is_added_and_removed(window: Callable[..., Window], desk: tuple[str, Store]) -> None:
    page = opened(window, desk[0], "alerts", ".st-key-alert-name")
    tab_to(page, ".st-key-alert-name")
    page.keyboard.type("Around Sumy")
    tab_to(page, ".st-key-alert-place")
    page.keyboard.type("Sumy")
    page.keyboard.press("Enter")
    settle(page)
    pick(page, ".st-key-alert-country", "Ukr")
    pick(page, ".st-key-alert-province-UA", "Sumy")
    tab_to(page, ".st-key-alert-add")
    page.keyboard.press("Enter")
    page.wait_for_selector('[class*="st-key-alert-remove-"]')
    (rule,) = desk[1].alerts.list()
    assert (rule.name, rule.area, rule.km) == ("Around Sumy", "UA|Sumy Oblast", 30.0)
    settle(page)
    tab_to(page, '[class*="st-key-alert-remove-"]')
    page.keyboard.press("Enter")
    page.wait_for_selector('[class*="st-key-alert-remove-"]', state="detached")


def test_help_and_about_are_read(window: Callable[..., Window], desk: tuple[str, Store]) -> None:
    page = opened(window, desk[0], "help", ".stMain summary, .stMain [role=tab]")
    tab_to(page, ".stMain summary, .stMain [role=tab]")
    page.keyboard.press("Enter")
    settle(page)
    page = opened(window, desk[0], "about", ".stMain h3")
    tab_to(page, ".stMain a, .stMain button, .stMain input, .stMain summary")


def test_an_incident_is_marked_dated_fixed_and_accepted_by_keys(
    window: Callable[..., Window], desk: tuple[str, Store]
) -> None:
    url, store = desk
    page = opened(window, url, f"review?incident={read(store)['incident_id']}", "[data-fix=status]")
    tab_to(page, '[class*="st-key-room-author"]')
    page.keyboard.type("Ada")
    page.keyboard.press("Enter")
    settle(page)
    tab_to(page, ".sm-room-text")
    page.keyboard.press("f")  # to the first field of the panel
    page.wait_for_function(FOCUS, arg=".sm-room-panel")
    tab_to(page, "[data-figure=injured]")
    page.keyboard.type("7")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    done(page, lambda: read(store)["fatalities_best"] == 3)
    assert page.evaluate(FOCUS, "[data-figure=fatalities]"), "the focus stays where it was"
    assert page.input_value("[data-figure=injured]") == "7", "what was typed beside it is not lost"
    page.keyboard.press("Escape")
    tab_to(page, '[aria-label="Mark a phrase of the article"]')
    page.keyboard.type("Monday")
    page.keyboard.press("Enter")
    tab_to(page, '.sm-room-panel input[type="date"]')
    page.keyboard.type("03012024")
    tab_to(page, "[data-do=add-date]")
    page.keyboard.press("Enter")
    done(page, lambda: str(read(store)["date_start"].date()) == "2024-03-01")
    page.keyboard.press("Escape")
    page.keyboard.press("u")
    done(page, lambda: len([one for one in store.corrections.history() if one.undone]) == 1)


def done(page: Any, so: Callable[[], bool]) -> None:
    """Wait for the store, and for the page that says so."""
    until(page, so)
    settle(page)


def test_a_new_publication_day_dates_the_article_anew_at_once(
    window: Callable[..., Window], home: Path, gazetteer: Gazetteer, tmp_path: Path
) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'store.db'}")
    pipeline.ingest([article_from_text(TEXT, title="Kherson", published=date(2024, 3, 6))], store, gazetteer)
    assert str(read(store)["date_start"].date()) == "2024-03-04"
    with serve(home, tmp_path) as url:
        page = opened(window, url, "articles", ".st-key-articles-rows canvas")
        choose_row(page, "articles-rows")
        year = '[aria-label="year, Set the publication day"]'
        page.wait_for_selector(year)
        settle(page)
        tab_to(page, year)
        page.keyboard.type("20240320")
        settle(page)
        tab_to(page, '[data-testid="stFormSubmitButton"] button')
        page.keyboard.press("Enter")
        done(page, lambda: str(read(store)["date_start"].date()) == "2024-03-18")
        for words in ("20 March 2024", "set by hand"):
            page.locator(".stMain", has_text=words).wait_for()
