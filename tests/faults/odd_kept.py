"""Odd ways with what is kept: tables and layers, sources and projects, and the store under an open page."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from typing import Any

from geo.projects import use
from geo.settings import data_folder
from tests.faults.odd_given import BOXES, FEEDS, NOISE, PATHS, SIGNS, TABLES, csv_of
from tests.faults.odd_pages import Bench, picked, way
from tests.faults.odd_room import in_projects
from tests.faults.odd_tries import PAGES

EVERY = ("map", *PAGES)


@way("datasets", "tables", TABLES)
def import_a_table(b: Bench, file: tuple[str, bytes]) -> None:
    at = b.give(b.open("datasets"), file)
    kinds = [one for one in at.selectbox if one.key and one.key.startswith("dataset-kind")]
    for kind in ("ucdp", "geo", "table") if kinds else ():
        kinds[0].set_value(kind)
        b.run(at)
        kinds = [one for one in at.selectbox if one.key and one.key.startswith("dataset-kind")]
        if not kinds:
            break
    if any(one.key == "dataset-import" and not one.disabled for one in at.button):
        b.press(at, "dataset-import")
        for page in ("map", "datasets", "compare"):
            b.open(page)


@way("datasets", "twice")
def the_same_table_twice(b: Bench) -> None:
    for _ in range(2):
        at = b.give(b.open("datasets"), csv_of("date,lat,lon\n2024-05-01,50,30\n"))
        b.press(at, "dataset-import")


@way("datasets", "two tabs")
def remove_a_dataset_twice(b: Bench) -> None:
    one, other = b.open("datasets"), b.open("datasets")
    for at in (one, other):
        picked(b, at, [0], "datasets-rows")
    b.press(one, "datasets-remove")
    b.press(other, "datasets-remove")


@way("datasets", "two tabs")
def remove_an_overlay_twice(b: Bench) -> None:
    one, other = b.open("datasets"), b.open("datasets")
    for at in (one, other):
        picked(b, at, [0], "overlays-rows")
    b.press(one, "overlays-remove")
    b.press(other, "overlays-remove")


@way(
    "datasets",
    "layers",
    {name: file for name, file in TABLES.items() if file[0].endswith((".geojson", ".gpkg", ".fgb", ".kml"))}
    | {
        "a shape of one point": ("t.geojson", b'{"type":"Polygon","coordinates":[[[30,50]]]}'),
        "a shape beyond the globe": (
            "t.geojson",
            b'{"type":"Polygon","coordinates":[[[300,500],[301,500],[301,501],[300,500]]]}',
        ),
    },
)
def lay_a_layer(b: Bench, file: tuple[str, bytes]) -> None:
    at = b.open("datasets")
    b.type(at, overlay_title="<b>{{7*7}}", overlay_licence="![x](http://trap.example)")
    b.give(at, file, file, nth=1, press="overlay-add")
    b.open("map")


@way("articles", "sources", FEEDS)
def feeds_of(b: Bench, text: str) -> None:
    at = b.open("articles", **{"project-panel": True})
    if not [one for one in at.text_area if (one.key or "").startswith("project-feeds")]:
        b.findings.append("no panel")
        return
    next(one for one in at.text_area if (one.key or "").startswith("project-feeds")).set_value(text)
    b.press(at, "Save the sources")
    b.open("articles", **{"project-panel": True})


@way("articles", "projects", BOXES)
def a_box_of_a_project(b: Bench, text: str) -> None:
    with in_projects(b):
        at = b.open("articles", **{"project-panel": True})
        next(one for one in at.text_input if (one.key or "").startswith("project-box")).set_value(text)
        b.press(at, "Save")
        b.open("map")


@way("articles", "projects", PATHS)
def folders_of_a_project(b: Bench, text: str) -> None:
    with in_projects(b):
        at = b.open("articles", **{"project-panel": True})
        for name in ("project-folders", "project-lists"):
            next(one for one in at.text_area if (one.key or "").startswith(name)).set_value(text)
        b.press(at, "Save the sources")
        b.open("articles", **{"project-panel": True})


@way("articles", "projects")
def a_project_is_deleted_under_an_open_page(b: Bench) -> None:

    from geo.settings import data_folder

    with in_projects(b):
        at = b.open("articles", {"project": "other"})
        here = b.open("map", {"project": "other"})
        shutil.rmtree(data_folder() / "projects" / "other")
        b.run(at)
        b.run(here)


@way("articles", "projects")
def the_project_in_use_is_deleted(b: Bench) -> None:

    from geo.settings import data_folder

    with in_projects(b):
        use("other", data_folder())
        at = b.open("articles")
        shutil.rmtree(data_folder() / "projects" / "other")
        b.run(at)
        b.open("map")


@way("articles", "projects")
def the_description_of_a_project_is_damaged(b: Bench) -> None:

    with in_projects(b):
        at = b.open("articles", {"project": "other"})
        for text in ("{", "[]", '{"countries": 5}', '{"box": "x"}', "\x00"):
            (data_folder() / "projects" / "other" / "project.json").write_text(text)
            b.run(at)
            b.open("map", {"project": "other"})


@way("articles", "the store is gone")
def paste_into_a_store_that_is_gone(b: Bench) -> None:
    at = b.open("articles")
    for one in b.folder.glob("store.db*"):
        one.unlink()
    b.type(at, paste_text="A drone hit a market in Nikopol on Tuesday and wounded nine people, the mayor said.")
    b.press(at, "Add", 1)
    told = any("success" in one for one in b.said)
    there = sqlite3.connect(b.path).execute("select count(*) from sqlite_master where name='articles'").fetchone()[0]
    kept = sqlite3.connect(b.path).execute("select count(*) from articles").fetchone()[0] if there else 0
    b.expects(kept or not told, f"what is said to be added is there: {told} {kept}")


@way("all", "the store is gone", {page: page for page in EVERY})
def the_store_is_deleted(b: Bench, page: str) -> None:
    at = b.open(page)
    for one in b.folder.glob("store.db*"):
        one.unlink()
    b.run(at)
    b.open(page)


@way("all", "the store is damaged", {page: page for page in EVERY})
def the_store_is_overwritten(b: Bench, page: str) -> None:
    at = b.open(page)
    for one in b.folder.glob("store.db-*"):
        one.unlink()
    b.path.write_bytes(NOISE)
    b.run(at)
    b.open(page)


@way("all", "the store is cut", {page: page for page in EVERY})
def the_store_is_cut(b: Bench, page: str) -> None:
    at = b.open(page)
    for one in b.folder.glob("store.db-*"):
        one.unlink()
    data = b.path.read_bytes()
    b.path.write_bytes(data[: len(data) // 2])
    b.run(at)
    b.open(page)


@way("all", "the store is empty", {page: page for page in EVERY})
def the_store_is_emptied(b: Bench, page: str) -> None:
    at = b.open(page)
    for one in b.folder.glob("store.db-*"):
        one.unlink()
    b.path.write_bytes(b"")
    b.run(at)
    b.open(page)


class _Held:
    """The store, held by somebody who writes."""

    def __init__(self, b: Bench) -> None:
        self.db = sqlite3.connect(b.path)

    def __enter__(self) -> None:
        self.db.execute("BEGIN EXCLUSIVE")

    def __exit__(self, *_: object) -> None:
        self.db.rollback()
        self.db.close()


@way("all", "the store is locked", {page: page for page in EVERY})
def the_store_is_locked(b: Bench, page: str) -> None:
    at = b.open(page)
    with _Held(b):
        b.run(at)
        b.open(page)
    b.run(at)


def _lose_nothing(b: Bench, page: str, press: str, nth: int, prepare: Callable[[Any], None]) -> None:
    at = b.open(page)
    prepare(at)
    with _Held(b):
        b.press(at, press, nth)
    b.says("error")
    b.expects(len(at.get("main") or [1]) > 0, "a page")
    b.press(at, press, nth)


def _pasted(at: Any) -> None:
    at.text_area(key="paste-text").set_value("Shelling killed five people in Odesa on Tuesday.")


def _pick_first(at: Any) -> None:
    at.session_state["articles-rows"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    at.run()


def _named(at: Any) -> None:
    at.text_input(key="alert-name").set_value("Kyiv")


LOCKED: dict[str, tuple[str, str, int, Callable[[Any], None]]] = {
    "paste": ("articles", "Add", 1, _pasted),
    "forget": ("articles", "held-forget", 0, lambda _at: None),
    "retry": ("articles", "held-retry", 0, lambda _at: None),
    "remove": ("articles", "remove-now", 0, _pick_first),
    "a rule": ("alerts", "alert-add", 0, _named),
}


@way("all", "the store is locked", LOCKED)
def press_while_it_is_locked(b: Bench, how: tuple[str, str, int, Callable[[Any], None]]) -> None:
    _lose_nothing(b, *how)


@way(
    "about",
    "delete everything",
    {"empty": "", "blank": "  ", "other": "yes", "capitals": "DELETE", "signs": SIGNS["html"]},
)
def delete_everything_with(b: Bench, text: str) -> None:
    at = b.open("about")
    b.type(at, delete_word=text)
    before = len(b.store().articles())
    b.press(at, "delete-all")
    b.expects((len(b.store().articles()) < before) == (text == "DELETE"), "deleted only when asked")
    b.open("map")


@way("about", "two tabs")
def everything_is_deleted_under_open_pages(b: Bench) -> None:
    tabs = [b.open(page) for page in EVERY]
    at = b.open("about")
    b.type(at, delete_word="delete")
    b.press(at, "delete-all")
    for one in tabs:
        b.run(one)
