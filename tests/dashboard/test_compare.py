"""A comparison counts what the map counts: each side its window, layer and area; the address restores it."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from geo.dashboard.compare import DRAWN, READ, Asked, Side, compare, opened, read_address, write_address
from geo.dashboard.index import Index
from geo.dashboard.scope import Scope
from geo.store.coded import Coded
from geo.store.store import Store
from tests.makers import MOSCOW, fill_store, make_date, make_place, make_reading, make_report

MARCH, MAY = date(2024, 3, 4), date(2024, 5, 1)
TOLD = (
    make_report("r1", date=make_date(MARCH)),
    make_report("r2", date=make_date(MAY), type="battle", sub_type="armed_clash"),
    make_report("r3", date=make_date(MAY), places=(make_place(), make_place(MOSCOW))),
)


@pytest.fixture
def held() -> tuple[Index, Coded]:
    coded = fill_store(Store.open("sqlite://"), make_reading(reports=TOLD)).coded()
    return Index(coded.frame, fetch=coded.rows, saying=coded.saying), coded


SPRING = Asked(Side(date(2024, 3, 1), date(2024, 3, 31)), Side(date(2024, 5, 1), date(2024, 5, 15)))


def test_two_windows_are_counted_by_type_and_by_region(held: tuple[Index, Coded]) -> None:
    made = compare(*held, (), Scope(), SPRING)
    assert made.incidents == (1, 2)
    assert made.by_type.loc["battle"].tolist() == [0, 1]
    assert made.by_type.loc["explosion_remote"].tolist() == [1, 1]
    regions = made.by_region.set_index("admin1")
    assert regions.loc["Kherson", ["a", "b", "change"]].tolist() == [1, 2, 1]
    assert regions.loc["Moscow", ["a", "b", "change"]].tolist() == [0, 1, 1]
    assert regions.loc["Kherson", "lat"] == pytest.approx(46.6558, abs=0.001)
    assert regions.loc["Kherson", "lon"] == pytest.approx(32.6178, abs=0.001)


def test_windows_of_different_length_are_comparable_in_30_days(held: tuple[Index, Coded]) -> None:
    made = compare(*held, (), Scope(), Asked(SPRING.a, SPRING.b, rate=True))
    assert made.by_type.loc["explosion_remote"].tolist() == pytest.approx([30 / 31, 2.0])


@pytest.mark.parametrize(("area", "n"), [("", 3), ("UA", 3), ("RU", 1), ("UA|Kherson", 3), ("FR", 0), (DRAWN, 1)])
def test_an_area_holds_what_stands_in_it(held: tuple[Index, Coded], area: str, n: int) -> None:
    drawn = Scope(area=((37.0, 55.0), (38.0, 55.0), (38.0, 56.0), (37.0, 56.0)))
    assert compare(*held, (), drawn, Asked(Side(area=area), Side())).incidents == (n, 3)


def test_a_layer_is_what_was_read_or_one_dataset(held: tuple[Index, Coded]) -> None:
    made = compare(*held, (), Scope(), Asked(Side(layer=READ), Side(layer="no-such-dataset")))
    assert made.incidents == (3, 0)


def test_filters_of_the_map_hold_for_both_sides(held: tuple[Index, Coded]) -> None:
    assert compare(*held, (), Scope(types=frozenset({"battle"})), SPRING).incidents == (0, 1)


def test_the_address_restores_what_is_compared() -> None:
    asked = Asked(Side(MARCH, MAY, READ, "UA|Kherson"), Side(None, None, "ged-1", DRAWN), "difference", rate=True)
    params: dict[str, str] = {"from": "2024-01-01"}
    write_address(asked, params)
    assert read_address(params) == asked
    write_address(Asked(Side(), Side()), params)
    assert params == {"from": "2024-01-01"}
    assert read_address(params) is None
    assert read_address({"a_first": "no day", "show": "<b>"}) == Asked(Side(), Side())


def test_it_opens_with_the_two_halves_of_the_window() -> None:
    asked = opened(Scope(first=date(2024, 1, 1), last=date(2024, 1, 10)))
    assert (asked.a.last, asked.b.first) == (date(2024, 1, 5), date(2024, 1, 6))
    assert opened(Scope()) == Asked(Side(), Side())


def test_a_link_opens_the_page_as_it_was(at_home: str) -> None:
    script = "from geo.dashboard import compare_page\nfrom geo.dashboard.state import desk\ncompare_page.show(desk())"
    at = AppTest.from_string(script, default_timeout=120)
    write_address(Asked(Side(MARCH, MAY, area="UA"), Side(MAY, MAY), "difference", rate=True), at.query_params)
    at.run()
    assert not at.exception
    assert at.date_input(key="compare-a-days").value == (MARCH, MAY)
    assert at.selectbox(key="compare-a-area").value == "UA"
    assert at.toggle(key="compare-rate").value
    at.button(key="compare-swap").click().run()
    assert at.date_input(key="compare-b-days").value == (MARCH, MAY)
    assert at.query_params["b_area"] in ("UA", ["UA"])
