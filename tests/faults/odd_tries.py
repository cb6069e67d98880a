"""Odd ways through the pages on which something is typed, chosen or added."""

from __future__ import annotations

from datetime import UTC, date, datetime

from tests.faults.odd_given import ADDRESSES, FILES, HUGE, LONG, POINTS, SIDES, SIGNS
from tests.faults.odd_pages import Bench, picked, way
from tests.faults.odd_room import taken

PAGES = ("articles", "review", "export", "compare", "alerts", "not-on-the-map", "datasets", "places", "help", "about")


@way("map", "signs in a field", SIGNS | {"10 MB": HUGE})
def search_the_map(b: Bench, text: str) -> None:
    at = b.open("map")
    b.run(b.type(at, filter_text=text))


@way("map", "garbage in the address", ADDRESSES)
def open_the_map(b: Bench, params: dict[str, str]) -> None:
    at = b.open("map", params)
    for tab in ("Per day", "Regions", "Not dated"):
        from geo.dashboard.speech import catalogue

        at.session_state["lists"] = catalogue("uk")["words"][tab]
        b.run(at)


@way("all", "garbage in the address", {page: page for page in PAGES})
def every_page_with_garbage(b: Bench, page: str) -> None:
    for name in ("year 1 to 9999", "garbage", "names of nobody", "area of infinity", "a project that is none"):
        b.open(page, ADDRESSES[name] | {"q": "{{7*7}}", "incident": "x'; --", "a_first": "0001-01-01", "a_last": "x"})


@way("articles", "signs in a field", SIGNS)
def paste_an_article_of_signs(b: Bench, text: str) -> None:
    at = b.open("articles")
    b.type(at, paste_text=f"{text} Shelling killed two people in Kherson. {text}", paste_title=text)
    b.type(at, paste_source=text, paste_url=text)
    b.press(at, "Add", 1)
    b.type(at, paste_url="").text_input(key="paste-url")
    b.press(at, "Add", 1)
    for page in ("map", "articles", "not-on-the-map"):
        b.open(page)


@way("articles", "empty")
def paste_nothing(b: Bench) -> None:
    b.press(b.open("articles"), "Add", 1)
    b.says("error")


@way("articles", "too much")
def paste_10_mb(b: Bench) -> None:
    at = b.open("articles")
    b.type(at, paste_text=HUGE)
    b.press(at, "Add", 1)
    b.says("error")


@way(
    "articles",
    "days",
    {
        "1900": date(1900, 1, 1),
        "1899": date(1899, 12, 31),
        "9999": date(9999, 12, 31),
        "1": date(1, 1, 1),
        "tomorrow": date(2999, 1, 1),
    },
)
def paste_with_an_odd_day(b: Bench, day: date) -> None:
    at = b.open("articles")
    b.type(at, paste_text="Shelling killed two people in Kherson on Monday.", paste_day=day)
    b.press(at, "Add", 1)
    b.open("map")


@way("articles", "days", {"1850": "1850-03-04", "1": "0001-01-01", "9999": "9999-12-31", "reversed": "04.03.2024"})
def a_file_with_an_odd_day(b: Bench, day: str) -> None:
    text = f"title: Odd\npublished: {day}\n\nShelling killed two people in Kherson on Monday.\n"
    b.give(b.open("articles"), ("odd.txt", text.encode()), press="Add")
    store = b.store()
    frame = store.articles()
    at = b.open("articles")
    for row in range(len(frame)):
        at.session_state["articles-rows"] = {"selection": {"rows": [row], "columns": [], "cells": []}}
        b.run(at)
    b.open("map")
    b.open("compare")
    b.open("export")


@way("articles", "files", FILES)
def add_a_file(b: Bench, file: tuple[str, bytes]) -> None:
    b.give(b.open("articles"), file, press="Add")
    at = b.open("articles")
    b.press(at, "held-retry")
    b.open("articles")


