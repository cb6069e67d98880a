"""Odd messages of the reading room, which a browser sends; and what other odd ways need beside the harness."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from geo.dashboard.room_acts import Act, carry_out
from geo.dashboard.scope import Scope
from geo.export.formats import rows_for, take_snapshot
from geo.export.overlays import load_overlays
from geo.export.request import Request
from geo.model import Selection
from geo.pipeline import view
from geo.places.gazetteer import Gazetteer
from geo.projects import make
from geo.settings import Settings, data_folder
from tests.faults.odd_given import LONG, SIGNS
from tests.faults.odd_pages import Bench, picked, way


def carried(b: Bench, told: dict[str, Any], author: str = "Ada", reason: str = "why") -> object:
    """A message of the room, carried out on the first article that tells of something."""
    settings = Settings.from_env()
    store = b.store()
    frame = store.articles()
    reading = store.reading(str(frame[frame["n_reports"] > 0]["article_id"].iloc[0]))
    assert reading is not None
    report = reading.reports[0]
    given = dict(told)
    if given.get("report") == "*":
        given["report"] = report.id
    if given.get("other") == "*":
        given["other"] = store.incident_of((report.article_id, report.id))
    act = Act(given, reading, store, Gazetteer.open(settings), author, reason, datetime.now(UTC), lambda _one: [])
    found = b.calls(lambda: carry_out(act))
    if isinstance(found, str):
        b.said.append(f"done: {found}")
    return found


def taken(b: Bench, fmt: str, title: str | None, scope: Scope | None = None) -> None:
    """An export, as its button makes it."""
    settings = Settings.from_env()
    found = view(settings, Gazetteer.open(settings))
    now = scope or Scope()
    request = Request(fmt, now.selection() if scope else Selection(), now.narrow(), (title or "").strip() or None)
    b.calls(
        lambda: take_snapshot(
            request, rows_for(request, found.store), sample=False, versions={}, sources=found.store.sources(),
            left_out=found.store.not_on_map(), brought=load_overlays(found.store.overlays),
        )
    )  # fmt: skip


@contextmanager
def in_projects(b: Bench) -> Iterator[None]:
    """A data folder with two projects, the main one filled."""
    held = os.environ.pop("GEO_STORE", None)
    home = os.environ.get("XDG_DATA_HOME")
    os.environ["XDG_DATA_HOME"] = str(b.folder / "data")
    try:
        make("other", data_folder())
        yield
    finally:
        if held:
            os.environ["GEO_STORE"] = held
        os.environ.pop("XDG_DATA_HOME") if home is None else os.environ.update(XDG_DATA_HOME=home)


def _told(do: str, **told: Any) -> dict[str, Any]:
    return {"do": do, **told}


def _name(do: str, **told: Any) -> dict[str, Any]:
    return {"do": do, "s": 0, "e": 5, **told}


def _report(do: str, **told: Any) -> dict[str, Any]:
    return {"do": do, "report": "*", **told}


def _draw(kind: str, corners: list[list[Any]], km: float) -> dict[str, Any]:
    return _name("draw", kind=kind, corners=corners, km=km)


ACTS: dict[str, dict[str, Any]] = {
    "nothing": {},
    "no act": _told("boom"),
    "no stretch": _told("role", role="location"),
    "a stretch beyond": _told("role", s=0, e=1000000000, role="location"),
    "a stretch reversed": _told("role", s=9, e=3, role="location"),
    "a stretch of words": _told("role", s="a", e=None, role="location"),
    "a stretch of infinity": _told("role", s=0, e=float("inf"), role="location"),
    "a role that is none": _name("role", role="king"),
    "a role that is a list": _name("role", role=["location"]),
    "a scope that is none": _name("role", role="location", scope="galaxy"),
    "a place that is none": _name("place", id="gn:0"),
    "a place of signs": _name("place", id="<b>{{7*7}}"),
    "a place beyond the globe": _name("place", id="hand:95,200"),
    "a point of one number": _name("place", id="hand:95"),
    "no corner": _draw("point", [], 5),
    "one corner": _draw("area", [[50, 30]], 5),
    "a rectangle of one point": _draw("rectangle", [[50, 30], [50, 30]], 5),
    "a line of one point": _draw("line", [[50, 30]], 5),
    "a line of no width": _draw("line", [[50, 30], [51, 31]], 0),
    "a line of much width": _draw("line", [[50, 30], [51, 31]], 1e308),
    "corners beyond the globe": _draw("point", [[95, 400]], 5),
    "corners of no numbers": _draw("point", [["x", None]], 5),
    "corners of NaN": _draw("point", [[float("nan"), 3]], 5),
    "corners of infinity": _draw("area", [[float("inf"), 3], [1, 2], [3, 4]], 5),
    "a bow-tie": _draw("area", [[50, 30], [51, 31], [50, 31], [51, 30]], 5),
    "a shape that is none": _draw("heart", [[50, 30], [51, 31], [50, 31]], 5),
    "10,000 corners": _draw("area", [[50 + n / 1e5, 30 + n % 7 / 1e5] for n in range(10_000)], 5),
    "a search of nothing": _name("search", q=""),
    "a search of signs": _name("search", q="*\"NEAR(' % _"),
    "a search of 320 kB": _name("search", q=LONG),
    "a search of commas": _name("search", q="50,5, 30,6"),
    "a search beyond the globe": _name("search", q="95.0, 200.0"),
    "an offer that is gone": _name("offer", id="x"),
    "a name of blanks": _told("add_name", s=0, e=1, role="location"),
    "a name that is the whole article": _told("add_name", s=0, e=200, role="location"),
    "a date of no day": _name("add_date", first="31 February", last=""),
    "a date reversed": _name("add_date", first="2024-05-01", last="2023-05-01"),
    "a date of year 1": _name("add_date", first="0001-01-01", last="9999-12-31"),
    "a date of a list": _name("add_date", first=[1], last={}),
    "an incident of no kind": _told("add_incident", s=0, e=60, sub_type="picnic"),
    "a report that is gone": _told("set", report="x", field="status", value={"status": "occurred"}),
    "no report": _told("set", field="status", value={"status": "occurred"}),
    "a status that is none": _report("set", field="status", value={"status": "maybe"}),
    "a value that is a word": _report("set", field="status", value="occurred"),
    "a type without kind": _report("set", field="type", value={}),
    "a day reversed": _report(
        "set", field="date", value={"first": "2024-05-01", "last": "2023-05-01", "precision": "day"}
    ),
    "a day of year 1": _report(
        "set", field="date", value={"first": "0001-01-01", "last": "0001-01-01", "precision": "day"}
    ),
    "a day of year 9999": _report(
        "set", field="date", value={"first": "9999-12-31", "last": "9999-12-31", "precision": "day"}
    ),
    "a day of no day": _report("set", field="date", value={"first": "x", "last": "y", "precision": "day"}),
    "a precision that is none": _report("precision", precision="exact"),
    "a precision of a list": _report("precision", precision=[]),
    "a figure of words": _report("figure", field="fatalities", said="many"),
    "a figure of 40 digits": _report("figure", field="fatalities", said="9999999999999999999999999999999999999999"),
    "a figure of 10 digits": _report("figure", field="fatalities", said="9999999999"),
    "a figure of 5,000 digits": _report("figure", field="injured", said="9" * 5000),
    "a figure below nothing": _report("figure", field="fatalities", said="--5"),
    "a figure reversed": _report("figure", field="fatalities", said="9-2"),
    "a figure with a fraction": _report("figure", field="fatalities", said="2,5"),
    "a figure of other digits": _report("figure", field="fatalities", said="٣"),
    "a figure of plus": _report("figure", field="fatalities", said="+"),
    "who of signs": _report("list", field="actors", said="<b>{{7*7}} (initiator); ; ((; )"),
    "who of no role": _report("list", field="actors", said="Army (king)"),
    "who of 320 kB": _report("list", field="attribution", said=LONG),
    "who of 1,000 names": _report("list", field="actors", said=";".join(f"A{n}" for n in range(1000))),
    "a verdict that is none": _report("verdict", verdict="perhaps"),
    "join with nothing": _report("join", other="x"),
    "join with itself": _report("join", other="*"),
    "take out the only report": _report("take_out"),
    "near": _report("near"),
    "undo nothing": _told("undo"),
    "sensitive of a word": _report("set", field="sensitive", value={"sensitive": "x"}),
}


@way("articles", "the reading room", ACTS)
def a_message_of_the_room(b: Bench, told: dict[str, Any]) -> None:
    carried(b, told)
    for page in ("map", "review", "articles"):
        b.open(page)


@way("articles", "the reading room", SIGNS)
def sign_with(b: Bench, text: str) -> None:
    carried(b, {"do": "verdict", "report": "*", "verdict": "accepted"}, author=text, reason=text)
    at = picked(b, b.open("articles"), [0, 1, 2, 3][:1])
    b.run(at)
    b.open("review")


@way("articles", "undo")
def undo_twice_and_what_another_did(b: Bench) -> None:
    carried(b, {"do": "verdict", "report": "*", "verdict": "accepted"}, author="Ada")
    carried(b, {"do": "undo"}, author="Bob")
    for _ in range(3):
        carried(b, {"do": "undo"}, author="Ada")