@way("articles", "files")
def add_nothing(b: Bench) -> None:
    b.press(b.open("articles"), "Add")


@way("articles", "files")
def the_same_file_twice_at_once_and_again(b: Bench) -> None:
    one = ("a.txt", b"A drone hit a market in Nikopol on Tuesday and wounded nine people, the mayor said.\n")
    before = len(b.store().articles())
    for _ in range(2):
        b.give(b.open("articles"), one, one, press="Add")
    b.expects(len(b.store().articles()) == before + 1, "one more article")


@way("articles", "files")
def a_hundred_small_files(b: Bench) -> None:
    many = [(f"{n}.txt", f"Shelling killed {n} people in Kherson on Monday.\n".encode()) for n in range(100)]
    at = b.give(b.open("articles"), *many, press="Add")
    for word in ("pause", "resume", "cancel"):
        if any(one.key == f"job-{word}-1" for one in at.button):
            b.press(at, f"job-{word}-1")
    b.expects(b.store().jobs.list(), "a job")


@way("articles", "buttons of what is gone")
def jobs_that_another_tab_cleared(b: Bench) -> None:

    store = b.store()
    for n in range(3):
        store.jobs.add("files", f"<b>{n}</b> {{7*7}}", {}, datetime.now(UTC), files=[("a.txt", b"x")])
    at = b.open("articles")
    for one in store.jobs.list():
        store.jobs.ask(one.number, "cancel", datetime.now(UTC))
    store.jobs.clear()
    next(one for one in at.button if one.key and one.key.startswith("job-")).click()
    b.run(at)


@way("articles", "two tabs")
def remove_what_the_other_tab_removed(b: Bench) -> None:
    one, other = b.open("articles"), b.open("articles")
    picked(b, one, [0])
    picked(b, other, [0])
    b.press(one, "remove-now")
    b.press(other, "remove-now")


@way("articles", "two tabs")
def redate_what_the_other_tab_removed(b: Bench) -> None:
    one, other = b.open("articles"), b.open("articles")
    picked(b, one, [0])
    picked(b, other, [0])
    b.press(one, "remove-now")
    for field in other.date_input:
        if field.key != "paste-day":
            field.set_value(date(2020, 1, 1))
    b.press(other, "Read again with this day")


@way("articles", "two tabs")
def all_are_removed_under_an_open_page(b: Bench) -> None:
    from geo.pipeline import remove

    at = b.open("articles")
    picked(b, at, [0, 1, 2])
    store = b.store()
    remove(store, list(store.articles()["article_id"]))
    b.press(at, "remove-now")
    b.open("review")
    b.open("map")


@way("articles", "twice")
def retry_and_forget_twice(b: Bench) -> None:
    one, other = b.open("articles"), b.open("articles")
    b.press(one, "held-forget")
    b.press(other, "held-retry")
    b.press(other, "held-forget") if any(x.key == "held-forget" for x in other.button) else None


@way("articles", "rows", {"beyond the end": [99999], "negative": [-1], "all": list(range(40)), "twice": [0, 0]})
def odd_rows_are_picked(b: Bench, rows: list[int]) -> None:
    picked(b, b.open("articles"), rows)


@way("export", "signs in a field", SIGNS | {"320 kB": LONG})
def a_title_of(b: Bench, text: str) -> None:
    at = b.open("export")
    b.run(b.type(at, export_title=text))
    for fmt in ("svg", "html", "report.html"):
        taken(b, fmt, text)


@way(
    "export",
    "odd windows",
    {name: ADDRESSES[name] for name in ("year 1", "year 1 to 9999", "year 9999", "only from", "only to", "one day")},
)
def export_a_window(b: Bench, params: dict[str, str]) -> None:
    from geo.dashboard.scope import read_address

    scope = read_address(params)
    at = b.open("export", scope=scope)
    for key, value in (("export-every", "day"), ("export-frames", "day"), ("export-every", "year")):
        at.selectbox(key=key).set_value(value)
        b.run(at)
    for fmt in ("svg", "html", "report.html"):
        taken(b, fmt, None, scope=scope)
    b.press(at, "export-film-make")


@way("compare", "garbage in the address", SIDES)
def compare_two(b: Bench, params: dict[str, str]) -> None:
    at = b.open("compare", params)
    b.press(at, "compare-swap")
    b.press(at, "compare-swap")


@way(
    "compare",
    "days",
    {
        "one day": (date(2024, 3, 5),),
        "none": (),
        "1800 to 2030": (date(1800, 1, 1), date(2030, 1, 1)),
        "beyond": (date(1, 1, 1), date(9999, 12, 31)),
    },
)
def days_of_a(b: Bench, days: tuple[date, ...]) -> None:
    b.run(b.type(b.open("compare"), compare_a_days=days))


@way(
    "compare",
    "odd windows",
    {"year 1": ADDRESSES["year 1"], "year 9999": ADDRESSES["year 9999"], "all time": ADDRESSES["year 1 to 9999"]},
)
def compare_in_a_window_of_the_map(b: Bench, params: dict[str, str]) -> None:
    from geo.dashboard.scope import read_address

    b.open("compare", scope=read_address(params))


@way("compare", "two tabs")
def the_layer_is_removed_meanwhile(b: Bench) -> None:
    from geo.kept import remove_datasets

    store = b.store()
    one = store.datasets()[0].id
    at = b.open("compare", {"a_layer": one, "b_layer": one})
    remove_datasets(store, [one])
    b.run(at)
    b.press(at, "compare-swap")


@way("alerts", "signs in a field", SIGNS | {"320 kB": LONG})
def a_rule_called(b: Bench, text: str) -> None:
    at = b.open("alerts")
    b.type(at, alert_name=text, alert_place=text)
    b.run(at)
    b.press(at, "alert-add")
    b.type(at, alert_place="")
    b.run(at)
    b.press(at, "alert-add")
    b.press(at, "alert-add")
    b.open("alerts")
    b.open("map")


@way("alerts", "empty")
def a_rule_without_a_name(b: Bench) -> None:
    b.press(b.open("alerts"), "alert-add")
    b.says("error")


@way("alerts", "twice")
def the_same_rule_twice(b: Bench) -> None:
    at = b.open("alerts")
    b.type(at, alert_name="Kyiv")
    b.press(at, "alert-add")
    b.type(at, alert_name="kyiv!")
    b.press(at, "alert-add")


@way("alerts", "two tabs")
def a_rule_that_the_other_tab_removed(b: Bench) -> None:
    one = b.open("alerts")
    b.type(one, alert_name="Kyiv")
    b.press(one, "alert-add")
    other = b.open("alerts")
    b.press(one, "alert-remove-kyiv")
    b.press(other, "alert-remove-kyiv")


@way("alerts", "numbers", {"0": 0.0, "-5": -5.0, "1e308": 1e308, "nan": float("nan")})
def kilometres(b: Bench, km: float) -> None:
    at = b.open("alerts")
    b.type(at, alert_name="Kyiv", alert_place="Kyiv")
    b.run(at)
    b.type(at, alert_km=km)
    b.press(at, "alert-add")


@way("not-on-the-map", "signs in a field", SIGNS | {"10 MB": HUGE})
def search_what_is_left_out(b: Bench, text: str) -> None:
    b.run(b.type(b.open("not-on-the-map"), left_out_search=text))


@way("places", "points", POINTS)
def look_for_a_point(b: Bench, text: str) -> None:
    b.run(b.type(b.open("places"), place_query=text))


@way("places", "signs in a field", SIGNS | {"320 kB": LONG, "10 MB": HUGE})
def look_for(b: Bench, text: str) -> None:
    at = b.open("places")
    b.run(b.type(at, place_query=text))
    b.expects(len(at.query_params.get("q", [""])[0]) < 3000, "an address that browsers take")
